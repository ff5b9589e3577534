#!/bin/sh
# Which units have three full Party members or more and no Party organisation, street by street?
# should-have-party.sh [-d DIR] [DATE]
set -eu
dir=${TAIZHANG_DIR:-$(dirname "$0")/registers}
while getopts d: option; do
	case $option in d) dir=$OPTARG ;; *) exit 2 ;; esac
done
shift $((OPTIND - 1))
day=${1:-today}

orgs-count -d "$dir" --as-of "$day" --list party.missing |
	units-list -f - --fields area,id,name,members,step --sort area,-members --pretty
