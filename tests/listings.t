#!/bin/sh
# --listings: every number of a page leads to a file with the rows behind it, which orgs-count and figures-count write, and
# nothing that a trace holds leads out of their directory or leaves half a file.
# shellcheck disable=SC1091,SC2154
. "${0%/*}/lib.sh"
D=$S/examples/donghu
TAIZHANG_DIR=$D/registers
export TAIZHANG_DIR

files() { # files DIR: how many there are, hidden ones too
	find "$1" -mindepth 1 | wc -l
}

follow() { # follow PAGE TRACE
	run python3 "$S/tests/listings-follow.py" "$1" "$2" "$D/definitions.csv" "$TAIZHANG_DIR"
}

# list_all TRACE DIR OPTION…: both programs
list_all() {
	trace=$1
	dir=$2
	shift 2
	orgs-count --trace "$trace" --listings "$dir" "$@" >"$T/out" 2>"$T/err" &&
		figures-count -D "$D/definitions.csv" --trace "$trace" --listings "$dir" "$@" >>"$T/out" 2>>"$T/err"
	code=$?
}

# --- the sample report ----------------------------------------------------------------------------------------------

mkdir page
orgs-count --as-of 2024-06-30 --from 2024-01-01 --by street --group mode -o coverage.csv
figures-count -D "$D/definitions.csv" --as-of 2024-06-30 --from 2024-01-01 --to 2024-06-30 --by street -o ytd.csv
figures-count -D "$D/definitions.csv" --period 2024-06 --by street -o month.csv
for name in day complex home stations casual brands welfare festivals; do
	printf 'id,name,area,title,family,date,series\n1,甲,360102,乙,youth,2024年6月30日,丙\n' >"$name.csv"
done
render() {
	run report-render --period 2024-06 --areas "$TAIZHANG_DIR/areas.csv" -D "$D/definitions.csv" -f coverage.csv -f ytd.csv \
		-f month.csv -l day=day.csv -l complex=complex.csv -l home=home.csv -l stations=stations.csv -l casual=casual.csv \
		-l brands=brands.csv -l welfare=welfare.csv -l festivals=festivals.csv "$@"
}
render --to html --trace trace.csv --listings rows -o page/report.html "$D/work-report.md"
expect 'the sample report as a page with links' 0 </dev/null
expect_quiet '… without a word'
list_all trace.csv page/rows
expect 'its listings by two programs' 0 </dev/null
expect_error '… which say how many the other one has' 0 'orgs-count: trace.csv: 41 figures are not made by orgs-count' \
	"their rows are not listed; the first is 'activists.mass'" \
	'figures-count: trace.csv: 47 figures are not made by figures-count' "the first is 'guides.covered'"
follow page/report.html trace.csv
[ "$code" -eq 0 ] && [ "$(tail -n 1 "$T/out")" -gt 90 ]
ok $? "each number leads to rows that give it ($(tail -n 1 "$T/out"))" || show
[ "$(files page/rows)" -eq 88 ]
ok $? 'one file for a figure, and no other' || files page/rows
cp -R page again
list_all trace.csv page/rows -q
expect 'the same again' 0 </dev/null
expect_quiet 'quietly'
diff -r page again >"$T/out"
ok $? 'the same bytes' || show
run python3 "$S/tests/report-html.py" page/report.html trace.csv
expect 'the page is good HTML' 0 </dev/null
sed 's/^party.orgs,,2024-06-30,,70,/party.orgs,,2024-06-30,,71,/' coverage.csv >other.csv && mv other.csv coverage.csv
render --to html --trace other.csv --listings rows -o page/other.html "$D/work-report.md"
list_all other.csv page/rows -q
expect_error 'a number that its rows do not give is told' 1 "orgs-count: other.csv: the rows of 1 listing do not give the number" \
	"'party.orgs,,2024-06-30,' is 71 there, its rows give 70"
