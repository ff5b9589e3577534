/* markup: see markup.h. */
#include "report/markup.h"
#include "base/utf8.h"

bool markup_is_harmful(uint32_t code)
{
	bool control =
	    (code < 0x20 && code != '\t' && code != '\n') || (code >= 0x7F && code < 0xA0);
	bool turns = code == 0x061C || code == 0x200E || code == 0x200F ||
		     (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
	return control || turns || (code & 0xFFFE) == 0xFFFE || code == 0xFFFD;
}

/* How a character is written that cannot stand as it is, or NULL. */
static const char *escape_of(uint32_t code)
{
	switch (code) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	default:
		return markup_is_harmful(code) ? "\xEF\xBF\xBD" : NULL;
	}
}

void markup_text(struct buf *out, struct str text)
{
	size_t kept = 0, length;
	for (size_t at = 0; at < text.n; at += length) {
		const char *escape = escape_of(utf8_decode(str_from(text, at), &length));
		if (!escape)
			continue;
		buf_add(out, text.p + kept, at - kept);
		buf_add_text(out, escape);
		kept = at + length;
	}
	if (kept < text.n)
		buf_add(out, text.p + kept, text.n - kept);
}
