#!/bin/sh
# What every program does alike: standard streams that are closed, options that are wrong.
. "${0%/*}/lib.sh"

mkdir d
printf 'id,name,kind,area\nU1,东湖某公司,enterprise,360102007\n' >d/units.csv
before=$(cksum <d/units.csv)

run sh -c 'units-list -d d >&-'
expect_error 'a closed standard output is an error' 3 'standard output: cannot be written'
[ "$before" = "$(cksum <d/units.csv)" ]
ok $? 'no file takes its place'
run sh -c 'units-list -d d <&-'
expect 'a closed standard input is no matter when it is not read' 0 <<'E2'
id,name,kind,area
U1,东湖某公司,enterprise,360102007
E2
expect_quiet 'and nothing is said'
run sh -c 'units-list -f - <&-'
expect_error 'a closed standard input that is read is an error' 3 'standard input: cannot be read'

run units-list --quiet -Zq
expect_error 'an unknown letter in a bundle is named' 2 'no option -Z; see units-list --help'
run units-list --nonsense
expect_error 'an unknown long option is named' 2 "no option '--nonsense'"
run units-list -d d -q -d
expect_error 'an option without its argument' 2 'option -d needs an argument'
run units-list -d d -o out.csv nonsense=1
expect_error 'a usage error' 2 'nonsense'
[ ! -e out.csv ]
ok $? 'leaves no output file'
finish