follow page/other.html other.csv
[ "$code" -eq 1 ] && grep -q 'party.orgs  2024-06-30  rests on 71, its rows give 70' "$T/out"
ok $? '… and found' || show

# --- comparisons, workbooks, places ---------------------------------------------------------------------------------

for month in 2024-05 2024-06; do
	figures-count -D "$D/definitions.csv" --period $month >flow.$month
	orgs-count --period $month --by street >>flow.$month
done
cat >t.md <<'E'
# 走访{{visits:month}}次

环比{{visits:month|grow:prev}}，覆盖率{{party.covered@360102002|points:prev}}；[见{{party.orgs}}](x.html)。
E
pages() { # pages LISTINGS OPTION…
	listings=$1
	shift
	run report-render -f flow.2024-06 --against prev=flow.2024-05 --period 2024-06 --to html --listings "$listings" "$@" t.md
}
pages '../甲 "&乙%/' --trace t.csv -o page/t.html
expect 'a page with comparisons' 0 </dev/null
grep -qF 'href="../%E7%94%B2%20%22%26%E4%B9%99%25/visits_2024-06-01..2024-06-30.csv"' page/t.html
ok $? 'the directory is written as an address, relative as it was given' || grep -o 'href="[^"]*"' page/t.html
grep -qF '见<span class="number"' page/t.html
ok $? 'a number in a link of the template is no second link'
list_all t.csv '甲 "&乙%' -q
expect 'listings in a directory with signs' 0 </dev/null
sed 's,<a href="x.html">见<span \(class="number"\),<a \1 href="../%E7%94%B2%20%22%26%E4%B9%99%25/party.orgs_2024-06-30.csv",; s,</span></a>,</a>,' \
	page/t.html >page/u.html
follow page/u.html t.csv
[ "$code" -eq 0 ] && grep -q '对比明细' page/u.html
ok $? 'a comparison leads to the rows of the first figure, the list at the end to both' || show
for dir in //example.org/x 'javascript:alert(1)'; do
	pages "$dir"
	grep -o '<a class="number" href="[^"]*' "$T/out" | sed 's/.*"//' | sort -u
done >"$T/found"
cat >"$T/want" <<'E'
/example.org/x/party.covered@360102002_2024-06-30.csv
/example.org/x/visits_2024-06-01..2024-06-30.csv
javascript%3Aalert%281%29/party.covered@360102002_2024-06-30.csv
javascript%3Aalert%281%29/visits_2024-06-01..2024-06-30.csv
E
cmp -s "$T/want" "$T/found"
ok $? 'a directory is no host and no scheme' || sed 's/^/# /' "$T/found"

