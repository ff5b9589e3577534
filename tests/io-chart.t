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

same() { # same NAME FILE: the chart of good.csv
	run_in good.csv call "$2"
	accepts "$1"
}

refuses() { # refuses NAME FILE PLACE TEXT: no chart
	on "$2"
	tells "$1" 3 "$3" "$4"
}

for form in figures areas definitions; do
	label="figures-chart ($form)"
	cp "$form.csv" good.csv
	take_apart
	result_is_known
	odd_files same
	sed '1s/$/,备注/;2,$s/$/,"中文，《引号》, 全角＝ 😀"/' good.csv >odd.csv
	same 'Chinese text in a column of its own' odd.csv
	head -c 1048576 /dev/zero | tr '\0' x >long
	awk 'NR == FNR { long = $0; next } { print $0 (FNR == 1 ? ",long" : "," long) }' long good.csv >odd.csv
	same 'fields of 1 MiB' odd.csv
	bad_files refuses
	damaged_gzip refuses
	bad_lines refuses
	no_output_file bad.csv
	run_in /dev/null call -
	tells 'empty standard input' 3 'standard input' 'the file is empty'
	call - <&- >"$T/out" 2>"$T/err"
	code=$?
	tells 'closed standard input' 3 'standard input' 'cannot be read'
done

form=figures
label='figures-chart (figures)'
cp figures.csv good.csv
take_apart
without_column refuses figure
without_column refuses value
bad_value refuses figure '' 'figure is empty'
bad_value refuses value 八十 "value is not right ('八十')"
sed 1q good.csv >bad.csv
on bad.csv
expect_error "$label: a header alone lacks the figure" 3 "figures-chart: no figure 'units'"
[ ! -s "$T/out" ]
ok $? "$label: a header alone: no chart"
two_bad_lines
on bad.csv
[ "$code" -eq 3 ] && [ ! -s "$T/out" ] && [ "$(grep -c '^figures-chart: bad.csv:[34]:' "$T/err")" -eq 2 ]
ok $? "$label: two bad rows are said, no chart (exit code 3)" || show

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
