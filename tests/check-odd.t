#!/bin/sh
# register-check on cells that are nearly right, on journals, and on registers that others refer to and that cannot be read.
. "${0%/*}/lib.sh"
. "$S/tests/check.sh"

# --- cells ------------------------------------------------------------------------------------------

clean
change units.csv 's/^U3,,/U3,9135010OM000100Y43,/'
finds 'a letter that credit codes do not have' \
	"units,5,uscc,uscc,character 8 of '9135010OM000100Y43' is not in the alphabet of credit codes"
clean
change units.csv 's/^U3,,/U3,91350100M000100Y4,/'
finds 'a credit code that is too short' \
	"units,5,uscc,ill-typed,\"uscc is not right ('91350100M000100Y4'), 18 characters of 0-9 A-Z was expected\""
clean
change units.csv 's/^U3,,/U3,91350100m000100y43,/'
finds 'a credit code in small letters' \
	"units,5,uscc,ill-typed,\"uscc is not right ('91350100m000100y43'), 18 characters of 0-9 A-Z was expected\""

lost() { # lost TEXT CODE MESSAGE: a credit code that was opened in a spreadsheet
	clean
	change units.csv "s/^U3,,/U3,$1,/"
	finds "a code that became $1" "units,5,uscc,$2,$3"
}
lost 9e+17 lost-digits "uscc ('9e+17') has lost its digits in a spreadsheet"
for text in 9.1 9.14 E+17 9.14E 9.14E+ 9.14E17 9.14E-17 9.14E+1x 9.1F+17; do
	lost "$text" ill-typed "\"uscc is not right ('$text'), 18 characters of 0-9 A-Z was expected\""
done

for cell in =1+1 +1 -1 @x; do
	clean
	change units.csv "s/示例三站点/$cell/"
	finds "a cell like a formula: $cell" \
		"units,5,name,formula,name ('$cell') begins like a formula; a spreadsheet may run it"
done
clean
change units.csv 's/示例三站点/-/'
finds 'a sign alone is no formula'
clean
change units.csv "s/示例三站点/示例\\x7f站点/"
finds 'a delete character' "units,5,name,control-character,name holds a control character"
clean
printf 'field,code,label,aliases\nmeetings.topic,停车,,\nmeetings.topic,充电,,\n' >d/codes.csv
change meetings.csv 's/充电/abc/'
finds 'a word that is like none' "meetings,3,topic,unknown-word,topic ('abc') is not in codes.csv"
clean
change events.csv '1s/name,/name,audience,/; 2s/植树,/植树,workers;nobody,/; 3s/浇水,/浇水,,/'
finds 'one code of several' \
	"events,2,audience,unknown-code,audience has no code ('nobody'); nearest is 'youth'"
clean
change visits.csv 's/2024-02-01,P3/2024-02-30,P3/'
finds 'a day that does not exist; what was in force then is not asked' \
	"visits,2,date,ill-typed,\"date is not right ('2024-02-30'), a date such as 2024-06-30 was expected\""
clean
change units.csv 's/^U3,,示例三站点,platform,360102007,,/U3,,示例三站点,platfrm,36,x,/'
finds 'three cells of one row, in their order' \
	"units,5,kind,unknown-code,kind has no code ('platfrm'); nearest is 'platform'" \
	"units,5,area,unknown-area,area '36' is not in areas.csv" \
	"units,5,members,ill-typed,\"members is not right ('x'), a whole number was expected\""

# --- the last line ----------------------------------------------------------------------------------

clean
printf 'U4,,示例四,enterprise,360102002,x,,,2024-01-02T00:00:00Z' >>d/units.csv
finds 'a last line of the right length that is ill-typed is torn' \
	"units,6,,torn-tail,\"the last line is torn (no newline, not complete)\""
echo 'V2,2024-02-01,P3,U4,360102007,routine,一切正常,2024-02-01T00:00:01Z' >>d/visits.csv
finds 'and no row that another may refer to' \
	"units,6,,torn-tail,\"the last line is torn (no newline, not complete)\"" \
	"visits,3,unit,dangling-reference,unit 'U4' is not in units"
clean
cat >d/sites.csv <<'E2'
id,kind,name,area,recorded,until
S1,station,驿站,360102007,2024-01-02T00:00:00Z,
E2
finds 'recorded in the middle' \
	'sites,1,recorded,recorded-not-last,recorded is not the last column; a torn line could pass for a whole one'

# --- journals ---------------------------------------------------------------------------------------

