#!/bin/sh
# The nine readers: which rows they print, which columns, in which order and dress.

# shellcheck disable=SC1091
. "${0%/*}/lib.sh"

mkdir reg
cat >reg/areas.csv <<'E'
code,name,vintage
360102,东湖区,2024
360102002,滕王阁街道,2024
360102007,豫章街道,2024
360102002001,一社区,2024
360102007001,一社区,2024
E
cat >reg/units.csv <<'E'
id,uscc,name,kind,trade,dept,area,address,employees,members,league,women,unionists,step,operating,since,until,recorded
U1,,甲公司,enterprise,,,360102002001,,120,9,,,,,,,,2024-01-01T00:00:00Z
U2,,"乙,公司",enterprise,,,360102007001,,7,10,,,,,no,2023-01-01,2024-05-01,2024-01-02T00:00:00Z
U2,,"乙,公司",enterprise,,,360102007,,8,3,,,,,yes,2024-05-01,,2024-05-02T00:00:00Z
U3,,丙协会,association,,,360102002,,,,,,,,yes,2024-06-30,,2024-06-30T08:00:00Z
E
cat >reg/orgs.csv <<'E'
id,line,name,mode,level,parent,area,units,members,secretary,document,term_end,since,until,recorded
O1,party,甲支部,single,branch,,360102002001,U1,9,,,,,,2024-01-01T00:00:00Z
O2,party,联合支部,joint,branch,O1,360102007,U2;U3,13,,,,2024-01-01,,2024-01-01T00:00:00Z
O3,youth,甲团支部,single,branch,,360102002001,U1,4,,,,2024-02-01,2024-06-01,2024-02-01T00:00:00Z
E
cat >reg/visits.csv <<'E'
id,date,by,unit,area,kind,step,text,value,recorded
V1,2024-04-30,,U2,360102007,guidance-day,,,100.00,2024-05-01T00:00:00Z
V2,2024-05-01,,U2,360102007,guidance-day,,,20.50,2024-05-02T00:00:00Z
V3,2024-06-30,,U1,360102002,guidance-day,,,,2024-06-30T09:00:00Z
E
export TAIZHANG_DIR=reg

# --- columns

run units-list
expect 'without options: the register as it stands' 0 <reg/units.csv
run units-list --fields 单位名称,id,members
expect 'fields in the order asked for, a label for a name' 0 <<'E'
name,id,members
甲公司,U1,9
"乙,公司",U2,10
"乙,公司",U2,3
丙协会,U3,
E
run orgs-list --fields id,units.name,parent.name,units.area
expect 'a step over one reference and over several' 0 <<'E'
id,units.name,parent.name,units.area
O1,甲公司,,360102002001
O2,"乙,公司;丙协会",甲支部,360102007;360102002
O3,甲公司,,360102002001
E
run visits-list --fields id,unit.area
expect 'a step goes to the version of the day of the row' 0 <<'E'
id,unit.area
V1,360102007001
V2,360102007
V3,360102002001
E
printf 'id,date,unit,kind\nV1,2022-12-31,U2,routine\nV2,2023-01-01,U2,routine\n' >early.csv
run visits-list -d reg -f early.csv --fields id,unit.area
expect 'and is empty on a day before all versions' 0 <<'E'
id,unit.area
V1,
V2,360102007001
E
run visits-list -d reg -f early.csv --fields id unit.area=
expect 'which a filter can ask for' 0 <<'E'
id
V1
E
printf 'name,备注,id,kind,area\n甲公司,好,U1,enterprise,豫章街道\n' >extra.csv
run units-list -f extra.csv
expect 'columns of the input in its order, values canonical, others as they stand' 0 <<'E'
name,备注,id,kind,area
甲公司,好,U1,enterprise,360102007
E
run units-list -f extra.csv --fields 备注,members,id
expect 'a column that only the input knows, and one that it lacks' 0 <<'E'
备注,members,id
好,,U1
E
printf '备注,id,name,kind,area\n好,U1,甲公司,enterprise,360102\n' >extra-first.csv
run units-list -f extra-first.csv --fields 备注,id
expect 'also when it is the first' 0 <<'E'
备注,id
好,U1
E
run units-list -f extra.csv --sort name id=U9
expect 'nothing to sort' 0 <<'E'
name,备注,id,kind,area
E
run units-list -f extra.csv -f reg/units.csv --fields id,备注
expect 'two files with different columns' 0 <<'E'
id,备注
U1,好
U1,
U2,
U2,
U3,
E
run units-list --fields id,nmae
expect_error 'a field that is not there' 2 "units-list: no field 'nmae' in units; nearest is 'name'"
run units-list -f extra.csv --fields 备住
expect_error 'the nearest field may be one of the input' 2 "no field '备住' in units; nearest is '备注'"
run units-list --fields id,单位编号
expect_error 'a field named twice' 2 "--fields names 'id' twice"
run units-list --fields id,
expect_error 'a field without a name' 2 'one of them is empty'
run orgs-list --fields name.id
expect_error 'a step over what is no reference' 2 "'name' is not a reference, 'id' cannot follow it"
run orgs-list --fields units.nmae
expect_error 'a step to what is not there' 2 "no field 'nmae' in units; nearest is 'name'"

