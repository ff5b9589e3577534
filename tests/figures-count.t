#!/bin/sh
# figures-count: rows of any CSV into one figure, and the figures of definitions with the rows behind them.
# shellcheck disable=SC1091,SC2154 # lib.sh sets T and code
. "${0%/*}/lib.sh"
H=figure,area,period,group,value,of

# rows PATTERN: the header and the figures that match
rows() {
	grep -e "^$H" -e "$1" "$T/out" >"$T/some"
	mv "$T/some" "$T/out"
}

# --- any CSV

cat >visits.csv <<'E'
id,date,by,unit,area,kind,step,text,value,recorded
V1,2024-01-05,P1,U1,360102002001,routine,,,,
V2,2024-02-05,P1,U1,360102002002,condolence,,,500.00,
V3,2024-03-05,,U2,360102004001,condolence,,,20.5,
V4,2024-03-06,,,360102,routine,,,,
V5,2024-03-07,,U3,,guidance-day,,,,
E
run_in visits.csv figures-count -n visits
expect 'rows' 0 <<E
$H
visits,,,,5,
E
run figures-count -n visits -f visits.csv --by street --group kind
expect 'by street and kind: the complete product; a short area is its own, an empty one in the whole only' 0 <<E
$H
visits,,,,5,
visits,,,kind=condolence,2,
visits,,,kind=guidance-day,1,
visits,,,kind=routine,2,
visits,360102,,,1,
visits,360102,,kind=condolence,0,
visits,360102,,kind=guidance-day,0,
visits,360102,,kind=routine,1,
visits,360102002,,,2,
visits,360102002,,kind=condolence,1,
visits,360102002,,kind=guidance-day,0,
visits,360102002,,kind=routine,1,
visits,360102004,,,1,
visits,360102004,,kind=condolence,1,
visits,360102004,,kind=guidance-day,0,
visits,360102004,,kind=routine,0,
E
run figures-count -n visited -f visits.csv --distinct unit --by district --period 2024Q1
expect 'different values; a time option names the period and selects nothing' 0 <<E
$H
visited,,2024-01-01/2024-03-31,,3,
visited,360102,2024-01-01/2024-03-31,,2,
E
for option in '--as-of 2024-03-31=2024-03-31' '--from 2024-01-01 --to 2024-03-31=2024-01-01/2024-03-31' \
	'--from 2024-01-01 --as-of 2024-03-31=2024-01-01/2024-03-31'; do
	# shellcheck disable=SC2086
	run figures-count -n n -f visits.csv ${option%=*}
	expect "${option%=*}" 0 <<E
