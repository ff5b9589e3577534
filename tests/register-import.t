#!/bin/sh
# register-import: sheets as streets make them: encodings, titles, headings in their many forms, values, totals, signatures,
# what is refused and how, a second import, values by file, what sheets.csv tells.

# shellcheck disable=SC1091,SC2154 # import.sh sets T, code …
. "${0%/*}/import.sh"

# --- what is understood ---------------------------------------------------------------------------------------------

fresh
sheet street.csv '豫章街道两新组织情况统计表,,,,,,' \
	'填报单位：豫章街道,,,,,,' \
	'序号,单位名称（全称）,统一社会信用代码,单位类别,职工人数,党员数,成立时间' \
	'1,样例一公司,9144030071526726XG,非公企业,"1,234",３名,2019.5.8' \
	'2,样例二公司,,非公企业,12人,4,2020年5月8日' \
	',小计,,,1246,7,' \
	'3,样例协会,,社会团体,4,,2021/5/8' \
	',合　计,,,1250,7,' \
	'填表人：张示例,,,审核人：李示例,,,'
iconv -f UTF-8 -t GB18030 street.csv >gb.csv
run register-import -d d --dry-run units gb.csv area=豫章街道
[ "$code" -eq 0 ] && [ ! -e d/units.csv ] && [ ! -e d/sheets.csv ]
ok $? 'a dry run writes nothing' || show
cat >"$T/want" <<'X'
gb.csv: CSV, GB18030, comma
  headings in row 3; rows 4–7: 3 rows, 3 of them without a refused cell; 2 lines of totals compared
  1 row below the table, from row 9 on, left out
  A   序号              left out
  B   单位名称（全称）  name        单位名称
  C   统一社会信用代码  uscc        统一社会信用代码
  D   单位类别          kind        单位类别
  E   职工人数          employees   职工数
  F   党员数            members     正式党员数; is that meant?
  G   成立时间          since       纳入日期; is that meant?
X
cmp -s "$T/want" "$T/out"
ok $? 'it prints what it understood' || diff "$T/want" "$T/out" | sed 's/^/# /'

run register-import -d d units gb.csv area=豫章街道
expect 'the ids of the rows' 0 <<'X'
U1
U2
U3
X
run rows name,uscc,kind,area,employees,members,since
expect 'the rows as they are meant' 0 <<'X'
样例一公司,9144030071526726XG,enterprise,360102007,1234,3,2019-05-08
样例二公司,,enterprise,360102007,12,4,2020-05-08
样例协会,,association,360102007,4,,2021-05-08
X
cp d/units.csv before.csv
run register-import -d d units gb.csv area=豫章街道
[ "$code" -eq 0 ] && cmp -s before.csv d/units.csv && [ "$(wc -l <d/sheets.csv)" -eq 2 ]
ok $? 'a second import adds nothing' || show
digest=$(sha256sum gb.csv | cut -d ' ' -f 1)
run cut -d, -f2- d/sheets.csv
expect 'sheets.csv tells what came' 0 <<X
file,digest,area,period,rows
gb.csv,$digest,360102007,,3
X

# The same sheet in every form.
iconv -f UTF-8 -t UTF-16 street.csv >utf16.csv
tr ',' '\t' <street.csv | sed 's/"1\t234"/1,234/' >tabs.txt
tr ',' ';' <street.csv | sed 's/"1;234"/1,234/' >semicolons.csv
{ printf '\357\273\277' && sed 's/$/\r/' street.csv; } >bom.csv
gzip -nc gb.csv >gb.csv.gz
units-list -d d --fields name,uscc,kind,area,employees,members,since >"$T/same"
for file in street.csv utf16.csv tabs.txt semicolons.csv bom.csv gb.csv.gz -; do
	fresh
	run_in gb.csv register-import -d d units "$file" area=豫章街道
	units-list -d d --fields name,uscc,kind,area,employees,members,since 2>/dev/null >"$T/these"
	[ "$(wc -l <"$T/these")" -eq 4 ] && cmp -s "$T/same" "$T/these"
	ok $? "the same rows from $file" || show
done

# --- what is refused ------------------------------------------------------------------------------------------------

