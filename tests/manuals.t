#!/bin/sh
# The manuals and README agree with the programs: options, and every command that they show.
#
# A command in a manual stands in a literal display, in README in a fenced block, behind "$ "; lines follow while one ends
# in | or \. It must end with 0, say nothing on standard error (but for rows that are already there) and print something,
# unless into a file. Lines that follow it are what it prints; a last line "..." stands for more. The commands of one page
# run one after another in a copy of examples/donghu.
. "${0%/*}/lib.sh"

page_of() { # page_of NAME.SECTION: the file, links followed
	page=$S/man/$1
	[ -e "$page" ] || page=$O/man/$1
	target=$(sed -n 's/^\.so man[0-9]*\///p' "$page" 2>/dev/null)
	[ -z "$target" ] || page=$S/man/$target
	echo "$page"
}

# --- options --------------------------------------------------------------------------------------------------------

options_of_program() {
	"$1" --help | sed -n 's/^  \(-.\), \(--[a-z-]*\).*/\1\n\2/p; s/^      \(--[a-z-]*\).*/\1/p' | sort
}

# An option that only one of several programs has stands behind a line  .\" only PROGRAM
options_of_manual() {
	awk -v name="$1" '/^\.\\" only / { only = $3; next }
	/^\.It Fl / && (only == "" || only == name) {
		for (i = 2; i < NF; i++)
			if ($i == "Fl") { option = $(i + 1); gsub(/\\/, "", option); print "-" option }
	}
	{ only = "" }' "$(page_of "$1.1")" | sort
}

for program in "$O"/bin/*; do
	name=${program##*/}
	if [ ! -e "$(page_of "$name.1")" ]; then
		ok 1 "$name has a manual"
		continue
	fi
	options_of_program "$name" >"$T/program"
	options_of_manual "$name" >"$T/manual"
	[ -s "$T/program" ] && cmp -s "$T/program" "$T/manual"
	ok $? "$name --help and its manual have the same options" || diff "$T/program" "$T/manual" | sed 's/^/# /'
	awk '/^\.Sh NAME/ { inside = 1; next } /^\.Sh/ { inside = 0 } inside' "$(page_of "$name.1")" | grep -q "^\.Nm $name\( ,\)*$"
	ok $? "the manual of $name names it"
done

# A program whose manual is there before its source: what concerns it is TODO, it does not fail the run.
for page in "$S"/man/*.1; do
	name=${page##*/}
	name=${name%.1}
	[ -e "$S/cmd/$name.c" ] || echo "$name"
done >"$T/unwritten"

todo() { # todo FILE: the TAP directive, when FILE names a program that is not written
	if grep -qwFf "$T/unwritten" "$1"; then echo ' # TODO not written'; fi
}

for page in "$S"/man/*.1; do
	name=${page##*/}
	echo "${name%.1}" >"$T/name"
	[ -x "$O/bin/${name%.1}" ]
	ok $? "$name is the manual of a program$(todo "$T/name")"
done

# --- codes of register-check ----------------------------------------------------------------------------------------

cat "$S"/lib/register/check*.c | tr '\n\t' '  ' | sed 's/check_find( */\
&/g' | sed -n '/^check_find( *c,/ { s/_(.*//; s/;.*//; s/column_of([^)]*)//; p; }' |
	grep -o '"[a-z-]*"' | tr -d '"' | sort -u >"$T/program"
sed -n '/^\.Ss Files/,/^\.Sh EXIT/ s/^\.It Li //p' "$S/man/register-check.1" | sed 's/ , /\n/g' | sort -u >"$T/manual"
[ -s "$T/program" ] && cmp -s "$T/program" "$T/manual"
ok $? 'register-check and its manual have the same codes' || diff "$T/program" "$T/manual" | sed 's/^/# /'

# --- layout ---------------------------------------------------------------------------------------------------------

for page in "$S"/man/*.[157] "$O"/man/*.5; do
	grep -q '^\.so ' "$page" && continue
	run mandoc -Tlint -Wwarning "$page"
	expect "mandoc has no fault to find in ${page##*/}" 0 </dev/null
done

grep -o '^\.Xr [a-z-]* [157]' "$S"/man/*.[157] "$O"/man/*.5 | sed 's/.*\.Xr //' | sort -u |
	grep -vE '^(cat|cron|gnuplot|grep|head|split) ' | while read -r name section; do
	[ -e "$(page_of "$name.$section")" ] || echo "$name($section)"
done >"$T/out"
code=0
expect 'every page that a manual names is there' 0 </dev/null

# --- commands -------------------------------------------------------------------------------------------------------

# Splits a page into $T/steps/N.command and $T/steps/N.output.
steps_of() {
	rm -rf "$T/steps"
	mkdir "$T/steps"
	awk -v directory="$T/steps" '
	function close_step() { open = 0 }
	/^\.Bd -literal/ || (/^```/ && !inside) { inside = 1; next }
	/^\.Ed/ || /^```/ { inside = 0; close_step(); next }
	!inside { next }
	{ gsub(/\\\(aq/, "\047"); gsub(/\\e/, "\\"); sub(/^\\&/, "") }
	/^\$ / { step = sprintf("%s/%03d", directory, ++count); sub(/^\$ /, ""); open = 1; more = 1 }
	/^$/ { close_step(); next }
	!open { next }
	more { print >(step ".command"); more = /[|\\]$/; next }
	{ print >(step ".output") }' "$1"
}

printed_as_shown() { # printed_as_shown SHOWN: compares with $T/out
	if [ "$(tail -n 1 "$1")" = ... ]; then
		sed '$d' "$1" >"$T/want"
		head -n "$(wc -l <"$T/want")" "$T/out" | cmp -s - "$T/want"
	else
		cmp -s "$1" "$T/out"
	fi
}

good_step() { # good_step STEP: the command has just run
	[ "$code" -eq 0 ] || return 1
	grep -qv 'already there' "$T/err" && return 1
	if [ -e "$1.output" ]; then
		printed_as_shown "$1.output"
	else
		grep -qE '>| -o | --listings ' "$1.command" || [ -s "$T/out" ]
	fi
}

SOURCE_DATE_EPOCH=$(date -u -d 2024-07-01T00:00:00Z +%s 2>/dev/null || echo 1719792000)
TAIZHANG_DIR=registers
export SOURCE_DATE_EPOCH TAIZHANG_DIR
for page in "$S"/README.md "$S"/man/*.[157] "$O"/man/*.5; do
	steps_of "$page"
	rm -rf "$T/work/examples"
	cp -R "$S/examples" "$T/work/examples"
	cd "$T/work/examples/donghu" || exit 1
	for command in "$T"/steps/*.command; do
		[ -e "$command" ] || continue
		run sh -c "$(cat "$command")"
		good_step "${command%.command}"
		ok $? "${page##*/}: $(sed 's/[\\#]//g; q' "$command")$(todo "$command")" || show
	done
	cd "$T/work" || exit 1
done

finish
