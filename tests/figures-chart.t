#!/bin/sh
# figures-chart: what is drawn of which figures, in which form, and that labels are drawn and do nothing else.

# shellcheck disable=SC1091,SC2154 # lib.sh sets S, O, T and code
. "${0%/*}/lib.sh"
cat >figures.csv <<'E2'
figure,area,period,group,value,of
units,,2024-06-30,,100,
units,3601,2024-06-30,,100,
units,360102002,2024-06-30,,30,
units,360102003,2024-06-30,,70,
party.covered,,2024-06-30,,81,100
party.covered,360102002,2024-06-30,,20,30
party.covered,360102003,2024-06-30,,61,70
party.covered,,2024-06-30,mode=joint,20,100
party.covered,,2024-06-30,mode=single,61,100
E2
cat >months.csv <<'E2'
period,figure,value,group,area,of
2024-05-01/2024-05-31,visits,12,,,
period,figure,value,group,area,of
2024-06-01/2024-06-30,visits,8,,,
2024-04-01/2024-04-30,visits,0,,,
E2
cat >areas.csv <<'E2'
code,name,vintage
3601,样例市,2024
360102002,甲街道,2024
360102003,乙街道,2024
E2
cat >definitions.csv <<'E2'
figure,label,unit,register,when,where,measure,of,group,match,note
units,单位,家,,,,,,,,
party.covered,覆盖,家,,,,,,,,
E2

# --- which figures ------------------------------------------------------------------------------------

run figures-chart -f figures.csv --areas areas.csv -D definitions.csv --by street units
expect 'by street' 0 <<'E2'
单位

甲街道  █████████████████████████▊                                    30
乙街道  ████████████████████████████████████████████████████████████  70
E2
expect_quiet 'nothing is missing'
run_in figures.csv figures-chart --by area units
expect 'by area: all areas of any level; codes without names; standard input' 0 <<'E2'
units

3601       ████████████████████████████████████████████████████████  100
360102002  ████████████████▊                                          30
360102003  ███████████████████████████████████████▎                   70
E2
run figures-chart -f figures.csv --percent --sort party.covered
expect 'shares, the largest first; by the largest areas without --by' 0 <<'E2'
party.covered占比

360102003  ███████████████████████████████████████████████         87.1%
360102002  ████████████████████████████████████                    66.7%
E2
run figures-chart -f figures.csv 'party.covered|percent:2' --by street
grep -q '87.14%$' "$T/out"
ok $? 'a filter as in a template' || show
run figures-chart -f figures.csv --by mode party.covered
expect 'by a field' 0 <<'E2'
party.covered

联合组建  ███████████████████                                         20
单独组建  ██████████████████████████████████████████████████████████  61
E2
run figures-chart -f figures.csv --by street --title 两项 units party.covered --first 1
expect 'two figures, the first of two streets' 0 <<'E2'
两项

360102002  units          ██████████████████████████████████████████  30
           party.covered  ████████████████████████████                20
E2
run figures-chart -f figures.csv --stacked --by street 'party.covered' units
[ "$code" -eq 0 ] && grep -q '^█ party.covered  ▓ units$' "$T/out" && grep -q '▓  61  70$' "$T/out"
ok $? 'stacked' || show
run figures-chart -f months.csv visits
expect 'by period, in any order, with repeated headers' 0 <<'E2'
visits

