/* xlsx_text: see xlsx_text.h. */
#include "sheet/xlsx_text.h"
#include "base/utf8.h"

enum { ESCAPE = 7 }; /* _xHHHH_ */

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The unit that an escape at the start of text stands for, −1 when there is none. */
static int32_t escaped_unit(struct str text)
{
	int32_t unit = 0;
	if (text.n < ESCAPE || text.p[0] != '_' || text.p[1] != 'x' || text.p[ESCAPE - 1] != '_')
		return -1;
	for (size_t i = 2; i < ESCAPE - 1; i++) {
		int digit = hex_digit(text.p[i]);
		if (digit < 0)
			return -1;
		unit = unit << 4 | digit;
	}
	return unit;
}

/* The character at the start of text, escaped or not; *length in bytes as it stands. */
static int32_t next_character(struct str text, size_t *length)
{
	int32_t unit = escaped_unit(text);
	if (unit < 0)
		return (int32_t)utf8_decode(text, length);
	*length = ESCAPE;
	if (unit < 0xD800 || unit > 0xDBFF)
		return unit;
	int32_t second = escaped_unit(str_from(text, ESCAPE));
	if (second < 0xDC00 || second > 0xDFFF)
		return unit;
	*length = 2 * ESCAPE;
	return 0x10000 + ((unit - 0xD800) << 10) + (second - 0xDC00);
}

static bool is_refused(int32_t code)
{
	return (code < 0x20 && code != '\t') || (code >= 0x7F && code < 0xA0) ||
	       (code >= 0xD800 && code < 0xE000);
}

/* Leading bytes that stay as they are: none that could begin an escape or a control. */
static size_t plain_prefix(struct str text)
{
	size_t n = 0;
	while (n < text.n && (unsigned char)text.p[n] >= 0x20 && text.p[n] != '_' &&
	       text.p[n] != 0x7F && text.p[n] != '\xC2')
		n++;
	return n;
}

int32_t xlsx_text_add(struct str raw, struct buf *out)
{
	size_t length;
	bool after_return = false;
	while (raw.n) {
		size_t plain = plain_prefix(raw);
		buf_add(out, raw.p, plain);
		raw = str_from(raw, plain);
		if (!raw.n)
			break;
		after_return = after_return && plain == 0;
		int32_t code = next_character(raw, &length);
		raw = str_from(raw, length);
		if (code == '\n' && after_return) {
			after_return = false;
			continue;
		}
		after_return = code == '\r';
		if (code == '\r' || code == '\n')
			code = ' ';
		if (is_refused(code))
			return code;
		utf8_encode(out, (uint32_t)code);
	}
	return XLSX_TEXT_GOOD;
}
