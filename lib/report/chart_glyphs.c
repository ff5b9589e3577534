/* chart_glyphs: see chart_glyphs.h. */
#include "report/chart_glyphs.h"
#include "base/child.h"
#include "base/utf8.h"

#include <stdlib.h>

#define GETA "\xE3\x80\x93" /* 〓, U+3013 */

struct codes {
	uint32_t *items;
	size_t count, capacity;
};

static bool is_in(const struct codes *codes, uint32_t code)
{
	for (size_t i = 0; i < codes->count; i++)
		if (codes->items[i] == code)
			return true;
	return false;
}

/* What every font for Chinese has is not asked for, nor what pango never shows: joiners and
 * selectors of variants. */
static bool is_doubtful(uint32_t code)
{
	bool common = code < 0x80 || (code >= 0x3001 && code <= 0x3017) ||
		      (code >= 0x4E00 && code <= 0x9FA5) || (code >= 0xFF01 && code <= 0xFF5E);
	bool unseen = (code >= 0x200B && code <= 0x200D) || code == 0x2060 ||
		      (code >= 0xFE00 && code <= 0xFE0F) || (code >= 0xE0000 && code <= 0xE0FFF);
	return !common && !unseen;
}

/* Whether one font has all of them; also when that cannot be found out. */
static bool has_font(const uint32_t *codes, size_t count)
{
	static const char *const settings[] = {"LC_ALL=C.UTF-8", NULL};
	struct buf pattern = BUF_INIT, fonts = BUF_INIT;
	struct error ignored;
	buf_add_text(&pattern, ":charset=");
	for (size_t i = 0; i < count; i++)
		buf_printf(&pattern, "%s%lx", i ? " " : "", (unsigned long)codes[i]);
	const char *const argv[] = {"fc-list", buf_text(&pattern), "family", NULL};
	enum child_end end = child_run(argv, settings, (struct str){NULL, 0}, &fonts, &ignored);
	bool found = end != CHILD_DONE || fonts.n > 0;
	buf_release(&pattern);
	buf_release(&fonts);
	return found;
}

static struct codes doubtful_codes(struct str text)
{
	struct codes codes = {0};
	size_t length;
	for (size_t at = 0; at < text.n; at += length) {
		uint32_t code = utf8_decode(str_from(text, at), &length);
		if (!is_doubtful(code) || is_in(&codes, code))
			continue;
		codes.items =
		    mem_room(codes.items, &codes.capacity, codes.count + 1, sizeof(*codes.items));
		codes.items[codes.count++] = code;
	}
	return codes;
}

/* Mostly there are none, or one font has them all. */
static void keep_missing(struct codes *codes)
{
	size_t kept = 0;
	bool all = codes->count == 0 || has_font(codes->items, codes->count);
	for (size_t i = 0; i < codes->count && !all; i++)
		if (!has_font(&codes->items[i], 1))
			codes->items[kept++] = codes->items[i];
	codes->count = kept;
}

void chart_glyphs_add(struct buf *out, struct str text)
{
	struct codes missing = doubtful_codes(text);
	size_t length;
	keep_missing(&missing);
	for (size_t at = 0; at < text.n; at += length) {
		if (is_in(&missing, utf8_decode(str_from(text, at), &length)))
			buf_add_text(out, GETA);
		else
			buf_add(out, text.p + at, length);
	}
	free(missing.items);
}
