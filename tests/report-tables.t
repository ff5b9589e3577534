#!/bin/sh
# Tables of report-render: sorted, cut, with streets that have not reported, and with figures as rows.
# shellcheck disable=SC1091,SC2154
. "${0%/*}/report.sh"

cat >streets.csv <<'E'
figure,area,period,group,value,of
units,,2024-06-30,,100,
units,360102002,2024-06-30,,30,
units,360102004,2024-06-30,,9,
units,360102005,2024-06-30,,30,
units,360102006,2024-06-30,,31,
party.covered,,2024-06-30,,81,100
party.covered,360102002,2024-06-30,,20,30
party.covered,360102004,2024-06-30,,6,9
party.covered,360102005,2024-06-30,,29,30
party.covered,360102006,2024-06-30,,26,31
party.orgs,,2024-06-30,,12,
party.orgs,,2024-06-30,mode=joint,2,
party.orgs,,2024-06-30,mode=single,7,
party.orgs,,2024-06-30,mode=,3,
E
cat >may.csv <<'E'
figure,area,period,group,value,of
units,,2024-05-31,,90,
units,360102002,2024-05-31,,20,
units,360102004,2024-05-31,,9,
units,360102005,2024-05-31,,40,
party.covered,,2024-05-31,,81,100
party.covered,360102002,2024-05-31,,20,30
party.covered,360102005,2024-05-31,,40,40
party.orgs,,2024-05-31,,12,
E
cat >areas.csv <<'E'
code,name,vintage
360102,东湖区,2023-06-30
360102002,滕王阁街道,2023-06-30
360102004,百花洲街道,2023-06-30
360102005,墩子塘街道,2023-06-30
360102006,大院街道,2023-06-30
E
table() { # table TEXT OPTION…
	text=$1
	shift
	printf '%s\n' "{{table $text}}" >template.md
	run report-render -f streets.csv --areas areas.csv -D definitions.csv --against prev=may.csv "$@" template.md
}
rows() { # the first and the last cell of each row
	sed -n '3,$s/^| \(.*\) |$/\1/p' "$T/out" | sed 's/ | .*| / /;s/ | / /' >"$T/rows"
	cp "$T/rows" "$T/out"
}

# --- order ----------------------------------------------------------------------------------------------------------

table 'units by street sort:-units'
expect 'sorted by a count, the largest first; equal ones stay in their order; the total is last' 0 <<'E'
| 街道 | 单位 |
|---|---:|
| 大院街道 | 31 |
| 滕王阁街道 | 30 |
| 墩子塘街道 | 30 |
| 百花洲街道 | 9 |
| 合计 | 100 |
E
table 'units by street sort:units'
rows
expect 'the smallest first' 0 <<'E'
百花洲街道 9
滕王阁街道 30
墩子塘街道 30
大院街道 31
合计 100
E
table 'units party.covered|percent by street sort:-party.covered|percent first:3'
rows
expect 'by exact fractions: 20/30 and 6/9 are equal; the first three' 0 <<'E'
墩子塘街道 96.7%
大院街道 83.9%
滕王阁街道 66.7%
合计 81.0%
E
table 'party.covered|percent by street sort:-party.covered'
rows
expect 'the value of a rate without percent' 0 <<'E'
墩子塘街道 96.7%
大院街道 83.9%
滕王阁街道 66.7%
百花洲街道 66.7%
合计 81.0%
E
table 'units|grow:prev by street sort:-units|grow:prev'
rows
expect 'by growth; without a base last' 0 <<'E'
滕王阁街道 增长50.0%
百花洲街道 持平
墩子塘街道 下降25.0%
大院街道 —
合计 增长11.1%
E
table 'units by street sort:party.covered|points:prev first:2'
rows
expect 'by another figure than those of the columns' 0 <<'E'
墩子塘街道 30
滕王阁街道 30
合计 100
E
table 'party.orgs by mode sort:-party.orgs first:1'
expect 'groups' 0 <<'E'
| 组建方式 | 党组织 |
|---|---:|
| 单独组建 | 7 |
| 合计 | 12 |
E
table 'units by street first:9'
rows
[ "$(wc -l <"$T/out")" -eq 5 ]
ok $? 'first:9 of four is four'

# --- missing streets ------------------------------------------------------------------------------------------------

printf '360102007,豫章*街道,2023-06-30\n360102008,董家窑街道,2023-06-30\n360102009001,某社区,2023-06-30\n' >>areas.csv
table 'units party.covered|percent by street'
expect 'streets that have not reported are named, and are not zero' 0 <<'E'
| 街道 | 单位 | 覆盖单位占比 |
|---|---:|---:|
| 滕王阁街道 | 30 | 66.7% |
| 百花洲街道 | 9 | 66.7% |
| 墩子塘街道 | 30 | 96.7% |
| 大院街道 | 31 | 83.9% |
| 豫章\*街道 | — | — |
| 董家窑街道 | — | — |
| 合计 | 100 | 81.0% |

注：豫章\*街道、董家窑街道未报送。
E
expect_quiet 'nothing else is said of them'
table 'units by street sort:units first:2' --to txt
expect 'they are sorted last, and named when they are cut off' 0 <<'E'
街道        单位
----------  ----
百花洲街道     9
滕王阁街道    30
合计         100

