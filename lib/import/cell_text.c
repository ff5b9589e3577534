/* cell_text: the characters of a cell, see cell.h and cell_internal.h. */
#include "base/utf8.h"
#include "import/cell_internal.h"

enum { WIDTH = 16 };

/* Sixteen bytes; of a comparison 0xFF where it holds, else 0. */
typedef unsigned char bytes16 __attribute__((vector_size(WIDTH)));
typedef uint64_t words2 __attribute__((vector_size(WIDTH)));

static inline bytes16 load(const char *p)
{
	bytes16 bytes;
	memcpy(&bytes, p, sizeof(bytes));
	return bytes;
}

static inline bytes16 is(bytes16 bytes, unsigned char byte)
{
	return (bytes16)(bytes == byte);
}

/* Of 16 bytes and the 16 that begin one later: whether a character may begin there that a cell
 * should not have: controls, U+0080 to U+00BF (no-break blank, soft hyphen), U+2000 to U+207F (and
 * with them dashes and quotes, which are looked at again), U+FE00 to U+FEFF. */
static inline bool may_be_odd(bytes16 here, bytes16 next)
{
	bytes16 odd = (bytes16)(here < 0x20) | is(here, 0x7F) | is(here, 0xC2) |
		      (is(here, 0xE2) & (is(next, 0x80) | is(next, 0x81))) |
		      (is(here, 0xEF) & (is(next, 0xB8) | is(next, 0xBB)));
	words2 words = (words2)odd;
	return (words[0] | words[1]) != 0;
}

static bool has_odd(struct str text)
{
	char end[WIDTH + 1];
	size_t at = 0;
	for (; at + WIDTH < text.n; at += WIDTH)
		if (may_be_odd(load(text.p + at), load(text.p + at + 1)))
			return true;
	memset(end, ' ', sizeof(end));
	memcpy(end, text.p + at, text.n - at);
	return may_be_odd(load(end), load(end + 1));
}

/* Text that begins as a telephone number: full width may have to be taken from it. */
static bool is_wide_number(struct str text)
{
	static const char wide[] = "\xEF\xBC"; /* U+FF0D to U+FF19 */
	if (str_starts(text, STR(wide)) && text.n > 2 && (unsigned char)text.p[2] >= 0x8D)
		return true;
	if (text.p[0] != '-' && (text.p[0] < '0' || text.p[0] > '9'))
		return false;
	return str_find(text, STR(wide)) != SIZE_MAX;
}

bool cell_text_is_clean(struct str text)
{
	unsigned char first = (unsigned char)text.p[0];
	unsigned char last = (unsigned char)text.p[text.n - 1];
	/* ideographic blanks at an end, marks of a spreadsheet program, exponents */
	if (first <= ' ' || last <= ' ' || first == '\'' || first == '=')
		return false;
	if ((first == 0xE3 || last == 0x80) && str_trim(text).n != text.n)
		return false;
	if (text.n > 4 && (text.p[text.n - 3] == '+' || text.p[text.n - 4] == '+'))
		return false;
	return !is_wide_number(text) && !has_odd(text);
}

/* U+200B to U+200F and the like: marks of width, joining, direction and variants. */
static bool is_unseen(uint32_t code)
{
	return code == 0xAD || (code >= 0x200B && code <= 0x200F) ||
	       (code >= 0x202A && code <= 0x202E) || (code >= 0x2060 && code <= 0x2069) ||
	       (code >= 0xFE00 && code <= 0xFE0F) || code == 0xFEFF;
}

static bool is_blank(uint32_t code)
{
	return code == ' ' || code == '\t' || code == 0xA0 || code == 0x3000 ||
	       (code >= 0x2000 && code <= 0x200A) || code == 0x202F;
}

/* U+FF01 to U+FF5E are U+0021 to U+007E at full width. */
static uint32_t narrow(uint32_t code)
{
	return code >= 0xFF01 && code <= 0xFF5E ? code - 0xFF01 + '!' : code;
}

/* The first character's code and its length; 0 for one that is surely none of the above: ASCII but
 * blanks and controls, U+4000 to U+9FFF. */