refused() { # refused NAME HEADINGS CELLS TEXT: one row of units, whose message has TEXT
	fresh
	sheet one.csv "$2" "$3"
	run register-import -d d units one.csv area=豫章街道 kind=非公企业
	status=0
	[ "$code" -eq 1 ] && [ ! -s "$T/out" ] && [ ! -e d/units.csv ] && grep -q "$4" "$T/err" || status=1
	ok $status "$1" || show
}
refused 'about twelve is no number' 单位名称,职工人数 样例一公司,约12 'one.csv:2:2: 职工人数: .*约12'
refused 'a month is no day' 单位名称,成立时间 样例一公司,2026年5月 'one.csv:2:2: 成立时间: .*2026年5月'
refused 'the right check character is named' 单位名称,信用代码 样例一公司,9144030071526726X1 "one.csv:2:2: .*'G'"
refused 'a code that a spreadsheet program lost' 单位名称,信用代码 样例一公司,9.14403E+17 'one.csv:2:2: .*9.14403E+17'
refused 'a formula that failed' 单位名称,职工人数 '样例一公司,#REF!' 'one.csv:2:2: '
refused 'a cell in a column without a heading' 单位名称,职工人数 样例一公司,3,7 'one.csv:2:3: C: '
refused 'no area of that name' 单位名称,所属街道 样例一公司,无名街道 'one.csv:2:2: 所属街道: .*无名街道'

fresh
sheet one.csv 单位名称,成立时间 样例一公司,2026年5月
run register-import -d d --month first units one.csv area=豫章街道 kind=非公企业
[ "$code" -eq 0 ] && [ "$(rows since)" = 2026-05-01 ]
ok $? '--month first' || show

fresh
sheet total.csv 单位名称,职工人数 样例一公司,３ 样例二公司,4 合计,8
run register-import -d d units total.csv area=豫章街道 kind=非公企业
grep -q 'total.csv:4:2: 职工人数: the total says 8, the rows above add up to 7' "$T/err" && [ "$code" -eq 1 ] && [ ! -e d/units.csv ]
ok $? 'a total that does not agree refuses the sheet' || show

fresh
sheet mixed.csv 单位名称,职工人数,联系电话 样例一公司,约３,079100000001 样例二公司,4,079100000002
run register-import -d d --keep-going --rejects bad.csv units mixed.csv area=豫章街道 kind=非公企业
[ "$code" -eq 1 ] && [ "$(rows name,employees)" = 样例二公司,4 ]
ok $? '--keep-going takes the good rows' || show
run cut -d, -f1-6 bad.csv
expect 'the file of rejects has the cell as it stood' 0 <<'X'
file,sheet,row,column,field,text
mixed.csv,,2,B,employees,约３
X

# A row that the writer refuses is told with its place in the sheet, too.
fresh
sheet twice.csv 单位编号,单位名称 U7,样例一公司 U7,样例二公司
run register-import -d d --rejects bad.csv units twice.csv area=豫章街道 kind=非公企业
[ "$code" -eq 1 ] && grep -q '^register-import: twice.csv:3' "$T/err" && grep -q '^twice.csv,,3,A,id,U7,' bad.csv
ok $? 'a row that the register refuses' || { show && cat bad.csv; }

# A later state of what is there must not become a second one of the name.
fresh
sheet one.csv 单位名称,职工人数 样例一公司,12
register-import -d d units one.csv area=豫章街道 kind=非公企业 >/dev/null
cp d/units.csv before.csv
sheet later.csv 单位名称,职工人数 样例一公司,15
run register-import -d d units later.csv area=豫章街道 kind=非公企业
grep -q "later.csv:2:2: this is 'U1', but its employees is ('12') there" "$T/err" && [ "$code" -eq 1 ] && cmp -s before.csv d/units.csv
ok $? 'a unit of the same name with other cells' || show
run register-import -d d units later.csv area=大院街道 kind=非公企业
[ "$code" -eq 0 ] && [ "$(rows name | wc -l)" -eq 2 ]
ok $? 'but not in another street' || show
run register-import -d d --again units later.csv area=豫章街道 kind=非公企业
[ "$code" -eq 0 ] && [ "$(rows name | wc -l)" -eq 3 ]
ok $? 'nor with --again' || show
fresh
sheet same.csv 单位名称,职工人数 样例一公司,12 样例一公司,13
run register-import -d d units same.csv area=豫章街道 kind=非公企业
expect_error 'two rows of one name in a sheet' 1 "same.csv:3:1: name ('样例一公司') is that of 'U1' (an earlier row of the input)"

