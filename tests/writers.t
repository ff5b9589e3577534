#!/bin/sh
# The nine writers: which rows they take, complete, know again and refuse. What killing, full disks and other writers do to
# the files: durable.t.

# shellcheck disable=SC1091
. "${0%/*}/lib.sh"

areas() { # areas DIR
	mkdir "$1"
	cat >"$1/areas.csv" <<'E'
code,name,vintage
360102,东湖区,2024
360102002,滕王阁街道,2024
360102007,豫章街道,2024
E
}

at() { # at TIME: the clock of the programs that follow
	SOURCE_DATE_EPOCH=$(date -u -d "$1" +%s)
	export SOURCE_DATE_EPOCH
}

file_is() { # file_is NAME FILE <CONTENT
	cat >"$T/want"
	if cmp -s "$T/want" "$2"; then
		ok 0 "$1"
	else
		ok 1 "$1"
		diff "$T/want" "$2" | head -20 | sed 's/^/# /'
	fi
}

same() { # same NAME FILE: it is as `keep` has kept it
	cmp -s kept "$2"
	ok $? "$1"
}

keep() {
	cp "$1" kept
}

nothing() { # nothing NAME CODE TEXT…: refused with these texts, and no id printed
	expect_error "$@"
	[ ! -s "$T/out" ]
	ok $? "$1: no id is printed"
}

export TAIZHANG_DIR=reg
areas reg
at 2024-07-01T00:00:00Z

# --- one row of operands

run units-add id=U0007 name=甲公司 kind=非公企业 area=豫章街道 members=03 since=2024-01-01
expect 'a first row makes the register' 0 <<'E'
U0007
E
expect_quiet 'and nothing is said'
file_is 'codes and area codes are stored, recorded stands last' reg/units.csv <<'E'
id,uscc,name,kind,trade,dept,area,address,employees,members,league,women,unionists,step,operating,since,until,recorded
U0007,,甲公司,enterprise,,,360102007,,,3,,,,,,2024-01-01,,2024-07-01T00:00:00Z
E
run units-add name='乙, "样例"公司' kind=社团 area=360102002 operating=否
expect 'an automatic id: the next number in the same width' 0 <<'E'
U0008
E
sed -n 3p reg/units.csv >line
file_is 'recorded one second later, though the clock stands; quoted' line <<'E'
U0008,,"乙, ""样例""公司",association,,,360102002,,,,,,,,no,,,2024-07-01T00:00:01Z
E
run sites-add kind=center name=中心 area=360102007 services='充电;meals，歇脚休息' since=2024-01-01
expect_error 'a code with its own word only' 2 "services has no code ('充电')"
run sites-add kind=center name=中心 area=360102007 services='手机充电;meals，歇脚休息' since=2024-01-01
expect 'a list by words and separators of all kinds' 0 <<'E'
S1
E
sed -n 2p reg/sites.csv >line
file_is 'the list is stored sorted; recorded counts on across registers' line <<'E'
S1,center,中心,360102007,,charging;meals;rest,,2024-01-01,,2024-07-01T00:00:02Z
E
run events-log date=2024-06-01 kind=festival value=50000 headcount=30
expect 'money' 0 <<'E'
E1
E
run events-list --fields value,headcount
expect 'is stored with two decimals' 0 <<'E'
value,headcount
50000.00,30
E

# --- usage

