#!/bin/sh
# Names in code: no backslash of an escape is seen in any form, and nothing in a name ends the code.
# shellcheck disable=SC1091,SC2154
. "${0%/*}/report.sh"

cat >sites.csv <<'E'
id,name
S1,a*b_c
S2,豫章|后街
S3,C:\x
S4,#1 <b>
E
printf 'id,name\nS1,a`b\nS2,c*d\n' >odd.csv
printf 'id,name\nS1,~~~\nS2,#1\n' >fence.csv
printf 'id,name\nS1,x\\|y\n' >pipe.csv
printf 'id,name\nS1,~5\n' >sign.csv
rendered() { # rendered TEMPLATE OPTION…
	render "$@" -l odd=odd.csv -l fence=fence.csv -l pipe=pipe.csv -l sign=sign.csv
}
template='名称 `{{names sites name}}`，{{names sites name}}，`{{units}}`

```
{{names sites name}} {{units}}
```

| 名称 | 数 |
|---|---:|
| `{{names sites name}}` | {{units}} |'

rendered "$template"
expect 'Markdown' 0 <<'E'
名称 `a*b_c、豫章|后街、C:\x和#1 <b>`，a\*b\_c、豫章\|后街、C:\\x和\#1 \<b\>，`80`

```
a*b_c、豫章|后街、C:\x和#1 <b> 80
```

| 名称 | 数 |
|---|---:|
| `a*b_c、豫章\|后街、C:\x和#1 <b>` | 80 |
E
rendered "$template" --to txt --trace trace.csv
expect 'plain text' 0 <<'E'
名称 a*b_c、豫章|后街、C:\x和#1 <b>，a*b_c、豫章|后街、C:\x和#1 <b>，80

a*b_c、豫章|后街、C:\x和#1 <b> 80

名称                            数
------------------------------  --
a*b_c、豫章|后街、C:\x和#1 <b>  80
E
cut -d, -f1-3 trace.csv >"$T/out"
expect 'the numbers behind them are traced to where they stand' 0 <<'E'
line,column,text
1,52,80
3,25,80
7,26,80
E
rendered "$template" --to html
grep -o '<code>[^<]*' "$T/out" >codes
cp codes "$T/out"
expect 'HTML' 0 <<'E'
<code>a*b_c、豫章|后街、C:\x和#1 &lt;b&gt;
<code>
<code>a*b_c、豫章|后街、C:\x和#1 &lt;b&gt; 
<code>a*b_c、豫章|后街、C:\x和#1 &lt;b&gt;
E
rendered "$template" --to docx -o report.docx
python3 "$S/tests/report-docx.py" text report.docx >"$T/out"
[ "$(grep -o 'a\*b_c、豫章|后街、C:\\x和#1 <b>' "$T/out" | grep -c .)" -eq 4 ]
ok $? 'Word' || show

rendered '`{{names odd name}}` `x`

`{{names sites name|first:1}}`'
expect 'a name that would end the code keeps its escapes, and so does its paragraph alone' 0 <<'E'
`a\`b和c\*d` `x`

`a*b_c等`
E
rendered '```
{{names fence name}}
{{names sign name}}
```
~~~
{{names fence name}}
~~~
`x
{{names fence name}}`'
expect 'what would end a block, or begin one at the start of a line, keeps its escape' 0 <<'E'
```
\~~~和#1
~5
```
~~~
\~~~和#1
~~~
`x
\~~~和#1`
E
rendered '`{{names sites name}}`
|---|

|`{{names pipe name}}`|
|---|

    {{names sites name|first:1}}'
expect 'no name makes a table or a cell; code by indentation stays as it was' 0 <<'E'
`a*b_c、豫章\|后街、C:\x和#1 <b>`
|---|

|`x\\\|y`|
|---|

    a\*b\_c等
E

finish
