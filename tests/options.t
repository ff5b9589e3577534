#!/bin/sh
# The help text of every program lists exactly the options that the program takes: each one listed is taken, with an argument
# where the text says so, and no other letter is. The nine readers take the same.

# shellcheck disable=SC1091,SC2154 # lib.sh sets code
. "${0%/*}/lib.sh"

# One option a line: letter or '-', long name, name of the argument or nothing.
listed() {
	sed -n 's/^  -\(.\), --\([a-z-]*\)\( [^ ]\{1,\}\)\{0,1\}  .*/\1 \2\3/p; s/^      --\([a-z-]*\)\( [^ ]\{1,\}\)\{0,1\}  .*/- \1\2/p' "$1"
}

# With --help behind them nothing is done but the options are read.
takes() {
	run "$program" "$@" --help
	[ "$code" -eq 0 ] && cmp -s help "$T/out" && [ ! -s "$T/err" ]
}

refuses() { # refuses TEXT WORD…
	text=$1
	shift
	run "$program" "$@"
	[ "$code" -eq 2 ] && [ ! -s "$T/out" ] && grep -qF -e "$program: $text" "$T/err"
}

check_option() { # check_option LETTER NAME [ARGUMENT]
	status=0
	if [ $# -eq 3 ]; then
		takes "--$2" 1 && refuses "option '--$2' needs an argument" "--$2" || status=1
		[ "$1" = - ] || { takes "-$1" 1 && refuses "option -$1 needs an argument" "-$1"; } || status=1
	elif [ "$2" = version ]; then
		run "$program" -V
		[ "$code" -eq 0 ] && grep -q "^$program (taizhang) " "$T/out" || status=1
	else
		takes "--$2" && refuses "no option '--$2=1'" "--$2=1" || status=1
		[ "$1" = - ] || takes "-$1" || status=1
	fi
	ok $status "$program takes --$2 as its help text says" || show
}

for path in "$O"/bin/*; do
	program=${path##*/}
	run "$program" -h
	cp "$T/out" help
	status=0
	[ "$code" -eq 0 ] && [ ! -s "$T/err" ] && head -1 help | grep -q "^usage: $program " || status=1
	ok $status "$program -h" || show
	listed help >options
	[ "$(wc -l <options)" -eq "$(grep -c '^  *-' help)" ]
	ok $? "every option line of $program is understood here"
	while read -r letter name argument <&3; do
		# shellcheck disable=SC2086
		check_option "$letter" "$name" $argument
	done 3<options
	status=0
	for letter in a b c d e f g h i j k l m n o p q r s t u v w x y z A B C D E F G H I J K L M N O P Q R S T U V W X Y Z; do
		grep -q "^$letter " options || refuses "no option -$letter" "-$letter" || { status=1 && break; }
	done
	ok $status "$program takes no other letter" || show
	case $program in
	*-list)
		[ -e readers ] || cp options readers
		cmp -s options readers
		ok $? "$program takes the options of all readers"
		;;
	esac
done
finish