keep reg/units.csv
printf '%s\n' '单位名称,备注' 丁,好 >own.csv
run units-add -f own.csv kind=企业 area=360102
nothing 'an unknown column of a file, with its place' 2 "own.csv:1:6: units has no column '备注'"
printf '丁,企业\n戊,企业\n' >headless.csv
run units-add -f headless.csv
nothing 'a file without a header, whose first row is not shown' 3 'headless.csv:1:1: the first line names no column of units'
printf '张示例,13800000000,,\n' >headless.csv
run people-add -f headless.csv
nothing 'a first row with equal cells' 3 'headless.csv:1:18: columns 3 and 4 of the header have the same name'
printf '单位名称，类别\n丁，企业\n' >wide.csv
run units-add -f wide.csv
nothing 'full-width commas' 3 "wide.csv:1:5: the header '单位名称，类别' has no comma between its columns"
printf '单位名称\t类别\n丁\t企业\n' >tab.csv
run units-add -f tab.csv
nothing 'tabs' 3 'tab.csv:1:5: the header'
printf 'PK\003\004\n' >book.xlsx
run units-add -f book.xlsx
nothing 'a workbook' 3 'book.xlsx: not a CSV but a workbook or zip file; save it as CSV (UTF-8) first'
printf '\265\245\316\273\n' >other.csv
run units-add -f other.csv
nothing 'another encoding' 3 'other.csv:1:1: byte B5 is not UTF-8 here; convert the file first (iconv'
run units-add membres=3
nothing 'an unknown field' 2 "'membres'" "'members'"
run units-add members
nothing 'a field alone' 2 "'members' is not field=value"
run units-add members＝3
nothing 'a full-width sign' 2 '＝'
run units-add reg/units.csv
nothing 'a file' 2 '-f reads rows from a file'
run units-add name=a name=b
nothing 'a field twice' 2 'name is given twice'
run units-add recorded=2024-01-01T00:00:00Z
nothing 'recorded' 2 'set by the writer'
run units-add name=丁 kind=enterprise area=360102 members=-1
nothing 'a bad number' 2 "members is not right ('-1')"
run units-add id='U 1' name=丁 kind=enterprise area=360102
nothing 'a bad id' 2 "id is not right ('U 1')"
run units-add name="$(printf '丁\t公司')" kind=enterprise area=360102
nothing 'a control character' 2 'U+0009'
run units-add name="$(printf '丁\n公司')" kind=enterprise area=360102
nothing 'a line break' 2 'U+000A'
run units-add name="$(printf '\377')" kind=enterprise area=360102
nothing 'bad UTF-8' 2 'UTF-8'
run units-add --rejects x name=丁 kind=enterprise area=360102
nothing '--rejects alone' 2 '--keep-going'
run units-add --allow-code 91350203M0001QKT19 name=丁 kind=enterprise area=360102 uscc=91350203M0001QKT19
nothing '--allow-code without a reason' 2 '--why'
run units-add --why 原因 name=丁 kind=enterprise area=360102
nothing '--why alone' 2 '--allow-code'
run visits-log --why 原因 date=2024-06-01 kind=routine
nothing '--why alone, without credit codes' 2 '--late'
run units-add -f orgs=x.csv
nothing 'a file of another register' 2 'other than units'
run units-add -d nowhere name=丁 kind=enterprise area=360102
nothing 'a directory that is not there' 3 'nowhere' 'mkdir'
run people-add name=张三三 role=guide phone="$(printf '13900000001\t2')"
nothing 'a personal value' 2 'phone holds control character U+0009'
grep -q 13900000001 "$T/err"
ok $((! $?)) 'is not shown'
same 'none of these changes the register' reg/units.csv

# --- rules within a row

run units-add name=丁 area=360102
nothing 'a required field' 1 'kind (单位类别) is empty'
run units-add name=丁 kind=enterprise area=360102 since=2024-05-01 until=2024-05-01
nothing 'until on the day of since' 1 "until '2024-05-01' is not after since '2024-05-01'"
run problems-log raised=2024-05-02 text=无 solved=2024-05-01
nothing 'solved before it is raised' 1 "solved '2024-05-01' is before raised '2024-05-02'"
run problems-log raised=2024-05-02 text=停车难 solved=2024-05-02
expect 'solved on the same day' 0 <<'E'
B1
E
run awards-add date=2024-05-01 kind=brand title=样例 until=2024-04-01
nothing 'an award that ends before it begins' 1 "until '2024-04-01'"
run units-add name=丁 kind=enterprise area=360102 uscc=91350100M000100Y44
nothing 'check character 18' 1 "character 18" "'4', '3' was expected"
run units-add name=丁 kind=enterprise area=360102 uscc=9144030071526726YG
nothing 'check character 17' 1 "character 17" "'Y', 'X' was expected"
run units-add name=丁 kind=enterprise area=360102 uscc=91350100M000100I43
nothing 'a letter that codes do not have' 1 "character 16"
same 'none of these changes the register' reg/units.csv
run orgs-add line=party mode=single name=支部 area=360102 units=U0007,U0008
nothing 'single over two units' 1 'mode single covers one unit, 2 are given'
run orgs-add line=party mode=joint name=支部 area=360102 units=U0007
nothing 'joint over one unit' 1 'mode joint covers two units or more, 1 is given'
[ ! -e reg/orgs.csv ]
ok $? 'what is refused makes no register'

