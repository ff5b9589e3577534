#!/bin/sh
# --known-by: the registers as they stood; the journal holds what was replaced or withdrawn since.
. "${0%/*}/lib.sh"
mkdir d
cat >d/problems.csv <<'E'
id,raised,source,by,text,solved,recorded
B1,2024-01-05,hotline,王示范,路灯不亮,,
B2,2024-02-01,visit,李测试,停车难,2024-03-10,2024-03-12T02:00:00Z
B3,2024-02-15,visit,,缺少充电桩,,2024-02-16T02:00:00Z
B5,2024-03-01,other,,后来补录,,2024-04-01T02:00:00Z
E
cat >d/problems.journal.csv <<'E'
at,op,by,why,id,raised,source,by,text,solved,recorded
2024-03-12T02:00:00Z,set,lee,,B2,2024-02-01,visit,李测试,停车难,,2024-02-02T02:00:00Z
2024-03-20T02:00:00Z,void,lee,重复,B4,2024-02-20,visit,,重复的问题,,2024-02-21T02:00:00Z
E
cat >d/units.csv <<'E'
id,name,kind,area,recorded
U1,示例一,enterprise,360102002,
E

known() { # known TIME EXPECTED-IDS
	run problems-list -d d --known-by "$1" --fields id,solved --sort id --no-header
	printf '%s\n' "$2" >"$T/ids"
	expect "known by $1" 0 <"$T/ids"
}
known 2024-02-01 'B1,'
known 2024-02-02T01:59:59Z 'B1,'
known 2024-02-02T02:00:00Z 'B1,
B2,'
known 2024-03-11 'B1,
B2,
B3,
B4,'
known 2024-03-12T02:00:00Z 'B1,
B2,2024-03-10
B3,
B4,'
known 2024-03-20 'B1,
B2,2024-03-10
B3,'
known 2024-04-01 'B1,
B2,2024-03-10
B3,
B5,'
run problems-list -d d --fields id --no-header
expect 'without it, as it stands' 0 <<'E'
B1
B2
B3
B5
E
run problems-list -d d --known-by 2024-03-11 --as-of 2024-03-11 by=李测试 --fields id,by --no-header
expect 'the column by is that of the register, not that of the journal' 0 <<'E'
B2,李测试
E
# A bare date is the end of that day where the office is.
TAIZHANG_ZONE=-10:00 run problems-list -d d --known-by 2024-02-01 --fields id --no-header
expect 'in another zone the day ends later' 0 <<'E'
B1
B2
E
TAIZHANG_ZONE=8 run problems-list -d d --known-by 2024-02-02
expect_error 'a wrong zone' 2 "TAIZHANG_ZONE is '8'"
run problems-list -d d --known-by yesterday
expect_error 'a wrong time' 2 "--known-by 'yesterday' is not a time"

# --- at no cost when it is not given ----------------------------------------------------------------

# A journal that cannot be opened, even by root, is not looked at.
cp -R d blind
rm blind/problems.journal.csv
ln -s problems.journal.csv blind/problems.journal.csv
run problems-list -d blind --fields id --no-header
expect 'without --known-by the journal is not opened' 0 <<'E'
B1
B2
B3
B5
E
run problems-list -d blind --known-by 2024-03-11
expect_error 'with it, it is' 3 'blind/problems.journal.csv: cannot be opened for reading'
printf 'figure,label,unit,register,when,where,measure,of,group,match,note\nopen,,,problems,on,,rows,,,,\n' >open.csv
run figures-count -d blind -D open.csv --as-of 2024-03-11
expect 'nor by a counter' 0 <<'E'
figure,area,period,group,value,of
open,,2024-03-11,,3,
E
run figures-count -d blind -D open.csv --as-of 2024-03-11 --known-by 2024-03-11
expect_error 'but with it' 3 'blind/problems.journal.csv'

# --- rows that were not known are not judged --------------------------------------------------------

