#!/bin/sh
# register-amend --merge: two ids that are one, recorded twice. What refers to the one that goes refers to the one that stays,
# on all days on which it did; --known-by finds what was there before.
# shellcheck disable=SC1091,SC2034,SC2154 # lib.sh sets T, code …
. "${0%/*}/lib.sh"
. "$S/tests/amend.sh"

twice() { # d, where U4 is U1 once more, from earlier on, and much refers to it
	fresh
	cat >>d/units.csv <<'E2'
U4,,示例壹,enterprise,360102003,9,2022-05-01,,新,2024-01-01T00:00:03Z
E2
	cat >>d/orgs.csv <<'E2'
O4,union,示例工会,single,,360102003,U4,赵示例,2022-06-01,,2024-01-01T00:00:03Z
O5,women,示例妇联,regional,,360102002,U1;U3;U4,,2023-06-01,2024-02-01,2024-01-01T00:00:04Z
E2
	cat >>d/people.csv <<'E2'
P4,丁示例,guide,,U2;U4,2022-07-01,,2024-01-01T00:00:03Z
E2
	cat >>d/visits.csv <<'E2'
V3,2022-08-01,P4,U4,360102003,routine,另一次,2024-02-02T00:00:02Z
E2
	cat >>d/problems.csv <<'E2'
B2,2022-08-02,U4,360102003,充电难,,,2024-02-02T00:00:03Z
E2
	keep
}

keep() { # d is what `refused` compares with from here on
	rm -rf before d/.lock
	cp -R d before
}

changes() { # changes <ROWS: the same as a file of changes
	{
		echo 'register,key,op,date,field,value,why'
		cat
	} >changes.csv
}

lists() { # lists DIRECTORY OUTPUT OPTION…: every row of every register
	from=$1
	into=$2
	shift 2
	for list in units orgs people visits meetings problems events sites awards; do
		"$list-list" -q -d "$from" "$@" | sort
	done >"$into"
}

clean() { # clean NAME: no faults, but for notes
	run sh -c 'register-check -d d --as-of 2024-07-01 | grep -v ,note-'
	expect "$1" 0 <<'E2'
register,line,column,code,message
E2
}

as_before() { # as_before NAME: --known-by shows what was there before
	lists before lists.then
	lists d lists.known --known-by 2024-12-31
	cmp -s lists.then lists.known
	ok $? "$1: --known-by finds what was there before" || diff lists.then lists.known | sed 's/^/# /'
}

# --- a unit -----------------------------------------------------------------------------------------

