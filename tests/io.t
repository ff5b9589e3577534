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
# --- signals: with -o a file appears whole or not at all, and nothing stays beside it

# interrupted SIGNAL CODE: the program has written half a file when the signal comes
interrupted() {
	rm -rf half rows
	mkdir half
	mkfifo rows
	units-list -d "$registers" -f rows -o half/half.csv 2>"$T/err" &
	pid=$!
	exec 9>rows
	head -3 "$registers/units.csv" >&9
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		[ -z "$(ls -A half)" ] || break
		sleep 0.1
	done
	begun=$(ls -A half)
	kill -s "$1" "$pid"
	exec 9>&-
	wait "$pid" 2>/dev/null
	code=$?
	[ -n "$begun" ] && [ "$code" -eq "$2" ] && [ -z "$(ls -A half)" ]
	ok $? "units-list: SIG$1 leaves nothing behind" || { echo "# left: $(ls -A half)" && show; }
}

interrupted TERM 143
case $(sed -n 's/^SigIgn.*\(.\)$/\1/p' /proc/self/status 2>/dev/null) in
[13579bdf]) ok 0 'units-list: SIGHUP leaves nothing behind # SKIP it is ignored here, as by nohup' ;;
*) interrupted HUP 129 ;;
esac
rm -rf half && mkdir half
for _ in 1 2 3 4; do cat "$registers/units.csv"; done >many.csv
run sh -c 'ulimit -f 1 && exec units-list -d "$0" -f many.csv -o half/big.csv' "$registers"
[ "$code" -ne 0 ] && [ -z "$(ls -A half)" ]
ok $? 'units-list: a file that may not grow leaves nothing behind' || show
finish
