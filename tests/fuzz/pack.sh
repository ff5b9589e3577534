#!/bin/sh
# Prints a target's corpus anew: of the committed inputs and those that fuzzing has added, the fewest
# that reach the same places. Lines that follow a comment are kept as they are.
#
#   pack.sh BUILD TARGET >corpus.new
set -eu
here=${0%/*}
build=$1
target=$2
kept=$here/corpus/$target.txt
T=$(mktemp -d "${TMPDIR:-/tmp}/taizhang.XXXXXX")
trap 'rm -rf "$T"' EXIT
mkdir "$T/kept" "$T/few"
[ ! -f "$kept" ] || awk '/^#/ { print; named = 1; next } named { print; named = 0 }' "$kept" | tee "$T/named"
[ ! -f "$kept" ] || "$build/replay/$target" "$T/named" "$T/kept" >/dev/null
cp "$T"/kept/* "$T/few" 2>/dev/null || :
"$build/fuzzer/$target" -merge=1 -max_len=512 "$T/few" "$build/corpus/$target" >/dev/null 2>&1
for input in "$T"/kept/*; do
	[ ! -f "$input" ] || rm -f "$T/few/${input##*/}"
done
for input in "$T"/few/*; do
	[ ! -f "$input" ] || "$build/replay/$target" --pack "$input"
done | LC_ALL=C sort
