#!/bin/sh
# A layer includes only itself and the layers below it; only lib/csv knows zlib and ISA-L, only it and lib/sheet libcsv, only lib/sheet zip and XML, only lib/report Markdown. Prints what breaks the rule.
set -eu
cd "${0%/*}/.."
fault=0
below='base'
for layer in base csv sheet register import figures report cli; do
	case $layer in
	base) below='base' ;;
	csv) below='base|csv' ;;
	sheet) below='base|csv|sheet' ;;
	register) below='base|csv|register' ;;
	import) below='base|csv|sheet|register|import' ;;
	figures) below='base|csv|register|figures' ;;
	report) below='base|csv|register|figures|report' ;;
	cli) below='base|csv|sheet|register|import|figures|report|cli' ;;
	esac
	if grep -nE '#include "' lib/"$layer"/*.[ch] 2>/dev/null |
		grep -vE "#include \"($below)/[a-z0-9_]+\.h\"|#include \"(schema|headings|html_style)_data.h\""; then
		fault=1
	fi
	case $layer in
	csv) foreign='zip|expat|cmark-gfm[a-z-]*' ;;
	sheet) foreign='zlib|isa-l/[a-z_]+|cmark-gfm[a-z-]*' ;;
	report) foreign='csv|zlib|isa-l/[a-z_]+|zip|expat' ;;
	*) foreign='csv|zlib|isa-l/[a-z_]+|zip|expat|cmark-gfm[a-z-]*' ;;
	esac
	if grep -nE "#include <($foreign)\.h>" lib/"$layer"/*.[ch] 2>/dev/null; then
		fault=1
	fi
done
exit $fault
