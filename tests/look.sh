#!/bin/sh
# look.sh OUTDIR PAGE…: each page as chromium shows it, 320 to 1280 pixels wide, light and dark, and on paper.
# Ends with 1 when a page must be scrolled sideways.
set -eu
out=${1:?usage: look.sh OUTDIR PAGE…}
shift
command -v chromium >/dev/null || { echo 'chromium is missing; run:  sudo apt-get install chromium fonts-noto-cjk' >&2; exit 1; }
mkdir -p "$out"
work=$(mktemp -d "${TMPDIR:-/tmp}/taizhang.XXXXXX")
trap 'rm -rf "$work"' EXIT
bad=0

browse() { # browse OPTION… PAGE
	timeout 120 chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --user-data-dir="$work/profile" "$@" 2>/dev/null
}

for page; do
	name=$(basename "$page" .html)
	page=$(cd "$(dirname "$page")" && pwd)/$name.html
	# The page in frames of the widths, and a script that measures it, which the page itself would not let in.
	sed '/http-equiv="Content-Security-Policy"/d' "$page" >"$work/$name.html"
	for width in 320 768 1280; do
		cat >"$work/frame.html" <<-E
			<iframe id="f" src="$name.html" style="width: ${width}px; height: 900px; border: 0"></iframe>
			<script>addEventListener('load', () => {
				const root = document.getElementById('f').contentDocument.documentElement;
				document.title = 'width ' + root.scrollWidth;
			});</script>
		E
		measured=$(browse --allow-file-access-from-files --dump-dom "file://$work/frame.html" | sed -n 's/.*<title>width \([0-9]*\).*/\1/p')
		echo "$name: $width pixels wide, needs ${measured:-?}"
		[ "${measured:-99999}" -le "$width" ] || bad=1
		browse --window-size="$width,900" --screenshot="$out/$name-$width.png" "file://$page" || bad=1
		browse --window-size="$width,900" --blink-settings=preferredColorScheme=0 --screenshot="$out/$name-$width-dark.png" "file://$page" || bad=1
	done
	browse --no-pdf-header-footer --print-to-pdf="$out/$name.pdf" "file://$page" || bad=1
done
echo "pictures are in $out"
exit $bad