list_all t.csv books -q --listings-as xlsx
expect 'workbooks' 0 </dev/null
pages books --listings-as xlsx -o t.html
bad=0
for file in books/*; do
	grep -qF "\"$file\"" t.html || { bad=1 && echo "# $file"; }
done
[ "$(files books)" -eq 5 ] && ok $bad 'the page leads to them'
orgs-count --as-of 2024-06-30 --list party.orgs -o one.xlsx && cmp -s one.xlsx books/party.orgs_2024-06-30.xlsx
ok $? 'they are what --list -o FILE.xlsx writes'

run orgs-count -v --trace t.csv --listings said
expect_error 'what is done is said with -v' 0 'orgs-count: said: 3 listings written'

head -n 1 t.csv >head.csv
run_in head.csv orgs-count --trace - --listings none
expect 'a trace without numbers, from standard input' 0 </dev/null
[ -d none ] && [ "$(files none)" -eq 0 ]
ok $? 'an empty directory'
printf 'figure,area,period,group,value,of\nnone,,,,1,\n' >unknown.csv
printf '# {{none}}\n' >none.md
run report-render -f unknown.csv --to html --listings rows none.md
[ "$code" -eq 0 ] && grep -qF '<span class="number"' "$T/out"
ok $? 'a figure without a day is no link' || show

# Areas and rules as with --list.
orgs-count --as-of 2024-06-30 --by community --due party=members=5.. | grep -e ^figure, -e '^party.due,' >community.csv
list_all community.csv communities -q --by community --due party=members=5..
expect_error '--due is for orgs-count' 2 "no option '--due'"
run orgs-count --trace community.csv --listings communities --by community --due party=members=5..
expect 'areas that are shorter than those of --by' 0 </dev/null
expect_quiet '… give the numbers'
run orgs-count --trace community.csv --listings communities --by community
expect_error 'by other rules they do not' 1 'orgs-count: community.csv: the rows of ' "'party.due,"

# Moves between streets are none of the district; areas of two levels in one trace, groups of two fields, two periods.
mkdir moves
cat >moves/units.csv <<'E'
id,name,kind,area,members,operating,since,until
U1,甲,enterprise,360102002,3,yes,2023-01-01,
U2,乙,service,360102004,3,yes,2023-01-01,
U3,丙,enterprise,360103001,3,yes,2023-01-01,
E
cat >moves/orgs.csv <<'E'
id,line,name,mode,area,units,since,until
O1,party,一,joint,360102002,U1;U2,2023-01-01,2024-03-01
O1,party,一,joint,360102004,U1;U2,2024-03-01,
O2,party,二,single,360102002,U3,2023-01-01,2024-04-01
O2,party,二,single,360103001,U3,2024-04-01,
O3,union,三,single,360102002,U1,2024-05-01,
E
printf 'id,name,role,area,units,since,until\nP1,张示例,guide,360102002,U2;U3,2023-01-01,\n' >moves/people.csv
for options in '--period 2024H1 --by street --group mode' '--period 2024H1 --by district --group kind' '--period 2024-05 --by street' \
	'--as-of 2024-03-31 --by city'; do
	# shellcheck disable=SC2086
	orgs-count -d moves $options
done >moves.csv
grep -q '^party.orgs.moved_in,360102004,.*,1,' moves.csv && grep -q '^party.orgs.moved_in,360102,.*,0,' moves.csv &&
	grep -e ^figure, -e 'party.*,[1-9][0-9]*,' moves.csv >some.csv && grep -e 'party.orgs.moved.*,0,' moves.csv | head -30 >>some.csv
ok $? 'figures of moves'
run orgs-count -d moves -q --trace some.csv --listings moved
expect 'areas of two levels, two groups and three times in one trace' 0 </dev/null
expect_quiet '… each give their number'
[ "$(files moved)" -eq "$(grep -v ^figure, some.csv | sort -u | wc -l)" ]
ok $? 'none is left out' || files moved
figures-count -D "$D/definitions.csv" --period 2024-06 --by street | awk -F, 'NR == 1 || (length($2) == 9 && $5 > 0)' | head -60 >streets.csv
run figures-count -D "$D/definitions.csv" -q --trace streets.csv --listings streets
expect 'figures-count by street' 0 </dev/null
expect_quiet '… likewise'
[ "$(files streets)" -eq 59 ]
ok $? 'all of them'

# --- hostile traces -------------------------------------------------------------------------------------------------

mkdir -p hostile/sub
long=$(head -c 3000 /dev/zero | tr '\0' x)
cat >hostile.csv <<'E'
figure,area,period,group,value,of
../../up,,2024-06-30,,1,
/etc/passwd,,2024-06-30,,1,
party.orgs,../../up,2024-06-30,,1,
party.orgs,/up,2024-06-30,,1,
party.orgs,,../../up,,1,
party.orgs,,/up,,1,
party.orgs,,2024-06-30,mode=../../up,1,
party.orgs,,2024-06-30,mode=/up,1,
party.orgs,,2024-06-30,../../up=x,1,
party.orgs,,2024-06-30,mode,1,
party.orgs,,2024-06-30/2024-06-30,,1,
party.orgs.opened,,2024-06-30,,1,
women.due,,2024-06-30,,1,
party.orgs,,2024-06-30,name=../../up,0,
units,,2024-06-30,trade=../../up/..\..,0,980
units,,2024-06-30,trade=.,0,980
units,,2024-06-30,"trade=a:*?""<>|b",0,980
E
printf '%s\n' "units,,2024-06-30,trade=$long,0,980" "$long,,2024-06-30,,1," >>hostile.csv
cp hostile.csv with-nul.csv
printf 'units,,2024-06-30,trade=a\0b,1,\n' >>with-nul.csv
run orgs-count --trace with-nul.csv --listings hostile/sub/rows
expect_error 'a NUL in a trace' 3 'with-nul.csv:21:'
[ ! -e hostile/sub/rows ]
ok $? 'nothing is made then'
around() { # all that there is, but in the directory of the listings
	find "$T" -path '*/hostile/sub/rows' -prune -o -print | sort
}
touch "$T/around" "$T/after"
around >"$T/around"
list_all hostile.csv hostile/sub/rows
around >"$T/after"
expect_error 'names that lead elsewhere' 0 'orgs-count: hostile.csv: 14 figures are not made by' \
	'figures-count: hostile.csv: 19 figures are not made by'
