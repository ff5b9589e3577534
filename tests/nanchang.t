#!/bin/sh
# The division codes of the sample's city: the scripts that make areas.csv and tables of changed codes, and names of areas with
# those they lie in before them.
# shellcheck disable=SC1091,SC2154 # lib.sh sets T, code …
. "${0%/*}/lib.sh"
N=$S/examples/nanchang
D=$S/examples/donghu/registers

# --- areas.sh ---------------------------------------------------------------------------------------------------------

# The tables in the form of the npm package, with lines of other cities.
table() { # table HEADER DIGITS FILE…: the codes of that length
	echo "$1"
	sed -n "s/^\([0-9]\{$2\}\),\([^,]*\),.*/\1,\"\2\",$3/p" "$4"
}
{ table code,name 2 '' "$N/areas.csv" | sed 's/,$//' && echo '11,"北京市"'; } >provinces.csv
{ table code,name,provinceCode 4 36 "$N/areas.csv" && echo '3602,"景德镇市",36'; } >cities.csv
{ table code,name,cityCode,provinceCode 6 3601,36 "$N/areas.csv" && echo '360202,"昌江区",3602,36'; } >districts.csv
{ echo code,name && echo '360202001,"西郊街道"' && table code,name 9 '' "$N/areas.csv" | sed '1d; s/,$//'; } | sed 's/$/\r/' >streets.csv
{ table code,name 12 '' "$D/areas.csv" | sed 's/,$//' && echo '360103001001,"别处社区居委会"'; } >villages.csv
run sh "$N/areas.sh" 3601 2023-06-30 streets.csv provinces.csv cities.csv districts.csv
cmp -s "$T/out" "$N/areas.csv" && [ "$code" -eq 0 ]
ok $? 'areas.csv of the city is what areas.sh makes of the tables' || show
expect_quiet 'it says nothing'
run sh "$N/areas.sh" 360102 2023-06-30 provinces.csv cities.csv districts.csv streets.csv villages.csv
cmp -s "$T/out" "$D/areas.csv" && [ "$code" -eq 0 ]
ok $? 'and areas.csv of the sample district, with communities' || show
[ "$(wc -l <"$N/areas.csv")" -eq 151 ] && ! grep -qv '^code,name,vintage$\|^36[0-9]*,[^,]*,2023-06-30$' "$N/areas.csv" "$D/areas.csv" >/dev/null
ok $? 'all of one vintage: province, city, 9 districts and counties, 139 streets and towns'

refused() { # refused NAME CODE TEXT ARGUMENT…
	name=$1 want=$2 text=$3
	shift 3
	run sh "$N/areas.sh" "$@"
	expect_error "$name" "$want" "$text"
	[ ! -s "$T/out" ]
	ok $? 'and nothing is printed' || show
}
refused 'a city that is not there' 1 "no table has '3699'" 3699 2023-06-30 provinces.csv cities.csv
refused 'what lies above is not there' 1 'no table has 36, which 3601 is a part of' 3601 2023-06-30 cities.csv
refused 'no vintage' 2 'usage: areas.sh CODE VINTAGE TABLE' 3601 cities.csv
refused 'a table that is not there' 2 'none.csv' 3601 2023-06-30 none.csv
printf 'id,name\n1,x\n' >other.csv
refused 'another table' 1 'other.csv:1: the header must name the columns code and name' 3601 2023-06-30 other.csv
printf 'code,name\n36,江西省\n3601,南昌,市\n' >other.csv
refused 'a line of other length' 1 'other.csv:3: the header has 2 fields, this line has 3' 3601 2023-06-30 other.csv
printf 'code,name\n36010,南昌市\n' >other.csv
refused 'a code that is none' 1 "other.csv:2: '36010' is not a division code" 3601 2023-06-30 other.csv

# --- recode.sh --------------------------------------------------------------------------------------------------------

cat >old.csv <<'E'
code,name,vintage
360102,甲区,2019
360102001,东风街道,2019
360102001001,东一社区居委会,2019
360102001002,东二社区居民委员会,2019
360102001003,东三社区,2019
360102002,南山街道,2019
360102002001,南一社区,2019
360102002002,南二社区,2019
360102003,西门镇,2019
360102004,重名街道,2019
360102005,北街道,2019
360102006,同名镇,2019
360102007,原名街道,2019
360105,乙区,2019
360105001,同名乡,2019
360105002,新址街道,2019
E
cat >new.csv <<'E'
code,name,vintage
360102,甲区,2023
360102005,北街道,2023
360102005001,东一社区,2023
360102005002,东二社区居委会,2023
360102005003,南一社区居委会,2023
360102007,改名街道,2023
360102008,西门街道,2023
360102008001,南二社区居委会,2023
360102009,重名街道,2023
360103,丙区,2023
360103001,重名镇,2023
360103002,新址镇,2023
360103003,同名街道,2023
E
run sh "$N/recode.sh" old.csv new.csv
expect 'what became of codes: moved, renamed in kind, merged, divided, gone, not certain' 0 <<'E'
old,new,old_name,new_name
360102001,360102005,东风街道,北街道
360102001001,360102005001,东一社区居委会,东一社区
360102001002,360102005002,东二社区居民委员会,东二社区居委会
360102001003,,东三社区,
360102002,,南山街道,
360102002001,360102005003,南一社区,南一社区居委会
360102002002,360102008001,南二社区,南二社区居委会
360102003,360102008,西门镇,西门街道
360102004,,重名街道,
360102006,,同名镇,
360105,360103,乙区,丙区
360105001,,同名乡,
360105002,360103002,新址街道,新址镇
E
run sh "$N/recode.sh" new.csv new.csv
expect 'nothing' 0 <<'E'
old,new,old_name,new_name
E
run sh "$N/recode.sh" old.csv streets.csv
expect_error 'not an areas.csv' 3 "'streets.csv' is not an areas.csv"
run sh "$N/recode.sh" old.csv
expect_error 'no second file' 2 'usage: recode.sh OLD NEW'

