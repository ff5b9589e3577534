#!/bin/sh
# register-import: what sheets and directories may hold against it: nothing is lost, guessed or written half.
# shellcheck disable=SC1091,SC2154 # import.sh sets T, code …
. "${0%/*}/import.sh"
import() { # import ARGUMENT…: of units in one street
	run register-import -d d "$@" area=豫章街道 kind=非公企业
}

# --- a row that is refused ------------------------------------------------------------------------------------------

fresh
sheet a.csv 单位名称,纳入日期,职工人数 样例一公司,2026年5月8日,1 样例二公司,2026年5月,2 样例三公司,,3 样例四公司,2026年6月1日,4 样例五公司,,5
import --keep-going --fill-down since units a.csv
[ "$code" -eq 1 ] && grep -q 'a.csv:4:2: 纳入日期: since is not right' "$T/err" &&
	[ "$(rows name,since | tr '\n' ' ')" = '样例一公司,2026-05-08 样例四公司,2026-06-01 样例五公司,2026-06-01 ' ]
ok $? 'below a refused cell nothing is filled down' || { show && cat d/units.csv; }

fresh
sheet a.csv 单位名称,党组织名称,党组织书记,是否建立工会,工会名称 样例一公司,样例党支部,张示例,否,样例工会 样例二公司,,,, 样例三公司,样例党支部,李示例,,
import --as-of 2024-06-30 --keep-going units a.csv
[ "$code" -eq 1 ] && [ "$(orgs-list -d d --no-header --fields name,units,secretary)" = 样例党支部,U2,李示例 ]
ok $? 'a refused row tells nothing of organisations' || { show && cat d/orgs.csv; }

# --- files that are in the way --------------------------------------------------------------------------------------

fresh
sheet a.csv 单位名称,职工人数 样例一公司,许多
cp a.csv before.csv
import --rejects a.csv units a.csv
expect_error 'the rejects do not replace the sheet' 2 'is a file that is read'
cmp -s before.csv a.csv
ok $? 'it stays as it is'
import --rejects - units a.csv
expect_error 'nor do they go among the ids' 2 'standard output is for the ids'
import --rejects d/sheets.csv units a.csv
expect_error 'nor into the place of sheets.csv' 2 'is a file of the register directory'

sheet a.csv 单位名称,职工人数 样例一公司,3
sheet d/sheets.csv file,note a.csv,旧
cp d/sheets.csv before.csv
import units a.csv
expect_error 'a sheets.csv with other columns' 3 'd/sheets.csv:1:1: the header at,file,digest,area,period,rows was expected'
[ ! -e d/units.csv ] && cmp -s before.csv d/sheets.csv
ok $? 'then nothing is written'
printf '\357\273\277at,file,digest,area,period,rows\r\n' >d/sheets.csv
import units a.csv
[ "$code" -eq 0 ] && [ "$(wc -l <d/sheets.csv)" -eq 2 ] && tail -n 1 d/sheets.csv | grep -q ',a.csv,'
ok $? 'one that a spreadsheet program wrote is gone on with' || show

# --- more than a register can hold ----------------------------------------------------------------------------------

fresh
awk 'BEGIN {
	for (i = 1; i < 5000; i++) { heads = heads ",列" i; cells = cells ",x" }
	print "单位名称" heads; print "样例一公司" cells
}' >wide.csv
import units wide.csv
expect_error 'a sheet of more columns than readers take' 3 'at most 4096 are possible'
[ ! -e d/units.csv ]
ok $? 'no register comes of it'
{ printf '单位名称,地址\n样例一公司,' && head -c 5000000 /dev/zero | tr '\0' x && echo; } >long.csv
import units long.csv
expect_error 'a row that is too long' 1 'long.csv:2:2: 地址: the row has 5000015 bytes'

# --- a column of one's own ------------------------------------------------------------------------------------------

fresh
sheet a.csv 单位名称,备用 样例一公司,一
import units a.csv
import units a.csv
expect 'the same again' 0 <<'X'
U1
X
sheet a.csv 单位名称,备用 样例一公司,二
import units a.csv
expect_error 'another value there is not lost silently' 1 "a.csv:2: this is 'U1', but its 备用, a column of your own"
import --leave-out 备用 units a.csv
expect '--leave-out does without' 0 <<'X'
U1
X
fresh
sheet a.csv 单位名称,since_note 样例一公司,
import --as-of 2024-01-01 units a.csv since_note=注
[ "$code" -eq 0 ] && [ "$(rows since)" = 2024-01-01 ]
ok $? '--as-of beside a column whose name begins with since' || show

# --- survey sheets --------------------------------------------------------------------------------------------------

fresh
sheet a.csv 单位名称,党组织,党组织书记 样例一公司,-, 样例二公司,未建立,无 样例三公司,暂无,/ 样例四公司,已建, 样例五公司,样例党支部,张示例 样例六公司,/,无
import --as-of 2024-06-30 units a.csv
[ "$code" -eq 0 ] && [ "$(orgs-list -d d --no-header --fields name,units | tr '\n' ' ')" = '样例四公司党组织,U4 样例党支部,U5 ' ]
ok $? 'a dash is no name, and "not yet" no organisation' || { show && cat d/orgs.csv; }
fresh
sheet a.csv 单位名称,党组织 样例一公司,3
import --as-of 2024-06-30 units a.csv
expect_error 'nor is a number' 1 'a.csv:2:2: 党组织: a name was expected, no number'
fresh
sheet a.csv 单位名称,党组织,党组织名称 样例一公司,样例党支部,样例联合党支部
import --as-of 2024-06-30 units a.csv
expect_error 'two names of one' 1 'a.csv:2:3: 党组织名称: another column of this row has another name'
finish
