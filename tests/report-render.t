#!/bin/sh
# report-render: figures and names in a template, as Markdown and as plain text.
# shellcheck disable=SC1091,SC2154
. "${0%/*}/report.sh"

# --- figures --------------------------------------------------------------------------------------------------------

render '党组织{{party.orgs}}个，联合{{party.orgs[mode=joint]}}个，{{units@360102002}}家，{{ units@百花洲街道 }}家。'
expect 'figures by name, group, area code and area name' 0 <<'E'
党组织7个，联合2个，50家，30家。
E
expect_quiet 'nothing is said when all is well'

render '{{visits:ytd}} {{visits:month}} {{units:month}} {{units:ytd}}' --period 2024-06
expect 'month and year to date are bound by --period, also for figures of a day' 0 <<'E'
1126 46 80 80
E
render '{{visits:2024-06}} {{visits:2024H1}} {{visits:2024-01-01/2024-06-30}} {{units:2024-06-30}} {{units:2024Q2}}'
expect 'a period may be written out' 0 <<'E'
46 1126 1126 80 80
E
render '{{party.covered|percent}} {{party.covered|percent:2}} {{visits:ytd|over:100}} {{cooling}} {{cooling|wan}} {{units|han}} {{party.covered}} {{none|percent}}' --period 2024-06
expect 'filters' 0 <<'E'
71.3% 71.25% 1100余 50000 5万 八十 57 —
E
render '\{{units}} {units} \x}}'
expect 'two braces behind a backslash stand for themselves' 0 <<'E'
{{units}} {units} \x}}
E

# --- names ----------------------------------------------------------------------------------------------------------

render '{{names sites name}}；{{names sites name|distinct|quote}}；{{names sites id|first:2}}。'
expect 'names are joined, quoted, cut and escaped' 0 <<'E'
央央\_春天、豫章\|后街、央央\_春天和阳明路；“央央\_春天”、“豫章\|后街”和“阳明路”；S1、S2等。
E
render '{{names sites name|distinct|first:3}}；{{names sites name|first:1}}等；{{names sites id|sort|first:9}}' --to txt
expect 'nothing cut, no 等; never 等等; plain text is not escaped' 0 <<'E'
央央_春天、豫章|后街和阳明路；央央_春天等；S1、S2、S3、S4和S5
E

render '{{names sites id|first:4|sort}}；{{names sites name|distinct|first:2}}；{{names sites name|first:3|distinct}}' --to txt
expect 'filters of names work in their order' 0 <<'E'
S1、S2、S3、S4等；央央_春天、豫章|后街等；央央_春天、豫章|后街等
E

# --- tables ---------------------------------------------------------------------------------------------------------

render '表：
{{table units party.covered party.covered|percent by area}}
完'
expect 'a table by area has names, labels, a total, and blank lines around it' 0 <<'E'
表：

| 地区 | 单位 | 覆盖单位 | 覆盖单位占比 |
|---|---:|---:|---:|
| 滕王\*阁街道 | 50 | 50 | 100.0% |
| 百花洲街道 | 30 | 7 | 23.3% |
| 合计 | 80 | 57 | 71.3% |

完
E
render '{{table units party.covered|percent by street}}' --to txt
expect 'in plain text it is aligned by display width' 0 <<'E'
街道         单位  覆盖单位占比
-----------  ----  ------------
滕王*阁街道    50        100.0%
百花洲街道     30         23.3%
合计           80         71.3%
E
render '{{table party.orgs by mode}}'
expect 'a table by group has the labels of codes, the empty group last' 0 <<'E'
| 组建方式 | 党组织 |
|---|---:|
| 联合组建 | 2 |
| 单独组建 | 4 |
| 未注明 | 1 |
| 合计 | 7 |
E
render '{{table units none by street}}'
expect 'a cell without a figure shows a dash' 0 <<'E'
| 街道 | 单位 | none |
|---|---:|---:|
| 滕王\*阁街道 | 50 | — |
| 百花洲街道 | 30 | — |
| 合计 | 80 | 0 |
E
expect_error '… and is told' 0 "template.md:1:1: 'none' has no row for '360102002'"
render '{{table units by community}}'
expect_error 'a table without rows is no report' 3 "template.md:1:1: no figure of 'table units by community' has rows"

# --- conditions -----------------------------------------------------------------------------------------------------

