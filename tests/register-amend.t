#!/bin/sh
# register-amend: what each operation does and refuses, and that --known-by finds what was there before.
. "${0%/*}/lib.sh"
. "$S/tests/amend.sh"

# --- from -------------------------------------------------------------------------------------------

fresh
run register-amend -d d orgs O3 --from 2024-06-01 secretary=赵示例 units-=U2
expect 'a change ends the version and adds the next' 0 <<'E2'
O3@2023-02-01
O3@2024-06-01
E2
expect_quiet 'and says nothing'
row orgs.csv ^O3
expect 'the versions' 0 <<'E2'
O3,party,示例联合支部,joint,O1,360102002,U1;U2;U3,李示例,2023-02-01,2024-06-01
O3,party,示例联合支部,joint,O1,360102002,U1;U3,赵示例,2024-06-01,
E2
at=$(grep ^O3 d/orgs.csv | sed 's/.*,//' | sort -u)
[ "$(printf '%s\n' "$at" | wc -l)" -eq 1 ]
ok $? 'both are recorded at the same time'
printf '%s\n' 'at,op,by,why,id,line,name,mode,parent,area,units,secretary,since,until,recorded' \
	"$at,from,lee,,O3,party,示例联合支部,joint,O1,360102002,U1;U2;U3,李示例,2023-02-01,,2024-01-01T00:00:02Z" | cmp -s - d/orgs.journal.csv
ok $? 'the journal has what was there'
run register-amend -d d orgs O3 --from 2024-06-01 secretary=赵示例 units-=U2
expect 'again: made already' 0 <<'E2'
O3@2024-06-01
E2
expect_error 'and says so' 0 'made already'
[ "$(wc -l <d/orgs.csv)" -eq 5 ]
ok $? 'once'
for units in U1,U3 示例一 'U2;示例一'; do
	run register-amend -d d orgs O3 --from 2024-06-01 "units-=$units"
	expect_error "what is there is not taken for taken out ($units)" 1 'it begins on 2024-06-01 itself'
done
run register-amend -d d orgs O3 --from 2024-06-01 units-=示例二
expect_error 'a name of what is taken out' 0 'made already'
run register-amend -d d orgs O3@2023-02-01 --from 2024-01-01 units=示例一,91360102MAY0000769 --why 补报
expect 'an earlier version, units by name and by code' 0 <<'E2'
O3@2023-02-01
O3@2024-01-01
E2
run orgs-list -d d --fields units,since,until --sort since id=O3 --no-header
expect 'the three versions' 0 <<'E2'
U1;U2;U3,2023-02-01,2024-01-01
U1;U2,2024-01-01,2024-06-01
U1;U3,2024-06-01,
E2
run register-amend -d d units U2 --from 2024-06-01 members=9 note=新
expect 'a version that has always been, and a column of your own' 0 <<'E2'
U2
U2@2024-06-01
E2
row units.csv ^U2
expect 'its versions' 0 <<'E2'
U2,91360102MAY0000769,示例二,enterprise,360102002,4,,2024-06-01,
U2,91360102MAY0000769,示例二,enterprise,360102002,9,2024-06-01,,新
E2
run register-amend -d d units U2@ --correct --why 抄错 members=5
expect 'ID@ is the version that has always been' 0 <<'E2'
U2
E2

fresh
refused 1 'it begins on 2023-02-01, after 2023-01-01' orgs O3 --from 2023-01-01 secretary=赵
refused 1 'it begins on 2023-02-01 itself' orgs O3 --from 2023-02-01 secretary=赵
refused 1 'there is no such row' orgs O9 --from 2024-01-01 secretary=赵
refused 1 'no version begins on' orgs O3@2020-01-01 --from 2024-01-01 secretary=赵
refused 1 'mode single covers one unit' orgs O2 --from 2024-01-01 units+=U2
refused 1 "is not in the list" orgs O2 --from 2024-01-01 units-=U2
refused 1 'names no row of units' orgs O2 --from 2024-01-01 units=U77
refused 1 'is empty, it is required' orgs O2 --from 2024-01-01 name=
refused 1 "check character" units U1 --from 2024-01-01 uscc=91360102MAY0000760
refused 1 "is that of 'U2'" units U1 --from 2024-01-01 uscc=91360102MAY0000769
refused 2 'is no list' units U1 --from 2024-01-01 members+=1
refused 2 'nearest is' units U1 --from 2024-01-01 member=1
refused 2 'follows from the date' units U1 --from 2024-01-01 until=2024-02-01
refused 2 'stays what it is' units U1 --from 2024-01-01 id=U8
refused 2 'recorded is set' units U1 --from 2024-01-01 recorded=2024-01-01T00:00:00Z
refused 2 'is given twice' units U1 --from 2024-01-01 members=1 党员数=2 members=3
refused 2 'needs field=value' units U1 --from 2024-01-01
refused 2 'is not a date' units U1 --from 2024-13-01 members=1
refused 2 'have no versions' visits V1 --from 2024-01-01 kind=routine
refused 2 'is no register' unit U1 --from 2024-01-01 members=1
refused 2 'only one of' units U1 --from 2024-01-01 --void members=1
refused 2 'was expected' units U1 members=1
refused 2 'no key' units --from 2024-01-01 members=1
refused 2 'REGISTER and KEY' units
refused 2 'a whole number was expected' units U1 --from 2024-01-01 members=x

