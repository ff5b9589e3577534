#!/bin/sh
# make bench: what it compares, what it says, what it leaves. No time is looked at.

# shellcheck disable=SC1091,SC2154 # lib.sh sets S, O, T and code
. "${0%/*}/lib.sh"

if [ -n "${SLOW:-}" ] || ! command -v python3 >/dev/null; then
	echo '1..0 # SKIP python3 is not installed, or the programs run in valgrind'
	exit 0
fi
PATH=$O/bench:$PATH

# --- its own programs -------------------------------------------------------------------------------

mkdir one new
generate 1000 one && cat one/units.csv one/orgs.csv one/people.csv | cksum >"$T/out"
code=$?
expect 'generate: the same bytes for the same arguments' 0 <<'E'
2333084497 152112
E
generate --new 1000 new && units-add -d new -f new/new-units.csv >ids && [ "$(wc -l <ids)" -eq 1000 ] && [ -z "$(sort ids | uniq -d)" ]
ok $? 'generate --new: rows that units-add takes'
generate --sheet 1000 new && iconv -f UTF-8 -t GB18030 new/sheet.csv >sheet.csv && register-import -d new units sheet.csv >ids 2>"$T/err" &&
	[ "$(wc -l <ids)" -eq 1000 ]
ok $? 'generate --sheet: rows that register-import takes' || show

run measure 3 result sh -c 'echo x; exit 5'
expect 'measure: runs a command several times' 0 <<'E'
x
x
x
E
grep -Eq '^[0-9]{4,} [0-9]+ [0-9]{3,} 5$' result
ok $? 'and tells time, memory and exit code'
measure 1 result sh -c 'kill -9 $$' && grep -q ' 137$' result
ok $? 'also of a command that was killed'

: >lock
printf 'a\n' >rows
append lock rows b && printf 'a\nb\n' | cmp -s - rows
ok $? 'append: adds a row'
gzip -c one/units.csv >units.gz
run inflate units.gz
[ "$code" -eq 0 ] && [ "$(sed 's/ zlib$//; s/ ISA-L$//' "$T/out")" = "$(wc -c <one/units.csv)" ]
ok $? 'inflate: all of a .gz' || show
head -c 1000 units.gz >cut.gz
run inflate cut.gz
expect_error 'and refuses one that was cut off' 3 'ends too early'
{ head -c 10 units.gz && head -c 5000 /dev/zero; } >bad.gz
run inflate bad.gz
expect_error 'and what is damaged' 3 'damaged'

# --- the whole --------------------------------------------------------------------------------------

# Only what is put in bin is installed.
mkdir bin tmp modules
for name in sh env cat wc gzip iconv python3 ldd strace true; do
	at=$(command -v "$name") && ln -s "$at" bin/
done
printf '#!/bin/sh\necho 110101,enterprise,1\n' >bin/mawk
printf '#!/bin/sh\nexit 1\n' >bin/sqlite3
chmod +x bin/mawk bin/sqlite3
echo 'raise ImportError' | tee modules/duckdb.py modules/openpyxl.py >modules/polars.py
python=$(python3 -c 'import sys; print(sys.executable)')

bench() { # bench UNITS JOB…
	run env PATH="$PWD/bin" TMPDIR="$PWD/tmp" PYTHONPATH="$PWD/modules" PYTHONDONTWRITEBYTECODE=1 RUNS=1 \
		"$python" "$S/tests/bench/run.py" "$O" "$@"
}

rows() { # rows NAME PATTERN…: each pattern stands in the output
	name=$1
	shift
	for pattern; do grep -Eq -e "$pattern" "$T/out" || { ok 1 "$name: $pattern" && return || show && return; }; done
	ok 0 "$name"
}

number='[0-9.,]+'
bench 300 count coverage check add
[ "$code" -eq 1 ]
ok $? 'exit code 1 when an answer is wrong'
rows 'the programs are measured, with the ratio to the first' "^\| count \| wc -l \| $number \| 1.00 \| $number \| $number \|$" \
	"^\| count \| taizhang -j 1 \| $number \| $number \| $number \| $number \|$" "^\| check \| taizhang -j 2 \| $number \| $number \| $number \| $number \|$"
rows 'a wrong answer is shown as one' '^\| count \| mawk \| wrong answer \| \| \| \|$'
rows 'a program that fails is shown' '^\| count \| SQLite \| failed \| \| \| \|$' '^\| coverage \| SQLite \| failed \| \| \| \|$'
rows 'and one that is not installed' '^\| count \| DuckDB \| not installed \| \| \| \|$' '^\| count \| Miller \| not installed \| \| \| \|$'
rows 'the goals, reached or not' "^\| count \| taizhang -j 2: at most 8 MB \| $number \| (yes|no) \|$" \
	"^\| add \| taizhang -j 2: at least 500 MB/s \| $number \| (yes|no) \|$" \
	'^\| count \| DuckDB: at least 8 × taizhang -j 2 \| not measured \|  \|$'
[ -z "$(ls -A tmp)" ]
ok $? 'nothing is left'

printf '#!/bin/sh\nexec %s "$@"\n' "$(command -v mawk || command -v gawk || command -v awk)" >bin/mawk
rm bin/sqlite3
bench 300 filter gz
[ "$code" -eq 0 ]
ok $? 'exit code 0 when all answers are equal' || show
rows 'ratios of .gz are those to the inflating alone' "^\| gz \| bare inflate \| $number \| 1.00 \|" \
	"^\| gz \| gzip -dc, mawk \| $number \| $number \|" "^\| filter \| mawk \| $number \|"

bench 300 import workbook
[ "$code" -eq 0 ]
ok $? 'exit code 0 when all rows are imported' || show
rows 'sheets are imported' "^\\| import \\| iconv, wc -l \\| $number \\| 1.00 \\|" "^\\| import \\| taizhang -j 2 \\| $number \\| $number \\|" \
	"^\\| workbook \\| taizhang -j 2 \\| $number \\| $number \\|" '^\| workbook \| openpyxl \| not installed \|' \
	"^\\| import \\| taizhang -j 2: at least 100 MB/s \\| $number \\| (yes|no) \\|$"

bench 300 nothing
expect_error 'a job that is not there' 1 "no job 'nothing'; there are: count coverage"
env PATH="$PWD/bin" TMPDIR="$PWD/tmp" "$python" "$S/tests/bench/run.py" "$O" 3000000 count >/dev/null 2>&1 &
tries=0
until [ -n "$(ls tmp/*/registers 2>/dev/null)" ] || [ "$tries" -gt 300 ]; do
	tries=$((tries + 1))
	sleep 0.1
done
kill $!
wait $!
[ "$?" -eq 143 ] && [ -z "$(ls -A tmp)" ]
ok $? 'nothing is left by a run that is ended'
finish
