#!/bin/sh
# Programs chained with each other and with grep, head, sort, gzip: the pipelines that hold the toolkit together.
# shellcheck source=tests/lib.sh
. "${0%/*}/lib.sh"
cp -R "$S/examples/donghu/registers" d
chmod -R u+w d
TAIZHANG_DIR=d
export TAIZHANG_DIR
D=$S/examples/donghu
day=2024-06-30

pipe() { # pipe COMMAND-LINE: as a person types it
	sh -c "$1" >"$T/out" 2>"$T/err"
	code=$?
}
whole() { # the value of a figure file's row without area and group
	awk -F , -v name="$1" '$1 == name && $2 == "" && $4 == "" { print $5 }' "$T/out"
}

pipe 'awards-list --period 2024H1 title=最美骑手 sponsor=区委两新工委 | figures-count -n awards --group title'
expect 'awards by title' 0 <<'E'
figure,area,period,group,value,of
awards,,,,10,
awards,,,title=最美骑手,10,
E

printf '%s\n' '# 通报' '' '全区党组织{{party.orgs}}个，覆盖{{party.covered|percent}}。' '' '{{table party.orgs party.covered by area}}' >template.md
pipe "orgs-count --as-of $day --by street | report-render --areas d/areas.csv template.md"
grep -q '全区党组织70个，覆盖18.7%。' "$T/out" && grep -q '^| 豫章街道 | *8 | *20 |$' "$T/out" && [ ! -s "$T/err" ]
ok $? 'figures straight into a report' || show

orgs-count --as-of $day >whole.csv
pipe "orgs-list --as-of $day | orgs-count -f orgs=- --as-of $day"
expect 'organisations through a pipe make the same figures' 0 <whole.csv
pipe "units-list --as-of $day | orgs-count -f units=- --as-of $day"
expect 'and so do units' 0 <whole.csv
pipe "people-list --as-of $day --fields units,since,until,role,name,id | orgs-count -f people=- --as-of $day"
expect 'and people, in another order and with only some columns' 0 <whole.csv
pipe "orgs-list --as-of $day --zh | orgs-count -f orgs=- --as-of $day"
expect 'and organisations in Chinese' 0 <whole.csv
pipe "orgs-list --as-of $day --excel | orgs-count -f orgs=- --as-of $day"
expect 'and organisations as a spreadsheet gets them' 0 <whole.csv

pipe "visits-list --from $day-90d --to $day | units-list --as-of $day operating=yes --not-in -:unit --count"
missed=$(cat "$T/out")
pipe "visits-list --from $day-90d --to $day | units-list --as-of $day operating=yes --in -:unit --count"
[ "$((missed + $(cat "$T/out")))" -eq 980 ] && [ "$missed" -gt 0 ]
ok $? 'units that were visited and units that were not are all units' || show

# .csv.gz in place of .csv: for every register of a directory, and for files.
cp -R d z
gzip -n z/*s.csv z/people.csv
gunzip z/codes.csv.gz z/areas.csv.gz
run orgs-count -d z --as-of $day
expect 'a directory of compressed registers' 0 <whole.csv
run figures-count -D "$D/definitions.csv" --period 2024H1
cp "$T/out" figures.csv
run figures-count -d z -D "$D/definitions.csv" --period 2024H1
expect 'and its figures' 0 <figures.csv
pipe "gzip -dc z/orgs.csv.gz | orgs-count -f orgs=- -f units=z/units.csv.gz -f people=z/people.csv.gz --as-of $day"
expect 'compressed files named one by one' 0 <whole.csv
pipe "orgs-list --as-of $day -o o.csv.gz && orgs-count -f orgs=o.csv.gz --as-of $day"
expect 'what was written compressed' 0 <whole.csv

# grep, head, sort, cat, split: one record is one line.
pipe "units-list --as-of $day | grep -E '^id,|,36010200[27]' | figures-count -n units --by street | grep -v '^units,,'"
units-list --as-of $day area=360102002,360102007 | figures-count -n units --by street | grep -v '^units,,' >"$T/same"
expect 'grep in place of a filter' 0 <"$T/same"
pipe 'awards-list | head -3 | figures-count -n first'
[ "$(whole first)" = 2 ]
ok $? 'head in between: the header and two rows' || show
pipe '(visits-list --period 2024-05; visits-list --period 2024-06) | figures-count -n visits --distinct unit'
both=$(whole visits)
pipe 'visits-list --from 2024-05-01 --to 2024-06-30 | figures-count -n visits --distinct unit'
[ "$(whole visits)" = "$both" ]
ok $? 'two listings one behind the other' || show
pipe 'visits-list --no-header | shuf --random-source=/dev/zero | { head -1 d/visits.csv; cat; } | figures-count -n visits --group kind'
visits-list | figures-count -n visits --group kind >"$T/same"
expect 'rows in any order' 0 <"$T/same"
pipe "orgs-count --as-of $day --by street >a && sort a >b && grep -c '^figure,' b && report-render -f b --areas d/areas.csv template.md | grep -c 豫章街道"
expect 'sorted figures are figures' 0 <<'E'
1
1
E

# Each number can be followed back to its rows.
for figure in units party.orgs party.covered party.missing party.notown union.public guides.covered work.covered women.orgs; do
	value=$(awk -F , -v name=$figure '$1 == name { print $5 }' whole.csv)
	run orgs-count --as-of $day --list $figure
	[ "$(tail -n +2 "$T/out" | wc -l)" = "$value" ]
	ok $? "as many rows are listed as $figure says"
done
pipe "orgs-count --as-of $day --list 'party.covered@360102007[mode=joint]' | units-list -f - --count"
[ "$(cat "$T/out")" = "$(orgs-count --as-of $day --by street --group mode | awk -F , '$1 == "party.covered" && $2 == "360102007" && $4 == "mode=joint" { print $5 }')" ]
ok $? 'and of one area and group' || show

# Same inputs, same bytes: locale, clock and zone of the machine do not matter.
for surroundings in 'LC_ALL=zh_CN.UTF-8 TZ=Asia/Shanghai' 'LC_ALL=C TZ=America/New_York' 'LC_ALL=tr_TR.UTF-8 SOURCE_DATE_EPOCH=1'; do
	run env $surroundings orgs-count --as-of $day
	expect "the same bytes with $surroundings" 0 <whole.csv
done
finish
