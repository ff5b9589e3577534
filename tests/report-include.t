#!/bin/sh
# {{include}} of report-render: parts of a template in files of their own, within its directory.
# shellcheck disable=SC1091,SC2034,SC2154
. "${0%/*}/report.sh"

mkdir -p tpl/parts/deep
printf '第一部分：{{units}}家\n' >tpl/parts/one.md
printf '{{include deep/three.md}}，{{.name}}' >tpl/parts/two.md
printf '覆盖率{{party.covered@.|percent}}\n' >tpl/parts/deep/three.md
main() { # main TEXT OPTION…
	printf '%s\n' "$1" >tpl/main.md
	shift
	run report-render -f figures.csv --areas areas.csv "$@" tpl/main.md
}

# --- what is put in -------------------------------------------------------------------------------------------------

main '一
  {{include parts/one.md}}
二{{include parts/one.md}}三'
expect 'a part on a line of its own, and within a line' 0 <<'E'
一
第一部分：80家
二第一部分：80家三
E
main '{{#each units by street join:；}}{{include parts/two.md}}{{/each}}' --to txt
expect 'a part within a loop, and a part of a part, found from its own file' 0 <<'E'
覆盖率100.0%，滕王*阁街道；覆盖率23.3%，百花洲街道
E
printf 'x' >tpl/end.md
: >tpl/empty.md
printf '\357\273\277{{#if none}}\r\na\r\n{{else}}\r\nb\r\n{{/if}}\r\n' >tpl/windows.md
main '1
{{include end.md}}
{{include empty.md}}
{{include windows.md}}
2{{include ./empty.md}}'
expect 'without a newline, empty, and from Windows' 0 <<'E'
1
x
b
2
E
gzip -nc tpl/end.md >tpl/packed.md
ln -s parts/one.md tpl/link.md
ln -s parts tpl/links
printf 'E\n' >'tpl/a b.md'
main '{{include packed.md}} {{include link.md}} {{include links/one.md}} {{include a b.md}}'
expect 'by gzip, by links within the directory, and with a blank in the name' 0 <<'E'
x 第一部分：80家 第一部分：80家 E
E
(cd tpl && report-render -f ../figures.csv main.md) >"$T/out" 2>"$T/err"
code=$?
expect 'from within the directory' 0 <<'E'
x 第一部分：80家 第一部分：80家 E
E
main '{{include parts/one.md}}' --trace trace.csv
[ "$(sed -n 2p trace.csv)" = '1,6,80,units,,2024-06-30,,80,' ]
ok $? 'the trace counts in the report'

# --- what may not be put in -----------------------------------------------------------------------------------------

printf 'secret\n' >outside.md
ln -s ../outside.md tpl/out.md
ln -s .. tpl/up
mkfifo tpl/fifo
mkdir tpl-other && printf 'other\n' >tpl-other/x.md && ln -s ../tpl-other tpl/near
main "一{{include $PWD/tpl/end.md}} {{include ../outside.md}} {{include parts/../end.md}} {{include out.md}}
{{include up/outside.md}} {{include near/x.md}} {{include parts}} {{include fifo}}"
expect_error 'nothing outside of the directory, and only files' 2 \
	"tpl/main.md:1:2: '/" "is an absolute path" "'../outside.md' leads out of the template's directory by '..'" \
	"'parts/../end.md' leads out" "'out.md' leads out of the template's directory by a symbolic link" \
	"tpl/main.md:2:1: 'up/outside.md' leads out" "'near/x.md' leads out" "'parts' is no regular file" "'fifo' is no regular file"
[ "$(wc -l <"$T/err")" -eq 8 ] && ! grep -q secret "$T/out"
ok $? 'each is told' || show
main '{{include absent.md}}'
expect_error 'a part that is not there' 3 "tpl/main.md:1:1: 'absent.md' cannot be included: No such file"
main 'a{{include}}'
expect_error 'no path' 2 "tpl/main.md:1:2: 'include' must name a file"
printf '{{include end.md}}\n' >tpl/in.md
run_in tpl/in.md report-render -f figures.csv -
expect_error 'the template from standard input' 2 "standard input:1:1: 'end.md' cannot be included here, the template is no file"

printf 'a\n\n{{include parts/loop.md}}\n' >tpl/first.md
printf '二\n{{include again.md}}' >tpl/parts/loop.md
ln -s ../first.md tpl/parts/again.md
run report-render -f figures.csv tpl/first.md
expect_error 'a circle: both places' 2 "tpl/parts/loop.md:2:1: 'again.md' would include itself, from tpl/first.md:3:1 on"
printf '{{include self.md}}' >tpl/self.md
run report-render -f figures.csv tpl/self.md
expect_error 'a part of itself' 2 "tpl/self.md:1:1: 'self.md' would include itself, from tpl/self.md:1:1 on"
i=0
while [ $i -lt 20 ]; do
	printf '{{include d%d.md}}\n' $((i + 1)) >tpl/d$i.md
	i=$((i + 1))
done
: >tpl/d20.md
run report-render -f figures.csv tpl/d0.md
expect_error 'too deep' 2 "tpl/d16.md:1:1: more than 16 files within each other"
run report-render -f figures.csv tpl/d5.md
expect '15 are not' 0 </dev/null

printf '\357\273\277二{{units}}\r\n' >tpl/crlf.md
main '一{{include crlf.md}}三'
expect 'a part from Windows within a line' 0 <<'E'
一二80三
E

# --- places ---------------------------------------------------------------------------------------------------------

printf '一\n二 {{unit}} {{#if units}}\n' >tpl/parts/bad.md
main '{{include parts/bad.md}}{{/if}}'
expect_error 'a block ends in the file where it begins' 2 \
	"tpl/parts/bad.md:2:12: '{{#if units}}' is not closed" "tpl/main.md:1:25: '{{/if}}' without '{{#if}}'"
printf '一\n二 {{unit}}\n{{names sites nme}}\n{{table units by figure: prev}}\n' >tpl/parts/bad.md
main '{{include parts/bad.md}}{{nothing}}' -l sites=sites.csv
expect_error 'messages name file, line and column of the part' 3 \
	"tpl/parts/bad.md:2:3: no figure 'unit'" "tpl/parts/bad.md:3:1: list 'sites' has no column 'nme'" \
	"tpl/parts/bad.md:4:1: no earlier figures 'prev'" "tpl/main.md:1:25: no figure 'nothing'"
printf 'a\n\377\n' >tpl/bad.md
main '{{include bad.md}}'
expect_error 'a part that is not UTF-8' 3 'tpl/bad.md:2:1: not UTF-8'
i=0
{ while [ $i -lt 7 ]; do printf '{{#each sites}}'; i=$((i + 1)); done; printf '{{include loops.md}}'
	while [ $i -gt 0 ]; do printf '{{/each}}'; i=$((i - 1)); done; } >tpl/seven.md
printf '{{#each sites}}{{#each sites}}x{{/each}}{{/each}}' >tpl/loops.md
run report-render -f figures.csv -l sites=sites.csv tpl/seven.md
expect_error 'loops are counted across files' 2 'tpl/loops.md:1:16: more than 8 loops within each other'
[ "$(wc -l <"$T/err")" -eq 1 ]
ok $? '… and the end of the ninth is no fault' || show
main '{{include end.md}}' -o tpl/end.md
expect_error 'the report does not take the place of a part' 2 'tpl/end.md'
[ "$(cat tpl/end.md)" = x ]
ok $? '… which is still there'

finish
