#!/bin/sh
# orgs-count: coverage, flows, areas, groups, rules, and the rows behind a figure.
# shellcheck disable=SC1091,SC2034,SC2154 # lib.sh sets T and reads code
. "${0%/*}/lib.sh"

# On 2024-06-30 the base is U1 U2 U4 U6: U3 does not operate, U5 comes the day after. U6 stands at the district itself.
mkdir reg
cat >reg/units.csv <<'E'
id,name,kind,trade,area,members,league,women,unionists,operating,since,until,recorded
U1,甲公司,enterprise,物流,360102002001,3,0,1,25,yes,,,2024-01-01T00:00:00Z
U2,乙公司,enterprise,餐饮,360102002002,2,3,0,,,2020-01-01,,2024-01-01T00:00:00Z
U3,丙公司,enterprise,餐饮,360102004001,9,9,9,99,no,,,2024-01-01T00:00:00Z
U4,丁中心,service,,360102004001,4,,2,30,yes,2024-06-30,,2024-01-01T00:00:00Z
U5,戊公司,enterprise,,360102004001,9,9,9,99,yes,2024-07-01,,2024-01-01T00:00:00Z
U6,己协会,association,,360102,3,0,,,yes,,2024-07-01,2024-01-01T00:00:00Z
E
# O3 ended on the day; O6 moved to another street in the period; U3, U404 are not in the base.
cat >reg/orgs.csv <<'E'
id,line,name,mode,level,area,units,since,until,recorded
O1,party,甲支部,single,branch,360102002,U1,2020-01-01,,2024-01-01T00:00:00Z
O2,party,联合支部,joint,branch,360102002,U1;U2;U3;U404,2024-02-01,,2024-02-01T00:00:00Z
O3,party,丁支部,single,branch,360102004,U4,2023-01-01,2024-06-30,2024-06-30T00:00:00Z
O4,union,联合工会,regional,federated,360102004,U4,,,2024-01-01T00:00:00Z
O6,women,妇联,joint,,360102002,U1,2020-01-01,2024-05-01,2024-05-01T00:00:00Z
O6,women,妇联,joint,,360102004,U1;U4,2024-05-01,,2024-05-01T00:00:00Z
E
cat >reg/people.csv <<'E'
id,name,role,units,since,until,recorded
P1,张三,guide,U1;U4,2024-01-01,,2024-01-01T00:00:00Z
P2,李四,liaison,U6,,,2024-01-01T00:00:00Z
P3,王五,guide,U6,,2024-06-30,2024-01-01T00:00:00Z
P4,赵六,secretary,U6,,,2024-01-01T00:00:00Z
E
export TAIZHANG_DIR=reg
H=figure,area,period,group,value,of

# rows PATTERN: the header and the figures that match
rows() {
	grep -e "^$H" -e "$1" "$T/out" >"$T/some"
	mv "$T/some" "$T/out"
}

# --- every line of the table

run orgs-count --as-of 2024-06-30
expect 'the day' 0 <<E
$H
guides.covered,,2024-06-30,,1,4
party.built,,2024-06-30,,1,3
party.covered,,2024-06-30,,2,4
party.due,,2024-06-30,,3,4
party.missing,,2024-06-30,,2,3
party.notown,,2024-06-30,,2,3
party.orgs,,2024-06-30,,2,
party.own,,2024-06-30,,1,3
party.public,,2024-06-30,,4,4
union.built,,2024-06-30,,1,2
union.covered,,2024-06-30,,1,4
union.due,,2024-06-30,,2,4
union.missing,,2024-06-30,,1,2
union.notown,,2024-06-30,,2,2
union.orgs,,2024-06-30,,1,
union.own,,2024-06-30,,0,2
union.public,,2024-06-30,,2,4
units,,2024-06-30,,4,
women.covered,,2024-06-30,,2,4
women.orgs,,2024-06-30,,1,
women.public,,2024-06-30,,2,4
work.covered,,2024-06-30,,3,4
youth.built,,2024-06-30,,0,1
youth.covered,,2024-06-30,,0,4
youth.due,,2024-06-30,,1,4
youth.missing,,2024-06-30,,1,1
youth.notown,,2024-06-30,,1,1
youth.orgs,,2024-06-30,,0,
youth.own,,2024-06-30,,0,1
youth.public,,2024-06-30,,1,4
E
expect_quiet 'and nothing is said'

