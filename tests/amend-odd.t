#!/bin/sh
# register-amend where several changes meet in one row, and on registers that are damaged or not as the program writes them.
. "${0%/*}/lib.sh"
. "$S/tests/amend.sh"

changes() { # changes <ROWS: the same as a file of changes
	{
		echo 'register,key,op,date,field,value,why'
		cat
	} >changes.csv
}

keep() { # d is what `refused` compares with from here on
	rm -rf before d/.lock
	cp -R d before
}

# --- keys -------------------------------------------------------------------------------------------

fresh
run register-amend -d d visits V1@2024-02-01 --correct --why x kind=condolence
expect 'a row that happened may be named with its day' 0 <<'E2'
V1
E2
fresh
refused 1 "visits 'V1': the row is not of '2024-02-02'" visits V1@2024-02-02 --correct --why x kind=condolence
refused 2 "'U1@x' is not ID@DATE, such as U1@2024-03-01" units U1@x --correct --why x members=1
refused 2 'a key is empty, an id was expected' units @2023-01-01 --correct --why x members=1
refused 2 'a key is empty' people P1 --hand-over '' --from 2024-06-01
refused 2 "'=' is not field=value" units U1 --from 2024-06-01 =3
refused 2 'full-width' units members＝3 U1 --from 2024-06-01 note=x
refused 2 'the value of note is not UTF-8' units U1 --from 2024-06-01 "note=$(printf '\377')"
refused 2 'the reason is not UTF-8' units U1 --correct --why "$(printf '\377')" members=1
refused 2 'holds control character U+0001' units U1 --from 2024-06-01 "note=$(printf 'a\001b')"
refused 2 'needs a reason' units U1 --correct --why '' members=1
refused 2 'follows from the date' units U1 --from 2024-01-01 since=2024-02-01
refused 2 "is given twice" orgs O3 --from 2024-01-01 units+=U1 units=U2
refused 2 "is no list" units U1 --from 2024-01-01 colour+=red
run register-amend -d d orgs O1 --from 2024-06-01 units+=U1 units-=U3
expect 'elements come and go in one change' 0 <<'E2'
O1@2023-01-01
O1@2024-06-01
E2
row orgs.csv '^O1.*,2024-06-01,,'
expect 'the list is the one that was asked for' 0 <<'E2'
O1,party,示例委员会,regional,,360102002,U1,张示例,2024-06-01,
E2

# versions in any order, one of them twice
fresh
cat >>d/units.csv <<'E2'
U4,,示例四,enterprise,360102002,3,2024-01-01,,,2024-01-01T00:00:03Z
U4,,示例四,enterprise,360102002,2,2023-01-01,2024-01-01,,2024-01-01T00:00:04Z
U5,,示例五,enterprise,360102002,3,2024-01-01,,,2024-01-01T00:00:05Z
U5,,示例五,enterprise,360102002,2,2023-01-01,2024-01-01,,2024-01-01T00:00:06Z
U5,,示例五,enterprise,360102002,4,2023-01-01,2024-01-01,,2024-01-01T00:00:07Z
U6,,示例六,enterprise,360102002,2,2023-01-01,2024-01-01,,2024-01-01T00:00:08Z
U6,,示例六,enterprise,360102002,2,2024-01-01,,,2024-01-01T00:00:09Z
U6,,示例六,enterprise,360102002,2,2024-01-01,,,2024-01-01T00:00:10Z
E2
cat >>d/visits.csv <<'E2'
V2,2024-02-01,P1,U1,360102002,routine,另一次,2024-02-02T00:00:02Z
E2
keep
cat >changes.csv <<'E2'
register,key,op,date,field,value,why
units,U4,correct,,members,9,x
E2
run register-amend -d d -f changes.csv --dry-run
expect_error 'the latest version is meant, wherever it stands' 0 '1 row would be changed'
refused 1 'several rows have this key' units U5@2023-01-01 --correct --why x members=9
refused 1 'several rows have this key' units U6 --correct --why x members=9
refused 1 'several rows have this key' visits V2 --correct --why x kind=condolence
run register-amend -d d units U4 U5 --from 2024-06-01 members=9
expect 'an earlier version that stands twice does not matter' 0 <<'E2'
U4@2024-01-01
U4@2024-06-01
U5@2024-01-01
U5@2024-06-01
E2