# --- end --------------------------------------------------------------------------------------------

fresh
refused 1 "orgs 'O2@2023-02-01' refers to it in units" units U1 --end 2024-06-01
expect_error 'all that refer to it are named' 1 "orgs 'O3@2023-02-01'" "people 'P1@2023-03-01'" '--with-references'
refused 1 'it begins on 2023-01-01' units U1 --end 2023-01-01
refused 2 'do not end' visits V1 --end 2024-06-01
refused 2 'solved=DATE' problems B1 --end 2024-06-01
run register-amend -d d people P3 --end 2024-06-01
expect 'an end' 0 <<'E2'
P3@2023-03-01
E2
run register-amend -d d people P3 --end 2024-06-01
expect_error 'made already' 0 'made already'
run register-amend -d d people P3 --end 2024-07-01
expect_error 'a second end' 1 'it ended on 2024-06-01 already'
run register-amend -d d awards A1 --end 2025-01-01
expect 'an award ends' 0 <<'E2'
A1
E2
fresh
run register-amend -d d units U1 --end 2024-06-01 --with-references
expect 'what refers to it follows' 0 <<'E2'
U1@2023-01-01
O2@2023-02-01
O3@2023-02-01
O3@2024-06-01
P1@2023-03-01
P1@2024-06-01
P3@2023-03-01
E2
run orgs-list -d d --as-of 2024-06-01 --fields id,units --no-header
expect 'the organisation of that unit alone has ended' 0 <<'E2'
O1,U3
O3,U2;U3
E2
run people-list -d d --as-of 2024-06-01 --fields id,units --no-header
expect 'and the post in it; the guide has the other unit' 0 <<'E2'
P1,U2
P2,U3
E2
run sh -c 'register-check -d d --as-of 2024-07-01 | grep -v ,note-'
expect 'register-check finds what was not there before: nothing' 0 <<'E2'
register,line,column,code,message
E2
fresh
run register-amend -d d orgs O1 --end 2024-06-01 --with-references
expect 'an organisation with others below it' 0 <<'E2'
O1@2023-01-01
O2@2023-02-01
O2@2024-06-01
O3@2023-02-01
O3@2024-06-01
E2
run orgs-list -d d --as-of 2024-06-01 --fields id,parent --no-header
expect 'the parent is taken out' 0 <<'E2'
O2,
O3,
E2
fresh
refused 1 'mode joint covers two units' -f - <<'E2'
register,key,op,date,field,value,why
orgs,O3,from,2024-01-01,units-,U3,
orgs,O3,from,2024-01-01,units-,U2,
E2

fresh
sed 's/,since,until,/,/; s/,2023-0[23]-01,,/,/; s/,2024-03-01,,/,/' before/people.csv >d/people.csv
rm -rf before
cp -R d before
refused 1 'the header of people.csv lacks column since; add it there first' units U1 --end 2024-06-01 --with-references

# --- set --------------------------------------------------------------------------------------------