run orgs-count --as-of 2024-06-30 --from 2024-01-01 --by street
rows '^[a-z]*\.orgs\.\|^units'
grep -v -e '^union.*,0,$' -e '^youth.*,0,$' "$T/out" >"$T/some" && mv "$T/some" "$T/out"
expect 'flows by street: a move is one in an area, none in the whole' 0 <<E
$H
party.orgs.ended,,2024-01-01/2024-06-30,,1,
party.orgs.ended,360102,2024-01-01/2024-06-30,,0,
party.orgs.ended,360102002,2024-01-01/2024-06-30,,0,
party.orgs.ended,360102004,2024-01-01/2024-06-30,,1,
party.orgs.moved_in,,2024-01-01/2024-06-30,,0,
party.orgs.moved_in,360102,2024-01-01/2024-06-30,,0,
party.orgs.moved_in,360102002,2024-01-01/2024-06-30,,0,
party.orgs.moved_in,360102004,2024-01-01/2024-06-30,,0,
party.orgs.moved_out,,2024-01-01/2024-06-30,,0,
party.orgs.moved_out,360102,2024-01-01/2024-06-30,,0,
party.orgs.moved_out,360102002,2024-01-01/2024-06-30,,0,
party.orgs.moved_out,360102004,2024-01-01/2024-06-30,,0,
party.orgs.opened,,2024-01-01/2024-06-30,,1,
party.orgs.opened,360102,2024-01-01/2024-06-30,,0,
party.orgs.opened,360102002,2024-01-01/2024-06-30,,1,
party.orgs.opened,360102004,2024-01-01/2024-06-30,,0,
units,,2024-06-30,,4,
units,360102,2024-06-30,,1,
units,360102002,2024-06-30,,2,
units,360102004,2024-06-30,,1,
women.orgs.ended,,2024-01-01/2024-06-30,,0,
women.orgs.ended,360102,2024-01-01/2024-06-30,,0,
women.orgs.ended,360102002,2024-01-01/2024-06-30,,0,
women.orgs.ended,360102004,2024-01-01/2024-06-30,,0,
women.orgs.moved_in,,2024-01-01/2024-06-30,,0,
women.orgs.moved_in,360102,2024-01-01/2024-06-30,,0,
women.orgs.moved_in,360102002,2024-01-01/2024-06-30,,0,
women.orgs.moved_in,360102004,2024-01-01/2024-06-30,,1,
women.orgs.moved_out,,2024-01-01/2024-06-30,,0,
women.orgs.moved_out,360102,2024-01-01/2024-06-30,,0,
women.orgs.moved_out,360102002,2024-01-01/2024-06-30,,1,
women.orgs.moved_out,360102004,2024-01-01/2024-06-30,,0,
women.orgs.opened,,2024-01-01/2024-06-30,,0,
women.orgs.opened,360102,2024-01-01/2024-06-30,,0,
women.orgs.opened,360102002,2024-01-01/2024-06-30,,0,
women.orgs.opened,360102004,2024-01-01/2024-06-30,,0,
E

run orgs-count --period 2024H1 --by city
cp "$T/out" period
run orgs-count --from 2024-01-01 --to 2024-06-30 --by city
expect 'a period is its days' 0 <period
run orgs-count --period 2024H1 --as-of 2024-05-01
rows '^women.orgs,\|^party.orgs.opened'
expect '--as-of moves the day, and with it the end of the period' 0 <<E
$H
party.orgs.opened,,2024-01-01/2024-05-01,,1,
women.orgs,,2024-05-01,,1,
E

# --- areas

