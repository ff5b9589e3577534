#!/bin/sh
# The same answers, messages and exit codes by every scanner, any number of threads and from any kind of input, on random
# files. SEEDS_OF_WAYS=A-B for other seeds, RUNS_OF_WAYS=N for more ways of each command.
. "${0%/*}/lib.sh"
export PYTHONDONTWRITEBYTECODE=1
python3 "$S/tests/ways.py" --bin "$O/bin" --seeds "${SEEDS_OF_WAYS:-1-30}" --runs "${RUNS_OF_WAYS:-2}" >"$T/out" 2>"$T/err"
code=$?
grep -A 12 '^not ok' "$T/out" | grep '^[n#]' | head -60 | sed 's/^/# /'
[ "$code" -eq 0 ] && ! grep -q '^not ok' "$T/out" && [ "$(grep -c '^ok' "$T/out")" -ge 1 ]
ok $? "$(grep -c '^ok' "$T/out") sets of files: the same by all ways of reading" || show
finish
