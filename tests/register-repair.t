#!/bin/sh
# register-repair: what it sets aside, ends, undoes, finishes, removes and refuses; a second run finds nothing.
. "${0%/*}/lib.sh"

header='id,name,kind,area,recorded'
row1='U1,示例一公司,enterprise,360102007,2024-01-02T00:00:00Z'
row2='U2,示例二公司,enterprise,360102007,2024-01-03T00:00:00Z'
row3='U3,示例三公司,enterprise,360102007,2024-01-04T00:00:00Z'
columns='file,line,offset,bytes,action,message'

fresh() { # a directory d with one unit
	rm -rf d
	mkdir d
	printf '%s\n' "$header" "$row1" >d/units.csv
}

holds() { # holds NAME FILE: what is in want
	cmp -s want "$2"
	ok $? "$1" || od -c "$2" | head -20 | sed 's/^/# /'
}

done_with() { # done_with NAME: nothing more to do, readers are content, nothing lies about
	run register-repair -d d
	[ "$code" -eq 0 ] && [ "$(cat "$T/out")" = "$columns" ] && [ ! -s "$T/err" ]
	ok $? "$1: a second run finds nothing" || show
	run units-list -d d --count
	[ "$code" -eq 0 ] && [ ! -s "$T/err" ]
	ok $? "$1: a reader finds nothing" || show
	[ -z "$(find d -name '*.new' -o -name .pending)" ]
	ok $? "$1: nothing lies about"
}

# --- nothing to do --------------------------------------------------------------------------------

fresh
run register-repair -d d
expect 'a good register' 0 <<E2
$columns
E2
run register-repair -d d --write
expect 'and to be written' 0 <<E2
$columns
E2
printf '%s\n' "$header" "$row1" >want
holds 'stays as it is' d/units.csv
[ ! -e d/units.torn ]
ok $? 'and nothing is set aside'

# --- lines within the file ------------------------------------------------------------------------

fresh
{
	printf '%s\n' "$row2" ''
	head -c 5000 /dev/zero && printf '%s\n' "${row2#U2}"
	printf 'U4,\377,enterprise,360102007,\n%s%s\n"U5,x,enterprise,360102007,\n"U6"x,,,,\nU7,甲\n%s\r\n' "$row2" "$row3" "$row3"
} >>d/units.csv
chmod 640 d/units.csv
cp d/units.csv before
run register-repair -d d --most
expect 'lines that can never be rows' 1 <<E2
$columns
units.csv,4,149,1,set-aside,"a blank line, a row was expected"
units.csv,5,150,5059,set-aside,"a NUL byte, text was expected"
units.csv,6,5209,27,set-aside,byte FF is not UTF-8 here; convert the file first (iconv -f GB18030 -t UTF-8)
units.csv,7,5236,121,set-aside,"9 fields, the header has 5"
units.csv,8,5357,28,set-aside,"a quote that is not closed on its line; one record is one line, line breaks inside fields are refused"
units.csv,9,5385,10,set-aside,"text after a closing quote, a comma was expected"
units.csv,10,5395,7,set-aside,"2 fields, the header has 5"
E2
cmp -s before d/units.csv && [ "$(ls -A d)" = units.csv ]
ok $? 'looking changes nothing'
run register-repair -d d --write
expect_error 'most lines are bad: left as it is' 3 'd/units.csv: 7 of 10 lines are no rows' '--most'
cmp -s before d/units.csv && [ ! -e d/units.torn ]
ok $? 'and not a byte has moved'
run register-repair -d d --write --most
expect_error 'unless that is asked for' 0
{
	printf '%s\n' "$header" "$row1" "$row2"
	printf '%s\r\n' "$row3"
} >want
holds 'every row stays, byte for byte' d/units.csv
sed -n '4,10p' before >want
holds 'and every other line is set aside' d/units.torn
[ "$(stat -c %a d/units.csv)-$(stat -c %a d/units.torn)" = 640-600 ]
ok $? 'the mode is kept; what is set aside is not for everybody'
done_with 'lines within the file'

