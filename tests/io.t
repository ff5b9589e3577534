#!/bin/sh
# What every program does with good, odd and damaged input and with output that fails. Generated from the list of programs.
#
# A program joins by an entry in `describe`: how it is run on one CSV file, a good file of three lines for it, and what it
# does about bad rows. Programs without an entry are told as skipped.

# shellcheck disable=SC1091
. "${0%/*}/lib.sh"
registers=$S/examples/donghu/registers

# describe PROGRAM: sets $register (the kind of rows it reads) and $bad_code (its exit code for bad rows), and makes good.csv
# (header and two rows). False for a program that does not read rows or has no entry yet.
describe() {
	case $1 in
	*-list)
		register=${1%-list}
		bad_code=3
		head -3 "$registers/$register.csv" >good.csv
		;;
	*) return 1 ;;
	esac
	header=$(sed -n 1p good.csv)
	first=$(sed -n 2p good.csv)
	second=$(sed -n 3p good.csv)
}

# on FILE [OPTION…]: runs the program on it
on() {
	on_file=$1
	shift
	run "$program" -d "$registers" -f "$on_file" "$@"
}

# accepts NAME [OUTPUT]: exit code 0, nothing said, the rows of OUTPUT (default good.csv)
accepts() {
	status=0
	[ "$code" -eq 0 ] && [ ! -s "$T/err" ] && cmp -s "${2:-good.csv}" "$T/out" || status=1
	ok $status "$program: $1" || show
}

# tells NAME CODE PLACE TEXT [OUTPUT]: exit code, one message, which begins with program and place and holds TEXT, and OUTPUT
tells() {
	status=0
	[ "$code" -eq "$2" ] || status=1
	[ "$(wc -l <"$T/err")" -eq 1 ] || status=1
	case $(cat "$T/err") in
	"$program: $3: "*"$4"*) ;;
	*) status=1 ;;
	esac
	cmp -s "${5:-/dev/null}" "$T/out" || status=1
	ok $status "$program: $1 (exit code $2, at $3: $4)" || show
}

# bad_line NAME COLUMN TEXT: between the good rows, the line that stands in the file `line` alone is refused
bad_line() {
	{ printf '%s\n%s\n' "$header" "$first" && cat line && printf '\n%s\n' "$second"; } >bad.csv
	on bad.csv
	tells "$1" "$bad_code" "bad.csv:3:$2" "$3" good.csv
}

characters() {
	printf '%s' "$1" | wc -m
}

odd_but_good() {
	on good.csv
	accepts 'a good file'
	run_in good.csv "$program" -d "$registers" -f -
	accepts 'standard input'
	echo "$header" >header.csv
	on header.csv
	accepts 'a header alone' header.csv
	sed 's/$/\r/' good.csv >odd.csv
	on odd.csv
	accepts 'CRLF'
	{ printf '\357\273\277' && cat good.csv; } >odd.csv
	on odd.csv
	accepts 'a byte order mark'
	printf '%s' "$(cat good.csv)" >odd.csv
	on odd.csv
	accepts 'no newline at the end'
	printf '%s\n%s\n%s\n%s\n' "$header" "$first" "$header" "$second" >odd.csv
	on odd.csv
	accepts 'the header again'
	sed 's/[^,]*/"&"/g' good.csv >odd.csv
	on odd.csv
	accepts 'every field quoted'
	{ echo "$header,备注" && echo "$first,\"中文，《引号》, 全角＝ 😀\"" && echo "$second, 前后有空格 "; } >wide.csv
	sed '3s/, \(.*\) $/," \1 "/' wide.csv >wide-out.csv
	on wide.csv
	accepts 'Chinese text in a column of its own' wide-out.csv
	{ echo "$header,long" && printf '%s,' "$first" && head -c 1048576 /dev/zero | tr '\0' x && echo; } >long.csv
	on long.csv
	accepts 'a field of 1 MiB' long.csv
}

compressed() {
	gzip -nc good.csv >good.csv.gz
	on good.csv.gz
	accepts 'gzip'
	cp good.csv.gz unnamed
	on unnamed
	accepts 'gzip by another name'
	{ printf '%s\n%s\n' "$header" "$first" | gzip -nc && echo "$second" | gzip -nc; } >members.gz
	on members.gz
	accepts 'gzip of two members'
	head -c $(($(wc -c <good.csv.gz) - 6)) good.csv.gz >cut.gz
	on cut.gz
	tells 'a truncated gzip file' 3 cut.gz 'end too early' good.csv
	{ cat good.csv.gz && echo more; } >more.gz
	on more.gz
	tells 'rows after the gzip data' 3 more.gz 'bytes that are not gzip follow the last member' good.csv
}