# --- changes that meet ------------------------------------------------------------------------------

fresh
run register-amend -d d units U1 --from 2024-06-01 members=3
expect 'a change to what is so already' 0 <<'E2'
U1@2023-01-01
E2
expect_error 'is said' 0 'made already'
unchanged 'and nothing is written'
run register-amend -d d people P3 --end 2024-06-01
keep
refused 1 'it ended on 2024-06-01, it is not in force on 2024-07-01' people P3 --from 2024-07-01 name=别名
run register-amend -d d people P3 --end 2024-05-01
expect 'an end may be brought forward' 0 <<'E2'
P3@2023-03-01
E2

fresh
register-amend -q -d d orgs O2 --from 2024-03-01 secretary=甲 >/dev/null
keep
run register-amend -d d orgs O2@2023-02-01 --end 2024-02-01
expect 'a version ends earlier while a later one goes on: nothing that refers to the id minds' 0 <<'E2'
O2@2023-02-01
E2
fresh
register-amend -q -d d orgs O2 --from 2024-03-01 secretary=甲 >/dev/null
run register-amend -d d orgs O2 --void --why 误
expect 'one version is withdrawn, another is there: nothing that refers to the id minds' 0 <<'E2'
O2@2024-03-01
E2
fresh
register-amend -q -d d orgs O2 --from 2024-03-01 secretary=甲 >/dev/null
changes <<'E2'
orgs,O2@2024-03-01,void,,,,误
orgs,O2,from,2024-03-01,secretary,乙,
E2
run register-amend -d d -f changes.csv
expect_error 'what is withdrawn is not there for the next change' 1 'it ended on 2024-03-01'
changes <<'E2'
orgs,O2@2024-03-01,void,,,,误
orgs,O2@2024-03-01,correct,,secretary,乙,x
E2
run register-amend -d d -f changes.csv
expect_error 'nor can it be corrected' 1 'no version begins on'
changes <<'E2'
orgs,O2@2024-03-01,void,,,,误
orgs,O2,correct,,until,,恢复
orgs,O2,from,2024-03-01,secretary,乙,
E2
run register-amend -d d -f changes.csv
expect 'a version takes the place of the one that is withdrawn' 0 <<'E2'
O2@2024-03-01
O2@2023-02-01
O2@2024-03-01
E2
run orgs-list -d d id=O2 --fields secretary,since,until --sort since --no-header
expect 'and stands there once' 0 <<'E2'
王示例,2023-02-01,2024-03-01
乙,2024-03-01,
E2
fresh
changes <<'E2'
units,U3,from,2024-06-01,members,8,
units,U3@2024-06-01,void,,,,又不要了
units,U3,correct,,until,,恢复
E2
run register-amend -d d -f changes.csv
expect 'a version that comes and goes in one file never was' 0 <<'E2'
U3@2023-01-01
E2
row units.csv ^U3
expect 'the first one goes on' 0 <<'E2'
U3,,示例三,enterprise,360102003,5,2023-01-01,,
E2

# --- what refers to what has ended -------------------------------------------------------------------

fresh
echo 'P4,丁示例,member,O2,,2024-07-01,,2024-01-01T00:00:03Z' >>d/people.csv
keep
refused 1 "people 'P4@2024-07-01': it refers to 'O2', which ends on 2024-06-01, and begins no earlier" \
	orgs O2 --end 2024-06-01 --with-references
