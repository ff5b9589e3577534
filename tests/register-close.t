#!/bin/sh
# register-close: what a closing keeps, which rows are late afterwards, that nothing written by the programs makes a
# difference to what was closed, and that everything else is named.
. "${0%/*}/lib.sh"
USER=lee
export USER

at() { # at DATE: the clock stands there, at noon
	SOURCE_DATE_EPOCH=$(date -u -d "$1 04:00:00" +%s)
	export SOURCE_DATE_EPOCH
}

works() { # works NAME
	ok "$code" "$1" || show
}

fresh() { # a small directory d
	rm -rf d
	mkdir d
	cat >d/units.csv <<'E2'
id,name,kind,area,members,since,until,note,recorded
U2,示例二,enterprise,360102002,4,,,旧,2024-01-01T00:00:01Z
U1,示例一,个体,360102002,3,2023-01-01,,,2024-01-01T00:00:00Z
E2
	cat >d/orgs.csv <<'E2'
id,line,name,mode,area,units,since,until,recorded
O1,party,示例支部,single,360102002,U1,2023-02-01,,2024-01-01T00:00:00Z
E2
	cat >d/people.csv <<'E2'
id,name,role,units,since,until,recorded
P1,甲示例,guide,U1;U2,2023-03-01,,2024-01-01T00:00:00Z
P2,乙示例,guide,,2023-03-01,,2024-01-01T00:00:01Z
E2
	cat >d/visits.csv <<'E2'
id,date,by,unit,area,kind,text,recorded
V1,2024-05-02,P1,U1,360102002,routine,谈话内容,2024-05-02T00:00:00Z
V2,2024-06-02,P1,U1,360102002,routine,谈话内容,2024-06-02T00:00:01Z
E2
	cat >d/problems.csv <<'E2'
id,raised,unit,area,text,solved,result,recorded
B1,2024-05-01,U1,360102002,停车难,,,2024-05-02T00:00:02Z
B2,2024-05-01,U1,360102002,充电难,2024-05-09,,2024-05-09T00:00:02Z
E2
	cat >d/awards.csv <<'E2'
id,date,kind,title,stage,recipient,until,recorded
A1,2024-05-01,honour,先进,nominated,示例一,,2024-05-02T00:00:03Z
E2
	printf '%s\n' code,name 360102002,豫章街道 360102003,百花洲街道 >d/areas.csv
	cat >definitions.csv <<'E2'
figure,label,unit,register,when,where,measure,of,group,match,note
visited,走访,次,visits,date,,rows,,kind,,
open,待办,件,problems,on,,rows,,,,
E2
}

keep() { # what must not change without a word
	rm -rf before
	cp -PR d before
}

unchanged() { # unchanged NAME
	rm -f d/.lock before/.lock
	diff -r --no-dereference before d >"$T/diff" 2>&1
	ok $? "$1" || sed 's/^/# /' "$T/diff"
}

closed() { # May is closed, on the third of June
	fresh
	at 2024-06-03
	register-close -q -d d --by street -D definitions.csv 2024-05 >lines.csv
	keep
}

clean() { # clean NAME: nothing differs from what was closed
	run register-close -d d --verify
	expect "$1" 0 <<'E2'
period,register,key,figure,area,group,was,is
E2
	expect_quiet "$1: and nothing is said"
}

# --- what is kept ---------------------------------------------------------------------------------------------------------

fresh
at 2024-06-03
keep
run register-close -d d
expect_error 'no period' 2 'one PERIOD was expected'
run register-close -d d 2024-04 2024-05
expect_error 'two periods' 2 'one PERIOD was expected'
for period in 2024-13 2024-5 may 2024-05-01/2024-05-30 2024-05-01 ''; do
	run register-close -d d "$period"
	expect_error "no period: '$period'" 2 'that can be closed'
done
for period in 2024-06 2024Q2 2024H1 2024 2024-06-01/2024-06-30; do
	run register-close -d d "$period"
	expect_error "not over yet: $period" 2 'has not ended yet'
