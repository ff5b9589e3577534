# Sourced by bulletin.sh, charts.sh and monthly-summary.sh, which define `usage`: their options and the month they are about.
# Sets here (the directory of these files), registers, out (empty without -o) and period (the operand, empty without one).
# shellcheck shell=sh disable=SC2034

# set_month PERIOD: year and month of a period such as 2024-06, in integers; false when it is none.
set_month() {
	case $1 in
	[1-9][0-9][0-9][0-9]-0[1-9] | [1-9][0-9][0-9][0-9]-1[0-2]) ;;
	*) return 1 ;;
	esac
	year=${1%-*}
	month=${1#*-}
	month=${month#0}
}

# month_before: takes year and month to the month before.
month_before() {
	month=$((month - 1))
	if [ "$month" -eq 0 ]; then
		month=12
		year=$((year - 1))
	fi
}

here=$(cd "$(dirname "$0")" && pwd)
registers=${TAIZHANG_DIR:-$here/registers}
out=
while getopts d:o: option 2>/dev/null; do
	case $option in
	d) registers=$OPTARG ;;
	o) out=$OPTARG ;;
	*) usage ;;
	esac
done
shift $((OPTIND - 1))
[ $# -le 1 ] || usage
period=${1:-}