fresh
sed 's/^P3,.*/P3,丙示例,secretary,O2,,2023-03-01,2024-01-01,2024-01-01T00:00:02Z/' before/people.csv >d/people.csv
run register-amend -d d orgs O2 --end 2024-06-01
expect 'what ended before does not refer to it any more' 0 <<'E2'
O2@2023-02-01
E2
fresh
echo 'V3,2024-07-01,P3,U1,360102002,routine,,2024-02-02T00:00:02Z' >>d/visits.csv
run register-amend -d d people P3 --end 2024-06-01
expect 'a visit of somebody who ends may be later: register-check finds it' 0 <<'E2'
P3@2023-03-01
E2
fresh
changes <<'E2'
units,U1,end,2024-06-01,,,
units,U2,end,2024-06-01,,,
units,U3,end,2024-06-01,,,
E2
run register-amend -d d -f changes.csv --with-references
expect_quiet 'all units of an organisation end on one day'
run sh -c 'orgs-list -d d --as-of 2024-06-01 --no-header; people-list -d d --as-of 2024-06-01 --fields id,units --no-header'
expect 'and the organisations with them; guides stay without units' 0 <<'E2'
P1,
P2,
E2

# --- hand over --------------------------------------------------------------------------------------

fresh
sed -e 's/^P2,.*/P2,乙示例,guide,,U1;U2;U3,2024-03-01,,2024-01-01T00:00:01Z/' \
	-e 's/^P3,.*/P3,丙示例,guide,,,2023-03-01,2024-05-01,2024-01-01T00:00:02Z/' before/people.csv >d/people.csv
keep
refused 1 'it has no units to hand over' people P3 --hand-over P2 --from 2024-04-01
refused 1 "'P3', who is to take over, is not in force on 2024-06-01" people P1 --hand-over P3 --from 2024-06-01
refused 1 'it begins on 2023-03-01, after 2023-02-01' people P1 --hand-over P3 --from 2023-02-01
run register-amend -d d people P1 --hand-over P2 --from 2024-06-01
expect 'who takes over has the units already' 0 <<'E2'
P1@2023-03-01
P1@2024-06-01
P2@2024-03-01
E2
fresh
register-amend -q -d d people P1 --end 2024-06-01 >/dev/null
run register-amend -d d people P1 --hand-over P2 --from 2024-06-01
expect 'who hands over ends on that day' 0 <<'E2'
P2@2024-03-01
P2@2024-06-01
E2
refused_kind=secretary
fresh
sed "s/^P1,甲示例,guide/P1,甲示例,$refused_kind/" before/people.csv >d/people.csv
keep
refused 1 'only guides have units to hand over' people P1 --hand-over P2 --from 2024-06-01
fresh
sed 's/^P1,甲示例,guide,,U1;U2/P1,甲示例,guide,,U1;U9/' before/people.csv >d/people.csv
keep
refused 1 'names no row of units' people P1 --hand-over P2 --from 2024-06-01

# --- headers ----------------------------------------------------------------------------------------

without() { # without REGISTER FIELD: the register lacks the column
	fresh
	"$1-list" -d before --fields "$(head -n 1 "before/$1.csv" | tr , '\n' | grep -vx "$2" | paste -sd , -)" >"d/$1.csv"
	keep
}
without units until
refused 3 'the header of units.csv lacks column until; add it there first' units U1 --from 2024-06-01 members=9
refused 3 'the header of units.csv lacks column until' units U1 --end 2024-06-01
without units since
refused 3 'the header of units.csv lacks column since' units U1 --from 2024-06-01 members=9
without units members
refused 3 'the header of units.csv lacks column members' units U1 --from 2024-06-01 members=9
ended() { # what is in force when a unit has ended with all that refers to it, whatever the order of the columns
	register-amend -d d -q units U1 --end 2024-06-01 --with-references &&
		for register in units orgs people; do "$register-list" -d d --sort id,since --fields id,name,units,since,until 2>&1; done
}
fresh
ended >in-order
[ -s in-order ]
ok $? 'a unit ends with its references'
fresh
for register in units orgs people; do
	"$register-list" -d before --fields "since,until,$(head -n 1 "before/$register.csv" | tr , '\n' | grep -vx -e since -e until | paste -sd , -)" >"d/$register.csv"
