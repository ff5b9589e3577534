# Sourced by the tests: TAP, a temporary directory of the test's own, the built programs first on PATH.
#
#   . "${0%/*}/lib.sh"
#   run units-list -d donghu            runs a program; its output is in $T/out, its messages in $T/err, its exit code in $code
#   expect 'name of the case' 0 <<'E'   compares exit code and standard output (given on standard input)
#   expect_error 'name' 3 'text'        exit code and a part of what stands on standard error; standard output is not looked at
#   finish                              prints the plan
#
# $S is the source tree. The test starts in its temporary directory, which is removed at the end.

set -u
S=$(cd "${0%/*}/.." && pwd)
O=${O:-$S/build}
PATH=$O/bin:$PATH
export PATH
unset TAIZHANG_DIR TAIZHANG_ZONE SOURCE_DATE_EPOCH LANGUAGE LC_ALL LC_MESSAGES LANG
export LC_ALL=C.UTF-8
umask 022
T=$(mktemp -d "${TMPDIR:-/tmp}/taizhang.XXXXXX")
trap 'rm -rf "$T"' EXIT
trap 'exit 1' HUP INT TERM
mkdir "$T/work"
cd "$T/work" || exit 1
count=0
code=0

ok() { # ok STATUS NAME
	count=$((count + 1))
	if [ "$1" -eq 0 ]; then echo "ok $count - $2"; else echo "not ok $count - $2"; fi
	return "$1"
}

run() {
	"$@" >"$T/out" 2>"$T/err"
	code=$?
}

run_in() { # run_in FILE COMMAND…: with FILE as standard input
	input=$1
	shift
	"$@" <"$input" >"$T/out" 2>"$T/err"
	code=$?
}

show() { # what happened, as comments
	echo "# exit code $code"
	sed 's/^/# out: /' "$T/out" | head -20
	sed 's/^/# err: /' "$T/err" | head -20
}

expect() { # expect NAME CODE <EXPECTED-OUTPUT
	cat >"$T/want"
	if [ "$code" -eq "$2" ] && cmp -s "$T/want" "$T/out"; then
		ok 0 "$1"
	else
		ok 1 "$1 (expected exit code $2)"
		show
		diff "$T/want" "$T/out" | head -20 | sed 's/^/# /'
	fi
}

expect_error() { # expect_error NAME CODE TEXT…: every TEXT stands on standard error
	name=$1
	want=$2
	shift 2
	bad=0
	[ "$code" -eq "$want" ] || bad=1
	for text; do grep -qF -e "$text" "$T/err" || bad=1; done
	ok $bad "$name (exit code $want: $*)" || show
}

expect_quiet() { # expect_quiet NAME: nothing on standard error
	if [ -s "$T/err" ]; then
		ok 1 "$1"
		show
	else
		ok 0 "$1"
	fi
}

finish() {
	echo "1..$count"
}
