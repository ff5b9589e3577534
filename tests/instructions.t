#!/bin/sh
# How many instructions the fast path takes for one of the libcsv path: the same programs, data and run under callgrind. The ratio
# must lie within 10% of that in tests/bench/ratios, so that nothing slows down the fast path unseen; unlike time it depends neither
# on the machine's load nor much on its make. Renew it with `make ratios` when the fast path has become faster, or slower for a reason.

# shellcheck disable=SC1091,SC2154 # lib.sh sets S, O, T and code
. "${0%/*}/lib.sh"
ratios=$S/tests/bench/ratios

skip() {
	echo "1..0 # SKIP the fast path is not held to its number of instructions: $1"
	exit 0
}

[ -z "${ASAN_OPTIONS:-}" ] || skip 'compiled with a sanitizer'
command -v valgrind >/dev/null || skip 'valgrind is not installed'
[ "$(uname -m)" = x86_64 ] || skip "the ratios are those of x86_64, this is $(uname -m)"
# The options that the program and the library in it were compiled with.
readelf --debug-dump=info --dwarf-depth=1 "$O/bin/orgs-count" 2>"$T/err" | sed -n 's/.*DW_AT_producer.*: \(GNU C\|.*clang\)/\1/p' |
	sort -u >compiled
[ -s compiled ] || skip 'it does not show how it was compiled'
! grep -v '^GNU C.* -O2 ' compiled >odd || skip "compiled otherwise: $(head -n 1 odd)"
! grep -E -e '-O[013sgz]|-fsanitize|-fprofile|-flto|-fstack-protector|-fcf-protection|-march=native' compiled >odd ||
	skip "compiled otherwise: $(head -n 1 odd)"
compiler=gcc$(sed -n '1s/^GNU C[0-9]* \([0-9]*\).*/\1/p' compiled)

"$O/bench/generate" 20000 . || exit 1

# instructions SCANNER JOB: prints their number; the figures go to SCANNER.JOB
instructions() {
	if [ "$2" = count ]; then
		set -- "$1" "$2" figures-count -j 1 -f units.csv -n u --group kind --by district
	else
		set -- "$1" "$2" orgs-count -j 1 -d . --as-of 2024-06-30 --by district
	fi
	scanner=$1
	job=$2
	program=$O/bin/$3
	shift 3
	TAIZHANG_SIMD=$scanner valgrind --tool=callgrind --callgrind-out-file=/dev/null "$program" "$@" >"$scanner.$job" 2>"$T/err" &&
		sed -n 's/.*Collected : \([0-9]*\).*/\1/p' "$T/err"
}

# measure SCANNER JOB: prints the ratio, in 10,000ths
measure() {
	fast=$(instructions "$1" "$2") && slow=$(cat "slow.$2") && cmp -s "$1.$2" "libcsv.$2" && echo $((fast * 10000 / slow))
}

# hold SCANNER JOB: the ratio against the committed one
hold() {
	ratio=$(measure "$1" "$2")
	committed=$(sed -n "s/^$compiler $1 $2 //p" "$ratios")
	name="$1, $2: ${ratio:-?} instructions for 10,000 of libcsv"
	if [ -n "${RENEW:-}" ]; then
		echo "$compiler $1 $2 $ratio" >>renewed
		ok 0 "$name"
	elif [ -z "$ratio" ]; then
		ok 1 "$name" || sed 's/^/# err: /' "$T/err"
	elif [ -z "$committed" ]; then
		ok 0 "$name # SKIP no ratio for $compiler in tests/bench/ratios"
	else
		[ $((ratio * 10)) -le $((committed * 11)) ] && [ $((ratio * 10)) -ge $((committed * 9)) ]
		ok $? "$name; $committed ± 10% are committed (renew with make ratios)"
	fi
}

for job in count coverage; do
	instructions libcsv $job >slow.$job
	[ -s slow.$job ]
	ok $? "libcsv, $job: $(cat slow.$job) instructions" || { sed 's/^/# err: /' "$T/err" && finish && exit 1; }
	hold sse2 $job
	if grep -qw avx2 /proc/cpuinfo; then
		hold avx2 $job
	else
		ok 0 "avx2, $job # SKIP this processor has no AVX2"
	fi
done
if [ -n "${RENEW:-}" ]; then
	grep -v "^$compiler " "$ratios" | cat - renewed >new
	cp new "$ratios"
fi
finish