fresh
run register-amend -d d problems B1 --set solved=2024-03-01 result=已办结
expect 'progress' 0 <<'E2'
B1
E2
row problems.csv ^B1
expect 'is there' 0 <<'E2'
B1,2024-02-01,U1,360102002,停车难,2024-03-01,已办结
E2
run register-amend -d d problems B1 --set solved=2024-03-01
expect_error 'made already' 0 'made already'
run register-amend -d d problems B1 --set solved=2024-03-02
expect_error 'not twice' 1 'solved is filled already' '2024-03-01'
run register-amend -d d awards A1 --set stage=落选
expect_error 'an unknown word' 2 '落选'
run register-amend -d d awards A1 --set stage=awarded
expect 'a nomination becomes an award' 0 <<'E2'
A1
E2
run register-amend -d d awards A1 --set stage=nominated
expect_error 'but not back' 1 'stage is filled already'
fresh
refused 1 "solved '2024-01-01' is before raised" problems B1 --set solved=2024-01-01
refused 2 'change from a day on' units U1 --set members=4
refused 2 'fills what is empty' meetings M1 --set depts+=x
refused 1 '(4 characters, personal)' visits V1 --set text=别的
grep -q 谈话 "$T/err"
[ $? -eq 1 ]
ok $? 'personal text is not shown'

# --- correct ----------------------------------------------------------------------------------------

fresh
run register-amend -d d units U1 U3 --correct --why 抄错 members=8
expect 'two rows at once' 0 <<'E2'
U1@2023-01-01
U3@2023-01-01
E2
row units.csv ',8,'
expect 'are corrected' 0 <<'E2'
U1,,示例一,enterprise,360102002,8,2023-01-01,,旧
U3,,示例三,enterprise,360102003,8,2023-01-01,,
E2
cut -d , -f 2-5 d/units.journal.csv >"$T/out"
expect 'the journal says why' 0 <<'E2'
op,by,why,id
correct,lee,抄错,U1
correct,lee,抄错,U3
E2
[ "$(cut -d , -f 1 d/units.journal.csv | sort -u | wc -l)" -eq 2 ]
ok $? 'at one time'
run register-amend -d d visits V1 --correct --why 记错 unit=示例三
expect 'another unit' 0 <<'E2'
V1
E2
row visits.csv ^V1
expect 'brings its area' 0 <<'E2'
V1,2024-02-01,P1,U3,360102003,routine,谈话内容
E2
sed 's/,5,2023-01-01/,五,2023-01-01/; s/,8,2023-01-01,,,/,五,2023-01-01,,,/' d/units.csv >u && cp u d/units.csv
run register-amend -d d units U3 --correct --why 汉字 members=5
expect 'a cell that cannot be read is mended' 0 <<'E2'
U3@2023-01-01
E2
fresh
refused 2 'needs a reason' units U1 --correct members=8
refused 1 'is that of' units U1 --correct --why x uscc=91360102MAY0000769
refused 1 'is not after since' units U1 --correct --why x until=2022-01-01
refused 1 'item 2 of meeting' meetings M1 --correct --why x item=2
run register-amend -d d units U1 --from 2024-01-01 members=7
run register-amend -d d units U1@2023-01-01 --correct --why x until=2024-02-01
expect_error 'versions that would overlap' 1 'overlaps another one'
sed 's/,recorded$//; s/,[^,]*Z$//' before/units.csv >d/units.csv
run register-amend -d d units U1 --correct --why x members=7
expect_error 'a register without recorded' 3 'lacks column recorded'
run register-amend -d d units U1 --correct --why x members=7 --dry-run
expect_error 'also on a dry run' 3 'lacks column recorded'
fresh
run env "USER=$(printf 'a\nb')" LOGNAME='李, 示例' register-amend -q -d d units U1 --correct --why '引"号",逗号' members=7
sed 's/^[^,]*,//; s/,kind.*//; s/,enterprise.*//' d/units.journal.csv >"$T/out"
expect 'a user whose name breaks lines is called by another name' 0 <<'E2'
op,by,why,id,uscc,name
correct,"李, 示例","引""号"",逗号",U1,,示例一
E2
run units-list -d d --known-by 2024-06-01 id=U1 --fields members --no-header
expect 'and the journal can be read' 0 <<'E2'
3
E2
fresh
refused 2 "'手机＝…' has a full-width ＝" people P1 --correct --why x 手机＝13800000000
grep -q 138 "$T/err"
[ $? -eq 1 ]
ok $? 'what stands behind it may be personal'
refused 2 "'=' is not field=value" people P1 --correct --why x =13800000000
run people-add -d d role=guide 姓名＝张示例
expect_error 'the same for new rows' 2 "'姓名＝…' has a full-width ＝"
grep -q 张示例 "$T/err"
[ $? -eq 1 ]
ok $? 'which show no name'
run people-add -d d =张示例
expect_error 'nor without a field' 2 "'=' is not field=value"