# --- credit codes

run units-add id=U0009 name=丙公司 kind=enterprise area=360102 uscc=91350100M000100Y43 since=2024-01-01 until=2024-03-01
expect 'a good credit code' 0 <<'E'
U0009
E
run units-add name=丁公司 kind=enterprise area=360102 uscc=91350100M000100Y43 since=2024-02-01
nothing 'a code of another unit in force' 1 "'91350100M000100Y43' is that of 'U0009'"
run units-add name=丁公司 kind=enterprise area=360102 uscc=91350100M000100Y43 since=2024-03-01
expect 'after its end the code is free' 0 <<'E'
U0010
E
keep reg/units.csv
run units-add --allow-code 91350203M0001QKT18 --why 执照如此 name=戊 kind=enterprise area=360102 uscc=91350203M0001QKT19
nothing 'a code allowed that no row has' 2 '91350203M0001QKT18'
run units-add --allow-code 91350203M0001QKT19 --why '执照如此, 已核' name=戊 kind=enterprise area=360102 uscc=91350203M0001QKT19 --dry-run
expect 'allowed, tried' 0 </dev/null
same 'a dry run writes nothing' reg/units.csv
[ ! -e reg/units.journal.csv ]
ok $? 'and no journal'
USER=xiaowang run units-add --allow-code 91350203M0001QKT19 --why '执照如此, 已核' name=戊 kind=enterprise area=360102 uscc=91350203M0001QKT19
expect 'allowed' 0 <<'E'
U0011
E
file_is 'the journal tells who and why, in the second of the row' reg/units.journal.csv <<'E'
at,op,by,why,id,uscc,name,kind,trade,dept,area,address,employees,members,league,women,unionists,step,operating,since,until,recorded
2024-07-01T00:00:07Z,allow,xiaowang,"执照如此, 已核",U0011,91350203M0001QKT19,戊,enterprise,,,360102,,,,,,,,,,,2024-07-01T00:00:07Z
E
grep -c 'U0011.*2024-07-01T00:00:07Z' reg/units.csv >line
file_is 'which has the same' line <<'E'
1
E
run register-check -d reg
grep -q uscc "$T/out"
ok $((! $?)) 'register-check accepts what was allowed'
units-list >all.csv
run units-add -f all.csv
expect_error 'rows that are there need no permission' 0 '5 rows are already there'
USER=xiaowang run units-add --allow-code 91350203M0001QKU18 --why 又一 name=己 kind=enterprise area=360102 uscc=91350203M0001QKU18
expect 'a second row of the journal' 0 <<'E'
U0012
E
wc -l <reg/units.journal.csv | tr -d ' ' >line
file_is 'is appended' line <<'E'
3
E

# --- references

