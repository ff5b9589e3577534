#!/bin/sh
# What every program does with wrong options and with its usage text; and that none is left out of io-*.t.

# shellcheck disable=SC1091,SC2154
. "${0%/*}/io.sh"

# says NAME OPTION: some text, whole
says() {
	run "$program" "$2"
	status=0
	[ "$code" -eq 0 ] && [ -s "$T/out" ] && [ ! -s "$T/err" ] || status=1
	ok $status "$program: $1" || show
	"$program" "$2" >/dev/full 2>"$T/err"
	code=$?
	expect_error "$program: $1 on a full disk" 3 "$program: standard output: " 'No space left on device'
	"$program" "$2" >&- 2>"$T/err"
	code=$?
	expect_error "$program: $1 on a closed descriptor" 3 "$program: standard output: "
}

for path in "$O"/bin/*; do
	program=${path##*/}
	kind=$(kind_of "$program") && [ -x "$S/tests/io-$kind.t" ]
	ok $? "$program: has a test of its input and output (io-${kind:-?}.t)"
	run "$program" --no-such-option
	expect_error "$program: an option that is not there" 2 "$program: no option '--no-such-option'"
	run "$program" -Z
	expect_error "$program: a letter that is not there" 2 "$program: no option -Z"
	run "$program" -o
	expect_error "$program: an option without its argument, or not there" 2 "$program: " 'option -o'
	says 'the usage text' --help
	says 'the version' --version
done
finish
