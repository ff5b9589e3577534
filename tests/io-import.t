#!/bin/sh
# What register-import does with good, odd and damaged sheets and with output that fails. After every refusal the directory must
# be as it was, byte for byte. A sheet may be less regular than a register: what that changes is said below.

# shellcheck disable=SC1091,SC2034,SC2100,SC2154 # io.sh sets T, registers …, and reads program and label
. "${0%/*}/io.sh"
program=register-import
cp -R "$registers" reg
: >reg/.lock

call() { # call FILE [OPTION…]
	file=$1
	shift
	register-import -d reg "$@" "$register" "$file"
}

# The register with its header only, and what all files of the directory are then.
begin() {
	sed 1q "$registers/$register.csv" >"reg/$register.csv"
	rm -f reg/sheets.csv
	state >before
}

state() {
	find reg -type f -exec cksum {} + | sort
}

written() { # the register has the rows of good.csv, `recorded` apart
	sed 's/,[^,]*$//' good.csv >want
	sed 's/,[^,]*$//' "reg/$register.csv" | cmp -s want - && [ "$(wc -l <reg/sheets.csv)" -eq 2 ]
}

same() { # same NAME FILE: both rows are written, once, and their ids printed; nothing is said
	begin
	run_in good.csv call "$2"
	written
	ok $? "$label: $1 is written" || show
	accepts "$1"
}

nothing_written() { # nothing_written NAME CODE PLACE TEXT
	status=0
	[ "$code" -eq "$2" ] && [ ! -s "$T/out" ] && state | cmp -s before - || status=1
	grep -qF "$program: $3" "$T/err" && grep -qF "$4" "$T/err" || status=1
	ok $status "$label: $1 (exit code $2, nothing is written; at $3: $4)" || show
}

refuses() { # refuses NAME FILE PLACE TEXT: a file that cannot be read
	begin
	on "$2"
	case $1 in
	# of a sheet it is a place in the table that is told
	'a damaged header') nothing_written "$1" 3 bad.csv:1: 'quote' ;;
	'a column that stands twice') nothing_written "$1" 3 bad.csv:1: "are both $first_column" ;;
	'a missing column'*) nothing_written "$1" 1 bad.csv:2: "$2" ;;
	*) nothing_written "$1" 3 "$3" "$4" ;;
	esac
}

line_refused() { # line_refused NAME FILE PLACE TEXT
	begin
	on "$2"
	case $1 in
	# a sheet may have them
	'a blank line' | 'too few fields') ;;
	# an end of line of its own
	'a carriage return') nothing_written "$1" 1 bad.csv:3: "" ;;
	'too many fields') nothing_written "$1" 1 bad.csv:3: 'a column without a heading' ;;
	*) nothing_written "$1" 3 bad.csv:3: "" ;;
	esac
}

value_refused() { # value_refused NAME FILE PLACE TEXT
	begin
	on "$2"
	case $1-$register in
	# the writers' own; a row without an id that is known by something else is not taken for another one
	*" recorded "* | *" id ('')-visits" | *" id ('')-problems" | *" id ('')-events" | *" id ('')-awards") [ "$code" -eq 0 ] && [ "$(wc -l <"$T/out")" -eq 3 ] ;;
	*)
		nothing_written "$1" 1 bad.csv:3: ''
		return
		;;
	esac
	ok $? "$label: $1 is taken" || show
}

for register in units orgs people visits meetings problems events sites awards; do
	label="register-import $register"
	cp "$registers"/*.csv reg
	good_rows "$registers/$register.csv"
	begin
	on good.csv
	cp "$T/out" result
	[ "$code" -eq 0 ] && [ "$(wc -l <result)" -eq 2 ] && written
	ok $? "$label: a good sheet" || show
	odd_files same
	bad_files refuses
	damaged_gzip refuses
	bad_lines line_refused
	bad_values value_refused
done

label=register-import
register=units
cp "$registers"/*.csv reg
good_rows "$registers/units.csv"
begin
call good.csv >/dev/full 2>"$T/err"
code=$?
: >"$T/out"
tells 'a full disk' 3 'standard output' 'the rows are on disk all the same'
written
ok $? "$label: so they are" || show
begin
call good.csv >&- 2>"$T/err"
code=$?
tells 'closed standard output' 3 'standard output' 'the rows are on disk all the same'
call good.csv --dry-run >/dev/full 2>"$T/err"
[ $? -eq 3 ] && grep -q 'standard output: .*No space left on device' "$T/err"
ok $? "$label: a full disk in a dry run" || show
begin
on good.csv --rejects /dev/full
[ "$code" -eq 3 ] && state | cmp -s before -
ok $? "$label: a file of rejects on a full disk, nothing is written" || show
begin
on good.csv --rejects reg/units.csv
[ "$code" -ne 0 ] && state | cmp -s before -
ok $? "$label: a file of rejects in place of a register" || show
finish
