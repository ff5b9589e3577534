/*
 * value_plain: see value.h. Cells are looked at in words of eight bytes: a word has a property when
 * each of its bytes has. Bytes that stand in two words are looked at twice, so that no word reaches
 * beyond its cell.
 */
#include "register/value.h"

enum { ID_LENGTH = 64, WORD = sizeof(uint64_t) };

/* A byte of each of the eight. */
#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

static bool are_digits(uint64_t bytes)
{
	return ((bytes & EACH(0xF0)) | ((bytes + EACH(0x06)) & EACH(0xF0)) >> 4) == EACH(0x33);
}

/* The high bit of every byte that is `least` or more; for bytes below 0x80. */
static uint64_t at_least(uint64_t bytes, unsigned least)
{
	return (bytes + EACH(0x80u - least)) & EACH(0x80);
}

static uint64_t between(uint64_t bytes, unsigned first, unsigned last)
{
	return at_least(bytes, first) & ~at_least(bytes, last + 1);
}

static bool are_of_ids(uint64_t bytes)
{
	uint64_t small = bytes | EACH('a' - 'A');
	return !(bytes & EACH(0x80)) &&
	       (between(small, 'a', 'z') | between(bytes, '0', '9') | between(bytes, '-', '.') |
		   between(bytes, '_', '_')) == EACH(0x80);
}

static bool are_of_credit_codes(uint64_t bytes)
{
	return !(bytes & EACH(0x80)) &&
	       (between(bytes, '0', '9') | between(bytes, 'A', 'Z')) == EACH(0x80);
}

/* Whether all words of a text that is not empty have the property. */
static inline __attribute__((always_inline)) bool all_have(
    bool (*property)(uint64_t bytes), struct str text)
{
	if (text.n <= WORD)
		return property(load_short(text.p, text.n));
	for (size_t i = 0; i + WORD < text.n; i += WORD)
		if (!property(load_8(text.p + i)))
			return false;
	return property(load_8(text.p + text.n - WORD));
}

static bool is_plain_integer(struct str cell)
{
	enum { NO_OVERFLOW = 18 };
	return cell.n <= NO_OVERFLOW && (cell.p[0] != '0' || cell.n == 1) &&
	       all_have(are_digits, cell);
}

static bool is_plain_money(struct str cell)
{
	enum { DECIMALS = 3, NO_OVERFLOW = 18 }; /* with the point */
	return cell.n > DECIMALS && cell.n <= NO_OVERFLOW && cell.p[cell.n - DECIMALS] == '.' &&
	       all_have(are_digits, str_from(cell, cell.n - 2)) &&
	       is_plain_integer(str_first(cell, cell.n - DECIMALS));
}

static unsigned two_digits(const char *p)
{
	return (unsigned)(p[0] - '0') * 10 + (unsigned)(p[1] - '0');
}

/* Ten bytes; without the year 0 and 29 February. */
static bool is_plain_date(const char *p)
{
	/* by month; of numbers that are none no day is plain */
	static const unsigned char days[100] = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	uint64_t head = load_8(p) ^ load_8("0000-00-"), tail = load_8(p + 2) ^ load_8("00-00-00");
	uint64_t dashes = head & load_8("\0\0\0\0\xFF\0\0\xFF");
	if (dashes || !are_digits(head | EACH('0')) || !are_digits(tail | EACH('0')) ||
	    (head | tail) & EACH(0xF0) || memcmp(p, "0000", 4) == 0)
		return false;
	return two_digits(p + 8) - 1 < days[two_digits(p + 5)];
}

/* The ten bytes of a time behind its date. */
static bool is_plain_clock(const char *p)
{
	uint64_t head = load_8(p) ^ load_8("T00:00:0"), tail = load_8(p + 2) ^ load_8("0:00:00Z");
	uint64_t signs =
	    (head & load_8("\xFF\0\0\xFF\0\0\xFF\0")) | (tail & load_8("\0\xFF\0\0\xFF\0\0\xFF"));
	return !signs && !((head | tail) & EACH(0xF0)) && are_digits(head | EACH('0')) &&
	       are_digits(tail | EACH('0')) && two_digits(p + 1) < 24 && p[4] < '6' && p[7] < '6';
}

/* One of a list: not empty, and greater than the one before. */
static bool is_plain_element(
    const struct value_type_of *type, struct str element, struct str before)
{
	if (element.n == 0 || str_compare(before, element) >= 0)
		return false;
	if (type->column->type == TYPE_CODES)
		return code_set_has(&type->codes->plain, element);
	return type->column->type != TYPE_REFS ||
	       (element.n <= ID_LENGTH && all_have(are_of_ids, element));
}

static bool is_plain_list(const struct value_type_of *type, struct str cell)
{
	struct str element, before = {NULL, 0};
	while (str_split(&cell, ';', &element)) {
		if (!is_plain_element(type, element, before))
			return false;
		before = element;
	}
	return true;
}

bool value_is_plain(const struct value_type_of *type, struct str cell)
{
	enum { AREA_LENGTHS = 1 << 2 | 1 << 4 | 1 << 6 | 1 << 9 | 1 << 12 };
	if (cell.n == 0)
		return true;
	switch (type->column->type) {
	case TYPE_TEXT:
		return true;
	case TYPE_ID:
	case TYPE_REF:
		return cell.n <= ID_LENGTH && all_have(are_of_ids, cell);
	case TYPE_INTEGER:
		return is_plain_integer(cell);
	case TYPE_MONEY:
		return is_plain_money(cell);
	case TYPE_DATE:
		return cell.n == 10 && is_plain_date(cell.p);
	case TYPE_TIME:
		return cell.n == 20 && is_plain_date(cell.p) && is_plain_clock(cell.p + 10);
	case TYPE_YESNO:
		return (cell.n == 3 && memcmp(cell.p, "yes", 3) == 0) ||
		       (cell.n == 2 && memcmp(cell.p, "no", 2) == 0);
	case TYPE_CODE:
		return code_set_has(&type->codes->plain, cell);
	case TYPE_AREA:
		return cell.n <= 12 && AREA_LENGTHS >> cell.n & 1 && all_have(are_digits, cell);
	case TYPE_USCC:
		return cell.n == 18 && all_have(are_of_credit_codes, cell);
	case TYPE_CODES:
	case TYPE_LIST:
	case TYPE_REFS:
		return is_plain_list(type, cell);
	}
	return false;
}

/* Whether a blank may stand at an end: U+3000 is E3 80 80. */
static bool may_be_trimmed(struct str cell)
{
	unsigned char first = (unsigned char)cell.p[0], last = (unsigned char)cell.p[cell.n - 1];
	return first <= ' ' || first == 0xE3 || last <= ' ' || last == 0x80;
}

bool value_is_plain_input(const struct value_type_of *type, struct str cell)
{
	if (cell.n == 0)
		return true;
	switch (type->column->type) {
	case TYPE_TEXT:
		return !may_be_trimmed(cell);
	case TYPE_LIST: /* more than one separator */
		return false;
	default:
		return value_is_plain(type, cell);
	}
}