bad_rows() {
	printf '' >line
	bad_line 'a blank line' 1 'blank line'
	printf 'X1,X2' >line
	bad_line 'too few fields' 4 '2 fields, the header has'
	printf '%s,x' "$first" >line
	bad_line 'too many fields' $(($(characters "$first") + 2)) 'fields, the header has'
	printf '"X1,X2' >line
	bad_line 'a quote that is not closed' 7 'a quote that is not closed on its line'
	printf '"X1"x,X2' >line
	bad_line 'text after a quote' 5 'text after a closing quote'
	printf 'X"1,X2' >line
	bad_line 'a quote inside a field' 2 'a quote inside a field'
	printf '东\0,X2' >line
	bad_line 'a NUL' 2 'a NUL byte'
	printf '东湖\377,X2' >line
	bad_line 'bad UTF-8' 3 'byte FF is not UTF-8'
	printf '东\355\240\200' >line
	bad_line 'a surrogate' 2 'byte ED is not UTF-8'
	printf 'X\r1,X2' >line
	bad_line 'a carriage return' 2 'a carriage return inside a line'
	printf 'X 1,%s' "${first#*,}" >line
	bad_line 'an ill-typed value' 1 "id is not right ('X 1')"
	printf ',%s' "${first#*,}" >line
	bad_line 'an empty required value' 1 'id is empty'
	printf '%s,昨天' "${first%,*}" >line
	bad_line 'an ill-typed value far right' $(($(characters "${first%,*}") + 2)) "recorded is not right ('昨天')"
}

going_on() {
	printf '%s\n%s\n\nX1\n%s\n' "$header" "$first" "$second" >bad.csv
	on bad.csv --keep-going
	status=0
	[ "$code" -eq 1 ] && cmp -s good.csv "$T/out" && [ "$(wc -l <"$T/err")" -eq 2 ] || status=1
	ok $status "$program: two bad rows with --keep-going (exit code 1, each is said)" || show
	on bad.csv -o whole.csv
	status=0
	[ "$code" -eq 3 ] && [ ! -s "$T/out" ] && [ ! -e whole.csv ] || status=1
	ok $status "$program: no output file after bad rows (exit code 3)" || show
	on bad.csv --keep-going -o whole.csv
	status=0
	[ "$code" -eq 1 ] && [ ! -s "$T/out" ] && cmp -s good.csv whole.csv || status=1
	ok $status "$program: the output file of --keep-going (exit code 1)" || show
	rm -f whole.csv
}

bad_files() {
	: >empty.csv
	on empty.csv
	tells 'an empty file' 3 empty.csv 'the file is empty'
	run_in /dev/null "$program" -d "$registers" -f -
	tells 'empty standard input' 3 'standard input' 'the file is empty'
	run sh -c '"$0" -f - <&-' "$program"
	tells 'closed standard input' 3 'standard input' 'cannot be read'
	on missing.csv
	tells 'a missing file' 3 missing.csv 'cannot be opened for reading'
	on .
	tells 'a directory' 3 . 'cannot be read'
	run "$program" </dev/null
	tells 'no input at all' 3 "$register.csv" 'no register here'
	{ echo "$header,id" && echo "$first,X1"; } >bad.csv
	on bad.csv
	tells 'a column that stands twice' 3 "bad.csv:1:$(($(characters "$header") + 2))" "column 'id' twice"
	cut -d, -f2- good.csv >bad.csv
	on bad.csv
	tells 'a missing required column' 3 bad.csv:1:1 "the header lacks column 'id'"
	{ printf '"' && cat good.csv; } >bad.csv
	on bad.csv
	tells 'a damaged header' 3 "bad.csv:1:$(($(characters "$header") + 2))" 'a quote that is not closed'
}

bad_output() {
	run sh -c '"$0" -d "$1" -f good.csv >/dev/full' "$program" "$registers"
	tells 'a full disk' 3 'standard output' 'No space left on device'
	run sh -c '"$0" -d "$1" -f good.csv >&-' "$program" "$registers"
	tells 'closed standard output' 3 'standard output' 'cannot be written'
	on good.csv -o /dev/full
	tells 'a full disk named by -o' 3 /dev/full 'No space left on device'
	on good.csv -o missing/out.csv
	tells 'an output file that cannot be' 3 missing/out.csv 'cannot be opened for writing'
	on good.csv -o out.csv
	mv out.csv written.csv
	accepts 'nothing on standard output with -o' /dev/null
	cp written.csv "$T/out"
	accepts 'the output file of -o'
	on good.csv -o out.csv.gz
	gzip -dc out.csv.gz >"$T/out"
	rm -f out.csv.gz
	accepts 'the compressed output file of -o'
	{ cat good.csv && yes "$second" | head -5000; } >big.csv
	{ "$program" -d "$registers" -f big.csv 2>"$T/err"; echo $? >pipe-code; } | head -1 >"$T/out"
	code=$(cat pipe-code)
	status=0
	[ "$code" -eq 141 ] && [ ! -s "$T/err" ] && cmp -s header.csv "$T/out" || status=1
	ok $status "$program: a closed pipe ends it silently, as it does cat" || show
}

bad_options() {
	run "$program" --no-such-option
	expect_error "$program: an option that is not there" 2 "$program: no option '--no-such-option'"
	run "$program" -Z
	expect_error "$program: a letter that is not there" 2 "$program: no option -Z"
	run "$program" -f
	expect_error "$program: an option without its argument" 2 "$program: option -f needs an argument"
}

for path in "$O"/bin/*; do
	program=${path##*/}
	if ! describe "$program"; then
		ok 0 "$program # SKIP not described here"
		continue
	fi
	odd_but_good
	compressed
	bad_rows
	going_on
	bad_files
	bad_output
	bad_options
done
finish
