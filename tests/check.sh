# Sourced by the tests of register-check, behind lib.sh: a small directory d without faults, and how findings are compared.
# shellcheck shell=sh disable=SC2154 # lib.sh sets T

header='register,line,column,code,message'

clean() { # a small directory without faults
	rm -rf d
	mkdir d
	cat >d/areas.csv <<'E'
code,name,vintage
360102,东湖区,2023
360102002,滕王阁街道,2023
360102007,豫章街道,2023
E
	cat >d/units.csv <<'E'
id,uscc,name,kind,area,members,since,until,recorded
U1,91350100M000100Y43,示例一餐饮店,enterprise,360102002,3,,,2024-01-02T00:00:00Z
U2,,示例二协会,association,360102007,,2023-01-01,2024-01-01,2024-01-02T00:00:00Z
U2,,示例二协会,association,360102002,,2024-01-01,,2024-01-02T00:00:00Z
U3,,示例三站点,platform,360102007,,,,2024-01-02T00:00:00Z
E
	cat >d/orgs.csv <<'E'
id,line,name,mode,parent,area,units,since,until,recorded
O1,party,示例联合支部,joint,,360102002,U1;U2,2023-06-01,,2024-01-02T00:00:00Z
O2,union,示例工会,single,O1,360102007,U3,2023-06-01,,2024-01-02T00:00:00Z
E
	cat >d/people.csv <<'E'
id,person,name,role,org,concurrent,units,phone,since,until,recorded
P1,R1,张样例,secretary,O1,O2,,000-1,2023-06-01,,2024-01-02T00:00:00Z
P2,R1,张样例,head,O2,,,000-1,2023-06-01,,2024-01-02T00:00:00Z
P3,,李测试,guide,,,U3,000-2,2023-06-01,,2024-01-02T00:00:00Z
E
	cat >d/visits.csv <<'E'
id,date,by,unit,area,kind,text,recorded
V1,2024-02-01,P3,U3,360102007,routine,一切正常,2024-02-01T00:00:00Z
E
	cat >d/meetings.csv <<'E'
id,meeting,item,date,kind,topic,recorded
M1,J1,1,2024-03-01,joint,停车,2024-03-01T00:00:00Z
M2,J1,2,2024-03-01,joint,充电,2024-03-01T00:00:00Z
E
	cat >d/problems.csv <<'E'
id,raised,source,ref,unit,area,text,solved,recorded
B1,2024-03-01,meeting,M1,U1,360102002,停车难,2024-03-01,2024-03-01T00:00:00Z
E
	cat >d/events.csv <<'E'
id,date,kind,part_of,name,headcount,recorded
E1,2024-04-01,volunteer,,植树,30,2024-04-01T00:00:00Z
E2,2024-04-01,volunteer,E1,浇水,,2024-04-01T00:00:00Z
E
}

finds() { # finds NAME LINE…: exactly these findings; exit 1, or 0 when all are notes
	name=$1
	shift
	want=0
	{
		echo "$header"
		for line; do
			echo "$line"
			case $line in *,note-*) ;; *) want=1 ;; esac
		done
	} >"$T/findings"
	run register-check -d d --as-of 2024-06-30
	expect "$name" "$want" <"$T/findings"
	[ -s "$T/err" ] && show
}

change() { # change FILE SED-SCRIPT
	sed "$2" "d/$1" >"$T/changed" && cat "$T/changed" >"d/$1"
}