# A later version of a sheet: its changes, then what is new.
fresh
sheet june.csv 单位名称,统一社会信用代码,职工人数,党员数 样例一公司,,12,3 样例二公司,9144030071526726XG,7,
register-import -d d --as-of 2024-06-30 units june.csv area=豫章街道 kind=非公企业 >/dev/null
register-amend -d d units U1 --from 2024-07-02 step=走访 >/dev/null
run register-import -d d --as-of 2024-06-30 units june.csv area=豫章街道 kind=非公企业
expect 'rows that have gone on are still there' 0 <<'X'
U1
U2
X
sheet july.csv 单位名称,统一社会信用代码,职工人数,党员数 样例一公司,,15,3 样例二公司（改名）,9144030071526726XG,7,1 样例三公司,,5,
run register-import -d d --as-of 2024-07-31 units july.csv area=豫章街道 kind=非公企业
[ "$code" -eq 1 ] && [ "$(grep -c -- --changes "$T/err")" -eq 2 ]
ok $? 'a later version is not imported over it' || show
run register-import -d d --changes --from 2024-07-31 --as-of 2024-07-31 units july.csv area=豫章街道 kind=非公企业
expect 'its changes' 0 <<'X'
register,key,op,date,field,value,why
units,U1,from,2024-07-31,employees,15,
units,U2,from,2024-07-31,name,样例二公司（改名）,
units,U2,from,2024-07-31,members,1,
X
cp "$T/out" changes.csv
run register-amend -d d -f changes.csv
[ "$code" -eq 0 ]
ok $? 'register-amend takes them' || show
run register-import -d d --as-of 2024-07-31 units july.csv area=豫章街道 kind=非公企业
expect 'then only the new row is new' 0 <<'X'
U1
U2
U3
X
run units-list -d d --as-of 2024-07-31 --no-header --fields id,name,employees,members,step,since
expect 'as they are now' 0 <<'X'
U1,样例一公司,15,3,visit,2024-07-31
U2,样例二公司（改名）,7,1,,2024-07-31
U3,样例三公司,5,,,2024-07-31
X
run register-check -d d
[ "$code" -eq 0 ]
ok $? 'and in order' || show
run register-import -d d --changes units july.csv
expect_error '--changes says since when, or why' 2 '--changes needs --from DATE'
run register-import -d d --changes --correct units july.csv
expect_error '--correct says why' 2 '--correct needs a reason'
units-list -d d --as-of 2024-07-31 --zh | sed 's/样例三公司/样例三有限公司/' >back.csv
run register-import -d d --changes --correct --why 抄错 units back.csv
expect 'a correction of a sheet that readers wrote' 0 <<'X'
register,key,op,date,field,value,why
units,U3,correct,,name,样例三有限公司,抄错
X
SOURCE_DATE_EPOCH=4000000000 register-amend -d d units U3 --correct --why 核对 employees=6 >/dev/null
run register-import -d d --changes --correct --why 抄错 units back.csv
expect_error 'but not of a row that has changed since' 1 "'U3' has changed since the sheet was made"

# Columns of their own.
fresh
sheet own.csv 单位名称,备用列,网格,重点+ 样例一公司,甲,一,x 样例二公司,,二,y
register-import -q -d d --as-of 2024-06-30 units own.csv area=豫章街道 kind=非公企业 >/dev/null
sheet own.csv 单位名称,备用列,网格,重点+ 样例一公司,乙,'"三,四"',x 样例二公司,,二,
run register-import -d d --as-of 2024-07-31 units own.csv area=豫章街道 kind=非公企业
expect_error 'another value in a column of their own' 1 "own.csv:2: this is 'U1', but its 备用列, a column of your own, is another there; --changes makes"
run register-import -d d --as-of 2024-07-31 --changes --from 2024-07-31 units own.csv area=豫章街道 kind=非公企业
expect 'its changes' 0 <<'X'
register,key,op,date,field,value,why
units,U1,from,2024-07-31,备用列,乙,
units,U1,from,2024-07-31,网格,"三,四",
X
cp "$T/out" changes.csv
register-amend -q -d d -f changes.csv >/dev/null
run units-list -d d id=U1 --no-header --fields 备用列,网格,重点+,since --sort since
expect 'which register-amend makes' 0 <<'X'
甲,一,x,2024-06-30
乙,"三,四",x,2024-07-31
X
run register-import -d d --as-of 2024-07-31 units own.csv area=豫章街道 kind=非公企业
expect 'then they are there' 0 <<'X'
U1
U2
X
sheet own.csv 单位名称,重点+ 样例一公司,z
run register-import -d d --as-of 2024-07-31 --changes --correct --why 抄错 units own.csv area=豫章街道 kind=非公企业
expect_error 'a name that register-amend would take for an edit of a list' 1 "its 重点+ is another there; register-amend changes no column whose name ends in + or -, --leave-out does without"

# --- columns --------------------------------------------------------------------------------------------------------

fresh
sheet own.csv 单位名称,备用列 样例一公司,甲
run register-import -d d units own.csv area=豫章街道 kind=非公企业
[ "$code" -eq 0 ] && [ "$(rows name,备用列)" = 样例一公司,甲 ]
ok $? 'a column of its own is kept in a new register' || show
sheet other.csv 单位名称,另一列 样例二公司,乙
run register-import -d d units other.csv area=豫章街道 kind=非公企业
expect_error 'but has no place in one that lacks it' 2 'other.csv:1:2'
run register-import -d d --leave-out 另一列 units other.csv area=豫章街道 kind=非公企业
[ "$code" -eq 0 ] && [ "$(rows name | wc -l)" -eq 2 ]
ok $? '--leave-out' || show

