#!/bin/sh
# The sample district: its 29 figures, rows that nearly count, the monthly summary and the short scripts.
. "${0%/*}/lib.sh"
export PYTHONDONTWRITEBYTECODE=1
D=$S/examples/donghu

python3 "$D/generate.py" "$T/again" && diff -r "$T/again" "$D/registers" >"$T/out"
ok $? 'the generator makes the registers that are there, byte for byte'

python3 "$S/tests/donghu-near.py" --bin "$O/bin" --dir "$D" >"$T/out" 2>"$T/err"
code=$?
[ "$code" -eq 0 ] && ! grep -q '^not ok' "$T/out" && [ "$(grep -c '^ok' "$T/out")" -gt 150 ]
ok $? "29 figures: value, rows behind it, one row less, one near row more ($(grep -c '^ok' "$T/out") points)" || {
	grep -A3 '^not ok' "$T/out" | head -40 | sed 's/^/# /'
	show
}

# The whole month, twice, in unlike surroundings: the same bytes.
run sh "$D/monthly-summary.sh" -d "$D/registers" -o "$T/a" 2024-06
expect 'the monthly summary says nothing when all is well' 0 </dev/null
expect_quiet 'not on standard error either'
(cd / && env -i PATH="$PATH" TZ=America/New_York LC_ALL=C LANG=zh_CN.UTF-8 SOURCE_DATE_EPOCH=1800000000 \
	dash "$D/monthly-summary.sh" -d "$D/registers" -o "$T/b" 2024-06 </dev/null) >"$T/out" 2>"$T/err"
code=$?
expect 'and again without a terminal, in another zone, by dash' 0 </dev/null
diff -r "$T/a" "$T/b" >"$T/out" && [ -s "$T/a/report.md" ]
ok $? 'the same bytes' || show

# Exactly one line when something fails, and what stood there stays.
cp -R "$D/registers" "$T/broken" && chmod -R u+w "$T/broken"
printf 'U9999,x\n' >>"$T/broken/units.csv"
before=$(find "$T/a" -type f | LC_ALL=C sort | xargs -d '\n' cat | cksum)
run sh "$D/monthly-summary.sh" -d "$T/broken" -o "$T/a" 2024-06
[ "$code" -eq 3 ] && [ "$(wc -l <"$T/err")" -eq 1 ]
ok $? 'a damaged register: exit 3 and one line' || show
[ "$before" = "$(find "$T/a" -type f | LC_ALL=C sort | xargs -d '\n' cat | cksum)" ] && [ ! -e "$T/a/.monthly-summary.tmp" ]
ok $? 'and the results of before are still there, untouched'
run sh "$D/monthly-summary.sh" -d "$D/registers" -o "$T/a" 2024-13
expect_error 'not a month' 2 "'2024-13' is not a month"

# Every figure of the 29 stands in the report, in its printed form.
for text in '党组织70个' '工会37个' '团组织120个' '妇联组织104个' '指导员110名' '754家' '专职指导员110名' '95名' '40余名' '32名' \
	'12次' '23个' '40余件' '综合体2个' '央央春天投资大厦和豫章后街商圈' '111个' '1100余平方米' '10余处' '5万元' '2万元' '10名' '80名' \
	'劳动奖章2名' '五四奖章3名' '建功标兵1名' '10余个' '100余次' '800人次' '30余次' '80名'; do
	grep -qF "$text" "$T/a/report.md"
	ok $? "the report says $text"
done
! grep -q '{{' "$T/a/report.md" "$T/a/report.txt" "$T/a/figures-29.md"
ok $? 'no placeholder is left'

# Each number of the trace stands where the trace says, and its figure is in the figures.
python3 - "$T/a" >"$T/out" 2>&1 <<'E'
import csv, sys
d = sys.argv[1]
lines = open(d + '/report.md', encoding='utf-8').read().split('\n')
figures = {}
for name in ('coverage', 'ytd', 'month'):
    for row in csv.DictReader(open('%s/%s.csv' % (d, name), encoding='utf-8', newline='')):
        figures[row['figure'], row['area'], row['period'], row['group']] = (row['value'], row['of'])
count = 0
for row in csv.DictReader(open(d + '/trace.csv', encoding='utf-8', newline='')):
    at = int(row['column']) - 1
    assert lines[int(row['line']) - 1][at:at + len(row['text'])] == row['text'], row
    assert figures[row['figure'], row['area'], row['period'], row['group']] == (row['value'], row['of']), row
    count += 1
assert count > 60, count
print(count)
E
ok $? "each number of the trace is where it says and what its figure says ($(cat "$T/out"))" || show