done
run register-close -d d --by road 2024-05
expect_error 'an unknown level' 2 "--by 'road' is no level"
run register-close -d d --due sport=members=3.. 2024-05
expect_error 'an unknown line' 2 'names no line'
run register-close -d d --work sport 2024-05
expect_error 'unknown work' 2 "no kind 'sport'"
run register-close -d d --units oddity=3 2024-05
expect_error 'an unknown column' 2 'oddity'
run register-close -d d --again 2024-05
expect_error '--again without a reason' 2 '--why TEXT'
run register-close -d d --why "$(printf 'a\nb')" 2024-05
expect_error 'a reason with a line break' 2 'U+000A'
run register-close -d d --verify --by street
expect_error '--verify with an option' 2 'takes no other option'
run register-close -d d -D - -f - 2024-05
expect_error 'standard input twice' 2 'named twice'
run register-close -d nowhere 2024-05
expect_error 'no directory' 3 'no such register directory'
run register-close -d d -D nowhere.csv 2024-05
expect_error 'no definitions' 3 'nowhere.csv'
unchanged 'and nothing is written'

run register-close -d d --verify
expect 'nothing is closed yet' 0 <<'E2'
period,register,key,figure,area,group,was,is
E2
expect_error 'and that is said' 0 'no period is closed'
run register-close -d d --verify 2024-05
expect_error 'nor that period' 1 'the period is not closed'

run register-close -d d --by street -D definitions.csv --dry-run last-month
expect_error 'a dry run says what it would close' 0 '10 rows and 153 figures would be closed'
cp "$T/out" dry
unchanged 'and writes nothing'
run register-close -d d --by street -D definitions.csv last-month
cut -d , -f 1-7,9 "$T/out" >"$T/got" && mv "$T/got" "$T/out"
expect 'a period is closed' 0 <<'E2'
period,edition,at,by,why,what,rows,how
2024-05,1,2024-06-03T04:00:00Z,lee,,units,2,"id
2024-05,1,2024-06-03T04:00:00Z,lee,,orgs,1,"id
2024-05,1,2024-06-03T04:00:00Z,lee,,people,2,"id
2024-05,1,2024-06-03T04:00:00Z,lee,,visits,2,"id
2024-05,1,2024-06-03T04:00:00Z,lee,,meetings,0,"id
2024-05,1,2024-06-03T04:00:00Z,lee,,problems,2,"id
2024-05,1,2024-06-03T04:00:00Z,lee,,events,0,"id
2024-05,1,2024-06-03T04:00:00Z,lee,,sites,0,"id
2024-05,1,2024-06-03T04:00:00Z,lee,,awards,1,"id
2024-05,1,2024-06-03T04:00:00Z,lee,,rows,10,
2024-05,1,2024-06-03T04:00:00Z,lee,,figures,153,--by street
2024-05,1,2024-06-03T04:00:00Z,lee,,definitions,2,
E2
expect_quiet 'and nothing is said'
cmp -s dry d/closed.csv
ok $? 'closed.csv has the lines that the dry run has told'
[ "$(cd d/closed && echo *)" = '2024-05.definitions.csv 2024-05.figures.csv 2024-05.rows.csv' ]
ok $? 'and closed/ the files'
cmp -s definitions.csv d/closed/2024-05.definitions.csv
ok $? 'the definitions as they are'
{ orgs-count -d d --period 2024-05 --by street && figures-count -q -d d -D definitions.csv --period 2024-05 --by street | sed 1d; } |
	LC_ALL=C sort >figures
LC_ALL=C sort d/closed/2024-05.figures.csv | cmp -s - figures
ok $? 'the figures are those of orgs-count and figures-count'

