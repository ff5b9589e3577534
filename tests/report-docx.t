#!/bin/sh
# report-render --to docx: the package and what stands in it, the layout of official documents, trace, same bytes; and what
# LibreOffice and python-docx make of it where they are installed.

# shellcheck disable=SC1091,SC2154 # lib.sh sets S, T, O and code
. "${0%/*}/lib.sh"

look() { # look MODE FILE…: see report-docx.py
	python3 "$S/tests/report-docx.py" "$@"
}

# looks NAME MODE FILE…: nothing is wrong
looks() {
	name=$1
	shift
	run look "$@"
	[ "$code" -eq 0 ]
	ok $? "$name" || show
}

cat >figures.csv <<'E'
figure,area,period,group,value,of
units,,2024-06-30,,80,
units,360102002,2024-06-30,,57,80
units,360102004,2024-06-30,,23,80
covered,,2024-06-30,,57,80
covered,360102002,2024-06-30,,50,57
covered,360102004,2024-06-30,,7,23
E
cat >areas.csv <<'E'
code,name,vintage
360102002,滕王阁街道,2024
360102004,百花洲街道,2024
E
printf 'name\n"甲<b>&""x"""\n\033乙\342\200\256丙\n' >names.csv

# render TEMPLATE [OPTION…]: writes report.docx
render() {
	template=$1
	shift
	run report-render -f figures.csv --areas areas.csv -l names=names.csv --to docx -o report.docx "$@" "$template"
}

# --- blocks ---------------------------------------------------------------------------------------------------------

cat >all.md <<'E'
# 关于**两新**工作的汇报

2024年6月30日

各街道党工委，区直各单位：

全区单位{{units}}家，**重点{{units@360102002}}家**，*强调*，`代码`，[网址](https://example.org/?a=1&b=2)，<https://example.org/>，[见下](#below)，![图片](x.png)。
软
换行 a
b  
硬换行

## 一、组织网

### （一）四建同步

#### 1. 党组织

##### （1）单独组建

###### 更深一层

- 一点{{units}}
- 二点

  又一段
  1. 子一
  2. 子二

3) 第三
4) 第四

   > 引文**重**

```
code  {{units}}
	缩进
```

<div>原样</div>

---

{{table units covered|percent by street}}

| a | b |
|:-:|---|
| x |

{{names names name}}

中共某区委
2024年6月30日
E
render all.md --trace trace.csv
expect 'blocks and inlines' 0 </dev/null
looks 'the package is whole, elements stand in their order' parts report.docx
run look text report.docx
expect 'each paragraph has its style, each run its font' 0 <<'E'
Title	{方正小标宋简体}关于{方正小标宋简体 粗}两新{方正小标宋简体}工作的汇报
Subtitle	{楷体}2024年6月30日
Recipients	{仿宋}各街道党工委，区直各单位：
BodyText	{仿宋}全区单位80家，{仿宋 粗}重点57家{仿宋}，{楷体}强调{仿宋}，{宋体}代码{仿宋}，网址（https://example.org/?a=1&b=2），https://example.org/，见下，图片。软换行 a b\n硬换行
Heading1	{黑体}一、组织网
Heading2	{楷体}（一）四建同步
Heading3	{仿宋}1. 党组织
Heading4	{仿宋}（1）单独组建
Heading5	{仿宋}更深一层
ListParagraph	{仿宋}——一点80
ListParagraph	{仿宋}——二点
ListParagraph	{仿宋}又一段
ListParagraph left=200	{仿宋}（1）子一
ListParagraph left=200	{仿宋}（2）子二
ListParagraph	{仿宋}3) 第三
ListParagraph	{仿宋}4) 第四
Quote left=200	{楷体}引文{楷体 粗}重
Code	{宋体}code  80\n\t缩进
Code	{宋体}<div>原样</div>
Rule	
TableHead center	{黑体}街道
TableHead center	{黑体}units
TableHead center	{黑体}covered占比
TableText left	{仿宋}滕王阁街道
TableText right	{仿宋}57
TableText right	{仿宋}87.7%
TableText left	{仿宋}百花洲街道
TableText right	{仿宋}23
TableText right	{仿宋}30.4%
TableText left	{仿宋}合计
TableText right	{仿宋}80
TableText right	{仿宋}71.3%
Normal	
TableHead center	{黑体}a
TableHead center	{黑体}b
TableText center	{仿宋}x
TableText left	
BodyText	{仿宋}甲<b>&"x"和�乙�丙
Signature right=475	{仿宋}中共某区委
Signature right=400	{仿宋}2024年6月30日
E
run look trace report.docx trace.csv
expect 'the trace names the paragraph of each number' 0 <<'E'
10
E
run look layout report.docx
expect 'paper, grid, type and page numbers are those of official documents' 0 <<'E'
pgSz h=16838 w=11906
pgMar bottom=1982 footer=1435 gutter=0 header=851 left=1586 right=1472 top=2095
docGrid charSpace=-820 linePitch=580 type=linesAndChars
Normal 仿宋 16.0 - both
Title 方正小标宋简体 22.0 - center
Subtitle 楷体 16.0 - center
Recipients 仿宋 16.0 - -
BodyText 仿宋 16.0 200 -
Heading1 黑体 16.0 200 -
Heading2 楷体 16.0 200 -
Heading3 仿宋 16.0 200 -
Heading4 仿宋 16.0 200 -
Heading5 仿宋 16.0 200 -
ListParagraph 仿宋 16.0 200 -
Quote 楷体 16.0 200 -
Code 宋体 12.0 - left
TableHead 黑体 12.0 - center
TableText 仿宋 12.0 - left
Signature 仿宋 16.0 - right
Picture 仿宋 16.0 - center
Rule 仿宋 16.0 - -
Footer 宋体 14.0 - -
even Footer left=100 left	{宋体}— 1 — PAGE
default Footer right=100 right	{宋体}— 1 — PAGE
even and odd True
E
cp report.docx first.docx

