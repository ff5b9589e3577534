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
finish
