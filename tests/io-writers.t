#!/bin/sh
# What each of the nine writers does with good, odd and damaged input and with output that fails: io.t has the same for the
# programs that print rows. After every refusal the register must be as it was.

# shellcheck disable=SC1091
. "${0%/*}/lib.sh"

cp -R "$S/examples/donghu/registers" reg
cp -R reg full

# on FILE [OPTION…]: the writer on it; the register has only its header before
on() {
	on_file=$1
	shift
	cp header.csv "$register"
	run "$writer" -d reg -f "$on_file" "$@"
}

# rows N: so many stand in the register
rows() {
	[ "$(wc -l <"$register")" -eq $(($1 + 1)) ]
}

accepts() { # accepts NAME: both rows are written and their ids printed, nothing is said
	status=0
	[ "$code" -eq 0 ] && [ ! -s "$T/err" ] && cmp -s ids "$T/out" && rows 2 || status=1
	ok $status "$writer: $1" || show
}

good_input() {
	on good.csv
	accepts 'a good file'
	cp header.csv "$register"
	run_in good.csv "$writer" -d reg
	accepts 'standard input'
	sed 's/$/\r/' good.csv >odd.csv
	on odd.csv
	accepts 'CRLF'
	{ printf '\357\273\277' && cat good.csv; } >odd.csv
	on odd.csv
	accepts 'a byte order mark'
	printf '%s' "$(cat good.csv)" >odd.csv
	on odd.csv
	accepts 'no newline at the end'
	{ cat good.csv && cat header.csv; } >odd.csv
	on odd.csv
	accepts 'the header again'
	sed 's/[^,]*/"&"/g' good.csv >odd.csv
	on odd.csv
	accepts 'every field quoted'
	gzip -nc good.csv >good.csv.gz
	on good.csv.gz
	accepts 'gzip'
	printf '\n' >>good.csv
	on good.csv --keep-going
	status=0
	[ "$code" -eq 1 ] && cmp -s ids "$T/out" && rows 2 || status=1
	ok $status "$writer: --keep-going behind a blank line (exit code 1)" || show
	sed -i '$d' good.csv
}

# damaged NAME COLUMN TEXT: the file `line` between the good rows is refused at its place, and the good rows with it
damaged() {
	{ sed -n 1,2p good.csv && cat line && printf '\n' && sed -n 3p good.csv; } >bad.csv
	on bad.csv
	status=0
	[ "$code" -eq 3 ] && [ ! -s "$T/out" ] && cmp -s header.csv "$register" || status=1
	grep -qF "$writer: bad.csv:3:$2: $3" "$T/err" && grep -qF 'nothing was written' "$T/err" || status=1
	ok $status "$writer: $1 (bad.csv:3:$2: $3)" || show
}

damaged_rows() {
	printf '' >line
	damaged 'a blank line' 1 'a blank line'
	printf 'X1,X2' >line
	damaged 'a ragged row' 4 '2 fields, the header has'
	printf '"X1,X2' >line
	damaged 'a quote that is not closed' 7 'a quote that is not closed on its line'
	printf '"X1"x,X2' >line
	damaged 'text after a quote' 5 'text after a closing quote'
	printf '东\0,X2' >line
	damaged 'a NUL' 2 'a NUL byte'
	printf '东湖\377,X2' >line
	damaged 'bad UTF-8' 3 'byte FF is not UTF-8'
	sed -n '2s/^[^,]*/X 1/p' good.csv | tr -d '\n' >line
	damaged 'an ill-typed value' 1 "id is not right ('X 1')"
}

# unusable NAME PLACE TEXT: as `run` has left it
unusable() {
	status=0
	[ "$code" -eq 3 ] && [ ! -s "$T/out" ] && cmp -s header.csv "$register" || status=1
	grep -qF "$writer: $2: $3" "$T/err" || status=1
	ok $status "$writer: $1 ($2: $3)" || show
}

unusable_files() {
	: >empty.csv
	on empty.csv
	unusable 'an empty file' empty.csv 'the file is empty'
	on missing.csv
	unusable 'a missing file' missing.csv 'cannot be opened for reading'
	on .
	unusable 'a directory' . 'cannot be read'
	cp header.csv "$register"
	run sh -c '"$0" -d reg <&-' "$writer"
	unusable 'closed standard input' 'standard input' 'cannot be read'
	head -c $(($(wc -c <good.csv.gz) - 6)) good.csv.gz >cut.gz
	on cut.gz
	unusable 'a truncated gzip file' cut.gz 'the gzip data end too early'
	{ cat good.csv.gz && echo more; } >more.gz
	on more.gz
	unusable 'rows after the gzip data' more.gz 'bytes that are not gzip follow the last member'
	{ sed '1s/$/,id/' good.csv | sed '2,$s/$/,X1/'; } >bad.csv
	on bad.csv
	unusable 'a column that stands twice' "bad.csv:1:$(($(head -1 good.csv | wc -m) + 1))" "the header names column 'id' twice"
}

# on_disk NAME TEXT: exit code 3, and the message says that the rows are on disk, which is so
on_disk() {
	status=0
	[ "$code" -eq 3 ] && grep -qF "$2" "$T/err" && grep -qF 'the rows are on disk all the same' "$T/err" && rows 2 || status=1
	ok $status "$writer: $1" || show
}

failing_output() {
	cp header.csv "$register"
	run sh -c '"$0" -d reg -f good.csv >/dev/full' "$writer"
	on_disk 'ids on a full disk' 'No space left on device'
	cp header.csv "$register"
	run sh -c '"$0" -d reg -f good.csv >&-' "$writer"
	on_disk 'ids on a closed descriptor' 'Bad file descriptor'
	cp header.csv "$register"
	run sh -c '{ sleep 0.1; "$0" -d reg -f good.csv; echo $? >code; } | :' "$writer"
	code=$(cat code)
	on_disk 'ids into a closed pipe' 'Broken pipe'
}

large_fields() {
	name=$(sed -n 1p header.csv | tr , '\n' | grep -nxE 'text|name|title|topic' | head -1 | cut -d: -f1)
	head -c 1048576 /dev/zero | tr '\0' x >long
	awk -F, -v OFS=, -v at="$name" 'NR == FNR { long = $0; next } FNR == 2 { $at = long } { print }' long good.csv >long.csv
	on long.csv
	accepts 'a field of 1 MiB'
}

for writer in units-add orgs-add people-add visits-log meetings-log problems-log events-log sites-add awards-add; do
	register=reg/${writer%-*}.csv
	sed -n 1p "full/${writer%-*}.csv" >header.csv
	# rows without a quote that refer to none of their own register
	{ cat header.csv && sed 1d "full/${writer%-*}.csv" | grep -v '"' | grep -vE '^E[0-9]+,[^,]*,[^,]*,E|^O.*,O[0-9]+,' | head -2; } >good.csv
	sed 1d good.csv | cut -d, -f1 >ids
	good_input
	damaged_rows
	unusable_files
	failing_output
	large_fields
	cp "full/${writer%-*}.csv" "$register"
done
finish
