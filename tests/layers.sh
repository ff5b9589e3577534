#!/bin/sh
# A layer includes only itself and the layers below it; only lib/csv knows libcsv, zlib and ISA-L. Prints what breaks the rule.
set -eu
cd "${0%/*}/.."
fault=0
below='base'
for layer in base csv register figures report cli; do
	case $layer in
	base) below='base' ;;
	csv) below='base|csv' ;;
	register) below='base|csv|register' ;;
	figures) below='base|csv|register|figures' ;;
	report) below='base|csv|register|figures|report' ;;
	cli) below='base|csv|register|figures|report|cli' ;;
	esac
	if grep -nE '#include "' lib/"$layer"/*.[ch] 2>/dev/null |
		grep -vE "#include \"($below)/[a-z0-9_]+\.h\"|#include \"schema_data.h\""; then
		fault=1
	fi
	if [ "$layer" != csv ] && grep -nE '#include <(csv|zlib|isa-l/[a-z_]+)\.h>' lib/"$layer"/*.[ch] 2>/dev/null; then
		fault=1
	fi
done
exit $fault
