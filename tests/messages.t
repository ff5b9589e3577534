#!/bin/sh
# Messages in the user's language: the catalogue is complete, the programs speak Chinese, and what stands on standard
# output does not depend on it.
. "${0%/*}/lib.sh"

skip() { # skip NAME: what cannot be tested here, aloud
	count=$((count + 1))
	echo "ok $count - # SKIP $1"
	echo "# SKIPPED: $1" >&2
}

# --- the catalogue --------------------------------------------------------------------------------------------------

po=$S/lib/po/zh_CN.po
if command -v xgettext >/dev/null && command -v msgmerge >/dev/null && command -v msgfmt >/dev/null; then
	(unset MAKEFLAGS MAKELEVEL MFLAGS && make -s -C "$S" O="$T/pot" "$T/pot/taizhang.pot") >"$T/out" 2>&1 &&
		msgmerge -q --no-fuzzy-matching -o "$T/merged.po" "$po" "$T/pot/taizhang.pot"
	ok $? 'the messages of the sources are collected' || sed 's/^/# /' "$T/out"
	msgfmt -c --statistics -o "$T/merged.mo" "$T/merged.po" 2>"$T/err"
	[ "$(msgfmt --statistics -o /dev/null "$T/merged.po" 2>&1)" = \
		"$(grep -c '^msgid "' "$T/pot/taizhang.pot" | awk '{ print $1 - 1 }') translated messages." ]
	ok $? 'every message is translated: make messages, then complete lib/po/zh_CN.po' ||
		{ sed 's/^/# /' "$T/err"; msgattrib --untranslated --no-obsolete "$T/merged.po" | sed 's/^/# /' | head -40; }
	[ ! -s "$T/err" ] || ! grep -qv 'translated messages' "$T/err"
	ok $? 'placeholders and line breaks agree' || sed 's/^/# /' "$T/err"
	msgattrib --no-wrap --no-obsolete "$po" | grep -nE '^msgstr.*[.。]"$' | grep -v '\.\."$' >"$T/stops"
	[ ! -s "$T/stops" ]
	ok $? 'no message ends with a full stop' || sed 's/^/# /' "$T/stops"
else
	skip 'the catalogue is not compared with the sources: xgettext, msgmerge or msgfmt is missing (Debian package gettext)'
fi

# --- a locale in which the catalogue is looked at ---------------------------------------------------------------------

# C.UTF-8 with LANGUAGE where libc allows it, else a locale made here.
export TAIZHANG_LOCALEDIR="$O/locale"
speaks_chinese() {
	LC_ALL=$chinese LANGUAGE=zh_CN units-list --help 2>/dev/null | grep -q '^用法：'
}
chinese=
if [ -e "$O/locale/zh_CN/LC_MESSAGES/taizhang.mo" ]; then
	chinese=C.UTF-8
	if ! speaks_chinese; then
		chinese=zh_CN.UTF-8
		mkdir "$T/locale"
		localedef -i zh_CN -f UTF-8 "$T/locale/zh_CN.UTF-8" 2>/dev/null && export LOCPATH="$T/locale"
		speaks_chinese || chinese=
	fi
	[ -n "$chinese" ] || skip 'no locale in which messages are translated: LANGUAGE means nothing to C.UTF-8, zh_CN.UTF-8 cannot be made'
else
	skip "no $O/locale: the catalogue was not built (Debian package gettext)"
fi
if [ -z "$chinese" ]; then
	finish
	exit 0
fi

in_chinese() { # in_chinese COMMAND…
	LC_ALL=$chinese LANGUAGE=zh_CN "$@" >"$T/out" 2>"$T/err"
	code=$?
}

# says NAME CODE TEXT COMMAND…: the command says TEXT in Chinese, and exit code and standard output are those of an
# English run, which does not say it
says() {
	name=$1
	want=$2
	text=$3
	shift 3
	run "$@"
	mv "$T/out" "$T/out.english"
	bad=0
	[ "$code" -eq "$want" ] && [ -s "$T/err" ] && ! grep -qF -e "$text" "$T/err" || bad=1
	in_chinese "$@"
	[ "$code" -eq "$want" ] && grep -qF -e "$text" "$T/err" && cmp -s "$T/out" "$T/out.english" || bad=1
	ok $bad "$name (exit code $want: $text)" || show
}

mkdir 东湖
cat >东湖/units.csv <<'E'
id,name,kind,area,members,recorded
U1,华章出版社,enterprise,360102002,5,
U2,平江商会,association,360102004,1,
E
cat >东湖/people.csv <<'E'
id,name,role,org,since,recorded
P1,王五,secretary,O1,2024-01-01,
E
cat >东湖/orgs.csv <<'E'
id,line,name,mode,area,units,since,recorded
O1,party,华章出版社支部,single,360102002,U1,2024-01-01,
O2,party,联合支部,joint,360102004,U2,2024-01-01,
E

# --- messages -------------------------------------------------------------------------------------------------------

says 'a field that is not there' 2 'units-list: units 中没有字段“nane”；最接近的是“name”' units-list -d 东湖 nane=1
[ ! -s "$T/out" ]
ok $? 'and nothing is listed'
says 'how many rows match' 0 'units-list: 共 1 行符合条件' units-list -v -d 东湖 name~出版
grep -q '^U1,华章出版社' "$T/out"
ok $? 'and the row stands on standard output'
says 'labels do not depend on the locale' 0 '共 2 行符合条件' units-list -v -d 东湖 --zh --pretty
head -n 1 "$T/out" | grep -q '^单位编号'
ok $? 'and are Chinese because of --zh'

{ cat 东湖/units.csv && printf 'U3,x\n'; } >有错.csv
says 'a bad row beside good ones' 3 'units-list: 有错.csv:4:4: 本行有 2 个字段，表头有 6 个' units-list -f 有错.csv --fields id,name
[ "$(wc -l <"$T/out")" -eq 3 ]
ok $? 'and the good ones are listed'
says 'what the system says stands behind' 3 'units-list: 没有.csv: 无法打开读取: ' units-list -f 没有.csv
gzip -c 东湖/units.csv | head -c 60 >断.gz
says 'a damaged file, with its place' 3 '断.gz: gzip 数据不完整，到压缩文件第 60 字节就结束了' units-list -f 断.gz

says 'a refused row' 2 'units-add: area（“张三文化”）不正确' units-add -d 东湖 --dry-run name=张三文化 kind=enterprise area=张三文化
grep -q '应为区划代码（2、4、6、9 或 12 位数字）或 areas.csv 中的名称' "$T/err"
ok $? 'with what would be right' || show
says 'a personal value is not shown' 1 '（2 个字符，个人信息）' visits-log -d 东湖 --dry-run date=2024-06-01 kind=routine by=赵六
! grep -q 赵六 "$T/err"
ok $? 'in Chinese either'
says 'rows that would be added' 0 '将新增 1 行' units-add -d 东湖 --dry-run name=新单位 kind=enterprise area=360102002

says 'a day is needed' 2 '须指定日期或时段' orgs-count -d 东湖
says 'figures are the same bytes' 0 'figures-count: 已得出 3 个指标值' figures-count -v -f 东湖/units.csv -n units --group kind
grep -q '^units,,,kind=enterprise,1,$' "$T/out"
ok $? 'with codes, not labels'

printf 'figure,area,period,group,value,of\nunits,,2024-06-30,,1999,2000\nparty.orgs,,2024-06-30,,43,\n' >指标.csv
printf '{{unit}}\n' >模板.md
says 'a figure that is not there' 3 '模板.md:1:1: 没有指标“unit”（见“unit”），最接近的是“units”、“party.orgs”' report-render -f 指标.csv 模板.md
printf '单位{{units|percent}}，党组织{{party.orgs|over:10}}个\n' >模板.md
in_chinese report-render -f 指标.csv 模板.md
expect 'a report is in the language of its template' 0 <<'E'
单位99.9%，党组织40余个
E

# --- findings: the last column is for people ----------------------------------------------------------------------------

run register-check -d 东湖 --as-of 2024-06-30
cut -d , -f 1-4 "$T/out" >"$T/out.english"
english=$code
in_chinese register-check -d 东湖 --as-of 2024-06-30
cut -d , -f 1-4 "$T/out" | cmp -s - "$T/out.english" && [ "$code" -eq 1 ] && [ "$english" -eq 1 ] &&
	grep -qx 'orgs,3,units,joint-with-one,mode 为 joint，却只有一个单位' "$T/out"
ok $? 'a finding has its message in Chinese, its place and code are the same' || show

# --- help -----------------------------------------------------------------------------------------------------------

for program in "$O"/bin/*; do
	name=${program##*/}
	in_chinese "$name" --help
	# options begin in column 3 or 7; their texts in column 33, or two blanks behind a long option
	sed -n '/^$/,$p' "$T/out" | sed 1d >"$T/options"
	sed -n '1,/^$/p' "$T/out" >"$T/usage"
	LC_ALL=C grep -vE '^  (-.,|   ) --[a-z-]+.{0,50}  [^ ]' "$T/options" >"$T/bad"
	LC_ALL=C grep -E '^.{28}' "$T/options" | LC_ALL=C grep -vE '^ {2}.{28}  [^ ]|^ {2}[!-~ ]{29,}  [^ ]' >>"$T/bad"
	LC_ALL=C grep -v "$(printf '[\200-\377]')" "$T/options" >>"$T/bad"
	LC_ALL=C awk -v name="$name" 'NR == 1 && index($0, "用法： " name " ") != 1 { print }
		NR > 1 && index($0, name) && index($0, "       " name " ") != 1 { print }' "$T/usage" >>"$T/bad"
	[ "$code" -eq 0 ] && [ ! -s "$T/err" ] && [ -s "$T/options" ] && [ ! -s "$T/bad" ]
	ok $? "$name --help in Chinese is whole and aligned" || sed 's/^/# /' "$T/bad" "$T/err"
done

finish
