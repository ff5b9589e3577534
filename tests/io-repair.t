#!/bin/sh
# What register-repair does with good, odd and damaged registers and with output that fails. Odd but good forms are left as they
# are, lines that are no rows are what it finds, rows with wrong values are not its concern. Each file stands as one register in
# a copy of the sample district.

# shellcheck disable=SC1091,SC2034,SC2100,SC2154 # io.sh sets T, registers …, and reads program and label
. "${0%/*}/io.sh"
program=register-repair
mkdir dir
echo file,line,offset,bytes,action,message >nothing

call() { # call FILE [OPTION…]
	file=$1
	shift
	rm -rf "dir/$register.csv"
	case $file in
	-) cat >"dir/$register.csv" ;;
	.) mkdir "dir/$register.csv" ;;
	missing.csv) ;;
	*) cp "$file" "dir/$register.csv" ;;
	esac
	register-repair -d dir "$@" "$register"
}

# Gives the last row a `recorded`: without a newline it would be torn.
recorded_row() {
	sed '$s/[^,]*$/2024-01-02T00:00:00Z/' good.csv >whole.csv
	mv whole.csv good.csv
	take_apart
}

same() { # same NAME FILE
	run_in good.csv call "$2"
	case $1 in
	'no newline at the end')
		grep -q "^$register.csv,3,.*,1,end-line," "$T/out" && [ "$code" -eq 1 ] && [ ! -s "$T/err" ]
		ok $? "$label: $1" || show
		;;
	*) accepts "$1" ;;
	esac
}

refuses() { # refuses NAME FILE PLACE TEXT
	on "$2"
	case $1 in
	'a missing file') accepts 'a register that is not there beside others' ;;
	'an empty file')
		if grep -q 'held rows' "$T/err"; then
			tells "$1" 3 "dir/$register.csv" "$4" nothing
		else
			[ "$code" -eq 1 ] && grep -q "^$register.csv,,0,0,remove," "$T/out"
			ok $? "$label: $1 to which nothing refers is removed" || show
		fi
		;;
	'a directory')
		tells "$1" 3 "dir/$register.csv" "$4" nothing
		;;
	*) tells "$1" 3 "dir/$register.csv${3#"$2"}" "$4" nothing ;;
	esac
}

found() { # found NAME FILE PLACE TEXT: one line, the third
	on "$2"
	{ sed 1q "$T/out" | cmp -s - nothing && [ "$(wc -l <"$T/out")" -eq 2 ] && [ "$code" -eq 1 ] && [ ! -s "$T/err" ] &&
		sed 1d "$T/out" | grep "^$register.csv,3,[0-9]*,[0-9]*,set-aside," | grep -qF "$4"; }
	ok $? "$label: $1 (exit code 1, line 3 set aside: $4)" || show
}

keeps() { # keeps NAME FILE PLACE TEXT: not its concern
	on "$2"
	accepts "$1"
}

for register in units orgs people visits meetings problems events sites awards; do
	label="register-repair $register"
	cp "$registers"/*.csv dir
	good_rows "$registers/$register.csv"
	recorded_row
	result_is_known
	odd_files same
	bad_files refuses
	damaged_gzip refuses
	bad_lines found
	bad_values keeps
done

label=register-repair
register=units
cp "$registers"/*.csv dir
good_rows dir/units.csv
two_bad_lines
on bad.csv
[ "$code" -eq 1 ] && [ "$(grep -c '^units.csv,[34],.*,set-aside,' "$T/out")" -eq 2 ]
ok $? "$label: two bad lines" || show
call good.csv >/dev/full 2>"$T/err"
code=$?
: >"$T/out"
tells 'a full disk' 3 'standard output' 'No space left on device'
call good.csv >&- 2>"$T/err"
code=$?
tells 'closed standard output' 3 'standard output' 'cannot be written'
call bad.csv --write >/dev/full 2>"$T/err"
code=$?
tells 'a full disk when something was mended' 3 'standard output' 'the registers are mended all the same'
finish
