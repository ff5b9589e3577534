#!/bin/sh
# register-import: lines of totals, what they are compared with, and what is said when they cannot be.
# shellcheck disable=SC1091,SC2154 # lib.sh sets T, code …
. "${0%/*}/lib.sh"

fresh() { # a register directory without rows
	rm -rf d
	mkdir d
	printf '%s\n' code,name 360102,东湖区 360102007,豫章街道 >d/areas.csv
}

units() { # units ROW…: a sheet of units is looked at
	printf '%s\n' "$@" >t.csv
	fresh
	run register-import -d d --dry-run units t.csv area=豫章街道 kind=企业
	sed -i '/ would be added$/d' "$T/err"
}

# What became of the lines of totals.
compared() { # compared NAME CODE TEXT: said of the lines; nothing else is told
	[ "$code" -eq "$2" ] && grep -q "without a refused cell$3\$" "$T/out" && [ ! -s "$T/err" ]
	ok $? "$1" || show
}

told() { # told NAME CODE TEXT LINE: and this line is told, nothing else
	[ "$code" -eq "$2" ] && grep -q "without a refused cell$3\$" "$T/out" && [ "$(cat "$T/err")" = "register-import: $4" ]
	ok $? "$1" || show
}

one='; 1 line of totals compared'
none='; 1 line of totals not compared'
unclear='the total is not compared: it is not plain what it counts'

# --- how many -------------------------------------------------------------------------------------------------------------

for said in 合计：2家 '合　计：２ 家' '共 2 家' 共计2户 总计（2个） 合计2家单位 合计：单位2家 合计2条; do
	units 单位名称,职工数 甲公司,3 乙公司,4 "$said,"
	compared "$said" 0 "$one"
done
for said in 合计：3家 '共 ３ 家' 共1,234家; do
	number=$(echo "$said" | sed 's/３/3/; s/[^0-9]//g')
	units 单位名称,职工数 甲公司,3 乙公司,4 "\"$said\","
	told "$said, and there are two" 1 "$one" "t.csv:4:1: 单位名称: the total says $number rows, 2 stand above"
done
units 单位名称,职工数 甲公司,3 小计：1家, 乙公司,4 丙公司,5 小计：2家,9 合计：3家,12
compared 'of a part, and of all' 0 '; 3 lines of totals compared'
units 单位名称,职工数 甲公司,3 小计：1家, 乙公司,4 丙公司,5 小计：3家,9
told 'of a part, wrong' 1 '; 2 lines of totals compared' 't.csv:6:1: 单位名称: the total says 3 rows, 2 stand above'
units 单位名称,单位类别,职工数 甲公司,企业,3 乙公司,企业,4 合计,2家,7
compared 'in a cell of its own' 0 "$one"
units 序号,单位名称,职工数 1,甲公司,3 2,乙公司,4 合计：3家,,7
told 'in a column that is left out' 1 "$one" 't.csv:4:1: 序号: the total says 3 rows, 2 stand above'
units 单位名称,职工数 甲公司,约3 乙公司,4 合计：2家,
[ "$code" -eq 1 ] && grep -q "$one" "$T/out" && [ "$(wc -l <"$T/err")" -eq 1 ]
ok $? 'a row of which a cell is refused is one' || show
for said in 合计12家企业 '共 2 栋' 合计：2 合计：其中企业2家 共2家3楼; do
	units 单位名称,职工数 甲公司,3 乙公司,4 "$said,"
	case $said in
	共*) # no word for totals: a name
		[ "$code" -eq 0 ] && grep -q '3 rows, 3 of them' "$T/out"
		ok $? "$said: a row" || show
		;;
	*) told "$said: not plain" 0 "$none" "t.csv:4:1: 单位名称: $unclear" ;;
	esac
done
units 单位名称,职工数 甲公司,3 共2咖啡,4
[ "$code" -eq 0 ] && grep -q '2 rows, 2 of them' "$T/out"
ok $? 'a name that begins so' || show
fresh
printf '%s\n' 单位名称,职工数 甲公司,12 '共 12 人,' >t.csv
run register-import -d d units t.csv area=豫章街道 kind=企业
expect 'nothing is made of a line of totals' 0 <<'E'
U1
E

# --- of a column ----------------------------------------------------------------------------------------------------------