# follow TRACE: every number of it is followed to its rows by --list
follow() {
	run python3 "$S/tests/trace-follow.py" "$D/registers" "$D/definitions.csv" "$1"
}
follow "$T/a/trace.csv"
[ "$code" -eq 0 ] && [ "$(tail -n 1 "$T/out")" -gt 90 ]
ok $? "the rows behind each number of the trace give the number ($(tail -n 1 "$T/out"))" || show
follow "$T/a/figures-29-trace.csv"
[ "$code" -eq 0 ] && [ "$(tail -n 1 "$T/out")" -eq 29 ]
ok $? "and behind each of the 29 figures ($(tail -n 1 "$T/out"))" || show
# covered REPORT TRACE TEMPLATE: nothing but days and what the template says itself is beside the trace
covered() {
	run python3 "$S/tests/trace-covers.py" "$1" "$2" "$D/$3"
	ok "$code" "each number of $3 stands in the trace" || show
}
covered "$T/a/report.md" "$T/a/trace.csv" work-report.md
covered "$T/a/figures-29.md" "$T/a/figures-29-trace.csv" figures-29.md
sed 70d "$T/a/trace.csv" >"$T/wrong.csv"
run python3 "$S/tests/trace-covers.py" "$T/a/report.md" "$T/wrong.csv" "$D/work-report.md"
[ "$code" -eq 1 ] && [ "$(wc -l <"$T/out")" -eq 1 ]
ok $? 'and of one that does not it is said' || show
sed '2s/,\([0-9]*\),\([0-9]*\)$/,1\1,\2/' "$T/a/trace.csv" >"$T/wrong.csv"
follow "$T/wrong.csv"
[ "$code" -eq 1 ] && [ "$(wc -l <"$T/out")" -eq 2 ]
ok $? 'and of a number that its rows do not give it is said' || show

# The monthly bulletin and the league table: three states of the registers, each number followed to its rows.
run sh "$D/bulletin.sh" -d "$D/registers" -o "$T/bulletin" 2024-06
expect 'the bulletin says nothing when all is well' 0 </dev/null
expect_quiet '… not on standard error either'
for text in '党组织70个，同比增长7.7%' '覆盖率18.7%，环比提高0.4个百分点、同比提高1.6个百分点' '本月走访346次，环比增长32.6%；' \
	'还有8家（上年同期12家），' '扬农管理处29.6%、大院街道23.2%、贤士湖管理处21.9%。' \
	'| 党组织 | 个 | 70 | 持平 | +7.7% |' '口径：'; do
	grep -qF "$text" "$T/bulletin/bulletin.md"
	ok $? "the bulletin says $text"
done
grep -qxF '| 大院街道 | 82 | 6 | 23.2%（19/82） | 持平 | +7.5 | 95.1% |' "$T/bulletin/league.md" &&
	grep -qF '**彭家桥街道**　单位132家，党组织9个；覆盖率15.9%，同比提高4.7个百分点；本月走访57次，环比增长26.7%。' "$T/bulletin/league.md"
ok $? 'the league table has rows and sentences'
sed -n 's/^- \*\*.*覆盖率\([0-9.]*\)%.*/\1/p' "$T/bulletin/league.md" >"$T/rates"
[ "$(wc -l <"$T/rates")" -eq 10 ] && sort -rn "$T/rates" | cmp -s - "$T/rates"
ok $? '… from the largest rate to the smallest'
! grep -q '{{' "$T/bulletin"/*.md "$T/bulletin"/*.txt "$T/bulletin"/*.html
ok $? 'no placeholder is left in them'
for report in bulletin league; do
	follow "$T/bulletin/$report-trace.csv"
	[ "$code" -eq 0 ] && [ "$(tail -n 1 "$T/out")" -gt 50 ]
	ok $? "$report: the rows behind each number, of all three states, give the number ($(tail -n 1 "$T/out"))" || show
	covered "$T/bulletin/$report.md" "$T/bulletin/$report-trace.csv" "$report.md"
done
run sh "$D/charts.sh" -d "$D/registers" -o "$T/charts" 2024-06
expect 'the charts say nothing when all is well' 0 </dev/null
follow "$T/charts/charts-trace.csv"
[ "$code" -eq 0 ] && [ "$(tail -n 1 "$T/out")" -gt 80 ]
ok $? "charts: the rows behind each number, of twelve months, give the number ($(tail -n 1 "$T/out"))" || show
covered "$T/charts/charts.md" "$T/charts/charts-trace.csv" charts.md
cp -R "$T/bulletin" "$T/bulletin.first"
(cd / && env -i PATH="$PATH" TZ=America/New_York LC_ALL=C SOURCE_DATE_EPOCH=1800000000 \
	dash "$D/bulletin.sh" -d "$D/registers" -o "$T/bulletin" 2024-06)
diff -r "$T/bulletin.first" "$T/bulletin" >"$T/out"
ok $? 'the same bytes again, elsewhere' || show
run sh "$D/bulletin.sh" -d "$D/registers" -o "$T/bulletin" 2024-13
expect_error 'not a month' 2 'usage: bulletin.sh'

# What an analyst is really asked.
for script in should-have-party not-visited guide-load certified-share; do
	run sh "$D/$script.sh" -d "$D/registers" 2024-06-30
	[ "$code" -eq 0 ] && [ "$(wc -l <"$T/out")" -gt 2 ] && [ ! -s "$T/err" ]
	ok $? "$script.sh answers" || show
	cp "$T/out" "$T/$script"
done
[ "$(orgs-count -d "$D/registers" --as-of 2024-06-30 | sed -n 's/^party.missing,,2024-06-30,,\([0-9]*\),.*/\1/p')" \
	-eq "$(($(wc -l <"$T/should-have-party") - 2))" ]
ok $? 'should-have-party.sh lists as many units as the figure says'
[ "$(awk -F , 'NR > 1 { n++ } END { print n }' "$T/guide-load")" -eq 110 ]
ok $? 'guide-load.sh has a line for each of the 110 guides'
run sh "$D/awards-by-title.sh" -d "$D/registers" 2024H1
grep -q '^honours,,2024-01-01/2024-06-30,title=最美骑手,1[0-9]*,$' "$T/out"
ok $? 'awards-by-title.sh counts by title' || show
finish