twice
clean 'nothing is wrong before'
run register-amend -d d units U1 --merge U4 --why 重复登记
expect 'a unit that was written twice' 0 <<'E2'
U1@2023-01-01
U1@2022-05-01
U4@2022-05-01
O4@2022-06-01
O5@2023-06-01
P4@2022-07-01
V3
B2
E2
row units.csv '^U[14]'
expect 'the one that stays is as it was, and has versions for the days before' 0 <<'E2'
U1,,示例一,enterprise,360102002,3,2023-01-01,,旧
U1,,示例壹,enterprise,360102003,9,2022-05-01,2023-01-01,新
E2
cut -d , -f 1-8 d/orgs.csv | grep '^O[45]' >"$T/out"
expect 'lists hold it once' 0 <<'E2'
O4,union,示例工会,single,,360102003,U1,赵示例
O5,women,示例妇联,regional,,360102002,U1;U3,
E2
row people.csv ^P4
expect 'and are sorted' 0 <<'E2'
P4,丁示例,guide,,U1;U2,2022-07-01,
E2
grep -hE '^(V3|B2),' d/visits.csv d/problems.csv | sed 's/,[^,]*$//' >"$T/out"
expect 'visits and problems keep their area' 0 <<'E2'
V3,2022-08-01,P4,U1,360102003,routine,另一次
B2,2022-08-02,U1,360102003,充电难,,
E2
clean 'nothing is wrong afterwards'
as_before 'a unit'
cut -d , -f 2-6 d/units.journal.csv >"$T/out"
expect 'the journal has the row that went' 0 <<'E2'
op,by,why,id,uscc
merge,lee,重复登记,U4,
E2
cat d/orgs.journal.csv d/people.journal.csv d/visits.journal.csv d/problems.journal.csv | grep -v ^at, | cut -d , -f 2-5 >"$T/out"
expect 'and those that referred to it' 0 <<'E2'
correct,lee,重复登记,O4
correct,lee,重复登记,O5
correct,lee,重复登记,P4
correct,lee,重复登记,V3
correct,lee,重复登记,B2
E2
at=$(sed -n '2s/,.*//p' d/units.journal.csv)
grep -h "^[^,]*,merge,\|^[^,]*,correct," d/*.journal.csv | cut -d , -f 1 | sort -u >"$T/out"
grep -h '^[^0-9].*Z$' d/*.csv | sed 's/.*,//' | grep -v '^2024-0[12]-0' | sort -u >>"$T/out"
expect 'all at one time' 0 <<E2
$at
$at
E2
orgs-count -d d --as-of 2022-08-01 | grep -E '^(units|union.covered|guides.covered),,' >"$T/out"
code=0
expect 'links hold on the days on which they did' 0 <<'E2'
guides.covered,,2022-08-01,,2,2
union.covered,,2022-08-01,,1,2
units,,2022-08-01,,2,
E2
run register-amend -d d units U1 --merge U4 --why 重复登记
expect_error 'once more: it is gone' 1 "units 'U1': 'U4', which is to be merged, is not there"
run units-add -d d name=新 kind=enterprise area=360102002
expect 'and its number is not given again' 0 <<'E2'
U5
E2

twice
run register-amend -d d units U1 --merge U4 --why x
cat >"$T/want" <<'E2'
register-amend: units 'U1@2023-01-01': name of 'U4@2022-05-01' ('示例壹') is not taken over, here it is ('示例一')
register-amend: units 'U1@2023-01-01': area of 'U4@2022-05-01' ('360102003') is not taken over, here it is ('360102002')
register-amend: units 'U1@2023-01-01': members of 'U4@2022-05-01' ('9') is not taken over, here it is ('3')
register-amend: units 'U1@2023-01-01': note of 'U4@2022-05-01' is not taken over, it differs
E2
cmp -s "$T/want" "$T/err"
ok $? 'every cell that is not taken over is told, those of own columns without their values' || show
twice
run register-amend -d d units U4 --merge U1 --why x
expect_error 'a cell that is empty there is nothing to tell' 0 "members of 'U1@2023-01-01' ('3')"
grep -q uscc "$T/err"
[ $? -eq 1 ]
ok $? 'nor one that is the same' || show
row units.csv '^U[14]'
expect 'the longer one stays: no version is added' 0 <<'E2'
U4,,示例壹,enterprise,360102003,9,2022-05-01,,新
E2
twice
sed 's/^U1,,/U1,91360102MA35002340,/' before/units.csv >d/units.csv
run register-amend -d d units U4 --merge U1 --why x
expect_error 'what is empty here is told' 0 "uscc of 'U1@2023-01-01' ('91360102MA35002340') is not taken over, here it is empty"
run register-amend -d d units U4 --correct --why 补 uscc=91360102MA35002340
expect 'and can be taken over' 0 <<'E2'
U4@2022-05-01
E2

# --- days on which only one was in force ------------------------------------------------------------

force() { # force <ROWS: id,name,since,until of units, more of d/units.csv than the first ones
	fresh
	sed -i '/^U1,/d' d/units.csv
	awk -F , -v OFS=, '{ print $1, "", $2, "enterprise", "360102002", "", $3, $4, "", "2024-01-01T00:00:03Z" }' >>d/units.csv
	keep
}

versions() { # versions NAME <ROWS: of U1, when U4 has been merged into it
	run register-amend -q -d d units U1 --merge U4 --why x
	[ "$code" -eq 0 ] || show
	run units-list -d d id=U1,U4 --fields id,name,since,until --sort since --no-header
	expect "$1" 0
	as_before "$1"
}

force <<'E2'
U1,甲,2023-01-01,2024-01-01
U4,乙,,
E2
versions 'before and after' <<'E2'
U1,乙,,2023-01-01
U1,甲,2023-01-01,2024-01-01
U1,乙,2024-01-01,
E2
force <<'E2'
U1,甲,,2023-01-01
U4,乙,2023-06-01,2024-01-01
U4,丙,2024-01-01,
E2
versions 'after a gap, two versions' <<'E2'
U1,甲,,2023-01-01
U1,乙,2023-06-01,2024-01-01
U1,丙,2024-01-01,
E2
force <<'E2'
U1,甲,2023-01-01,2023-02-01
U1,乙,2023-03-01,2023-04-01
U1,丙,2023-04-01,2023-05-01
U4,丁,2023-01-15,2023-03-15
U4,戊,2023-03-15,2023-06-01
E2
versions 'in a gap, and behind it' <<'E2'
U1,甲,2023-01-01,2023-02-01
U1,丁,2023-02-01,2023-03-01
U1,乙,2023-03-01,2023-04-01
U1,丙,2023-04-01,2023-05-01
U1,戊,2023-05-01,2023-06-01
E2
force <<'E2'
U4,乙,2023-01-01,2023-02-01
U1,丙,2023-04-01,2023-05-01
U1,甲,2022-01-01,2023-04-01
E2
versions 'never alone: versions in any order' <<'E2'
U1,甲,2022-01-01,2023-04-01
U1,丙,2023-04-01,2023-05-01
E2
force <<'E2'
U1,甲,2023-01-01,2023-02-01
U4,乙,2023-02-01,2023-03-01
E2
versions 'one begins on the day on which the other ends' <<'E2'
U1,甲,2023-01-01,2023-02-01
U1,乙,2023-02-01,2023-03-01
E2
force <<'E2'
U1,甲,2023-01-01,
U4,乙,2022-02-31,
E2
refused 1 "since of 'U4' is no date (line 5); correct it first" units U1 --merge U4 --why x
twice
"units-list" -d before --fields id,uscc,name,kind,area,members,since,note,recorded >d/units.csv
keep
refused 3 'the header of units.csv lacks column until; add it there first' units U1 --merge U4 --why x
run register-amend -q -d d units U4 --merge U1 --why x
expect 'a version that needs no such column' 0 <<'E2'
U4@2022-05-01
U1@2023-01-01
O2@2023-02-01
O3@2023-02-01
O5@2023-06-01
P1@2023-03-01
V1
V2
B1
E2

# --- organisations and posts ------------------------------------------------------------------------

fresh
cat >>d/orgs.csv <<'E2'
O4,party,示例联合党支部,joint,O1,360102002,U1;U2,钱示例,2023-02-01,,2024-01-01T00:00:03Z
O5,party,示例二支部,single,O4,360102002,U2,,2023-05-01,,2024-01-01T00:00:03Z
E2
cat >d/people.csv <<'E2'
id,person,name,role,org,recommended_by,concurrent,units,phone,since,until,recorded
P1,,甲示例,head,O4,,,,13800000001,2023-03-01,,2024-01-01T00:00:00Z
P2,,乙示例,activist,,O4,,,,2024-03-01,,2024-01-01T00:00:01Z
P3,P1,甲示例,secretary,O2,,O1;O4,,,2023-03-01,,2024-01-01T00:00:02Z
P4,,甲示例,head,O3,,O4,,13800000002,2023-03-01,,2024-01-01T00:00:03Z
P5,P4,甲示例,guide,,,,U3,,2023-03-01,,2024-01-01T00:00:04Z
E2
keep
run register-amend -d d orgs O3 --merge O4 --why 重复登记
expect 'an organisation' 0 <<'E2'
O3@2023-02-01
O4@2023-02-01
O5@2023-05-01
P1@2023-03-01
P2@2024-03-01
P3@2023-03-01
P4@2023-03-01
E2
cut -d , -f 1-7 d/people.csv | sed 1d >"$T/out"
code=0
expect 'all that referred to it' 0 <<'E2'
P1,,甲示例,head,O3,,
P2,,乙示例,activist,,O3,
P3,P1,甲示例,secretary,O2,,O1;O3
P4,,甲示例,head,O3,,O3
P5,P4,甲示例,guide,,,
E2
as_before 'an organisation'
cp -R d before.people
run register-amend -d d people P1 --merge P4 --why 重复登记
expect 'a post, and the person that its id stands for' 0 <<'E2'
P1@2023-03-01
P4@2023-03-01
P5@2023-03-01
E2
expect_error 'personal values are not told' 0 "phone of 'P4@2023-03-01' (11 characters, personal) is not taken over, here it is (11 characters, personal)" \
	"concurrent of 'P4@2023-03-01' ('O3') is not taken over, here it is empty"
cut -d , -f 1-4 d/people.csv | sed 1d >"$T/out"
code=0
expect 'all posts are of one person' 0 <<'E2'
P1,,甲示例,head
P2,,乙示例,activist
P3,P1,甲示例,secretary
P5,P1,甲示例,guide
E2
rm -rf d
cp -R before.people d
run register-amend -q -d d people P4 --merge P1 --why 重复登记
cut -d , -f 1-4 d/people.csv | sed 1d >"$T/out"
expect 'the other way round' 0 <<'E2'
P2,,乙示例,activist
P3,P4,甲示例,secretary
P4,,甲示例,head
P5,P4,甲示例,guide
E2

persons() { # persons PERSON PERSON: P1 and an earlier P4 have these values
	fresh
	cat >d/people.csv <<E2
id,person,name,role,org,since,until,recorded
P1,$1,甲示例,head,O3,2023-03-01,,2024-01-01T00:00:00Z
P4,$2,甲示例,head,O2,2022-03-01,2023-03-01,2024-01-01T00:00:03Z
P5,P4,甲示例,guide,,2023-03-01,,2024-01-01T00:00:04Z
P6,X7,甲示例,aide,,2023-03-01,,2024-01-01T00:00:04Z
E2
	keep
}

merged() { # merged NAME <ROWS: id and person, when P4 has been merged into P1
	run register-amend -d d people P1 --merge P4 --why x
	[ "$code" -eq 0 ] || show
	expect_quiet "$1: nothing is told, they never met"
	run people-list -d d --fields id,person,org,since --sort since,id --no-header
	expect "$1" 0
}

persons '' ''
merged 'persons by their ids' <<'E2'
P1,,O2,2022-03-01
P1,,O3,2023-03-01
P5,P1,,2023-03-01
P6,X7,,2023-03-01
E2
persons X7 ''
merged 'one has a number' <<'E2'
P1,X7,O2,2022-03-01
P1,X7,O3,2023-03-01
P5,X7,,2023-03-01
P6,X7,,2023-03-01
E2
persons P4 ''
merged 'the one that stays was named by the other' <<'E2'
P1,,O2,2022-03-01
P1,P1,O3,2023-03-01
P5,P1,,2023-03-01
P6,X7,,2023-03-01
E2
persons X7 X7
merged 'both have it' <<'E2'
P1,X7,O2,2022-03-01
P1,X7,O3,2023-03-01
P5,X7,,2023-03-01
P6,X7,,2023-03-01
E2
persons '' 13800000001
refused 1 "people 'P1': 'P4' has another value in column person; correct one of them first" people P1 --merge P4 --why x
grep -q 138 "$T/err"
[ $? -eq 1 ]
ok $? 'which is not shown'
changes <<'E2'
people,P1,correct,,person,13800000001,同一人
people,P1,merge,,,P4,重复登记
E2
run register-amend -d d -f changes.csv
expect 'correct it in the same file' 0 <<'E2'
P1@2023-03-01
P1@2022-03-01
P4@2022-03-01
P5@2023-03-01
E2

persons '' ''
changes <<'E2'
people,P4,correct,,name,丙示例,记错
people,P1,merge,,,P4,重复登记
people,P6,correct,,name,乙示例,记错
people,P6,void,,,,误报
E2
run register-amend -q -d d -f changes.csv
cut -d , -f 2-5 d/people.journal.csv >"$T/out"
expect 'the journal says by what a row went, also when it was corrected in the same file' 0 <<'E2'
op,by,why,id
merge,lee,重复登记,P4
correct,lee,重复登记,P5
void,lee,误报,P6
E2

fresh
echo 'S1,complex,甲站,360102002,2024-01-01T00:00:00Z
S2,complex,乙站,360102002,2024-01-01T00:00:00Z' | sed '1i id,kind,name,area,recorded' >d/sites.csv
run register-amend -q -d d sites S1 --merge S2 --why x
expect 'a site' 0 <<'E2'
S1
S2
E2

# --- what is refused --------------------------------------------------------------------------------

twice
refused 1 'it cannot be merged with itself' units U1 --merge U1 --why x
refused 1 "'U9', which is to be merged, is not there" units U1 --merge U9 --why x
refused 1 "units 'U9': there is no such row" units U9 --merge U1 --why x
refused 2 'merge needs a reason' units U1 --merge U4
refused 2 'merge takes no field=value' units U1 --merge U4 --why x members=3
refused 2 'merge takes ids, with all their versions' units U1@2023-01-01 --merge U4 --why x
refused 2 'merge takes ids, with all their versions' units U1 --merge U4@ --why x
refused 2 'several keys are given' units U1 U2 --merge U4 --why x
refused 2 'a key is empty' units U1 --merge '' --why x
refused 2 'only one of' units U1 --merge U4 --from 2024-01-01 --why x
refused 2 'only one of' units U1 --merge U4 --void --why x
refused 2 'void withdraws a row of visits' visits V1 --merge V2 --why x
refused 2 'REGISTER and KEY' units --merge U4 --why x

refused 1 "orgs 'O3': line of 'O4' is 'union', here it is 'party': these are two" orgs O3 --merge O4 --why x
refused 1 "role of 'P3' is 'secretary', here it is 'guide'" people P1 --merge P3 --why x
sed 's/^P4,丁示例,guide,,.*/P4,丁示例,secretary,O3,,2022-07-01,,2024-01-01T00:00:03Z/' before/people.csv >d/people.csv
keep
refused 1 "people 'P3': org of 'P4' is 'O3', here it is 'O2'" people P3 --merge P4 --why x
sed -i 's/^P4,.*/P4,丁示例,secretary,O3,,2022-07-01,2023-03-01,2024-01-01T00:00:03Z/' d/people.csv
run register-amend -q -d d people P3 --merge P4 --why x
expect 'a post may change its organisation' 0 <<'E2'
P3@2023-03-01
P3@2022-07-01
P4@2022-07-01
V3
E2

