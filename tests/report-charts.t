#!/bin/sh
# {{chart}} in templates: which rows it shows, how it is written in Markdown and plain text, and the trace of its numbers.
# shellcheck disable=SC1091,SC2154
. "${0%/*}/report.sh"

cat >figures.csv <<'E2'
figure,area,period,group,value,of
units,,2024-06-30,,100,
units,360102002,2024-06-30,,30,
units,360102003,2024-06-30,,0,
units,360102005,2024-06-30,,31,
party.covered,,2024-06-30,,81,100
party.covered,360102002,2024-06-30,,20,30
party.covered,360102003,2024-06-30,,0,0
party.covered,360102005,2024-06-30,,31,31
party.covered,,2024-06-30,mode=joint,2,100
party.covered,,2024-06-30,mode=single,7,100
party.covered,,2024-06-30,mode=,3,100
party.covered,360102002,2024-06-30,mode=joint,10,30
party.covered,360102002,2024-06-30,mode=single,5,30
party.covered,360102005,2024-06-30,mode=single,31,31
visits,,2024-04-01/2024-04-30,,10,
visits,,2024-05-01/2024-05-31,,0,
visits,,2024-06-01/2024-06-30,,25,
E2
cat >areas.csv <<'E2'
code,name,vintage
360102,东湖区,2023-06-30
360102002,滕王阁街道,2023-06-30
360102003,八一桥街道,2023-06-30
360102004,大院*街道,2023-06-30
360102005,墩子塘街道,2023-06-30
E2

render '前文
{{chart units by street}}
后文'
expect 'a street without a row is a gap, one with 0 is 0' 0 <<'E2'
前文

```
单位

滕王阁街道  ██████████████████████████████████████████████████████▎   30
八一桥街道                                                             0
大院*街道                                                              —
墩子塘街道  ████████████████████████████████████████████████████████  31
```

后文
E2
expect_error 'the gap is said' 0 "template.md:2:1: 'units' has no value for 1 of 4, the chart has a gap there"

render '{{chart party.covered|percent units|percent by street}}'
expect_error 'a percentage needs a denominator' 2 "template.md:1:1: 'units' has no denominator"
render '{{chart party.covered by street percent sort:-party.covered|percent first:3 title:各街道 覆盖率}}'
expect 'sorted by exact shares; 0 of 0 is a gap and comes last' 0 <<'E2'
```
各街道 覆盖率

墩子塘街道  ████████████████████████████████████████████████████  100.0%
滕王阁街道  ██████████████████████████████████▋                    66.7%
八一桥街道                                                             —
```
E2
render '{{chart party.covered by street sort:-party.covered first:2}}'
grep -qx '覆盖单位（4项中的最大2项）' "$T/out"
ok $? 'what was left out is said' || show

render '{{chart party.covered[mode=single] party.covered[mode=joint] by street stacked}}' -q
expect 'stacked: groups of one figure' 0 <<'E2'
```
覆盖单位

█ 单独组建  ▓ 联合组建

滕王阁街道  ████████▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓                              5  10
八一桥街道                                                         —   —
大院*街道                                                          —   —
墩子塘街道  ████████████████████████████████████████████████████  31   —
```
E2
render '{{chart party.covered by mode}}'
expect 'by a field of groups, the one without value last' 0 <<'E2'
```
覆盖单位

联合组建  ████████████████▉                                            2
单独组建  ███████████████████████████████████████████████████████████  7
未注明    █████████████████████████▎                                   3
```
E2
render '{{chart visits by period}}'
expect 'by period: each has its short name' 0 <<'E2'
```
走访

2024-04  ███████████████████████▋                                     10
2024-05                                                                0
2024-06  ███████████████████████████████████████████████████████████  25
```
E2

render '{{#each units by street first:1}}
{{chart party.covered@. by mode}}
{{/each}}' -q
expect 'in a loop' 0 <<'E2'
```
覆盖单位（滕王阁街道）

联合组建  ██████████████████████████████████████████████████████████  10
单独组建  █████████████████████████████                                5
```
E2

# --- the trace ----------------------------------------------------------------------------------------

# Each number stands where the trace says, and each number of a chart is traced.
cat >trace.md <<'E2'
甲{{units}}。

{{chart units party.covered by street}}

乙{{party.covered|percent}}。
{{chart visits by period}}
E2
for form in md txt; do
	run report-render -q -f figures.csv --areas areas.csv --to $form --trace trace.csv -o out.$form trace.md
	[ "$code" -eq 0 ]
	ok $? "$form" || show
	python3 - out.$form >"$T/out" <<'E2'
