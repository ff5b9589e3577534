#!/bin/sh
# demo.sh OUTDIR: the sample district's 29 figures and its work report for June 2024, with everything they rest on in OUTDIR.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=${1:?usage: demo.sh OUTDIR}
sh "$here/monthly-summary.sh" -d "$here/registers" -o "$out" 2024-06
cat "$out/figures-29.txt"
printf '\n'
cat "$out/report.txt"
printf '\n'
sh "$here/bulletin.sh" -d "$here/registers" -o "$out/bulletin" 2024-06
cat "$out/bulletin/bulletin.txt"
printf '\n'
sh "$here/charts.sh" -d "$here/registers" -o "$out/charts" 2024-06
cat "$out/charts/charts.txt"
printf '\n%s\n' "Figures, lists, traces and the report (report.md, report.txt, report.html, report.docx) are in $out,
with the rows behind each number in listings, to which report.html leads;
the monthly bulletin and the league table of the streets in $out/bulletin, the charts in $out/charts"
