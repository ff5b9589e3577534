#!/bin/sh
# Where -o and --rejects may write: never in the place of a register or of a file that is read; links, devices, descriptors.

# shellcheck disable=SC1091,SC2154 # lib.sh sets S, O, T and code
. "${0%/*}/lib.sh"

fresh() {
	rm -rf d
	mkdir -p d/closed
	printf '%s\n' id,name,kind,area,recorded U1,甲,enterprise,360102007,2024-01-02T00:00:00Z >d/units.csv
	printf '%s\n' at,op,by,why,id,name,kind,area,recorded >d/units.journal.csv
	printf '%s\n' code,name 360102007,豫章街道 >d/areas.csv
	printf '%s\n' field,code,label,aliases >d/codes.csv
	: >d/.lock
	ln d/units.csv second
	ln -s d/units.csv link
	ln -s "$PWD/d" dir
	rm -rf copy
	cp -R d copy
}

refused() { # refused NAME TEXT COMMAND…: exit code 2, and nothing has changed
	name=$1
	text=$2
	shift 2
	run "$@"
	bad=0
	[ "$code" -eq 2 ] && [ ! -s "$T/out" ] && grep -qF "$text" "$T/err" && diff -r copy d >"$T/diff" || bad=1
	ok $bad "$name" || { show && sed 's/^/# /' "$T/diff"; }
}

fresh
directory='is a file of the register directory'
for name in d/units.csv d/units.journal.csv d/areas.csv d/codes.csv d/.lock d/orgs.csv d/units.csv.gz d/units.torn d/.pending \
	d/.units.csv.new d/closed.csv d/closed/2024-06.figures.csv d/../d/units.csv "$PWD/d/units.csv" ./d//units.csv dir/units.csv dir/orgs.csv \
	link second; do
	refused "-o $name" "$directory" units-list -d d -o "$name"
done
refused 'of a counter' "$directory" orgs-count -d d --as-of 2024-06-30 -o d/orgs.csv
refused 'of register-check' "$directory" register-check -d d -o d/units.csv
refused 'of rows from elsewhere' "$directory" figures-count -d d -n rows -f copy/units.csv -o d/units.csv
refused '--rejects' "$directory" units-add -d d --keep-going --rejects d/units.csv name=乙
run units-list -d d -o d/report.csv
expect 'a name of its own in the directory' 0 </dev/null
rm d/report.csv
(cd d && units-list -o units.csv) 2>"$T/err"
ok $((! $?)) 'in the current directory'
(cd d && TAIZHANG_DIR=$PWD && export TAIZHANG_DIR && cd .. && units-list -o d/units.csv) 2>"$T/err"
ok $((! $?)) 'in that of TAIZHANG_DIR'
diff -r copy d
ok $? 'nothing has changed'
mkdir elsewhere
run units-list -d d -o elsewhere/units.csv
expect 'in another directory' 0 </dev/null
(cd elsewhere && units-list -f ../d/units.csv -o orgs.csv)
ok $? 'and where nothing shows a register directory'

read='is a file that is read'
cp d/units.csv rows.csv
ln -s rows.csv rows.link
for name in rows.csv rows.link ./rows.csv; do
	refused "-o $name, which -f names" "$read" units-list -d d -f rows.csv -o "$name"
done
refused 'or the -f of a register' "$read" units-list -d d -f units=rows.csv -o rows.csv
refused 'or --in' "$read" units-list -d d --in rows.csv:id -o rows.csv
refused 'or -D' "$read" figures-count -d d -D rows.csv --as-of 2024-06-30 -o rows.csv
refused 'or the file with rows' "$read" units-add -d d -f rows.csv --keep-going --rejects rows.csv
refused 'or the template' "$read" report-render -o rows.link rows.csv
refused 'or the figures, for --trace' "$read" report-render -f rows.csv --trace rows.csv template.md

# --- links, devices, descriptors --------------------------------------------------------------------

units-list -d d >want
ln -s nowhere dangling
run units-list -d d -o dangling
expect_error 'a link to nowhere' 3 'dangling: is a symbolic link to a file that is not there'
[ -h dangling ] && [ ! -e nowhere ]
ok $? 'is left'
: >somewhere
ln -s somewhere linked
run units-list -d d -o linked
expect 'a link to a file' 0 </dev/null
[ -h linked ] && cmp -s somewhere want
ok $? 'is followed'
mkdir directory
run units-list -d d -o directory
expect_error 'a directory' 3 'directory: cannot be opened for writing'
mkfifo fifo
cat fifo >through &
units-list -d d -o fifo
wait
cmp -s through want
ok $? 'a FIFO is written to'
[ -p fifo ]
ok $? 'and stays'
run units-list -d d -o /dev/null
expect '/dev/null' 0 </dev/null
run units-list -d d -o /dev/full
expect_error '/dev/full' 3 '/dev/full: cannot be written'
units-list -d d -o /dev/stdout | cmp -s - want
ok $? '/dev/stdout, a pipe'
{ echo first && units-list -d d -o /dev/stdout && echo last; } >out
{ echo first && cat want && echo last; } | cmp -s - out
ok $? '/dev/stdout, a file that others write to as well'
echo first >out
units-list -d d -o /dev/stdout >>out
{ echo first && cat want; } | cmp -s - out
ok $? '/dev/stdout, a file with something in it'
{ echo first && units-list -d d -o /dev/fd/7 7>&1; } >out
{ echo first && cat want; } | cmp -s - out
ok $? '/dev/fd/7'
units-list -d d -o out >out
cmp -s out want
ok $? 'the file that standard output goes to'
{ echo first >&2 && units-list -d d -o /dev/stderr; } 2>out
{ echo first && cat want; } | cmp -s - out
ok $? '/dev/stderr, a file that others write to as well'
run units-list -d d -o /dev/fd/33
expect_error 'a descriptor that is not there' 3 'cannot be opened for writing'
ls -A >left
! grep -q '^\..*\.......$' left
ok $? 'nothing unfinished is left'
finish