codes() { # codes CODE CODE [UNTIL]: of U1 and of U4, which ends then
	twice
	sed "s/^U1,,/U1,$1,/; s/^U4,,\(.*\),2022-05-01,,/U4,$2,\1,2022-05-01,${3-},/" before/units.csv >d/units.csv
	keep
}
codes 91360102MA35002340 91350100M000100Y43
refused 1 "units 'U1': uscc of 'U4' is '91350100M000100Y43', here it is '91360102MA35002340': these are two" units U1 --merge U4 --why x
changes <<'E2'
units,U4,correct,,uscc,,抄错
units,U1,merge,,,U4,重复登记
E2
run register-amend -q -d d -f changes.csv
[ "$code" -eq 0 ] && units-list -d d id=U1,U4 --fields id,uscc --sort since --no-header | paste -sd '|' | grep -qx 'U1,|U1,91360102MA35002340'
ok $? 'the wrong code is taken out in the same file' || show
codes 91360102MA35002340 91350100M000100Y43 2023-01-01
run register-amend -q -d d units U1 --merge U4 --why x
[ "$code" -eq 0 ] && units-list -d d id=U1,U4 --fields uscc --sort since --no-header | paste -sd '|' | grep -qx '91350100M000100Y43|91360102MA35002340'
ok $? 'one code after the other' || show
codes 91360102MA35002340 91360102MA35002341
run register-amend -q -d d units U1 --merge U4 --why x
[ "$code" -eq 0 ]
ok $? 'a wrong code may be one that was written wrong' || show