cmp -s "$T/around" "$T/after" && [ "$(files hostile/sub/rows)" -eq 5 ]
ok $? 'stay in the directory' || diff "$T/around" "$T/after" | sed 's/^/# /'
find hostile/sub/rows -mindepth 1 | sed 's,^hostile/sub/rows/,,' >"$T/names"
! grep -qE '[]/\\:*?"<>|]|^\.|.{201}' "$T/names"
ok $? '… under names that Windows knows' || sed 's/^/# /' "$T/names"
cat >up.md <<'E'
# {{units[trade=../../up/..\..]}}
E
run report-render -f hostile.csv --to html --listings hostile/sub/rows up.md
[ "$code" -eq 0 ] && [ -f "$(grep -o 'href="hostile[^"]*"' "$T/out" | sed 's/.*="//; s/"//; q')" ]
ok $? 'to which a page leads' || show

# --- what is in the way ---------------------------------------------------------------------------------------------

printf 'figure,label,unit,register,when,where,measure,of,group,match,note\nposts,,,people,on,,rows,,name,,\n' >posts.csv
printf 'figure,area,period,group,value,of\nposts,,2024-06-30,name=某示例,9,\n' >persons.csv
run figures-count -D posts.csv --trace persons.csv --listings persons
expect_error 'the name of a person in a group is not shown' 1 "'posts,,2024-06-30,name=…' is 9 there, its rows give 0"
! grep -q 某示例 "$T/err"
ok $? '… nowhere'
printf 'figure,area,period,group,value,of\nparty.orgs,,2024-06-30,,70,\n' >one.csv
own=party.orgs_2024-06-30.csv
refused() { # refused NAME CODE TEXT…: of the one listing in rows
	run orgs-count --trace one.csv --listings rows
	expect_error "$@"
}
mkdir rows && ln -s ../outside rows/$own
refused 'a link in the place of a listing' 3 "rows/$own" 'is no plain file'
[ ! -e outside ] && [ -L rows/$own ]
ok $? 'it is not followed and stays'
rm rows/$own && mkdir rows/$own
refused 'a directory in its place' 3 "rows/$own" 'is no plain file'
rmdir rows/$own && mkfifo rows/$own
refused 'a FIFO' 3 "rows/$own" 'is no plain file'
rm rows/$own && echo mine >rows/notes.csv && echo old >rows/$own
run orgs-count --trace one.csv --listings rows
expect 'a listing of before' 0 </dev/null
[ "$(wc -l <rows/$own)" -eq 71 ] && [ "$(cat rows/notes.csv)" = mine ]
ok $? 'is replaced, other files stay'
cp one.csv rows/$own
run orgs-count --trace rows/$own --listings rows
expect_error 'the trace itself' 2 'is a file that is read'
cmp -s one.csv rows/$own
ok $? 'stays as it is'
rm -r rows && echo x >rows
refused 'a file for a directory' 3 'rows: is not a directory'
rm rows
run orgs-count --trace one.csv --listings no/rows
expect_error 'a directory in one that is not there' 3 'no/rows: the directory cannot be made'
cp -R "$TAIZHANG_DIR" registers && chmod -R u+w registers
for dir in registers registers/closed registers/../registers/; do
	run orgs-count -d registers --trace one.csv --listings $dir
	expect_error "a register directory: $dir" 2 "--listings '$dir' is "
done
diff -r registers "$TAIZHANG_DIR" | grep -v '^Only in .*: .lock$' >"$T/out"
[ ! -s "$T/out" ]
ok $? 'nothing is written there' || show
printf 'U9999,x\n' >>registers/units.csv
run orgs-count -d registers --trace trace.csv --listings damaged
expect_error 'a damaged register' 3 'units.csv:'
[ ! -d damaged ] || [ "$(files damaged)" -eq 0 ]
ok $? 'no listing'

# A disk that takes no more: no half file, and none of the temporary ones.
mkdir full && cp page/rows/$own full/ && before=$(cksum full/$own)
run sh -c 'ulimit -f 8 && trap "" XFSZ && exec orgs-count --trace trace.csv --listings full'
expect_error 'files that become too large' 3 'cannot be written'
bad=0
for file in full/* full/.[!.]*; do
	[ ! -e "$file" ] || cmp -s "$file" "page/rows/${file##*/}" || bad=1
done
[ "$before" = "$(cksum full/$own)" ] && ok $bad 'what is there is whole' || find full
if [ "$(id -u)" -ne 0 ]; then
	mkdir readonly && chmod a-w readonly
	run orgs-count --trace one.csv --listings readonly
	expect_error 'a directory that may not be written' 3 'cannot be opened for writing'
	[ "$(files readonly)" -eq 0 ]
	ok $? 'no file'
fi

# --- options --------------------------------------------------------------------------------------------------------

rm -rf rows
cp "$D/definitions.csv" definitions.csv
wrong() { # wrong TEXT PROGRAM OPTION…
	text=$1
	shift
	run "$@"
	expect_error "$*" 2 "$text"
}
wrong 'go together' orgs-count --listings rows
wrong 'go together' orgs-count --trace one.csv --as-of 2024-06-30
wrong 'go together' figures-count -D definitions.csv --listings-as csv --period 2024-06
wrong 'days and periods of the trace' orgs-count --listings rows --trace one.csv --as-of 2024-06-30
wrong 'days and periods of the trace' figures-count -D definitions.csv --listings rows --trace one.csv --period 2024-06
wrong 'groups of the trace' orgs-count --listings rows --trace one.csv --group mode
wrong '--list and -o are not for it' orgs-count --listings rows --trace one.csv -o x.csv
wrong '--list and -o are not for it' figures-count -D definitions.csv --listings rows --trace one.csv --list visits
wrong 'are for -D' figures-count -n x --listings rows --trace one.csv
wrong "no form 'pdf'" orgs-count --listings rows --trace one.csv --listings-as pdf
wrong 'names no directory' orgs-count --listings '' --trace one.csv
wrong 'only one of the files' orgs-count -f units=- --listings rows --trace -
wrong 'only one of the files' figures-count -D - --listings rows --trace -
for form in md txt docx; do
	wrong '--listings is for --to html' report-render -f flow.2024-06 --to $form --listings rows none.md
done
wrong '--listings-as is for --listings' report-render -f flow.2024-06 --to html --listings-as csv none.md
wrong "no form 'pdf'" report-render -f flow.2024-06 --to html --listings rows --listings-as pdf none.md
wrong 'names no directory' report-render -f flow.2024-06 --to html --listings '' none.md
run orgs-count --listings rows --trace missing.csv
expect_error 'no trace' 3 'missing.csv'
run orgs-count --listings rows --trace definitions.csv
expect_error 'another CSV' 3 "lacks column 'area'"
[ ! -e rows ]
ok $? 'no directory is made'

finish
