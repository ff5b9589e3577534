# Turns registers.csv and codes.csv into the C tables that schema.c includes.
# usage: awk -f schema.awk registers.csv codes.csv >schema_data.h
# The two files hold no quoted fields; a line with a quote stops the build.

function fail(text) { print FILENAME ":" FNR ": " text >"/dev/stderr"; failed = 1; exit 1 }
function quoted(text) { return text == "" ? "NULL" : "\"" text "\"" }
function truth(text) { return text == "yes" ? "true" : "false" }

BEGIN { FS = ","; print "/* Made from registers.csv and codes.csv by schema.awk. */" }
/"/ { fail("quotes are not understood here") }
FNR == 1 { file++; next }

file == 1 {
	if (NF != 8) fail("8 fields expected")
	if (!($1 in count) && $1 != "*") order[++registers] = $1
	split($4, type, " ")
	line[$1, ++count[$1]] = "\t{" quoted($2) ", " quoted($3) ", TYPE_" toupper(type[1]) ", " quoted(type[2]) ", " \
	    truth($5) ", " truth($6) ", " quoted($7) ", " quoted($8) "},"
}

file == 2 {
	if (NF != 4) fail("4 fields expected")
	codes = codes "\t{" quoted($1) ", " quoted($2) ", " quoted($3) ", \"" $4 "\"},\n"
}

END {
	if (failed) exit 1
	for (r = 1; r <= registers; r++) {
		printf "\nstatic const struct column %s_columns[] = {\n", order[r]
		for (i = 1; i <= count[order[r]]; i++) print line[order[r], i]
		for (i = 1; i <= count["*"]; i++) print line["*", i]
		print "};"
	}
	printf "\nstatic const struct code builtin_codes[] = {\n%s};\n", codes
}