fresh
sheet double.csv 单位名称,企业名称,职工人数 样例一公司,样例公司,3
run register-import -d d units double.csv area=豫章街道 kind=非公企业
expect_error 'two columns for one field' 3 "'单位名称' and '企业名称' are both name"
sheet map.csv register,column,heading units,name,东家 units,employees,伙计
sheet odd.csv 东家,伙计 样例一公司,3
run register-import -d d --map map.csv units odd.csv area=豫章街道 kind=非公企业
[ "$code" -eq 0 ] && [ "$(rows name,employees)" = 样例一公司,3 ]
ok $? '--map' || show

fresh
sheet two.csv '序号,单位名称,人员情况,,单位类别' ',,职工人数,党员数,' '1,样例一公司,12,3,非公企业' '2,样例二公司,7,0,非公企业'
run register-import -d d units two.csv area=豫章街道
[ "$code" -eq 0 ] && [ "$(rows name,employees,members | tr '\n' ' ')" = '样例一公司,12,3 样例二公司,7,0 ' ]
ok $? 'headings in two rows' || show

fresh
sheet merged.csv 街道,单位名称,职工人数 豫章街道,样例一公司,3 ,样例二公司,4 大院街道,样例三公司,5
run register-import -d d units merged.csv kind=非公企业
expect_error 'merged cells are not filled by themselves' 1 'merged.csv:3'
run register-import -d d --fill-down area units merged.csv kind=非公企业
[ "$code" -eq 0 ] && [ "$(rows area | tr '\n' ' ')" = '360102007 360102007 360102006 ' ]
ok $? '--fill-down' || show

# Street and community: the deeper; a name that two streets have is that of the sheet's street.
fresh
printf '%s\n' 360102007901,样例社区,2023-06-30 360102006901,样例社区,2023-06-30 >>d/areas.csv
sheet deep.csv 街道,社区,单位名称 豫章街道,样例社区,样例一公司 大院街道,样例社区,样例二公司 大院街道,,样例三公司
run register-import -d d units deep.csv kind=非公企业
[ "$code" -eq 0 ] && [ "$(rows area | tr '\n' ' ')" = '360102007901 360102006901 360102006 ' ]
ok $? 'of street and community the deeper' || show
sheet both.csv 社区,单位名称 样例社区,样例四公司
run register-import -d d units both.csv kind=非公企业
expect_error 'a name that two areas have' 1 "360102006901"
run register-import -d d units both.csv kind=非公企业 area=大院街道
[ "$code" -eq 0 ] && [ "$(units-list -d d --no-header --fields area name=样例四公司)" = 360102006901 ]
ok $? 'is clear when the street is given' || show
sheet wrong.csv 街道,社区,单位名称 豫章街道,360102006901,样例五公司
run register-import -d d units wrong.csv kind=非公企业
expect_error 'a community of another street' 1 'wrong.csv:2:2: 社区: '

# A name that a street and a community have is what the column is headed; the street is read first, wherever it stands.
fresh
printf '%s\n' 360102007901,样例社区,2023-06-30 360102006901,样例社区,2023-06-30 >>d/areas.csv
sheet level.csv 社区,街道,单位名称 样例,大院,样例一公司 滕王阁,,样例二公司 ,滕王阁,样例三公司 滕王阁,滕王阁,样例四公司 豫章街道,,样例五公司
run register-import -d d units level.csv kind=非公企业
[ "$code" -eq 0 ] && [ "$(rows area | tr '\n' ' ')" = '360102006901 360102002005 360102002 360102002005 360102007 ' ]
ok $? 'community and street as the headings say, in any order' || show
sheet level-two.csv 位置,,单位名称 社区,街道, 滕王阁,,样例六公司 样例,豫章,样例七公司
run register-import -d d units level-two.csv kind=非公企业
[ "$code" -eq 0 ] && [ "$(rows area | tail -n 2 | tr '\n' ' ')" = '360102002005 360102007901 ' ]
ok $? 'also under a heading over both' || show
sheet level-none.csv 属地,单位名称 滕王阁,样例八公司
run register-import -d d units level-none.csv kind=非公企业
expect_error 'under a heading that does not say which' 1 '360102002 滕王阁街道' '360102002005 滕王阁社区居委会'

# --- what stands around the table -----------------------------------------------------------------------------------