run orgs-add line=党组织 mode=联合组建 name=联合党支部 area=豫章街道 units=甲公司、91350100M000100Y43，U0008 since=2024-06-20
expect 'units by name, credit code and id' 0 <<'E'
O1
E
run orgs-list --fields units
expect 'ids are stored, sorted' 0 <<'E'
units
U0007;U0008;U0010
E
keep reg/orgs.csv
cp reg/units.csv good
sed '1s/id,/number,/' good >reg/units.csv
run orgs-add line=party mode=regional name=另一支部 area=360102 units=U0007
nothing 'a register that is referred to and cannot be read' 3 "reg/units.csv:1:1: the header lacks column 'id'"
same 'nothing is written then' reg/orgs.csv
cat good >reg/units.csv
run orgs-add line=party mode=regional name=另一支部 area=360102 units=U0007,U0099
nothing 'an id that is not there' 1 "units names no row of units ('U0099')"
run orgs-add line=party mode=single name=另一支部 area=360102 units=无此公司
nothing 'a name that is not there' 1 "units names no row of units ('无此公司')"
run orgs-add line=party mode=single name=另一支部 area=360102 units=丙公司 since=2024-05-01
nothing 'a name that is not in force on the day' 1 "('丙公司') that is not in force on 2024-05-01"
run orgs-add line=party mode=single name=另一支部 area=360102 units=丙公司 since=2024-02-01 until=2024-03-01
expect 'and one that was' 0 <<'E'
O2
E
run units-add name=甲公司 kind=enterprise area=360102002
expect 'a namesake' 0 <<'E'
U0013
E
run visits-log date=2024-06-28 unit=甲公司 kind=routine
nothing 'a name that two units have' 1 "'U0007', 'U0013'"
run orgs-add line=union mode=single name=工会 area=360102 units=U0007 parent=联合党支部 since=2024-06-21
expect 'a reference within the register' 0 <<'E'
O3
E
run people-add name=李样例 role=guide since=2024-01-01 units=U0007
expect 'a person' 0 <<'E'
P1
E
run visits-log date=2024-06-28 unit=U0007 by=李样例 kind=日常走访 value=20
expect 'who visited, by name' 0 <<'E'
V1
E
sed -n 2p reg/visits.csv >line
file_is 'the area is that of the unit' line <<'E'
V1,2024-06-28,P1,U0007,360102007,routine,,,20.00,2024-07-01T00:00:14Z
E
run visits-log date=2024-06-28 by=王无名 kind=routine
nothing 'a person who is not there' 1 'by names no row of people (3 characters, personal)'
run visits-log date=2024-06-29 unit=U0007 area=360102 kind=routine
expect 'an area that is given' 0 <<'E'
V2
E
run visits-list area=360102007 --count
expect 'stays' 0 <<'E'
1
E

# --- rows of a file

cat >sheet.csv <<'E'
提出日期,单位,问题内容,来源
2024-06-27,U0007,缺充电设施,
2024-06-28,U0008,停车难,热线
E
run problems-log -f sheet.csv source=随手拍 help=问题帮解
expect 'Chinese headers; operands fill absent columns and empty cells' 0 <<'E'
B2
B3
E
run problems-list --fields id,source,help,area id=B2,B3
expect 'and only those' 0 <<'E'
id,source,help,area
B2,snapshot,solve,360102007
B3,hotline,solve,360102002
E
run_in sheet.csv problems-log -f - source=snapshot help=solve
expect 'the same again from standard input prints the same ids' 0 <<'E'
B2
B3
E
expect_error 'and says that they are there' 0 '2 rows are already there'
run_in sheet.csv problems-log -q
expect_quiet 'without operands standard input is read; -q says nothing'
run problems-list --count
expect 'rows that differ from those there by the defaults are others' 0 <<'E'
5
E
gzip -c sheet.csv >sheet.csv.gz
run problems-log -f sheet.csv.gz --again -v
expect '--again writes them once more' 0 <<'E'
B6
B7
E
expect_error '-v says what is done' 0 'reg/problems.csv: 2 rows added'
printf 'id,raised,text\n' >header.csv
keep reg/problems.csv
run problems-log -f header.csv
expect 'a header alone adds nothing' 0 </dev/null
same 'to a register that is there' reg/problems.csv
printf 'date,kind,meeting,item\n' >header.csv
run meetings-log -f header.csv
expect 'and makes one that is not' 0 </dev/null
file_is 'with its header' reg/meetings.csv <<'E'
id,meeting,item,date,kind,host,topic,depts,plan,join,decide,execute,supervise,result,recorded
E
: >empty.csv
run problems-log -f empty.csv
nothing 'an empty file' 3 'empty.csv' 'header'
run problems-log -f missing.csv
nothing 'a missing file' 3 'missing.csv'
run sh -c 'units-list kind=enterprise | units-add -f -'
expect 'the input may come from a reader of the same directory' 0 <<'E'
U0007
U0009
U0010
U0011
U0012
U0013
E