# The columns of a register, and the digest of what its reader prints with them.
columns_of() {
	sed -n "s/.*,$1,[0-9]*,[^,]*,\"\\(.*\\)\"\$/\\1/p" d/closed.csv
}
cp d/units.csv units.before
# a column that a register lacks is empty; a reader prints only those that are there
sed -i '1s/$/,uscc,trade,dept,address,employees,league,women,unionists,step,operating/; 1!s/$/,,,,,,,,,,/' d/units.csv
digest=$(units-list -d d --sort id,since --fields "$(columns_of units)" | sha256sum)
grep -q ",units,2,${digest%% *}," d/closed.csv
ok $? 'the digest of a register is that of what its reader prints, whatever the order of its columns'
digest=$(units-list -d d --fields "$(columns_of units)" --no-header id=U1 | sha256sum)
grep -q "^units,U1,2023-01-01,${digest%% *}\$" d/closed/2024-05.rows.csv
ok $? 'and likewise of a row'
clean 'columns may change their places'
mv units.before d/units.csv
status=0
for what in figures rows definitions; do
	digest=$(sha256sum <"d/closed/2024-05.$what.csv")
	grep -q ",$what,[0-9]*,${digest%% *}," d/closed.csv || status=1
done
ok $status 'and that of a file is that of its bytes'
clean 'nothing differs'
keep
run register-close -d d 2024-05
expect_error 'closed already' 1 '2024-05 is closed already' '--again --why TEXT'
unchanged 'and nothing is written for it'

at 2024-07-03
run register-close -d d --again --why 更正口径 --units 'operating!=no kind=enterprise' --due "youth=league=3.. name!~'x'" 2024-05
works 'a further edition'
grep -q "^2024-05,2,2024-07-03T04:00:00Z,lee,更正口径,figures,[0-9]*,[0-9a-f]*,--due 'youth=league=3.. name!~''x''' --units 'operating!=no kind=enterprise'\$" d/closed.csv
ok $? 'with its reason and options'
[ -e d/closed/2024-05.2.figures.csv ] && [ ! -e d/closed/2024-05.2.definitions.csv ] && cmp -s before/closed/2024-05.figures.csv d/closed/2024-05.figures.csv
ok $? 'beside the first one'
status=0
for period in 2024Q2 2024H1 2024-06; do register-close -d d --work guide,liaison --group kind "$period" >/dev/null || status=1; done
ok $status 'a quarter, a half-year and the month after'
clean 'nothing differs from any of them'
sed -i 's/^units,,2024-05-31,,1,/units,,2024-05-31,,9,/' d/closed/2024-05.2.figures.csv
run register-close -d d --verify 2024-05
grep -q '^2024-05.2,,,units,,,9,1$' "$T/out" && grep -q '^2024-05.2,figures,,,,,' "$T/out" && [ "$(wc -l <"$T/out")" -eq 3 ]
ok $? 'a difference names the edition' || show

# --- what was published -----------------------------------------------------------------------------------------------------

fresh
at 2024-06-03
keep
{ orgs-count -d d --period 2024-05 && figures-count -q -d d -D definitions.csv --period 2024-05 | sed 1d; } >good.csv
sed 's/^visited,,\([^,]*\),,1,/visited,,\1,,2,/' good.csv >wrong.csv
echo 'visited,,2024-04-01/2024-04-30,,1,' >>wrong.csv
run register-close -d d -D definitions.csv -f wrong.csv 2024-05
expect_error 'other figures were published' 1 "wrong.csv: figure 'visited,,2024-05-01/2024-05-31,' is published as 2, it is 1" \
	"wrong.csv: figure 'visited,,2024-04-01/2024-04-30,' is published as 1, it is not among" 'because 2 figures are not'
[ ! -s "$T/out" ]
ok $? 'and nothing is printed'
unchanged 'nor closed'
run register-close -d d -f good.csv 2024-05
expect_error 'without the definitions' 1 'visited' 'because 5 figures'
sed '3s/,[^,]*,[^,]*$/,x,/' good.csv >bad.csv
run register-close -d d -D definitions.csv -f bad.csv 2024-05
expect_error 'published figures that cannot be read' 3 'bad.csv:3:' 'nothing was closed, because 1 row'
unchanged 'close nothing'
run_in good.csv register-close -q -d d -D definitions.csv -f - 2024-05
works 'those that were published, from standard input'

# --- what cannot be closed ------------------------------------------------------------------------------------------------