2024-04                                                                0
2024-05  ███████████████████████████████████████████████████████████  12
2024-06  ███████████████████████████████████████▍                      8
E2
cp "$T/out" months.txt
periods() { # periods PERIOD…: what stands on the lines of a chart of them
	printf 'figure,area,period,group,value,of\nvisits,,2000-01-01,x=y,0,\n' >periods.csv
	printf 'visits,,%s,,4,\n' "$@" >>periods.csv
	run figures-chart -f periods.csv --by period visits
	sed '1,2d;s/  *[█ ]*/ /' "$T/out" | tr '\n' ';' >"$T/lines"
	mv "$T/lines" "$T/out"
}
said() { # said NAME LINES
	printf '%s' "$2" >"$T/lines"
	expect "$1" 0 <"$T/lines"
}
periods 2024-01-01/2024-01-31 2023-11-01/2023-11-30 2024-02-01/2024-02-29 2024-04-01/2024-04-30
said 'a month is missing' '2023-11 4;2023-12 —;2024-01 4;2024-02 4;2024-03 —;2024-04 4;'
expect_error '… which is said' 0 "'visits' has no value for 2 of 6, the chart has gaps there"
periods 2023-07-01/2023-09-30 2024-01-01/2024-03-31
said 'a quarter' '2023Q3 4;2023Q4 —;2024Q1 4;'
periods 2021-01-01/2021-12-31 2023-01-01/2023-12-31
said 'a year' '2021 4;2022 —;2023 4;'
periods 2024-01-31 2024-02-29 2024-05-31
said 'the ends of months' '2024-01-31 4;2024-02-29 4;2024-03-31 —;2024-04-30 —;2024-05-31 4;'
periods 2023-06-30 2023-09-30 2024-03-31
said 'the ends of quarters' '2023-06-30 4;2023-09-30 4;2023-12-31 —;2024-03-31 4;'
periods 2023-12-31 2024-06-30
said 'two of them may be the ends of half-years' '2023-12-31 4;2024-06-30 4;'
periods 2024-01-01/2024-01-31 2024-03-01/2024-03-31 2024-01-01/2024-03-31
said 'periods of two kinds' '2024-01 4;2024Q1 4;2024-03 4;'
periods 2024-01-01/2024-01-31 2024-01-01/2024-04-30
said 'those that begin on the same day' '2024-01 4;2024-01-01/2024-04-30 4;'
periods 2024-01-31 2024-03-31 2024-06-30
said 'months that follow no rule' '2024-01-31 4;2024-03-31 4;2024-06-30 4;'
periods 2024-01-30 2024-03-30
said 'other days' '2024-01-30 4;2024-03-30 4;'
periods 0001-01-01/0001-01-31 9999-12-01/9999-12-31
said 'and what would be more than a hundred years' '0001-01 4;9999-12 4;'
cp months.txt "$T/out"
for form in '--text' '--to text' '-o out.txt'; do
	cp "$T/out" before
	# shellcheck disable=SC2086 # two words
	run figures-chart -f months.csv $form visits
	[ ! -e out.txt ] || cp out.txt "$T/out"
	expect "text ($form)" 0 <before
done

# --- what does not go -----------------------------------------------------------------------------------

refuses() { # refuses CODE TEXT ARGUMENT…
	want=$1
	text=$2
	shift 2
	run figures-chart -f figures.csv "$@"
	expect_error "$*" "$want" "figures-chart: $text"
	[ ! -s "$T/out" ]
	ok $? "$*: nothing is drawn" || show
}
refuses 2 'name one figure or more'
refuses 2 "'units@360102002' by 'street'" --by street units@360102002
refuses 2 "'units' has no denominator" --by street --percent units
refuses 2 'a chart has one axis' --by street units 'party.covered|percent'
refuses 2 "lines join periods" --by street --lines units
refuses 2 '--stacked and --lines exclude each other' --stacked --lines units
refuses 2 '--to and --text exclude each other' --to svg --text units
refuses 2 "no form 'gif'" --to gif units
refuses 2 "--first '0' is not how many" --first 0 units
refuses 2 "'units@360102002' stands alone" units@360102002
refuses 2 'standard input can be only one of the files' -f - --areas - units
refuses 3 "no figure 'nosuch'" nosuch
refuses 3 "no figure of 'units' has rows of that area" --by community units
run figures-chart -f figures.csv -o figures.csv --by street units
expect_error '-o a file that is read' 2 "-o 'figures.csv' is a file that is read"

# --- pictures -----------------------------------------------------------------------------------------

mkdir bare
for program in sh cat; do ln -s "$(command -v $program)" bare/; done
echo before >out.svg
PATH=bare run "$O/bin/figures-chart" -f figures.csv --by street -o out.svg units
expect_error 'without gnuplot its package is named' 3 \
	'figures-chart: charts are drawn by gnuplot, which is not installed (Debian: gnuplot-nox)'