注：豫章*街道、董家窑街道未报送。
E
printf '{{table units by street first:1}}\n后文\n' >template.md
run report-render -f streets.csv --areas areas.csv template.md
expect 'text behind the note is a paragraph of its own' 0 <<'E'
| 街道 | units |
|---|---:|
| 滕王阁街道 | 30 |
| 合计 | 100 |

注：豫章\*街道、董家窑街道未报送。

后文
E
{
	echo 'code,name,vintage'
	sed '1d' areas.csv | sort -r
} >backwards.csv
cp areas.csv forwards.csv
mv backwards.csv areas.csv
table 'units by street first:1' --to txt
tail -n 1 "$T/out" | grep -qx '注：豫章\*街道、董家窑街道未报送。'
ok $? 'they are named in the order of their codes, however areas.csv is ordered, and found' || show
expect_quiet '… without further notes'
mv forwards.csv areas.csv
table 'units by area first:1'
expect 'by area: no level, nobody is missing' 0 <<'E'
| 地区 | 单位 |
|---|---:|
| 滕王阁街道 | 30 |
| 合计 | 100 |
E

# --- figures as rows ------------------------------------------------------------------------------------------------

cat >year.csv <<'E'
figure,area,period,group,value,of
units,,2023-06-30,,80,
party.covered,,2023-06-30,,57,80
party.orgs,,2023-06-30,,0,
visits,,2023-06-01/2023-06-30,,46,
E
echo 'visits,,2024-06-01/2024-06-30,,50,' >>streets.csv
echo 'visits,,2024-05-01/2024-05-31,,40,' >>may.csv
table 'visits units party.covered|percent party.orgs[mode=joint] by figure: unit this'
expect 'figures as rows, with their units' 0 <<'E'
| 指标 | 单位 | 本期 |
|---|---|---:|
| 走访 | 次 | 50 |
| 单位 | 家 | 100 |
| 覆盖单位占比 |  | 81.0% |
| 党组织（联合组建） | 个 | 2 |
E
table 'visits:month units party.covered party.covered|percent party.orgs by figure: prev this grow:prev year grow:year points:year' \
	--against year=year.csv --period 2024-06
expect 'this and earlier periods and changes: rates by points; no points of counts; base 0' 0 <<'E'
| 指标 | 上期 | 本期 | 环比增减 | 上年同期 | 同比增减 | 同比（百分点） |
|---|---:|---:|---:|---:|---:|---:|
| 走访 | 40 | 50 | +25.0% | 46 | +8.7% | — |
| 单位 | 90 | 100 | +11.1% | 80 | +25.0% | — |
| 覆盖单位 | 81 | 81 | 持平 | 57 | +42.1% | +9.8 |
| 覆盖单位占比 | 81.0% | 81.0% | 持平 | 71.3% | +9.8个百分点 | +9.8 |
| 党组织 | 12 | 12 | 持平 | 0 | — | — |
E
table 'units@滕王阁街道 by figure: this grow:prev:0' --trace trace.csv
expect 'of an area' 0 <<'E'
| 指标 | 本期 | 环比增减 |
|---|---:|---:|
| 单位（滕王阁街道） | 30 | +50% |
E
cat >want <<'E'
line,column,text,figure,area,period,group,value,of
3,15,30,units,360102002,2024-06-30,,30,
3,20,+50%,units,360102002,2024-06-30,,30,
3,20,+50%,units,360102002,2024-05-31,,20,
E
cmp -s want trace.csv
ok $? 'the trace of a cell that compares has both rows' || diff want trace.csv | sed 's/^/# /'
sed 's/2023-06-30,,80/2023-05-31,,80/' year.csv >mixed.csv
table 'units party.orgs by figure: old grow:old' --against old=mixed.csv
expect 'periods that are not alike in all rows: the name' 0 <<'E'
| 指标 | old | 比old增减 |
|---|---:|---:|
| 单位 | 80 | +25.0% |
| 党组织 | 0 | — |
E

# --- faults ---------------------------------------------------------------------------------------------------------

table 'units party.orgs[mode=joint] by figure: prev this old'
expect_error 'rows and columns that are not there' 3 \
	"template.md:1:1: no earlier figures 'old', the nearest given by --against are 'prev'" \
	"template.md:1:1: 'party.orgs[mode=joint]' has no row to be compared with in 'prev'"
table 'units by figure: grwo:prev'
expect_error 'a column' 2 "template.md:1:1: no column 'grwo:prev', the nearest is 'grow'"
table 'units by figure: thiss'
expect_error 'a column that is always there' 2 \
	"template.md:1:1: no column 'thiss', the nearest is 'this' (earlier figures are given by --against thiss=FILE)"
table 'units by street sort:-unit'
expect_error 'a figure to sort by' 3 "template.md:1:1: no figure 'unit'"
table 'units by street sort:units@360102002'
expect_error '… with an area' 2 "template.md:1:1: 'units@360102002' by 'street'"
table 'units by street sort:units|percent'
expect_error '… without a denominator' 2 "template.md:1:1: 'units' has no denominator"

finish
