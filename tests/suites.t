#!/bin/sh
# Delimited text of every form (tests/suites/cases.csv): each cell, or the place where it is refused; cut by libcsv alone, too. The
# public suites that the cases follow are not kept here: make suites.
# shellcheck disable=SC1091,SC2154 # lib.sh sets T, code …
. "${0%/*}/lib.sh"
export PYTHONDONTWRITEBYTECODE=1

for way in '' libcsv; do
	TAIZHANG_SIMD=$way python3 "$S/tests/suites/run.py" "$O/suites/cells" own >"$T/out" 2>"$T/err"
	code=$?
	[ "$code" -eq 0 ] && [ "$(grep -c '^ok' "$T/out")" -eq "$(($(python3 -c 'import csv, sys; print(sum(1 for row in csv.reader(open(sys.argv[1], encoding="utf-8", newline=""))))' "$S/tests/suites/cases.csv") - 1))" ]
	ok $? "$(grep -c '^ok' "$T/out") cases${way:+, cut by $way}" || grep -A2 '^not ok' "$T/out" | sed 's/^/# /'
done

# A suite: what agrees, what differs and stands in contested.csv, what differs and does not.
mkdir -p suite/csv suite/json suites
cp "$S"/tests/suites/*.py suites
printf '甲,"乙\n丙"\n' >suite/csv/lines.csv
printf '%s\n' '[["甲","乙\n丙"]]' >suite/json/lines.json
printf '甲,乙' >suite/csv/plain.csv
echo '[["甲","乙"]]' >suite/json/plain.json
printf '甲,"乙' >suite/csv/bad-quote.csv
echo suite,case,ours,theirs,reason >suites/contested.csv
run python3 suites/run.py "$O/suites/cells" public csv-test-data=suite
[ "$code" -eq 1 ] && grep -q '^csv-test-data: lines$' "$T/out" && grep -q '^csv-test-data *3 *2 *0 *0 *1$' "$T/out"
ok $? 'a difference is a failure' || show
grep -q '^SKIPPED go: ' "$T/out"
ok $? 'what was not given is named' || show
printf '%s\n' 'csv-test-data,lines,"[[""甲"", ""乙 丙""]]","[[""甲"", ""乙\n丙""]]",rows are lines' >>suites/contested.csv
run python3 suites/run.py "$O/suites/cells" public csv-test-data=suite
[ "$code" -eq 0 ] && grep -q '^csv-test-data *3 *2 *1 *0 *0$' "$T/out"
ok $? 'but not when it is contested, with a reason' || show
sed -i 's/rows are lines//' suites/contested.csv
run python3 suites/run.py "$O/suites/cells" public csv-test-data=suite
[ "$code" -eq 1 ]
ok $? 'a reason is needed' || show
printf '%s\n' suite,case,ours,theirs,reason 'csv-test-data,plain,a,b,an old one' 'csv-test-data,gone,a,b,an old one' >suites/contested.csv
rm suite/csv/lines.csv
run python3 suites/run.py "$O/suites/cells" public csv-test-data=suite
[ "$code" -eq 1 ] && grep -q '^csv-test-data *3 *1 *0 *0 *2$' "$T/out"
ok $? 'what is contested no more is a failure' || show

python3 - "$S/tests/suites/contested.csv" >"$T/out" <<'E'
import csv, sys
for row in csv.DictReader(open(sys.argv[1], encoding='utf-8', newline='')):
    assert all(row.values()) and row['ours'] != row['theirs'], row
E
ok $? 'every line of contested.csv is whole'
finish