refused() { # refused NAME CODE TEXT [OPTION…]: 2024-05 is not closed
	name=$1
	want=$2
	text=$3
	shift 3
	keep
	run register-close -d d "$@" 2024-05
	expect_error "$name" "$want" "$text"
	[ ! -s "$T/out" ]
	ok $? "$name: nothing is printed"
	unchanged "$name: nothing is written"
}

fresh
echo 'V3,2024-05-32,P1,U1,360102002,routine,,2024-05-02T00:00:04Z' >>d/visits.csv
refused 'a bad row' 3 "date is not right ('2024-05-32')"
fresh
echo 'U1,示例一又,enterprise,360102002,3,2023-06-01,,,2024-01-01T00:00:05Z' >>d/units.csv
refused 'a unit that is there twice' 3 "unit 'U1' is there twice"
fresh
sed -i 's/,recorded$//; s/,[^,]*Z$//' d/orgs.csv
refused 'a register without recorded' 3 'orgs.csv:1: the header lacks column recorded'
fresh
echo 'units,企业,家,visits,date,,rows,,,,' >>definitions.csv
refused 'a name of orgs-count' 2 "'units' is a figure of orgs-count" -D definitions.csv
fresh
ln -s /nowhere d/closed
refused 'closed is a link' 3 'is not a directory'
fresh
mkdir d/closed && : >d/closed/2024-05.rows.csv
refused 'a file is there' 3 'is there already'
rm -rf e && mkdir e
run register-close -d e 2024-05
expect_error 'no register' 3 'no register here'
fresh
printf 'U9,示例' >>d/units.csv
run register-close -q -d d 2024-05
expect_error 'a torn line is told, and left out' 1 'the last line is torn'
[ "$(grep -c torn "$T/err")" -eq 1 ] && grep -q ',units,2,' "$T/out"
ok $? 'once' || show

fresh
printf '%s' 'how,what,x,period,edition,at,by,why,rows,sha256' >d/closed.csv
run register-close -q -d d 2024-05
works 'the columns of closed.csv may stand in another order'
grep -q '^"id.*",units,,2024-05,1,.*' d/closed.csv
ok $? 'and its last line may lack a newline' || cat d/closed.csv
clean 'nothing differs there'

# --- late rows --------------------------------------------------------------------------------------------------------------

