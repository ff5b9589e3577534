#!/bin/sh
# Memory of orgs-count: 200,000 units and 40,000 organisations in 20 MiB. UNITS=1000000 LIMIT=65536 is the promise in full. And those
# of register-check, units-add and a workbook.
# shellcheck disable=SC1091,SC2154 # lib.sh sets T, O and code
. "${0%/*}/lib.sh"
units=${UNITS:-200000}
limit=${LIMIT:-20480} # KiB

if [ -n "${ASAN_OPTIONS:-}" ] || [ ! -x /usr/bin/time ]; then
	echo '1..0 # skip memory cannot be measured here'
	exit 0
fi
"$O/bench/generate" "$units" . || exit 1

# peak NAME COMMAND…: the command prints figures, within the limit
peak() {
	name=$1
	shift
	run /usr/bin/time -f %M -o "$T/peak" "$@"
	[ "$code" -eq 0 ] && [ "$(wc -l <"$T/out")" -gt 30 ] && [ "$(cat "$T/peak")" -le "$limit" ]
	ok $? "$name: $(cat "$T/peak") KiB of $limit for $units units" || show
}

peak 'coverage' orgs-count --as-of 2024-06-30
peak 'coverage by street and mode, with flows' orgs-count --period 2023 --by street --group mode

/usr/bin/time -f %M -o "$T/peak" units-list -o sheet.xlsx
[ -s sheet.xlsx ] && [ "$(cat "$T/peak")" -le 8192 ]
ok $? "units-list -o sheet.xlsx: $(cat "$T/peak") KiB of 8192 for $units units"

/usr/bin/time -f %M -o "$T/peak" register-check --as-of 2024-06-30 >"$T/out" 2>"$T/err"
peak=$(tail -n 1 "$T/peak") # in front of it stands the exit code
[ "$(wc -l <"$T/out")" -gt 1000 ] && [ "$peak" -le $((units * 150 / 1024)) ]
ok $? "register-check: $peak KiB for $units units, at most 150 bytes each" || show

mkdir register
cut -d, -f 2-17 units.csv >units-new.csv
/usr/bin/time -f %M -o "$T/peak" units-add -d register -f units-new.csv >"$T/out" 2>"$T/err"
[ "$(wc -l <"$T/out")" -eq "$units" ] && [ "$(cat "$T/peak")" -le $((units * 300 / 1024)) ]
ok $? "units-add: $(cat "$T/peak") KiB for $units rows, at most 300 bytes each" || show
finish