# --- void -------------------------------------------------------------------------------------------

fresh
run register-amend -d d visits V2 --void --why 重复
expect 'a row that should not be' 0 <<'E2'
V2
E2
run visits-list -d d --fields id --no-header
expect 'is gone' 0 <<'E2'
V1
E2
run visits-log -d d date=2024-03-01 unit=U1 kind=routine
expect 'its number is not given again' 0 <<'E2'
V3
E2
fresh
refused 1 "orgs 'O2@2023-02-01' refers to it in units" units U1 --void --why 重复
expect_error 'all rows that name it' 1 "visits 'V1'" "problems 'B1'"
refused 2 'needs a reason' visits V1 --void
refused 2 'takes no field=value' visits V1 --void --why x kind=routine

# --- hand over --------------------------------------------------------------------------------------

fresh
run register-amend -d d people P1 --hand-over P2 --from 2024-06-01
expect 'a guide hands over' 0 <<'E2'
P1@2023-03-01
P1@2024-06-01
P2@2024-03-01
P2@2024-06-01
E2
run people-list -d d role=guide --fields id,units,since,until --no-header
expect 'the units move' 0 <<'E2'
P1,U1;U2,2023-03-01,2024-06-01
P1,,2024-06-01,
P2,U3,2024-03-01,2024-06-01
P2,U1;U2;U3,2024-06-01,
E2
fresh
run register-amend -d d people P1 --hand-over P2 --from 2024-03-01
expect 'to a guide who begins on that day' 0 <<'E2'
P1@2023-03-01
P1@2024-03-01
P2@2024-03-01
E2
fresh
refused 1 'is not in force on 2024-01-01' people P1 --hand-over P2 --from 2024-01-01
refused 1 'only guides' people P1 --hand-over P3 --from 2024-06-01
refused 1 'is not there' people P1 --hand-over P9 --from 2024-06-01
refused 1 'from itself' people P1 --hand-over P1 --from 2024-06-01
refused 2 'hand-over needs a date' people P1 --hand-over P2
refused 2 'rows of people' units U1 --hand-over U2 --from 2024-06-01

# --- files of changes -------------------------------------------------------------------------------

