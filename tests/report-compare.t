#!/bin/sh
# report-render --against: how figures stand to earlier ones, in words and with signs.
# shellcheck disable=SC1091,SC2154
. "${0%/*}/report.sh"

cat >may.csv <<'E'
figure,area,period,group,value,of
units,,2024-05-31,,80,
units,360102002,2024-05-31,,40,
party.covered,,2024-05-31,,56,80
party.covered,360102002,2024-05-31,,38,40
party.orgs,,2024-05-31,,8,
party.orgs,,2024-05-31,mode=joint,1,
party.orgs,,2024-05-31,mode=single,4,
visits,,2024-05-01/2024-05-31,,40,
visits,,2024-01-01/2024-05-31,,1080,
none,,2024-05-31,,0,0
E
cat >lastyear.csv <<'E'
figure,area,period,group,value,of
units,,2023-06-30,,0,
party.covered,,2023-06-30,,57,70
party.orgs,,2023-06-30,,7,
visits,,2023-06-01/2023-06-30,,45,
visits,,2023-01-01/2023-06-30,,1000,
visits,,2022-06-01/2022-06-30,,1,
E
compare() { # compare TEMPLATE-TEXT OPTION…
	text=$1
	shift
	render "$text" --against prev=may.csv --against year=lastyear.csv --period 2024-06 "$@"
}

# --- words and signs ------------------------------------------------------------------------------------------------

compare '{{party.orgs|grow:prev}}，{{visits:month|grow:prev}}，{{party.orgs|grow:year}}，{{units|grow:year}}。'
expect 'a count has grown, has fallen, is equal, or has no base' 0 <<'E'
下降12.5%，增长15.0%，持平，—。
E
compare '{{party.orgs|grow:prev|sign}} {{visits:month|grow:prev:2|sign}} {{visits:month|grow:year:0}} {{party.orgs|grow:year|sign}}'
expect 'with signs, and other decimals' 0 <<'E'
-12.5% +15.00% 增长2% 持平
E
compare '{{party.covered|points:prev}} {{party.covered|points:year}} {{party.covered|points:prev|sign}} {{party.covered|points:year:2|sign}} {{none|points:prev}}'
expect 'a rate differs by percentage points, from exact fractions: 57/80 − 56/80 is 1.25' 0 <<'E'
提高1.3个百分点 下降10.2个百分点 +1.3 -10.18 —
E
compare '{{party.orgs|value:prev}} {{visits:ytd|value:year|over:100}} {{party.covered|value:prev|percent|fraction}}'
expect 'the earlier figure itself' 0 <<'E'
8 1000 70.0%（56/80）
E
compare '{{visits:month|change:year}}，{{visits:month|change:prev}}，{{visits:ytd|change:year}}，{{party.covered|percent|change:prev}}，{{party.covered|percent:2|change:year}}，{{party.orgs|change:year}}，{{party.covered|change:prev}}'
expect '同比 and 环比 by the periods of both' 0 <<'E'
同比增长2.2%，环比增长15.0%，同比增长12.6%，环比提高1.3个百分点，同比下降10.18个百分点，同比持平，环比增长1.8%
E
compare '{{party.orgs[mode=joint]|grow:prev}} {{units@滕王*阁街道|grow:prev}}'
expect 'groups and areas are compared with the same ones' 0 <<'E'
增长100.0% 增长25.0%
E
cat >nearly.csv <<'E'
figure,area,period,group,value,of
visits,,2024-05-01/2024-05-31,,45999,
party.covered,,2024-05-31,,56999,80000
E
sed 's/,46,/,46000,/' figures.csv >now.csv
echo '{{visits:month|grow:prev}} {{visits:month|grow:prev:4|sign}} {{party.covered|points:prev|sign}}' >nearly.md
run report-render -f now.csv --against prev=nearly.csv --period 2024-06 nearly.md
expect 'what is not equal is at least 0.1, or 1 in the last decimal' 0 <<'E'
增长0.1% +0.0022% +0.1
E

# --- tables and traces ----------------------------------------------------------------------------------------------

