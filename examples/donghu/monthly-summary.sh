#!/bin/sh
# monthly-summary.sh [-d REGISTERS] [-o OUTDIR] [PERIOD]
#
# Counts one month and writes the work report and everything it rests on into OUTDIR.
# PERIOD is a month such as 2024-06; last-month, the default, is the one before today.
# REGISTERS defaults to $TAIZHANG_DIR, else to registers/ beside this script; OUTDIR to summary-PERIOD.
#
#   coverage.csv  ytd.csv  month.csv       figures: coverage, year to date, the month
#   complex.csv  home.csv  ...             the rows behind the names in the report
#   report.md  report.txt  report.html     the report
#   report.docx                            the same for Word
#   trace.csv  figures-29-trace.csv        where each number of report.md and figures-29.md comes from
#   listings/                              the rows behind each number of report.html, which leads to them
#   figures-29.md  figures-29.txt          the table of the 29 figures
#
# Made for cron: needs no terminal, says nothing when all is well, and one line on standard error when
# not.  Then OUTDIR is as it was.  Exit 75: another run holds the lock.  A crontab line (04:30 on the
# 2nd of every month; the programs must be on PATH):
#
#   30 4 2 * *  PATH=/usr/local/bin:/usr/bin:/bin  /srv/donghu/monthly-summary.sh -d /srv/donghu/registers -o /srv/donghu/summary

set -eu
LC_ALL=C
TZ=CST-8                        # the registers' days are those of +08:00
export LC_ALL TZ
unset CDPATH

die() {                         # die STATUS MESSAGE
	printf 'monthly-summary: %s\n' "$2" >&2
	exit "$1"
}

usage() {
	die 2 'usage: monthly-summary.sh [-d REGISTERS] [-o OUTDIR] [YYYY-MM|last-month]'
}

# shellcheck source=examples/donghu/month.sh
. "$(dirname "$0")/month.sh"
period=${period:-last-month}

# The month, its year and its last day, in integers.
if [ "$period" = last-month ]; then
	if [ -n "${SOURCE_DATE_EPOCH:-}" ]; then
		today=$(date -d "@$SOURCE_DATE_EPOCH" +%Y-%m)
	else
		today=$(date +%Y-%m)
	fi
	set_month "$today"
	month_before
	period=$(printf '%04d-%02d' "$year" "$month")
fi
set_month "$period" || die 2 "'$period' is not a month such as 2024-06"
case $month in
4 | 6 | 9 | 11) days=30 ;;
2)
	days=28
	if [ $((year % 4)) -eq 0 ] && { [ $((year % 100)) -ne 0 ] || [ $((year % 400)) -eq 0 ]; }; then
		days=29
	fi
	;;
*) days=31 ;;
esac
first=$year-01-01
day=$period-$days
out=${out:-summary-$period}

[ -d "$registers" ] || die 3 "no register directory '$registers'"
mkdir -p "$out" 2>/dev/null || die 3 "cannot make the directory '$out'"
out=$(cd "$out" && pwd) || die 3 "cannot enter '$out'"
[ -w "$out" ] || die 3 "cannot write into '$out'"

# The lock goes with the process, however that ends; its file is never removed.
exec 9>>"$out/.monthly-summary.lock"
flock -n 9 || die 75 "another run is writing into '$out'"

# Everything is made in a directory of its own beside the results and moved when all of it is there.
work=$out/.monthly-summary.tmp
trap 'rm -rf "$work"' EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
rm -rf "$work"
mkdir "$work"
log=$work/.log

# stage RESULT PROGRAM ARGUMENT...: standard output becomes RESULT.  Files stand between the stages, no
# pipes, so the failure of any of them is seen; also exit 1, a finding, stops the month.
stage() {
	result=$1
	shift
	status=0
	"$@" >"$work/$result" 2>"$log" 9>&- </dev/null || status=$?
	if [ "$status" -ne 0 ]; then
		reason=$(head -n 1 "$log")
		die "$status" "$period: $1 for $result failed (exit $status)${reason:+: $reason}"
	fi
}

stage coverage.csv orgs-count -d "$registers" --as-of "$day" --from "$first" --by street --group mode
stage ytd.csv figures-count -d "$registers" -D "$here/definitions.csv" \
	--as-of "$day" --from "$first" --to "$day" --by street
stage month.csv figures-count -d "$registers" -D "$here/definitions.csv" --period "$period" --by street

# Rows whose names the report prints.
stage complex.csv sites-list -d "$registers" --as-of "$day" --sort id --fields id,name,area kind=complex
stage home.csv sites-list -d "$registers" --as-of "$day" --sort id --fields id,name,area kind=workers-home name~劳模之家
stage stations.csv sites-list -d "$registers" --as-of "$day" --sort id --fields id,name,area kind=station name~红色驿站
stage casual.csv sites-list -d "$registers" --as-of "$day" --sort id --fields id,name,area kind=casual-station
stage brands.csv awards-list -d "$registers" --from "$first" --to "$day" --sort family,title,id \
	--fields id,title,family kind=brand family=youth,labour stage=awarded
stage welfare.csv events-list -d "$registers" --from "$first" --to "$day" --sort series,id --fields id,date,series \
	kind=welfare series=青壹暖冬,童心圆梦,微心愿,名著小书包,希望小屋
stage festivals.csv events-list -d "$registers" --from "$first" --to "$day" --sort date,id \
	--fields id,date,name kind=festival part_of=
printf 'date\n%s年%s月%s日\n' "$year" "$month" "$days" >"$work/day.csv"

# render RESULT TEMPLATE OPTION...
render() {
	result=$1
	template=$2
	shift 2
	stage "$result" report-render --period "$period" --areas "$registers/areas.csv" -D "$here/definitions.csv" \
		-f "$work/coverage.csv" -f "$work/ytd.csv" -f "$work/month.csv" \
		-l day="$work/day.csv" -l complex="$work/complex.csv" -l home="$work/home.csv" \
		-l stations="$work/stations.csv" -l casual="$work/casual.csv" -l brands="$work/brands.csv" \
		-l welfare="$work/welfare.csv" -l festivals="$work/festivals.csv" "$@" "$here/$template"
}

render report.md work-report.md --to md --trace "$work/trace.csv"
render report.txt work-report.md --to txt
render report.html work-report.md --to html --listings listings --listings-as xlsx
render report.docx work-report.md --to docx
render figures-29.md figures-29.md --to md --trace "$work/figures-29-trace.csv"
render figures-29.txt figures-29.md --to txt

# list PROGRAM OPTION...: of two programs each passes over what the other one counts.
list() {
	program=$1
	shift
	stage .listed "$program" -q -d "$registers" --by street --trace "$work/trace.csv" \
		--listings "$work/listings" --listings-as xlsx "$@"
}

list orgs-count
list figures-count -D "$here/definitions.csv"

# Figures and rows first, the report last: who sees a new report finds what it rests on.
for file in coverage ytd month day complex home stations casual brands welfare festivals trace figures-29-trace; do
	mv -f "$work/$file.csv" "$out/$file.csv"
done
mkdir -p "$out/listings" 2>"$log" || die 3 "cannot make the directory '$out/listings'"
mv -f "$work/listings/"* "$out/listings/"
for file in figures-29.md figures-29.txt report.txt report.html report.docx report.md; do
	mv -f "$work/$file" "$out/$file"
done