units 单位名称,职工数 甲公司,3 乙公司,4 '共 7 人,'
compared 'the one column of people' 0 "$one"
units 单位名称,职工数 甲公司,3 乙公司,4 '共 8 人,'
told 'and another sum' 1 "$one" 't.csv:4:1: 职工数: the total says 8, the rows above add up to 7'
units 单位名称,职工数,团员数 甲公司,3,1 乙公司,4,1 '共 7 人,,'
told 'two columns of people' 0 "$none" "t.csv:4:1: 单位名称: $unclear"
units 单位名称,职工数,团员数 甲公司,3,1 乙公司,4,1 合计：2家，职工数7人，团员数2名,,
compared 'several, by their names' 0 "$one"
units 单位名称,职工人数,团员数 甲公司,3,1 乙公司,4,1 '"合计：2家,从业人数8人,团员数2名",,'
told 'by other names of the column' 1 "$one" 't.csv:4:1: 职工人数: the total says 8, the rows above add up to 7'
units 单位名称,职工数 甲公司,3 乙公司,4 合计：2家，团员5人,
told 'a column that the sheet does not have' 0 "$one" "t.csv:4:1: 单位名称: $unclear"
units 单位名称,职工数 甲公司,3 乙公司,4 合计：2家7人,7
compared 'one behind the other' 0 "$one"
fresh
printf '%s\n' 日期,类型,物资,价值 2026-05-01,慰问,防暑用品,5000 2026-05-02,慰问,防暑用品,7000 合计：1.2万元,,, >t.csv
run register-import -d d --dry-run events t.csv
grep -q "$one" "$T/out"
ok $? 'money' || show
sed -i 's/1.2万元/1.3万元/' t.csv
run register-import -d d --dry-run events t.csv
expect_error 'and another sum' 1 't.csv:4:1: 价值: the total says 13000.00, the rows above add up to 12000.00'

# --- what cannot be compared ----------------------------------------------------------------------------------------------

units 单位名称,职工数,女职工数 甲公司,约3,1 乙公司,4,2 合计,7,3 填表人：张示例,,
[ "$code" -eq 1 ] && grep -q "without a refused cell$one\$" "$T/out" && [ "$(wc -l <"$T/err")" -eq 2 ] &&
	grep -qxF 'register-import: t.csv:4:2: 职工数: the total is not compared, since the cell in row 2 was refused' "$T/err"
ok $? 'over a cell that was refused' || show
units 单位名称,职工数 甲公司,约3 乙公司,4 合计,7
[ "$code" -eq 1 ] && grep -q "without a refused cell$none\$" "$T/out"
ok $? 'such a line is not one that was compared' || show
units 单位名称,职工数 甲公司,约3 乙公司,4 小计,7 丙公司,5 小计,5 合计,12
[ "$code" -eq 1 ] && grep -q 'without a refused cell; 1 line of totals compared; 2 lines of totals not compared$' "$T/out" &&
	grep -q 't.csv:7:2: 职工数: .*row 2 was refused' "$T/err" && ! grep -q 't.csv:6' "$T/err"
ok $? 'a part without it is compared' || show
units 单位名称,职工数 甲公司,9223372036854775807 乙公司,1 合计,5
told 'a sum that is too large' 1 "$one" 't.csv:4:2: 职工数: the total says 5, the rows above add up to more than can be counted'
units 单位名称,职工数 甲公司,3 合计,
compared 'a line without a number' 0 "$none"
units 单位名称,经营面积（亩）,职工数 甲公司,5,3 乙公司,6,4 合计,11,7
sed -i '/a column of your own$/d' "$T/err"
told 'a column of their own' 0 "$one" 't.csv:4:2: 经营面积（亩）: the total is not compared: this is no column that counts'
units 序号,单位名称,职工数 1,甲公司,3 2,乙公司,4 2,合计,7
compared 'a running number in front of the word is none' 0 "$one"

# --- persons --------------------------------------------------------------------------------------------------------------

people() { # people ROW…
	printf '%s\n' "$@" >t.csv
	fresh
	run register-import -d d --dry-run people t.csv role=指导员
	sed -i '/ would be added$/d' "$T/err"
}
people 姓名,联系电话 甲示例,13800000001 乙示例,13800000002 合计：2人,
compared 'people are rows' 0 "$one"
people 姓名,联系电话 甲示例,13800000001 乙示例,13800000002 合计：3人,13800000003
told 'and a telephone number is no total' 1 "$one" 't.csv:4:1: 姓名: the total says 3 rows, 2 stand above'
people 姓名,联系电话 甲示例,13800000001 乙示例,13800000002 合计：丙示例4栋,
told 'nothing of a name is shown' 0 "$none" "t.csv:4:1: 姓名: $unclear"
run register-import -q -d d people t.csv role=指导员
expect_quiet 'nor is anything said with -q'
finish
