#!/bin/sh
# What each of the nine readers does with good, odd and damaged input and with output that fails: the good rows of a bad file
# are printed.

# shellcheck disable=SC1091,SC2034,SC2100,SC2154 # io.sh sets T, registers …, and reads program and label
. "${0%/*}/io.sh"

call() { # call FILE [OPTION…]
	file=$1
	shift
	"$program" -d "$registers" -f "$file" "$@"
}

same() { # same NAME FILE: a file that means the same as good.csv gives its rows
	run_in good.csv call "$2"
	accepts "$1" good.csv
}

refuses() { # refuses NAME FILE PLACE TEXT
	on "$2"
	tells "$1" 3 "$3" "$4"
}

prints_the_good() { # prints_the_good NAME FILE PLACE TEXT
	on "$2"
	tells "$1" 3 "$3" "$4" good.csv
}

keeps() { # keeps NAME FILE: the bytes of FILE
	on "$2"
	accepts "$1" "$2"
}

large_and_foreign() {
	echo "$header" >header.csv
	keeps 'a header alone' header.csv
	sed '1s/$/,备注/;2s/$/,"中文，《引号》, 全角＝ 😀"/;3s/$/," 前后有空格 "/' good.csv >wide.csv
	keeps 'Chinese text in a column of its own' wide.csv
	{ echo "$header,long" && printf '%s,' "$first" && head -c 1048576 /dev/zero | tr '\0' x && echo; } >long.csv
	keeps 'a field of 1 MiB' long.csv
	on good.csv "$first_column=nothing-has-this"
	accepts 'nothing matches' header.csv
}

columns_by_name() {
	on good.csv --zh
	cp "$T/out" zh.csv
	[ "$(sed 1q zh.csv)" = "$(sed -n "s/^$register,[^,]*,\([^,]*\),.*/\1/p" "$S/lib/register/registers.csv" |
		paste -sd, -),录入时间" ]
	ok $? "$label: --zh names every column by its label" || show
	on zh.csv
	accepts 'every column by its label, codes and areas by their names' good.csv
	awk -F, -v OFS=, '{ for (i = NF; i; i--) printf "%s%s", $i, (i > 1 ? OFS : ORS) }' good.csv >order.csv
	keeps 'columns in another order' order.csv
}

going_on() {
	two_bad_lines
	on bad.csv --keep-going
	status=0
	[ "$code" -eq 1 ] && cmp -s good.csv "$T/out" && [ "$(wc -l <"$T/err")" -eq 2 ] || status=1
	ok $status "$label: two bad rows with --keep-going (exit code 1, each is said)" || show
	no_output_file bad.csv
	on bad.csv --keep-going -o out.csv
	status=0
	[ "$code" -eq 1 ] && [ ! -s "$T/out" ] && cmp -s good.csv out.csv || status=1
	ok $status "$label: the output file of --keep-going (exit code 1)" || show
	rm -f out.csv
}

standard_input() {
	run_in /dev/null call -
	tells 'empty standard input' 3 'standard input' 'the file is empty'
	call - <&- >"$T/out" 2>"$T/err"
	code=$?
	tells 'closed standard input' 3 'standard input' 'cannot be read'
	run "$program" </dev/null
	tells 'no input at all' 3 "$register.csv" 'no register here'
	mkdir beside
	cp "$registers/areas.csv" beside
	other=units
	[ "$register" != units ] || other=orgs
	cp "$registers/$other.csv" beside
	run "$program" -d beside
	expect "$label: a register that is not there beside others has no rows" 0 <<E
$header
E
	rm -rf beside
}

for program in $(programs_of readers); do
	label=$program
	register=${program%-list}
	good_rows "$registers/$register.csv"
	result_is_known
	odd_files same
	large_and_foreign
	columns_by_name
	bad_files refuses
	without_column refuses "$first_column"
	damaged_gzip prints_the_good
	bad_lines prints_the_good
	bad_values prints_the_good
	going_on
	standard_input
	failing_output
	output_files
	{ cat good.csv && yes "$first" | head -5000; } >big.csv
	closed_pipe big.csv
done
finish
