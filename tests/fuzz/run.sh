#!/bin/sh
# Runs fuzz targets one after another.
#
#   run.sh BUILD SECONDS TARGET…
#
# What a target has tried that led to new places is kept in BUILD/corpus/TARGET and added to the next
# run; `pack.sh` makes the committed corpus of it. An input that breaks a property is kept in
# BUILD/found and shown as a line of a corpus. Ends with 1 when there is one.
set -u
here=${0%/*}
build=$1
seconds=$2
shift 2
mkdir -p "$build/found" "$build/log"
[ -n "${TMPDIR:-}" ] || { [ -w /dev/shm ] && TMPDIR=/dev/shm; }
TMPDIR=$(mktemp -d "${TMPDIR:-/tmp}/taizhang.XXXXXX")
export TMPDIR
trap 'rm -rf "$TMPDIR"' EXIT
trap 'exit 1' HUP INT TERM
bad=0
for target; do
	inputs=$build/corpus/$target
	mkdir -p "$inputs"
	[ ! -f "$here/corpus/$target.txt" ] || "$build/replay/$target" "$here/corpus/$target.txt" "$inputs" >/dev/null || bad=1
	words=
	[ ! -f "$here/$target.dict" ] || words=-dict=$here/$target.dict
	if "$build/fuzzer/$target" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=1024 -max_len=4096 -print_final_stats=1 \
		-verbosity=1 ${words:+"$words"} -artifact_prefix="$build/found/$target-" "$inputs" >"$build/log/$target" 2>&1; then
		printf '%-12s %s runs, %s inputs\n' "$target" "$(sed -n 's/^stat::number_of_executed_units: *//p' "$build/log/$target")" \
			"$(find "$inputs" -type f | wc -l)"
		continue
	fi
	bad=1
	grep -v '^#[0-9]' "$build/log/$target" | tail -60
	for found in "$build/found/$target"-*; do
		[ ! -f "$found" ] || { echo "$found:" && "$build/replay/$target" --pack "$found"; }
	done
done
exit "$bad"
