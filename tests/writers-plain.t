#!/bin/sh
# Rows that the writers copy from the lines of the input are what they make cell by cell: with TAIZHANG_SIMD=libcsv every row goes
# the slow way, so registers, ids, messages and exit codes must be the same.
# shellcheck disable=SC1091,SC2154 # lib.sh sets T and code
. "${0%/*}/lib.sh"
export SOURCE_DATE_EPOCH=1718000000

# both NAME PROGRAM ARGUMENT…: with the register directory `before` as it stands, both ways
both() {
	name=$1
	shift
	for way in fast libcsv; do
		rm -rf "$way" d
		cp -R before d
		[ "$way" = fast ] || export TAIZHANG_SIMD=libcsv
		run "$@"
		unset TAIZHANG_SIMD
		cp "$T/out" d/out
		cp "$T/err" d/err
		echo "$code" >d/code
		mv d "$way"
	done
	diff -r fast libcsv >"$T/diff" 2>&1
	ok $? "$name" || sed 's/^/# /' "$T/diff" | head -30
}

# wrote NAME LINES: the last case wrote all; the register has so many lines
wrote() {
	[ "$(wc -l <fast/units.csv)" -eq "$2" ] && [ "$(cat fast/code)" -eq 0 ]
	ok $? "$1" || sed 's/^/# /' fast/err
}

empty() {
	rm -rf before
	mkdir before
}

long=$(printf '%0300d' 7)
control=$(printf '\302\205') # of two bytes
bom=$(printf '\357\273\277')
tab=$(printf '\t')

# --- into a new register ----------------------------------------------------------------------------

empty
cat >in.csv <<'E'
name,kind,trade,dept,area,address,employees,members,league,women,unionists,operating,since,until
示例1号单位,enterprise,餐饮,,150101002006,示例路302号,16,3,2,65,26,yes,2020-09-05,
示例2号单位,企业,软件,,110101003008,示例路389号,197,4,1,32,18,是,2022-02-03,
 示例3号单位,enterprise,软件,,110101003008,示例路389号 ,0197,4,1,32,18,,2022-02-03,2023-01-01
"示例4号,单位",enterprise,软件,,110101003008,"示例""路",197,4,1,32,18,yes,2022-02-03,
　示例5号单位　,enterprise,软件,,110101003008,·,,,,,,,,
示例6号单位（有限公司）,enterprise,（软件）,,110101003008,示例 路,,,,,,no,,
E
printf '%s,enterprise,%s,,110101003008,%s,1,,,,,,,\n' "$long" "$long" "$long" >>in.csv
both 'plain and other rows' units-add -d d -f in.csv
wrote 'all of them' 8
both 'a default that the file lacks' units-add -d d -f in.csv step=survey
wrote 'all of them' 8
both 'a default for what is empty in some rows' units-add -d d -f in.csv members=9 address='a "b"'
wrote 'all of them' 8
both 'operands that are empty' units-add -d d -f in.csv members= step=
wrote 'all of them' 8
both 'rows of the same file twice' units-add -d d -f in.csv -f in.csv
wrote 'all of them' 15
grep -v '"' in.csv | awk -F, -v OFS=, '{ print $14, $13, $2, $1, $5 }' >turned.csv
both 'files with different columns' units-add -d d -f turned.csv -f in.csv
wrote 'all of them' 14
both 'compressed, from standard input' sh -c 'gzip -c turned.csv | units-add -d d'
wrote 'all of them' 7
awk '{ printf "%s\r\n", $0 }' turned.csv >crlf.csv
both 'from a spreadsheet' units-add -d d -f crlf.csv
wrote 'all of them' 7
{
	printf '%s' "$bom"
	cat turned.csv
} >bom.csv
both 'behind a byte order mark' units-add -d d -f bom.csv
wrote 'all of them' 7
printf 'name,kind,area\n示例,enterprise,110101' >open.csv
both 'without a last newline' units-add -d d -f open.csv
wrote 'the row is there' 2
{
	printf 'name,kind,area,recorded,own,other\n一,enterprise,110101,whatever,1,\n'
	printf '二,enterprise,110101,,x y,%s\n三,enterprise,110101,, a,\n' "$bom"
	printf '四,enterprise,110101,,a ,\n五,enterprise,110101,,,%sz\n' "$bom"
} >own.csv
both 'columns of their own, and recorded, which is left out' units-add -d d -f own.csv
wrote 'all of them' 6
grep -q '" a"' fast/units.csv && grep -q '"a "' fast/units.csv && grep -q "\"${bom}z\"" fast/units.csv && ! grep -q whatever fast/units.csv
ok $? 'blanks and byte order marks at the edges are quoted'
cat >ids.csv <<'E'
id,name,kind,area,since,until
U7,一,enterprise,110101,2020-01-01,2021-01-01
,二,enterprise,110101,,
U7,一,enterprise,110101,2021-01-01,
U7,一,enterprise,110101,2020-01-01,2021-01-01
U7,三,enterprise,110101,2020-06-01,
X,四,enterprise,110101,,
E
both 'rows that bring ids, one twice, one that overlaps' units-add -d d -f ids.csv
both 'without that one' units-add -d d --keep-going -f ids.csv
[ "$(wc -l <fast/units.csv)" -eq 5 ] && [ "$(tr '\n' ' ' <fast/out)" = 'U7 U8 U7 U7 X ' ]
ok $? 'the others are there' || cat fast/out fast/err
printf 'name\n一\n二\n' >one.csv
both 'one column' units-add -d d -f one.csv kind=enterprise area=110101
wrote 'both rows' 3