static uint32_t odd_code(struct str text, size_t *length)
{
	unsigned char first = (unsigned char)text.p[0];
	*length = first > ' ' && first < 0x7F ? 1 : 3;
	if (*length == 1 || (first >= 0xE4 && first <= 0xE9 && text.n >= 3))
		return 0;
	return utf8_decode(text, length);
}

void cell_normalise(struct str text, struct buf *out)
{
	size_t length, start = out->n;
	bool blank = false;
	buf_reserve(out, text.n); /* nothing becomes longer */
	for (size_t at = 0; at < text.n; at += length) {
		struct str rest = str_from(text, at);
		uint32_t code = odd_code(rest, &length);
		if (is_unseen(code))
			continue;
		if (is_blank(code)) {
			blank = out->n > start;
			continue;
		}
		if (blank)
			out->p[out->n++] = ' ';
		blank = false;
		if (narrow(code) != code)
			out->p[out->n++] = (char)narrow(code);
		else
			for (size_t i = 0; i < length; i++)
				out->p[out->n++] = rest.p[i];
	}
}

static bool is_of_numbers(uint32_t c)
{
	return (c >= '0' && c <= '9') || c == '-';
}

/* Ids, and what separates them in a list. */
static bool is_of_references(uint32_t c)
{
	return is_of_numbers(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '.' ||
	       c == '_' || c == ';' || c == ',' || c == 0x3001 /* 、 */;
}

/* Whether a text has only such characters at some width, and blanks. */
static bool is_only(struct str text, bool (*is_right)(uint32_t c))
{
	size_t length;
	for (size_t at = 0; at < text.n; at += length) {
		uint32_t code = utf8_decode(str_from(text, at), &length);
		if (!is_right(narrow(code)) && !is_blank(code) && !is_unseen(code))
			return false;
	}
	return true;
}

/* Without blanks of any kind at the ends. */
static struct str trim(struct str text)
{
	size_t length, from = text.n, to = 0;
	for (size_t at = 0; at < text.n; at += length) {
		uint32_t code = odd_code(str_from(text, at), &length);
		if (is_blank(code) || is_unseen(code))
			continue;
		from = from < at ? from : at;
		to = at + length;
	}
	return str_first(str_from(text, from), to > from ? to - from : 0);
}

void cell_clean_text(struct str text, bool reference, struct buf *out)
{
	size_t length;
	bool narrowed = is_only(text, reference ? is_of_references : is_of_numbers);
	text = trim(text);
	buf_reserve(out, text.n);
	for (size_t at = 0; at < text.n; at += length) {
		uint32_t code = odd_code(str_from(text, at), &length);
		if (is_unseen(code))
			continue;
		if (is_blank(code) && (narrowed || code != 0x3000))
			buf_add_char(out, ' ');
		else if (narrowed && narrow(code) != code)
			buf_add_char(out, (char)narrow(code));
		else
			buf_add(out, text.p + at, length);
	}
}

struct str cell_without_blanks(struct str text)
{
	char *p = (char *)(uintptr_t)text.p;
	size_t n = 0;
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] != ' ')
			p[n++] = text.p[i];
	return str_first(text, n);
}

struct str cell_take_digits(struct str *rest)
{
	size_t n = 0;
	while (n < rest->n && rest->p[n] >= '0' && rest->p[n] <= '9')
		n++;
	struct str digits = str_first(*rest, n);
	*rest = str_from(*rest, n);
	return digits;
}

bool cell_is_lost_number(struct str text)
{
	struct str rest = text;
	if (cell_take_digits(&rest).n == 0)
		return false;
	if (rest.n && rest.p[0] == '.') {
		rest = str_from(rest, 1);
		if (cell_take_digits(&rest).n == 0)
			return false;
	}
	if (rest.n < 3 || (rest.p[0] != 'E' && rest.p[0] != 'e') || rest.p[1] != '+')
		return false;
	rest = str_from(rest, 2);
	return cell_take_digits(&rest).n > 1 && rest.n == 0;
}
