#!/bin/sh
# What a reader prints, its writer takes back: every register of the sample district, as it is and in Chinese, written into an
# empty register, is the same file, `recorded` apart.

# shellcheck disable=SC1091,SC2154
. "${0%/*}/lib.sh"
registers=$S/examples/donghu/registers

# back NAME FILE: all rows of the register come back from FILE
back() {
	cp -R "$registers" reg
	sed 1q "$registers/$register.csv" >"reg/$register.csv"
	run "$writer" -d reg -f "$2"
	expect "$writer takes back $1: the ids in order" 0 <ids
	expect_quiet "$writer takes back $1: nothing is said"
	[ "$(sed 's/,[^,]*$//' "reg/$register.csv" | cksum)" = "$(sed 's/,[^,]*$//' "$registers/$register.csv" | cksum)" ]
	ok $? "$writer takes back $1: the register is the same, recorded apart"
	sed '1d;s/.*,//' "reg/$register.csv" | grep -qvE '^20[0-9-]+T[0-9:]+Z$'
	[ $? -eq 1 ]
	ok $? "$writer takes back $1: every row is recorded"
	run "$writer" -d reg -f "$2"
	expect "$writer: $1 again are already there: their ids" 0 <ids
	[ "$(sed 1d "reg/$register.csv" | wc -l)" -eq "$(wc -l <ids)" ]
	ok $? "$writer: $1 again are not written"
	rm -rf reg
}

for writer in units-add orgs-add people-add visits-log meetings-log problems-log events-log sites-add awards-add; do
	register=${writer%-*}
	sed '1d;s/,.*//' "$registers/$register.csv" >ids
	run "$register-list" -d "$registers"
	expect "$register-list prints the bytes of the register" 0 <"$registers/$register.csv"
	cp "$T/out" rows.csv
	run "$register-list" -d "$registers" --zh
	cp "$T/out" zh.csv
	back 'the rows' rows.csv
	back 'the rows in Chinese' zh.csv
	run "$register-list" -d "$registers" -f zh.csv
	expect "$register-list reads the rows in Chinese" 0 <"$registers/$register.csv"
	run "$register-list" -d "$registers" --zh --excel
	cp "$T/out" excel.csv
	back 'a spreadsheet in Chinese' excel.csv
done
finish