# --- into a register that is there ------------------------------------------------------------------

cp fast/units.csv before/units.csv
both 'rows that are there already' units-add -d d -f one.csv kind=enterprise area=110101
wrote 'none twice' 3
both 'or again' units-add -d d -f one.csv --again kind=enterprise area=110101
wrote 'again' 5
both 'ids in a register with rows' units-add -d d -f ids.csv --keep-going --rejects d/rejects.csv
cat >before/units.csv <<'E'
recorded,own,area,name,kind,members,since,until,id,empty
2024-01-01T00:00:00Z,x,110101,示例一,enterprise,3,2023-01-01,,U0001,
E
printf 'own,members,name,kind,area\n1,2,二,enterprise,110101\n,,三,enterprise,110101\n x,4,四,enterprise,110101\n' >odd.csv
both 'columns in another order, recorded first' units-add -d d -f odd.csv
wrote 'all of them' 5
tail -n 3 fast/units.csv >got
cat >want <<'E'
2024-06-10T06:13:20Z,1,110101,二,enterprise,2,,,U0002,
2024-06-10T06:13:20Z,,110101,三,enterprise,,,,U0003,
2024-06-10T06:13:20Z," x",110101,四,enterprise,4,,,U0004,
E
cmp -s got want
ok $? 'each cell in its column' || sed 's/^/# /' got
both 'with defaults between them' units-add -d d -f odd.csv since=2024-01-01 own=y
wrote 'all of them' 5
both 'a column that the register lacks' units-add -d d -f odd.csv trade=餐饮

# --- refused ----------------------------------------------------------------------------------------

empty
cat >bad.csv <<E
name,kind,area,members,since,uscc
一,enterprise,110101,3,2024-01-01,
a${tab}b,enterprise,110101,3,2024-01-01,
a${control}b,enterprise,110101,3,2024-01-01,
,enterprise,110101,3,2024-01-01,
二,enterprise,110101,-3,2024-01-01,
三,nobody,110101,3,2024-02-30,
四,enterprise,11010,3,,
五,enterprise,110101,3,,91350100M000100Y43
六,enterprise,110101,3,,91350100M000100Y43
七,enterprise,110101,3,,91350100M000100Y44
八,enterprise
九,enterprise,110101,3,today,
十,"enter"prise,110101,3,,
E
both 'every kind of fault' units-add -d d -f bad.csv
both 'the good ones' units-add -d d --keep-going --rejects d/rejects.csv -f bad.csv
[ "$(wc -l <fast/units.csv)" -eq 4 ] && [ "$(wc -l <fast/rejects.csv)" -eq 11 ]
ok $? 'are there, the others kept' || cat fast/err
both 'nothing is written' units-add -d d --dry-run -f bad.csv --keep-going
printf 'field,code,label\nunits.kind,x%sy,奇怪\n' "$tab" >before/codes.csv
printf 'name,kind,area\n一,奇怪,110101\n二,x%sy,110101\n' "$tab" >odd-code.csv
both 'a code that holds a control character' units-add -d d -f odd-code.csv
[ "$(grep -c 'control character' fast/err)" -eq 2 ]
ok $? 'is refused, also by its label' || cat fast/err

# --- rows that refer to others ----------------------------------------------------------------------

empty
cat >before/units.csv <<'E'
id,name,kind,area,since,until,recorded
U1,一,enterprise,110101001,,,2024-01-01T00:00:00Z
U2,二,enterprise,110101002,,,2024-01-01T00:00:00Z
E
cat >visits.csv <<'E'
date,unit,area,kind
2024-02-01,U1,,routine
2024-02-01,二,,routine
2024-02-01,U2,110101003,routine
E
both 'references and filled areas' visits-log -d d -f visits.csv
cut -d, -f 1,2,4,5 fast/visits.csv >got
cat >want <<'E'
id,date,unit,area
V1,2024-02-01,U1,110101001
V2,2024-02-01,U2,110101002
V3,2024-02-01,U2,110101003
E
cmp -s got want
ok $? 'as they should be' || sed 's/^/# /' got
printf 'date,kind\n2024-02-01,routine\n2024-03-01,routine\n' >bare.csv
both 'only by an operand' visits-log -d d -f bare.csv unit=一
[ "$(grep -c U1,110101001 fast/visits.csv)" -eq 2 ]
ok $? 'with the area of that unit' || cat fast/err
cat >orgs.csv <<'E'
id,line,name,mode,parent,area,units
O1,party,甲,joint,,110101,一;U2
O2,party,乙,single,O1,110101,U1
O3,party,丙,single,O9,110101,U1
O4,party,丁,single,O3,110101,U1
E
both 'refused with those that refer to it' orgs-add -d d --keep-going -f orgs.csv
[ "$(wc -l <fast/orgs.csv)" -eq 3 ]
ok $? 'two are left' || cat fast/err
finish