fresh
refused 1 "orgs 'O1': 'O2' refers to 'O1' in parent: these are two" orgs O1 --merge O2 --why x
refused 1 "orgs 'O2': 'O2' refers to 'O1' in parent: these are two" orgs O2 --merge O1 --why x
changes <<'E2'
orgs,O2,correct,,parent,,自己
orgs,O2,merge,,,O1,重复登记
E2
run register-amend -q -d d -f changes.csv
expect 'the parent is corrected before' 0 <<'E2'
O2@2023-02-01
O2@2023-01-01
O1@2023-01-01
O3@2023-02-01
E2
fresh
sed -i 's/,O1,360102002,U1;U2;U3,/,O3,360102002,U1;U2;U3,/' d/orgs.csv
run register-amend -q -d d units U1 --merge U2 --why x
expect 'who referred to himself before is not held up' 0 <<'E2'
U1@2023-01-01
U1
U2
O3@2023-02-01
P1@2023-03-01
E2

fresh
sed -i 's/U1;U2;U3/U1;U2/' d/orgs.csv
keep
refused 1 "orgs 'O3@2023-02-01': mode joint covers two units or more, 1 is given" units U1 --merge U2 --why x
changes <<'E2'
units,U1,merge,,,U2,重复登记
orgs,O3,correct,,mode,single,只有一个
E2
run register-amend -q -d d -f changes.csv
expect 'the mode is corrected in the same file' 0 <<'E2'
U1@2023-01-01
U1
U2
O3@2023-02-01
P1@2023-03-01
E2
fresh
sed -i 's/^V2,2024-02-01,/V2,2024-02-31,/; s/^V2\(.*\),U1,/V2\1,U2,/' d/visits.csv
keep
refused 1 "visits 'V2': date" units U1 --merge U2 --why x
fresh
sed -i '2s/谈话/"谈话"/' d/visits.csv
run register-amend -d d units U1 --merge U2 --why x
expect_error 'a damaged row that may refer to it is told' 0 'd/visits.csv:2'
refused_row=$(sed -n 2p d/visits.csv)
[ "$refused_row" = "$(sed '2s/谈话/"谈话"/' before/visits.csv | sed -n 2p)" ]
ok $? 'and stays'

