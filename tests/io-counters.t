#!/bin/sh
# What orgs-count and figures-count do with good, odd and damaged input and with output that fails: no figures of a bad file,
# unless --keep-going says that those of its good rows will do.

# shellcheck disable=SC1091,SC2034,SC2100,SC2154 # io.sh sets T, registers …, and reads program and label
. "${0%/*}/io.sh"
cat >definitions.csv <<'E'
figure,label,unit,register,when,where,measure,of,group,match,note
visited,走访单位,家,visits,date,,distinct:unit,,kind,,
visits,走访,次,visits,date,,rows,,,,
E

# The registers of orgs-count and figures-count -D are files, `-f NAME=FILE`; figures-count -n takes rows of any CSV.
call() { # call FILE [OPTION…]
	file=$1
	shift
	case $form in
	any) figures-count -n rows --group "$first_column" -f "$file" "$@" ;;
	definitions) figures-count -D definitions.csv --period 2024H1 --by street -d "$registers" -f "visits=$file" "$@" ;;
	*) orgs-count --period 2024H1 --by street -d "$registers" -f "$form=$file" "$@" ;;
	esac
}

same() { # same NAME FILE: a file that means the same as good.csv gives its figures
	run_in good.csv call "$2"
	accepts "$1"
}

refuses() { # refuses NAME FILE PLACE TEXT
	on "$2"
	tells "$1" 3 "$3" "$4"
}

bad_row() { # bad_row NAME FILE PLACE TEXT: no figures; with --keep-going those of the good rows
	refuses "$@"
	on "$2" --keep-going
	tells "$1, --keep-going" 1 "$3" "$4" result
}

several_bad_rows() {
	two_bad_lines
	on bad.csv
	status=0
	[ "$code" -eq 3 ] && [ ! -s "$T/out" ] && [ "$(grep -c "^$program: bad.csv:[34]:" "$T/err")" -eq 2 ] || status=1
	ok $status "$label: two bad rows are said, no figures (exit code 3)" || show
	on bad.csv --keep-going
	status=0
	[ "$code" -eq 1 ] && cmp -s result "$T/out" && [ "$(grep -c "^$program: bad.csv:[34]:" "$T/err")" -eq 2 ] || status=1
	ok $status "$label: two bad rows with --keep-going (exit code 1, each is said)" || show
	no_output_file bad.csv
}

large_and_foreign() {
	sed '1s/$/,备注/;2s/$/,"中文，《引号》, 全角＝ 😀"/;3s/$/," 前后有空格 "/' good.csv >odd.csv
	same 'Chinese text in a column of its own' odd.csv
	long=$(head -c 100000 /dev/zero | tr '\0' x)
	long=$long$long$long$long$long$long$long$long$long$long$long
	{ echo "$header,long" && sed 1d good.csv | while read -r line; do echo "$line,$long"; done; } >odd.csv
	same 'a field of more than 1 MiB' odd.csv
	awk -F, '{ for (i = NF; i; i--) printf "%s%s", $i, (i > 1 ? FS : ORS) }' good.csv >odd.csv
	same 'columns in another order' odd.csv
}

standard_input() {
	run_in /dev/null call -
	tells 'empty standard input' 3 'standard input' 'the file is empty'
	call - <&- >"$T/out" 2>"$T/err"
	code=$?
	tells 'closed standard input' 3 'standard input' 'cannot be read'
}

every_form() {
	odd_files same
	large_and_foreign
	bad_files refuses
	damaged_gzip refuses
	bad_lines bad_row
	several_bad_rows
	standard_input
	failing_output
	output_files
}

# --- orgs-count and figures-count -D: registers

no_rows() { # no_rows PATTERN: the same figures, those that match are all nought
	echo "$header" >header.csv
	on header.csv
	status=0
	[ "$code" -eq 0 ] && [ ! -s "$T/err" ] && grep -q "$1,0," "$T/out" && ! grep -q "$1,[^0]" "$T/out" || status=1
	ok $status "$label: a header alone" || show
}

labels() {
	"${register}-list" -d "$registers" -f good.csv --zh >odd.csv
	same 'every column by its label, codes and areas by their names' odd.csv
}

program=orgs-count
for form in units orgs people; do
	label="orgs-count -f $form=FILE"
	register=$form
	case $form in
	units)
		needed=id
		value='X 1'
		pattern='^units,[^,]*,[^,]*,'
		;;
	orgs)
		needed=line
		value='妇'
		pattern='^[a-z]*.orgs,[^,]*,[^,]*,'
		;;
	people)
		needed=role
		value='指导'
		pattern='^guides.covered,[^,]*,[^,]*,'
		;;
	esac
	good_rows "$registers/$form.csv"
	result_is_known
	every_form
	without_column refuses "$needed"
	bad_value bad_row "$needed" "$value" "('$value')"
	bad_value bad_row since 2024-02-30 "since is not right ('2024-02-30')"
	no_rows "$pattern"
	labels
done
label=orgs-count
run sh -c '"$0" --as-of 2024-06-30 -f orgs=good.csv </dev/null' orgs-count
expect_error 'orgs-count: no register where the others should be' 3 'no register'

program=figures-count
form=definitions
register=visits
label='figures-count -D'
{ sed 1q "$registers/visits.csv" && grep '^[^,]*,2024-0[1-6]-' "$registers/visits.csv"; } >some.csv
good_rows some.csv
result_is_known
grep -qx 'visits,,2024-01-01/2024-06-30,,2,' result
ok $? "$label: the figure of two rows is 2"
every_form
without_column refuses date
bad_value bad_row date 2024-02-30 "date is not right ('2024-02-30')"
bad_value bad_row kind 走 "kind has no code ('走')"
no_rows '^visits,[^,]*,[^,]*,'
labels
run figures-count -D missing.csv --period 2024H1
tells 'missing definitions' 3 missing.csv 'cannot be opened for reading'
: >empty.csv
run figures-count -D empty.csv --period 2024H1
tells 'empty definitions' 3 empty.csv 'the file is empty'
cut -d, -f2- definitions.csv >bad.csv
run figures-count -D bad.csv --period 2024H1
tells 'definitions without a required column' 3 bad.csv:1:1 "the header lacks column 'figure'"

# --- figures-count -n: any CSV, of which only the fields asked for are looked at

form=any
label='figures-count -n'
good_rows "$registers/units.csv"
result_is_known
every_form
cut -d, -f2- good.csv >bad.csv
on bad.csv
tells 'a field that is not there is a wrong option' 2 bad.csv:1:1 "no field '$first_column' here"
echo "$header" >header.csv
on header.csv
printf '%s\n' figure,area,period,group,value,of rows,,,,0, >nought
accepts 'a header alone' nought
run figures-count -n rows </dev/null
tells 'no input at all' 3 'standard input' 'the file is empty'

# needs OPTION ARGUMENT COLUMN VALUE: a value of the column that the option cannot use
printf '%s\n' id,area,members,text U1,360102002,3,x U2,360102004,4,y >some.csv
good_rows some.csv
call() {
	file=$1
	shift
	figures-count -n rows "$option" "$argument" -f "$file" "$@"
}
needs() {
	option=$1
	argument=$2
	label="figures-count $1 $2"
	result_is_known
	bad_value bad_row "$3" "$4" "('$4')"
}
needs --sum members members 三
needs --by street area 36x
finish