fresh
cat >changes.csv <<'E2'
register,key,op,date,field,value,why
units,U1,from,2024-05-01,members,6,
units,U1,from,2024-05-01,name,示例一新,
orgs,O2,from,2024-05-01,secretary,孙示例,
problems,B1,set,,solved,2024-05-02,
visits,V2,void,,,,重复
people,P1,hand-over,2024-06-01,,P2,
people,P1,end,2024-07-01,,,
E2
run register-amend -d d -f changes.csv --dry-run
expect 'a dry run' 0 </dev/null
expect_error 'says how many rows' 0 '10 rows would be changed'
unchanged 'and changes nothing'
run register-amend -d d -f changes.csv -v
expect 'changes across registers' 0 <<'E2'
U1@2023-01-01
U1@2024-05-01
O2@2023-02-01
O2@2024-05-01
B1
V2
P1@2023-03-01
P1@2024-06-01
P2@2024-03-01
P2@2024-06-01
E2
expect_error 'counted with -v' 0 '10 rows changed'
cat d/*.journal.csv | grep -v ^at, | cut -d , -f 1 | sort -u >"$T/times"
cat d/*.csv | sed -n 's/.*,\(2[0-9-]*T[0-9:]*Z\)$/\1/p' | sort -u | tail -n 1 | cmp -s - "$T/times"
ok $? 'all at one time'
row units.csv ^U1
expect 'two lines, one version' 0 <<'E2'
U1,,示例一,enterprise,360102002,3,2023-01-01,2024-05-01,旧
U1,,示例一新,enterprise,360102002,6,2024-05-01,,旧
E2
fresh
echo 'units,U7,end,2024-01-01,,,' >>changes.csv
refused 1 "changes.csv:9: units 'U7': there is no such row" -f changes.csv
echo 'units,U1,move,2024-01-01,,,' >>changes.csv
refused 3 "changes.csv:10:1: op 'move' is unknown" -f changes.csv
printf 'register,key\nunits,U1\n' >bad.csv
refused 3 "lacks column 'op'" -f bad.csv
printf 'register,key,op,when\n' >bad.csv
refused 3 "'when' is no column" -f bad.csv
refused 3 'nothing.csv' -f nothing.csv
refused 2 'no operands' -f changes.csv units U1
cat >two.csv <<'E2'
register,key,op,date,field,value,why
units,U2,correct,,uscc,,拿错
units,U1,correct,,uscc,91360102MAY0000769,拿错
E2
run register-amend -d d -f two.csv
expect 'a credit code goes from one to the other' 0 <<'E2'
U2
U1@2023-01-01
E2

fresh
cat >two.csv <<'E2'
register,key,op,date,field,value,why
units,U1,correct,,members,5,抄错
units,U1@2023-01-01,correct,,members,6,抄错
E2
refused 1 "two.csv:3: units 'U1': line 2 gives members another value" -f two.csv
refused 1 "line 2 gives until another value" -f - <<'E2'
register,key,op,date,field,value,why
people,P2,end,2024-05-01,,,
people,P2,end,2024-04-01,,,
E2
refused 1 "line 2 gives units another value" -f - <<'E2'
register,key,op,date,field,value,why
orgs,O3,from,2024-05-01,units-,U1,
orgs,O3,from,2024-05-01,units,U1;U2,
E2
run register-amend -d d -f - <<'E2'
register,key,op,date,field,value,why
units,U1,correct,,members,5,抄错
units,U1,correct,,members,5,又报
units,U1,from,2024-05-01,members,6,
orgs,O3,from,2024-05-01,units-,U1,
orgs,O3,from,2024-05-01,units+,U1,
E2
expect 'the same twice is no contradiction' 0 <<'E2'
U1@2023-01-01
U1@2024-05-01
O3@2023-02-01
O3@2024-05-01
E2

# --- history ----------------------------------------------------------------------------------------

cp -R "$S/examples/donghu/registers" old
cp -R old now
definitions=$S/examples/donghu/definitions.csv
known=2024-12-31
figures() { # figures DIRECTORY OUTPUT OPTION…
	from=$1
	into=$2
	shift 2
	orgs-count -d "$from" --from 2024-06-01 --as-of 2024-06-30 --by street --group mode "$@" >"$into.1" &&
		figures-count -d "$from" -D "$definitions" --period 2024-06 --by street "$@" >"$into.2"
}
lists() { # lists DIRECTORY OUTPUT OPTION…: every row of every register
	from=$1
	into=$2
	shift 2
	for list in units orgs people visits meetings problems events sites awards; do
		"$list-list" -d "$from" "$@" | sort
	done >"$into"
}
figures old figures.then
lists old lists.then
{
	visits-log -d now -q date=2024-06-15 unit=U0001 kind=routine &&
		orgs-add -d now -q line=party mode=single name=迟报支部 area=360102002 units=U0003 since=2024-05-01 &&
		register-amend -d now -q orgs O0002 --from 2024-06-10 secretary=李新 members=30 &&
		register-amend -d now -q orgs O0003 --end 2024-06-15 --with-references &&
		register-amend -d now -q units U0001 U0002 --correct --why 核对 members=7 area=360102003 &&
		register-amend -d now -q visits V0001 V0002 V0003 --void --why 重复 &&
		register-amend -d now -q people P0538 --hand-over P0539 --from 2024-06-20 &&
		register-amend -d now -q units U0004 --from 2024-06-03 area=360102005 &&
		problems-list -d now solved= --fields id --no-header --sort id | head -n 2 >open &&
		xargs -I ID register-amend -d now -q problems ID --set solved=2024-06-28 <open
} >"$T/out" 2>"$T/err"
code=$?
[ "$code" -eq 0 ] && [ ! -s "$T/err" ] && [ -s open ]
ok $? 'late rows, changes, an end, corrections, voids, a hand-over, a move, progress' || show
figures now figures.now
cmp -s figures.then.1 figures.now.1
[ $? -eq 1 ]
ok $? 'the figures of the month are others now'
figures now figures.known --known-by "$known"
cmp -s figures.then.1 figures.known.1 && cmp -s figures.then.2 figures.known.2
ok $? 'and byte for byte the same as they were known then'
lists now lists.known --known-by "$known"
cmp -s lists.then lists.known
ok $? 'so is every row of every register'
first=$(sed -n 2p now/visits.journal.csv | cut -c 1-20)
lists now lists.last --known-by "$first"
lists now lists.now
cmp -s lists.last lists.now
[ $? -eq 1 ]
ok $? 'a state in between is another'
lists now lists.end --known-by 2099-12-31
cmp -s lists.end lists.now
ok $? 'and what is known at last is what stands there'

# --- files ------------------------------------------------------------------------------------------

fresh
chmod 640 d/units.csv
run register-amend -d d units U1 --correct --why x members=8
[ "$(stat -c %a d/units.csv)" = 640 ] && [ "$(stat -c %a d/units.journal.csv)" = 600 ]
ok $? 'the mode stays; a new journal is for its owner only'
[ -z "$(find d -name '.*.new' -o -name .pending)" ]
ok $? 'nothing is left'
printf '\357\273\277%s' "$(sed 's/$/\r/' before/units.csv)" >d/units.csv
echo 'not,a,row' >>d/units.csv
echo 'U7,,示例七,enterprise,360102002,1,,,,2024-01-01T00:00:09Z' >>d/units.csv
cp d/units.csv lines.csv
run register-amend -d d units U7 --correct --why x members=2
expect 'one row among others' 0 <<'E2'
U7
E2
head -c "$(($(wc -c <lines.csv) - 58))" lines.csv | cmp -s -n "$(($(wc -c <lines.csv) - 58))" - d/units.csv
ok $? 'the others stay byte for byte, damaged ones too'
fresh
printf '%s' "$(cat before/units.csv)" >d/units.csv
run register-amend -d d units U3 --correct --why x members=2
expect 'a last row without newline' 0 <<'E2'
U3@2023-01-01
E2
[ "$(tail -c 1 d/units.csv | wc -l)" -eq 1 ] && [ "$(wc -l <d/units.csv)" -eq 4 ]
ok $? 'gets one'
fresh
printf 'U4,,示例' >>d/units.csv
run register-amend -d d units U3 --correct --why x members=2
expect_error 'a torn last line' 0 'torn'
[ "$(wc -l <d/units.csv)" -eq 4 ] && grep -q ^U4 d/units.torn
ok $? 'is set aside'
fresh
mv d/units.csv d/real.csv
ln -s real.csv d/units.csv
run register-amend -d d units U3 --correct --why x members=2
expect_error 'a link is not replaced' 3 'symbolic link'
[ -L d/units.csv ] && cmp -s d/real.csv before/units.csv
ok $? 'and stays'
fresh
gzip d/units.csv
run register-amend -d d units U3 --correct --why x members=2
expect_error 'nor a compressed register' 3 'gunzip'
fresh
printf 'at,op,by,why,id,name,recorded\n' >d/units.journal.csv
run register-amend -d d units U3 --correct --why x members=2
expect_error 'a journal that lacks columns' 3 'd/units.journal.csv:1: the header lacks column kind'
cmp -s d/units.csv before/units.csv
ok $? 'nothing is written then'
fresh
seq -f 'U%g,,示例公司,enterprise,360102002,1,,,,2024-01-02T00:00:00Z' 10 2000 >>d/units.csv
rm -rf before
cp -R d before
run sh -c 'ulimit -f 16; register-amend -d d units U3 --correct --why x members=2'
expect_error 'no room' 3 'nothing was changed' 'File too large'
unchanged 'leaves all as it was'
if [ "$(id -u)" -eq 0 ] && command -v setpriv >/dev/null; then
	fresh
	chmod 755 "$T" "$T/work"
	chmod 777 d
	chmod 666 d/*.csv
	run setpriv --reuid=65534 --regid=65534 --clear-groups env "PATH=$PATH" register-amend -d d units U3 --correct --why x members=2
	expect_error 'a file of somebody else whose owner cannot be kept' 3 'owner and group cannot be kept'
	[ -z "$(find d -name '.*.new')" ] && cmp -s d/units.csv before/units.csv
	ok $? 'is not replaced'
fi
fresh
run sh -c 'register-amend -d d units U3 --correct --why x members=2 >/dev/full'
expect_error 'keys that cannot be printed' 3 'the rows are on disk'

# --- interrupted ------------------------------------------------------------------------------------

# stage N: as if the program had ended with N of the two prepared files in their places
stage() {
	fresh
	cp -R d after
	register-amend -q -d after units U1 --correct --why x members=8 >/dev/null
	cp after/units.csv d/.units.csv.new
	cp after/units.journal.csv d/.units.journal.csv.new
	printf 'taizhang-pending 1\nreplace units.csv .units.csv.new\nreplace units.journal.csv .units.journal.csv.new\nend\n' >d/.pending
	[ "$1" -lt 1 ] || mv d/.units.csv.new d/units.csv
	[ "$1" -lt 2 ] || mv d/.units.journal.csv.new d/units.journal.csv
}
for done in 0 1 2; do
	stage "$done"
	run units-list -d d id=U1 --fields members --no-header
	expect "a reader sees the new state ($done of 2 renamed)" 0 <<'E2'
8
E2
	run units-list -d d id=U1 --fields members --no-header --known-by 2024-06-01
	expect "and what was known before ($done)" 0 <<'E2'
3
E2
	run sites-add -d d kind=驿站 name=某驿站 area=360102002
	expect_error "the next writer finishes it ($done)" 0 'an interrupted change was finished'
	cmp -s d/units.csv after/units.csv && cmp -s d/units.journal.csv after/units.journal.csv &&
		[ -z "$(find d -name '.*.new' -o -name .pending)" ]
	ok $? "for good ($done)"
	rm -rf after
done
fresh
echo 'half' >d/.units.csv.new
run units-list -d d --count
expect 'a prepared file that nothing names counts for nothing' 0 <<'E2'
3
E2
run register-amend -d d orgs O1 --correct --why x secretary=钱
[ "$code" -eq 0 ] && [ ! -e d/.units.csv.new ] && cmp -s d/units.csv before/units.csv
ok $? 'and is cleared away'
printf 'taizhang-pending 1\nappend units.csv 10\nreplace orgs.csv .orgs.csv.new\nend\n' >d/.pending
run register-amend -d d orgs O1 --correct --why x secretary=钱
expect_error 'a .pending that both undoes and finishes' 3 'd/.pending: not understood'
printf 'taizhang-pending 1\nreplace areas.csv .areas.csv.new\nend\n' >d/.pending
echo x >d/.areas.csv.new
run register-amend -d d orgs O1 --correct --why x secretary=孙
expect_error 'a .pending that names other files' 3 'neither register nor journal'

fresh
seq -f 'U%g,,示例公司,enterprise,360102002,1,,,,2024-01-02T00:00:00Z' 10 60000 >>d/units.csv
register-amend -q -d d units U1 --correct --why x members=1 >/dev/null
torn=0
killed=0
members=1
mkfifo input
# The first is killed for certain: its input does not end before.
for delay in input 0.005 0.01 0.02 0.03 0.04 0.05 0.06 0.08 0.1 0.12 0.15 0.2; do
	next=$((members + 1))
	cat >changes.csv <<E2
register,key,op,date,field,value,why
units,U1,correct,,members,$next,x
problems,B1,correct,,result,$next,x
E2
	if [ "$delay" = input ]; then
		register-amend -q -d d -f - <input >acknowledged 2>/dev/null &
		writer=$!
		exec 9>input
		cat changes.csv >&9
	else
		register-amend -q -d d -f changes.csv >acknowledged 2>/dev/null &
		writer=$!
		sleep "$delay"
	fi
	kill -9 "$writer" 2>/dev/null && killed=$((killed + 1))
	wait "$writer" 2>/dev/null
	exec 9>&-
	one=$(units-list -d d id=U1 --fields members --no-header)
	two=$(problems-list -d d id=B1 --fields result --no-header)
	units-add -q -d d --again name=甲 kind=enterprise area=360102002 >/dev/null || torn=$((torn + 1))
	[ "$(units-list -d d id=U1 --fields members --no-header)" = "$one" ] || torn=$((torn + 1))
	if [ "$one" = "$next" ]; then [ "$two" = "$next" ] || torn=$((torn + 1)); else
		[ "$one" = "$members" ] && [ "$two" != "$next" ] || torn=$((torn + 1))
		[ ! -s acknowledged ] || torn=$((torn + 1))
	fi
	[ -z "$(find d -name '.*.new' -o -name .pending)" ] || torn=$((torn + 1))
	members=$one
done
[ "$killed" -gt 0 ] && [ "$torn" -eq 0 ]
ok $? "killed at different times: both registers or neither ($killed killed)" || echo "# torn $torn"
[ "$(units-list -d d id=U1 --fields members --no-header --known-by 2024-06-01)" = 3 ]
ok $? 'and what was first there is still known'

finish