# --- files of changes -------------------------------------------------------------------------------

twice
changes <<'E2'
units,U1,merge,,,U4,重复登记
units,U3,merge,,,U1,重复登记
visits,V2,correct,,text,核对,记错
E2
run register-amend -d d -f changes.csv
expect 'what was merged may be merged' 0 <<'E2'
U1@2023-01-01
U4@2022-05-01
O4@2022-06-01
O5@2023-06-01
P4@2022-07-01
V3
B2
U3@2023-01-01
U3@2022-05-01
V2
O2@2023-02-01
O3@2023-02-01
P1@2023-03-01
V1
B1
E2
clean 'and nothing is wrong'
as_before 'one after the other'
expect_merged=$(cut -d , -f 1 d/units.csv | sort -u | tr '\n' ' ')
[ "$expect_merged" = 'U2 U3 id ' ]
ok $? 'two of four are left' || echo "# $expect_merged"
fresh
changes <<'E2'
units,U1,merge,,,U2,x
orgs,O1,from,2024-06-01,units+,U2,
E2
refused 1 "changes.csv:2: units 'U2': orgs 'O1@2024-06-01' refers to it in units" -f changes.csv
changes <<'E2'
orgs,O1,from,2024-06-01,units+,U2,
units,U1,merge,,,U2,x
E2
run register-amend -q -d d -f changes.csv
[ "$code" -eq 0 ] && orgs-list -d d id=O1 --as-of 2024-06-01 --fields units --no-header | grep -qx 'U1;U3'
ok $? 'what is changed before refers to the one that stays' || show
fresh
changes <<'E2'
units,U1,merge,,,U2,
E2
refused 3 'changes.csv:2:1: merge needs a reason' -f changes.csv
changes <<'E2'
units,U1,merge,,units,U2,x
E2
refused 3 'merge has no field, the value is the id that goes' -f changes.csv
changes <<'E2'
units,U1,merge,,,,x
E2
refused 3 'a key is empty' -f changes.csv
changes <<'E2'
units,U1,merge,,,U2,x
units,U2,merge,,,U1,x
E2
refused 1 "changes.csv:3: units 'U2': there is no such row" -f changes.csv

