#!/bin/sh
# Prints a target's corpus with what fuzzing has added to it: of the inputs that `make fuzz` keeps,
# the fewest that reach the places which the committed ones do not.
#
#   pack.sh BUILD TARGET >corpus.new
set -eu
here=${0%/*}
build=$1
target=$2
kept=$here/corpus/$target.txt
T=$(mktemp -d "${TMPDIR:-/tmp}/taizhang.XXXXXX")
trap 'rm -rf "$T"' EXIT
export TMPDIR="$T"
mkdir "$T/few" "$T/tried"
cat "$kept"
"$build/replay/$target" "$kept" "$T/few" >/dev/null
for input in "$build/corpus/$target"/*; do
	[ "$(wc -c <"$input")" -gt 300 ] || cp "$input" "$T/tried"
done
ls "$T/few" >"$T/before"
"$build/fuzzer/$target" -merge=1 -set_cover_merge=1 -use_counters=0 "$T/few" "$T/tried" >/dev/null 2>&1
for input in "$T/few"/*; do
	grep -qx "${input##*/}" "$T/before" || "$build/replay/$target" --pack "$input"
done | LC_ALL=C sort
