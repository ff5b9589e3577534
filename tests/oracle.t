#!/bin/sh
# orgs-count and figures-count against an independent computation, on 200 random register directories. SEEDS=A-B for others.
. "${0%/*}/lib.sh"
export PYTHONDONTWRITEBYTECODE=1
run python3 "$S/tests/oracle/self_test.py"
[ "$code" -eq 0 ] && ! grep -q '^not ok' "$T/out"
ok $? 'the oracle agrees with what was worked out by hand' || show
python3 "$S/tests/oracle/compare.py" --bin "$O/bin" --seeds "${SEEDS:-1-200}" --jobs 2 >"$T/out" 2>"$T/err"
code=$?
grep '^not ok' "$T/out" | head -20 | sed 's/^/# /'
sed -n '/^not ok/,$p' "$T/out" | grep '^#' | head -40
[ "$code" -eq 0 ] && ! grep -q '^not ok' "$T/out" && [ "$(grep -c '^ok' "$T/out")" -ge 1 ]
ok $? "$(grep -c '^ok' "$T/out") random directories: the same figures, byte for byte" || show
finish
