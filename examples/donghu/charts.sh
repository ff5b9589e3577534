#!/bin/sh
# charts.sh [-d REGISTERS] [-o OUTDIR] PERIOD
#
# Charts of the coverage at the end of a month: by street and over twelve months.
# PERIOD is a month such as 2024-06.  REGISTERS defaults to $TAIZHANG_DIR, else to registers/ beside this script;
# OUTDIR to charts-PERIOD.
#
#   months.csv  streets.csv                figures: of twelve months, and of the last one by street
#   charts.md  charts.txt                  the charts as text
#   charts-trace.csv                       where each number of charts.md comes from
#   charts.html  streets.svg               as pictures, where gnuplot (Debian: gnuplot-nox) is installed
#   trace.csv  listings/                   where each number comes from, and the rows behind it, to which charts.html leads

set -eu
LC_ALL=C
export LC_ALL
unset CDPATH

usage() {
	echo 'usage: charts.sh [-d REGISTERS] [-o OUTDIR] YYYY-MM' >&2
	exit 2
}

# shellcheck source=examples/donghu/month.sh
. "$(dirname "$0")/month.sh"
set_month "$period" || usage
out=${out:-charts-$period}
mkdir -p "$out"

# The month and the eleven before it.
: >"$out/months.csv"
for _ in 1 2 3 4 5 6 7 8 9 10 11 12; do
	orgs-count -d "$registers" --period "$(printf '%04d-%02d' "$year" "$month")" >>"$out/months.csv"
	month_before
done
orgs-count -d "$registers" --period "$period" --by street --group mode -o "$out/streets.csv"

render() { # render FORM OPTION...
	form=$1
	shift
	report-render --to "$form" --period "$period" --areas "$registers/areas.csv" -D "$here/definitions.csv" \
		-f "$out/months.csv" -f "$out/streets.csv" -o "$out/charts.$form" "$@" "$here/charts.md"
}
render md --trace "$out/charts-trace.csv"
render txt
if command -v gnuplot >/dev/null; then
	render html --trace "$out/trace.csv" --listings listings --listings-as xlsx
	orgs-count -d "$registers" --by street --trace "$out/trace.csv" --listings "$out/listings" --listings-as xlsx
	figures-chart -f "$out/streets.csv" --by street --percent --sort --areas "$registers/areas.csv" \
		-D "$here/definitions.csv" -o "$out/streets.svg" party.covered
fi
