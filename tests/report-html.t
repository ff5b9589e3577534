#!/bin/sh
# report-render --to html: one page that needs nothing else, in which every number says where it comes from, and in which
# nothing of data or templates is more than text. tests/report-html.py reads it.
# shellcheck disable=SC1091,SC2154
. "${0%/*}/lib.sh"

cat >figures.csv <<'E'
figure,area,period,group,value,of
units,,2024-06-30,,80,
units,360102002,2024-06-30,,50,
units,360102004,2024-06-30,,30,
party.covered,,2024-06-30,,57,80
party.covered,360102002,2024-06-30,,50,50
party.covered,360102004,2024-06-30,,7,30
party.orgs,,2024-06-30,mode=joint,2,
visits,,2024-01-01/2024-06-30,,1126,
visits,,2024-06-01/2024-06-30,,46,
odd,,2024-06-30,"kind=<b>&""x",3,
E
cat >areas.csv <<'E'
code,name,vintage
360102002,"滕王""阁<i>街道",2023-06-30
360102004,百花洲&amp;街道,2023-06-30
E
cat >definitions.csv <<'E'
figure,label,unit,register,when,where,measure,of,group,match,note
party.covered,"覆盖""单位</title><script>",家,,,,,,,,
party.orgs,党组织,个,,,,,,mode,,
E
{
	cat <<'E'
name
<script>alert(1)</script>
"""><img src=x onerror=alert(2)>"
R&D &amp; &lt;
[坏](javascript:alert(3))
甲 onclick=alert(4) '乙'
E
	printf '%b\n' '左\0342\0200\0256右\0342\0201\0246中' '响\0001\0033[31m铃\0007' '非\0357\0277\0276字\0357\0267\0220符'
} >names.csv

# page TEMPLATE-TEXT OPTION…: the report in page.html, its trace in trace.csv
page() {
	printf '%s\n' "$1" >template.md
	shift
	rm -f page.html trace.csv
	run report-render -f figures.csv --areas areas.csv -D definitions.csv -l names=names.csv --to html --trace trace.csv \
		-o page.html "$@" template.md
}

good() { # good NAME: written without a word, and report-html.py finds nothing
	[ "$code" -eq 0 ] && [ ! -s "$T/err" ] && python3 "$S/tests/report-html.py" page.html trace.csv >"$T/out" 2>&1
	ok $? "$1" || show
}

has() { # has NAME TEXT…: page.html holds every TEXT
	name=$1
	shift
	bad=0
	for text; do grep -qF -e "$text" page.html || { bad=1 && echo "# lacks $text"; }; done
	ok $bad "$name" || sed -n '/^<main>/,$ s/^/# /p' page.html
}

lacks() { # lacks NAME TEXT…: page.html holds no TEXT
	name=$1
	shift
	bad=0
	for text; do ! grep -qF -e "$text" page.html || { bad=1 && echo "# has $text"; }; done
	ok $bad "$name" || sed -n '/^<main>/,$ s/^/# /p' page.html
}

# --- numbers --------------------------------------------------------------------------------------------------------

page '# 共{{units}}家

覆盖率**{{party.covered|percent}}**，`{{party.orgs[mode=joint]}}`个，{{visits:2024H1|over:100}}次。'
good 'a page with numbers'
has 'numbers say where they come from' \
	'<li><a href="#p2">71.3%</a> 指标：覆盖&quot;' \
	'<title>共80家</title>' \
	'<span class="number" title="指标：units；地区：全部；时间：2024-06-30；数值80">80</span>' \
	'；分子57，分母80">71.3%</span>' \
	'指标：党组织（party.orgs）；' \
	'；分组：组建方式为联合组建（mode=joint）；数值2">2</span>' \
	'指标：visits；地区：全部；时间：2024-01-01至2024-06-30；数值1126">1100余</span>'
cat >want <<'E'
line,column,text,figure,area,period,group,value,of
1,2,80,units,,2024-06-30,,80,
2,4,71.3%,party.covered,,2024-06-30,,57,80
2,10,2,party.orgs,,2024-06-30,mode=joint,2,
2,13,1100余,visits,,2024-01-01/2024-06-30,,1126,
E
cmp -s want trace.csv
ok $? 'the trace counts blocks and the characters in them' || sed 's/^/# /' trace.csv

cat >old.csv <<'E'
figure,area,period,group,value,of
party.covered,,2024-03-31,,40,75
E
page '较上季度{{party.covered|grow:prev}}，{{party.covered|points:prev}}' --against prev=old.csv
good 'a page with comparisons'
has 'they say with what' '；分子57，分母80；对比：2024-03-31，分子40，分母75">'

# --- structure ------------------------------------------------------------------------------------------------------

page '### 题{{units}}

正文
接着{{units}}
words
here{{units}}  
另行{{units}}

# 甲

### 乙

###### 丙{{units}}

## 丁

#

1. 一{{units}}
2. 二

   又{{units}}

- 点

> 引{{units}}

---

{{table units party.covered|percent by street}}

| 左 | 中 | 右 | |
|:--|:-:|--:|---|
| | {{units}} | `x` | *y{{units}}* |

```c
if (a < b) /* {{units}} */
	x &= 1;
```
'
good 'a page with everything that Markdown has'
has 'headings leave out no level, whatever theirs are' \
	'<h1 id="p1">题' '<h2 id="p3">甲' '<h3 id="p4">乙' '<h4 id="p5">丙' '<h3 id="p6">丁' '<p id="p7"></p>'
has 'line breaks beside Chinese characters vanish' '<p id="p2">正文接着<' '</span> words here<' '<br/>另行<'
has 'tables have heads and alignments' '<th id="p13" scope="col">街道</th>' '<th id="p16" scope="row">滕王' \
	'class="right"><span' ' class="centre">中</th>' '<td id="p28"></td>'
has 'tables scroll in regions with names' '<div class="table" role="region" tabindex="0" aria-label="表1：街道、units、' \
	'aria-label="表2：左、中、右"'

page '# 题

## 一

## 二'
has 'headings of one level have one' '<h1 id="p1">题' '<h2 id="p2">一' '<h2 id="p3">二'
page '没有标题'
good 'a page without headings'
has 'its title' '<title>报告</title>'
page ''
good 'a page of nothing'
{
	printf '# a\n\n'
	head -c 100000 /dev/zero | tr '\0' '>'
	printf ' {{units}}\n\n'
	head -c 100000 /dev/zero | tr '\0' '*'
	printf 'x{{units}}\n'
} >deep.md
run report-render -f figures.csv --to html -o page.html deep.md
[ "$code" -eq 0 ] && [ "$(tail -n 1 page.html)" = '</html>' ]
ok $? 'quotations within quotations, more than any stack holds' || show

if command -v gnuplot >/dev/null; then
	page '# 图

{{chart units by street}}

共{{units}}家'
	good 'a page with a chart'
	has 'a picture within the page' '<figure id="p2"><svg ' 'role="img" aria-label=' '<li><a href="#p2">50</a> 指标：units；地区：滕王'
else
	ok 0 'a page with a chart # SKIP gnuplot is not installed'
fi

# --- text that wants to be more -------------------------------------------------------------------------------------

page '# {{names names name}}

{{names names name}}

{{table units party.covered|percent by street}}

| {{names names name}} |
|---|
| {{odd[kind=<b>&"x]}} |'
good 'names, labels and areas with signs of markup'
lacks 'none of them becomes markup' '<script' '<img' '<i>' '<b>' 'href="j' 'href="h' "$(printf '\033')"
has 'they are shown' '&lt;script&gt;alert(1)&lt;/script&gt;' '&quot;&gt;&lt;img src=x onerror=alert(2)&gt;' \
	'R&amp;D &amp;amp; &amp;lt;' '[坏](javascript:alert(3))' '滕王&quot;阁&lt;i&gt;街道（360102002）' '百花洲&amp;amp;街道' \
	'覆盖&quot;单位&lt;/title&gt;&lt;script&gt;' '左�右�中' '响��[31m铃�' '非�字�符'

page '[一](<https://example.org/?a=1&b="2">) [二](HTTP://example.org) [三](mailto:a@example.org) [四](trace.csv#p1) [五](#p1) [](https://example.org/六)'
good 'links'
has 'links of the template stay' '<a href="https://example.org/?a=1&amp;b=&quot;2&quot;">一</a>' \
	'<a href="HTTP://example.org">二</a>' '<a href="mailto:a@example.org">三</a>' '<a href="trace.csv#p1">四</a>' \
	'<a href="#p1">五</a> </p>'

# left_out NAME TEMPLATE ADDRESS: told as a note, and not there
left_out() {
	page "$2"
	[ "$code" -eq 0 ] && grep -qF "report-render: template.md: the $3' is left out" "$T/err" && ! grep -q 'href="[^#]\|src=' page.html
	ok $? "$1" || show
	page "$2" -q
	good "$1: quiet"
}
left_out 'a link that runs something' '[x](javascript:alert(1))' "link to 'javascript:alert(1)"
left_out 'one in disguise' '[x](JaVa&#9;Script:alert(1))' "link to 'JaVa\\x09Script:alert(1)"
left_out 'one behind a control' '[x](&#1;javascript:alert(1))' "link to '\\x01javascript:alert(1)"
left_out 'a link that holds data' '[x](data:text/html,x)' "link to 'data:text/html,x"
left_out 'a link to a file' '[x](file:///etc/passwd)' "link to 'file:///etc/passwd"
left_out 'a link that does not say how' '[x](//example.org)' "link to '//example.org"
left_out 'the same with other strokes' '[x](/&#92;example.org)' "link to '/\\example.org"
left_out 'an image' '![图{{units}}](https://example.org/x.png)' "image 'https://example.org/x.png"
has 'its text is there' '图<span'

page '<script>alert({{units}})</script>

行内 <b onclick="x">{{units}}</b> &lt;i&gt; &#x202E;x'
good 'raw HTML'
lacks 'it is not passed on' '<script' '<b ' '<i>'
has 'it is shown' '&lt;script&gt;alert(' '<code>&lt;b onclick=&quot;x&quot;&gt;</code>' ' &lt;i&gt; �x'

# --- same inputs, same bytes ----------------------------------------------------------------------------------------

page '# {{names names name}}

{{table units party.covered|percent by street}}'
cp page.html first.html
for setting in LC_ALL=C LC_ALL=zh_CN.UTF-8 LANGUAGE=zh_CN TZ=America/New_York SOURCE_DATE_EPOCH=1; do
	run env "$setting" report-render -f figures.csv --areas areas.csv -D definitions.csv -l names=names.csv --to html template.md
	expect "the same page with $setting" 0 <first.html
done

# --- the sample report ----------------------------------------------------------------------------------------------

sh "$S/examples/donghu/monthly-summary.sh" -d "$S/examples/donghu/registers" -o summary 2024-06 >"$T/out" 2>"$T/err"
code=$?
[ "$code" -eq 0 ] && grep -q '^<h1 id="p1">东湖区' summary/report.html &&
	[ "$(grep -o 'class="number"' summary/report.html | wc -l)" -eq "$(sed 1d summary/trace.csv | wc -l)" ]
ok $? 'the sample report has the numbers in HTML that it has in Markdown' || show
finish
