# Puts the tables of columns and codes into a manual: the line @registers@ becomes one table for each register, the line
# @codes@ the built-in code lists.
# usage: awk -f tables.awk registers.csv codes.csv MANUAL.in >MANUAL
# The two files hold no quoted fields (schema.awk stops the build at one).

function text(cell) { gsub(/\\/, "\\e", cell); return cell }
function note(label, words) { return words == "" ? label : label "; " words }

function print_registers(    r, i) {
	for (r = 1; r <= registers; r++) {
		print ".Ss " order[r]
		print ".Bl -column \"recommended_by\" \"refs people\" \"required\" \"label\" -compact"
		print ".It Sy column Ta Sy type Ta \\& Ta Sy label and note"
		for (i = 1; i <= count[order[r]]; i++) print row[order[r], i]
		print ".El"
	}
}

function print_codes(    f, i) {
	for (f = 1; f <= fields; f++) {
		print ".Ss " field[f]
		print ".Bl -column \"self-employed\" \"党建工作指导员\" \"aliases\" -compact"
		print ".It Sy code Ta Sy label Ta Sy aliases"
		for (i = 1; i <= size[field[f]]; i++) print code[field[f], i]
		print ".El"
	}
}

BEGIN { FS = "," }
FNR == 1 { file++; if (file <= 2) next }

file == 1 {
	if (!($1 in count) && $1 != "*") order[++registers] = $1
	marks = $5 == "yes" ? "required" : "\\&"
	words = $8
	if ($7 != "" && words == "") words = "empty counts as " $7
	if ($6 == "yes") words = words (words == "" ? "" : "; ") "personal"
	row[$1, ++count[$1]] = ".It Li " $2 " Ta " $4 " Ta " marks " Ta " text(note($3, words))
	if ($1 == "*") last[count["*"]] = row["*", count["*"]]
}

file == 2 {
	if (!($1 in size)) field[++fields] = $1
	aliases = $4
	gsub(/;/, "、", aliases)
	code[$1, ++size[$1]] = ".It Li " $2 " Ta " $3 " Ta " (aliases == "" ? "\\&" : aliases)
}

file == 3 && $0 == "@registers@" {
	for (r = 1; r <= registers; r++)
		for (i = 1; i in last; i++) row[order[r], ++count[order[r]]] = last[i]
	print_registers()
	next
}
file == 3 && $0 == "@codes@" { print_codes(); next }
file == 3 { print }
