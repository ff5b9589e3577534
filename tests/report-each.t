#!/bin/sh
# Loops of report-render: over areas, groups and the rows of lists.
# shellcheck disable=SC1091,SC2154
. "${0%/*}/report.sh"

cat >>figures.csv <<'E'
party.orgs,360102002,2024-06-30,,5,
party.orgs,360102002,2024-06-30,mode=joint,2,
party.orgs,360102002,2024-06-30,mode=single,3,
party.orgs,360102004,2024-06-30,,2,
party.orgs,360102004,2024-06-30,mode=joint,0,
party.orgs,360102004,2024-06-30,mode=single,1,
E
cat >rows.csv <<'E'
name,count,note,street
春天*,10,,360102002
后街,9,好,360102004
,,,
阳明,11,x,360102002
E
each() {
	text=$1
	shift
	render "$text" -l rows=rows.csv "$@"
}

# --- areas and groups -----------------------------------------------------------------------------------------------

each '{{#each units by street join:、}}{{.name}}（{{.code}}）{{.}}家，覆盖率{{party.covered@.|percent}}{{/each}}。'
expect 'areas: name, code, the figure of the loop and another one' 0 <<'E'
滕王\*阁街道（360102002）50家，覆盖率100.0%、百花洲街道（360102004）30家，覆盖率23.3%。
E
each '一：
{{#each party.covered by street sort:party.covered|percent}}
- {{.name}}：{{.|percent|fraction}}
{{/each}}
完'
expect 'over whole lines, sorted by the exact rate' 0 <<'E'
一：
- 百花洲街道：23.3%（7/30）
- 滕王\*阁街道：100.0%（50/50）
完
E
each '{{#each party.orgs by mode sort:-party.orgs first:2 join:，}}{{.name}}（{{.code}}）{{.}}个{{/each}}' --to txt
expect 'groups, the first two of the largest' 0 <<'E'
单独组建（single）4个，联合组建（joint）2个
E
each '{{#each units by street}}
{{.name}}：{{#each party.orgs@. by mode join:、}}{{.name}}{{.}}{{/each}}，{{party.orgs@.[mode=single]}}
{{/each}}' --to txt
expect 'loops within loops' 0 <<'E'
滕王*阁街道：联合组建2、单独组建3，3
百花洲街道：联合组建0、单独组建1，1
E
each '{{#each party.orgs by mode join:；}}{{.name}}：{{#each units by street join:、}}{{.name}}{{#if party.orgs@.[.]}}{{party.orgs@.[.]}}{{else}}无{{/if}}{{/each}}{{/each}}' -f more.csv
expect_error 'a file that is not there' 3 'more.csv'
printf 'figure,area,period,group,value,of\nparty.orgs,360102002,2024-06-30,mode=,0,\nparty.orgs,360102004,2024-06-30,mode=,1,\n' >more.csv
each '{{#each party.orgs by mode join:；}}{{.name}}：{{#each units by street join:、}}{{.code}}{{#if party.orgs@.[.]}}{{party.orgs@.[.]}}{{else}}无{{/if}}{{/each}}{{/each}}' -f more.csv
expect 'area and group of two loops, and conditions on them' 0 <<'E'
联合组建：3601020022、360102004无；单独组建：3601020023、3601020041；未注明：360102002无、3601020041
E
each '{{#each units by street join:、}}{{#if .>40}}{{.name}}{{/if}}{{/each}}；{{#each units by street join:、}}{{#if .<40}}{{.name}}{{/if}}{{/each}}；{{#each units by street join:、}}{{#if .<4}}{{.name}}{{/if}}{{/each}}' --to txt
expect 'no separator beside a turn that prints nothing' 0 <<'E'
滕王*阁街道；百花洲街道；
E
each '{{#each units by street}}
{{table party.orgs@. by mode}}
{{/each}}'
expect 'a table in a loop' 0 <<'E'
| 组建方式 | 党组织（滕王\*阁街道） |
|---|---:|
| 联合组建 | 2 |
| 单独组建 | 3 |
| 合计 | 5 |

| 组建方式 | 党组织（百花洲街道） |
|---|---:|
| 联合组建 | 0 |
| 单独组建 | 1 |
| 合计 | 2 |
E
each '{{#each units by street}}
{{chart party.orgs@. by mode}}
{{/each}}' --to txt
[ "$code" -eq 0 ] && grep -q '^联合组建 .* 2$' "$T/out" && grep -q '^联合组建 .* 0$' "$T/out"
ok $? 'a chart in a loop' || show
printf 'figure,area,period,group,value,of\nunits,,2024-05-31,,70,\nunits,360102002,2024-05-31,,40,\nunits,360102004,2024-05-31,,30,\n' >may.csv
each '{{#each units by street sort:-units|grow:prev join:，}}{{.name}}{{.|grow:prev}}{{/each}}' --against prev=may.csv --to txt --trace trace.csv
expect 'comparisons' 0 <<'E'
滕王*阁街道增长25.0%，百花洲街道持平
E
cat >want <<'E'
line,column,text,figure,area,period,group,value,of
1,7,增长25.0%,units,360102002,2024-06-30,,50,
1,7,增长25.0%,units,360102002,2024-05-31,,40,
1,20,持平,units,360102004,2024-06-30,,30,
1,20,持平,units,360102004,2024-05-31,,30,
E
cmp -s want trace.csv
ok $? '… with their trace' || diff want trace.csv | sed 's/^/# /'
echo '360102005,墩子塘街道,2023-06-30' >>areas.csv
each '{{#each units by street join:、}}{{.name}}{{/each}}' --to txt
expect 'a street that has not reported is left out' 0 <<'E'
滕王*阁街道、百花洲街道
E
expect_error '… and told' 0 "template.md:1:1: 'units' has no row for '360102005', the loop leaves it out"

printf 'figure,area,period,group,value,of\n' >flows.csv
for street in 360102002 360102004; do
	echo "visits,$street,2024-01-01/2024-06-30,,9,"
	echo "visits,$street,2024-06-01/2024-06-30,,2,"
done >>flows.csv
each '{{#each visits:ytd by street join:、}}{{.}}/{{visits@.:month}}/{{.:month}}{{/each}}' --period 2024-06 -f flows.csv
expect 'the figure of the loop has the period of the loop, or its own' 0 <<'E'
9/2/2、9/2/2
E

# --- lists ----------------------------------------------------------------------------------------------------------

each '{{#each rows join:；}}{{.name}}/{{.count}}{{#if .note}}（{{.note}}）{{else}}-{{/if}}{{/each}}'
expect 'rows of a list, escaped; conditions on texts' 0 <<'E'
春天\*/10-；后街/9（好）；/-；阳明/11（x）
E
each '{{#each rows sort:count join:、}}{{.count}}{{/each}} {{#each rows sort:-count join:、}}{{.count}}{{/each}} {{#each rows sort:-name first:2 join:、}}{{.count}}{{/each}}'
expect 'sorted by numbers, by texts, empty ones last' 0 <<'E'
9、10、11 11、10、9 11、10
E
each '{{#each rows first:2}}{{.name}}：{{names rows count|first:1}} {{/each}}' --to txt
expect 'names within a loop' 0 <<'E'
春天*：10等 后街：10等
E
each '{{#each rows first:1}}{{#each units by street join:、}}{{.name}}{{.count}}{{.}}{{/each}}{{/each}}' --to txt
expect 'columns of the loop outside' 0 <<'E'
滕王*阁街道1050、百花洲街道1030
E
printf 'name\n' >rows.csv
each '一{{#each rows}}{{.name}}{{/each}}二'
expect 'no rows, no turns' 0 <<'E'
一二
E

# --- faults ---------------------------------------------------------------------------------------------------------

each '{{.}} {{units@.}} {{units[.]}} {{.name}} {{#if .name}}{{/if}}{{#each rows}}{{.}}{{/each}}'
expect_error 'a dot outside of a loop' 2 \
	"template.md:1:1: '.' stands for the figure of a loop" "template.md:1:7: '@.' in 'units@.' stands for the area" \
	"template.md:1:19: '[.]' in 'units[.]' stands for the group" "template.md:1:32: '.name' is of the turn of a loop"
printf 'name\n一\n二\n' >rows.csv
each '{{#each rows}}{{.nme}}{{/each}}{{#each units by street}}{{.nme}}{{/each}}{{#each rows sort:x}}{{/each}}{{#each row}}{{/each}}'
expect_error 'fields that are not there' 2 \
	"template.md:1:15: list 'rows' has no column 'nme', the nearest are 'name'" \
	"template.md:1:57: no '.nme' in a loop over figures" "template.md:1:74: list 'rows' has no column 'x'" \
	"template.md:1:104: no list 'row'"
[ "$(grep -c "nme" "$T/err")" -eq 2 ]
ok $? '… each of them told once' || show
each '{{#each units by street}}{{othr@.}}{{party.orgs@.[mode=regional]}}{{/each}}'
expect_error 'figures that are not there' 3 "template.md:1:26: no figure 'othr' (in 'othr@.')" "template.md:1:36: no group 'mode=regional'"
[ "$(grep -c "othr" "$T/err")" -eq 1 ]
ok $? '… the same fault is told once, not in every turn' || show
each '{{#each unit by street}}{{/each}}{{#each units by community}}{{/each}}{{#each units@360102002 by street}}{{/each}}'
expect_error 'a loop without turns' 3 "template.md:1:1: no figure 'unit'" \
	"template.md:1:34: no figure of '#each units by community' has rows of that area" \
	"template.md:1:71: 'units@360102002' by 'street'"
awk 'BEGIN { print "name"; for (i = 0; i < 2000; i++) print i }' >rows.csv
each '{{#each rows}}{{#each rows}}{{.name}}{{/each}}{{/each}}'
expect_error 'too many turns' 2 "makes the report too long"

finish
