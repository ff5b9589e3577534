#!/bin/sh
# The writers on rows that are nearly there, on refused rows that others refer to, and on text that cannot be a cell.
. "${0%/*}/lib.sh"

fresh() {
	rm -rf d
	mkdir d
	cat >d/units.csv <<'E2'
id,uscc,name,kind,area,members,since,until,note,recorded
U1,,示例一,enterprise,360102002,3,2023-01-01,,旧,2024-01-01T00:00:00Z
U2,,示例二,enterprise,360102007,4,,,,2024-01-01T00:00:01Z
E2
	cat >d/orgs.csv <<'E2'
id,line,name,mode,parent,area,units,since,until,recorded
O1,party,示例委员会,regional,,360102002,U1,2023-01-01,,2024-01-01T00:00:00Z
E2
	cat >d/visits.csv <<'E2'
id,date,unit,area,kind,recorded
V1,2024-02-01,U1,,routine,2024-02-02T00:00:00Z
E2
	rm -rf before
	cp -R d before
}

unchanged() { # unchanged NAME
	rm -f d/.lock
	diff -r before d >"$T/diff" 2>&1
	ok $? "$1" || sed 's/^/# /' "$T/diff"
}

# --- already there ----------------------------------------------------------------------------------

fresh
run visits-log -d d date=2024-02-01 unit=U1 kind=routine
expect 'a row from before areas were filled in is the same row' 0 <<'E2'
V1
E2
expect_error 'and is said to be there' 0 'already there'
unchanged 'and not written again'
run visits-log -d d id=V1 date=2024-02-01 unit=示例一 kind=routine
expect 'also when its id is given' 0 <<'E2'
V1
E2
unchanged 'nor that'
run visits-log -d d id=V1 date=2024-02-01 unit=U1 area=360102002 kind=routine
expect_error 'an area that is given is another content' 1 'V1'
unchanged 'which is refused'
printf 'id,date,unit,kind\nV1,2024-02-01,U1,routine\n,2024-02-01,U1,routine\n,2024-02-01,U1,routine\n' >in.csv
run visits-log -d d -f in.csv
expect 'one is there, two more are new' 0 <<'E2'
V1
V2
V3
E2

# --- refused rows -----------------------------------------------------------------------------------

fresh
cat >in.csv <<'E2'
id,line,name,mode,parent,area,units
O1,party,别的名字,regional,,360102002,U1
O2,party,支部二,single,O1,360102002,U1
O3,party,支部三,single,O4,360102002,U1
O4,party,总支,single,,360102002,U1;U2
O5,party,支部五,single,O3,360102002,U2
O6,party,支部六,single,O2,360102002,U2
E2
run orgs-add -d d -f in.csv --keep-going --rejects rejects.csv
expect 'a refused row that stands there under its id may be referred to; one that does not may not' 1 <<'E2'
O2
O6
E2
cut -d , -f 1 rejects.csv >"$T/out"
expect 'the others are kept' 1 <<'E2'
line
2
4
5
6
E2

# --- codes that do not conform ----------------------------------------------------------------------

fresh
cat >in.csv <<'E2'
uscc,name,kind,area
91350100M000100Y44,示例三,enterprise,360102002
91350100M000100Y43,示例四,enterprise,360102002
,示例五,enterprise,360102002
9135010OM000100Y43,示例六,enterprise,360102002
E2
run units-add -d d -f in.csv --keep-going --allow-code 91350100M000100Y43 --allow-code 91350100M000100Y44 --why 照抄
expect 'only what was allowed' 1 <<'E2'
U3
U4
U5
E2
expect_error 'and no other' 1 "in.csv:5:1: character 8 of credit code '9135010OM000100Y43'"
tail -n +2 d/units.journal.csv | cut -d , -f 2,4-6 >"$T/out"
expect 'a code that conforms needs no permission and no line in the journal' 1 <<'E2'
allow,照抄,U3,91350100M000100Y44
E2

# --- columns ----------------------------------------------------------------------------------------

fresh
printf 'name,kind,area,note\n示例三,enterprise,360102002,\n示例四,enterprise,360102002,有\n' >in.csv
run units-add -d d -f in.csv note=默认
expect 'a column of your own, in the file and as an operand' 0 <<'E2'
U3
U4
E2
units-list -d d --fields note --no-header id=U3,U4 >"$T/out"
expect 'the operand fills what is empty' 0 <<'E2'
默认
有
E2
fresh
run units-add -d d name=甲 kind=enterprise area=360102002 nte=x
expect_error 'a column that the register lacks' 2 "nte"
run sites-add -d d kind=station name=甲 area=360102002 colour=red
expect_error 'or that a new register would not have' 2 "sites has no column 'colour'; nearest is"
run units-add -d d name=甲 kind=enterprise area=360102002 =x
expect_error 'an operand without a name' 2 "'=' is not field=value"
run units-add -d d in.csv
expect_error 'a file without -f' 2 '-f reads rows from a file'
unchanged 'nothing of that is written'

# --- text -------------------------------------------------------------------------------------------

bad() { # bad BYTES CODE: a cell that cannot stand in a line of its own
	fresh
	printf 'name,kind,area\n示例三,enterprise,360102002\n甲%b乙,enterprise,360102002\n' "$1" >in.csv
	run units-add -d d -f in.csv
	expect_error "a file with $2" 3 "in.csv:3:1: name holds control character $2"
	unchanged "of which nothing is written ($2)"
	run units-add -d d kind=enterprise area=360102002 "name=甲$(printf %b "$1")乙"
	expect_error "an operand with $2" 2 "name holds control character $2"
}
bad '\001' U+0001
bad '\177' U+007F
bad '\302\200' U+0080
bad '\302\237' U+009F
fresh
run units-add -d d kind=enterprise area=360102002 "name=甲$(printf '\302\240\303\200')乙"
expect 'what follows the control characters is text' 0 <<'E2'
U3
E2
printf 'name,kind,area,note\n甲,enterprise,360102002,a\001b\n' >in.csv
run units-add -d d -f in.csv
expect_error 'a column of your own is looked at too' 3 'in.csv:2:1: note holds control character U+0001'
printf 'date,unit,kind,text\n2024-02-01,U1,routine,秘密\001\n' >in.csv
sed 's/,kind,/,kind,text,/; s/,routine,/,routine,,/' before/visits.csv >d/visits.csv
run visits-log -d d -f in.csv
expect_error 'personal text' 3 'text holds control character U+0001'
grep -q 秘密 "$T/err"
ok $((!$?)) 'is not shown' || show
finish
