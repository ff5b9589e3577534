#!/bin/sh
# How many honours of each title were awarded in the period?
# awards-by-title.sh [-d DIR] [PERIOD]     (2024, 2024H1, 2024Q2, 2024-06, last-month)
set -eu
dir=${TAIZHANG_DIR:-$(dirname "$0")/registers}
while getopts d: option; do
	case $option in d) dir=$OPTARG ;; *) exit 2 ;; esac
done
shift $((OPTIND - 1))
period=${1:-last-month}

awards-list -d "$dir" --period "$period" kind=honour stage=awarded |
	figures-count -n honours --period "$period" --group title
