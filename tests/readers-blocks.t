#!/bin/sh
# The readers' fast ways, whole blocks of rows and lines copied as they stand, by one thread and by several, against the
# simple one (TAIZHANG_SIMD=libcsv): the same rows, messages and exit codes.

# shellcheck disable=SC1091,SC2154 # lib.sh sets T and code
. "${0%/*}/lib.sh"

mkdir reg
export TAIZHANG_DIR=reg
printf 'code,name\n110101,甲区\n110101001,乙街道\n' >reg/areas.csv

# units SEED ROWS ODD END: a register of units with own columns, of which about one row in ODD has something out of the
# ordinary (ODD 0: none); END ends the lines
units() {
	awk -v seed="$1" -v rows="$2" -v odd="$3" -v end="$4" 'BEGIN {
		srand(seed)
		header = "id,uscc,name,kind,area,members,own,operating,since,until,recorded"
		n = split("甲\"公司|\"甲,公司\"|\" 甲\"| 甲|甲 |\357\273\277甲|\"甲\"\"乙\"|", names, "|")
		m = split("企业,110101001,3,x,yes|enterprise,乙街道,3,x,yes|enterprise,110101001,007,x,yes|" \
			"enterprise,110101001,3,x,是|nonsense,110101001,3,x,yes|enterprise,1101010,3,x,yes|" \
			"enterprise,110101001,-3,x,yes|,110101001,3,x,yes|enterprise,110101001,3,x|" \
			"enterprise,110101001,3, x ,yes|enterprise,110101001,3,x,yes,yes|enterprise,110101001,3,\377,yes", rests, "|")
		printf "%s%s", header, end
		for (i = 1; i <= rows; i++) {
			name = "第" i "公司"
			rest = (rand() < 0.5 ? "enterprise" : "self-employed") "," 110101 + int(rand() * 3) "001," \
				int(rand() * 20) "," int(rand() * 5) "," (rand() < 0.5 ? "yes" : "")
			dates = sprintf("20%02d-%02d-%02d,", 10 + rand() * 14, 1 + rand() * 12, 1 + rand() * 28)
			if (rand() < 0.2)
				dates = dates "2024-0" 1 + int(rand() * 9) "-01"
			if (odd && rand() < 1 / odd) {
				what = int(rand() * 6)
				if (what == 0) name = names[1 + int(rand() * n)]
				else if (what == 1) rest = rests[1 + int(rand() * m)]
				else if (what == 2) dates = "2024-02-29,"
				else if (what == 3) dates = "2024-02-30,"
				else if (what == 4) { print header; continue }
				else if (rand() < 0.2) { print ""; continue }
			}
			printf "U%d,,%s,%s,%s,2024-01-02T00:00:00Z%s", i, name, rest, dates, end
		}
	}'
}

is_simple() { # whether what was run last did as the simple way
	[ "$code" -eq "$simple" ] && cmp -s "$T/out" "$T/out.simple" && cmp -s "$T/err" "$T/err.simple"
}

show_difference() {
	diff "$T/out.simple" "$T/out" | head -5 | sed 's/^/# /'
	diff "$T/err.simple" "$T/err" | head -5 | sed 's/^/# /'
}

# same NAME COMMAND…: the simple way, one thread, three threads with many parts
same() {
	what=$1
	shift
	export TAIZHANG_SIMD=libcsv
	run "$@"
	unset TAIZHANG_SIMD
	mv "$T/out" "$T/out.simple"
	mv "$T/err" "$T/err.simple"
	simple=$code
	run "$@"
	is_simple
	ok $? "$what: $(wc -l <"$T/out") lines, $(wc -l <"$T/err") messages, exit $code" || show_difference
	export TAIZHANG_PART=10000
	run "$@" -j 3
	unset TAIZHANG_PART
	is_simple
	ok $? "$what, several threads" || show_difference
}

units 1 6000 0 '\n' >reg/units.csv
run units-list
cmp -s "$T/out" reg/units.csv
ok $? 'a register without faults: all its lines, byte for byte'
run units-list area=110102 members=3..
awk -F, 'NR == 1 || ($5 ~ /^110102/ && $6 >= 3)' reg/units.csv >"$T/want"
cmp -s "$T/want" "$T/out"
ok $? 'a filter: the lines that match, byte for byte'
run units-list --count area=110102 members=3..
echo $(($(wc -l <"$T/want") - 1)) >"$T/want.count"
expect 'counted' 0 <"$T/want.count"