bad_code() {
	clean
	change units.csv 's/^U3,,/U3,91350100M000100Y44,/'
	finding="units,5,uscc,uscc,check character 18 of '91350100M000100Y44' should be 3"
}
bad_code
printf 'at,op,by,why,id,uscc,name,kind,area\n2024-01-02T00:00:00Z,correct,lee,,U3,91350100M000100Y44,,platform,36\nx\n' >d/units.journal.csv
finds 'another line of the journal than allow lets nothing in' "$finding" 'units.journal,3,,bad-line,"1 field, the header has 9"'
printf 'at,op,by,why,id,name\n2024-01-02T00:00:00Z,allow,lee,,U3,x\n' >d/units.journal.csv
finds 'a journal without credit codes' "$finding"
printf 'when,id,uscc\n2024-01-02T00:00:00Z,U3,91350100M000100Y44\n' >d/units.journal.csv
finds 'a journal without operations' "$finding" \
	'units.journal,1,,missing-column,"the header of a journal must begin with at,op,by,why"'
: >d/units.journal.csv
run register-check -d d --as-of 2024-06-30
expect_error 'an empty journal is told, and the rest is checked' 3 'd/units.journal.csv: the file is empty'
grep -qxF "$finding" "$T/out"
ok $? 'with what it finds' || show

# --- registers that cannot be read ------------------------------------------------------------------

for register in units meetings orgs; do
	clean
	: >"d/$register.csv"
	run register-check -d d --as-of 2024-06-30
	expect_error "$register cannot be read" 3 "d/$register.csv: the file is empty"
	printf '%s\n' "$header" | cmp -s - "$T/out"
	ok $? 'and no reference to it is called wrong' || show
done
clean
change units.csv 's/^U3,/U1,/'
run register-check -d d --as-of 2024-06-30 people meetings
expect 'only what was asked for, though units were looked at' 1 <<E2
$header
people,4,units,dangling-reference,units 'U3' is not in units
E2
clean
change problems.csv 's/,meeting,M1,/,visit,V1,/'
finds 'a problem that was found on a visit'
change problems.csv 's/,V1,/,V7,/'
finds 'which is not there' "problems,2,ref,dangling-reference,ref 'V7' is not in visits"
change problems.csv 's/,visit,V7,/,hotline,来电12,/'
finds 'other sources refer to nothing here'

# --- codes and names, kept in a second pass ---------------------------------------------------------

shared=91350100M000100Y43
clean
{
	echo 'id,uscc,name,kind,area,since,until,recorded'
	awk 'BEGIN { for (i = 1; i <= 3000; i++) printf "A%d,,%d号,enterprise,360102,,,2024-01-01T00:00:00Z\n", i, i % 2990 }'
	printf 'B1,%s,甲,enterprise,360102,,2023-01-01,2024-01-01T00:00:00Z\n' $shared
	printf 'B2,%s,甲,enterprise,360102,2023-01-01,,2024-01-01T00:00:00Z\n' $shared
	printf 'B3,%s,甲,enterprise,360102,2023-06-01,,2024-01-01T00:00:00Z\n' $shared
} >many.csv
cp many.csv d/units.csv
run register-check -d d --as-of 2024-06-30 units
grep -v 'unknown-area' "$T/out" >"$T/found"
{
	echo "$header"
	awk 'BEGIN { for (i = 2990; i <= 3000; i++) if (i > 2990)
		printf "units,%d,name,note-same-name,\"'"'%d号'"' is also the name of the unit in line %d, in force at the same time\"\n", i + 1, i - 2990, i - 2989 }'
	echo "units,3004,uscc,duplicate-uscc,\"credit code '$shared' is also that of the unit in line 3003, in force at the same time\""
	echo "units,3004,name,note-same-name,\"'甲' is also the name of the unit in line 3003, in force at the same time\""
} >"$T/want"
cmp -s "$T/want" "$T/found"
ok $? 'among thousands, those that stand there again in force' || diff "$T/want" "$T/found" | sed 's/^/# /'
rm d/units.csv
{
	head -n 1 many.csv
	tail -n 3 many.csv
	cat many.csv
} | gzip -c | head -c 3000 >d/units.csv.gz
run register-check -d d --as-of 2024-06-30 units
expect_error 'a register that cannot be read to its end' 3 'the gzip data end too early'
grep -q "units,4,uscc,duplicate-uscc" "$T/out" && grep -q "units,4,name,note-same-name" "$T/out"
ok $? 'up to there they are found' || show
finish