fresh
printf '%s\n' U9 "$row2" "U3,甲,no-such-kind,360102007,$row3" 'U4,甲,no-such-kind,99,yesterday' >>d/units.csv
run register-repair -d d --write
expect 'a row with wrong values is a row' 0 <<E2
$columns
units.csv,3,88,3,set-aside,"1 field, the header has 5"
units.csv,5,152,91,set-aside,"9 fields, the header has 5"
E2
printf '%s\n' "$header" "$row1" "$row2" 'U4,甲,no-such-kind,99,yesterday' >want
holds 'and stays' d/units.csv
run register-repair -d d
expect 'with nothing more to do' 0 <<E2
$columns
E2
printf 'U9\n%s\n' "U3,甲,no-such-kind,360102007,$row3" >want
holds 'what is set aside first' d/units.torn
printf 'U7\n' >>d/units.csv
printf 'half a pie' >>d/units.torn
register-repair -d d --write >"$T/out" 2>&1
printf '%s\n' U9 "U3,甲,no-such-kind,360102007,$row3" 'half a pie' U7 >want
holds 'is kept before what follows, each on a line' d/units.torn

# --- the end --------------------------------------------------------------------------------------

fresh
printf '%s' "$row2" >>d/units.csv
run register-repair -d d --write
expect 'a complete last line gets its newline' 0 <<E2
$columns
units.csv,3,148,1,end-line,the last line is complete and has no newline
E2
printf '%s\n' "$header" "$row1" "$row2" >want
holds 'and stays' d/units.csv
done_with 'a complete last line'

fresh
printf 'U1,x\n%s' "${row2%Z}" >>d/units.csv
run register-repair -d d --write
expect 'a torn last line behind another bad one' 0 <<E2
$columns
units.csv,3,88,5,set-aside,"2 fields, the header has 5"
units.csv,4,93,59,set-aside,"the last line is torn (no newline, not complete)"
E2
printf '%s\n' "$header" "$row1" >want
holds 'leave the row' d/units.csv
sort d/units.torn >sorted
printf '%s\n' 'U1,x' "${row2%Z}" >want
holds 'and both are kept' sorted
done_with 'a torn last line'

fresh
printf '%s' "$row2" >>d/units.csv
head -c 8192 /dev/zero >>d/units.csv
run register-repair -d d --write
expect 'zeros at the end, as a power cut leaves them, are no part of the row' 0 <<E2
$columns
units.csv,3,148,1,end-line,the last line is complete and has no newline
E2
printf '%s\n' "$header" "$row1" "$row2" >want
holds 'and it stays' d/units.csv
done_with 'zeros at the end'

fresh
printf '%s' "$header" >d/units.csv
run register-repair -d d --write
expect 'a header without newline' 0 <<E2
$columns
units.csv,1,26,1,end-line,the last line is complete and has no newline
E2
done_with 'a header'

if [ -z "${ASAN_OPTIONS-}" ]; then
	fresh
	{ head -c 17000000 /dev/zero && printf '\n%s\n' "$row2" && head -c 17000000 /dev/zero; } >>d/units.csv
	run /usr/bin/time -f %M -o "$T/peak" register-repair -d d --write
	expect 'lines longer than a reader takes' 0 <<E2
$columns
units.csv,3,88,17000001,set-aside,"a line longer than 16 MiB, a CSV file was expected"
units.csv,5,17000150,17000000,set-aside,"the last line is torn (no newline, not complete)"
E2
	[ "$(wc -c <d/units.torn)" -eq 34000002 ]
	ok $? "are set aside whole ($(cat "$T/peak") KiB of memory)"
	done_with 'lines longer than a reader takes'
fi

# --- journals -------------------------------------------------------------------------------------

fresh
printf '%s\n' "at,op,by,why,$header" 'half a row' "2024-02-01T00:00:00Z,correct,x,y,$row1" \
	"2024-02-01T00:00:00Z,corr" >d/units.journal.csv
printf '2024-02-02' >>d/units.journal.csv
run register-repair -d d --write units
expect 'a journal' 0 <<E2
$columns
units.journal.csv,2,40,11,set-aside,"1 field, the header has 9"
units.journal.csv,4,145,26,set-aside,"2 fields, the header has 9"
units.journal.csv,5,171,10,set-aside,"the last line is torn (no newline, not complete)"
E2
printf '%s\n' "at,op,by,why,$header" "2024-02-01T00:00:00Z,correct,x,y,$row1" >want
holds 'keeps its rows' d/units.journal.csv
[ "$(wc -l <d/units.journal.torn)" -eq 3 ]
ok $? 'and the others are set aside'
done_with 'a journal'
run register-repair -d d orgs
expect 'only the registers that are named' 0 <<E2
$columns
E2