# --- before it is done, and late --------------------------------------------------------------------

twice
run register-amend -d d units U1 --merge U4 --why x --dry-run
expect 'a dry run' 0 </dev/null
expect_error 'tells what would become of each row' 0 "units 'U4@2022-05-01': would be withdrawn" "units 'U1@2022-05-01': would be added" \
	"orgs 'O5@2023-06-01': would be changed (units)" "visits 'V3': would be changed (unit)" '7 rows would be changed'
grep -q "'U1@2023-01-01': would" "$T/err"
[ $? -eq 1 ]
ok $? 'but nothing of the one that stays as it is' || show
unchanged 'and changes nothing'
run register-amend -d d people P4 --from 2024-06-01 name=戊示例 units-=U2 --dry-run
expect_error 'so with other changes, and without their values' 0 "people 'P4@2022-07-01': would be changed (until)" "people 'P4@2024-06-01': would be added" \
	'2 rows would be changed'
grep -q 戊 "$T/err"
[ $? -eq 1 ]
ok $? 'which may be personal'

twice
SOURCE_DATE_EPOCH=1720000000 register-close -q -d d 2023 >/dev/null
keep
refused 1 "units 'U4@2022-05-01': it would change what holds on closed days" units U1 --merge U4 --why x
expect_error 'each late row is named' 1 "visits 'V3'" "orgs 'O4@2022-06-01'" "units 'U1@2022-05-01'"
run register-amend -q -d d units U1 --merge U4 --why 重复登记 --late
[ "$code" -eq 0 ] && cut -d , -f 2,5 d/units.journal.csv | sort | paste -sd ' ' | grep -qx 'late,U1 late,U4 merge,U4 op,id'
ok $? 'late, with a reason' || show
run register-close -d d --verify 2023
expect 'which makes no difference to what was closed' 0 <<'E2'
period,register,key,figure,area,group,was,is
E2
finish