render '{{#if none}}
有
{{else}}
无
{{/if}}
{{#if units}}a{{#if units > 80}}b{{else}}c{{/if}}{{/if}}{{#if units >= 80}}d{{/if}}{{#if units != 80}}e{{/if}}{{#if units = 80}}f{{/if}}{{#if units < 81}}g{{/if}}{{#if units <= 79}}h{{/if}}'
expect 'conditions, nested, with and without else; their lines vanish' 0 <<'E'
无
acdfg
E

# --- faults ---------------------------------------------------------------------------------------------------------

render '第一行
一{{unit}} {{visits}} {{units@360102005}} {{party.orgs[mode=jont]}} {{units:2023}}' -o report.md
expect_error 'missing and ambiguous figures are all told, with their place' 3 \
	"template.md:2:2: no figure 'unit' (in 'unit'), the nearest are 'units'" \
	"template.md:2:11: 'visits' is ambiguous, it has the periods '2024-01-01/2024-06-30', '2024-06-01/2024-06-30'" \
	"template.md:2:22: no area '360102005'" \
	"template.md:2:42: no group 'mode=jont' of the figure in 'party.orgs[mode=jont]', the nearest are 'mode=joint'" \
	"template.md:2:68: no period '2023'"
[ ! -e report.md ]
ok $? 'nothing is written then'
printf 'figure,area,period,group,value,of\ntimeless,,,,1,\n' >timeless.csv
render '{{none@360102002}} {{none[mode=joint]}} {{timeless:2024}} {{units@360102005}}' -f timeless.csv
expect_error 'parts that no row has' 3 \
	"template.md:1:1: no area '360102002' of the figure in 'none@360102002', there is only the whole" \
	"template.md:1:20: no group 'mode=joint' of the figure in 'none[mode=joint]', it has no groups" \
	"template.md:1:41: no period '2024' of the figure in 'timeless:2024', its rows have none; leave it out" \
	"no area '360102005' of the figure in 'units@360102005', the nearest are '360102002', '360102004'"
render '{{#if none}}{{unit}}{{/if}}'
expect_error 'also in a part that the condition leaves out' 3 "template.md:1:13: no figure 'unit'"

render '{{units|percnt}} {{units|percent}}'
expect_error 'an unknown filter' 2 "template.md:1:1: no filter 'percnt', the nearest is 'percent'"
render '{{units|percent}} {{units@百花}} {{names site name}} {{names sites nam}}'
expect_error 'what else is wrong in a template' 2 \
	"template.md:1:1: 'units' has no denominator" "template.md:1:19: '百花' is not the name of exactly one area" \
	"template.md:1:32: no list 'site', the nearest given by -l are 'sites'" \
	"template.md:1:52: list 'sites' has no column 'nam', the nearest are 'name'"
render '{{visits:month}}'
expect_error 'month without --period' 2 "template.md:1:1: 'visits:month' needs the option --period"
render '{{table units@360102002 by area}}'
expect_error 'an area in a table by area' 2 "template.md:1:1: 'units@360102002' by 'area'"
render x --to pdf
expect_error 'an unknown form' 2 "no form 'pdf'"
render x --period 2024-13
expect_error 'an ill-formed period' 2 "no period '2024-13'"
render x -l sites
expect_error 'a list without file' 2 "list 'sites' must be given as NAME=FILE"
render x -l sites=areas.csv
expect_error 'a list given twice' 2 "list 'sites' is given twice"
render x -l other=absent.csv
expect_error 'a list that is not there' 3 'absent.csv'
render x -D absent.csv
expect_error 'definitions given twice' 2 "--definitions is given twice"
run report-render -f figures.csv -D absent.csv template.md
expect_error 'definitions that are not there' 3 'absent.csv'
render x -f absent.csv
expect_error 'figures that are not there' 3 'absent.csv'
run report-render -f figures.csv absent.md
expect_error 'a template that is not there' 3 'absent.md'
run report-render -f figures.csv
expect_error 'no template' 2 'give one template'
run report-render -
expect_error 'standard input twice' 2 'standard input can be only one'
printf 'a\n\377\n' >bad.md
run report-render -f figures.csv bad.md
expect_error 'a template that is not UTF-8' 3 'bad.md:2:1: not UTF-8'
printf 'id,name\nS1\nS2,x\n' >bad.csv
render '{{names bad name}}' -l bad=bad.csv
expect_error 'a damaged list' 3 'bad.csv:2'
expect 'prints nothing' 3 </dev/null

# --- input and output -----------------------------------------------------------------------------------------------

printf '{{units}}\n' >units.md
run_in figures.csv report-render units.md
expect 'figures from standard input' 0 <<'E'
80
E
run_in units.md report-render -f figures.csv -
expect 'the template from standard input' 0 <<'E'
80
E
printf '{{unit}}\n' >unit.md
run_in unit.md report-render -f figures.csv -
expect_error 'which messages name' 3 "standard input:1:1: no figure 'unit'"
printf '\357\273\277# {{units}}\r\nx\r\n' >windows.md
run report-render -f figures.csv windows.md
printf '# 80\nx\n' >want
cmp -s want "$T/out"
ok $? 'byte order mark and CRLF of a template are dropped'
: >empty.md
run report-render -f figures.csv empty.md
expect 'an empty template is an empty report' 0 </dev/null
run report-render -f figures.csv -f figures.csv -o report.md units.md
expect 'the same figures twice; nothing on standard output with -o' 0 </dev/null
[ "$(cat report.md)" = 80 ]
ok $? 'the report is in the file'

# --- plain text and trace -------------------------------------------------------------------------------------------

cat >report.tpl <<'E'
# 报告 **{{units}}** 家

覆盖率**{{party.covered|percent}}**，走访{{visits:ytd|over:100}}次。

- 一 {{names sites name|first:1}}
- `{{none|percent}}`

{{table party.covered by street}}
E
run report-render -f figures.csv --areas areas.csv -l sites=sites.csv --period 2024-06 --to txt --trace trace.csv report.tpl
expect 'plain text' 0 <<'E'
报告 80 家

覆盖率71.3%，走访1100余次。

- 一 央央_春天等
- —

街道         party.covered
-----------  -------------
滕王*阁街道             50
百花洲街道               7
合计                    57
E
cat >want <<'E'
line,column,text,figure,area,period,group,value,of
1,4,80,units,,2024-06-30,,80,
3,4,71.3%,party.covered,,2024-06-30,,57,80
3,12,1100余,visits,,2024-01-01/2024-06-30,,1126,
6,3,—,none,,2024-06-30,,0,0
10,20,50,party.covered,360102002,2024-06-30,,50,50
11,21,7,party.covered,360102004,2024-06-30,,7,30
12,23,57,party.covered,,2024-06-30,,57,80
E
cmp -s want trace.csv
ok $? 'the trace has a row for every number' || diff want trace.csv | sed 's/^/# /'

# Each number of the trace stands at its line and column, in both forms.
for form in md txt; do
	run report-render -f figures.csv --areas areas.csv -l sites=sites.csv --period 2024-06 --to $form --trace trace.csv report.tpl
	python3 - "$T/out" trace.csv <<'E'
import csv, sys
lines = open(sys.argv[1], encoding='utf-8').read().split('\n')
rows = list(csv.DictReader(open(sys.argv[2], encoding='utf-8')))
found = [lines[int(r['line']) - 1][int(r['column']) - 1:].startswith(r['text']) for r in rows]
sys.exit(0 if len(rows) == 7 and all(found) else 1)
E
	ok $? "the places of the trace are those of the report ($form)"
	cp "$T/out" first
	run report-render -f figures.csv --areas areas.csv -l sites=sites.csv --period 2024-06 --to $form report.tpl
	cmp -s first "$T/out"
	ok $? "same inputs, same bytes ($form)"
done
run report-render -f figures.csv -o no/such.md --trace new.csv units.md
expect_error 'a report that cannot be written' 3 'no/such.md: cannot be opened for writing'
[ ! -e new.csv ]
ok $? '… has no trace'
# A disk that is full for one of the two: both stay as they were.
yes '{{units}}' | head -n 400 >long.md
yes '一二三四五六七八九十' | head -n 400 | cat units.md - >wide.md
for template in long wide; do # the trace is the longer one, or the report
	echo old >old.md
	echo old >old.csv
	run sh -c 'trap "" XFSZ; ulimit -f 8; exec "$@"' sh report-render -f figures.csv -o old.md --trace old.csv $template.md
	expect_error "a full disk ($template)" 3 'cannot be written: File too large'
	cat old.md old.csv >"$T/out"
	printf 'old\nold\n' | cmp -s - "$T/out" && [ -z "$(find . -name '.old*')" ]
	ok $? '… report and trace stay as they were' || show
	run sh -c 'trap "" XFSZ; ulimit -f 8; exec "$@"' sh report-render -f figures.csv --trace - -o old.md $template.md
	grep -qx old old.md
	ok $? '… the report also when the trace goes to standard output' || show
done
run sh -c 'exec report-render -f figures.csv --trace old.csv long.md >/dev/full'
[ "$code" -eq 3 ] && grep -qx old old.csv
ok $? '… the trace when the report goes to standard output' || show
run report-render -f figures.csv --trace - units.md
expect_error 'report and trace cannot share standard output' 2 'would both go to standard output'

finish