# --- already there

cat >twice.csv <<'E'
date,kind,team
2024-05-01,volunteer,骑手队
2024-05-01,volunteer,骑手队
E
run events-log -f twice.csv
expect 'two equal rows without id are two' 0 <<'E'
E2
E3
E
run events-log -f twice.csv
expect 'and are there both' 0 <<'E'
E2
E3
E
sed 1d twice.csv | cat twice.csv - >four.csv
run events-log -f four.csv
expect 'of four, two are new' 0 <<'E'
E2
E3
E4
E5
E
run events-log id=E3 date=2024-05-01 kind=志愿服务 team=骑手队
expect 'with an id' 0 <<'E'
E3
E
expect_error 'it is there' 0 '1 row is already there'
printf 'id,date,kind,team\n,2024-05-01,volunteer,骑手队\nE2,2024-05-01,volunteer,骑手队\n' >mixed.csv
run events-log -f mixed.csv
expect 'a row with id takes its own, the others the rest' 0 <<'E'
E3
E2
E
keep reg/events.csv
run events-log id=E3 date=2024-05-02 kind=volunteer team=骑手队
nothing 'the same id with other content' 1 "'E3' is there with other content (line 4 of the register)"
printf 'id,date,kind\nE90,2024-05-01,volunteer\nE90,2024-05-01,volunteer\nE90,2024-05-02,volunteer\n' >own.csv
run events-log -f own.csv
nothing 'in one input too' 1 'own.csv:4:1' "'E90' is there with other content (an earlier row of the input)"
same 'all or none' reg/events.csv

areas bare
cat >bare/units.csv <<'E'
id,name,kind,area,since,recorded
U1,甲,enterprise,360102007,,2024-01-02T00:00:00Z
E
cat >bare/visits.csv <<'E'
id,unit,date,kind,area,recorded
V1,U1,2024-05-01,routine,,2024-05-02T00:00:00Z
V2,U1,2024-05-01,routine,360102007,2024-05-02T00:00:00Z
E
keep bare/visits.csv
run visits-log -d bare unit=U1 date=2024-05-01 kind=routine
expect 'a row that stands there with its area' 0 <<'E'
V2
E
run visits-log -d bare id=V1 unit=U1 date=2024-05-01 kind=routine
expect 'or without, although it would be filled in now, is there' 0 <<'E'
V1
E
sed -i '$d' bare/visits.csv
keep bare/visits.csv
run visits-log -d bare unit=U1 date=2024-05-01 kind=routine
expect 'without its area alone' 0 <<'E'
V1
E
expect_error 'and it is said' 0 '1 row is already there'
same 'nothing was written' bare/visits.csv

# --- versions

run units-add id=U0009 name=丙公司 kind=enterprise area=360102 since=2024-02-01
nothing 'a version that overlaps' 1 "this version of 'U0009' overlaps"
run units-add id=U0009 name=丙公司二 kind=enterprise area=360102 since=2024-01-01 until=2024-02-01
nothing 'the same since, other content' 1 "'U0009' is there with other content"
run units-add id=U0009 name=丙公司 kind=enterprise area=360102007 since=2024-03-01
expect 'a version that follows' 0 <<'E'
U0009
E
run visits-log date=2024-02-10 unit=U0009 kind=routine
expect 'a visit before' 0 <<'E'
V3
E
run visits-log date=2024-03-10 unit=U0009 kind=routine
expect 'and after' 0 <<'E'
V4
E
run visits-list --fields area id=V3,V4
expect 'get the area of the day' 0 <<'E'
area
360102
360102007
E
run units-add id=U0009 name=丙公司 kind=enterprise area=360102002 since=2024-03-20
expect_error 'a third version, although the one before has no end' 1 'overlaps'
run register-amend units U0009 --end 2024-03-20
run units-add id=U0009 name=丙公司 kind=enterprise area=360102002 since=2024-03-20
run visits-log date=2024-03-01 unit=U0009 kind=routine text=首日
expect 'a visit on the first day of the middle one of three versions' 0 <<'E'
V5
E
run visits-list --fields area id=V5
expect 'gets the area of that version' 0 <<'E'
area
360102007
E

