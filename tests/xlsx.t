#!/bin/sh
# Workbooks that readers and counters write: -o FILE.xlsx.
# shellcheck disable=SC1091,SC2154 # lib.sh sets S, T, O and code
. "${0%/*}/lib.sh"

donghu=$S/examples/donghu/registers
show_sheet() { # show_sheet FILE: see xlsx.py
	python3 "$S/tests/xlsx.py" "$1"
}

part() { # part FILE NAME: of a zip archive
	python3 -c 'import sys, zipfile; sys.stdout.write(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]).decode())' "$1" "$2"
}

# --- cells ------------------------------------------------------------------------------------------------------------

# openpyxl leaves _x005F_ as it stands, other programs read it as the underscore that it is.
cat >small.csv <<'C'
id,name,kind,area,address,employees,members,since,note,recorded
U1,样例公司,enterprise,360102007002,"=1+1",12,0,2024-03-01,,2024-03-02T00:00:00Z
U002,A & B <c> _x0041_,association,360102999,"  两端空白 ",1234567890123456,7,,"x,""y""",
C
run units-list -d "$donghu" -f small.csv -o small.xlsx
expect 'a workbook instead of text' 0 </dev/null
expect_quiet 'nothing to say'
run show_sheet small.xlsx
expect 'header and labels are Chinese, numbers are numbers, all else is text' 0 <<'W'
*单位编号	*单位名称	*单位类别	*所属街道社区	*地址	*职工数	*正式党员数	*纳入日期	*note	*录入时间
@U1	@样例公司	@非公企业	@东濠街社区居委会	@=1+1	012	00	@2024-03-01		@2024-03-02T00:00:00Z
@U002	@A & B <c> _x005F_x0041_	@社会团体	@360102999	@  两端空白 	@1234567890123456	07		@x,"y"
W
part small.xlsx xl/workbook.xml | grep -q '<sheet name="units" '
ok $? 'the sheet has the name of the register'
part small.xlsx xl/worksheets/sheet1.xml >sheet.xml
grep -q '<t xml:space="preserve">  两端空白 </t>' sheet.xml
ok $? 'blanks at the ends of a text are to be kept'
grep -q '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' sheet.xml
ok $? 'the header stays in sight'
grep -q '<col min="2" max="2" width="19" style="1" customWidth="1"/>' sheet.xml &&
	grep -q '<col min="8" max="8" width="12" style="1"' sheet.xml && grep -q '<col min="6" max="6" width="18" style="2"' sheet.xml
ok $? 'columns are as wide as their widest cell, a Chinese character two, and have the format of their cells' ||
	grep -o '<col .*</cols>' sheet.xml | sed 's/^/# /'

printf 'id,date,kind,value\nV1,2024-05-01,condolence,500.5\nV2,2024-05-02,condolence,0.07\n' >visits.csv
run visits-list -d "$donghu" -f visits.csv --fields id,value -o visits.xlsx
run show_sheet visits.xlsx
expect 'money is a number with two decimals' 0 <<'W'
*走访编号	*慰问金额（元）
@V1	0.00500.50
@V2	0.000.07
W
run units-list -d "$donghu" -f small.csv --fields id --sort -id --no-header -o plain.xlsx
run show_sheet plain.xlsx
expect 'sorted, without header' 0 <<'W'
@U1
@U002
W
part plain.xlsx xl/worksheets/sheet1.xml | grep -q '<pane'
[ $? -eq 1 ]
ok $? 'without header nothing is frozen'
run units-list -d "$donghu" -f small.csv id=U9 --fields id -o none.XLSX
run show_sheet none.XLSX
expect 'no row: only the header; capitals in the name make no difference' 0 <<'W'
*单位编号
W

# --- they come back ---------------------------------------------------------------------------------------------------

