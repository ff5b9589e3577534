#!/bin/sh
# What share of the secretaries of Party organisations is certified, by street?
# certified-share.sh [-d DIR] [DATE]
set -eu
here=$(dirname "$0")
dir=${TAIZHANG_DIR:-$here/registers}
while getopts d: option; do
	case $option in d) dir=$OPTARG ;; *) exit 2 ;; esac
done
shift $((OPTIND - 1))
day=${1:-today}

# A rate is a value and its denominator; percent has one decimal, half up, and is 100.0 only of the whole.
figures-count -d "$dir" -D "$here/definitions.csv" --as-of "$day" --from "$day" --to "$day" --by street |
	awk -F , 'BEGIN { print "area,certified,secretaries,percent" }
		$1 == "secretaries.certified" && $4 == "" {
			tenths = $6 ? int((2000 * $5 + $6) / (2 * $6)) : 0
			if (tenths == 1000 && $5 < $6) tenths = 999
			if (tenths == 0 && $5 > 0) tenths = 1
			print $2 "," $5 "," $6 "," ($6 ? int(tenths / 10) "." tenths % 10 : "") }'
