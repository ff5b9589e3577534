#!/bin/sh
# register-import: a large sheet is written to a new register while it is read. Whatever comes of it, either all of it stands there or
# nothing, and what stands there is what one thread writes.
# shellcheck disable=SC1091,SC2154 # lib.sh sets T, S, code …
. "${0%/*}/lib.sh"
export SOURCE_DATE_EPOCH=1780000000 TAIZHANG_PART=2000

sheet() { # sheet ROWS: in GB18030
	awk -v rows="$1" 'BEGIN {
		print "单位名称,类别,所属街道,职工人数,地址"
		for (n = 1; n <= rows; n++)
			printf "示例第%d号公司,%s,豫章街道,%d,%s\n", n, n % 3 ? "企业" : "社会团体", n % 90, n % 50 ? "示例路" n "号" : "\"示例路,东\""
	}' | iconv -f UTF-8 -t GB18030
}

fresh() {
	rm -rf d
	mkdir d
	cp "$S/examples/donghu/registers/areas.csv" d
}

import() { # import JOBS OPTION…
	jobs=$1
	shift
	run register-import -d d -j "$jobs" "$@" sheet.csv
}

nothing_is_there() { # nothing_is_there NAME
	[ "$(cd d && echo .[!.]* *)" = '.lock areas.csv' ]
	ok $? "$1: nothing is left" || (cd d && echo '#' .[!.]* *)
}

