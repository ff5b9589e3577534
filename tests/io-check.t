#!/bin/sh
# What register-check does with good, odd and damaged registers and with output that fails: damaged rows are its findings, a
# register that cannot be read at all is an error. Each file stands as one register in a copy of the sample district.

# shellcheck disable=SC1091,SC2034,SC2100,SC2154 # io.sh sets T, registers …, and reads program and label
. "${0%/*}/io.sh"
program=register-check
mkdir dir
echo register,line,column,code,message >nothing

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
	register-check -d dir "$@" "$register"
}

# The header again moves the lines of the notes that the sample district gives rise to.
without_lines() {
	sed 's/^\([a-z]*\),[0-9]*,/\1,,/' "$@"
}

same() { # same NAME FILE: the findings of good.csv; a spreadsheet's file is worth a note besides
	run_in good.csv call "$2"
	without_lines result >want
	without_lines "$T/out" >"$T/found"
	case $1 in
	CRLF | 'a byte order mark')
		sed "1a $register,,,note-spreadsheet,saved by a spreadsheet (byte order mark or CRLF): look for lost digits and changed dates" \
			want >twice
		mv twice want
		;;
	esac
	mv "$T/found" "$T/out"
	accepts "$1" want
}

refuses() { # refuses NAME FILE PLACE TEXT: nothing is found, the place is in the register
	on "$2"
	case $2 in
	missing.csv) accepts 'a register that is not there beside others has no rows' nothing ;;
	*) tells "$1" 3 "dir/$register.csv${3#"$2"}" "$4" nothing ;;
	esac
}

found() { # found NAME FILE PLACE TEXT: the findings of good.csv and one more
	on "$2"
	line=${3#*:}
	line=${line%%:*}
	case $1 in
	'a missing column'*) code_of_finding=missing-column ;;
	'an ill-typed'*) code_of_finding=ill-typed ;;
	*) code_of_finding=bad-line ;;
	esac
	grep -vF "$register,$line," "$T/out" | without_lines >others
	status=0
	[ "$code" -eq 1 ] && [ ! -s "$T/err" ] || status=1
	[ "$(grep "^$register,$line,[a-z]*,$code_of_finding," "$T/out" | grep -cF "$4")" -eq 1 ] || status=1
	case $code_of_finding in
	missing-column) ;; # then much else is not right either
	*) without_lines result | cmp -s - others || status=1 ;;
	esac
	ok $status "$label: $1 (exit code 1, line $line: $code_of_finding, $4)" || show
}

# The register of the sample district; the last row is one with `recorded`, which is no torn one when its newline is missing.
whole_register() {
	{ sed 1q "$1" && sed 1,2d "$1" && sed -n 2p "$1"; } >good.csv
	take_apart
}

for register in units orgs people visits meetings problems events sites awards; do
	label="register-check $register"
	cp "$registers"/*.csv dir
	whole_register "$registers/$register.csv"
	result_is_known
	odd_files same
	bad_files refuses
	damaged_gzip refuses
	bad_lines found
	bad_value found recorded 昨天 "recorded is not right ('昨天')"
	without_column found id
done

label=register-check
register=units
cp "$registers"/*.csv dir
whole_register dir/units.csv
result_is_known
awk -v OFS=, '{ at = match($0, /,[^,]*$/)
	print substr($0, 1, at - 1), NR == 1 ? "备注" : "\"中文，《引号》, 全角＝ 😀\"" substr($0, at) }' good.csv |
	sed '1s/$/,recorded/' >odd.csv
on odd.csv
{ cat nothing && echo "units,1,,note-unknown-column,\"column '备注' is not known, it is kept as it is\""; } >want
accepts 'Chinese text in a column of its own' want
head -c 1048576 /dev/zero | tr '\0' x >long
awk -F, -v OFS=, -v at="$(place_of address)" 'NR == FNR { long = $0; next } FNR == 2 { $at = long } { print }' long good.csv >odd.csv
on odd.csv
accepts 'a field of 1 MiB' nothing
two_bad_lines
on bad.csv
[ "$code" -eq 1 ] && [ "$(grep -c '^units,[34],,bad-line,' "$T/out")" -eq 2 ]
ok $? "$label: two bad lines are two findings (exit code 1)" || show
on bad.csv -o out.csv
[ "$code" -eq 1 ] && [ ! -s "$T/out" ] && [ "$(wc -l <out.csv)" -eq 3 ]
ok $? "$label: findings in the output file of -o (exit code 1)" || show
rm -f out.csv
failing_output
output_files
mkdir empty
run register-check -d empty
tells 'a directory without registers' 3 empty 'no register here'
run register-check -d missing
tells 'a directory that is not there' 3 missing 'no register here'
sed 1q good.csv >empty/units.csv
run register-check -d empty
accepts 'a header alone' nothing
{ sed 1q good.csv && yes X1 | head -5000; } >empty/units.csv
call() {
	register-check -d empty
}
closed_pipe
finish