# --- odd templates --------------------------------------------------------------------------------------------------

# sound NAME: the document just written
sound() {
	[ "$code" -eq 0 ] && [ ! -s "$T/err" ] && look parts report.docx >"$T/out"
	ok $? "$1" || show
}

odd() { # odd NAME TEMPLATE: TEMPLATE for printf
	# shellcheck disable=SC2059
	printf "$2" >odd.md
	render odd.md
	sound "$1"
}
odd 'an empty template' ''
odd 'a table alone' '| a |\n|---|\n'
odd 'two tables, the last at the end' '| a |\n|---|\n| 1 |\n\n| a |\n|---|\n| 2 |\n'
odd 'empty items, and such that begin with something else' '1.\n2. > x\n3. ```\n   y\n   ```\n4. | a |\n   |---|\n5. # z\n6. ---\n'
odd 'what XML cannot hold' '\001\037\177\302\205\357\277\276\357\277\277 \342\201\246 &lt; ]]> "\n'
odd 'signs that stand for themselves' '&#1; &#xFFFF; \\_x0041_ <!-- c --> <?p ?>\n'
python3 -c "print('>' * 5000 + 'x')" >odd.md
render odd.md
sound 'quotations within quotations, 5,000 of them'
python3 -c "print('*a **b ' * 20000)" >odd.md
render odd.md
sound 'emphasis that is never closed'
for columns in 63 64; do
	python3 -c "print('x\n\n' + '|甲' * $columns + '|\n' + '|---' * $columns + '|')" >$columns.md
done
render 63.md
sound 'a table of 63 columns'
rm report.docx
render 64.md
expect_error 'a table of 64 columns' 3 'report-render: 64.md:3:1: a table has 64 columns, Word takes at most 63'
[ ! -e report.docx ]
ok $? 'which is no document'
{
	printf '文 {{units}}\n'
	sed -n '3,$p' 64.md
} >behind.md
render behind.md
expect_error '… right behind a paragraph' 3 'report-render: behind.md:2:1: a table has 64 columns'
printf '文\n\n{{chart units by street}}\n\n{{#if units}}\n{{include 64.md}}\n{{/if}}\n' >part.md
render part.md
expect_error '… in a part, behind a chart' 3 'report-render: 64.md:3:1: a table has 64 columns'
printf '文\n\n{{chart units by street}}\n\n- `{{names many name}}`\n  {{table units by figure:%s}}\n' "$(printf ' this%.0s' $(seq 63))" >tag.md
printf 'name\n**\n' >many.csv
run report-render -f figures.csv -l many=many.csv --to docx -o report.docx tag.md
expect_error '… that a tag makes' 3 'report-render: tag.md:6:3: a table has 64 columns'

# --- output ---------------------------------------------------------------------------------------------------------