for seed in 2 3 4; do
	units $seed 4000 50 '\n' >reg/units.csv
	printf 'U9999,,末,enterprise,110101001,3,x,yes,,,2024-01-02T00:00:00Z' >>reg/units.csv
	same "seed $seed, all" units-list
	same "seed $seed, a filter" units-list area=110101 members=3..
	same "seed $seed, hardly any row" units-list members=20..
	same "seed $seed, count" units-list --count kind=enterprise,self-employed since!=
	same "seed $seed, in force" units-list --as-of 2024-03-15 operating=yes
	same "seed $seed, a period" units-list --from 2024-01-01 --to 2024-03-31 --on until
	same "seed $seed, a column of its own" units-list own=2..3
	same "seed $seed, the columns as they are" units-list --fields id,uscc,name,kind,area,members,own,operating,since,until,recorded name~1
	same "seed $seed, other columns" units-list --fields own,name,id area=110103
	same "seed $seed, the same columns in another order" units-list --fields uscc,id,name,kind,area,members,own,operating,since,until,recorded
	same "seed $seed, sorted" units-list --sort -members,name area=110103
	same "seed $seed, Chinese" units-list --zh area=110101
	same "seed $seed, for spreadsheets" units-list --excel area=110101
	same "seed $seed, no header" units-list --no-header area=110101
	same "seed $seed, going on" units-list --keep-going
	same "seed $seed, known" units-list --known-by 2024-06-30 area=110102
done

# faults only at the end: what several threads have listed before stays listed once
units 7 4000 0 '\n' >late.csv
{ cat late.csv; echo 'U1,,甲,enterprise,110101001,x,,,,,'; tail -n 100 late.csv; } >reg/units.csv
same 'a fault behind many rows' units-list members=3..
same 'a fault behind many rows, counted' units-list --count
units 8 8000 2000 '\n' >reg/units.csv
same 'hardly any fault' units-list members=3..
same 'hardly any fault, counted' units-list --count
{ cat late.csv; printf 'U1,,甲,enter'; } >reg/units.csv
same 'a torn line behind many rows' units-list members=3..
same 'many rows, the columns of the file' units-list --where own=1
export TAIZHANG_PART=10000
{ run_ended() { units-list -j 3; echo $? >ended; }; run_ended | head -1 >first; }
[ "$(cat ended)" -eq 141 ] && head -1 late.csv | cmp -s - first
ok $? 'several threads end by SIGPIPE' || echo "# $(cat ended)"
unset TAIZHANG_PART
run sh -c 'TAIZHANG_PART=10000 units-list -f late.csv -j 3 >/dev/full'
expect_error 'several threads tell of a full disk, once' 3 'standard output: cannot be written'
[ "$(wc -l <"$T/err")" -eq 1 ]
ok $? 'in one line'

units 5 3000 30 '\r\n' >crlf.csv
same 'CRLF' units-list -f crlf.csv members=3..
awk -F, -v OFS=, '{ print $2, $1, $4, $3, $5, $6, $8, $9, $10, $11 }' reg/units.csv | grep -v '"' >turned.csv
units 6 3000 40 '\n' >plain.csv
same 'files of different columns' units-list -f plain.csv -f turned.csv -f plain.csv members=3..
same 'files of the same columns' units-list -f plain.csv -f reg/units.csv members=3..
cut -d, -f1 plain.csv | awk 'NR % 7 == 1' >ids.csv
same 'a join' units-list --in ids.csv members=3..
same 'an anti-join, counted' units-list --not-in ids.csv --count
cat >piped <<'E'
#!/bin/sh
cat plain.csv | units-list -f - members=3.. "$@"
E
chmod +x piped
same 'a pipe' ./piped
gzip -c plain.csv >plain.csv.gz
same 'gzip' units-list -f plain.csv.gz members=3..
cat >into_file <<'E'
#!/bin/sh
units-list -f plain.csv --keep-going members=3.. -o made.csv "$@"
cat made.csv
E
chmod +x into_file
same 'into a file' ./into_file

finish
