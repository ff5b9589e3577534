#!/bin/sh
# What register-amend does with good, odd and damaged files of changes, and with output that fails: a file that is not good
# as a whole changes nothing. Each call has a fresh copy of the sample district.

# shellcheck disable=SC1091,SC2034,SC2154 # io.sh sets T, registers …, and reads program and label
. "${0%/*}/io.sh"
program=register-amend
label=register-amend
cat >good.csv <<'E2'
register,key,op,date,field,value,why
units,U0001,from,2024-07-01,members,5,
visits,V0001,correct,,text,核对,记错
orgs,O0002,from,2024-07-01,secretary,李示例,
E2
take_apart

call() { # call FILE [OPTION…]
	file=$1
	shift
	rm -rf dir
	cp -R "$registers" dir
	register-amend -q -d dir "$@" -f "$file"
}

same() { # same NAME FILE: what good.csv does
	run_in good.csv call "$2"
	accepts "$1"
	grep -q '^U0001,.*,5,.*,2024-07-01,,' dir/units.csv && grep -q '^V0001,.*,核对,' dir/visits.csv
	ok $? "$label: $1: and the rows are changed"
}

refuses() { # refuses NAME FILE PLACE TEXT: nothing is changed
	on "$2"
	tells "$1" 3 "$3" "$4"
	rm -f dir/.lock
	diff -r "$registers" dir >"$T/diff"
	ok $? "$label: $1: and nothing is changed"
}

result_is_known
odd_files same
bad_files refuses
without_column refuses op
damaged_gzip refuses
bad_lines refuses
bad_line refuses 'an unknown register' 1 "'unit' is no register" 'unit,U0001,end,2024-07-01,,,'
bad_line refuses 'an unknown operation' 1 "op 'move' is unknown" 'units,U0001,move,2024-07-01,,,'
bad_line refuses 'a wrong day' 1 "'2024-06-31' is not a date" 'units,U0001,end,2024-06-31,,,'
bad_line refuses 'an ill-typed value' 1 'a whole number was expected' 'units,U0001,from,2024-07-01,members,五,'
bad_line refuses 'no reason' 1 'needs a reason' 'units,U0001,void,,,,'

sed 1q good.csv >header.csv
on header.csv
accepts 'a header alone changes nothing' /dev/null

call good.csv >/dev/full 2>"$T/err"
code=$?
: >"$T/out"
tells 'a full disk' 3 'standard output' 'the rows are on disk all the same'
call good.csv >&- 2>"$T/err"
code=$?
tells 'closed standard output' 3 'standard output' 'the rows are on disk all the same'
finish
