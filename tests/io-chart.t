#!/bin/sh
# What figures-chart does with good, odd and damaged input and with output that fails: no chart of a bad file. Each of its files in
# turn is the odd one: the figures, the areas and the definitions.

# shellcheck disable=SC1091,SC2034,SC2154 # io.sh sets T, registers …, and reads program and label
. "${0%/*}/io.sh"
program=figures-chart
cat >figures.csv <<'E2'
figure,area,period,group,value,of
units,360102002,2024-06-30,,57,80
units,360102003,2024-06-30,,40,80
units,,2024-06-30,,80,
E2
cat >areas.csv <<'E2'
code,name,vintage
360102002,滕王阁街道,2024
360102003,八一桥街道,2024
E2
cat >definitions.csv <<'E2'
figure,label,unit,register,when,where,measure,of,group,match,note
units,单位,家,,,,,,,,
visits,走访,次,visits,date,,rows,,,,
E2

call() { # call FILE [OPTION…]
	file=$1
	shift
	case $form in
	figures) set -- -f "$file" --areas areas.csv -D definitions.csv "$@" ;;
	areas) set -- -f figures.csv --areas "$file" -D definitions.csv "$@" ;;
	definitions) set -- -f figures.csv --areas areas.csv -D "$file" "$@" ;;
	esac
	figures-chart --by street "$@" units
}

files_in_turn figures areas definitions
sed 1q good.csv >bad.csv
on bad.csv
expect_error "$label: a header alone lacks the figure" 3 "figures-chart: no figure 'units'"
[ ! -s "$T/out" ]
ok $? "$label: a header alone: no chart"

label=figures-chart
failing_output
output_files
awk 'BEGIN { print "figure,area,period,group,value,of"; print "units,,d,,1,"
	for (i = 0; i < 20000; i++) printf "units,%09d,d,,%d,\n", i + 100000000, i }' >big.csv
echo units >result
call() {
	figures-chart --by street -f "$@" units
}
closed_pipe big.csv
finish
