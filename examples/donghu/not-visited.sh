#!/bin/sh
# Which operating units has nobody visited for 90 days?
# not-visited.sh [-d DIR] [DATE]
set -eu
dir=${TAIZHANG_DIR:-$(dirname "$0")/registers}
while getopts d: option; do
	case $option in d) dir=$OPTARG ;; *) exit 2 ;; esac
done
shift $((OPTIND - 1))
day=${1:-today}

visits-list -d "$dir" --from "$day-90d" --to "$day" |
	units-list -d "$dir" --as-of "$day" operating=yes --not-in -:unit --fields area,id,name,step --sort area,id --pretty
