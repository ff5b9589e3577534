/* utf8: see utf8.h. */
#include "base/utf8.h"

size_t utf8_length(struct str text)
{
	size_t length;
	utf8_decode(text, &length);
	return length;
}

/* Length of a sequence by its first byte, 0 for a byte that starts none; *least is the smallest
 * code it may hold. */
static size_t sequence_length(unsigned char first, uint32_t *least)
{
	if (first < 0x80)
		return *least = 0, 1;
	if (first >= 0xC2 && first < 0xE0)
		return *least = 0x80, 2;
	if (first >= 0xE0 && first < 0xF0)
		return *least = 0x800, 3;
	if (first >= 0xF0 && first < 0xF5)
		return *least = 0x10000, 4;
	return 0;
}

uint32_t utf8_decode(struct str text, size_t *length)
{
	static const unsigned char first_bits[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
	const unsigned char *p = (const unsigned char *)text.p;
	uint32_t least = 0;
	size_t n = sequence_length(p[0], &least);
	*length = 1;
	if (n == 0 || n > text.n)
		return 0xFFFD;
	uint32_t code = p[0] & first_bits[n];
	for (size_t i = 1; i < n; i++) {
		if ((p[i] & 0xC0) != 0x80)
			return 0xFFFD;
		code = code << 6 | (p[i] & 0x3F);
	}
	if (code < least || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000))
		return 0xFFFD;
	*length = n;
	return code;
}

/* Most Chinese characters: three bytes, the first of which leaves nothing to ask of the others but
 * that they go on. */
static bool is_common_triple(const unsigned char *p)
{
	return p[0] > 0xE0 && p[0] < 0xF0 && p[0] != 0xED && (p[1] & 0xC0) == 0x80 &&
	       (p[2] & 0xC0) == 0x80;
}

size_t utf8_valid_prefix(struct str text)
{
	size_t at = 0;
	while (at < text.n) {
		uint64_t eight;
		while (at + sizeof(eight) <= text.n &&
		       (memcpy(&eight, text.p + at, sizeof(eight)), !(eight & 0x8080808080808080u)))
			at += sizeof(eight);
		if (at == text.n)
			break;
		if ((unsigned char)text.p[at] < 0x80) {
			at++;
			continue;
		}
		if (at + 3 <= text.n && is_common_triple((const unsigned char *)text.p + at)) {
			at += 3;
			continue;
		}
		size_t length;
		uint32_t code = utf8_decode(str_from(text, at), &length);
		if (code == 0xFFFD && length == 1)
			break;
		at += length;
	}
	return at;
}

void utf8_encode(struct buf *out, uint32_t code)
{
	if (code < 0x80) {
		buf_add_char(out, (char)code);
		return;
	}
	int tail = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
	static const unsigned char lead[] = {0, 0xC0, 0xE0, 0xF0};
	buf_add_char(out, (char)(lead[tail] | (code >> (6 * tail))));
	while (tail-- > 0)
		buf_add_char(out, (char)(0x80 | (code >> (6 * tail) & 0x3F)));
}

size_t utf8_count(struct str text)
{
	size_t count = 0;
	for (size_t at = 0; at < text.n; count++)
		at += utf8_length(str_from(text, at));
	return count;
}

struct range {
	uint32_t first, last;
};

static bool in_ranges(uint32_t code, const struct range *ranges, size_t n)
{
	size_t low = 0;
	while (low < n) {
		size_t middle = low + (n - low) / 2;
		if (code > ranges[middle].last)
			low = middle + 1;
		else
			n = middle;
	}
	return code >= ranges[low].first && code <= ranges[low].last;
}

/* Unicode East Asian Width W and F, merged to blocks (UAX #11). The last entry is a sentinel. */
static const struct range wide[] = {
    {0x1100, 0x115F},
    {0x231A, 0x231B},
    {0x2329, 0x232A},
    {0x23E9, 0x23EC},
    {0x25FD, 0x25FE},
    {0x2614, 0x2615},
    {0x2648, 0x2653},
    {0x26A1, 0x26A1},
    {0x2705, 0x2705},
    {0x274C, 0x274C},
    {0x2753, 0x2755},
    {0x2757, 0x2757},
    {0x2795, 0x2797},
    {0x2B1B, 0x2B1C},
    {0x2B50, 0x2B50},
    {0x2E80, 0x303E},
    {0x3041, 0x33FF},
    {0x3400, 0x4DBF},
    {0x4E00, 0xA4CF},
    {0xA960, 0xA97F},
    {0xAC00, 0xD7A3},
    {0xF900, 0xFAFF},
    {0xFE10, 0xFE19},
    {0xFE30, 0xFE6F},
    {0xFF01, 0xFF60},
    {0xFFE0, 0xFFE6},
    {0x16FE0, 0x18CFF},
    {0x1B000, 0x1B2FF},
    {0x1F300, 0x1F64F},
    {0x1F680, 0x1F6FF},
    {0x1F900, 0x1F9FF},
    {0x1FA70, 0x1FAFF},
    {0x20000, 0x3FFFD},
    {UINT32_MAX, UINT32_MAX},
};
/* Combining marks, joiners and direction marks in common use. */
static const struct range empty[] = {
    {0x0300, 0x036F},
    {0x0483, 0x0489},
    {0x0591, 0x05BD},
    {0x0610, 0x061A},
    {0x064B, 0x065F},
    {0x1AB0, 0x1AFF},
    {0x1DC0, 0x1DFF},
    {0x200B, 0x200F},
    {0x202A, 0x202E},
    {0x2060, 0x2064},
    {0x20D0, 0x20FF},
    {0x302A, 0x302D},
    {0x3099, 0x309A},
    {0xFE00, 0xFE0F},
    {0xFE20, 0xFE2F},
    {0xFEFF, 0xFEFF},
    {0xE0100, 0xE01EF},
    {UINT32_MAX, UINT32_MAX},
};

size_t utf8_width(struct str text)
{
	size_t width = 0;
	for (size_t at = 0; at < text.n;) {
		size_t length;
		uint32_t code = utf8_decode(str_from(text, at), &length);
		at += length;
		if (code < 0x20 || (code >= 0x7F && code < 0xA0))
			continue;
		if (code < 0x300 || !in_ranges(code, empty, sizeof(empty) / sizeof(empty[0])))
			width +=
			    code >= 0x1100 && in_ranges(code, wide, sizeof(wide) / sizeof(wide[0]))
				? 2
				: 1;
	}
	return width;
}

static bool is_shown(uint32_t code, size_t length)
{
	return code >= 0x20 && !(code >= 0x7F && code < 0xA0) && !(code == 0xFFFD && length == 1) &&
	       !(code >= 0x200E && code <= 0x200F) && !(code >= 0x202A && code <= 0x202E) &&
	       !(code >= 0x2066 && code <= 0x2069);
}

struct str utf8_visible(struct str text, struct buf *scratch)
{
	size_t length, kept = 0; /* text up to `kept` stands in scratch */
	scratch->n = 0;
	for (size_t at = 0; at < text.n; at += length) {
		uint32_t code = utf8_decode(str_from(text, at), &length);
		if (is_shown(code, length))
			continue;
		buf_add(scratch, text.p + kept, at - kept);
		kept = at + length;
		for (size_t i = at; i < kept; i++)
			buf_printf(scratch, "\\x%02X", (unsigned char)text.p[i]);
	}
	if (kept == 0)
		return text;
	buf_add(scratch, text.p + kept, text.n - kept);
	return buf_str(scratch);
}
