#!/bin/sh
# What register-close does with good, odd and damaged files of published figures and of definitions, and with output that
# fails: with a file that is not good nothing is closed. Each call has a fresh copy of the sample district.

# shellcheck disable=SC1091,SC2034,SC2154 # io.sh sets T, registers …, and reads program and label
. "${0%/*}/io.sh"
program=register-close
SOURCE_DATE_EPOCH=$(date -u -d 2024-08-01T00:00:00Z +%s)
export SOURCE_DATE_EPOCH
cat >definitions.csv <<'E2'
figure,label,unit,register,when,where,measure,of,group,match,note
visits,走访,次,visits,date,,rows,,,,
E2
{ orgs-count -d "$registers" --period 2024-06 && figures-count -d "$registers" -D definitions.csv --period 2024-06 | sed 1d; } |
	sed -n '1p; /^visits,/p; /^union.orgs,/p' >published.csv

call() { # call FILE [OPTION…]
	file=$1
	shift
	case $label in
	*published*) set -- -f "$file" -D definitions.csv "$@" ;;
	*) set -- -f published.csv -D "$file" "$@" ;;
	esac
	rm -rf dir
	cp -R "$registers" dir
	register-close -q -d dir "$@" 2024-06
}

same() { # same NAME FILE: what good.csv does
	run_in good.csv call "$2"
	case $label in
	*definitions*)
		grep -v ',definitions,' "$T/out" >"$T/rest" # its digest is that of the bytes
		mv "$T/rest" "$T/out"
		;;
	esac
	accepts "$1"
	[ -s dir/closed.csv ] && [ -s dir/closed/2024-06.figures.csv ]
	ok $? "$label: $1: and the period is closed"
}

refuses() { # refuses NAME FILE PLACE TEXT: nothing is closed
	on "$2"
	tells "$1" 3 "$3" "$4"
	rm -f dir/.lock
	diff -r "$registers" dir >"$T/diff"
	ok $? "$label: $1: and nothing is closed"
}

for label in 'register-close (published)' 'register-close (definitions)'; do
	case $label in
	*published*) cp published.csv good.csv ;;
	*) { cat definitions.csv && sed '1d; s/^visits/other/' definitions.csv; } >good.csv ;;
	esac
	take_apart
	result_is_known
	case $label in
	*definitions*) grep -v ',definitions,' result >rest && mv rest result ;;
	esac
	odd_files same
	bad_files refuses
	without_column refuses figure
	damaged_gzip refuses
	bad_lines refuses
done

label='register-close (published)'
cp published.csv good.csv
take_apart
bad_value refuses value x "value is not right ('x')"

call good.csv >/dev/full 2>"$T/err"
code=$?
: >"$T/out"
tells 'a full disk' 3 'standard output' 'the rows are on disk all the same'
call good.csv >&- 2>"$T/err"
code=$?
tells 'closed standard output' 3 'standard output' 'the rows are on disk all the same'
register-close -d dir --verify >/dev/full 2>"$T/err"
code=$?
tells 'a full disk, verifying' 3 'standard output' 'No space left on device'
finish