$H
n,,${option#*=},,5,
E
done
run figures-count -n money -f visits.csv --sum value --group 走访类型
expect 'a sum of money has two decimals; a field by its Chinese label' 0 <<E
$H
money,,,,520.50,
money,,,kind=condolence,520.50,
money,,,kind=guidance-day,0.00,
money,,,kind=routine,0.00,
E
printf 'a,b\n1.5,x\n-0.25,y\n,y\n3,\n' >plain.csv
run figures-count -n n -f plain.csv --sum a --group b
expect 'numbers by what they look like, as many decimals as the finest' 0 <<E
$H
n,,,,4.25,
n,,,b=,3.00,
n,,,b=x,1.50,
n,,,b=y,-0.25,
E
printf 'a,b\n10,x\n7,x\n' >whole.csv
run figures-count -n n -f whole.csv -f whole.csv --sum a
expect 'whole numbers stay whole; several files are one input' 0 <<E
$H
n,,,,34,
E
printf 'a,b\n' >header.csv
run_in header.csv figures-count -n n --sum a --group b
expect 'a header alone: 0' 0 <<E
$H
n,,,,0,
E
printf 'id,person,name,role,since\nP1,R1,甲,guide,\nP2,,乙,guide,\nP3,R1,甲,worker,\n' >people.csv
run figures-count -n n -f people.csv --distinct person
expect 'an empty person counts as the id of the row' 0 <<E
$H
n,,,,2,
E
printf 'id,date,kind,audience\nE1,2024-01-01,training,riders;youth\nE2,2024-01-01,training,\nE3,2024-01-01,training,youth\n' >events.csv
run figures-count -n n -f events.csv --group audience
expect 'a row stands in the group of each element of a list' 0 <<E
$H
n,,,,3,
n,,,audience=,1,
n,,,audience=riders,1,
n,,,audience=youth,2,
E
run figures-count -n n -f events.csv --distinct audience
expect 'and its elements are the different values' 0 <<E
$H
n,,,,2,
E
mkdir reg
printf 'code,name,vintage\n360102002,滕王阁街道,2024\n360102004,百花洲街道,2024\n360102009,空街道,2024\n' >reg/areas.csv
printf '走访编号,走访日期,所属街道社区,走访类型\nV1,2024-01-01,滕王阁街道,慰问\nV2,2024-01-01,百花洲街道,走访\n' | gzip >zh.csv.gz
run figures-count -d reg -n n -f zh.csv.gz --by street --group kind
rows '^n,36010200[29]'
expect 'Chinese header, codes and areas; areas of areas.csv where nothing is' 0 <<E
$H
n,360102002,,,1,
n,360102002,,kind=condolence,1,
n,360102002,,kind=routine,0,
n,360102009,,,0,
n,360102009,,kind=condolence,0,
n,360102009,,kind=routine,0,
E
printf '走访类型,n\n慰问,1\n走访,2\n慰问,3\n' >labels.csv
run figures-count -n n -f labels.csv --group kind --sum n
expect 'a label in the header of a file that is no register' 0 <<E
$H
n,,,,6,
n,,,kind=慰问,4,
n,,,kind=走访,2,
E
printf '组建方式,单位编号,单位名称,单位类别\n独立,U1,甲,企业\n联合,U2,乙,企业\n联合,U3,丙,企业\n' >joined.csv
run figures-count -n n -f joined.csv --group mode
expect 'the label of a column of another register than the file looks like' 0 <<E
$H
n,,,,3,
n,,,mode=独立,1,
n,,,mode=联合,2,
E
run figures-count -n n -f visits.csv -o out.csv
expect '-o: nothing on standard output' 0 </dev/null
[ "$(cat out.csv)" = "$H
n,,,,5," ]
ok $? 'but in the file'

run figures-count -n n -f visits.csv --group knd
expect_error 'no such field' 2 "visits.csv:1:1: no field 'knd' here; nearest is 'kind'"
run figures-count -n n -f plain.csv --by street
expect_error 'no area' 2 "no field 'area'"
run figures-count -n n -f plain.csv --sum b
expect_error 'no number' 3 "plain.csv:2:5: b is not right ('x'), a number was expected" 'plain.csv:3:7'
run figures-count -n n -f people.csv --sum name
expect_error 'the value of a personal column is not shown' 3 'people.csv:2:7: name is not right (1 character, personal)'
run figures-count -n n -f plain.csv --sum b --keep-going
expect 'bad rows left out: the empty ones remain' 1 <<E
$H
n,,,,0,
E
printf 'a,area\n1,x\n2,36010\n3,360102\n' >area.csv
run figures-count -n n -f area.csv --by district
expect_error 'no area code' 3 "area.csv:2:3: area is not right ('x')" "area.csv:3:3: area is not right ('36010')"
printf 'a\n9223372036854775807\n1\n' >large.csv
run figures-count -n n -f large.csv --sum a
expect_error 'too large a sum' 3 'large.csv:3:1: the sum is too large'
run_in /dev/null figures-count -n n
expect_error 'an empty file' 3 'the file is empty'
run figures-count
expect_error 'neither -n nor -D' 2 'give either -n NAME'
run figures-count -n n -D d.csv
expect_error 'both' 2 'give either -n NAME'
run figures-count -n n --distinct a --sum b
expect_error '--distinct and --sum' 2 'exclude each other'
run figures-count -n n --from 2024-01-01
expect_error 'half a period' 2 '--from needs --to'
run figures-count -n n --to 2024-01-01
expect_error 'the other half' 2 '--to needs --from'
run figures-count -n n --list n
expect_error '--list without definitions' 2 '--list, --listings and --known-by are for -D'
run figures-count -n 'x y'
expect_error 'a name that no template can use' 2 "-n 'x y' cannot be named in a report"
run figures-count -n ''
expect_error 'no name' 2 'a name that is not empty'
run figures-count -n n visits.csv
expect_error 'an operand' 2 "no operand was expected ('visits.csv')"

# --- definitions

export TAIZHANG_DIR=reg
cp visits.csv reg/visits.csv
# O1 changed its line on 2024-03-01; P2 is the same person as P1 in another post; P4 left on the day.
cat >reg/orgs.csv <<'E'
id,line,name,mode,area,units,since,until,recorded
O1,party,甲支部,single,360102002,U1,2020-01-01,2024-03-01,
O1,union,甲工会,single,360102002,U1,2024-03-01,,
O2,party,乙支部,joint,360102004,U1;U2,,,
E
cat >reg/people.csv <<'E'
id,person,name,role,org,channel,certified,units,area,since,until,recorded
P1,R1,张三,secretary,O2,,junior,,360102002,2023-01-01,,
P2,R1,张三,secretary,O1,,,,360102004,2023-01-01,,
P3,,李四,guide,,hired,,U1;U2;U3,360102002,2024-02-01,,
P4,R4,王五,guide,,seconded,,U1,360102004,2023-01-01,2024-03-31,
P5,R5,赵六,deputy,O2,,,,,2024-01-01,,
E
cat >reg/problems.csv <<'E'
id,raised,source,unit,area,text,solved,recorded
B1,2023-12-01,visit,U1,360102002001,甲,2024-01-15,
B2,2024-01-10,hotline,U1,360102002001,乙,,
B3,2024-02-10,,U2,360102004001,丙,2024-03-31,
E
cat >d.csv <<'E'
figure,label,unit,register,when,where,measure,of,group,match,note
units,单位,家,,,,,,,,
guides,指导员,名,people,on,role=guide,distinct:person,,channel,,
heads,书记,名,people,on,"role=secretary,deputy org.line=party",distinct:person,,certified,,
heads.certified,持证,名,people,on,"role=secretary,deputy org.line=party certified!=",distinct:person,heads,certified;role,,
posts,岗位,个,people,on,,rows,,,,
links,联系,家次,people,since,role=guide,items:units,,,,
linked,联系,家,people,since,role=guide,distinct:units,,,,
visits,走访,次,visits,date,,rows,,by.channel;kind,,
visits.value,金额,元,visits,date,,sum:value,,kind,,
solved,解决,件,problems,solved,,rows,raised,source,,
raised,提出,件,problems,raised,,rows,,,,
open,未解决,件,problems,on,,rows,,,,
E
run figures-count -D d.csv --period 2024Q1
expect 'measures, times, references, denominators and groups' 0 <<E
$H
guides,,2024-03-31,,1,
guides,,2024-03-31,channel=grassroots,0,
guides,,2024-03-31,channel=hired,1,
guides,,2024-03-31,channel=seconded,0,
heads,,2024-03-31,,2,
heads,,2024-03-31,certified=,1,
heads,,2024-03-31,certified=junior,1,
heads,,2024-03-31,certified=middle,0,
heads,,2024-03-31,certified=senior,0,
heads.certified,,2024-03-31,,1,2
heads.certified,,2024-03-31,certified=junior,1,1
heads.certified,,2024-03-31,certified=middle,0,0
heads.certified,,2024-03-31,certified=senior,0,0
heads.certified,,2024-03-31,role=activist,0,2
heads.certified,,2024-03-31,role=aide,0,2
heads.certified,,2024-03-31,role=deputy,0,2
heads.certified,,2024-03-31,role=guide,0,2
heads.certified,,2024-03-31,role=head,0,2
heads.certified,,2024-03-31,role=liaison,0,2
heads.certified,,2024-03-31,role=member,0,2
heads.certified,,2024-03-31,role=secretary,1,2
heads.certified,,2024-03-31,role=worker,0,2
linked,,2024-01-01/2024-03-31,,3,
links,,2024-01-01/2024-03-31,,3,
open,,2024-03-31,,1,
posts,,2024-03-31,,4,
raised,,2024-01-01/2024-03-31,,2,
solved,,2024-01-01/2024-03-31,,2,2
solved,,2024-01-01/2024-03-31,source=,1,2
solved,,2024-01-01/2024-03-31,source=hotline,0,2
solved,,2024-01-01/2024-03-31,source=meeting,0,2
solved,,2024-01-01/2024-03-31,source=other,0,2
solved,,2024-01-01/2024-03-31,source=snapshot,0,2
solved,,2024-01-01/2024-03-31,source=visit,1,2
visits,,2024-01-01/2024-03-31,,5,
visits,,2024-01-01/2024-03-31,by.channel=,5,
visits,,2024-01-01/2024-03-31,by.channel=grassroots,0,
visits,,2024-01-01/2024-03-31,by.channel=hired,0,
visits,,2024-01-01/2024-03-31,by.channel=seconded,0,
visits,,2024-01-01/2024-03-31,kind=condolence,2,
visits,,2024-01-01/2024-03-31,kind=guidance-day,1,
visits,,2024-01-01/2024-03-31,kind=routine,2,
visits.value,,2024-01-01/2024-03-31,,520.50,
visits.value,,2024-01-01/2024-03-31,kind=condolence,520.50,
visits.value,,2024-01-01/2024-03-31,kind=guidance-day,0.00,
visits.value,,2024-01-01/2024-03-31,kind=routine,0.00,
E
expect_quiet 'and nothing is said'
run figures-count -D d.csv --from 2024-01-01 --to 2024-03-31 --as-of 2024-02-29 --by street
rows '^heads,\|^open,\|^solved,[0-9]*,[^,]*,,'
expect 'a reference is followed on the day; all figures have the same areas' 0 <<E
$H
heads,,2024-02-29,,2,
heads,,2024-02-29,certified=,2,
heads,,2024-02-29,certified=junior,1,
heads,,2024-02-29,certified=middle,0,
heads,,2024-02-29,certified=senior,0,
heads,360102,2024-02-29,,0,
heads,360102,2024-02-29,certified=,0,
heads,360102,2024-02-29,certified=junior,0,
heads,360102,2024-02-29,certified=middle,0,
heads,360102,2024-02-29,certified=senior,0,
heads,360102002,2024-02-29,,1,
heads,360102002,2024-02-29,certified=,0,
heads,360102002,2024-02-29,certified=junior,1,
heads,360102002,2024-02-29,certified=middle,0,
heads,360102002,2024-02-29,certified=senior,0,
heads,360102004,2024-02-29,,1,
heads,360102004,2024-02-29,certified=,1,
heads,360102004,2024-02-29,certified=junior,0,
heads,360102004,2024-02-29,certified=middle,0,
heads,360102004,2024-02-29,certified=senior,0,
heads,360102009,2024-02-29,,0,
heads,360102009,2024-02-29,certified=,0,
heads,360102009,2024-02-29,certified=junior,0,
heads,360102009,2024-02-29,certified=middle,0,
heads,360102009,2024-02-29,certified=senior,0,
open,,2024-02-29,,2,
open,360102,2024-02-29,,0,
open,360102002,2024-02-29,,1,
open,360102004,2024-02-29,,1,
open,360102009,2024-02-29,,0,
solved,,2024-01-01/2024-03-31,,2,2
solved,360102,2024-01-01/2024-03-31,,0,0
solved,360102002,2024-01-01/2024-03-31,,1,1
solved,360102004,2024-01-01/2024-03-31,,1,1
solved,360102009,2024-01-01/2024-03-31,,0,0
E
run figures-count -D d.csv --period 2024Q1 --list 'visits@360102004[kind=慰问]'
expect 'the rows behind a figure; columns that it does not use as they stand' 0 <<'E'
id,date,by,unit,area,kind,step,text,value,recorded
V3,2024-03-05,,U2,360102004001,condolence,,,20.5,
E
run figures-count -D d.csv --as-of 2024-03-31 --list heads.certified
expect 'a list needs only what its figure needs' 0 <<'E'
id,person,name,role,org,channel,certified,units,area,since,until,recorded
P1,R1,张三,secretary,O2,,junior,,360102002,2023-01-01,,
E
grep -e '^figure,' -e '^visits,' d.csv >one.csv
sed 's/routine/guidance-day/' visits.csv >other.csv
run figures-count -D one.csv -f other.csv --period 2024Q1
rows 'kind'
expect 'a file without a name belongs to the only register' 0 <<E
$H
visits,,2024-01-01/2024-03-31,kind=condolence,2,
visits,,2024-01-01/2024-03-31,kind=guidance-day,3,
visits,,2024-01-01/2024-03-31,kind=routine,0,
E
run_in other.csv figures-count -D d.csv -f visits=- --period 2024Q1
rows '^visits,.*kind'
expect 'or a register is named' 0 <<E
$H
visits,,2024-01-01/2024-03-31,kind=condolence,2,
visits,,2024-01-01/2024-03-31,kind=guidance-day,3,
visits,,2024-01-01/2024-03-31,kind=routine,0,
E
sed 1q visits.csv >none.csv
run figures-count -D one.csv -f none.csv --period 2024Q1
rows '^visits,,[^,]*,\(,\|kind=routine\)'
expect 'an empty register: every code has its 0' 0 <<E
$H
visits,,2024-01-01/2024-03-31,,0,
visits,,2024-01-01/2024-03-31,kind=routine,0,
E

printf 'id,date,kind,元,recorded\nV1,2024-01-05,routine,12.5,\nV2,2024-01-06,routine,3,\n' >own.csv
printf 'figure,label,unit,register,when,where,measure,of,group,match,note\nown,,,visits,date,,sum:元,,,,\n' >own-d.csv
run figures-count -D own-d.csv -f own.csv --period 2024Q1
expect 'the sum of a column that the register does not know' 0 <<E
$H
own,,2024-01-01/2024-03-31,,15.5,
E
sed -i '3s/3,$/drei,/' own.csv
run figures-count -D own-d.csv -f own.csv --period 2024Q1
expect_error 'and a cell of it that is no number' 3 "own.csv:3:23: 元 is not a number ('drei'), it cannot be summed up"

# --- faults of definitions

# fault LINE CODE TEXT…: a definition, and what is said of it
fault() {
	printf 'figure,label,unit,register,when,where,measure,of,group,match,note\n%s\n' "$1" >fault.csv
	name=$1
	shift
	run figures-count -D fault.csv --period 2024Q1
	expect_error "$name" "$@"
}
fault 'a,,,visits,date,knd=routine,rows,,,,' 2 "fault.csv:2:17: no field 'knd' in visits; nearest is 'kind'"
fault 'a,,,visits,date,kind=walk,rows,,,,' 2 "fault.csv:2:17: kind has no code ('walk')"
fault 'a,,,visits,date,,sum:kind,,,,' 2 "fault.csv:2:18: 'kind' is not a number"
fault 'a,,,visits,date,,items:kind,,,,' 2 "fault.csv:2:18: 'kind' is not a list"
fault 'a,,,visits,date,,distinct:knd,,,,' 2 "fault.csv:2:18: no field 'knd' in visits; nearest is 'kind'"
fault 'a,,,visits,date,,rows,,knd,,' 2 "fault.csv:2:24: no field 'knd' in visits; nearest is 'kind'"
fault 'a,,,visits,date,,rows,,kind.x,,' 2 "fault.csv:2:24: 'kind' is not a reference"
fault 'a,,,visits,on,,rows,,,,' 2 'fault.csv:2:12: visits are never in force'
fault 'a,,,visit,date,,rows,,,,' 2 "fault.csv:2:5: no register 'visit'"
fault 'a,,' 3 'fault.csv:2:'
run figures-count -D absent.csv --period 2024Q1
expect_error 'no file of definitions' 3 'absent.csv'
run figures-count -D d.csv
expect_error 'neither day nor period' 2 'a day or a period is needed'
run figures-count -D d.csv --as-of 2024-03-31
expect_error 'no period' 2 "figure 'links' is counted in a period"
run figures-count -D d.csv --from 2024-01-01
expect_error 'no day' 2 "figure 'guides' holds on a day"
run figures-count -D d.csv --period 2024Q1 --list visit
expect_error 'no such figure' 2 "no figure 'visit' in d.csv; nearest is 'visits'"
run figures-count -D d.csv --period 2024Q1 --list units
expect_error 'a figure of orgs-count' 2 "'units' is a figure of orgs-count"
run figures-count -D d.csv --period 2024Q1 --list 'visits[unit=U1]'
expect_error 'no such breakdown' 2 "'visits' has no groups by 'unit'"
run figures-count -D d.csv --period 2024Q1 --group kind
expect_error '--group beside definitions' 2 'a definition has its own'
run figures-count -D d.csv --period 2024Q1 -f visits.csv
expect_error 'a file of which register' 2 'name the one of a file'
run_in reg/people.csv figures-count -D d.csv --period 2024Q1 -f people=-
expect_error 'standard input read twice' 2 'people would be read from standard input'
sed 's/2024-01-05/2024-13-05/' visits.csv >bad.csv
run figures-count -D one.csv -f bad.csv --period 2024Q1
expect_error 'a bad row' 3 'bad.csv:2:4: date is not right'
run figures-count -D one.csv -f bad.csv --period 2024Q1
expect 'prints no figure' 3 </dev/null
run figures-count -D one.csv -f bad.csv --period 2024Q1 --keep-going
rows ',,4,'
expect 'unless it is left out' 1 <<E
$H
visits,,2024-01-01/2024-03-31,,4,
E
finish
