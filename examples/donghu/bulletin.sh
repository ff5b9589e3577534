#!/bin/sh
# bulletin.sh [-d REGISTERS] [-o OUTDIR] PERIOD
#
# The monthly bulletin on one page, and the league table of the streets, each against the month before and the same
# month of the year before, as Markdown, plain text and HTML, and Word where report-render makes it.
# PERIOD is a month such as 2024-06.  REGISTERS defaults to $TAIZHANG_DIR, else to registers/ beside this script;
# OUTDIR to bulletin-PERIOD.
#
#   this.csv  prev.csv  year.csv           figures: of the month, of the month before, of the same month of last year
#   bulletin.md  bulletin.txt  ...         the bulletin; where each of its numbers comes from: bulletin-trace.csv
#   league.md  league.txt  ...             the league table; league-trace.csv
#   listings/                              the rows behind each number, to which those of the HTML pages lead
#
# All states are counted from the registers as they are known today: corrections since then are in all of them.

set -eu
LC_ALL=C
export LC_ALL
unset CDPATH

usage() {
	echo 'usage: bulletin.sh [-d REGISTERS] [-o OUTDIR] YYYY-MM' >&2
	exit 2
}

# shellcheck source=examples/donghu/month.sh
. "$(dirname "$0")/month.sh"
set_month "$period" || usage
out=${out:-bulletin-$period}
mkdir -p "$out"

printf 'month\n%s年%s月\n' "$year" "$month" >"$out/month.csv"
last_year=$((year - 1))-${period#*-}
month_before
prev=$(printf '%04d-%02d' "$year" "$month")

# count NAME PERIOD: coverage on its last day and what happened in it, by street.
count() {
	orgs-count -d "$registers" --period "$2" --by street -o "$out/$1.coverage"
	figures-count -d "$registers" -D "$here/definitions.csv" --period "$2" --by street -o "$out/$1.events"
	cat "$out/$1.coverage" "$out/$1.events" >"$out/$1.csv"
	rm "$out/$1.coverage" "$out/$1.events"
}
count this "$period"
count prev "$prev"
count year "$last_year"

# render NAME FORM [OPTION...]
render() {
	name=$1
	form=$2
	shift 2
	report-render --to "$form" --period "$period" --areas "$registers/areas.csv" -D "$here/definitions.csv" \
		-f "$out/this.csv" --against prev="$out/prev.csv" --against year="$out/year.csv" \
		-l month="$out/month.csv" -o "$out/$name.$form" "$@" "$here/$name.md"
}
for report in bulletin league; do
	for form in txt docx; do
		render "$report" "$form"
	done
	render "$report" md --trace "$out/$report-trace.csv"
	render "$report" html --listings listings --listings-as xlsx
	set -- -q -d "$registers" --by street --trace "$out/$report-trace.csv" \
		--listings "$out/listings" --listings-as xlsx
	orgs-count "$@"
	figures-count -D "$here/definitions.csv" "$@"
done
