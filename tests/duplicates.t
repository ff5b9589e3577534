#!/bin/sh
# register-check --duplicates: pairs that may be one thing written twice, and rows that only look like it.
# shellcheck disable=SC1091,SC2154 # lib.sh sets T, code …
. "${0%/*}/lib.sh"

header='register,id,other,reason,name,other_name'
mkdir d
cat >d/areas.csv <<'E'
code,name,vintage
36,江西省,2023
3601,南昌市,2023
360102,东湖区,2023
360102002,滕王阁街道,2023
360102007,豫章街道,2023
360103,西湖区,2023
360103001,示例街道,2023
E

units() { # units <ROWS: id,uscc,name,area,since,until
	{
		echo id,uscc,name,kind,area,since,until,recorded
		awk -F , -v OFS=, '{ print $1, $2, $3, "enterprise", $4, $5, $6, "2024-01-02T00:00:00Z" }'
	} >d/units.csv
}

pairs() { # pairs NAME CODE <PAIRS
	name=$1
	want=$2
	{ echo "$header" && cat; } >"$T/pairs"
	run register-check -d d --as-of 2024-06-30 --duplicates units
	expect "$name" "$want" <"$T/pairs"
	expect_quiet "$name: nothing is said"
}

# two that are right, one that is not
a=91360102MA35002340
b=91350100M000100Y43
wrong=91360102MA35002341

units <<E
U1,$a,示例甲餐饮店,360102002,,
U2,,另一名称,360102007,,
U3,$a,第三名称,360103001,,
U4,$b,第四名称,360103001,,
U5,$wrong,第五名称,360102002,,
U6,$wrong,第六名称,360102002,,
E
pairs 'the same code, also a wrong one: exit 1' 1 <<'E'
units,U1,U3,same-code,示例甲餐饮店,第三名称
units,U5,U6,same-code,第五名称,第六名称
E

units <<E
U1,无,示例甲餐饮店,360102002,,
U2,无,另一名称,360102007,,
E
pairs 'what stands for no code is none' 0 </dev/null

units <<E
U1,$a,示例餐饮店,360102002,,
U2,,示例餐饮店,360103001,,
U3,$b,示例餐饮店,360102007,,
U4,,示例商贸有限公司,360102002,,
E
pairs 'the same name anywhere, and with whatever code' 0 <<'E'
units,U1,U2,same-name,示例餐饮店,示例餐饮店
units,U1,U3,same-name,示例餐饮店,示例餐饮店
E

units <<E
U1,$a,江西省示例商贸有限公司,360102002,,
U2,,示例商贸有限责任公司,360102007,,
U3,$b,东湖区示例　商贸股份有限公司,360102002,,
U4,,示例商贸（江西）,360102,,
U5,,示例商贸,360103001,,
U6,,西湖区示例商贸,360102002,,
U7,$wrong,示例商贸,360102007,,
E
pairs 'what remains of the name, within the district' 0 <<'E'
units,U1,U2,like-name,江西省示例商贸有限公司,示例商贸有限责任公司
units,U2,U3,like-name,示例商贸有限责任公司,东湖区示例　商贸股份有限公司
units,U2,U4,like-name,示例商贸有限责任公司,示例商贸（江西）
units,U2,U7,like-name,示例商贸有限责任公司,示例商贸
units,U5,U7,same-name,示例商贸,示例商贸
E

units <<E
U1,$a,示例商贸有限公司,360102002,,
U2,$b,东湖示例商贸有限责任公司,360102002,,
U3,,南昌市示例研究协会,360102002,,
U4,,东湖区示例研究协会,360102002,,
U5,,南昌市样例家政服务部,360102002,,
U6,,东湖区样列家政服务部,360102002,,
E
pairs 'two right codes are two units; a city and its district have each their own' 0 </dev/null

units <<E
U1,$a,示例商贸有限公司,360102002,,
U2,$wrong,示例商贸有限责任公司,360102002,,
U3,$b,样例家政服务部,360102007,,
U4,$wrong,样列家政服务部,360102007,,
E
pairs 'a wrong code tells nothing apart' 1 <<'E'
units,U1,U2,like-name,示例商贸有限公司,示例商贸有限责任公司
units,U2,U4,same-code,示例商贸有限责任公司,样列家政服务部
units,U3,U4,near-name,样例家政服务部,样列家政服务部
E

units <<E
U1,$a,东湖样例商贸有限公司,360102002,,
U2,,样列商贸有限责任公司,360102002003,,
U3,,东湖样例商贸货有限公司,360102007,,
U4,,测试家政服务部,360102007,,
U5,,测试政家服务部,360102007001,,
U6,$b,样例商茂有限公司,360102002,,
U7,,测试家政服务一部,360102007,,
U8,,测试家政服务部,360102,,
U9,,测试家攻服务部,360102,,
E
pairs 'a slip, within a street' 0 <<'E'
units,U1,U2,near-name,东湖样例商贸有限公司,样列商贸有限责任公司
units,U4,U5,near-name,测试家政服务部,测试政家服务部
units,U4,U8,same-name,测试家政服务部,测试家政服务部
E

units <<E
U1,,示例餐饮店,360102002,,2024-06-30
U2,,示例餐饮店,360102007,2024-06-30,
U3,,示例餐饮店,360102007,2024-07-01,
U4,,单独一个,360102007,2023-01-01,2024-01-01
U4,,单独一个,360102007,2024-01-01,
U4,,单独一个,360102007,2024-02-01,
E
pairs 'only rows in force; versions of one id are no pair' 0 </dev/null
run register-check -d d --as-of 2024-07-01 --duplicates units
expect 'the day counts' 0 <<E
$header
units,U2,U3,same-name,示例餐饮店,示例餐饮店
E

