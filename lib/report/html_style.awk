# Turns html.css into the C string that html.c includes: without comments and indentation.
# usage: awk -f html_style.awk html.css >html_style_data.h
# A comment fills its lines. What an XML parser would take for markup stops the build.

function fail(text) { print FILENAME ":" FNR ": " text >"/dev/stderr"; failed = 1; exit 1 }

BEGIN {
	print "/* Made from html.css by html_style.awk. */"
	print "static const char html_style[] ="
}
/^[ \t]*\/\*/ { comment = 1 }
!comment && /[<&]/ { fail("< and & are not allowed here") }
!comment && NF {
	gsub(/^[ \t]+/, "")
	gsub(/[\\"]/, "\\\\&")
	printf "\t\"%s\\n\"\n", $0
}
/\*\/[ \t]*$/ { comment = 0 }
END { if (failed) exit 1; print "\t;" }
