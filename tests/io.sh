# Sourced by io-*.t: good, odd and damaged input and output that fails, as one table of cases for every program.
#
# The programs fall into kinds, each with a test of its own (io-KIND.t), which says what such a program does; io.t sees that no
# program is left out. A test sets, for one program at a time:
#
#   $program       its name, which begins every message
#   $label         what stands in front of the name of a case
#   good.csv       a header without quotes and at least two rows without quotes
#   call FILE [OPTION…]
#                  a function: runs the program on FILE (- is standard input)
#
# and goes through the tables below, giving each the name of the function that judges a case.

# shellcheck disable=SC1091,SC2034,SC2154
. "${0%/*}/lib.sh"
registers=$S/examples/donghu/registers

# kind_of PROGRAM: the KIND of the io-KIND.t that tests it
kind_of() {
	case $1 in
	*-list) echo readers ;;
	*-add | *-log) echo writers ;;
	*-count) echo counters ;;
	report-render) echo render ;;
	figures-chart) echo chart ;;
	register-check) echo check ;;
	register-amend) echo amend ;;
	register-close) echo close ;;
	register-repair) echo repair ;;
	register-import) echo import ;;
	*) return 1 ;;
	esac
}

# programs_of KIND: those that are built, MOST_PROGRAMS of them when that is set
programs_of() {
	for path in "$O"/bin/*; do
		[ "$(kind_of "${path##*/}")" != "$1" ] || echo "${path##*/}"
	done | head -n "${MOST_PROGRAMS:-99}"
}

# good_rows FILE: makes good.csv of its header and its first two rows without quotes, and takes it apart
good_rows() {
	{ sed 1q "$1" && sed 1d "$1" | grep -v '"' | head -2; } >good.csv
	take_apart
}

take_apart() {
	header=$(sed -n 1p good.csv)
	first=$(sed -n 2p good.csv)
	first_column=${header%%,*}
}

on() { # on FILE [OPTION…]
	run call "$@"
}

characters() {
	printf '%s' "$1" | wc -m
}

# The result of good.csv on standard output, which every odd but good form of it must give too.
result_is_known() {
	on good.csv
	cp "$T/out" result
	[ "$code" -eq 0 ] && [ -s result ] && [ ! -s "$T/err" ]
	ok $? "$label: a good file" || show
}

# --- judges -----------------------------------------------------------------------------------------------------------

# accepts NAME [OUTPUT]: exit code 0, nothing said, and OUTPUT (default: the result of good.csv)
accepts() {
	status=0
	[ "$code" -eq 0 ] && [ ! -s "$T/err" ] && cmp -s "${2:-result}" "$T/out" || status=1
	ok $status "$label: $1" || show
}

# tells NAME CODE PLACE TEXT [OUTPUT]: exit code, one message, which begins with program and place and holds TEXT, and OUTPUT
# (default: none)
tells() {
	status=0
	[ "$code" -eq "$2" ] || status=1
	[ "$(wc -l <"$T/err")" -eq 1 ] || status=1
	case $(cat "$T/err") in
	"$program: $3: "*"$4"*) ;;
	*) status=1 ;;
	esac
	cmp -s "${5:-/dev/null}" "$T/out" || status=1
	ok $status "$label: $1 (exit code $2, at $3: $4)" || show
}

# --- input ------------------------------------------------------------------------------------------------------------

# odd_files JUDGE: calls JUDGE NAME FILE for files that mean the same as good.csv
odd_files() {
	"$1" 'standard input' -
	sed 's/$/\r/' good.csv >odd.csv
	"$1" 'CRLF' odd.csv
	{ printf '\357\273\277' && cat good.csv; } >odd.csv
	"$1" 'a byte order mark' odd.csv
	printf '%s' "$(cat good.csv)" >odd.csv
	"$1" 'no newline at the end' odd.csv
	{ sed 2q good.csv && echo "$header" && sed 1,2d good.csv && echo "$header"; } >odd.csv
	"$1" 'the header again' odd.csv
	sed '/"/!s/[^,]*/"&"/g' good.csv >odd.csv
	"$1" 'every field quoted' odd.csv
	gzip -nc good.csv >odd.csv.gz
	"$1" 'gzip' odd.csv.gz
	mv odd.csv.gz unnamed
	"$1" 'gzip by another name' unnamed
	{ head -c 9 good.csv | gzip -nc && tail -c +10 good.csv | gzip -nc; } >odd.csv.gz
	"$1" 'gzip of two members' odd.csv.gz
}

