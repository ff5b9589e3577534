#!/bin/sh
# A row is recorded later than all that stands in the directory, in whatever form the other files are.
# shellcheck disable=SC1091,SC2154 # lib.sh sets T and code
. "${0%/*}/lib.sh"
export SOURCE_DATE_EPOCH=1718000000

# later NAME TIME: a unit is added to the directory `d`, recorded at TIME
later() {
	run units-add -d d name=新 kind=enterprise area=110101
	tail -n 1 d/units.csv >"$T/last"
	grep -q ",$2\$" "$T/last" && [ "$code" -eq 0 ]
	ok $? "$1" || {
		show
		sed 's/^/# /' "$T/last"
	}
	rm -rf d
	mkdir d
}

mkdir d
later 'nothing there: now' 2024-06-10T06:13:20Z
printf 'id,line,name,area,recorded\nO1,party,甲,110101,2030-01-01T00:00:00Z\nO2,party,乙,110101,2029-01-01T00:00:00Z\n' >d/orgs.csv
later 'the latest of the lines, not the last' 2030-01-01T00:00:01Z
printf 'id,line,name,area,recorded\nO1,party,甲,110101,2030-01-01T00:00:00Z' >d/orgs.csv
later 'without a newline' 2030-01-01T00:00:01Z
printf 'id,line,name,area,recorded\r\nO1,party,甲,110101,2030-01-01T00:00:00Z\r\nO2,party,乙,110101,\r\n' >d/orgs.csv
later 'lines that end in CRLF' 2030-01-01T00:00:01Z
printf 'id,line,name,area,录入时间\nO1,party,甲,110101,"2030-01-01T00:00:00Z"\n' >d/orgs.csv
later 'the Chinese name, a quoted time' 2030-01-01T00:00:01Z
printf '\357\273\277id,line,name,area,"recorded"\nO1,party,甲,110101,2030-01-01T00:00:00Z\n' >d/orgs.csv
later 'a quoted name behind a byte order mark' 2030-01-01T00:00:01Z
printf '"own,recorded",recorded,id,line,name,area\n2031-01-01T00:00:00Z,2030-01-01T00:00:00Z,O1,party,甲,110101\n' >d/orgs.csv
later 'a column between others, one of another name in front' 2030-01-01T00:00:01Z
printf 'recorded,id,line,name,area,own\n2030-01-01T00:00:00Z,O1,party,甲,110101,2031-01-01T00:00:00Z\n' >d/orgs.csv
later 'the first column, another time at the end' 2030-01-01T00:00:01Z
printf 'id,line,name,area,own\nO1,party,甲,110101,2031-01-01T00:00:00Z\n' >d/orgs.csv
later 'no such column' 2024-06-10T06:13:20Z
printf 'id,line,name,name,recorded\nO1,party,甲,110101,2030-01-01T00:00:00Z\n' >d/orgs.csv
later 'a damaged header hides no times' 2030-01-01T00:00:01Z
printf 'recorded,录入时间\n2030-01-01T00:00:00Z,2031-01-01T00:00:00Z\n' >d/orgs.csv
later 'two columns of times: the first' 2030-01-01T00:00:01Z
printf 'at,op,by,why,id,line,name,area,recorded\n2030-01-01T00:00:00Z,void,甲,乙,O1,party,甲,110101,2031-01-01T00:00:00Z\n' >d/orgs.journal.csv
later 'a journal: when it was replaced' 2030-01-01T00:00:01Z
printf '"at",op,by,why,id,line,name,area,recorded\n"2030-01-01T00:00:00Z",void,甲,乙,O1,party,甲,110101,\n' >d/orgs.journal.csv
later 'a journal with quotes' 2030-01-01T00:00:01Z
printf 'op,at,by,why,id,line,name,area,recorded\nvoid,2030-01-01T00:00:00Z,甲,乙,O1,party,甲,110101,\n' >d/orgs.journal.csv
later 'a journal in another order' 2030-01-01T00:00:01Z
printf 'id,line,name,area,recorded\nO1,party,甲,110101,2030-01-01T00:00:00Z\n' | gzip -c >d/orgs.csv.gz
later 'a compressed register' 2030-01-01T00:00:01Z
awk 'BEGIN {
	print "id,line,name,area,recorded"
	for (i = 1; i <= 20000; i++)
		printf "O%d,party,甲,110101,20%02d-01-01T00:00:00Z\n", i, i == 12345 ? 31 : i % 30
}' >d/orgs.csv
later 'in the midst of many blocks' 2031-01-01T00:00:01Z
awk 'BEGIN {
	printf "id,line,name,area,"
	for (i = 1; i <= 4000; i++)
		printf "a_column_of_a_long_name_%d,", i
	printf "recorded\nO1"
	for (i = 1; i <= 4003; i++)
		printf ","
	print ",2030-01-01T00:00:00Z"
}' >d/orgs.csv
later 'a header longer than a block' 2030-01-01T00:00:01Z
finish