# Of the city: no code that there is, and what is new is there (other districts' communities are not in these files).
cat "$N/areas.csv" "$D/areas.csv" | cut -d, -f1 | sort -u >codes
sed 1d "$N/recode.csv" | cut -d, -f1 | sort >gone
sed 1d "$N/recode.csv" | cut -d, -f2 | grep . | grep -v '^360113[0-9]\{6\}$' | sort -u >became
[ -z "$(comm -12 codes gone)" ] && [ -z "$(comm -23 became codes)" ] && [ "$(wc -l <gone)" -eq 100 ]
ok $? 'recode.csv of the city fits its areas.csv'

# An old code in a register is found, and becomes the new one.
cp -R "$D" donghu
sed 's/^\(U0001,.*\),36010[0-9]*,/\1,360102001002,/' "$D/units.csv" >donghu/units.csv
run register-check -d donghu --as-of 2024-06-30
grep -v ',note-' "$T/out" >findings
cp findings "$T/out"
expect 'a code that is gone is a finding in the sample, and the only one' 1 <<'E'
register,line,column,code,message
units,2,area,unknown-area,area '360102001002' is not in areas.csv
E
register-check -d donghu --recode "$N/recode.csv" --correct --why 旧代码 >changes.csv
register-amend -d donghu -f changes.csv -q >/dev/null && run register-check -d donghu --as-of 2024-06-30
[ "$code" -eq 0 ] && [ "$(units-list -d donghu id=U0001 --fields area --no-header)" = 360102005014 ]
ok $? 'and none with the new code' || show

# --- names with those of the areas they lie in -----------------------------------------------------------------------------

all=$(units-list -d "$D" area=360102007 --count)
for name in 江西省南昌市东湖区豫章街道 南昌市东湖区豫章街道 东湖区豫章街道 江西省豫章街道; do
	run units-list -d "$D" "area=$name" --count
	expect "area=$name" 0 <<E
$all
E
done
run units-list -d "$D" area=西湖区豫章街道
expect_error 'not a street of that district' 2 '西湖区豫章街道'
run orgs-count -d "$D" --as-of 2024-06-30 --list party.orgs@南昌市东湖区豫章街道
cp "$T/out" path
run orgs-count -d "$D" --as-of 2024-06-30 --list party.orgs@豫章街道
cmp -s path "$T/out" && [ "$(wc -l <path)" -gt 5 ]
ok $? 'of a figure' || show
orgs-count -d "$D" --as-of 2024-06-30 --by street >figures.csv
echo '{{party.orgs@南昌市东湖区豫章街道}}' | report-render -f figures.csv --areas "$D/areas.csv" - >path
echo '{{party.orgs@360102007}}' | report-render -f figures.csv - >code
cmp -s path code && [ -s code ]
ok $? 'of a report'

mkdir d
{ cat "$N/areas.csv" && printf '%s\n' 360103001001,中心社区,示例 360102007001,中心社区,示例; } >d/areas.csv
units-add -d d name=样例一公司 kind=企业 area=南昌市西湖区南浦街道 -q >/dev/null
run units-add -d d name=样例二公司 kind=企业 area=中心社区
expect_error 'a name that two areas have' 2 "the parent's name in front"
units-add -d d name=样例二公司 kind=企业 area=西湖区中心社区 -q >/dev/null
printf '%s\n' 单位名称,类别,所属街道社区 样例三公司,企业,江西省南昌市东湖区豫章街道 样例四公司,企业,南昌市东湖区豫章街道办事处 \
	样例五公司,企业,'江西 南昌 西湖区 中心' 样例六公司,企业,新建区站前街道 样例七公司,企业,安义县龙津镇 >sheet.csv
register-import -d d -q units sheet.csv >"$T/out" 2>"$T/err"
run units-list -d d --fields area
expect 'of writers and sheets' 0 <<'E'
area
360103001
360103001001
360102007
360102007
360103001001
360112001
360123100
E
finish
