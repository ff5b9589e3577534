#!/bin/sh
# Every input that fuzzing has kept still holds its properties (tests/fuzz/*.c); CSV as Python has it.
. "${0%/*}/lib.sh"

for source in "$S"/tests/fuzz/*.c; do
	target=${source##*/}
	target=${target%.c}
	case $target in fuzz | replay) continue ;; esac
	TMPDIR=$T/work "$O/replay/$target" "$S/tests/fuzz/corpus/$target.txt" >"$T/out" 2>"$T/err"
	code=$?
	[ "$code" -eq 0 ] && grep -qx '[1-9][0-9]* inputs' "$T/out" && [ -z "$(ls -A)" ]
	ok $? "$target: $(cat "$T/out")" || show
done

python3 "$S/tests/fuzz/python.py" "$O/bin/units-list" 3 >"$T/out" 2>"$T/err"
code=$?
[ "$code" -eq 0 ]
ok $? "as Python reads and writes CSV: $(cat "$T/out")" || show
finish