# --- conditions and time

run units-list --fields id,members members=3..9
expect 'a range of numbers' 0 <<'E'
id,members
U1,9
U2,3
E
run units-list --fields id,since --where 'name~公司 operating!=no' area=360102
expect 'operands and --where hold together; an empty operating is yes' 0 <<'E'
id,since
U1,
U2,2024-05-01
E
run units-list --fields id area=滕王阁街道
expect 'an area holds what lies in it, by its name too' 0 <<'E'
id
U1
U3
E
run units-list --fields id,since --as-of 2024-05-01
expect 'in force on the day on which one version ends and the next begins' 0 <<'E'
id,since
U1,
U2,2024-05-01
E
run units-list --fields id,since --period 2024-04
expect 'a period means its last day where rows are in force' 0 <<'E'
id,since
U1,
U2,2023-01-01
E
run visits-list --fields id --from 2024-05-01 --to 2024-06-30
expect 'a period holds both its days' 0 <<'E'
id
V2
V3
E
run visits-list --fields id --period 2024Q1
expect 'nothing matches: the header' 0 <<'E'
id
E
run visits-list --as-of 2024-05-01
expect_error 'visits are never in force' 2 'visits happen on a date'
run orgs-list --fields id units.kind=association
expect 'a condition over several references holds for any' 0 <<'E'
id
O2
E
run orgs-list --fields id units.members=..3 units.area=360102
expect 'each of several references is compared as its column is' 0 <<'E'
id
O2
E
run units-list --fields id,members --known-by 2024-01-01
expect 'what was on record then' 0 <<'E'
id,members
U1,9
E
run units-list kindd=enterprise
expect_error 'a condition on a field that is not there' 2 "no field 'kindd' in units; nearest is 'kind'"
run units-list kind=enterprize
expect_error 'a code that is not there' 2 "kind has no code ('enterprize'); nearest is 'enterprise'"
run units-list members
expect_error 'a field alone' 2 "'members' alone is not a condition" '> and < are the shell'
run units-list reg/units.csv
expect_error 'a file as an operand' 2 'files are named with -f'
run units-list kind＝enterprise
expect_error 'a full-width sign' 2 'full-width ＝'
run people-list 手机＝13800000000
expect_error 'and what stands behind it, when it is personal, is not shown' 2 "'手机＝…' has a full-width ＝"
run visits-list --where "by.name='张示例"
expect_error 'whatever is wrong' 2 "'by.name=…' has a ' that is not closed"
run people-list '联系电话>13800000000'
expect_error 'nor behind another sign' 2 "'联系电话>…' is not a condition"
run units-list 'members>=3'
expect_error 'a comparison' 2 "'members>=3' is not a condition; ranges are written field=3.."
run units-list members=3-5
expect_error 'a range of another kind' 2 "members is not right ('3-5'), a number or a range such as 3.. or 3..9 was expected"
run units-list kind=公司
expect_error 'a code that is like none' 2 "kind has no code ('公司'); its codes are enterprise 非公企业, association 社会团体"
run units-list kind=民办
expect_error 'a part of a label' 2 "nearest is 'service'"
run orgs-list units=甲公司
expect_error 'a name instead of an id is not found in silence' 2 'units holds ids; a name is looked for with units.name=…'

