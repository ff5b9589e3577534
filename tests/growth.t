#!/bin/sh
# Changes against earlier figures, compared with what fractions give: many pairs, large and small, equal and nearly equal.
# shellcheck disable=SC1091,SC2154
. "${0%/*}/lib.sh"
export PYTHONDONTWRITEBYTECODE=1
python3 "$S/tests/growth.py" 1500
run report-render -f now.csv --against p=before.csv template.md
expect 'growth and points of 1500 pairs, in words and with signs' 0 <expected.md
[ "$(grep -c '增长[0-9.]*% +' expected.md)" -gt 300 ] && [ "$(grep -c '持平' expected.md)" -gt 150 ] && [ "$(grep -c '—' expected.md)" -gt 100 ]
ok $? 'among which there are rises, equals and pairs without a base'
finish