compare '{{table party.covered|percent|fraction party.covered|points:prev|sign party.covered|value:prev|percent party.covered|grow:prev by street}}'
expect 'a table with comparisons; a street without an earlier row has —' 0 <<'E'
| 街道 | 覆盖单位占比 | 覆盖单位占比环比（百分点） | 覆盖单位占比（上期） | 覆盖单位环比增减 |
|---|---:|---:|---:|---:|
| 滕王\*阁街道 | 100.0%（50/50） | +5.0 | 95.0% | 增长31.6% |
| 百花洲街道 | 23.3%（7/30） | — | — | — |
| 合计 | 71.3%（57/80） | +1.3 | 70.0% | 增长1.8% |
E
compare '{{visits:month|grow:prev}} {{visits:ytd|value:year}} {{units}}' --trace trace.csv
cat >want <<'E'
line,column,text,figure,area,period,group,value,of
1,1,增长15.0%,visits,,2024-06-01/2024-06-30,,46,
1,1,增长15.0%,visits,,2024-05-01/2024-05-31,,40,
1,9,1000,visits,,2023-01-01/2023-06-30,,1000,
1,14,80,units,,2024-06-30,,80,
E
cmp -s want trace.csv
ok $? 'the trace of a comparison has both rows' || diff want trace.csv | sed 's/^/# /'

# --- files ----------------------------------------------------------------------------------------------------------

gzip -nc may.csv >may.csv.gz
grep -e '^figure' -e '^visits' may.csv >part.csv
grep -v '^visits' may.csv >rest.csv
render '{{party.orgs|grow:prev}}' --against prev=may.csv.gz
expect 'earlier figures by gzip' 0 <<'E'
下降12.5%
E
render '{{party.orgs|grow:prev}} {{visits:month|grow:prev}}' --against prev=part.csv --against prev=rest.csv --period 2024-06
expect 'and from several files' 0 <<'E'
下降12.5% 增长15.0%
E
echo '{{party.orgs|grow:prev}}' >orgs.md
run_in may.csv report-render -f figures.csv --against prev=- orgs.md
expect 'and from standard input' 0 <<'E'
下降12.5%
E
run_in may.csv report-render -f figures.csv --against prev=- -
expect_error '… which can be read once' 2 'standard input can be only one'

# --- faults ---------------------------------------------------------------------------------------------------------

compare '一{{visits:ytd|grow:prev}} {{units@360102004|grow:prev}} {{units|grow:prv}} {{visits:month|grow:years}} {{cooling|grow:prev}}
{{party.orgs|points:prev}}'
expect_error 'what cannot be compared is told with its place' 3 \
	"template.md:1:2: 'visits:ytd' of '2024-01-01/2024-06-30' cannot be compared with '2024-05-01/2024-05-31' in 'prev'" \
	"template.md:1:27: 'units@360102004' has no row to be compared with in 'prev'" \
	"template.md:1:57: no earlier figures 'prv', the nearest given by --against are 'prev', 'year'" \
	"template.md:1:76: no earlier figures 'years'" \
	"template.md:1:104: 'cooling' has no row to be compared with in 'prev'" \
	"template.md:2:1: 'party.orgs' has no denominator"
expect 'and nothing is printed' 3 </dev/null
render '{{units|grow:prev}}'
expect_error 'earlier figures that are not given' 2 "template.md:1:1: no earlier figures 'prev', give them by --against prev=FILE"
render '{{units|grow:p}}' --against p=figures.csv
expect 'figures of the same day may be compared' 0 <<'E'
持平
E
render '{{units|change:p}}' --against p=figures.csv
expect_error '… but are neither 同比 nor 环比' 3 "template.md:1:1: 'units': against '2024-06-30', '2024-06-30' is neither 同比 nor 环比"
cat may.csv lastyear.csv >history.csv
printf 'figure,area,period,group,value,of\nvisits,,2024-04-01/2024-04-30,,1,\nvisits,,2024-03-01/2024-03-31,,1,\n' >other.csv
render '{{visits:month|grow:h}}' --against h=history.csv --period 2024-06
expect_error '同比 or 环比 is not guessed' 3 "'visits:month' could be compared with several periods of 'h'"
render '{{visits:month|grow:h}}' --against h=other.csv --period 2024-06
expect_error '… nor which of two other months' 3 "'2024-04-01/2024-04-30'" "'2024-03-01/2024-03-31'"
for against in prev =may.csv prev= this=may.csv unit=may.csv a:b=may.csv; do
	render x --against "$against"
	expect_error "--against $against" 2 "earlier figures '$against' must be given as NAME=FILE"
done
render x --against prev=absent.csv
expect_error 'earlier figures that are not there' 3 'absent.csv'
printf 'figure,area,period,group,value,of\nunits,,,,x,\n' >bad.csv
render x --against prev=bad.csv
expect_error 'damaged earlier figures' 3 'bad.csv:2:10'
cp may.csv out.csv
render x --against prev=out.csv -o out.csv
expect_error 'the report does not take the place of earlier figures' 2 'out.csv'
cmp -s may.csv out.csv
ok $? '… which are still there'

finish
