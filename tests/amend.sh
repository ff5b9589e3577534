# Sourced by the tests of register-amend, behind lib.sh: a small directory d, and what is looked at again and again.
# shellcheck shell=sh disable=SC2154 # lib.sh sets T and code

USER=lee
export USER

fresh() { # a small directory d
	rm -rf d
	mkdir d
	cat >d/units.csv <<'E2'
id,uscc,name,kind,area,members,since,until,note,recorded
U1,,示例一,enterprise,360102002,3,2023-01-01,,旧,2024-01-01T00:00:00Z
U2,91360102MAY0000769,示例二,enterprise,360102002,4,,,,2024-01-01T00:00:01Z
U3,,示例三,enterprise,360102003,5,2023-01-01,,,2024-01-01T00:00:02Z
E2
	cat >d/orgs.csv <<'E2'
id,line,name,mode,parent,area,units,secretary,since,until,recorded
O1,party,示例委员会,regional,,360102002,U3,张示例,2023-01-01,,2024-01-01T00:00:00Z
O2,party,示例支部,single,O1,360102002,U1,王示例,2023-02-01,,2024-01-01T00:00:01Z
O3,party,示例联合支部,joint,O1,360102002,U1;U2;U3,李示例,2023-02-01,,2024-01-01T00:00:02Z
E2
	cat >d/people.csv <<'E2'
id,name,role,org,units,since,until,recorded
P1,甲示例,guide,,U1;U2,2023-03-01,,2024-01-01T00:00:00Z
P2,乙示例,guide,,U3,2024-03-01,,2024-01-01T00:00:01Z
P3,丙示例,secretary,O2,,2023-03-01,,2024-01-01T00:00:02Z
E2
	cat >d/visits.csv <<'E2'
id,date,by,unit,area,kind,text,recorded
V1,2024-02-01,P1,U1,360102002,routine,谈话内容,2024-02-02T00:00:00Z
V2,2024-02-01,P1,U1,360102002,routine,谈话内容,2024-02-02T00:00:01Z
E2
	cat >d/problems.csv <<'E2'
id,raised,unit,area,text,solved,result,recorded
B1,2024-02-01,U1,360102002,停车难,,,2024-02-02T00:00:02Z
E2
	cat >d/awards.csv <<'E2'
id,date,kind,title,stage,recipient,until,recorded
A1,2024-02-01,honour,先进,nominated,示例一,,2024-02-02T00:00:03Z
E2
	cat >d/meetings.csv <<'E2'
id,meeting,item,date,kind,topic,recorded
M1,LX1,1,2024-02-01,joint,停车,2024-02-02T00:00:04Z
M2,LX1,2,2024-02-01,joint,充电,2024-02-02T00:00:05Z
E2
	rm -rf before
	cp -R d before
}

unchanged() { # unchanged NAME: d is as before
	rm -f d/.lock
	diff -r before d >"$T/diff" 2>&1
	ok $? "$1" || sed 's/^/# /' "$T/diff"
}

row() { # row FILE PATTERN: lines of a register without `recorded`
	grep -e "$2" "d/$1" | sed 's/,[^,]*$//' >"$T/out"
	code=0
}

refused() { # refused CODE TEXT ARGUMENT…: nothing is printed or changed
	want=$1
	text=$2
	shift 2
	run register-amend -d d "$@"
	[ ! -s "$T/out" ] && [ "$code" -eq "$want" ] && grep -qF -e "$text" "$T/err"
	ok $? "refused: $*" || show
	rm -f d/.lock
	diff -r before d >/dev/null || ok 1 "and leaves all as it was: $*"
}
