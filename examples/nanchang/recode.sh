#!/bin/sh
# recode.sh OLD NEW: what has become of the division codes of OLD that NEW does not have, for register-check --recode.
#
# OLD and NEW are areas.csv of two years (areas.sh). An area is taken to have become the new one of the same name, where only one of
# each has it; the words street, town and the like may differ. One whose parts all went into one area has become that area; one whose
# parts went into several has no new code, nor has what cannot be found. The more levels the tables have, the more is found.
# Look it over: the names stand beside the codes.
#
#   sh recode.sh areas-2019.csv areas.csv >recode.csv
set -eu
LC_ALL=C
export LC_ALL
[ $# -eq 2 ] || { echo 'usage: recode.sh OLD NEW' >&2 && exit 2; }
for table; do
	[ "$(head -n 1 "$table")" = code,name,vintage ] || {
		echo "recode.sh: '$table' is not an areas.csv with the columns code,name,vintage" >&2
		exit 3
	}
done
lines=$(awk -F , '
function parent(code) { return substr(code, 1, length(code) == 12 ? 9 : length(code) == 9 ? 6 : length(code) - 2) }
function name_key(code, name) {
	if (length(code) == 9) sub(/(街道|镇|乡|管理处)$/, "", name)
	if (length(code) == 12) sub(/社区居(民)?委(员)?会$/, "社区", name)
	return length(code) " " name
}
FNR == 1 { file++; next }
file == 1 { old[$1] = $2; next }
{ new[$1] = $2 }
END {
	for (code in new)
		if (!(code in old)) {
			key = name_key(code, new[code])
			came[key]++
			code_of[key] = code
		}
	for (code in old)
		if (!(code in new)) went[name_key(code, old[code])]++
	for (code in old)
		if (!(code in new)) {
			key = name_key(code, old[code])
			becomes[code] = went[key] == 1 && came[key] == 1 ? code_of[key] : ""
		}
	# From the parts to the whole: where all parts went; empty when they went to several places.
	split("12 9 6", digits, " ")
	for (i = 1; i < 3; i++) {
		for (code in becomes) {
			if (length(code) != digits[i] || becomes[code] == "") continue
			whole = parent(code)
			into = parent(becomes[code])
			if (!(whole in parts)) parts[whole] = into
			else if (parts[whole] != into) parts[whole] = ""
		}
		for (code in parts)
			if (length(code) == digits[i + 1] && code in becomes && becomes[code] != parts[code])
				becomes[code] = becomes[code] == "" ? parts[code] : ""
	}
	for (code in becomes) print code "," becomes[code] "," old[code] "," new[becomes[code]]
}' "$@")
printf '%s\n' old,new,old_name,new_name
[ -z "$lines" ] || printf '%s\n' "$lines" | sort
