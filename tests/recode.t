#!/bin/sh
# register-check --recode: renamed and merged division codes become changes for register-amend -f.
# shellcheck disable=SC1091,SC2154 # lib.sh sets T, code …
. "${0%/*}/lib.sh"

mkdir d
cat >d/areas.csv <<'E'
code,name,vintage
360102,东湖区,2023
360102005,墩子塘街道,2023
360102006,大院街道,2023
360102007,豫章街道,2024
360102007001,豫章一社区,2024
E
r=2022-01-02T00:00:00Z
cat >d/units.csv <<E
id,name,kind,area,since,until,recorded
U1,示例一,enterprise,360102005,,,$r
U2,示例二,enterprise,墩子塘街道,2021-01-01,2023-12-31,$r
U3,示例三,enterprise,360102005,2021-01-01,2023-01-01,$r
U3,示例三改,enterprise,360102005,2023-01-01,,$r
U4,示例四,enterprise,360102005,2024-01-01,,$r
U5,示例五,enterprise,360102005,2023-01-01,2024-01-02,$r
U6,示例六,enterprise,360102007,,,$r
U7,示例七,enterprise,360102005001,,,$r
U8,示例八,enterprise,360102006,,,$r
U9,示例九,enterprise,360102005002,,2024-01-01,$r
U10,示例十,enterprise,360102006,,,$r
E
cat >d/visits.csv <<E
id,date,area,kind,recorded
V1,2023-12-31,360102005,routine,2024-01-01T00:00:00Z
V2,2024-01-01,360102005,routine,2024-01-01T00:00:00Z
V3,2024-02-01,,routine,2024-02-01T00:00:00Z
E
cat >d/meetings.csv <<E
id,meeting,item,date,kind,topic,recorded
M1,J1,1,2024-03-01,joint,停车,2024-03-01T00:00:00Z
E
printf '%s\n' old,new,name 360102005,360102007,墩子塘街道 360102006,,大院街道 360102007,360102007, >codes.csv

header=register,key,op,date,field,value,why
before=$(cat d/* | cksum)
run register-check -d d --recode codes.csv --from 2024-01-01 --why 区划调整
expect 'from a day on: versions that go on change, what begins then is corrected; what has no new code is said' 1 <<E
$header
units,U1@,from,2024-01-01,area,360102007,区划调整
units,U3@2023-01-01,from,2024-01-01,area,360102007,区划调整
units,U4@2024-01-01,correct,,area,360102007,区划调整
units,U5@2023-01-01,from,2024-01-01,area,360102007,区划调整
visits,V2,correct,,area,360102007,区划调整
E
expect_error 'with the places' 1 "d/units.csv:9:19: area '360102005001' lies below" "d/units.csv:10:19: area '360102006' has no new code"
[ "$(wc -l <"$T/err")" -eq 2 ] && [ "$before" = "$(cat d/* | cksum)" ]
ok $? 'of these only, each code once; nothing is written' || show
run register-check -d d --recode codes.csv --correct --why 录入有误 units
expect 'the codes were never right: every row' 1 <<E
$header
units,U1@,correct,,area,360102007,录入有误
units,U2@2021-01-01,correct,,area,360102007,录入有误
units,U3@2021-01-01,correct,,area,360102007,录入有误
units,U3@2023-01-01,correct,,area,360102007,录入有误
units,U4@2024-01-01,correct,,area,360102007,录入有误
units,U5@2023-01-01,correct,,area,360102007,录入有误
E

printf '%s\n' old,new 360102005,360102007 360102005001,360102007001 >codes.csv
register-check -d d --recode codes.csv --from 2024-01-01 --why 区划调整 >changes.csv
run env SOURCE_DATE_EPOCH=1719792000 register-amend -d d -f changes.csv
expect 'register-amend takes them' 0 <<'E'
U1
U1@2024-01-01
U3@2023-01-01
U3@2024-01-01
U4@2024-01-01
U5@2023-01-01
U5@2024-01-01
U7
U7@2024-01-01
V2
E
run units-list -d d --as-of 2024-01-01 area=360102005 --fields id
expect 'the old codes are gone on that day' 0 <<'E'
id
E
run units-list -d d --as-of 2023-12-30 area=360102005 --count
expect 'and stand the day before' 0 <<'E'
6
E
run units-list -d d --as-of 2024-01-01 area=360102007 --fields id,area
expect 'the new ones stand there' 0 <<'E'
id,area
U1,360102007
U3,360102007
U4,360102007
U5,360102007
U6,360102007
U7,360102007001
E
run register-check -d d --recode codes.csv --from 2024-01-01 --why 区划调整
expect 'a second time there is nothing to do' 0 <<E
$header
E

# --- what is refused --------------------------------------------------------------------------------------------------

refused() { # refused NAME CODE TEXT ARGUMENT…
	name=$1
	want=$2
	text=$3
	shift 3
	run register-check -d d "$@"
	expect_error "$name" "$want" "$text"
}
refused 'no day' 2 '--from DATE and --correct' --recode codes.csv --why x
refused 'both' 2 '--from DATE and --correct' --recode codes.csv --from 2024-01-01 --correct --why x
refused 'no reason' 2 '--why TEXT' --recode codes.csv --correct
refused 'an empty one' 2 '--why TEXT' --recode codes.csv --correct --why ''
refused 'no day of this world' 2 "--from '2024-02-30'" --recode codes.csv --from 2024-02-30 --why x
refused 'no table' 2 'are for --recode FILE' --why x
refused 'duplicates as well' 2 'only one of' --recode codes.csv --correct --why x --duplicates
refused 'a table that is not there' 3 'none.csv' --recode none.csv --correct --why x
printf 'old,neu\n' >codes.csv
refused 'other columns' 3 'codes.csv:1:1: the header must name the columns old and new' --recode codes.csv --correct --why x
printf 'old,new\n360102005,360102007\n360102005,360102006\n' >codes.csv
refused 'a code twice' 3 "codes.csv:3:1: code '360102005' stands twice" --recode codes.csv --correct --why x
[ ! -s "$T/out" ]
ok $? 'and nothing is printed' || show
printf 'old,new\n360102005,3601027\n' >codes.csv
refused 'a new code that is none' 3 "codes.csv:2:11: '3601027' is not a division code" --recode codes.csv --correct --why x
printf 'old,new\n,360102007\n' >codes.csv
refused 'no old code' 3 "codes.csv:2:1: '' is not a division code" --recode codes.csv --correct --why x
finish