for register in units orgs people visits meetings problems sites awards events; do
	rm -rf d
	mkdir d
	cp "$donghu"/*.csv d
	rm -f d/$register.csv d/$register.journal.csv
	"$register-list" -d "$donghu" -o back.xlsx
	run register-import -d d $register back.xlsx
	"$register-list" -d d | sed 's/,[^,]*$//' >"$T/these"
	"$register-list" -d "$donghu" | sed 's/,[^,]*$//' >"$T/those"
	[ "$code" -eq 0 ] && [ -s "$T/these" ] && cmp -s "$T/these" "$T/those"
	ok $? "$register-list -o back.xlsx, then register-import: the same rows" || show
done

# --- the same bytes ---------------------------------------------------------------------------------------------------

units-list -d "$donghu" -o first.xlsx
sleep 1
same=0
for setting in LC_ALL=zh_CN.UTF-8 LC_ALL=C LC_ALL=de_DE.UTF-8 TZ=Asia/Shanghai TZ=America/Los_Angeles SOURCE_DATE_EPOCH=1700000000 TAIZHANG_SORT=1; do
	env "$setting" LANGUAGE=zh_CN units-list -d "$donghu" -o "again.xlsx"
	cmp -s first.xlsx again.xlsx || same=1
done
ok $same 'the same rows are the same bytes, whatever the clock, the locale and the time zone'
python3 - first.xlsx <<'P'
import sys, zipfile
archive = zipfile.ZipFile(sys.argv[1])
sys.exit(archive.testzip() is not None or any(i.date_time != (1980, 1, 1, 0, 0, 0) for i in archive.infolist()))
P
ok $? 'its parts bear no time, and their checks are right'
units-list -d "$donghu" --zh -o long.csv
for times in 1 2 4; do
	sed 1d long.csv >"more.$times"
	cat "more.$times" >>long.csv
done
units-list -d "$donghu" -f long.csv -o long.xlsx
show_sheet long.xlsx | cut -f 1 | tr -d '@*' >"$T/these"
cut -d, -f 1 long.csv >"$T/those"
cmp -s "$T/these" "$T/those"
ok $? 'rows beyond those whose widths count stand in their order'

# --- other programs ---------------------------------------------------------------------------------------------------

python=
for python in python3 /usr/bin/python3 ''; do
	[ -z "$python" ] || "$python" -c 'import openpyxl' 2>/dev/null && break
done
if [ -n "$python" ]; then
	for file in small.xlsx visits.xlsx first.xlsx; do
		"$python" "$S/tests/xlsx.py" --openpyxl $file >"$T/these" 2>"$T/err"
		show_sheet $file >"$T/those"
		[ -s "$T/these" ] && cmp -s "$T/these" "$T/those"
		ok $? "openpyxl reads $file" || diff "$T/those" "$T/these" | head -5 | sed 's/^/# /'
	done
else
	echo '# SKIPPED: openpyxl (Debian: python3-openpyxl) is not installed, so that no other program has opened the workbooks'
	ok 0 'openpyxl reads the workbooks # SKIP openpyxl is not installed'
fi

# --- counters ---------------------------------------------------------------------------------------------------------

run orgs-count -d "$donghu" --as-of 2024-06-30 --by street --group mode -o figures.xlsx
expect 'figures as a workbook' 0 </dev/null
show_sheet figures.xlsx >sheet
orgs-count -d "$donghu" --as-of 2024-06-30 --by street --group mode >figures.csv
[ "$(wc -l <sheet)" -eq "$(wc -l <figures.csv)" ] && [ "$(cut -f 1 sheet | sed 1d | tr -d @)" = "$(cut -d, -f 1 figures.csv | sed 1d)" ]
ok $? 'as many figures in the same order'
head -n 1 sheet >"$T/out"
grep -E "^@(units|party.covered)	(@豫章街道|)	@2024-06-30	(@组建方式=单独组建)?	" sheet >>"$T/out"
grep -E '^(units|party.covered),(360102007)?,2024-06-30,(mode=single)?,' figures.csv | sed -e 's/360102007/豫章街道/' -e 's/mode=single/组建方式=单独组建/' |
	awk -F, -v OFS='\t' 'BEGIN { print "*指标", "*区域", "*时期", "*分组", "*数值", "*分母" }
		{ for (i = 1; i <= 4; i++) if ($i != "") $i = "@" $i; for (; i <= 6; i++) if ($i != "") $i = "0" $i; $1 = $1; sub(/\t*$/, ""); print }' >want
cmp -s want "$T/out" && [ "$(wc -l <want)" -gt 4 ]
ok $? 'with Chinese names, values as numbers' || diff want "$T/out" | head -20 | sed 's/^/# /'
part figures.xlsx xl/workbook.xml | grep -q '<sheet name="figures" '
ok $? 'the sheet is named figures'

visits-list -d "$donghu" --from 2024-01-01 --to 2024-06-30 | figures-count -n given --sum value -o given.xlsx
given=$(visits-list -d "$donghu" --from 2024-01-01 --to 2024-06-30 | figures-count -n given --sum value | sed -n '2s/.*,\([0-9.]*\),$/\1/p')
[ "$(show_sheet given.xlsx | sed -n 2p)" = "@given				0.00$given" ]
ok $? "a sum of money has two decimals ($given)" || show_sheet given.xlsx | sed 's/^/# /'

list_is_same() { # list_is_same REGISTER COMMAND…: the list of the command as a workbook has the rows of the list as text
	register=$1
	shift
	"$@" >list.csv
	run "$@" -o list.xlsx
	show_sheet list.xlsx | sed 1d | cut -f 1 | tr -d @ >"$T/these"
	sed 1d list.csv | cut -d, -f 1 >"$T/those"
	[ "$code" -eq 0 ] && [ -s "$T/these" ] && cmp -s "$T/these" "$T/those" && part list.xlsx xl/workbook.xml | grep -q "name=\"$register\""
	ok $? "$1 --list as a workbook, rows of $register" || show
}
list_is_same units orgs-count -d "$donghu" --as-of 2024-06-30 --list party.covered
[ "$(show_sheet list.xlsx | sed -n '1s/.*\(\*所在组织.*\)/\1/p')" = '*所在组织	*党建工作指导员' ]
ok $? 'the columns that a list of units adds have Chinese names'
list_is_same orgs orgs-count -d "$donghu" --as-of 2024-06-30 --list party.orgs
figure=$(awk -F, '$4 == "visits" { print $1; exit }' "$S/examples/donghu/definitions.csv")
list_is_same visits figures-count -d "$donghu" -D "$S/examples/donghu/definitions.csv" --period 2024H1 --list "$figure"
figures-count -d "$donghu" -D "$S/examples/donghu/definitions.csv" --period 2024H1 -o defined.xlsx
[ "$(show_sheet defined.xlsx | wc -l)" -eq "$(figures-count -d "$donghu" -D "$S/examples/donghu/definitions.csv" --period 2024H1 | wc -l)" ]
ok $? 'figures of definitions'

# --- whole or not at all ----------------------------------------------------------------------------------------------

stat -c %a small.xlsx >"$T/out"
[ "$(cat "$T/out")" = 644 ]
ok $? 'a new one has the permissions that the umask gives'
echo old >old.xlsx
chmod 640 old.xlsx
run units-list -d "$donghu" -f small.csv -o old.xlsx
[ "$(stat -c %a old.xlsx)" = 640 ] && cmp -s old.xlsx small.xlsx
ok $? 'one that is replaced keeps its own'
echo old >old.xlsx
printf 'id,name,kind,area,address\nU1,样例,nonsense,360102007,\n' >bad.csv
run units-list -d "$donghu" -f bad.csv -o old.xlsx
expect_error 'a bad row: no workbook' 3 'kind has no code' 'old.xlsx: not written'
[ "$(cat old.xlsx)" = old ]
ok $? 'what stood there stays'
awk 'BEGIN { print "id,name,kind,area,address"; for (i = 1; i <= 1048576; i++) print "U" i ",x,enterprise,360102," }' >many.csv
run units-list -d "$donghu" -f many.csv --fields id -o old.xlsx
expect_error 'more rows than a workbook takes' 3 'there are more rows than a workbook takes (1048576)' 'old.xlsx: not written'
[ "$(cat old.xlsx)" = old ]
ok $? 'what stood there stays then, too'
run units-list -d "$donghu" -f many.csv --fields id --no-header -o full.xlsx
expect 'as many as it takes' 0 </dev/null
awk 'BEGIN { printf "id,name,kind,area,address\nU1,样例,enterprise,360102007,"; for (i = 0; i < 32767; i++) printf "字"; print "" }' >long.csv
run units-list -d "$donghu" -f long.csv -o long.xlsx
expect 'the longest cell that a workbook takes' 0 </dev/null
sed 's/字$/字字/' long.csv >longer.csv
run units-list -d "$donghu" -f longer.csv -o old.xlsx
expect_error 'a longer one' 3 'cell E2 has 32768 characters, a workbook takes 32767 in one' 'old.xlsx: not written'
ln -s /dev/full full.device.xlsx
run units-list -d "$donghu" -o full.device.xlsx
expect_error 'a full disk' 3 'cannot be written'
mkfifo pipe.xlsx
timeout 20 cat pipe.xlsx >through &
run timeout 20 units-list -d "$donghu" -f small.csv -o pipe.xlsx
wait
cmp -s through small.xlsx
ok $? 'a FIFO is written to as it comes' || show
[ -z "$(find . -name '.*.xlsx.*')" ]
ok $? 'nothing is left beside them'

# --- use --------------------------------------------------------------------------------------------------------------

for option in --pretty --excel --count; do
	run units-list -d "$donghu" $option -o new.xlsx
	expect_error "$option" 2 "$option prints plain text, -o 'new.xlsx' is a workbook of rows"
done
run units-list -d "$donghu" -o new.xlsx.gz
expect_error 'compressed twice' 2 'compressed in itself'
run orgs-count -d "$donghu" --as-of 2024-06-30 -o new.xlsx.gz
expect_error 'figures compressed twice' 2 'compressed in itself'
[ -z "$(find . -name 'new.*')" ]
ok $? 'nothing is written then'
run units-list -d "$donghu" --zh -o zh.xlsx
cmp -s zh.xlsx first.xlsx
ok $? '--zh is what a workbook is anyway'
finish