# --- interrupted writes ---------------------------------------------------------------------------

interrupted() { # a batch of rows for two registers that did not come to its end
	fresh
	size=$(wc -c <d/units.csv)
	printf '%s\nU3,甲' "$row2" >>d/units.csv
	printf 'id,line,name\nO1,par' >d/orgs.csv
	printf 'taizhang-pending 1\nappend units.csv %s\nappend orgs.csv -\nend\n' "$size" >d/.pending
	: >d/.pending.new
	: >d/.visits.journal.csv.new
}

interrupted
run register-repair -d d
expect 'an interrupted write' 1 <<E2
$columns
units.csv,,88,67,undo,rows of an interrupted write
orgs.csv,,0,19,undo,a new file that was half written
.pending,,0,61,undo,a write was interrupted; it is taken back
.pending.new,,0,0,remove,left by an interrupted program; nothing names it
.visits.journal.csv.new,,0,0,remove,left by an interrupted program; nothing names it
E2
[ -e d/.pending ] && [ -e d/orgs.csv ]
ok $? 'looking leaves it'
cp "$T/out" looked
run register-repair -d d --write
expect 'is taken back' 0 <looked
printf '%s\n' "$header" "$row1" >want
holds 'to what was before' d/units.csv
[ ! -e d/orgs.csv ] && [ ! -e d/units.torn ]
ok $? 'and what nobody was promised is not kept'
done_with 'an interrupted write'

fresh
printf '%s\n' "$header" "$row1" 'U2,half' "$row2" >d/.units.csv.new
printf 'taizhang-pending 1\nreplace units.csv .units.csv.new\nend\n' >d/.pending
run register-repair -d d
expect 'an interrupted change' 1 <<E2
$columns
units.csv,,0,157,finish,its new content stands in '.units.csv.new'
.pending,,0,56,finish,a change was interrupted when it was complete; it is finished
units.csv,3,88,8,set-aside,"2 fields, the header has 5"
E2
cp "$T/out" looked
run register-repair -d d --write
expect 'is finished, and what came of it mended' 0 <looked
printf '%s\n' "$header" "$row1" "$row2" >want
holds 'with its rows' d/units.csv
done_with 'an interrupted change'

for bytes in 0 10 19 38 58 60; do
	interrupted
	head -c "$bytes" d/.pending >half
	cp half d/.pending
	cp -R d as-it-was
	run register-repair -d d --write
	expect_error "a .pending of $bytes bytes" 3 'd/.pending: not understood' 'move .pending away and repair again'
	rm -f d/.lock
	diff -r d as-it-was
	ok $? 'and nothing is touched'
	rm -rf as-it-was
done
rm d/.pending
run register-repair -d d --write
expect_error 'without it the files are mended as they are' 3 'd/orgs.csv' 'lacks column'

interrupted
printf '%s\n' "$header" >d/units.csv
run register-repair -d d
expect_error 'a file that is shorter than before the interrupted write' 3 'd/units.csv: an interrupted write' 'remove .pending to go on'
run register-repair -d d --write
expect_error 'is not touched' 3 'd/units.csv: an interrupted write' 'remove .pending to go on'
[ -e d/.pending ] && [ -e d/orgs.csv ]
ok $? 'nor is anything else'

# --- what is left to a person -----------------------------------------------------------------------

fresh
: >d/sites.csv
: >d/sites.journal.csv
run register-repair -d d --write
expect 'empty files that nothing refers to' 0 <<E2
$columns
sites.csv,,0,0,remove,"an empty file without a header, which nothing refers to"
sites.journal.csv,,0,0,remove,"an empty file without a header, which nothing refers to"
E2
done_with 'empty files'