# --- meetings

printf 'meeting,item,date,kind,topic\nLX1,1,2024-06-01,联席会议,一\nLX1,02,2024-06-01,joint,二\n' >agenda.csv
run meetings-log -f agenda.csv
expect 'items of a meeting' 0 <<'E'
M1
M2
E
run meetings-log meeting=LX1 item=2 date=2024-06-01 kind=joint topic=三
nothing 'an item comes once' 1 "item 2 of meeting 'LX1' is there as 'M2'"
run meetings-log --again -f agenda.csv
nothing 'also with --again' 1 'agenda.csv:2:' 'agenda.csv:3:'

# --- ids

run units-add id=U0100 name=庚 kind=enterprise area=360102
run units-add id=X-1 name=辛 kind=enterprise area=360102
run units-add name=壬 kind=enterprise area=360102
expect 'the number after the highest; other ids do not count' 0 <<'E'
U0101
E
echo '2024-07-02T00:00:00Z,void,x,错,U0500,,癸,enterprise,,,360102,,,,,,,,,,,2024-07-01T00:00:00Z' >>reg/units.journal.csv
run units-add name=子 kind=enterprise area=360102
expect 'numbers of the journal are not given again' 0 <<'E'
U0501
E
tail -1 reg/units.csv | sed 's/.*,//' >line
file_is 'and its times count' line <<'E'
2024-07-02T00:00:01Z
E
run units-add id=U9223372036854775807 name=末 kind=enterprise area=360102
run units-add name=首 kind=enterprise area=360102
expect 'an id beyond all counting does not count' 0 <<'E'
U0502
E
printf 'id,name,kind,area\n,丑,enterprise,360102\nU0777,寅,enterprise,360102\n' >ids.csv
run units-add -f ids.csv
expect 'an automatic id never meets one that the input brings' 0 <<'E'
U0778
U0777
E
run units-add id=U9999 name=卯 kind=enterprise area=360102
run units-add name=辰 kind=enterprise area=360102
expect 'the width grows when it must' 0 <<'E'
U10000
E

# --- columns of one's own

areas own
printf '单位编号,单位名称,单位类别,所属街道社区,备注\nU1,甲,企业,豫章街道, 留 \n' >own.csv
run units-add -d own -f own.csv
expect_error 'a new register keeps an unknown column' 0 "'备注' is no column of units"
file_is 'in front of recorded' own/units.csv <<'E'
id,uscc,name,kind,trade,dept,area,address,employees,members,league,women,unionists,step,operating,since,until,备注,recorded
U1,,甲,enterprise,,,360102007,,,,,,,,,,," 留 ",2024-07-01T00:00:00Z
E
run units-add -d own name=乙 kind=enterprise area=360102 备注=看
expect 'afterwards an operand may name it' 0 <<'E'
U2
E
run units-add -d own -f own.csv
expect_error 'and the row is known again' 0 '1 row is already there'
keep own/units.csv
printf 'name,kind,area,membres\n丙,enterprise,360102,3\n' >typo.csv
run units-add -d own -f typo.csv
nothing 'a column that the register does not have' 2 "'membres'" "'members'" 'header of units.csv'
same 'changes nothing' own/units.csv
printf '走访类型,走访日期,走访编号,recorded\nroutine,2024-01-01,V1,\n' >own/visits.csv
run visits-log -d own date=2024-01-02 kind=慰问
expect 'a header in Chinese and another order' 0 <<'E'
V2
E
file_is 'is kept; codes are stored' own/visits.csv <<'E'
走访类型,走访日期,走访编号,recorded
routine,2024-01-01,V1,
condolence,2024-01-02,V2,2024-07-01T00:00:02Z
E
run visits-log -d own date=2024-01-02 kind=慰问 text=有
nothing 'a value for which the register has no column' 3 'text is given, but the header of visits.csv lacks that column'
printf 'id,kind,name,area\nS1,center,甲,360102\n' >own/sites.csv
run sites-add -d own kind=center name=乙 area=360102
expect 'a register without recorded' 0 <<'E'
S2
E
expect_error 'is told about' 0 'own/sites.csv:1: the header has no column recorded'

