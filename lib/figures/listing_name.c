/*
 * listing_name: see listing_name.h.
 *
 * A name that has no digest can be read back: the last '_' stands before the period, and the first
 * '=', where there is one, before the group's value. That holds as long as figures have no '@' or
 * '=', and no '_' with a group, areas are digits, groups have a '=' and the period is one.
 */
#include "figures/listing_name.h"
#include "base/sha256.h"
#include "base/utf8.h"

enum { STEM_MAX = 160, DIGEST_DIGITS = 16 };

/* --- characters ------------------------------------------------------------------------------- */

/* Han characters have no case and no forms that look alike to a file system. */
static bool is_han(uint32_t code)
{
	return (code >= 0x4E00 && code <= 0x9FFF) || (code >= 0x3400 && code <= 0x4DBF) ||
	       (code >= 0x20000 && code <= 0x2A6DF);
}

static bool is_among(uint32_t code, const char *signs)
{
	return code && code < 0x80 && strchr(signs, (int)code);
}

static bool is_plain(uint32_t code, const char *signs)
{
	return (code >= 'a' && code <= 'z') || (code >= '0' && code <= '9') || is_han(code) ||
	       is_among(code, signs);
}

/* Can stand in a name, but may be the same as another to some file system. */
static bool is_harmless(uint32_t code)
{
	return (code >= 'A' && code <= 'Z') || is_among(code, "_@=;+-.,()") ||
	       (code >= 0x3001 && code <= 0x30FF) || (code >= 0xFF01 && code <= 0xFF5E);
}

/* Appends the text as a name can hold it; false when it says less then, or other than `signs`,
 * small letters, digits and Han characters are in it. */
static bool add_part(struct buf *out, struct str text, const char *signs)
{
	bool plain = true;
	for (size_t n; text.n && out->n < 2 * STEM_MAX; text = str_from(text, n)) {
		uint32_t code = utf8_decode(text, &n);
		bool good = is_plain(code, signs);
		plain = plain && good;
		if (good || is_harmless(code))
			buf_add(out, text.p, n);
		else
			buf_add_char(out, '-');
	}
	return plain && !text.n;
}

/* --- the name --------------------------------------------------------------------------------- */

static bool is_digits(struct str text)
{
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] < '0' || text.p[i] > '9')
			return false;
	return true;
}

static bool add_period(struct buf *out, const struct figure *row)
{
	day from, to;
	char text[DATE_SIZE];
	if (!figure_days(row, &from, &to)) {
		add_part(out, row->period, "");
		return false;
	}
	if (from != DAY_NONE) {
		date_print(from, text);
		buf_printf(out, "%s..", text);
	}
	date_print(to, text);
	buf_add_text(out, text);
	return true;
}

/* Names of devices, which to Windows are that with any ending, and names that a shell hides or a
 * program takes for an option. */
static bool is_special(struct str stem)
{
	static const char *const devices[] = {"con", "prn", "aux", "nul", "com", "lpt"};
	size_t point = str_find(stem, STR("."));
	struct str name = point == SIZE_MAX ? stem : str_first(stem, point);
	if (name.n == 0 || name.p[0] == '-')
		return true;
	for (size_t i = 0; name.n >= 3 && i < sizeof(devices) / sizeof(devices[0]); i++) {
		bool same = true;
		for (size_t j = 0; j < 3; j++)
			same = same && (name.p[j] | 0x20) == devices[i][j];
		if (same && (name.n == 3 || (name.n == 4 && i >= 4 && name.p[3] < 'A')))
			return true;
	}
	return false;
}

/* 16 digits that tell the four columns apart from all others. */
static void add_digest(struct buf *out, const struct figure *row)
{
	const struct str columns[] = {row->figure, row->area, row->period, row->group};
	struct buf key = BUF_INIT;
	char digest[SHA256_TEXT_SIZE];
	for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++) {
		buf_add_str(&key, columns[i]);
		buf_add_char(&key, '\0');
	}
	sha256_of(buf_str(&key), digest);
	buf_printf(out, "-%.*s", DIGEST_DIGITS, digest);
	buf_release(&key);
}

static size_t whole_characters(struct str text, size_t at_most)
{
	size_t n = 0;
	while (n < text.n && n + utf8_length(str_from(text, n)) <= at_most)
		n += utf8_length(str_from(text, n));
	return n;
}

void listing_name(struct buf *out, const struct figure *row, const char *ending)
{
	struct buf stem = BUF_INIT;
	bool plain = row->figure.n && add_part(&stem, row->figure, row->group.n ? ".-" : "._-");
	if (row->area.n) {
		buf_add_char(&stem, '@');
		plain = add_part(&stem, row->area, "") && is_digits(row->area) && plain;
	}
	if (row->group.n) {
		buf_add_char(&stem, '_');
		plain = add_part(&stem, row->group, "=._-;") && plain &&
			str_find(row->group, STR("=")) != SIZE_MAX;
	}
	buf_add_char(&stem, '_');
	plain = add_period(&stem, row) && plain;
	plain = plain && stem.n <= STEM_MAX && !is_special(buf_str(&stem));
	if (is_special(buf_str(&stem)))
		buf_add_char(out, '_');
	buf_add(out, stem.p, whole_characters(buf_str(&stem), STEM_MAX));
	if (!plain)
		add_digest(out, row);
	buf_add_text(out, ending);
	buf_release(&stem);
}