fresh
sheet below.csv 单位名称,职工人数,党员数 样例一公司,3,1 备注：党员数不含预备党员,, 样例二公司,4,2
run register-import -d d units below.csv area=豫章街道 kind=非公企业
expect_error 'a row below the table is not lost silently' 3 'below.csv:4: this may be a row of the table'
sheet none.csv 甲,乙 1,2
run register-import -d d units none.csv area=豫章街道
expect_error 'no headings' 3 'no row with headings of units'
fresh
sheet pages.csv 单位名称,职工人数 样例一公司,3 单位名称,职工人数 样例二公司,4
run register-import -d d units pages.csv area=豫章街道 kind=非公企业
[ "$code" -eq 0 ] && [ "$(rows name | wc -l)" -eq 2 ]
ok $? 'headings printed again on the next page' || show

# --- several sheets -------------------------------------------------------------------------------------------------

fresh
sheet a.csv 单位名称,职工人数 样例一公司,3
sheet b.csv 企业名称,从业人数 样例二公司,4
sheet from.csv file,area a.csv,豫章街道 b.csv,大院街道
run register-import -d d --set-from from.csv --period 2024-06 units a.csv ./b.csv kind=非公企业
[ "$code" -eq 0 ] && [ "$(rows name,area | tr '\n' ' ')" = '样例一公司,360102007 样例二公司,360102006 ' ]
ok $? '--set-from' || show
run cut -d, -f2,4- d/sheets.csv
expect 'each sheet has its line' 0 <<'X'
file,area,period,rows
a.csv,360102007,2024-06,1
./b.csv,360102006,2024-06,1
X
sheet b.csv 企业名称,从业人数 样例三公司,许多
cp d/units.csv before.csv
sheet a.csv 单位名称,职工人数 样例四公司,3
run register-import -d d --set-from from.csv units a.csv b.csv kind=非公企业
[ "$code" -eq 1 ] && cmp -s before.csv d/units.csv
ok $? 'one bad sheet holds up the others' || show
sheet b.csv 企业名称,从业人数
sheet c.csv 单位名称,职工人数 样例一公司,3
rm -rf d/sheets.csv
register-import -q -d d units a.csv b.csv c.csv area=豫章街道 kind=非公企业 >/dev/null
run cut -d, -f2,6 d/sheets.csv
expect 'one of headings alone, or of rows that are there, has none' 0 <<'X'
file,rows
a.csv,1
X
cp d/sheets.csv before.csv
register-import -q -d d units a.csv b.csv c.csv area=豫章街道 kind=非公企业 >/dev/null
cmp -s before.csv d/sheets.csv
ok $? 'a second time none of them'
fresh
run register-import -d d units b.csv area=豫章街道 kind=非公企业
[ "$code" -eq 0 ] && [ "$(wc -l <d/units.csv)" -eq 1 ] && [ ! -e d/sheets.csv ]
ok $? 'headings alone make a register without rows, and are not told' || show
sheet a.csv 单位名称,职工人数,工会名称 样例一公司,3, 样例二公司,4,
sheet c.csv 单位名称,职工人数,工会名称 样例二公司,4,
register-import -q -d d --as-of 2024-06-30 units a.csv area=豫章街道 kind=非公企业 >/dev/null
sheet c.csv 单位名称,职工人数,工会名称 样例二公司,4,样例工会
register-import -q -d d --as-of 2024-06-30 units a.csv c.csv area=豫章街道 kind=非公企业 >/dev/null
run cut -d, -f2,6 d/sheets.csv
expect 'one that only brings an organisation has one' 0 <<'X'
file,rows
a.csv,2
c.csv,0
X
sheet from.csv file,area a.csv,豫章街道
run register-import -d d --set-from from.csv units a.csv b.csv kind=非公企业
expect_error 'a sheet without its line' 3 "has no line for 'b.csv'"
fresh
sheet a.csv 单位名称,统一社会信用代码,街道,类别 样例一公司,,豫章街道,非公企业
sheet from.csv file,uscc a.csv,913601007000000001
run register-import -d d --set-from from.csv units a.csv
expect_error 'a code of --set-from that does not conform is refused in an empty cell' 1 "a.csv:2:2: check character 17"
[ ! -e d/units.csv ]
ok $? '… and nothing is written'
run register-import -d d --set-from from.csv --allow-code 913601007000000001 --why 证照如此 units a.csv
[ "$code" -eq 0 ] && grep -q ',allow,[^,]*,证照如此,U1,913601007000000001,' d/units.journal.csv
ok $? '… and let in only as the journal tells' || show

