#!/bin/sh
# Sorting by the readers when not all rows fit into memory: the same rows in the same order, nothing left behind.

# shellcheck disable=SC1091,SC2154 # lib.sh sets T and code
. "${0%/*}/lib.sh"

mkdir tmp
TMPDIR=$PWD/tmp
export TMPDIR
awk 'BEGIN {
	srand(3)
	print "id,name,kind,area,members,since,recorded"
	for (i = 1; i <= 3000; i++)
		printf "U%d,\"第%d,公司\",enterprise,11010%d,%d,2024-01-%02d,2024-01-02T00:00:00Z\n", i, rand() * 50, rand() * 9,
			rand() * 200, 1 + rand() * 28
}' >units.csv

is_empty() { # is_empty DIRECTORY
	[ -z "$(ls -A "$1")" ]
}

for options in '--sort -members,name' '--sort area --fields id,area' '--pretty' '--sort since,-id --pretty' '--sort name --zh --excel' \
	'--sort area.x' '--sort members --count'; do
	# shellcheck disable=SC2086 # several options
	run units-list -f units.csv $options
	mv "$T/out" "$T/want"
	want=$code
	for bytes in 5000 100000; do
		# shellcheck disable=SC2086
		TAIZHANG_SORT=$bytes run units-list -f units.csv $options
		[ "$code" -eq "$want" ] && cmp -s "$T/want" "$T/out" && is_empty tmp
		ok $? "$options in $bytes bytes"
	done
done

TAIZHANG_SORT=5000 run sh -c 'units-list -f units.csv --sort -members,id | head -1'
head -1 units.csv | cmp -s - "$T/out" && is_empty tmp
ok $? 'with head behind it nothing is left behind'

export TAIZHANG_SORT=5000
TMPDIR=$PWD/none run units-list -f units.csv --sort name
expect_error 'no directory for temporary files' 3 'none: a temporary file for sorting cannot be written and read here; TMPDIR names another directory: '
TMPDIR=$PWD/none run units-list -f units.csv --sort name -o made.csv
expect_error 'then there is no output' 3 'made.csv: not written'
[ ! -e made.csv ]
ok $? 'and no file'
run sh -c 'trap "" XFSZ; ulimit -f 8; TAIZHANG_SORT=300000 units-list -f units.csv --sort name | cat'
[ "$(grep -c 'tmp: a temporary file for sorting' "$T/err")" -eq 1 ] && is_empty tmp && [ "$(wc -l <"$T/out")" -eq 1 ]
ok $? 'a full disk is told once, and no row is printed'

# what was read before still has its say
sed 's/enterprise/nonsense/' units.csv | head -3 >bad.csv
run units-list -f bad.csv -f units.csv --sort members --count
expect_error 'faults are told' 3 "bad.csv:2:"

finish
