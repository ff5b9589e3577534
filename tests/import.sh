# Sourced by tests of register-import: a directory to write into, sheets, and the rows that came of them.
# shellcheck disable=SC1091,SC2154
. "${0%/*}/lib.sh"
donghu=$S/examples/donghu

fresh() { # a directory with the areas of the sample district and no rows
	rm -rf d
	mkdir d
	cp "$donghu/registers/areas.csv" d
}
sheet() { # sheet NAME LINE…
	name=$1
	shift
	printf '%s\n' "$@" >"$name"
}
rows() { # rows FIELDS: of the register units
	units-list -d d --no-header --fields "$1"
}
