#!/bin/sh
# run.sh BUILD UNITS: times counting against other programs on the same files, each answer compared before it is timed.
# Prints a Markdown table: median seconds of RUNS runs (default 5) in turn, the ratio to `wc -l` of the same run, peak memory.
# A program that is not installed is left out and named.
set -eu
build=$1
units=$2
runs=${RUNS:-5}
PATH=$build/bin:$PATH
export PATH LC_ALL=C
work=$(mktemp -d "${TMPDIR:-/tmp}/taizhang-bench.XXXXXX")
trap 'rm -rf "$work"' EXIT
"$build/bench/generate" "$units" "$work"
cd "$work"
day=2024-06-30

sql_join="WITH u AS (SELECT id, substr(area,1,6) AS d FROM units WHERE coalesce(operating,'')<>'no' AND coalesce(since,'')<='$day' AND (coalesce(until,'')='' OR until>'$day')),
o AS (SELECT units AS list FROM orgs WHERE line='party' AND coalesce(since,'')<='$day' AND (coalesce(until,'')='' OR until>'$day'))"

cat >count-mawk.sh <<'E'
mawk -F , 'NR > 1 { n[substr($7, 1, 6)]++ } END { for (d in n) print d "," n[d] }' units.csv | sort
E
cat >count-own.sh <<'E'
figures-count -f units.csv -n u --by district | mawk -F , 'NR > 1 && $2 != "" && $4 == "" { print $2 "," $5 }'
E
cat >count-sqlite3.sh <<'E'
sqlite3 :memory: '.mode csv' '.import units.csv units' 'select substr(area,1,6), count(*) from units group by 1 order by 1' | tr -d '\r'
E
cat >count-mlr.sh <<'E'
mlr --infer-none --icsv --ocsv --headerless-csv-output put '$d = sub($area, "^(......).*", "\1")' then count -g d then sort -f d units.csv
E
cat >ask.py <<'E'
import duckdb
import sys
c = duckdb.connect()
for table in ('units', 'orgs'):
    c.execute("create view %s as select * from read_csv('%s.csv', all_varchar=true)" % (table, table))
for row in c.execute(sys.stdin.read()).fetchall():
    print('%s,%d' % row)
E
cat >count-duckdb.sh <<'E'
echo "select substr(area,1,6), count(*) from units group by 1 order by 1" | python3 ask.py
E
cat >coverage-own.sh <<'E'
orgs-count -d . --as-of 2024-06-30 --by district | mawk -F , '$1 == "party.covered" && $2 != "" && $4 == "" { print $2 "," $5 }'
E
cat >coverage-sqlite3.sh <<E
sqlite3 :memory: '.mode csv' '.import units.csv units' '.import orgs.csv orgs' "$sql_join, s(rest, one) AS (SELECT list || ';', '' FROM o UNION ALL SELECT substr(rest, instr(rest, ';') + 1), substr(rest, 1, instr(rest, ';') - 1) FROM s WHERE rest <> '') SELECT d, count(*) FROM u WHERE id IN (SELECT one FROM s WHERE one <> '') GROUP BY d ORDER BY d" | tr -d '\r'
E
sed -i 's/WITH u/WITH RECURSIVE u/' coverage-sqlite3.sh
cat >coverage-duckdb.sh <<E
echo "$sql_join SELECT d, count(*) FROM u WHERE id IN (SELECT unnest(string_split(list, ';')) FROM o) GROUP BY d ORDER BY d" | python3 ask.py
E

there() { # there PEER
	case $1 in
	duckdb) python3 -c 'import duckdb' 2>/dev/null ;;
	*) command -v "$1" >/dev/null ;;
	esac
}

once() { # once NAME COMMAND…: adds seconds to NAME.times and the peak of its largest process, in KiB, to NAME.memory
	name=$1
	shift
	begin=$(date +%s%N)
	/usr/bin/time -f %M -o "$name.peak" "$@" >/dev/null
	end=$(date +%s%N)
	mawk -v ns="$((end - begin))" 'BEGIN { printf "%.3f\n", ns / 1e9 }' >>"$name.times"
	cat "$name.peak" >>"$name.memory"
}

median() {
	sort -n "$1" | mawk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}

mebibytes() {
	median "$1" | mawk '{ printf "%.1f", $1 / 1024 }'
}

compare() { # compare JOB PEER…: times the programs that are there and agree
	job=$1
	shift
	sh "$job-own.sh" >"$job.answer"
	present=own
	for peer; do
		if ! there "$peer"; then
			echo "| $job | $peer | not installed | | |"
		elif sh "$job-$peer.sh" >"$peer.answer" && cmp -s "$peer.answer" "$job.answer"; then
			present="$present $peer"
		else
			echo "| $job | $peer | wrong answer | | |"
		fi
	done
	i=0
	while [ "$i" -lt "$runs" ]; do
		if [ "$job" = count ]; then once "wc-$job" wc -l units.csv; else once "wc-$job" wc -l units.csv orgs.csv people.csv; fi
		for name in $present; do once "$job-$name" sh "$job-$name.sh"; done
		i=$((i + 1))
	done
	base=$(median "wc-$job.times")
	echo "| $job | wc -l | $base | 1.0 | $(mebibytes "wc-$job.memory") |"
	for name in $present; do
		seconds=$(median "$job-$name.times")
		shown=$name
		[ "$name" = own ] && shown=taizhang
		ratio=$(mawk -v a="$seconds" -v b="$base" 'BEGIN { printf "%.1f", a / b }')
		echo "| $job | $shown | $seconds | $ratio | $(mebibytes "$job-$name.memory") |"
	done
}

echo "$units units, $((units / 5)) organisations, $(($(cat units.csv orgs.csv people.csv | wc -c) / 1000000)) MB; median of $runs runs; $(nproc) processors"
echo
echo '| job | program | seconds | × wc -l | MiB |'
echo '|---|---|---|---|---|'
compare count mawk mlr sqlite3 duckdb
compare coverage sqlite3 duckdb
