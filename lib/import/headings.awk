# Turns headings.csv into the C table that header.c includes.
# usage: awk -f headings.awk headings.csv >headings_data.h
# The file holds no quoted fields; a line with a quote stops the build.

function fail(text) { print FILENAME ":" FNR ": " text >"/dev/stderr"; failed = 1; exit 1 }

BEGIN {
	FS = ","
	print "/* Made from headings.csv by headings.awk. */"
	print "static const struct heading_row builtin_headings[] = {"
}
/["\\]/ { fail("quotes are not understood here") }
FNR == 1 { next }
NF != 5 { fail("5 fields expected") }
{ printf "\t{\"%s\", \"%s\", \"%s\", \"%s\", %s},\n", $1, $2, $3, $4, $5 == "yes" ? "true" : "false" }
END { if (failed) exit 1; print "};" }
