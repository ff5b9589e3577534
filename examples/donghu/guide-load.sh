#!/bin/sh
# How many units does each guide look after? One line a person, also with two posts.
# guide-load.sh [-d DIR] [DATE]
set -eu
dir=${TAIZHANG_DIR:-$(dirname "$0")/registers}
while getopts d: option; do
	case $option in d) dir=$OPTARG ;; *) exit 2 ;; esac
done
shift $((OPTIND - 1))
day=${1:-today}

# The list of units stands last: counting its semicolons needs no knowledge of quotes.
people-list -d "$dir" --as-of "$day" role=guide --fields person,area,units --sort person --no-header |
	awk -F , '{ load[$1] += $3 == "" ? 0 : split($3, unit, ";"); if (!($1 in area)) order[++n] = $1; area[$1] = $2 }
		END { print "guide,area,units"; for (i = 1; i <= n; i++) print order[i] "," area[order[i]] "," load[order[i]] }'