# bad_files JUDGE: calls JUDGE NAME FILE PLACE TEXT for files that cannot be used at all
bad_files() {
	: >bad.csv
	"$1" 'an empty file' bad.csv bad.csv 'the file is empty'
	printf '\357\273\277' >bad.csv
	"$1" 'a byte order mark alone' bad.csv bad.csv 'the file is empty'
	"$1" 'a missing file' missing.csv missing.csv 'cannot be opened for reading'
	"$1" 'a directory' . . 'cannot be read'
	sed "1s/\$/,$first_column/;2,\$s/\$/,X1/" good.csv >bad.csv
	"$1" 'a column that stands twice' bad.csv "bad.csv:1:$(($(characters "$header") + 2))" 'of the header have the same name'
	{ printf '"' && cat good.csv; } >bad.csv
	"$1" 'a damaged header' bad.csv "bad.csv:1:$(($(characters "$header") + 2))" 'a quote that is not closed'
}

# place_of COLUMN: which one it is in good.csv, from 1
place_of() {
	echo "$header" | tr , '\n' | grep -nx "$1" | cut -d: -f1
}

# without_column JUDGE COLUMN: good.csv lacks a column that must be there
without_column() {
	awk -F, -v at="$(place_of "$2")" '{ for (i = 1; i <= NF; i++) if (i != at) { printf "%s%s", comma, $i; comma = FS }
		print comma = "" }' good.csv >bad.csv
	"$1" "a missing column ($2)" bad.csv bad.csv:1:1 "the header lacks column '$2'"
}

# damaged_gzip JUDGE: the rows of good.csv can be had, but what follows is damaged
damaged_gzip() {
	gzip -nc good.csv >good.csv.gz
	head -c $(($(wc -c <good.csv.gz) - 6)) good.csv.gz >bad.gz
	"$1" 'a truncated gzip file' bad.gz bad.gz 'the gzip data end too early'
	{ cat good.csv.gz && echo more; } >bad.gz
	"$1" 'rows after the gzip data' bad.gz bad.gz 'bytes that are not gzip follow the last member'
	rm good.csv.gz
}

# bad_line JUDGE NAME COLUMN TEXT LINE: calls JUDGE NAME FILE PLACE TEXT; LINE (for printf) is the third of FILE, between good rows
bad_line() {
	# shellcheck disable=SC2059
	{ sed 2q good.csv && printf "$5\n" && sed 1,2d good.csv; } >bad.csv
	"$1" "$2" bad.csv "bad.csv:3:$3" "$4"
}

# bad_lines JUDGE: lines that are damaged in any CSV with at least three columns
bad_lines() {
	bad_line "$1" 'a blank line' 1 'a blank line' ''
	bad_line "$1" 'too few fields' 4 '2 fields, the header has' 'X1,X2'
	bad_line "$1" 'too many fields' $(($(characters "$first") + 2)) 'fields, the header has' "$first,x"
	bad_line "$1" 'a quote that is not closed' 7 'a quote that is not closed on its line' '"X1,X2'
	bad_line "$1" 'text after a quote' 5 'text after a closing quote' '"X1"x,X2'
	bad_line "$1" 'a quote inside a field' 2 'a quote inside a field' 'X"1,X2'
	bad_line "$1" 'a NUL' 2 'a NUL byte' '东\0,X2'
	bad_line "$1" 'bad UTF-8' 3 'byte FF is not UTF-8' '东湖\377,X2'
	bad_line "$1" 'a surrogate' 2 'byte ED is not UTF-8' '东\355\240\200'
	bad_line "$1" 'a carriage return' 2 'a carriage return inside a line' 'X\r1,X2'
}

# bad_value JUDGE COLUMN VALUE TEXT: VALUE, which has no right type, between good rows
bad_value() {
	at=$(place_of "$2")
	line=$(echo "$first" | awk -F, -v OFS=, -v at="$at" -v value="$3" '{ $at = value; print }')
	before=$(echo ",$line" | cut -d, -f1-"$at")
	bad_line "$1" "an ill-typed $2 ('$3')" $(($(characters "$before") + 1)) "$4" "$line"
}

# bad_values JUDGE: in a row of a register, whose last column is `recorded`
bad_values() {
	bad_value "$1" id 'X 1' "id is not right ('X 1')"
	bad_value "$1" id '' 'id is empty'
	bad_value "$1" recorded '昨天' "recorded is not right ('昨天')"
}

