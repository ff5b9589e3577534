#!/bin/sh
# What a hostile file may cost: --max-bytes on every program, and without it memory that does not grow with what a small .gz
# unfolds to. The bombs are made here.

# shellcheck disable=SC1091,SC2154 # lib.sh sets S, O, T and code
. "${0%/*}/lib.sh"
registers=$S/examples/donghu/registers

# --- --max-bytes on every program -----------------------------------------------------------------

cp -R "$registers" dir
rm -f dir/areas.csv dir/codes.csv
echo 'no file is so short' >template.md
cat >changes.csv <<'E2'
register,key,op,date,field,value,why
units,U0001,from,2024-07-01,members,5,
E2
for path in "$O"/bin/*; do
	program=${path##*/}
	set --
	case $program in
	orgs-count) set -- -d dir --as-of 2024-06-30 ;;
	figures-count) set -- -n rows -f dir/units.csv ;;
	*-add | *-log) set -- -d dir -f dir/units.csv ;;
	register-amend) set -- -d dir -f changes.csv ;;
	register-import) set -- -d dir units dir/units.csv ;;
	report-render) set -- template.md ;;
	figures-chart) set -- -f dir/units.csv units ;;
	register-close) set -- -d dir 2024-06 ;;
	*) set -- -d dir ;;
	esac
	run "$program" --max-bytes 10 "$@"
	expect_error "$program --max-bytes" 3 'holds more than 10 bytes (--max-bytes)'
	run "$program" --max-bytes 0 "$@"
	expect_error "$program: no bytes at all" 2 "--max-bytes '0' is not a number of bytes"
	run "$program" -j 0 "$@"
	expect_error "$program: no threads at all" 2 "--jobs '0' is not a number of threads"
done
for wrong in -1 1.5 K 1T 10k 5MB 9223372036854775808 9007199254740992G; do
	run units-list -d dir --max-bytes "$wrong"
	expect_error "--max-bytes $wrong" 2 'is not a number of bytes'
done
for wrong in '' -1 1.5 x 1025; do
	run units-list -d dir -j "$wrong"
	expect_error "-j '$wrong'" 2 'is not a number of threads'
done

printf 'id,name,kind,area\nU1,a,enterprise,36\nU2,b,enterprise,36\n' >small.csv
size=$(wc -c <small.csv)
gzip -nk small.csv
for file in small.csv small.csv.gz; do
	run units-list -f "$file" --max-bytes "$size" --fields id
	expect "$file: exactly so many bytes" 0 <<'E2'
id
U1
U2
E2
	run units-list -f "$file" --max-bytes $((size - 1)) --fields id
	expect "$file: one byte more than that" 3 <<'E2'
id
U1
E2
	expect_error "$file: says so" 3 "units-list: $file: holds more than $((size - 1)) bytes"
	run_in "$file" units-list -f - --max-bytes 1K --count
	expect "$file: K" 0 <<'E2'
2
E2
done
run_in small.csv.gz figures-count -n rows --max-bytes $((size - 1))
[ "$code" -eq 3 ] && [ ! -s "$T/out" ]
ok $? 'no figures of a part' || show
run units-list -f small.csv -j 2 --count
expect '-j changes nothing' 0 <<'E2'
2
E2

# --- bombs ----------------------------------------------------------------------------------------

# bomb FILE HEAD UNIT REPETITIONS TAIL
bomb() {
	python3 -c '
import sys, zlib
name, head, unit, times, tail = sys.argv[1:]
stream = zlib.compressobj(1, zlib.DEFLATED, 31)
unit = unit.encode() * (2**20 // len(unit))
with open(name, "wb") as out:
    out.write(stream.compress(head.encode().decode("unicode_escape").encode()))
    for _ in range(int(times)):
        out.write(stream.compress(unit))
    out.write(stream.compress(tail.encode().decode("unicode_escape").encode()))
    out.write(stream.flush())
' "$@"
}

# costs NAME KIB COMMAND…: exit code 3 and no more memory than that
costs() {
	name=$1
	limit=$2
	shift 2
	run /usr/bin/time -f %M -o "$T/peak" "$@"
	peak=$(tail -n 1 "$T/peak")
	[ "$code" -eq 3 ] && [ "$peak" -le "$limit" ]
	ok $? "$name: exit code 3, $peak KiB of $limit" || show
}

if [ -n "${ASAN_OPTIONS:-}" ] || [ ! -x /usr/bin/time ]; then
	echo '# SKIPPED: memory cannot be measured here' >&2
	finish
	exit 0
fi
head='id,name,kind,area\n'
bomb line.gz "$head" x 512 ''
costs '512 MiB without a newline' 100000 units-list -f line.gz
costs 'counted' 100000 figures-count -n rows -f line.gz
costs 'joined' 100000 units-list -f small.csv --in line.gz
bomb nothing.gz '' x 512 ''
costs '512 MiB without a header' 100000 units-list -f nothing.gz
costs 'as a template' 100000 report-render nothing.gz
costs 'as definitions' 100000 figures-count -D nothing.gz -d dir --as-of 2024-06-30
bomb commas.gz "$head" , 15 '\n'
costs '15 MiB of commas' 100000 units-list -f commas.gz
costs 'as a header' 100000 units-list -f commas.gz --sort id
bomb quoted.gz "$head\"" ',' 15 '"\n'
costs '15 MiB in one quoted field' 150000 units-list -f quoted.gz
bomb fields.gz "$head" '"",' 15 '""\n'
costs '15 MiB of quoted fields' 60000 units-list -f fields.gz
bomb wide.gz '' 'a,' 15 'b\n'
costs 'a header of 15 MiB' 60000 units-list -f wide.gz
expect_error 'which has too many columns' 3 'the header has 7864321 columns, at most 4096 are possible'
python3 -c 'import gzip; gzip.open("rows.gz", "wb", 1).write(b"id,name,kind,area\n" + b"U1,x,enterprise,36\n" * 10000000)'
costs '190 MB of rows, kept for sorting, within --max-bytes' 40000 units-list -f rows.gz --sort name --max-bytes 4M
expect_error 'which names the file and the limit' 3 'rows.gz: holds more than 4194304 bytes (--max-bytes)'
mkdir small
gzip -dc small.csv.gz >small/units.csv
cp line.gz small/units.journal.csv
costs 'a journal that a writer looks into' 60000 units-add -d small name=c kind=enterprise area=36
[ "$(wc -l <small/units.csv)" -eq 3 ]
ok $? 'and nothing is written'
finish
