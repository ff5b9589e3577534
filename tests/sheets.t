#!/bin/sh
# Sheets as streets make them (tests/sheets): of each, exactly the rows and the rejects that are expected, byte for byte, and nothing
# more when it comes a second time. expected/NAME holds the registers (units.csv, orgs.csv …), rejects.csv, and what the dry run
# (understood, said) and the import (messages) print. RENEW=1 writes them anew; then read the difference.
# shellcheck disable=SC1091,SC2154 # lib.sh sets T, code …
. "${0%/*}/lib.sh"
D=$S/tests/sheets
export SOURCE_DATE_EPOCH=1780000000 # 2026-05-28: the rows are recorded then

PYTHONDONTWRITEBYTECODE=1 python3 "$D/generate.py" . && cp "$D"/*.csv "$D"/*.xlsx .
ok $? 'the sheets are made' || exit 1
gzip -nc gbk.csv >gbk.csv.gz
printf '\320\317\021\340\241\261\032\341' >old.xls

# areas.csv has made-up communities, two of them of the same name.
fresh() {
	rm -rf d rejects.csv
	mkdir d
	cp areas.csv d
}

keep_registers() { # keep_registers TO: what the directory holds but for areas and the note of the import
	mkdir -p "$1"
	for register in d/*.csv; do
		case $register in
		d/areas.csv | d/sheets.csv | d/before.csv) ;;
		*.journal.csv) sed 's/,allow,[^,]*,/,allow,WHO,/' "$register" >"$1/${register#d/}" ;; # whoever runs this
		*) cp "$register" "$1" ;;
		esac
	done
}

same_as_expected() { # same_as_expected NAME
	if [ -n "${RENEW:-}" ]; then
		rm -rf "${D:?}/expected/$1"
		mkdir -p "$D/expected"
		cp -R got "$D/expected/$1"
	fi
	diff -r "$D/expected/$1" got >"$T/diff" 2>&1
}

# import NAME CODE WHAT REGISTER SHEET… OPTION…: into a directory without rows; into one that has some: import_into.
import() {
	fresh
	import_into "$@"
}
import_into() {
	name=$1 want=$2 what=$3
	shift 3
	rm -rf got
	mkdir got
	run register-import -d d --dry-run "$@"
	cp "$T/out" got/understood
	cp "$T/err" got/said
	[ ! -e d/sheets.csv ]
	ok $? "$name: a dry run writes nothing" || show
	run register-import -d d --keep-going --rejects rejects.csv "$@"
	cp "$T/err" got/messages
	keep_registers got
	[ ! -e rejects.csv ] || cp rejects.csv got
	same_as_expected "$name" && [ "$code" -eq "$want" ]
	ok $? "$name: $what" || { echo "# exit code $code, $want was expected" && sed 's/^/# /' "$T/diff" && show; }
	rm -rf again
	keep_registers before
	cp "$T/out" ids
	rm -f rejects.csv
	run register-import -d d --keep-going --rejects rejects.csv "$@"
	keep_registers again
	diff -r before again >"$T/diff" && [ "$code" -eq "$want" ] && cmp -s ids "$T/out"
	ok $? "$name: it adds nothing the second time" || { sed 's/^/# /' "$T/diff" && show; }
	rm -rf before again
}

# --- the form of the file -------------------------------------------------------------------------------------------

import gbk 1 'GB18030 with CRLF, lines of a title, full width, 1,234, a total, signatures' units gbk.csv
for file in excel.csv unicode.txt semicolons.csv gbk.csv.gz; do
	fresh
	register-import -d d --keep-going --rejects rejects.csv -q units $file >"$T/out" 2>"$T/err"
	code=$?
	sed "s/^gbk.csv,/$file,/" "$D/expected/gbk/rejects.csv" | cmp -s - rejects.csv && cmp -s d/units.csv "$D/expected/gbk/units.csv" && [ "$code" -eq 1 ]
	ok $? "the same rows and rejects from $file" || show
done
import old-workbook 3 'an .xls is refused, with the way out' units old.xls
import by-hand 0 'typed by hand: blanks, empty lines, line ends and rows of any kind' units by-hand.csv area=豫章街道
import by-hand-quote 3 'text behind a closing quote' units by-hand-quote.csv area=豫章街道
import by-hand-quotes 3 'quotes in a cell without' units by-hand-quotes.csv area=豫章街道
printf '<html>\n<table><tr><td>单位名称</td></tr></table>\n' >page.xls
import web-page 3 'nor is a web page that is called .xls' units page.xls
import no-headings 3 'no headings, no guess' units no-headings.csv area=豫章街道

# --- cells ----------------------------------------------------------------------------------------------------------

yuzhang='area=豫章街道 kind=非公企业'
# shellcheck disable=SC2086
{
	import numbers 1 'numbers' units numbers.csv $yuzhang
	import yesno 1 'yes and no' units yesno.csv $yuzhang
	import dates 1 'days in all forms' units dates.csv $yuzhang
	import month-first 1 'a month taken for its first day' units dates.csv $yuzhang --month first
	import serials 1 'days as a spreadsheet program counts them' units serials.csv $yuzhang
	import kinds 1 'labels and other names of codes' units kinds.csv area=豫章街道
	import codes 1 'credit codes: made narrow, never corrected' units codes.csv $yuzhang
	import odd-code 1 'a real code that does not conform' units odd-code.csv $yuzhang --allow-code 91350203M0001QKT19 --why '营业执照原件如此'
	import areas-of-all 1 'names of areas' units areas-of-all.csv kind=非公企业
	import two-areas 1 'street and community in two columns' units two-areas.csv kind=非公企业
}

# --- headings -------------------------------------------------------------------------------------------------------

import two-rows 0 'two rows of headings; a column of their own' units two-rows.csv area=豫章街道
import own-column 0 'a heading that no register has' units own-column.csv area=豫章街道
import left-out 0 'is left out when told' units own-column.csv area=豫章街道 --leave-out '经营面积（亩）'
import asked 0 'headings with remarks' units asked.csv area=豫章街道
import telling 0 'headings whose remark makes another column of it' units telling.csv area=豫章街道
import twice 3 'two columns for one field' units twice.csv area=豫章街道
import same-twice 3 'two columns of one heading' units same-twice.csv area=豫章街道
import pages 0 'headings again on every page' units pages.csv area=豫章街道
import pages-two 0 'titles and two rows of headings again' units pages-two.csv area=豫章街道
import dividers 0 'lines that divide a table' units dividers.csv area=豫章街道 kind=个体
import outside 1 'a cell in a column without a heading' units outside.csv area=豫章街道

# --- totals, ends, merged cells ----------------------------------------------------------------------------------------

import three-lines 0 'the sum of three lines' units three-lines.csv area=豫章街道 kind=非公企业
import totals-right 0 'totals that agree' units totals-right.csv --fill-down area
import totals-wrong 1 'totals that do not' units totals-wrong.csv --fill-down area
import totals-unknown 1 'totals over a cell that was refused' units totals-unknown.csv area=豫章街道
import totals-words 0 'totals with something behind the word' units totals-words.csv area=豫章街道 kind=非公企业
import ends 0 'lines that end a table' units end-[1-9].csv end-1[0-3].csv area=豫章街道
import end-lost 3 'a row behind a signature is not lost in silence' units end-lost.csv area=豫章街道
import end-second 3 'nor is a second table' units end-second.csv area=豫章街道
import breaks 0 'line breaks and quotes' units breaks.csv area=豫章街道
import merged 1 'merged cells are left empty' units merged.csv
import merged-filled 0 'and filled when told, where told' units merged.csv --fill-down 街道 --fill-down kind
import merged-refused 1 'not with what stands above a cell that was refused' units merged-refused.csv --fill-down area

# --- several registers, several files ---------------------------------------------------------------------------------

import survey 0 'a survey: units, organisations, guides' units survey.csv --as-of 2026-05-08
import survey-merged 0 'a survey with merged cells' units survey-merged.csv --as-of 2026-05-08 --fill-down 社区 \
	--fill-down 党组织名称 --fill-down 党组织组建方式 --fill-down 党组织书记
import survey-streets 0 'organisations of one name in two streets are two' units survey-streets.csv --as-of 2026-05-08
printf '%s\n' line,name,areas,one 'party,样例行业党委,360102006;360102007,yes' >joint.csv
import survey-joint 0 'and one when that is confirmed' units survey-streets.csv --as-of 2026-05-08 --joint joint.csv
import survey-wrong 1 'a survey with contradictions' units survey-wrong.csv --as-of 2026-05-08
printf '%s\n' file,area ten-a.csv,豫章街道 ten-b.csv,大院街道 ten-c.csv,滕王阁街道 >from.csv
import set-from 0 'sheets of several streets at once' units ten-a.csv ten-b.csv ten-c.csv --set-from from.csv kind=企业
fresh
units-add -d d name=样例一公司 kind=enterprise area=360102007 >/dev/null
units-add -d d name=样例二公司 kind=enterprise area=360102007 >/dev/null
units-add -d d name=样例重名公司 kind=enterprise area=360102007 >/dev/null
units-add -d d name=样例重名公司 kind=enterprise area=360102006 >/dev/null
import_into orgs 1 'references by name' orgs orgs.csv
import events 1 'money' events events.csv

# --- workbooks --------------------------------------------------------------------------------------------------------

for program in openpyxl libreoffice; do
	import $program-street 1 'days and numbers by style, merged, hidden, computed' units $program-street.xlsx --fill-down area
	import $program-several 0 'one of several sheets' units $program-several.xlsx --sheet 两新组织 area=豫章街道
	import $program-formulas 1 'formulas' units $program-formulas.xlsx area=豫章街道
	run register-import -d d units $program-several.xlsx area=豫章街道
	expect_error "$program: which of several sheets" 2 填表说明 两新组织
done
finish