# --- order and count

run units-list --fields id,members --sort members
expect 'numbers in order of size, the empty one first' 0 <<'E'
id,members
U3,
U2,3
U1,9
U2,10
E
run units-list --fields id,members --sort -members
expect 'the reverse' 0 <<'E'
id,members
U2,10
U1,9
U2,3
U3,
E
run units-list --fields id,since --sort -kind
expect 'equal rows stay as they came' 0 <<'E'
id,since
U1,
U2,2023-01-01
U2,2024-05-01
U3,2024-06-30
E
run units-list --fields members --sort=-kind,-id,since
expect 'several keys, none of them printed; an only empty field is no blank line' 0 <<'E'
members
10
3
9
""
E
run visits-list --fields id --sort value
expect 'money in order of size' 0 <<'E'
id
V3
V2
V1
E
run visits-list --fields id --sort unit.name,-id
expect 'by a step' 0 <<'E'
id
V2
V1
V3
E
run units-list --sort nmae
expect_error 'a key that is not there' 2 "nearest is 'name'"
run units-list --count name~公司
expect 'only the number' 0 <<'E'
3
E
run units-list --fields id,name --sort -id --pretty --count name~公司
expect '--count behind a finished command' 0 <<'E'
3
E
run units-list --count name=无
expect 'the number of none' 0 <<'E'
0
E
run units-list -v --count
expect_error '-v says what is done' 0 'units-list: 4 rows match'
run units-list -v -q --count
expect_quiet '-q silences it'

# --- joins

run units-list --fields id,since --in reg/orgs.csv:units
expect 'a column of lists: each element counts' 0 <<'E'
id,since
U1,
U2,2023-01-01
U2,2024-05-01
U3,2024-06-30
E
visits-list --from 2024-06-01 >june.csv
run_in june.csv units-list --fields id --as-of 2024-06-30 --not-in -:unit
expect 'not among the rows of standard input' 0 <<'E'
id
U2
U3
E
run orgs-list --fields id --match units --in june.csv:unit
expect 'a field of lists: any element counts' 0 <<'E'
id
O1
O3
E
run visits-list --fields id --match unit --in june.csv
expect 'without a column: that with the name of the field' 0 <<'E'
id
V3
E
printf 'id\nU1\n' >ids.csv
run visits-list --fields id --match unit --not-in ids.csv
expect 'without a column: else id' 0 <<'E'
id
V1
V2
E
printf '走访单位\nU2\n' | gzip -nc >zh.csv.gz
run visits-list --fields id --match unit --in zh.csv.gz --not-in june.csv:unit --not-in ids.csv --in reg/units.csv:id
expect 'several, all hold; a label names a column; gzip' 0 <<'E'
id
V1
V2
E
printf '街道\n豫章街道\n""\n' >streets.csv
run units-list --fields id,area --match area --in streets.csv:街道
expect 'values are compared in canonical form' 0 <<'E'
id,area
U2,360102007
E
run units-list --fields id --match members --in streets.csv:街道 id=U3
expect 'an empty field is among none, though the file has an empty cell' 0 <<'E'
id
E
run units-list --fields id --match members --not-in streets.csv:街道 id=U3
expect 'and so it is kept by --not-in' 0 <<'E'
id
U3
E
printf 'id\nU1\n' >a:b.csv
run units-list --fields id --in a:b.csv
expect 'a file with a colon in its name' 0 <<'E'
id
U1
E
run visits-list --match unit --in streets.csv
expect_error 'no column to match' 2 "streets.csv:1:1: the file has neither a column 'unit' nor 'id'"
run units-list --in streets.csv:区
expect_error 'a column that is not there' 2 "streets.csv:1:1: the file has no column '区'"
run units-list --in missing.csv
expect_error 'a file that is not there' 3 'missing.csv: cannot be opened'
printf 'id\nU1\n"U2\n' >bad.csv
run units-list --fields id,since --in bad.csv
expect 'a bad row in the file: the good ones count, exit code 3' 3 <<'E'
id,since
U1,
E
expect_error 'and it is named' 3 'bad.csv:3:4: a quote that is not closed'
run units-list --match id
expect_error '--match alone' 2 '--match is for --in and --not-in'
run_in ids.csv units-list -f - --in -
expect_error 'standard input named twice' 2 'standard input (-) is named twice'
run_in ids.csv units-list -f orgs=- --in -:id
expect_error 'standard input named twice, once for another register' 2 'standard input (-) is named twice'