# two_bad_lines: bad.csv is good.csv with two bad lines
two_bad_lines() {
	{ sed 2q good.csv && printf '\nX1\n' && sed 1,2d good.csv; } >bad.csv
}

# --- one of several files ---------------------------------------------------------------------------------------------

# gives_result NAME FILE: what good.csv gives
gives_result() {
	run_in good.csv call "$2"
	accepts "$1"
}

# gives_nothing NAME FILE PLACE TEXT: exit code 3, and nothing printed
gives_nothing() {
	on "$2"
	tells "$1" 3 "$3" "$4"
}

# files_in_turn FORM…: of a program that reads figures and other files, FORM.csv each. `call` puts its FILE in the place of $form.
# What holds for all of them, and then for the figures, which good.csv is at the end.
files_in_turn() {
	for form in "$@"; do
		label="$program ($form)"
		cp "$form.csv" good.csv
		take_apart
		result_is_known
		odd_files gives_result
		sed '1s/$/,备注/;2,$s/$/,"中文，《引号》, 全角＝ 😀"/' good.csv >odd.csv
		gives_result 'Chinese text in a column of its own' odd.csv
		head -c 1048576 /dev/zero | tr '\0' x >long
		awk 'NR == FNR { long = $0; next } { print $0 (FNR == 1 ? ",long" : "," long) }' long good.csv >odd.csv
		gives_result 'fields of 1 MiB' odd.csv
		bad_files gives_nothing
		damaged_gzip gives_nothing
		bad_lines gives_nothing
		no_output_file bad.csv
		run_in /dev/null call -
		tells 'empty standard input' 3 'standard input' 'the file is empty'
		call - <&- >"$T/out" 2>"$T/err"
		code=$?
		tells 'closed standard input' 3 'standard input' 'cannot be read'
	done
	odd_figures
}

odd_figures() {
	form=figures
	label="$program (figures)"
	cp figures.csv good.csv
	take_apart
	without_column gives_nothing figure
	without_column gives_nothing value
	bad_value gives_nothing figure '' 'figure is empty'
	bad_value gives_nothing value 八十 "value is not right ('八十')"
	two_bad_lines
	on bad.csv
	[ "$code" -eq 3 ] && [ ! -s "$T/out" ] && [ "$(grep -c "^$program: bad.csv:[34]:" "$T/err")" -eq 2 ]
	ok $? "$label: two bad rows are said, nothing is printed (exit code 3)" || show
}

# --- output -----------------------------------------------------------------------------------------------------------

# failing_output: of a program that prints what it has read
failing_output() {
	call good.csv >/dev/full 2>"$T/err"
	code=$?
	: >"$T/out"
	tells 'a full disk' 3 'standard output' 'No space left on device'
	call good.csv >&- 2>"$T/err"
	code=$?
	tells 'closed standard output' 3 'standard output' 'cannot be written'
	on good.csv -o /dev/full
	tells 'a full disk named by -o' 3 /dev/full 'No space left on device'
	on good.csv -o missing/out.csv
	tells 'an output file that cannot be' 3 missing/out.csv 'cannot be opened for writing'
}

# output_files: -o, whole or not at all
output_files() {
	on good.csv -o out.csv
	accepts 'nothing on standard output with -o' /dev/null
	mv out.csv "$T/out"
	accepts 'the output file of -o'
	on good.csv -o out.csv.gz
	gzip -dc out.csv.gz >"$T/out"
	rm -f out.csv.gz
	accepts 'the compressed output file of -o'
}

# no_output_file FILE [OPTION…]: exit code 3, and what stood there before stands there still
no_output_file() {
	echo before >out.csv
	echo before >"$T/before"
	on "$@" -o out.csv
	status=0
	[ "$code" -eq 3 ] && [ ! -s "$T/out" ] && cmp -s "$T/before" out.csv || status=1
	ok $status "$label: an output file stays as it was when the input is bad (exit code 3)" || show
	rm -f out.csv
}

# closed_pipe FILE…: more is printed than a pipe holds, of which the first line is read
closed_pipe() {
	{ call "$@" 2>"$T/err"; echo $? >pipe-code; } | head -1 >"$T/out"
	code=$(cat pipe-code)
	sed 1q result >first-line
	status=0
	[ "$code" -eq 141 ] && [ ! -s "$T/err" ] && cmp -s first-line "$T/out" || status=1
	ok $status "$label: a closed pipe ends it silently, as it does cat" || show
}