same() { # same NAME COMMAND…: the bytes of the first report
	name=$1
	shift
	run "$@" report-render -f figures.csv --areas areas.csv -l names=names.csv --to docx -o again.docx all.md
	[ "$code" -eq 0 ] && cmp first.docx again.docx >"$T/out"
	ok $? "same bytes: $name" || show
}
same 'again' env
same 'another locale' env LC_ALL=zh_CN.UTF-8 LANGUAGE=zh_CN
same 'no locale' env LC_ALL=C
same 'another zone' env TZ=America/New_York
same 'another day' env SOURCE_DATE_EPOCH=1000000000
report-render -f figures.csv --areas areas.csv -l names=names.csv --to docx all.md | cmp - first.docx
ok $? 'same bytes: through a pipe'
python3 - "$O/bin/report-render" <<'E' >"$T/out" 2>&1
import os, pty, subprocess, sys
ours, theirs = pty.openpty()
done = subprocess.run([sys.argv[1], '-f', 'figures.csv', '--to', 'docx', '63.md'], stdout=theirs, stderr=subprocess.PIPE, text=True)
os.set_blocking(ours, False)
try:
    shown = os.read(ours, 100)
except BlockingIOError:
    shown = b''
sys.exit(0 if done.returncode == 2 and not shown and 'is not for a terminal' in done.stderr else print(done, shown) or 1)
E
ok $? 'a terminal is refused' || sed 's/^/# /' "$T/out"
run report-render -f figures.csv --to docx -o report.docx.gz 63.md
expect_error 'a compressed document' 2 "-o 'report.docx.gz': a Word document is compressed in itself; end it in .docx"
run report-render -f figures.csv -o report.docx 63.md
expect_error 'a Word document by its name alone' 2 "-o 'report.docx' is the name of a Word document, which --to docx makes"
if [ -z "${ASAN_OPTIONS:-}" ] && [ -x /usr/bin/time ]; then
	python3 -c "print('全区{{units}}家，**重点**{{units@360102002}}家。\n\n' * 10000)" >large.md
	run /usr/bin/time -f %M -o "$T/peak" report-render -f figures.csv --to docx -o large.docx large.md
	peak=$(tail -n 1 "$T/peak")
	[ "$code" -eq 0 ] && [ "$peak" -le 65536 ]
	ok $? "10,000 paragraphs: $peak KiB of 65536" || show
fi

# --- the sample district --------------------------------------------------------------------------------------------

sh "$S/examples/donghu/monthly-summary.sh" -d "$S/examples/donghu/registers" -o month 2024-06
looks 'the report of the sample district' parts month/report.docx
# Blanks, signs of lists and the rules of tables differ between the forms; the rest is the same text.
letters() {
	sed -e '/^[- ]*$/d' -e 's/^\([-*] \|——\)//' "$1" | tr -d ' |\n'
}
look plain month/report.docx >plain.txt
letters plain.txt >"$T/one"
letters month/report.txt >"$T/two"
cmp "$T/one" "$T/two"
ok $? 'it has the text of report.txt'

# --- other programs -------------------------------------------------------------------------------------------------

# the system's Python has Debian's packages, also where another one stands before it on PATH
for python in python3 /usr/bin/python3; do
	"$python" "$S/tests/report-docx.py" docx month/report.docx >"$T/out" 2>"$T/err"
	status=$?
	[ $status -eq 77 ] || break
done
case $status in
77) ok 0 'python-docx reads the same # SKIP it is not installed (Debian: python3-docx)' ;;
0)
	cmp "$T/out" plain.txt
	ok $? 'python-docx reads the same'
	;;
*) ok 1 'python-docx reads it' || show ;;
esac

# Full pages of body text, in which nothing but the grid breaks lines; the last has 27 characters.
python3 -c "print(('全区两新领域现有党组织基层组织覆盖单位联合组建区域统建现' * 100)[:-3])" >full.md
render full.md
if ! command -v soffice >/dev/null || ! command -v pdftotext >/dev/null || ! fc-list :lang=zh 2>/dev/null | grep -q .; then
	ok 0 'LibreOffice lays it out # SKIP it is not installed (Debian: libreoffice-writer-nogui poppler-utils fonts-noto-cjk)'
else
	run timeout 200 env HOME="$T/work" soffice "-env:UserInstallation=file://$T/office" --headless --convert-to pdf report.docx first.docx
	[ -s report.pdf ] && [ -s first.pdf ]
	ok $? 'LibreOffice opens them' || show
	looks 'LibreOffice: A4, margins, 22 lines of 28 characters, within 0.2 mm; page numbers right and left' pages report.pdf
	pdftotext -layout first.pdf - | tr -d ' \n\f' >"$T/out"
	grep -q '关于两新工作的汇报2024年6月30日各街道党工委' "$T/out" && grep -q '合计8071.3%' "$T/out"
	ok $? 'LibreOffice: the text is there' || show
fi
finish