# same_as_one_thread NAME OPTION…
same_as_one_thread() {
	name=$1
	shift
	for jobs in 1 4; do
		fresh
		import "$jobs" "$@"
		mkdir -p "as$jobs"
		rm -rf "as$jobs"/*
		cp "$T/out" "$T/err" d/units.csv "as$jobs"
		[ ! -e d/sheets.csv ] || cp d/sheets.csv "as$jobs"
		echo "$code" >"as$jobs/code"
	done
	diff -r as1 as4 >"$T/diff"
	ok $? "$name" || head -20 "$T/diff" | sed 's/^/# /'
}

sheet 3000 >good.csv
iconv -f GB18030 -t UTF-8 good.csv >good.utf8
cp good.csv sheet.csv
same_as_one_thread 'all rows are new' units
[ "$(wc -l <as4/units.csv)" -eq 3001 ]
ok $? 'and all are there'

# --- what is written ahead does not stay --------------------------------------------------------------------

{ cat good.csv && sed -n 2p good.csv; } >sheet.csv
same_as_one_thread 'the last row is one that came before' --keep-going units
{ head -n 1500 good.csv && sed -n 2p good.csv && tail -n +1501 good.csv; } >sheet.csv
same_as_one_thread 'a row in the middle is' --keep-going units
fresh
import 4 units
expect 'without --keep-going no row is written' 1 </dev/null
nothing_is_there 'a row that came before'

{ cat good.csv && printf '多人公司,企业,豫章街道,多,\n' | iconv -f UTF-8 -t GB18030; } >sheet.csv
same_as_one_thread 'the last row is refused' --keep-going units
fresh
import 4 units
expect_error 'a row at the end is refused' 1 'nothing was written'
nothing_is_there 'a row at the end'
fresh
import 4 --dry-run units
expect_error 'a dry run says the same' 1 '0 rows would be added'
[ ! -e d/.lock ] && [ ! -e d/units.csv ]
ok $? 'and touches nothing'

# A rule for the whole row: it is refused when the rows are judged.
for at in 2 1500 3001; do
	awk -v at="$at" -v FS=, -v OFS=, 'BEGIN { since = "纳入日期"; until = "注销日期" }
		{ print $0, NR == 1 ? since : "2020-01-02", NR == 1 ? until : NR == at ? "2020-01-01" : "" }' good.utf8 |
		iconv -f UTF-8 -t GB18030 >sheet.csv
	same_as_one_thread "row $at is not right as a whole" --keep-going units
	[ "$(wc -l <as4/units.csv)" -eq 3000 ] && [ "$(cut -d, -f1 as4/units.csv | sort -u | wc -l)" -eq 3000 ]
	ok $? 'the others are there, each once'
done

# Cells that are filled from above need all rows in their order.
awk -F, 'NR > 1 && NR % 2 { sub(/,豫章街道,/, ",,") } { print }' good.utf8 | iconv -f UTF-8 -t GB18030 >sheet.csv
same_as_one_thread 'cells that are filled from above' --fill-down 所属街道 units

# --- nothing to write ----------------------------------------------------------------------------------------

{ head -n 1 good.csv && yes ,,,, | head -n 3000; } >sheet.csv
same_as_one_thread 'a sheet without rows' --encoding GB18030 units
[ ! -e d/sheets.csv ]
ok $? 'is not told of'
{ head -n 1 good.csv && yes '同一公司,企业,豫章街道,3,路' | head -n 3000 | iconv -f UTF-8 -t GB18030; } >sheet.csv
for jobs in 1 4; do
	fresh
	(ulimit -f 20 && register-import -d d -j "$jobs" --keep-going units sheet.csv) >"as$jobs/out" 2>"as$jobs/err"
	echo $? >"as$jobs/code"
	cp d/units.csv "as$jobs"
done
diff -r as1 as4 >"$T/diff" && [ "$(cat as4/code)" -eq 1 ] && [ "$(wc -l <as4/units.csv)" -eq 2 ]
ok $? 'what is taken back may have had no room' || head -20 "$T/diff" | sed 's/^/# /'

# While a person reads why rows are refused others can write.
{ cat good.csv && printf '甲,企业,豫章街道,多,路\n%.0s' $(seq 3000) | iconv -f UTF-8 -t GB18030; } >sheet.csv
fresh
mkfifo pager
register-import -d d -j 4 units sheet.csv 2>pager >"$T/out" &
exec 3<pager
head -c 1 <&3 >"$T/first"
run units-add -d d --lock-timeout 5 name=乙公司 kind=enterprise area=360102007
expect 'somebody else writes while messages are not read' 0 <<'E2'
U1
E2
cat <&3 >"$T/err"
exec 3<&-
wait $!
code=$?
expect_error 'the refusal' 1 'nothing was written, because 3000 cells are refused'

# --- files that are there -----------------------------------------------------------------------------------

cp good.csv sheet.csv
fresh
printf 'at,file\n' >d/sheets.csv
import 4 units
expect_error 'a list of imports that is none' 3 'd/sheets.csv:1:1: the header'
[ "$(cat d/sheets.csv)" = at,file ] && [ ! -e d/units.csv ] && [ ! -e d/.pending ]
ok $? 'nothing has changed'
fresh
{ cat good.csv && printf '多人公司,企业,豫章街道,多,\n' | iconv -f UTF-8 -t GB18030; } >sheet.csv
printf 'at,file\n' >d/sheets.csv
import 4 --rejects rejects units
expect_error 'such a list, and a row that is refused' 1 'nothing was written, because 1 cell is refused'
[ "$(wc -l <rejects)" -eq 2 ]
ok $? 'the row is among the rejects'
for jobs in 1 4; do
	fresh
	printf 'taizhang-pending 1\nappend orgs.csv -\nend\n' >d/.pending
	import "$jobs" --keep-going units
	mv "$T/err" "as$jobs/err"
done
cmp -s as1/err as4/err
ok $? 'what another program has left is told in its turn' || diff as1/err as4/err | sed 's/^/# /'
cp good.csv sheet.csv
fresh
printf 'at,file,digest,area,period,rows\n2024-02-01T00:00:00Z,a.csv,00,,,3' >d/sheets.csv
import 4 -q units
[ "$(wc -l <d/sheets.csv)" -eq 3 ] && [ "$(sed -n 3p d/sheets.csv | cut -d, -f6)" = 3000 ]
ok $? 'a list without a newline at its end goes on' || sed 's/^/# /' d/sheets.csv
head -n 2 good.csv | iconv -f GB18030 -t UTF-8 >first.csv
fresh
run register-import -q -d d units first.csv
import 4 units
expect_error 'a register that is there: what it has is not written again' 0 '1 row is already there'
[ "$(wc -l <d/units.csv)" -eq 3001 ]
ok $? 'and the others are added'

# --- the directory fails ------------------------------------------------------------------------------------

fresh
(ulimit -f 20 && register-import -d d -j 4 units sheet.csv) >"$T/out" 2>"$T/err"
code=$?
expect_error 'no more room' 3 'd/units.csv'
nothing_is_there 'no more room'

cat >meanwhile.py <<'E'
# meanwhile.py CHANGE COMMAND…: while the command waits for the lock, having read a part of the sheet, the sheet is changed
import fcntl, os, struct, subprocess, sys, time
fd = os.open("d/.lock", os.O_RDWR | os.O_CREAT, 0o600)
fcntl.fcntl(fd, fcntl.F_OFD_SETLK, struct.pack("hhqqi4x", fcntl.F_WRLCK, 0, 0, 1, 0))
process, place, deadline = subprocess.Popen(sys.argv[2:]), f":{os.fstat(fd).st_ino} ", time.monotonic() + 60
while time.monotonic() < deadline and process.poll() is None:
    with open("/proc/locks") as locks:
        if sum(place in line for line in locks) > 1:
            break
    time.sleep(0.002)
change, name = sys.argv[1], "other.csv" if sys.argv[1] == "blank" else "sheet.csv"
before = os.stat(name)
with open(name, "r+b") as sheet:
    if change == "cut":
        sheet.truncate(50000)
    else:
        sheet.write(b"\n" * before.st_size if change == "blank" else b"\xb5\xa5")
os.utime(name, ns=(before.st_atime_ns, before.st_mtime_ns))
os.close(fd)
sys.exit(process.wait())
E
if command -v python3 >/dev/null && [ -r /proc/locks ]; then
	fresh
	run python3 meanwhile.py touch register-import -d d -j 4 --encoding GB18030 units sheet.csv
	expect_error 'a sheet that is changed meanwhile' 3 'sheet.csv: was changed while it was read; nothing was written'
	nothing_is_there 'a sheet that is changed'
	cp good.csv sheet.csv
	fresh
	run python3 meanwhile.py cut register-import -d d -j 4 --encoding GB18030 units sheet.csv
	expect_error 'a sheet that is cut short meanwhile' 3 'while it was read'
	nothing_is_there 'a sheet that is cut short'
	cp good.csv sheet.csv
	sed 's/号/號/' good.utf8 | iconv -f UTF-8 -t GB18030 >other.csv
	fresh
	run python3 meanwhile.py blank register-import -d d -j 4 --encoding GB18030 units sheet.csv other.csv
	expect_error 'a sheet that is emptied meanwhile' 3 'other.csv: was changed while it was read; nothing was written'
	nothing_is_there 'a sheet that is emptied'
else
	ok 0 'a sheet that is changed meanwhile # SKIP no python3, or no /proc/locks'
fi

# --- so large that it is made durable a part at a time -------------------------------------------------------

unset TAIZHANG_PART
sheet 200000 >sheet.csv
same_as_one_thread 'a large sheet' units
if [ -z "${ASAN_OPTIONS-}" ] && [ "$O" = "${O%/valgrind}" ] && strace -qq -o /dev/null -e trace=fsync true 2>/dev/null; then
	fresh
	run strace -f -qq -o calls -e trace=fdatasync register-import -q -d d -j 4 units sheet.csv
	grep -q 'fdatasync(.*= 0' calls
	ok $? 'is made durable while it is read'
	fresh
	run strace -f -qq -o calls -e trace=fdatasync -e inject=fdatasync:error=EIO register-import -d d -j 4 units sheet.csv
	expect_error 'that fails' 3 'd/units.csv: cannot be made durable: Input/output error; nothing counts'
	run units-list -d d
	expect_error 'no row counts' 0 'no such register yet'
	run units-add -d d name=后来公司 kind=enterprise area=360102007
	expect_error 'the next writer clears away what is there' 0 'interrupted'
	[ "$(wc -l <d/units.csv)" -eq 2 ] && [ ! -e d/sheets.csv ] && [ ! -e d/.pending ]
	ok $? 'and writes its row'
	fresh
	run strace -f -qq -o calls -e trace=fdatasync -e inject=fdatasync:signal=KILL register-import -d d -j 4 units sheet.csv
	[ -e d/.pending ] && [ -e d/units.csv ]
	ok $? 'killed while it writes'
	run units-add -d d name=后来公司 kind=enterprise area=360102007
	[ "$(wc -l <d/units.csv)" -eq 2 ] && [ ! -e d/sheets.csv ] && [ ! -e d/.pending ]
	ok $? 'the next writer clears that away, too'
else
	ok 0 'made durable while it is read # SKIP strace cannot trace here'
fi

# --- columns that need the rows in their order ---------------------------------------------------------------

iconv -f GB18030 -t UTF-8 sheet.csv | awk -F, 'NR > 1 && NR % 2 { sub(/,豫章街道,/, ",,") } { print }' | iconv -f UTF-8 -t GB18030 >gaps.csv
mv gaps.csv sheet.csv
same_as_one_thread 'a large sheet with cells that are filled from above' --fill-down 所属街道 units
finish