# --- refused rows of a file

cat >bad.csv <<'E'
name,kind,area,members,uscc
甲一,enterprise,360102,1,
甲二,enterprize,360102,1,
甲三,enterprise,360102,many,
"甲四,enterprise,360102,1,
甲五,enterprise,360102,1,91350100M000100Y44
,enterprise,360102,1,
甲七,enterprise,360102,1
甲八,enterprise,360102,1,
E
keep own/units.csv
run units-add -d own -f bad.csv
nothing 'damaged input' 3 "bad.csv:3:4: kind has no code ('enterprize')" 'bad.csv:4:22: members' 'bad.csv:5:25: a quote' \
	'bad.csv:6:24: check character 18' 'bad.csv:7:1: name' 'bad.csv:8:22: 4 fields' 'nothing was written, because 6 rows are refused'
same 'none is written' own/units.csv
run units-add -d own -f bad.csv --keep-going --rejects rejects.csv
expect '--keep-going writes the good ones' 1 <<'E'
U3
U4
E
cut -d, -f1,2 rejects.csv >places
file_is '--rejects keeps the others: place' places <<'E'
line,column
3,4
4,22
5,25
6,24
7,1
8,22
E
python3 -c '
import csv
for row in list(csv.reader(open("rejects.csv", encoding="utf-8")))[1:]: print(row[3])' >originals
sed -n '3,8p' bad.csv >wanted
cmp -s wanted originals
ok $? 'and original bytes'
run units-add -d own -f bad.csv --keep-going --rejects rejects.csv -q
expect 'once more: the good ones are there' 1 <<'E'
U3
U4
E
printf 'name,kind,area\n好,enterprise,360102\n坏,enterprise,36010\n' >part.csv
run units-add -d own -f part.csv --keep-going --rejects nowhere/rejects.csv
nothing 'rejects that cannot be kept' 3 'nowhere/rejects.csv'
run units-list -d own name=好 --count
expect 'and nothing is written without them' 0 <<'E'
0
E
printf 'id,line,mode,name,area,parent\nO8,party,single,甲,360102,O9\nO9,party,single,乙,360102,O7\nO6,party,single,丙,360102,O6\n' >tree.csv
run orgs-add -d own -f tree.csv --keep-going
expect 'a refused row takes those with it that refer to it' 1 <<'E'
O6
E
expect_error 'and they are told' 1 'tree.csv:2:' "refers to 'O9', a row of the input that was refused" 'tree.csv:3:'
sed 's/,O7$/,/' tree.csv >tree2.csv
run orgs-add -d own -f tree2.csv
expect 'rows may refer to later ones of the input' 0 <<'E'
O8
O9
O6
E

# --- damage that is there already

printf 'U7,,坏,nokind,,,360102,,,,,,,,,,,,2024-07-01T00:00:00Z\n' >>own/units.csv
run units-add -d own name=后 kind=enterprise area=360102
expect 'a damaged row of the register does not hold others up, its number is not given again' 0 <<'E'
U8
E
expect_error 'it is told as a note' 0 'own/units.csv:' 'nokind'

# --- what the readers print is taken back, in every dress

cp -R "$S/examples/donghu/registers" donghu
for writer in units-add orgs-add people-add visits-log meetings-log problems-log events-log sites-add awards-add; do
	name=${writer%-*}
	keep "donghu/$name.csv"
	"$name-list" -d donghu --fields id >ids
	sed -i 1d ids
	for dress in '' --zh --excel '--zh --excel'; do
		# shellcheck disable=SC2086
		"$name-list" -d donghu $dress >dressed.csv
		run "$writer" -d donghu -f dressed.csv -q
		expect "$writer takes back what $name-list ${dress:-alone} prints" 0 <ids
		same "and $name.csv is as before" "donghu/$name.csv"
	done
done

finish
