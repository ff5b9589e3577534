#!/bin/sh
# What report-render does with good, odd and damaged input and with output that fails: no report of a bad file. Each of its
# files in turn is the odd one: the figures, the rows of -l, the areas and the definitions; and the template.

# shellcheck disable=SC1091,SC2034,SC2100,SC2154 # io.sh sets T, registers …, and reads program and label
. "${0%/*}/io.sh"
program=report-render
cat >figures.csv <<'E'
figure,area,period,group,value,of
units,,2024-06-30,,80,
units,360102002,2024-06-30,,57,80
E
cat >rows.csv <<'E'
id,name,note
S1,春天小区,
S2,豫章后街,
E
cat >areas.csv <<'E'
code,name,vintage
360102,东湖区,2024
360102002,滕王阁街道,2024
E
cat >definitions.csv <<'E'
figure,label,unit,register,when,where,measure,of,group,match,note
units,单位,家,,,,,,,,
visits,走访,次,visits,date,,rows,,,,
E
cat >template.md <<'E'
单位{{units}}家，{{names sites name}}。

{{table units by area}}
E

call() { # call FILE [OPTION…]
	file=$1
	shift
	case $form in
	figures) set -- -f "$file" -l sites=rows.csv --areas areas.csv -D definitions.csv "$@" ;;
	rows) set -- -f figures.csv -l "sites=$file" --areas areas.csv -D definitions.csv "$@" ;;
	areas) set -- -f figures.csv -l sites=rows.csv --areas "$file" -D definitions.csv "$@" ;;
	definitions) set -- -f figures.csv -l sites=rows.csv --areas areas.csv -D "$file" "$@" ;;
	esac
	report-render "$@" template.md
}

files_in_turn figures rows areas definitions
bad_value gives_nothing of 八十 "of is not right ('八十')"
sed 1q good.csv >bad.csv
on bad.csv
expect_error "$label: a header alone lacks the figures of the template" 3 "$program: template.md:1:3: " 'units'
[ ! -s "$T/out" ]
ok $? "$label: a header alone: no report"
sed '1d;3d' good.csv | sed '1s/,80,/,81,/' >twice
cat good.csv twice >bad.csv
on bad.csv
tells 'a figure that comes twice' 3 bad.csv:4:1 "figure 'units,,2024-06-30,' comes twice with different values"
cat good.csv good.csv >odd.csv
gives_result 'the same figures twice' odd.csv
form=areas
label='report-render (areas)'
cut -d, -f2- areas.csv >bad.csv
gives_nothing 'a missing column' bad.csv bad.csv:1:1 'the header must name the columns code and name'
form=definitions
label='report-render (definitions)'
cp definitions.csv good.csv
take_apart
without_column gives_nothing figure
form=rows
label='report-render (rows)'
cp rows.csv good.csv
take_apart
cut -d, -f1 good.csv >bad.csv
on bad.csv
expect_error "$label: a column that the template names and the rows lack" 2 "$program: template.md:1:" "list 'sites' has no column 'name'"

# --- the template

# template NAME CODE PLACE TEXT TEMPLATE: TEMPLATE for printf
template() {
	# shellcheck disable=SC2059
	printf "$5" >odd.md
	run report-render -f figures.csv odd.md
	tells "$1" "$2" "$3" "$4"
}
label='report-render (template)'
template 'a NUL' 3 odd.md:1:2 'a NUL byte' '东\0湖\n'
template 'bad UTF-8' 3 odd.md:1:3 'not UTF-8' '东湖\377\n'
template 'a missing figure' 3 odd.md:2:2 "no figure 'nosuch'" '一\n二{{nosuch}}\n'
run report-render -f figures.csv missing.md
tells 'a missing template' 3 missing.md 'cannot be opened for reading'
run report-render -f figures.csv .
tells 'a directory as template' 3 . 'cannot be read'
run report-render -f figures.csv - <&-
tells 'closed standard input as template' 3 'standard input' 'cannot be read'
echo '单位80家' >result
printf '单位{{units}}家\n' >template.md
call() {
	report-render -f "$@"
}
on figures.csv template.md
accepts 'a template'
gzip -nc template.md >template.gz
on figures.csv template.gz
accepts 'gzip'
run_in template.md call figures.csv -
accepts 'standard input'
{ printf '\357\273\277' && sed 's/$/\r/' template.md; } >odd.md
on figures.csv odd.md
accepts 'a byte order mark and CRLF'
printf '单位{{units}}家' >odd.md
printf '单位80家' >want
on figures.csv odd.md
accepts 'no newline at the end' want
: >odd.md
on figures.csv odd.md
accepts 'an empty template' /dev/null
head -c 1048576 /dev/zero | tr '\0' x >long
on figures.csv long
accepts 'a line of 1 MiB' long
run report-render template.md </dev/null
tells 'no input at all' 3 'standard input' 'the file is empty'
run report-render -f figures.csv
expect_error "$label: no template" 2 'report-render: give one template'

# --- HTML

label='report-render --to html'
call() {
	report-render --to html -f "$@"
}
cp template.md good.md
on figures.csv good.md
cp "$T/out" page
[ "$code" -eq 0 ] && [ ! -s "$T/err" ] && grep -q '^<p id="p1">单位<.*>80</span>家</p>$' page
ok $? "$label: a template" || show
run_in good.md call figures.csv -
accepts 'standard input' page
{ printf '\357\273\277' && sed 's/$/\r/' good.md; } >odd.md
on figures.csv odd.md
accepts 'a byte order mark and CRLF' page
printf '单位{{units}}家' >odd.md
on figures.csv odd.md
accepts 'no newline at the end' page
: >odd.md
on figures.csv odd.md
[ "$code" -eq 0 ] && [ ! -s "$T/err" ] && [ "$(tail -n 1 "$T/out")" = '</html>' ] && ! grep -q 'id="p' "$T/out"
ok $? "$label: an empty template" || show
on figures.csv long
[ "$code" -eq 0 ] && [ ! -s "$T/err" ] && sed -n 's/^<p id="p1">\(.*\)<\/p>$/\1/p' "$T/out" | tr -d '\n' | cmp -s - long
ok $? "$label: a line of 1 MiB" || show

# --- output

call() {
	file=$1
	shift
	report-render --to "$form" -f "$file" "$@" "$template"
}
cp figures.csv good.csv
yes '单位{{units}}家' | head -50000 >big.md
for form in md html; do
	label="report-render --to $form"
	template=good.md
	on good.csv
	cp "$T/out" result
	failing_output
	output_files
	template=big.md
	closed_pipe figures.csv
done

# --- a Word document, which has no lines

label='report-render --to docx'
form=docx
template=good.md
on good.csv
cp "$T/out" result
failing_output
on good.csv -o out.docx
accepts 'nothing on standard output with -o' /dev/null
cp out.docx "$T/out"
accepts 'the output file of -o'
sed 's/^units,.*/units,,2024-06-30,,八十,/' good.csv >bad.csv
on bad.csv -o out.docx
[ "$code" -eq 3 ] && cmp -s out.docx result
ok $? "$label: an output file stays as it was when the input is bad (exit code 3)" || show
rm out.docx
seq 30000 >big.md
template=big.md
{ call good.csv 2>"$T/err"; echo $? >pipe-code; } | head -c 2 >"$T/out"
code=$(cat pipe-code)
[ "$code" -eq 141 ] && [ ! -s "$T/err" ] && [ "$(cat "$T/out")" = PK ]
ok $? "$label: a closed pipe ends it silently, as it does cat" || show
finish