done
ended >otherwise
cmp in-order otherwise
ok $? 'since and until may be the first columns'
without visits area
run register-amend -d d visits V1 --correct --why x unit=U3
expect 'an area that has no column is not filled in' 0 <<'E2'
V1
E2
row visits.csv ^V1
expect 'the unit is' 0 <<'E2'
V1,2024-02-01,P1,U3,routine,谈话内容
E2
fresh
sed '1s/id,/编码,/' before/units.csv >d/units.csv
keep
refused 3 "d/units.csv:1:1: the header lacks column 'id'" units U1 --correct --why x members=9
fresh
sed '1s/,members,/,members,正式党员数,/' before/units.csv >d/units.csv
keep
refused 3 "the header names column 'members' twice" units U1 --correct --why x members=9
for what in at,op,by,reason at,op,by; do
	fresh
	printf '%s,%s\n' "$what" "$(head -n 1 d/units.csv)" >d/units.journal.csv
	keep
	refused 3 'units.journal.csv' units U1 --correct --why x members=9
done
fresh
printf 'at,op,by,why,colour,%s\n' "$(head -n 1 d/units.csv)" >d/units.journal.csv
run register-amend -d d units U1 --correct --why x members=9
[ "$code" -eq 0 ] && sed -n '2s/^[^,]*//p' d/units.journal.csv | grep -qx ',correct,lee,x,,U1,,示例一,enterprise,360102002,3,2023-01-01,,旧,2024-01-01T00:00:00Z'
ok $? 'a column that only the journal has stays empty' || show

# --- damaged rows -----------------------------------------------------------------------------------

fresh
echo 'U4,,"示例"四,enterprise,360102002,3,,,,2024-01-01T00:00:03Z' >>d/units.csv
run register-amend -d d units U1 --correct --why x members=9
expect_error 'a damaged row is noted' 0 'd/units.csv:5'
grep -q '"示例"四' d/units.csv
ok $? 'and stays'
fresh
sed -i '2s/示例委员会/"示例"委员会/' d/orgs.csv
run register-amend -d d units U3 --end 2024-06-01 --with-references
expect_error 'also one that might refer to what ends' 0 'd/orgs.csv:2'
fresh
sed 's/^U1,,示例一,enterprise,360102002,3/U1,,示例一,enterprise,360102002,三/' before/units.csv >d/units.csv
keep
refused 1 "units 'U1@2023-01-01': members" units U1 --correct --why x note=x
fresh
sed 's/^B1,2024-02-01,U1,360102002,停车难,,/B1,2024-02-01,U1,360102002,停车难,2024-01-01,/' before/problems.csv >d/problems.csv
run register-amend -d d problems B1 --set result=办结
expect 'a fault that the change is not about does not hold it up' 0 <<'E2'
B1
E2
keep
refused 1 'is before raised' problems B1 --correct --why x solved=2024-01-02
for register in units people; do
	fresh
	rm d/$register.csv
	mkdir d/$register.csv
	run register-amend -d d units U1 --correct --why x members=9
	expect_error "a directory in the place of $register" 3 "d/$register.csv: "
	rmdir d/$register.csv
	run register-amend -d d units U1 --end 2024-06-01 --with-references --dry-run
	[ "$code" -ne 3 ]
	ok $? "but $register may be missing" || show
done
fresh
rm d/people.csv
mkdir d/people.journal.csv
run register-amend -d d units U1 --correct --why x members=9
expect_error 'a directory in the place of a journal' 3 'd/people.journal.csv: '
fresh
echo 'U9,,示例九,enterprise,360102002,3,,,,9999-12-31T23:59:59Z' >>d/units.csv
keep
refused 3 'end of the year 9999' units U1 --correct --why x members=9

# --- files of changes -------------------------------------------------------------------------------

fresh
changes <<'E2'
units,U1,from,2024-06-01,,7,
E2
refused 3 'changes.csv:2:1: a value without a field' -f changes.csv
changes <<'E2'
people,P1,hand-over,2024-06-01,units,P2,
E2
refused 3 'hand-over has no field' -f changes.csv
changes <<'E2'
units,U1,correct,,note,x,"a	b"
E2
refused 3 'changes.csv:2' -f changes.csv
changes <<'E2'
units,U1,correct,,note,"x,x
E2
refused 3 'changes.csv:2' -f changes.csv
: >changes.csv
refused 3 'changes.csv' -f changes.csv
finish