import csv, sys
lines = open(sys.argv[1], encoding="utf-8").read().split("\n")
rows = list(csv.DictReader(open("trace.csv", encoding="utf-8")))
for row in rows:
    at = int(row["column"]) - 1
    text = lines[int(row["line"]) - 1]
    assert text[at:at + len(row["text"])] == row["text"], row
    assert not text[at + len(row["text"]):at + len(row["text"]) + 1].isdigit(), row
print(len(rows), *[row["text"] for row in rows])
E2
	code=$?
	expect "$form: the numbers of charts are traced" 0 <<'E2'
11 100 30 20 0 0 31 31 81.0% 10 0 25
E2
done

# --- what does not go -----------------------------------------------------------------------------------

refuses() { # refuses TAG CODE TEXT
	render "$1"
	expect_error "$1" "$2" "$3"
	[ ! -s "$T/out" ]
	ok $? "$1: no report" || show
}
refuses '{{chart units}}' 2 "1:1: 'chart units' must name figures and what the chart is by"
refuses '甲{{chart units by street}}' 2 "1:2: '{{chart units by street}}' must have its line to itself"
refuses '{{chart units by street sorted}}' 2 "no 'sorted' behind 'by street' of a chart"
refuses '{{chart units party.covered|percent by street}}' 2 "a chart has one axis, 'units' and 'party.covered' are a percentage and a number"
refuses '{{chart units by street lines}}' 2 "lines join periods, write 'by period' instead of 'by street'"
refuses '{{chart visits by period lines stacked}}' 2 'either stacked or of lines'
refuses '{{chart units@360102002 by street}}' 2 "'units@360102002' by 'street': that is what stands behind '@', leave it out"
refuses '{{chart visits:month by period}}' 2 "'visits:month' by 'period': that is what stands behind ':', leave it out"
refuses '{{chart units|grow:p by street}}' 2 "a chart shows figures, not what 'units' is compared with"
refuses '{{chart units units units units units units units units units by street}}' 2 '9 figures in one chart, at most 8'
refuses '{{chart units by mode}}' 3 'has rows of that group, count with --group'
refuses '{{chart units by streat}}' 3 "has rows of that group, count with --group; or was 'street' meant"
refuses '{{chart units by community}}' 3 'has rows of that area, count with --by'
refuses '{{chart nosuch by street}}' 3 "no figure 'nosuch'"
refuses '{{chart visits by street}}' 3 "'visits' is ambiguous"

# --- the sample -------------------------------------------------------------------------------------------

mkdir bare
for program in sh dirname mkdir cat orgs-count report-render figures-chart; do ln -s "$(command -v $program)" bare/; done
PATH=bare run sh "$S/examples/donghu/charts.sh" -d "$S/examples/donghu/registers" -o plain 2024-06
expect 'the charts of the sample, without gnuplot' 0 </dev/null
grep -q '^扬农管理处 .*█.* 29.6%$' plain/charts.txt && grep -q '^█ 单独组建  ▓ 联合组建  ▒ 区域统建$' plain/charts.txt &&
	grep -q ' 2024-06-30  █.* 18.7%$' plain/charts.txt && [ ! -e plain/charts.html ]
ok $? 'are text' || show
PATH=bare run report-render -f figures.csv --to html -o out.html trace.md
expect_error 'pictures in HTML need gnuplot' 3 'charts are drawn by gnuplot, which is not installed (Debian: gnuplot-nox)'
[ ! -e out.html ]
ok $? 'and nothing is written'
grep -q '^report-render: trace.md:[0-9]*:1: charts are drawn' "$T/err"
ok $? 'the message has the place of the chart' || show
for form in md txt html docx; do
	printf '一\n\n{{chart units by street}}\n\n```\n{{chart units by street}}\n```\n' >code.md
	PATH=bare run report-render -f figures.csv --to $form -o "out.$form" code.md
	expect_error "a chart in a block of code ($form)" 2 'code.md:6:1: a chart cannot stand in a block of code or raw HTML'
done
if command -v gnuplot >/dev/null; then
	run sh "$S/examples/donghu/charts.sh" -d "$S/examples/donghu/registers" -o drawn 2024-06
	expect 'the charts of the sample' 0 </dev/null
	[ "$(grep -c '<svg ' drawn/charts.html)" -eq 3 ] && grep -q '</svg>' drawn/streets.svg
	ok $? 'are drawn' || show
else
	ok 0 'the charts of the sample are drawn # SKIP gnuplot is not installed'
	echo '# SKIPPED: gnuplot (Debian: gnuplot-nox) is not installed, so that no picture was drawn' >&2
fi
finish