cp -R d ill
cat >>ill/problems.csv <<'E'
B6,2024-13-01,visit,,日期不对,,2024-05-01T00:00:00Z
E
cat >>ill/problems.journal.csv <<'E'
2024-02-10T00:00:00Z,correct,lee,抄错,B1,2024-01-32,hotline,王示范,路灯不亮,,
E
run problems-list -d ill --known-by 2024-02-20 --fields id --sort id --no-header
expect 'a row that cannot be read, recorded later, and one that was corrected before' 0 <<'E'
B1
B2
B3
E
expect_quiet 'are not spoken of'
run problems-list -d ill --known-by 2024-02-09 --fields id --no-header
expect 'but when it stood there' 3 <<'E'
B1
B2
E
expect_error 'at its place' 3 'ill/problems.journal.csv:4:40: raised is not right'
run problems-list -d ill --known-by 2024-05-01 --count
expect_error 'and since it stands there' 3 'ill/problems.csv:6:4: raised is not right'
sed 's/^2024-03-20T02:00:00Z/20.3.2024/' d/problems.journal.csv >ill/problems.journal.csv
run problems-list -d ill --known-by 2024-04-01 --count
expect_error 'a journal that does not say when' 3 "ill/problems.journal.csv:3:1: at is not right ('20.3.2024')"

# --- registers that are kept compressed -------------------------------------------------------------

cp -R d folded
gzip folded/problems.csv folded/problems.journal.csv
run problems-list -d folded --known-by 2024-03-11 --fields id,solved --no-header
expect 'a compressed journal beside a compressed register' 0 <<'E'
B1,
B3,
B2,
B4,
E
gunzip folded/problems.csv.gz
run problems-list -d folded --known-by 2024-03-11 --fields id --sort id --no-header
expect 'or beside a plain one' 0 <<'E'
B1
B2
B3
B4
E
run register-amend -d folded problems B1 --set solved=2024-05-01
expect_error 'is not written to' 3 'problems.journal.csv: is only here compressed'

# --- files have no journal --------------------------------------------------------------------------

run problems-list -f d/problems.csv --known-by 2024-03-11 --fields id --no-header
expect 'a file that is named' 0 <<'E'
B1
B3
E
expect_error 'has no journal, and that is said' 0 'd/problems.csv: read without a journal'

# --- last month's figures ---------------------------------------------------------------------------

# A month is published: its figures and lists are kept as files. Then the district goes on: late rows, progress,
# corrections, withdrawals, moves, changes, a hand-over, ends with what refers to them, a sheet of changes over several
# registers. All that was kept comes again, byte for byte.
cp -R "$S/examples/donghu/registers" now
definitions=$S/examples/donghu/definitions.csv

publish() { # publish INTO OPTION…: everything that a month's report is made of
	into=$1
	shift
	mkdir -p "$into"
	orgs-count -d now --as-of 2024-06-30 --from 2024-06-01 --by street --group mode "$@" >"$into/coverage.csv" &&
		orgs-count -d now --period 2024-06 --by community --group kind "$@" >"$into/communities.csv" &&
		orgs-count -d now --as-of 2024-06-30 --list party.missing "$@" | units-list -f - --sort id,since >"$into/missing.csv" &&
		figures-count -d now -D "$definitions" --period 2024-06 --by street "$@" >"$into/month.csv" &&
		figures-count -d now -D "$definitions" --as-of 2024-06-30 --from 2024-01-01 --to 2024-06-30 "$@" >"$into/year.csv" &&
		units-list -d now --sort id,since "$@" >"$into/units.csv" &&
		orgs-list -d now --zh --sort id,since parent.mode=regional units.area=360102002 "$@" >"$into/orgs.csv" &&
		people-list -d now --as-of 2024-06-30 --sort id --fields id,name,role,org.name,units,since org.line=party "$@" >"$into/people.csv" &&
		visits-list -d now --period 2024-06 --sort id by.role=guide "$@" >"$into/visits.csv" &&
		visits-list -d now --sort id --in "$into/missing.csv" --match unit --excel "$@" >"$into/missed.csv" &&
		problems-list -d now --as-of 2024-06-30 --sort -raised,id --pretty "$@" >"$into/problems.txt" &&
		for list in meetings events sites awards; do "$list-list" -d now --sort id "$@" || return 1; done >"$into/others.csv"
}
steps() { # the district goes on
	visits-log -d now date=2024-06-15 unit=U0001 kind=routine by=P0539 &&
		orgs-add -d now line=party mode=single name=迟报支部 area=360102002 units=U0003 since=2024-05-01 &&
		problems-list -d now solved= --fields id --no-header --sort id | head -n 3 >open &&
		xargs -I ID register-amend -d now problems ID --set solved=2024-06-28 result=已办结 <open &&
		register-amend -d now units U0005 U0006 --correct --why 核对 members=7 area=360102003 &&
		register-amend -d now orgs O0009 --correct --why 抄错 since=2023-06-05 name=更名 &&
		register-amend -d now visits V0001 V0002 V1300 --void --why 重复 &&
		units-list -d now --as-of 2024-06-15 area=360102007 --fields id --no-header | head -n 20 >moving &&
		xargs sh -c 'register-amend -d now units "$@" --from 2024-06-20 area=360102005' move <moving &&
		register-amend -d now people P0538 --hand-over P0539 --from 2024-06-20 &&
		register-amend -d now orgs O0003 --end 2024-06-15 --with-references &&
		register-amend -d now units U0011 --end 2024-06-20 --with-references &&
		register-amend -d now -f - <<'E'
register,key,op,date,field,value,why
units,U0030,from,2024-06-11,members,12,
units,U0030,from,2024-06-11,unionists,40,
orgs,O0002,from,2024-06-10,secretary,李新,
orgs,O0002,from,2024-06-10,units,U0023,
sites,S0001,from,2024-06-01,floor_m2,99,
meetings,M0001,correct,,topic,"改,题",抄错
events,E0001,void,,,,重复
awards,A0001,correct,,stage,nominated,未批
people,P0001,from,2024-06-09,role,deputy,
E
}