printf 'code,name,vintage\n360102,东湖区,2024\n360102004,百花洲街道,2024\n360102009,空街道,2024\n' >reg/areas.csv
run orgs-count --as-of 2024-06-30 --by street
rows '^guides'
expect 'areas of areas.csv are there even when nothing is in them' 0 <<E
$H
guides.covered,,2024-06-30,,1,4
guides.covered,360102,2024-06-30,,0,1
guides.covered,360102002,2024-06-30,,0,2
guides.covered,360102004,2024-06-30,,1,1
guides.covered,360102009,2024-06-30,,0,0
E
run orgs-count --as-of 2024-06-30 --list 'guides.covered@百花洲街道'
expect 'an area by its name' 0 <<'E'
id,name,kind,trade,area,members,league,women,unionists,operating,since,until,recorded,orgs,guides
U4,丁中心,service,,360102004001,4,,2,30,yes,2024-06-30,,2024-01-01T00:00:00Z,,P1
E
rm reg/areas.csv

# --- groups

run orgs-count --as-of 2024-06-30 --group mode
rows "^party.*mode"
expect 'by mode: a unit stands in one group only, organisations in their own' 0 <<E
$H
party.built,,2024-06-30,mode=joint,0,3
party.built,,2024-06-30,mode=regional,0,3
party.built,,2024-06-30,mode=single,1,3
party.covered,,2024-06-30,mode=joint,1,4
party.covered,,2024-06-30,mode=regional,0,4
party.covered,,2024-06-30,mode=single,1,4
party.orgs,,2024-06-30,mode=joint,1,
party.orgs,,2024-06-30,mode=regional,0,
party.orgs,,2024-06-30,mode=single,1,
E
run orgs-count --as-of 2024-06-30 --group 行业 --by street
rows '^party.covered\|^party.orgs'
expect 'by a text of units: the groups that occur, the denominator of the same group' 0 <<E
$H
party.covered,,2024-06-30,,2,4
party.covered,,2024-06-30,trade=物流,1,1
party.covered,,2024-06-30,trade=餐饮,1,1
party.covered,360102,2024-06-30,,0,1
party.covered,360102,2024-06-30,trade=物流,0,0
party.covered,360102,2024-06-30,trade=餐饮,0,0
party.covered,360102002,2024-06-30,,2,2
party.covered,360102002,2024-06-30,trade=物流,1,1
party.covered,360102002,2024-06-30,trade=餐饮,1,1
party.covered,360102004,2024-06-30,,0,1
party.covered,360102004,2024-06-30,trade=物流,0,0
party.covered,360102004,2024-06-30,trade=餐饮,0,0
party.orgs,,2024-06-30,,2,
party.orgs,360102,2024-06-30,,0,
party.orgs,360102002,2024-06-30,,2,
party.orgs,360102004,2024-06-30,,0,
E
printf 'field,code,label,aliases\norgs.level,team,小组,\n' >reg/codes.csv
run orgs-count --as-of 2024-06-30 --group level
rows '^women.orgs\|^units\|^union.orgs'
expect 'by a code of organisations: all codes, those of codes.csv too, and the empty one where it occurs' 0 <<E
$H
union.orgs,,2024-06-30,,1,
union.orgs,,2024-06-30,level=basic,0,
union.orgs,,2024-06-30,level=branch,0,
union.orgs,,2024-06-30,level=committee,0,
union.orgs,,2024-06-30,level=federated,1,
union.orgs,,2024-06-30,level=federation,0,
union.orgs,,2024-06-30,level=general,0,
union.orgs,,2024-06-30,level=team,0,
units,,2024-06-30,,4,
women.orgs,,2024-06-30,,1,
women.orgs,,2024-06-30,level=,1,
women.orgs,,2024-06-30,level=basic,0,
women.orgs,,2024-06-30,level=branch,0,
women.orgs,,2024-06-30,level=committee,0,
women.orgs,,2024-06-30,level=federated,0,
women.orgs,,2024-06-30,level=federation,0,
women.orgs,,2024-06-30,level=general,0,
women.orgs,,2024-06-30,level=team,0,
E
rm reg/codes.csv
run orgs-count --as-of 2024-06-30 --group operating
rows '^units'
expect 'an empty operating counts as yes' 0 <<E
$H
units,,2024-06-30,,4,
units,,2024-06-30,operating=no,0,
units,,2024-06-30,operating=yes,4,
E