[ "$(cat out.svg)" = before ] && [ ! -s "$T/out" ]
ok $? 'and nothing is written'
PATH=bare run "$O/bin/figures-chart" -f figures.csv --by street --text units
[ "$code" -eq 0 ] && [ -s "$T/out" ]
ok $? 'text needs none' || show
printf '#!/bin/sh\ncat >/dev/null\necho "half a picture"\necho "no terminal" >&2\nexit 1\n' >bare/gnuplot
chmod +x bare/gnuplot
PATH=bare run "$O/bin/figures-chart" -f figures.csv --by street -o out.svg units
expect_error 'gnuplot fails' 3 'figures-chart: gnuplot failed: no terminal'
[ "$(cat out.svg)" = before ]
ok $? 'and nothing is written'
printf '#!/bin/sh\necho "<svg>"\n' >bare/gnuplot
PATH=bare run "$O/bin/figures-chart" -f figures.csv --by street --to svg units
expect_error 'gnuplot does something else, and does not read' 3 'gnuplot made no SVG'

printf '#!/bin/sh\ncat >script\n' >bare/gnuplot
periods 2024-01-01/2024-01-31 2024-02-01/2024-02-29 2024-04-01/2024-04-30
PATH=bare run "$O/bin/figures-chart" -f periods.csv --by period --to svg visits
sed -n '/^\$s0 <</,/^END/p' script >"$T/out"
code=0
expect 'in a picture a month that is missing is no point' 0 <<'E2'
$s0 << END
0 4
1 4
2 NaN
3 4
END
E2

if ! command -v gnuplot >/dev/null; then
	ok 0 'pictures # SKIP gnuplot is not installed'
	echo '# SKIPPED: gnuplot (Debian: gnuplot-nox) is not installed, so that no picture was drawn' >&2
	finish
	exit 0
fi
{ cat areas.csv && echo '360102004,"a""b<c>&`touch proof`'"'"'; system '"'"'touch proof'"'"'; {/Symbol x} 50%",2024'; } >hostile.csv
run figures-chart -f figures.csv --areas hostile.csv --by street --sort -o out.svg --title '`touch proof`' units
[ "$code" -eq 0 ] && [ ! -e proof ]
ok $? 'labels do nothing' || show
python3 - out.svg >"$T/out" <<'E2'
import re, sys
import xml.etree.ElementTree as tree
text = open(sys.argv[1], encoding="utf-8").read()
root = tree.fromstring(text)
name = lambda element: element.tag.split("}")[1]
print(name(root), root.get("viewBox"), root.get("width"), root.get("role"), root.get("aria-label"))
print(*sorted({name(element) for element in root.iter()}))
print([element.text for element in root.iter() if name(element) == "text"][:9])
print(re.findall(r"https?://[^\"]*|GNUPLOT|gnuplot|black|<!--", text), [e.get("id") for e in root.iter() if e.get("id")])
E2
code=$?
expect 'an SVG without scripts, addresses or ids that it does not need' 0 <<'E2'
svg 0 0 480 172 100% img 条形图“`touch proof`”：units，按街道3项，最高为乙街道（70），最低为甲街道（30），缺1个数。
g path polygon svg text
['0', '20', '40', '60', '80', '`touch proof`', '乙街道', '70', '甲街道']
['http://www.w3.org/2000/svg'] []
E2
awk 'BEGIN { print "figure,area,period,group,value,of"; print "units,,d,,1,"
	for (i = 0; i < 20000; i++) printf "units,%09d,d,,%d,\n", i + 100000000, i }' >many.csv
for form in svg png; do
	run figures-chart -f many.csv --by street --to $form units
	expect_error "$form: more than a picture can show" 3 'pixels high, at most'
	run figures-chart -f months.csv --to $form visits
	cp "$T/out" first
	[ "$code" -eq 0 ] && [ -s first ]
	ok $? "$form" || show
	mkdir -p home
	echo 'set terminal dumb; set title "mine"' >home/.gnuplot
	HOME=$PWD/home GNUTERM=dumb LC_ALL=C TZ=Asia/Tokyo run figures-chart -f months.csv -o out.$form visits
	cmp -s first out.$form
	ok $? "$form: the same bytes, whatever the settings, the zone and the locale" || show
done
python3 - out.png >"$T/out" <<'E2'
import struct, sys
data = open(sys.argv[1], "rb").read()
at, names = 8, []
while at < len(data):
    length, name = struct.unpack(">I4s", data[at:at + 8])
    if not names or names[-1] != name.decode():
        names.append(name.decode())
    if name == b"IHDR":
        print(*struct.unpack(">II", data[at + 8:at + 16]))
    at += length + 12
print(*names)
E2
expect 'a PNG holds the picture alone' 0 <<'E2'
960 608
IHDR IDAT IEND
E2
finish