fresh
: >d/units.csv
printf '%s\n' id,line,name,mode,area,units,recorded O1,party,甲,single,360102007,U1, >d/orgs.csv
run register-repair -d d --write
expect_error 'an empty register to which another refers' 3 'd/units.csv: the file is empty, but its journal or other registers'
[ -e d/units.csv ]
ok $? 'stays'
fresh
: >d/units.journal.csv
run register-repair -d d --write
expect_error 'an empty journal of a register with rows' 3 'd/units.journal.csv: the file is empty and may have held'
fresh
printf '%s\n' "at,op,by,why,$header" >d/units.journal.csv
: >d/units.csv
run register-repair -d d --write
expect_error 'an empty register with a journal' 3 'd/units.csv: the file is empty, but its journal'

fresh
{ head -c 31 /dev/zero && printf '\n%s\n%s' "$row1" U2; } >d/units.csv
cp d/units.csv before
printf 'half' >>d/sites.csv
printf '%s\n' "id,kind,name,area,recorded" S1,home >d/sites.csv
run register-repair -d d --write
expect_error 'a damaged header' 3 'd/units.csv:1:1: a NUL byte' 'put it back from a copy'
cmp -s before d/units.csv
ok $? 'stays as it is'
[ "$(cat d/sites.torn)" = S1,home ]
ok $? 'and does not hinder the others'

fresh
printf 'U2\n' >>d/units.csv
gzip -n d/units.csv
run register-repair -d d --write
expect_error 'a compressed register is looked at' 3 'd/units.csv.gz:3: 1 line is no row' gunzip
mv d/units.csv.gz d/units.csv
cp d/units.csv before
run register-repair -d d --write
expect_error 'by whatever name' 3 'd/units.csv:3: 1 line is no row'
run units-add -d d name=乙 kind=enterprise area=360102007
expect_error 'and not written to' 3 'd/units.csv: is compressed (gzip)'
head -c 60 before >d/units.csv
run register-repair -d d
expect_error 'a compressed register that ends too early' 3 'd/units.csv: the gzip data end too early, at byte 60'

for kind in link name fifo directory; do
	fresh
	printf 'U2\n' >>d/units.csv
	mv d/units.csv real
	case $kind in
	link) ln -s ../real d/units.csv ;;
	name) ln real d/units.csv ;;
	fifo) mkfifo d/units.csv ;;
	directory) mkdir d/units.csv ;;
	esac
	printf '%s\n' id,name,kind,area,recorded S1 >d/sites.csv
	run timeout 10 register-repair -d d --write
	expect_error "$kind: not written to" 3 d/units.csv
	if [ $kind = fifo ]; then
		run timeout 10 units-list -d d
		expect_error 'a reader does not wait for a FIFO either' 3 'd/units.csv: cannot be read'
	fi
	[ "$(wc -l <real)" -eq 3 ] && [ ! -e d/units.torn ]
	ok $? "$kind: nor changed"
done

# --- options, and what is not there ---------------------------------------------------------------

fresh
run register-repair -d d unit
expect_error 'an unknown register' 2 "'unit' is no register"
run register-repair -d missing
expect_error 'no directory' 3 'missing: no such register directory'
mkdir -p empty
run register-repair -d empty
expect_error 'no register' 3 'empty: no register here'
[ -z "$(ls -A empty)" ]
ok $? 'and none is made'
printf 'U2\n' >>d/units.csv
ln -s nowhere d/units.torn
cp d/units.csv before
run register-repair -d d --write
expect_error 'a link in the place of NAME.torn' 3 'd/units.torn: what is to be set aside cannot be kept there'
cmp -s before d/units.csv && [ ! -e d/.units.csv.new ]
ok $? 'changes nothing'
rm d/units.torn
register-repair -d d --write >/dev/full 2>"$T/err"
code=$?
expect_error 'a full disk for what is printed' 3 'the registers are mended all the same'
done_with 'what cannot be said'

# --- random damage --------------------------------------------------------------------------------

fast=$T # where fsync costs nothing, when there is such a place
[ ! -w /dev/shm ] || fast=/dev/shm
TMPDIR=$fast python3 "$S/tests/register-repair.py" "${SEEDS:-1-40}" >"$T/out" 2>&1
ok $? "random damage: $(tail -1 "$T/out")" || sed 's/^/# /' "$T/out"
finish