# --- rules

run orgs-count --as-of 2024-06-30 --due 'party=members=4.. kind=service' --due women=women=2..
rows '^party.due\|^party.missing\|^women.due\|^women.built\|^women.notown'
expect '--due' 0 <<E
$H
party.due,,2024-06-30,,1,4
party.missing,,2024-06-30,,1,1
women.built,,2024-06-30,,1,1
women.due,,2024-06-30,,1,4
women.notown,,2024-06-30,,1,1
E
run orgs-count --as-of 2024-06-30 --units kind=enterprise
rows '^units\|^party.covered'
expect '--units instead of operating' 0 <<E
$H
party.covered,,2024-06-30,,3,3
units,,2024-06-30,,3,
E
for work in guide:3 guide,liaison:4 union:3 youth:2 liaison,youth:3; do
	run orgs-count --as-of 2024-06-30 --work "${work%:*}"
	rows '^work'
	expect "--work ${work%:*}" 0 <<E
$H
work.covered,,2024-06-30,,${work#*:},4
E
done

# --- lists

run orgs-count --as-of 2024-06-30 --list party.covered
expect 'units, with the organisations of the line and the guides' 0 <<'E'
id,name,kind,trade,area,members,league,women,unionists,operating,since,until,recorded,orgs,guides
U1,甲公司,enterprise,物流,360102002001,3,0,1,25,yes,,,2024-01-01T00:00:00Z,O1;O2,P1
U2,乙公司,enterprise,餐饮,360102002002,2,3,0,,,2020-01-01,,2024-01-01T00:00:00Z,O2,
E
cp "$T/out" listed.csv
run orgs-count --as-of 2024-06-30 -f units=listed.csv --list 'party.covered@360102002[mode=单独]'
expect 'an area and a group, by its label; columns that a list has added do not come twice' 0 <<'E'
id,name,kind,trade,area,members,league,women,unionists,operating,since,until,recorded,orgs,guides
U1,甲公司,enterprise,物流,360102002001,3,0,1,25,yes,,,2024-01-01T00:00:00Z,O1;O2,P1
E
run orgs-count --as-of 2024-06-30 --from 2024-01-01 --list women.orgs.moved_in@360102004
expect 'the version that arrives' 0 <<'E'
id,line,name,mode,level,area,units,since,until,recorded
O6,women,妇联,joint,,360102004,U1;U4,2024-05-01,,2024-05-01T00:00:00Z
E
run orgs-count --as-of 2024-06-30 --from 2024-01-01 --list women.orgs.moved_out@360102002
expect 'and the one that leaves' 0 <<'E'
id,line,name,mode,level,area,units,since,until,recorded
O6,women,妇联,joint,,360102002,U1,2020-01-01,2024-05-01,2024-05-01T00:00:00Z
E
run orgs-count --as-of 2024-06-30 --from 2024-01-01 --list women.orgs.moved_in
expect 'no move in the whole' 0 <<'E'
id,line,name,mode,level,area,units,since,until,recorded
E

# count_rows FIGURES OPTION…: each figure is the number of its rows
count_rows() {
	tail -n +2 "$1" | while IFS=, read -r figure area _ group value _; do
		shift
		address=$figure${area:+@$area}${group:+[$group]}
		n=$(orgs-count "$@" --list "$address" | tail -n +2 | wc -l)
		[ "$n" -eq "$value" ] || echo "$address: $value, $n rows"
		set -- x "$@"
	done
}
for options in '--group mode' '--group kind' '--group level' '--group name' "--work liaison,union --due women=women=1.."; do
	# shellcheck disable=SC2086
	set -- --period 2024H1 --by street $options
	orgs-count "$@" >figures
	count_rows figures "$@" >"$T/out"
	[ "$(wc -l <figures)" -gt 150 ] && [ ! -s "$T/out" ]
	ok $? "every figure is the number of its rows: $options" || show
done

# --- where the rows come from

run orgs-count --as-of 2024-06-30
cp "$T/out" plain
units-list --fields id,operating,members,league,women,unionists,since,until >few.csv
orgs-list --zh --fields id,line,mode,units,since,until >zh.csv
gzip -c reg/people.csv >people.csv.gz
run_in few.csv orgs-count -d . -f units=- -f orgs=zh.csv -f people=people.csv.gz --as-of 2024-06-30
expect 'few columns from a pipe, a Chinese header, a compressed file; no directory' 0 <plain
printf '\357\273\277' >bom.csv
sed 's/$/\r/' reg/units.csv >>bom.csv
run orgs-count -f units=bom.csv --as-of 2024-06-30
expect 'byte order mark and CRLF' 0 <plain
for file in reg/orgs.csv org=reg/orgs.csv visits=reg/orgs.csv; do
	run orgs-count -f $file --as-of 2024-06-30
	expect_error "no guess which register $file is" 2 "-f '$file' is for none of the registers" 'orgs=FILE'
done
sed 1q reg/orgs.csv >none.csv
run orgs-count -f orgs=none.csv --as-of 2024-06-30
rows 'covered'
expect 'no organisations' 0 <<E
$H
guides.covered,,2024-06-30,,2,4
party.covered,,2024-06-30,,0,4
union.covered,,2024-06-30,,0,4
women.covered,,2024-06-30,,0,4
work.covered,,2024-06-30,,2,4
youth.covered,,2024-06-30,,0,4
E
run orgs-count --as-of 2024-06-30 --known-by 2024-01-31
rows '^party.orgs'
expect 'what was on record then' 0 <<E
$H
party.orgs,,2024-06-30,,1,
E
run orgs-count --as-of 2024-06-30 -o out.csv
expect '-o: nothing on standard output' 0 </dev/null
cmp -s out.csv plain
ok $? 'and the same in the file'

run orgs-count --as-of 2024-06-30 -v
expect_error '-v says what is done' 0 'orgs-count: 30 figures counted'

# --- faults

sed 's/^U2,\(.*\),2,3,0,/U2,\1,two,3,0,/' reg/units.csv >bad.csv
run orgs-count -f units=bad.csv --as-of 2024-06-30 -o bad.out
expect_error 'a bad row' 3 "bad.csv:3:" "members is not right ('two')"
run orgs-count -f units=bad.csv --as-of 2024-06-30
expect 'prints no figure' 3 </dev/null
[ ! -e bad.out ]
ok $? 'and makes no file'
run orgs-count -f units=bad.csv --as-of 2024-06-30 --keep-going
rows '^units'
expect 'unless it is left out' 1 <<E
$H
units,,2024-06-30,,3,
E
sed 's/物流/"物流/' reg/units.csv >bad.csv
run orgs-count -f units=bad.csv --as-of 2024-06-30
expect_error 'an unclosed quote' 3 'bad.csv:2:'
cat reg/units.csv reg/units.csv >twice.csv
sed '2s/enterprise/enterprize/' reg/units.csv >bad.csv
run orgs-count -f units=bad.csv --as-of 2024-06-30 --group kind
expect_error 'a bad code in the column of the groups' 3 'bad.csv:2' "kind has no code ('enterprize')"
run orgs-count -f units=twice.csv --as-of 2024-06-30
expect_error 'a unit that is there twice' 3 "twice.csv:9:1: unit 'U1' is there twice on 2024-06-30"
run orgs-count -f orgs=absent.csv --as-of 2024-06-30
expect_error 'a file that is not there' 3 'absent.csv'
run orgs-count -d nowhere --as-of 2024-06-30
expect_error 'a directory without registers' 3 'no register here'
run orgs-count
expect_error 'neither day nor period' 2 'a day or a period is needed'
run orgs-count --from 2024-01-01
expect_error 'a period without end' 2 'a day or a period is needed'
run orgs-count --from 2024-07-01 --as-of 2024-06-30
expect_error 'a period that ends before it begins' 2 'ends before it begins'
run orgs-count --to 2024-06-30 --as-of 2024-06-29
expect_error 'a day that is not the end of the period' 2 '--to and --as-of differ'
run orgs-count --as-of 2024-06-30 --by town
expect_error 'no level' 2 "'town' is no level"
run orgs-count --as-of 2024-06-30 --group units
expect_error 'no group' 2 "no groups by 'units'"
run orgs-count --as-of 2024-06-30 --group modes
expect_error 'no field' 2 "'modes' is no column of units or orgs" "'mode'"
run orgs-count --as-of 2024-06-30 --group note
expect_error 'no field, both registers have the nearest one' 2 "'note' is no column of units or orgs; nearest is 'name'"
run orgs-count --as-of 2024-06-30 --due members=3..
expect_error 'no line' 2 "--due 'members=3..' names no line"
run orgs-count --as-of 2024-06-30 --due party=member=3..
expect_error 'no field in a rule' 2 "no field 'member'"
run orgs-count --as-of 2024-06-30 --due party=members=x
expect_error 'no number in a rule' 2 '--due: members is not right'
run orgs-count --as-of 2024-06-30 --units kind=firm
expect_error 'no code in the base' 2 "--units: kind has no code ('firm')"
run orgs-count --as-of 2024-06-30 --work guides
expect_error 'no kind of work' 2 "no kind 'guides'"
run orgs-count --as-of 2024-06-30 --list party.coverd
expect_error 'no figure' 2 "no figure 'party.coverd'; nearest is 'party.covered'"
run orgs-count --as-of 2024-06-30 --list unts
expect_error 'the first of them too' 2 "no figure 'unts'; nearest is 'units'"
run orgs-count --as-of 2024-06-30 --list women.due
expect_error 'no rule' 2 "'women.due' needs a rule"
run orgs-count --as-of 2024-06-30 --list party.orgs.opened
expect_error 'no period' 2 "'party.orgs.opened' needs --from"
run orgs-count --as-of 2024-06-30 --list 'party.due[mode=joint]'
expect_error 'no such breakdown' 2 "'party.due' has no groups by 'mode'"
run orgs-count --as-of 2024-06-30 --list 'party.covered[mode=both]'
expect_error 'no such group' 2 "mode has no code ('both')"
run orgs-count --as-of 2024-06-30 --by district --list party.covered@360102002
expect_error 'an area below the level' 2 "'360102002' has more digits"
run orgs-count --as-of 2024-06-30 --list 'party.covered['
expect_error 'no address' 2 "'party.covered[' names no figure"
run orgs-count --as-of 2024-06-30 kind=service
expect_error 'an operand' 2 "no operand was expected ('kind=service')"
# What can be read only once must be read once.
D=$S/examples/donghu/registers
orgs-count -d "$D" --as-of 2024-06-30 --by street >"$T/whole"
for name in units orgs people; do
	mkfifo "$T/$name.fifo"
	timeout 20 cat "$D/$name.csv" >"$T/$name.fifo" &
done
run timeout 20 orgs-count -d "$D" -f "units=$T/units.fifo" -f "orgs=$T/orgs.fifo" -f "people=$T/people.fifo" --as-of 2024-06-30 --by street
expect 'registers from FIFOs' 0 <"$T/whole"
wait
# A list with an empty element, unsorted, as another program may have left it.
mkdir gaps
printf 'id,name,kind,members\nU1,a,enterprise,3\nU2,b,enterprise,3\n' >gaps/units.csv
printf 'id,line,name,mode,units\nO1,party,x,joint,U1;U2\nO2,party,y,joint,U2;;U1\n' >gaps/orgs.csv
printf 'id,name,role,units\n' >gaps/people.csv
orgs-count -d gaps --as-of 2024-06-30 | grep '^party.covered,' >"$T/out"
code=$?
expect 'an empty element of a list is none' 0 <<'E'
party.covered,,2024-06-30,,2,2
E
if [ -w /dev/full ]; then
	orgs-count --as-of 2024-06-30 >/dev/full 2>"$T/err"
	code=$?
	expect_error 'a full disk' 3 'standard output'
fi
finish