# --- dress

run units-list --fields id,name,area,members --pretty
expect 'aligned by display width, numbers to the right' 0 <<'E'
id  name     area          members
--  -------  ------------  -------
U1  甲公司   360102002001        9
U2  乙,公司  360102007001       10
U2  乙,公司  360102007           3
U3  丙协会   360102002
E
run orgs-list --fields units.members,id --pretty --no-header id=O2,O1 --as-of 2024-04-01
expect 'aligned without header; several numbers in a cell are text' 0 <<'E'
9   O1
10  O2
E
printf 'id,name,kind,area\nU1,\033[31m红\t,enterprise,36\n' >control.csv
run units-list -f control.csv --fields name,id --pretty
expect 'control characters are made visible for a terminal' 0 <<'E'
name            id
--------------  --
\x1B[31m红\x09  U1
E
run units-list -f control.csv
expect 'and kept as they are in CSV' 0 <control.csv
run units-list --zh --fields id,kind,operating,area
expect 'in Chinese; an area whose name is not unique keeps its code' 0 <<'E'
单位编号,单位类别,是否实体运营,所属街道社区
U1,非公企业,,360102002001
U2,非公企业,否,360102007001
U2,非公企业,是,豫章街道
U3,社会团体,是,滕王阁街道
E
run orgs-list --zh --fields id,units.kind,parent.name
expect 'steps in Chinese' 0 <<'E'
组织编号,覆盖单位.单位类别,上级组织.组织名称
O1,非公企业,
O2,非公企业;社会团体,甲支部
O3,非公企业,
E
units-list --zh >zh.csv
run units-list -f zh.csv
expect 'what --zh prints is read back' 0 <reg/units.csv
printf 'id,name,kind,area\nU1,=1+1,enterprise,360102002001\n' >formula.csv
run units-list -f formula.csv --excel --no-header
printf '\357\273\277%s\r\n' "U1,'=1+1,enterprise,\"=\"\"360102002001\"\"\"" >excel.csv
expect 'for a spreadsheet' 0 <excel.csv
run units-list --no-header --fields id id=U1
expect 'without header' 0 <<'E'
U1
E
run units-list --pretty --excel
expect_error '--pretty and --excel' 2 'exclude each other'

# --- the directory

mkdir torn zipped
printf 'id,kind,name,area,recorded\nS1,complex,大厦,360102,2024-01-01T00:00:00Z\n' >good.csv
{ cat good.csv && printf 'S2,complex,半'; } >torn/sites.csv
run sites-list -d torn
expect 'a torn tail is left out: exit code 1' 1 <good.csv
expect_error 'and said' 1 'sites-list: torn/sites.csv:3:1: the last line is torn (14 bytes without a newline), left out'
{ cat good.csv && printf 'S2,complex,全,360102,2024-01-02T00:00:00Z'; } >torn/sites.csv
{ cat torn/sites.csv && echo; } >complete.csv
run sites-list -d torn
expect 'a complete last line without newline is a row' 0 <complete.csv
run events-list
expect 'a register that nobody has written to is empty' 0 <<'E'
id,date,kind,part_of,series,name,host,team,audience,method,topic,item,donor,headcount,value,area,recorded
E
expect_error 'and that is said' 0 'events-list: reg/events.csv: no such register yet, taken as empty'
run events-list -q
expect_quiet '-q keeps that note back'
gzip -nc reg/units.csv >zipped/units.csv.gz
run units-list -d zipped
expect 'a compressed register' 0 <reg/units.csv
run units-list -d missing
expect_error 'a directory that is not there' 3 'missing/units.csv'
printf 'id,person,name,role,since\nP1,,秘密,member-of-nothing,2024\nP2,,"秘\n' >people.csv
run people-list -f people.csv
expect_error 'bad rows of people' 3 'people.csv:2:8: role has no code' 'people.csv:3:7: a quote'
if grep -q 秘 "$T/err"; then leaks=1; else leaks=0; fi
ok $leaks 'no name of a person in a message' || show

# --- the same bytes whatever the surroundings

units-list --zh --sort area,-members >first.csv
for setting in LC_ALL=C LC_ALL=zh_CN.UTF-8 LANGUAGE=zh_CN TZ=America/New_York; do
	run env "$setting" units-list --zh --sort area,-members
	expect "the same bytes with $setting" 0 <first.csv
done
# --- files put one behind another

printf 'id,name,kind,area\nU1,示例一,enterprise,360102\n"id",name,"kind",area\nU2,示例二,service,360102\n\357\273\277"id",name,kind,area\n' >behind.csv
run units-list -f behind.csv --fields id
expect 'the header again, quoted otherwise or with a byte order mark' 0 <<'E'
id
U1
U2
E
expect_quiet 'and nothing is said of it'
# --- values that could never be found

printf 'id,name,kind,area,services\nS1,驿站,station,360102,rest;meals\nS2,驿站,station,360102,;\n' >services.csv
run sites-list -f services.csv 'services=rest;meals' --fields id
expect_error 'several elements in one value' 2 "'rest;meals' names several" 'field=a,b finds any'
run sites-list -f services.csv services=歇脚休息、饮水热饭 --fields id
expect_error 'several labels in one value' 2 "'歇脚休息、饮水热饭' names several"
run sites-list -f services.csv services=歇脚休息 services=饮水热饭 --fields id
expect 'two elements of a list' 0 <<'E'
id
S1
E
run sites-list -f services.csv services= --fields id,services
expect 'a list of nothing but separators is empty' 0 <<'E'
id,services
S2,
E
run orgs-list units=某公司
expect_error 'a name where an id stands' 2 'units holds ids' 'units.name='
run units-list --where "''"
expect_error 'an empty condition' 2 "'' alone is not a condition"

# --- names that are empty

run units-list -d ''
expect_error 'an empty name of the directory' 2 'the name of the register directory is empty'
run units-list -o ''
expect_error 'an empty name of the output' 2 "-o '' names no file"

# --- codes.csv

mkdir coded
printf 'id,name,kind,area,step\nU1,甲,workshop,360102,sealed\n' >coded/units.csv
printf 'field,code,label,aliases\nunits.step,sealed,封存,\nkind,workshop,工坊,作坊\n' >coded/codes.csv
run units-list -d coded step=封存 kind=作坊 --zh --fields step,kind
expect 'codes added to the list of a column, by its register or for every register' 0 <<'E'
工作步骤,单位类别
封存,工坊
E
finish