# The ten streets at once, each in its own form.
fresh
report() { # report N STREET HEADINGS…: a title, headings, two rows, a total, a signature
	number=$1 street=$2
	shift 2
	printf '%s\n' "${street}两新组织统计表,," "$@" "样例$number一公司,非公企业,$number人" "样例$number二公司,社会团体,３名" \
		"合计,,$((number + 3))" '填表人：张示例,,'
}
plain=单位名称,单位类别,职工人数
report 1 滕王阁街道 $plain | iconv -t GB18030 >1.csv
{ printf '\357\273\277' && report 2 百花洲街道 企业名称,类型,从业人数 | sed 's/$/\r/'; } >2.csv
report 3 墩子塘街道 $plain | tr , '\t' | iconv -t UTF-16 >3.txt
report 4 大院街道 $plain | tr , ';' >4.csv
report 5 豫章街道 $plain | iconv -t GB18030 | gzip -n >5.csv.gz
report 6 董家窑街道 单位名称,单位类别,人员情况 ,,职工人数 >6.csv
report 7 彭家桥街道 '"单位' '名称","单位' '类别",职工人数' >7.csv
report 8 扬子洲镇 $plain >8.csv
mkdir other
cp d/areas.csv other && register-import -d other -q units 8.csv area=扬子洲镇 >/dev/null && units-list -d other --fields name,kind,employees -o 8.xlsx
report 9 贤士湖管理处 '单位名称（全称）,*单位类别,职工人数（人）' | tr '\n' '\r' >9.csv
units-list -d other --fields name,kind,employees --excel | sed 's/样例8/样例10/' >10.csv
printf '%s\n' file,area 1.csv,滕王阁街道 2.csv,百花洲街道 3.txt,墩子塘街道 4.csv,大院街道 5.csv.gz,豫章街道 6.csv,董家窑街道 7.csv,彭家桥街道 \
	8.xlsx,扬子洲镇 9.csv,贤士湖管理处 10.csv,扬农管理处 >from.csv
ten='1.csv 2.csv 3.txt 4.csv 5.csv.gz 6.csv 7.csv 8.xlsx 9.csv 10.csv'
# shellcheck disable=SC2086
{
	cp 10.csv good.csv
	sed 's/,3/,约3/' good.csv >10.csv
	run register-import -d d --set-from from.csv units $ten
	[ "$code" -eq 1 ] && [ ! -s "$T/out" ] && [ "$(ls d)" = areas.csv ]
	ok $? 'ten streets: a cell that is refused in one holds up all' || { show && ls d; }
	cp good.csv 10.csv
	run register-import -d d --set-from from.csv units $ten
	[ "$code" -eq 0 ] && [ "$(wc -l <"$T/out")" -eq 20 ] && [ "$(rows area | sort | uniq -c | grep -c '^ *2 ')" -eq 10 ] &&
		[ "$(rows employees | awk '{ n += $1 } END { print n }')" -eq $((1 + 2 + 3 + 4 + 5 + 6 + 7 + 8 + 9 + 8 + 30)) ]
	ok $? 'two units in each' || { show && cat d/units.csv; }
	[ "$(rows recorded | sort -u | wc -l)" -eq 1 ] && [ "$(sed 1d d/sheets.csv | cut -d , -f 1 | sort -u)" = "$(rows recorded | sort -u)" ] &&
		[ "$(wc -l <d/sheets.csv)" -eq 11 ]
	ok $? 'in one transaction, of which sheets.csv has a line for each sheet' || cat d/sheets.csv
	cat d/units.csv d/sheets.csv >before.csv
	run register-import -d d --set-from from.csv units $ten
	[ "$code" -eq 0 ] && [ "$(wc -l <"$T/out")" -eq 20 ] && cat d/units.csv d/sheets.csv | cmp -s before.csv -
	ok $? 'a second import adds nothing' || show
}

# --- survey sheets --------------------------------------------------------------------------------------------------

orgs() {
	orgs-list -d d --no-header --fields line,name,mode,area,units,secretary,since 2>/dev/null
}
survey() { # survey LINE…: a sheet with these rows below two rows of headings
	sheet survey.csv '两新组织摸底表,,,,,,,,,,' \
		'单位名称,社区,职工人数,党组织情况,,,,党建指导员,工会,,团支部名称' \
		',,,是否建立,名称,组建方式,书记,,是否建立,组建方式,' "$@"
}
fresh
survey '样例一公司,滕王阁街道,12,是,样例联合党支部,联合组建,张示例,,√,单独组建,样例团支部' \
	'样例二公司,滕王阁街道,7,是,样例联合党支部,联合,,,无,,' \
	'样例三公司,滕王阁街道,5,否,,,,李示例,否,,' \
	'样例四公司,豫章街道,9,,,,,李示例,,,样例团支部' \
	'样例五公司,滕王阁街道,9,,,,,李示例,,,样例团支部'