count_in() { # count_in STREET CHARACTER…: names that differ by these; how many pairs there are
	street=$1
	shift
	for character; do echo "U$character,,示例${character}字饭馆,$street,,"; done |
		awk -F , -v OFS=, '{ $1 = "U" NR } 1' | units
	run register-check -d d --as-of 2024-06-30 --duplicates units
}
count_in 360102002 天 地 玄 黄 宇 宙 洪 荒
[ "$(wc -l <"$T/out")" -eq 29 ]
ok $? 'of eight names that differ in one character each pair is told' || show
count_in 360102002 天 地 玄 黄 宇 宙 洪 荒 盈
[ "$(wc -l <"$T/out")" -eq 1 ]
ok $? 'nine are a series' || show

# --- organisations and people -----------------------------------------------------------------------------------------

cat >d/orgs.csv <<'E'
id,line,name,mode,area,units,since,until,recorded
O1,party,示例商贸有限公司党支部,joint,360102002,U1;U2,,,2024-01-02T00:00:00Z
O2,party,中共示例商贸有限责任公司党支部委员会,single,360102007,U3,,,2024-01-02T00:00:00Z
O3,union,示例商贸有限公司党支部,joint,360102002,U1;U2,,,2024-01-02T00:00:00Z
O4,party,另一名称,single,360102002,U3,,,2024-01-02T00:00:00Z
O5,union,第三名称,single,360102002,U3,,,2024-01-02T00:00:00Z
O6,party,样例餐饮店联合支部,joint,360102002,U1;U2,,,2024-01-02T00:00:00Z
O7,party,样列餐饮店联合支部,joint,360102002,U1;U2,,,2024-01-02T00:00:00Z
O8,women,样咧餐饮店联合支部,joint,360102002,U1;U2,,,2024-01-02T00:00:00Z
O9,party,样例面馆有限公司支部,single,360102002,U4,,,2024-01-02T00:00:00Z
O10,party,样例面馆支部,single,360102002,U5,,,2024-01-02T00:00:00Z
E
cat >d/people.csv <<'E'
id,person,name,role,org,phone,since,until,recorded
P1,R1,张样例,secretary,O1,000-1,,,2024-01-02T00:00:00Z
P2,R1,张样例,head,O3,000-1,,,2024-01-02T00:00:00Z
P3,,张样例,guide,,000-1,,,2024-01-02T00:00:00Z
P4,R4,张样例,member,O1,000-2,,,2024-01-02T00:00:00Z
P5,R5,李样例,member,O1,000-1,,,2024-01-02T00:00:00Z
P6,R6,张样例,member,O4,,,,2024-01-02T00:00:00Z
P7,R4,张样例,member,O1,000-2,,,2024-01-02T00:00:00Z
P8,P3,张样例,member,O9,,,,2024-01-02T00:00:00Z
P9,R1,张样例,member,O9,,,,2024-01-02T00:00:00Z
E
run register-check -d d --duplicates orgs
expect 'organisations: within their line, other units are other organisations' 0 <<E
$header
orgs,O1,O2,like-name,示例商贸有限公司党支部,中共示例商贸有限责任公司党支部委员会
orgs,O2,O4,same-unit,中共示例商贸有限责任公司党支部委员会,另一名称
orgs,O6,O7,near-name,样例餐饮店联合支部,样列餐饮店联合支部
E
run register-check -d d --duplicates people
expect 'people: the same name and phone, or name and organisation, two persons once; nobody is named' 0 <<E
$header
people,P1,P3,same-phone,,
people,P1,P4,same-org,,
E

# --- the command ------------------------------------------------------------------------------------------------------

units <<E
U1,$a,示例餐饮店,360102002,,
U2,$a,示例餐饮店,360102002,,
E
run register-check -d d --duplicates
expect 'without operands all three, a pair once, by its surest reason' 1 <<E
$header
units,U1,U2,same-code,示例餐饮店,示例餐饮店
orgs,O1,O2,like-name,示例商贸有限公司党支部,中共示例商贸有限责任公司党支部委员会
orgs,O2,O4,same-unit,中共示例商贸有限责任公司党支部委员会,另一名称
orgs,O6,O7,near-name,样例餐饮店联合支部,样列餐饮店联合支部
people,P1,P3,same-phone,,
people,P1,P4,same-org,,
E
run register-check -d d --duplicates visits
expect_error 'registers without duplicates' 2 'units, orgs and people'
cat >>d/units.csv <<E
U3,,示例商贸,enterprise,360102002,soon,,2024-01-02T00:00:00Z
U4,,示例餐饮店,enterprise,360102002,,,2024-01-02T00:00:00Z
E
run register-check -d d --duplicates units
expect 'a bad row is told and left out' 3 <<E
$header
units,U1,U2,same-code,示例餐饮店,示例餐饮店
units,U1,U4,same-name,示例餐饮店,示例餐饮店
E
expect_error 'with its place' 3 'd/units.csv:4:' 'soon'
awk 'BEGIN { print "id,name,kind,area,recorded"
	for (i = 0; i < 20000; i++) print "U" i ",示例餐饮店有限公司,enterprise,360102002,2024-01-02T00:00:00Z" }' >d/units.csv
run register-check -d d --duplicates units
[ "$code" -eq 0 ] && [ "$(wc -l <"$T/out")" -eq 20000 ]
ok $? 'of many rows each is put beside one' || show
rm d/*.csv
run register-check -d d --duplicates
expect_error 'no register' 3 'no register here'
finish
