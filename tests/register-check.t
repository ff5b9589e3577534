#!/bin/sh
# register-check: one broken register for each code; the clean ones give nothing.
. "${0%/*}/lib.sh"

. "$S/tests/check.sh"

clean
before=$(cat d/* | cksum)
finds 'a clean directory has no findings'
[ "$before" = "$(cat d/* | cksum)" ]
ok $? 'nothing is written'
[ ! -e d/.lock ]
ok $? 'no lock file is made'

clean
change units.csv 's/^U3,,/U3,91350100M000100Y44,/'
finds 'check digit of a credit code' \
	"units,5,uscc,uscc,check character 18 of '91350100M000100Y44' should be 3"
printf 'at,op,by,why,id,uscc,name,kind,area\n2024-01-02T00:00:00Z,allow,lee,执照原件如此,U3,91350100M000100Y44,示例三站点,platform,360102007\n' >d/units.journal.csv
finds 'a code that was let in with a reason is no fault'

clean
cat >d/units.journal.csv <<'E'
at,op,by,why,id,name,members,recorded
2024-01-03T00:00:00Z,correct,lee,抄错,U3,示例,五,2024-01-02T00:00:00Z
2024-01-03T00:00:00Z,correct,lee,抄错,U3,示例,5,2024-01-04T00:00:00Z
3.1.2024,correct,lee,抄错,U3,示例,5,2024-01-02T00:00:00Z
2024-01-03T00:00:00Z,correct,lee,抄错,U3,示例,5,gestern

2024-01-03T00:00:00Z,correct,lee,抄错,U3,示例
2024-01-03T00:00:00Z,correct,lee,抄错,U3,示例,5,2024-01-03T00:00:00Z
E
finds 'a journal: what --known-by would fall over; what was ill-typed then is none of it' \
	"units.journal,3,recorded,recorded-after-at,\"recorded '2024-01-04T00:00:00Z' is later than '2024-01-03T00:00:00Z', when the row was replaced; --known-by never finds it\"" \
	"units.journal,4,,ill-typed,\"at is not right ('3.1.2024'), a time such as 2024-06-30T08:00:00Z was expected\"" \
	"units.journal,5,recorded,ill-typed,\"recorded is not right ('gestern'), a time such as 2024-06-30T08:00:00Z was expected\"" \
	'units.journal,6,,bad-line,"a blank line, a row was expected"' \
	'units.journal,7,,bad-line,"6 fields, the header has 8"'
echo 'when,op,by,why,id,name' >d/units.journal.csv
finds 'a journal that is none' 'units.journal,1,,missing-column,"the header of a journal must begin with at,op,by,why"'
: >d/units.journal.csv
run register-check -d d
expect_error 'an empty journal' 3 'd/units.journal.csv'

clean
change units.csv 's/^U3,,/U3,91350100M000100Y43,/'
finds 'the same code for two units in force' \
	"units,5,uscc,duplicate-uscc,\"credit code '91350100M000100Y43' is also that of the unit in line 2, in force at the same time\""

clean
change units.csv 's/示例三站点/示例二协会/'
finds 'the same name for two units in force is a note' \
	"units,5,name,note-same-name,\"'示例二协会' is also the name of the unit in line 4, in force at the same time\""

clean
echo 'U4,,示例二协会,platform,360102007,,2010-01-01,2010-02-01,2024-01-02T00:00:00Z' >>d/units.csv
finds 'the name of a unit that is in force at another time is free'

clean
change units.csv 's/^U3,,/U3,9.14E+17,/'
finds 'a code that a spreadsheet has destroyed' \
	"units,5,uscc,lost-digits,uscc ('9.14E+17') has lost its digits in a spreadsheet"

clean
change units.csv 's/^U3,,/U3,9E+7,/'
finds 'a short one too' \
	"units,5,uscc,lost-digits,uscc ('9E+7') has lost its digits in a spreadsheet"

clean
change units.csv 's/,platform,/,platfrom,/; s/,3,,,/,three,2024\/1\/5,,/'
finds 'codes and types; a bad cell does not hide the others' \
	"units,2,members,ill-typed,\"members is not right ('three'), a whole number was expected\"" \
	"units,2,since,ill-typed,\"since is not right ('2024/1/5'), a date such as 2024-06-30 was expected\"" \
	"units,5,kind,unknown-code,kind has no code ('platfrom'); nearest is 'platform'"

clean
change units.csv 's/示例三站点//'
finds 'a required cell is empty' "units,5,name,required-empty,\"name is empty, it is required\""

clean
change units.csv 's/^U3,/U1,/'
finds 'a key that stands twice' \
	"units,5,id,duplicate-key,id 'U1' stands in line 2 already" \
	"orgs,3,units,dangling-reference,units 'U3' is not in units" \
	"people,4,units,dangling-reference,units 'U3' is not in units" \
	"visits,2,unit,dangling-reference,unit 'U3' is not in units"

clean
change units.csv 's/2023-01-01,2024-01-01/2023-01-01,2024-02-01/'
finds 'versions that overlap' \
	"units,4,id,overlapping-versions,this version of 'U2' overlaps the one in line 3"

clean
change units.csv 's/2023-01-01,2024-01-01/2023-01-01,2023-01-01/'
finds 'a version that is never in force' "units,3,until,empty-validity,until is not after since"

clean
change orgs.csv 's/^O1\(.*\),,2024-01-02/O1\1,2024-05-01,2024-01-02/'
finds 'references to what has ended, and posts there' \
	"orgs,3,parent,reference-not-in-force,parent 'O1' is not in force on 2024-06-30" \
	"people,2,org,post-in-ended-organisation,org 'O1' is not in force on 2024-06-30"

clean
change orgs.csv 's/U1;U2/U1/; s/,U3,/,U2;U3,/'
finds 'modes that do not fit the number of units' \
	"orgs,2,units,joint-with-one,mode is joint and there is one unit" \
	"orgs,3,units,single-with-many,mode is single and there are 2 units"

clean
change orgs.csv 's/U1;U2//'
finds 'an organisation without units' "orgs,2,units,no-units,an organisation without units"

clean
change people.csv 's/,head,/,member,/'
finds 'a concurrent post without its head row' \
	"people,2,concurrent,concurrent-without-head,no row with role head in 'O2' for the same person"

clean
change people.csv 's/^P2,R1/P2,R2/'
finds 'namesakes are a note, and nobody is named' \
	"people,2,concurrent,concurrent-without-head,no row with role head in 'O2' for the same person" \
	"people,3,name,note-namesake,the same name and phone as another person; one person has one value in column person"

clean
printf 'P4,,王示范,guide,,,U3,000-3,2023-06-01,,2024-01-02T00:00:00Z\n' >>d/people.csv
finds 'two guides of one unit are a note' "people,5,units,note-two-guides,unit 'U3' has another guide already"

clean
change meetings.csv 's/^M2,J1,2/M2,J1,1/'
finds 'an agenda item that stands twice' \
	"meetings,3,item,duplicate-item,item 1 of meeting 'J1' stands here already"

clean
change problems.csv 's/,M1,/,M9,/'
finds 'a problem that refers to no agenda item' "problems,2,ref,dangling-reference,ref 'M9' is not in meetings"

clean
change events.csv 's/浇水,,/浇水,30,/'
finds 'a part of an event with a headcount' \
	"events,3,headcount,headcount-in-part,\"a part of another event carries no headcount, or people are counted twice\""

clean
change units.csv 's/360102007,,,,/360102009,,,,/'
finds 'an area that areas.csv lacks' "units,5,area,unknown-area,area '360102009' is not in areas.csv"

clean
printf 'field,code,label,aliases\nmeetings.topic,停车,,\nmeetings.topic,充电桩,,\n' >d/codes.csv
finds 'a text column with a vocabulary' \
	"meetings,3,topic,unknown-word,topic ('充电') is not in codes.csv; nearest is '充电桩'"

clean
change visits.csv 's/一切正常/=1+1/'
finds 'a cell like a formula, personal and not shown' \
	"visits,2,text,formula,\"text (4 characters, personal) begins like a formula; a spreadsheet may run it\""

clean
change units.csv "s/示例三站点/示例\\x07站点/"
finds 'control characters' "units,5,name,control-character,name holds a control character"

clean
change units.csv 's/,platform,/,平台站点,/'
finds 'a label in place of a code is a note' \
	"units,5,kind,note-not-canonical,kind ('平台站点') would be written ('platform')"

clean
change units.csv 's/^U3\(.*\)2024-01-02T/U3\12999-01-02T/'
finds 'recorded in the future' "units,5,recorded,future-recorded,recorded '2999-01-02T00:00:00Z' is more than a day later than now"

clean
printf 'U4,,示例四,enterp' >>d/units.csv
finds 'a torn tail' "units,6,,torn-tail,\"the last line is torn (no newline, not complete)\""

clean
printf 'U4,,示例四,enterprise,360102002,,,,2024-01-02T00:00:00Z' >>d/units.csv
finds 'a last line without newline that is complete is a row'

clean
printf 'U4,,"示例四,enterprise\n\nU5,,示例\n' >>d/units.csv
finds 'lines that are no rows' \
	"units,6,,bad-line,\"a quote that is not closed on its line; one record is one line, line breaks inside fields are refused\"" \
	"units,7,,bad-line,\"a blank line, a row was expected\"" \
	"units,8,,bad-line,\"3 fields, the header has 9\""

clean
change units.csv 's/,members,since,/,members,街道备注,since,/; 2,$s/,\(3\{0,1\}\),\(2023\|2024\|,\)/,\1,,\2/'
finds 'an unknown column is a note' "units,1,,note-unknown-column,\"column '街道备注' is not known, it is kept as it is\""

clean
change visits.csv 's/,kind,/,sort,/'
finds 'a required column is missing' \
	"visits,1,,note-unknown-column,\"column 'sort' is not known, it is kept as it is\"" \
	"visits,1,kind,missing-column,the header lacks column 'kind'"

clean
change visits.csv 's/$/\r/'
finds 'saved by a spreadsheet' \
	"visits,1,,note-spreadsheet,saved by a spreadsheet (byte order mark or CRLF): look for lost digits and changed dates"

clean
: >d/visits.csv
run register-check -d d
expect_error 'an empty file cannot be checked; the others are' 3 'd/visits.csv: the file is empty'

clean
run register-check -d d units visits
expect 'only some registers' 0 <<E
$header
E
run register-check -d d unit
expect_error 'no such register' 2 "'unit' is no register"
run register-check -d d --as-of yesterday
expect_error 'a wrong day' 2 "--as-of 'yesterday' is not a date"
run register-check -d d/nothing
expect_error 'no directory' 3 'no register here'
run register-check -d "$S/examples/donghu/registers"
grep -qv ',note-\|^register,' "$T/out"
ok $((!$?)) 'the sample district has notes at most'
finish