publish kept 2>"$T/err"
code=$?
[ "$code" -eq 0 ] && [ ! -s "$T/err" ] && [ "$(find kept -type f -size +0 | wc -l)" -eq 12 ]
ok $? 'a month is published' || show
asked=$(date -u +%Y-%m-%dT%H:%M:%SZ)
while [ "$(date -u +%Y-%m-%dT%H:%M:%SZ)" = "$asked" ]; do sleep 0.1; done # what follows is recorded later
run steps
[ "$code" -eq 0 ] && [ "$(cat now/*.journal.csv | wc -l)" -gt 50 ]
ok $? 'then come late rows, progress, corrections, withdrawals, moves, a hand-over, ends, a sheet of changes' || show
publish new 2>"$T/err"
for file in kept/*; do cmp -s "$file" "new/${file#kept/}" && echo "$file"; done >"$T/same"
[ ! -s "$T/same" ]
ok $? 'which change every file of the report' || sed 's/^/# the same: /' "$T/same"

reproduced() { # reproduced NAME OPTION…
	name=$1
	shift
	rm -rf again
	publish again "$@" 2>"$T/err"
	code=$?
	diff -rq kept again >"$T/out" && [ "$code" -eq 0 ] && [ ! -s "$T/err" ]
	ok $? "the month is reproduced byte for byte: $name" || show
}
reproduced 'by a time' --known-by "$asked"
reproduced 'by a day long after its rows' --known-by 2024-12-31
reproduced 'by a day counted from today' --known-by today-1d
export SOURCE_DATE_EPOCH=1735700000 TAIZHANG_ZONE=-11:00
reproduced 'at another time and place' --known-by today-1d
unset SOURCE_DATE_EPOCH TAIZHANG_ZONE
gzip now/*.journal.csv
reproduced 'from compressed journals' --known-by "$asked"
gunzip now/*.gz
rm -rf again
publish again --known-by 2099-12-31 2>"$T/err"
diff -rq new again >"$T/out"
ok $? 'and what is known at last is what stands there' || show

# --- random changes ---------------------------------------------------------------------------------

# Hundreds of random changes to random registers; copies that were kept between them are shown again. SEEDS=A-B for others.
steps=60
[ -z "${SLOW-}" ] || steps=20
PYTHONDONTWRITEBYTECODE=1 python3 "$S/tests/oracle/time_travel.py" --bin "$O/bin" --seeds "${SEEDS:-1-4}" --steps "$steps" --every 10 >"$T/out" 2>"$T/err"
code=$?
[ "$code" -eq 0 ] && [ ! -s "$T/err" ]
ok $? "random changes: $(grep -c '^ok' "$T/out") directories lead back to every copy" || show
finish