run register-import -d d --as-of 2024-06-30 units survey.csv kind=非公企业
expect 'the ids of units, organisations and guides' 0 <<'X'
U1
U2
U3
U4
U5
O1
O2
O3
O4
P1
P2
X
run orgs
expect 'an organisation of one name in one street is one; in two streets they are two' 0 <<'X'
party,样例联合党支部,joint,360102002,U1;U2,张示例,2024-06-30
union,样例一公司工会组织,single,360102002,U1,,2024-06-30
youth,样例团支部,joint,360102002,U1;U5,,2024-06-30
youth,样例团支部,single,360102007,U4,,2024-06-30
X
run people-list -d d --no-header --fields name,role,units,area,since
expect 'guides' 0 <<'X'
李示例,guide,U3;U5,360102002,2024-06-30
李示例,guide,U4,360102007,2024-06-30
X
run register-check -d d
expect 'the registers are in order' 0 <<'X'
register,line,column,code,message
X
cat d/units.csv d/orgs.csv d/people.csv d/sheets.csv >before.csv
run register-import -d d --as-of 2024-06-30 units survey.csv kind=非公企业
cat d/units.csv d/orgs.csv d/people.csv d/sheets.csv | cmp -s before.csv - && [ "$code" -eq 0 ] && [ "$(wc -l <"$T/out")" -eq 11 ]
ok $? 'a second import adds nothing to any of them' || show

# Over several streets only when a person says so.
fresh
run register-import -d d --as-of 2024-06-30 --dry-run --joint joint.csv units survey.csv kind=非公企业
[ "$code" -eq 0 ] && grep -q '2 names stand in several streets' "$T/err"
ok $? 'names in several streets are said' || show
run cat joint.csv
expect 'a dry run writes them down' 0 <<'X'
line,name,areas,one
youth,样例团支部,360102002;360102007,
guide,李示例,360102002;360102007,
X
sed -i '/^youth/s/$/yes/' joint.csv
run register-import -d d --as-of 2024-06-30 --joint joint.csv units survey.csv kind=非公企业
[ "$code" -eq 0 ] && [ "$(orgs | grep youth)" = 'youth,样例团支部,joint,360102,U1;U4;U5,,2024-06-30' ] &&
	[ "$(people-list -d d --count)" -eq 2 ]
ok $? '--joint: one organisation over both streets' || show
echo line,name >odd.csv
run register-import -d d --joint odd.csv units survey.csv kind=非公企业
expect_error 'a file of another form' 3 'the header line,name,areas,one was expected'

survey_refused() { # survey_refused NAME TEXT LINE…
	what=$1 text=$2
	shift 2
	fresh
	survey "$@"
	run register-import -d d --as-of 2024-06-30 --rejects bad.csv units survey.csv kind=非公企业
	status=0
	[ "$code" -eq 1 ] && grep -q "$text" "$T/err" && [ ! -s "$T/out" ] && [ ! -e d/units.csv ] && [ ! -e d/orgs.csv ] || status=1
	ok $status "$what" || show
}
survey_refused 'none, but others tell of one' 'survey.csv:4:4: 党组织情况是否建立: there is none' \
	'样例一公司,豫章街道,12,否,样例党支部,,,,,,'
survey_refused 'two rows that disagree' 'survey.csv:5:6: 党组织情况组建方式: differs' \
	'样例一公司,豫章街道,12,是,样例党支部,联合组建,,,,,' '样例二公司,豫章街道,12,是,样例党支部,区域统建,,,,,'
survey_refused 'a name that is missing' 'survey.csv:4:4: 党组织情况是否建立: there is one, but its name is empty' \
	'样例一公司,豫章街道,12,是,,联合组建,,,,,'
survey_refused 'joint, without a column for its name' 'survey.csv:4:10: 工会组建方式: one over several units' \
	'样例一公司,豫章街道,12,,,,,,是,联合组建,'
survey_refused 'a single one over two units, found when it is added' 'survey.csv:4:.*mode single covers one unit, 2 are given' \
	'样例一公司,豫章街道,12,是,样例党支部,单独组建,,,,,' '样例二公司,豫章街道,12,是,样例党支部,单独组建,,,,,'
grep -q '^survey.csv,,4,D,party,是,' bad.csv
ok $? 'it stands in the file of rejects' || sed 's/^/# /' bad.csv
fresh
survey '样例一公司,豫章街道,12,是,样例党支部,,,,,,' '样例二公司,豫章街道,许多,是,样例党支部,,,,,,'
run register-import -d d --as-of 2024-06-30 --keep-going units survey.csv kind=非公企业
[ "$code" -eq 1 ] && [ "$(orgs)" = 'party,样例党支部,single,360102007,U1,,2024-06-30' ]
ok $? 'with --keep-going an organisation covers the units that came' || show