late() { # late NAME COMMAND…: refused, then written with a reason
	name=$1
	shift
	run "$@"
	expect_error "$name: is late" 1 '2024-05 is closed, and all days up to 2024-05-31' '--late --why TEXT'
	unchanged "$name: and not written"
	case " $* " in
	*' --why '*) run "$@" --late ;;
	*) run "$@" --late --why 迟报 ;;
	esac
	works "$name: is written with a reason"
	tail -q -n 1 d/*.journal.csv | grep -q '^2024-06-[0-9T:]*Z,late,lee,[记迟重]'
	ok $? "$name: and the journal tells" || tail -n 2 d/*.journal.csv | sed 's/^/# /'
	clean "$name: what was closed is as it was"
	closed
}

not_late() { # not_late NAME COMMAND…
	name=$1
	shift
	run "$@"
	works "$name: is not late"
	! grep -qs ',late,' d/*.journal.csv
	ok $? "$name: and the journal has no such line"
	clean "$name: what was closed is as it was"
	closed
}

closed
late 'a visit of that month' visits-log -d d date=2024-05-31 unit=U1 kind=routine
late 'a unit that has always been' units-add -d d name=示例三 kind=enterprise area=360102002
late 'a unit that was there on the last day' units-add -d d name=示例三 kind=enterprise area=360102002 since=2024-05-31
late 'a problem raised then' problems-log -d d raised=2024-05-31 text=难 unit=U1
late 'an award of then' awards-add -d d date=2024-05-31 kind=honour title=先进
late 'a change on the last day' register-amend -d d units U1 --from 2024-05-31 members=5
late 'an end on the last day' register-amend -d d units U2 --end 2024-05-31 --with-references
late 'a correction' register-amend -d d units U1 --correct members=4 --why 记错
late 'a correction of a column of ones own' register-amend -d d units U1 --correct note=新 --why 记错
late 'a wrong date' register-amend -d d visits V2 --correct date=2024-05-31 --why 记错
late 'another wrong date' register-amend -d d visits V1 --correct date=2024-06-01 --why 记错
late 'a text' register-amend -d d visits V1 --correct text=慰问 --why 记错
late 'a withdrawn visit' register-amend -d d visits V1 --void --why 重复
late 'a withdrawn problem' register-amend -d d problems B1 --void --why 重复
late 'a problem solved then' register-amend -d d problems B1 --set solved=2024-05-31
late 'progress on a problem that was solved then' register-amend -d d problems B2 --set result=已办
late 'a corrected problem' register-amend -d d problems B1 --correct text=难 --why 记错
late 'a stage' register-amend -d d awards A1 --set stage=awarded
late 'an award that ends then' register-amend -d d awards A1 --end 2024-05-31
late 'a hand-over on that day' register-amend -d d people P1 --hand-over P2 --from 2024-05-31

not_late 'a visit of the next day' visits-log -d d date=2024-06-01 unit=U1 kind=routine
not_late 'a unit from the next day on' units-add -d d name=示例三 kind=enterprise area=360102002 since=2024-06-01
not_late 'a change on the next day' register-amend -d d units U1 --from 2024-06-01 area=360102003
not_late 'an end on the next day' register-amend -d d units U2 --end 2024-06-01 --with-references
not_late 'a problem solved since' register-amend -d d problems B1 --set solved=2024-06-01 result=已办
not_late 'progress on a problem that was open' register-amend -d d problems B1 --set result=在办
not_late 'a withdrawn visit of June' register-amend -d d visits V2 --void --why 重复
not_late 'an award that ends later' register-amend -d d awards A1 --end 2024-06-01
not_late 'a hand-over on the next day' register-amend -d d people P1 --hand-over P2 --from 2024-06-01
not_late '--late without need' visits-log -d d date=2024-06-02 unit=U1 kind=routine --late --why 无
run visits-log -d d date=2024-05-02 by=P1 unit=U1 kind=routine text=谈话内容
expect_error 'what is there already is not late' 0 'already there'

printf '%s\n' date,unit,kind 2024-06-01,U1,routine 2024-05-01,U1,routine >sheet.csv
run visits-log -d d -f sheet.csv
expect_error 'the place of a late row is told' 1 'sheet.csv:3:1: it would change what holds on closed days'
unchanged 'and the other one is not written either'
run visits-log -d d -f sheet.csv --keep-going --rejects rejects.csv
expect_error 'unless asked for' 1 'sheet.csv:3:1:'
grep -q '^3,1,.*2024-05-01' rejects.csv
ok $? 'and the late one is among the rejects'
closed
run visits-log -d d -f sheet.csv --late
expect_error '--late without a reason' 2 '--late needs a reason'
run register-amend -d d visits V1 --correct text=x --late
expect_error '--late of a change without a reason' 2 '--late needs a reason'
run visits-log -d d -f sheet.csv --why 迟报
expect_error 'a reason for nothing' 2 '--late'
run visits-log -d d -f sheet.csv --late --why "$(printf 'a\nb')"
expect_error 'a reason with a line break' 2 'U+000A'
unchanged 'nothing of that is written'
USER=$(printf 'a\nb') visits-log -d d -f sheet.csv --late --why '迟报, 已核' >"$T/out" 2>"$T/err"
code=$?
works 'a user with a line break'
[ "$(sed 1d d/visits.journal.csv | wc -l)" -eq 1 ] && grep -q "^2024-06-03T04:00:01Z,late,[^,]*,\"迟报, 已核\",V4,2024-05-01," d/visits.journal.csv
ok $? 'is not told by that name, and only the late row has a line' || cat d/visits.journal.csv
[ "$(visits-list -d d --known-by 2024-06-03T04:00:00Z --count) $(visits-list -d d --known-by 2024-06-03T04:00:01Z --count)" = '2 4' ]
ok $? '--known-by finds late rows where they are, and never twice'

closed
cat >changes.csv <<'E2'
register,key,op,date,field,value,why
units,U1,from,2024-05-20,members,5,补报
visits,V1,correct,,text,慰问,记错
problems,B1,set,,solved,2024-05-30,
E2
run register-amend -d d -f changes.csv
expect_error 'late changes of a file' 1 "changes.csv:2: units 'U1@2023-01-01': it would" "changes.csv:2: units 'U1@2024-05-20': it would"
run register-amend -d d -f changes.csv --late
expect_error 'one of them without a reason' 1 "changes.csv:4: problems 'B1'" 'no reason (why)'
run register-amend -d d -f changes.csv --why 迟
expect_error 'a reason without --late' 2 '--why only with --late'
run register-amend -d d -f changes.csv --late --why "$(printf 'a\nb')"
expect_error 'a reason with a line break for a file' 2 'U+000A'
unchanged 'nothing of that is written'
run register-amend -d d -f changes.csv --late --why 迟报 --dry-run
expect_error 'a dry run' 0 '4 rows would be changed'
unchanged 'nor of that'
run register-amend -d d -f changes.csv --late --why 迟报
works 'with a reason for all'
[ "$(cut -d , -f 2-5 d/units.journal.csv | tr '\n' ' ')" = 'op,by,why,id from,lee,补报,U1 late,lee,补报,U1 late,lee,补报,U1 ' ] &&
	[ "$(cut -d , -f 2-5 d/problems.journal.csv | tr '\n' ' ')" = 'op,by,why,id set,lee,,B1 late,lee,迟报,B1 ' ]
ok $? 'the reason of the row comes first'
clean 'nothing of it was known to the closing'
register-check -d d --as-of 2024-06-03 | grep -v ,note- | sed 1d >found
[ ! -s found ]
ok $? 'register-check finds no fault in journals with late rows' || sed 's/^/# /' found

closed
printf 'x' >>d/closed.csv
run visits-log -d d date=2024-06-02 unit=U1 kind=routine
expect_error 'a damaged closed.csv stops the writers' 3 'closed.csv:14:'
run register-close -d d --verify
expect_error 'and --verify' 3 'closed.csv:14:'
run units-list -d d --count
works 'but no reader'
cp before/closed.csv d
sed -i '2s/2024-05,/2024-5,/' d/closed.csv
run visits-log -d d date=2024-06-02 unit=U1 kind=routine
expect_error 'so does a wrong period' 3 "closed.csv:2:1: period is not right ('2024-5')"
cp before/closed.csv d
sed -i '2s/,1,/,0,/' d/closed.csv
run visits-log -d d date=2024-06-02 unit=U1 kind=routine
expect_error 'a wrong edition' 3 "closed.csv:2:9: edition is not right ('0')"
cp before/closed.csv d
sed -i '2s/,2024-06-03T04:00:00Z,/,yesterday,/' d/closed.csv
run visits-log -d d date=2024-06-02 unit=U1 kind=routine
expect_error 'and a wrong time' 3 "closed.csv:2:11: at is not right ('yesterday')"
sed -i '1s/,sha256//' d/closed.csv
run visits-log -d d date=2024-06-02 unit=U1 kind=routine
expect_error 'and a header without a column' 3 "closed.csv:1:1: the header lacks column 'sha256'"

# --- what is not as it was -----------------------------------------------------------------------------------------------------

# differs NAME: the lines of --verify, without their digests, are those given on standard input; nothing is written
differs() {
	cat >want
	cp -R d copy
	run register-close -d d --verify
	sed 's/[0-9a-f]\{64\}/-/g' "$T/out" >"$T/got" && mv "$T/got" "$T/out"
	expect "$1" 1 <want
	diff -r copy d >"$T/diff"
	ok $? "$1: nothing is written"
	rm -rf copy
	closed
}

closed
sed -i '2s/,4,/,5,/' d/units.csv
differs 'a row that was changed by hand' <<'E2'
period,register,key,figure,area,group,was,is
2024-05,units,U2@,,,,-,-
E2
sed -i '2s/,旧,/,新,/' d/units.csv
differs 'a cell of ones own' <<'E2'
period,register,key,figure,area,group,was,is
2024-05,units,U2@,,,,-,-
E2
sed -i '1s/,note/,note,more/; 2s/,旧/,旧,多/; 3s/,,,2024/,,,,2024/' d/units.csv
differs 'a column that was added and filled' <<'E2'
period,register,key,figure,area,group,was,is
2024-05,units,U2@,,,,-,-
E2
sed -i '1s/,note/,note,more/; 2s/,旧/,旧,/; 3s/,,,2024/,,,,2024/' d/units.csv
clean 'an empty column that was added is no difference'
closed
sed -i '1!d' d/visits.csv
differs 'rows that were removed' <<'E2'
period,register,key,figure,area,group,was,is
2024-05,visits,V1,,,,-,
2024-05,visits,V2,,,,-,
2024-05,,,visited,,,1,0
2024-05,,,visited,,kind=routine,1,0
2024-05,,,visited,360102002,,1,0
2024-05,,,visited,360102002,kind=routine,1,0
E2
echo 'V0,2024-05-03,P1,U1,360102002,routine,,' >>d/visits.csv
differs 'a row that was added' <<'E2'
period,register,key,figure,area,group,was,is
2024-05,visits,V0,,,,,-
2024-05,,,visited,,,1,2
2024-05,,,visited,,kind=routine,1,2
2024-05,,,visited,360102002,,1,2
2024-05,,,visited,360102002,kind=routine,1,2
E2
register-amend -q -d d visits V1 --correct text=慰问 --why 记错 --late >/dev/null
sed -i '2d' d/visits.journal.csv
differs 'a line that was removed from a journal' <<'E2'
period,register,key,figure,area,group,was,is
2024-05,visits,V1,,,,-,
2024-05,,,visited,,,1,0
2024-05,,,visited,,kind=routine,1,0
2024-05,,,visited,360102002,,1,0
2024-05,,,visited,360102002,kind=routine,1,0
E2
sed -i 's/^open,,2024-05-31,,1,/open,,2024-05-31,,0,/' d/closed/2024-05.figures.csv
differs 'an edited figure' <<'E2'
period,register,key,figure,area,group,was,is
2024-05,figures,,,,,-,-
2024-05,,,open,,,0,1
E2
sed -i '/^open,,/d' d/closed/2024-05.figures.csv
differs 'a figure that was removed' <<'E2'
period,register,key,figure,area,group,was,is
2024-05,figures,,,,,-,-
2024-05,,,open,,,,1
E2
rm d/closed/2024-05.figures.csv
differs 'no figures' <<'E2'
period,register,key,figure,area,group,was,is
2024-05,figures,,,,,-,
E2
echo 'not,figures' >d/closed/2024-05.figures.csv
differs 'something else in their place' <<'E2'
period,register,key,figure,area,group,was,is
2024-05,figures,,,,,-,-
E2
sed -i 's/,visits,date,,rows/,visits,date,kind=condolence,rows/' d/closed/2024-05.definitions.csv
differs 'edited definitions' <<'E2'
period,register,key,figure,area,group,was,is
2024-05,definitions,,,,,-,-
2024-05,,,visited,,,1,0
2024-05,,,visited,,kind=routine,1,0
2024-05,,,visited,360102002,,1,0
2024-05,,,visited,360102002,kind=routine,1,0
E2
sed -i 's/,visits,date,,rows/,visits,date,kind=nothing,rows/' d/closed/2024-05.definitions.csv
run register-close -d d --verify
expect_error 'definitions that mean nothing' 1 "2024-05.definitions.csv:2:26: kind has no code ('nothing')"
closed
sed -i 's/^units,U2,,./units,U2,,x/' d/closed/2024-05.rows.csv
run register-close -d d --verify
grep -q '^2024-05,rows,,' "$T/out" && grep -q '^2024-05,units,U2@,' "$T/out" && [ "$(wc -l <"$T/out") $code" = '3 1' ]
ok $? 'an edited list of rows' || show
closed
rm d/closed/2024-05.rows.csv
differs 'no list of rows' <<'E2'
period,register,key,figure,area,group,was,is
2024-05,rows,,,,,-,
E2
rm d/closed/2024-05.rows.csv
sed -i '2s/,4,/,5,/' d/units.csv
differs 'no list of rows, and an edited one' <<'E2'
period,register,key,figure,area,group,was,is
2024-05,rows,,,,,-,
2024-05,units,,,,,-,-
E2
sed -i '/,visits,2,/d' d/closed.csv
differs 'a line that was removed from closed.csv' <<'E2'
period,register,key,figure,area,group,was,is
2024-05,visits,,,,,,-
E2
sed -i '/,figures,/s/--by street/--by/' d/closed.csv
run register-close -d d --verify
expect_error 'options that are none' 1 "'--by' are no options"
closed
rm d/visits.csv
run register-close -d d --verify
[ "$code" -eq 1 ] && grep -q '^2024-05,visits,V1,,,,[0-9a-f]*,$' "$T/out"
ok $? 'a register that was removed' || show
closed
sed -i '2s/2024-05-02/2024-05-32/' d/visits.csv
run register-close -d d --verify
expect_error 'a row that cannot be read any more' 1 "visits.csv:2:4: date is not right ('2024-05-32')"
[ "$(grep -c . "$T/err")" -eq 1 ] && grep -q '^2024-05,visits,V1,,,,[0-9a-f]*,$' "$T/out"
ok $? 'is told once, and named' || show
fresh
printf '%s\n' field,code,label,aliases units.kind,pub,酒馆, >d/codes.csv
sed -i '2s/,enterprise,/,pub,/' d/units.csv
register-close -q -d d 2024-05 >/dev/null
rm d/codes.csv
run register-close -d d --verify
[ "$code" -eq 1 ] && grep -q '^2024-05,units,U2@,,,,[0-9a-f]*,$' "$T/out"
ok $? 'a word that is no more' || show
closed
echo 360102009,新街道 >>d/areas.csv
clean 'an area that is new has zeros, which are no difference'

# --- a whole district ---------------------------------------------------------------------------------------------------------

rm -rf d
cp -R "$S/examples/donghu/registers" d
cp "$S/examples/donghu/definitions.csv" definitions.csv
at 2024-07-10
register-close -q -d d --by street --group kind -D definitions.csv 2024-05 >/dev/null
ok $? 'May of the district is closed'
known=$(sed -n 2p d/closed.csv | cut -d , -f 3)
counted() {
	orgs-count -d d --period 2024-05 --by street --group kind "$@"
	figures-count -q -d d -D definitions.csv --period 2024-05 --by street "$@"
}
counted >then.csv
at 2024-08-01
{
	visits-log -d d date=2024-05-20 kind=routine unit=U0001 --late --why 迟报
	register-amend -d d problems "$(problems-list -d d --as-of 2024-05-31 --fields id --no-header | head -1)" --set solved=2024-07-20 result=已办结
	register-amend -d d visits V0001 --correct text=核对 --late --why 记错
	register-amend -d d visits V0002 --void --late --why 重复
	register-amend -d d units U0001 --from 2024-05-15 area=360102002012 --late --why 迁址
	register-amend -d d people P0538 --hand-over P0539 --from 2024-05-10 --late --why 调整
	register-amend -d d orgs O0003 --end 2024-05-20 --with-references --late --why 撤销
	units-add -d d name=东湖样例新设公司 kind=enterprise area=360102002011 since=2024-05-01 --late --why 迟报
} >/dev/null 2>said
[ ! -s said ]
ok $? 'late rows, progress, a correction, a withdrawal, a move, a hand-over, an end' || sed 's/^/# /' said
counted >now.csv
! cmp -s then.csv now.csv
ok $? 'change the figures of May'
counted --known-by "$known" | cmp -s - then.csv
ok $? 'but not those that were known, byte for byte'
clean 'nor anything that was closed'
finish
