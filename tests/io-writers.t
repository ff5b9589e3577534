#!/bin/sh
# What each of the nine writers does with good, odd and damaged input and with output that fails. After every refusal the
# directory must be as it was, byte for byte.

# shellcheck disable=SC1091,SC2034,SC2100,SC2154 # io.sh sets T, registers …, and reads program and label
. "${0%/*}/io.sh"
cp -R "$registers" reg
: >reg/.lock

call() { # call FILE [OPTION…]
	file=$1
	shift
	"$program" -d reg -f "$file" "$@"
}

# The register with its header only, and what all files of the directory are then.
begin() {
	cp header.csv "$register"
	state >before
}

state() {
	find reg -type f -exec cksum {} + | sort
}

untouched() {
	state | cmp -s before -
}

# written [FILE]: the register has the rows of FILE (default good.csv), `recorded` apart
written() {
	sed 's/,[^,]*$//' "${1:-good.csv}" >want
	sed 's/,[^,]*$//' "$register" | cmp -s want -
}

same() { # same NAME FILE: both rows are written and their ids printed, nothing is said
	begin
	run_in good.csv call "$2"
	written
	ok $? "$label: $1 is written" || show
	accepts "$1"
}

# nothing_written NAME CODE PLACE TEXT: it is said, no id is printed, the directory is as it was
nothing_written() {
	status=0
	[ "$code" -eq "$2" ] && [ ! -s "$T/out" ] && untouched || status=1
	grep -qF "$program: $3: $4" "$T/err" || grep -F "$program: $3: " "$T/err" | grep -qF "$4" || status=1
	ok $status "$label: $1 (exit code $2, nothing is written; at $3: $4)" || show
}

refuses() { # refuses NAME FILE PLACE TEXT: a file that cannot be used
	begin
	on "$2"
	nothing_written "$1" 3 "$3" "$4"
}

bad_row() { # bad_row NAME FILE PLACE TEXT: refused, and the good rows with it; with --keep-going these are written
	refuses "$@"
	grep -qF 'nothing was written' "$T/err"
	ok $? "$label: $1: it is said that nothing was written" || show
	on "$2" --keep-going --rejects rejects.csv
	status=0
	[ "$code" -eq 1 ] && cmp -s ids "$T/out" && written && [ "$(wc -l <rejects.csv)" -eq 2 ] || status=1
	grep -qF "$3" "$T/err" || status=1
	ok $status "$label: $1, --keep-going (exit code 1)" || show
	rm -f rejects.csv
}

labels() {
	"${register_name}-list" -d reg -f good.csv --zh >odd.csv
	same 'every column by its label, codes and areas by their names' odd.csv
	awk -F, '{ for (i = NF; i; i--) printf "%s%s", $i, (i > 1 ? FS : ORS) }' good.csv >odd.csv
	same 'columns in another order' odd.csv
}

large_and_foreign() {
	head -c 1048576 /dev/zero | tr '\0' x >long
	awk -F, -v OFS=, -v at="$(place_of '\(text\|name\|title\|topic\)' | sed 1q)" \
		'NR == FNR { long = $0; next } FNR == 2 { $at = long } { print }' long good.csv >long.csv
	begin
	on long.csv
	written long.csv
	ok $? "$label: a field of 1 MiB is written"
	accepts 'a field of 1 MiB'
	rm -f "$register"
	sed '1s/$/,备注/;2s/$/,"中文，《引号》, 全角＝ 😀"/;3s/$/,普通/' good.csv >odd.csv
	on odd.csv
	status=0
	[ "$code" -eq 0 ] && cmp -s ids "$T/out" && grep -qF ',"中文，《引号》, 全角＝ 😀",' "$register" || status=1
	[ "$(sed 1q "$register")" = "${header%,*},备注,recorded" ] || status=1
	ok $status "$label: Chinese text in a column of its own, in a new register" || show
	begin
	on header.csv
	accepts 'a header alone' /dev/null
	untouched
	ok $? "$label: a header alone writes nothing"
}

# the_rest: what is wrong with no row of its own
the_rest() {
	begin
	run_in /dev/null call -
	nothing_written 'empty standard input' 3 'standard input' 'the file is empty'
	run_in /dev/null "$program" -d reg
	nothing_written 'no input at all' 3 'standard input' 'the file is empty'
	"$program" -d reg <&- >"$T/out" 2>"$T/err"
	code=$?
	nothing_written 'closed standard input' 3 'standard input' 'cannot be read'
	run "$program" -d missing -f good.csv
	nothing_written 'no directory' 3 missing 'no such register directory'
	on good.csv nosuch=1
	expect_error "$label: an operand that names no column" 2 "$program: $register_name has no column 'nosuch'"
	untouched
	ok $? "$label: an operand that names no column: nothing is written"
	{ cat good.csv && sed -n 2p good.csv | sed "s/^\([^,]*\),.*,\([^,]*\)\$/\1$(echo "$header" | tr -cd , | sed 's/,$//'),\2/"; } >odd.csv
	on odd.csv
	nothing_written 'an id that comes again without content' 1 odd.csv:4:1 ''
	on good.csv --dry-run
	expect_error "$label: --dry-run" 0 "$program: $register: 2 rows would be added"
	[ ! -s "$T/out" ] && untouched
	ok $? "$label: --dry-run writes nothing and prints no ids"
}

# on_disk NAME TEXT: exit code 3, and the message says that the rows are on disk, which is so
on_disk() {
	status=0
	[ "$code" -eq 3 ] && grep -qF "$2" "$T/err" && grep -qF 'the rows are on disk all the same' "$T/err" && written || status=1
	ok $status "$label: $1 (exit code 3, and the rows are on disk)" || show
}

ids_that_fail() {
	begin
	call good.csv >/dev/full 2>"$T/err"
	code=$?
	on_disk 'ids on a full disk' 'No space left on device'
	begin
	call good.csv >&- 2>"$T/err"
	code=$?
	on_disk 'ids on a closed descriptor' 'Bad file descriptor'
	begin
	{ sleep 0.1; call good.csv 2>"$T/err"; echo $? >pipe-code; } | :
	code=$(cat pipe-code)
	on_disk 'ids into a closed pipe' 'Broken pipe'
}

for program in $(programs_of writers); do
	label=$program
	register_name=${program%-*}
	register=reg/$register_name.csv
	cp "$register" whole.csv
	sed 1q whole.csv >header.csv
	# rows that refer to none of their own register
	grep -vE '^E[0-9]+,[^,]*,[^,]*,E|^O.*,O[0-9]+,' whole.csv >some.csv
	good_rows some.csv
	sed 1d good.csv | cut -d, -f1 >ids
	begin
	result_is_known
	odd_files same
	labels
	large_and_foreign
	bad_files refuses
	damaged_gzip refuses
	bad_lines bad_row
	bad_value bad_row id 'X 1' "id is not right ('X 1')"
	the_rest
	ids_that_fail
	cp whole.csv "$register"
done
finish