# A later survey: units that are new come first, then organisations grow; none shrinks.
fresh
sheet june.csv 单位名称,党组织名称,党组织书记 样例一公司,样例党支部,张示例 样例二公司,, 样例四公司,样例党支部,
register-import -d d --as-of 2024-06-30 units june.csv area=豫章街道 kind=非公企业 >/dev/null
sheet july.csv 单位名称,党组织名称,党组织书记 样例一公司,样例党支部,李示例 样例二公司,样例党支部, 样例三公司,样例党支部,
run register-import -d d --as-of 2024-07-31 units july.csv area=豫章街道 kind=非公企业
[ "$code" -eq 1 ] && [ "$(tr '\n' ' ' <"$T/out")" = 'U1 U2 U4 O1 ' ] &&
	grep -q "july.csv:2:2: this is 'O1', but its units is ('U1;U3') there" "$T/err" && ! grep -q 李示例 "$T/err"
ok $? 'new units are added, what differs of an organisation is told' || show
run register-import -d d --as-of 2024-07-31 --changes --from 2024-07-31 units july.csv area=豫章街道 kind=非公企业
expect 'and becomes a change, which takes nothing away' 0 <<'X'
register,key,op,date,field,value,why
orgs,O1,from,2024-07-31,units,U1;U2;U3;U4,
orgs,O1,from,2024-07-31,secretary,李示例,
X
cp "$T/out" changes.csv
register-amend -d d -f changes.csv >/dev/null
run register-import -d d --as-of 2024-07-31 units july.csv area=豫章街道 kind=非公企业
[ "$code" -eq 0 ] && [ "$(orgs-list -d d --as-of 2024-07-31 --no-header --fields units,mode,secretary)" = 'U1;U2;U3;U4,joint,李示例' ]
ok $? 'then all of it is there' || show
sheet big.csv 单位名称,职工人数 样例一公司,9223372036854775807 样例二公司,1 合计,5
run register-import -d d --again --dry-run units big.csv area=大院街道 kind=非公企业
expect_error 'a sum that is too large equals nothing' 1 'big.csv:4:2: 职工人数: the total says 5'

# --- what readers write comes back ------------------------------------------------------------------------------------

for register in units orgs people visits meetings problems sites awards events; do
	for form in --zh --excel; do
		rm -rf d
		mkdir d
		cp "$donghu"/registers/*.csv d
		rm -f d/$register.csv d/$register.journal.csv
		"$register-list" -d "$donghu/registers" $form >back.csv
		run register-import -d d $register back.csv
		"$register-list" -d d | sed 's/,[^,]*$//' >"$T/these"
		"$register-list" -d "$donghu/registers" | sed 's/,[^,]*$//' >"$T/those"
		[ "$code" -eq 0 ] && cmp -s "$T/these" "$T/those"
		ok $? "$register-list $form" || show
	done
done

# What a spreadsheet would take for a formula or a number, and a name that it may not lose.
mkdir odd
cat >odd/units.csv <<'X'
id,uscc,name,kind,area,address,recorded
U1,914403001922038216,+样例公司,enterprise,360102007,=1+1,2024-03-02T00:00:00Z
U2,,"""样例""，二","association",360102007,-7,2024-03-02T00:00:00Z
U3,,样例三,enterprise,360102007,00123456789012345,2024-03-02T00:00:00Z
X
for form in --zh --excel '-o back.xlsx'; do
	fresh
	rm -f back.csv back.xlsx
	# shellcheck disable=SC2086
	units-list -d odd $form >back.csv
	[ ! -e back.xlsx ] || mv back.xlsx back.csv
	run register-import -d d units back.csv
	[ "$code" -eq 0 ] && [ "$(rows id,uscc,name,address)" = "$(units-list -d odd --no-header --fields id,uscc,name,address)" ]
	ok $? "odd texts come back from ${form#-o }" || { show && cat back.csv; }
done

# --- use ------------------------------------------------------------------------------------------------------------

run register-import -d d
expect_error 'no register' 2 'which register?'
run register-import -d d units june.csv area＝豫章街道
expect_error 'a full-width equals sign' 2 "'area＝…' has a full-width ＝"
fresh
sheet bare.csv 单位名称,党组织名称 样例一公司,样例党支部 样例二公司,样例党支部
run register-import -d d units bare.csv kind=非公企业
expect_error 'without an area' 1 'area (所属街道社区) is empty'
! grep -q 'several streets' "$T/err"
ok $? 'no street is not another street' || show
run register-import -d d --sheet 2 units june.csv
expect_error 'a sheet of a text file' 2 "a text file has no sheets"
run register-import -d d nonsense a.csv
expect_error 'no such register' 2 "'nonsense' is no register"
run register-import -d d units
expect_error 'no file' 2 'no file is given'
finish
