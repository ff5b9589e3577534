/*
 * value_plain: see value.h. Cells are looked at 16 bytes at once, without a decision where that can
 * be done, since what cells hold cannot be foretold. A cell of a block has bytes behind it that may
 * be read but do not count: a mask of its length covers them. Of another cell, which may stand at
 * the end of what may be read, nothing else is read, and some bytes are read twice.
 */
#include "base/short.h"
#include "register/value.h"

enum { ID_LENGTH = 64, CREDIT_CODE_LENGTH = 18, DATE_LENGTH = 10, TIME_LENGTH = 20, WIDTH = 16 };

/* Sixteen bytes; of a comparison 0xFF where it holds, else 0. */
typedef unsigned char bytes16 __attribute__((vector_size(WIDTH)));
typedef uint64_t words2 __attribute__((vector_size(WIDTH)));

#define INLINE static inline __attribute__((always_inline))

/* Whether bytes may be read behind a cell (LINES_SLACK of them). Known when compiled. */
enum slack { EXACT, SLACK };

INLINE bytes16 load(const char *p)
{
	bytes16 bytes;
	memcpy(&bytes, p, sizeof(bytes));
	return bytes;
}

INLINE bool is_zero(bytes16 bytes)
{
	words2 words = (words2)bytes;
	return (words[0] | words[1]) == 0;
}

/* 0xFF for the first n of the bytes, at most all. */
INLINE bytes16 first(size_t n)
{
	static const char ones[2 * WIDTH] =
	    "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF";
	return load(ones + WIDTH - (n < WIDTH ? n : WIDTH));
}

/* The text's first bytes, with zeros behind a shorter one. */
INLINE bytes16 load_text(struct str text, enum slack slack)
{
	if (slack == SLACK)
		return load(text.p) & first(text.n);
	if (text.n >= WIDTH)
		return load(text.p);
	size_t low = text.n < WIDTH / 2 ? text.n : WIDTH / 2;
	return (bytes16)(words2){short_load(text.p, low), short_load(text.p + low, text.n - low)};
}

/* --- bytes that do not belong into a cell ---------------------------------------------------- */

INLINE bytes16 between(bytes16 bytes, unsigned char least, unsigned char most)
{
	return (bytes16)(bytes - least <= (unsigned char)(most - least));
}

INLINE bytes16 no_digits(bytes16 bytes)
{
	return ~between(bytes, '0', '9');
}

INLINE bytes16 not_of_ids(bytes16 bytes)
{
	return ~(between(bytes | (unsigned char)('a' - 'A'), 'a', 'z') | between(bytes, '0', '9') |
		 between(bytes, '-', '.') | between(bytes, '_', '_'));
}

INLINE bytes16 not_of_credit_codes(bytes16 bytes)
{
	return ~(between(bytes, '0', '9') | between(bytes, 'A', 'Z'));
}

typedef bytes16 wrong_bytes(bytes16 bytes);

/* Whether a text of at most WIDTH bytes has none of those. */
INLINE bool short_is_right(wrong_bytes *wrong, struct str text, enum slack slack)
{
	return is_zero(wrong(load_text(text, slack)) & first(text.n));
}

INLINE bool is_right(wrong_bytes *wrong, struct str text, enum slack slack)
{
	if (text.n <= WIDTH)
		return short_is_right(wrong, text, slack);
	for (size_t i = 0; i + WIDTH < text.n; i += WIDTH)
		if (!is_zero(wrong(load(text.p + i))))
			return false;
	return is_zero(wrong(load(text.p + text.n - WIDTH)));
}

/* --- cells that are not empty ---------------------------------------------------------------- */

INLINE bool is_plain_id(struct str cell, enum slack slack)
{
	return (cell.n <= ID_LENGTH) & is_right(not_of_ids, cell, slack);
}

INLINE bool is_plain_integer(struct str cell, enum slack slack)
{
	return (cell.n <= WIDTH) & ((cell.p[0] != '0') | (cell.n == 1)) &
	       short_is_right(no_digits, cell, slack);
}

INLINE bool is_plain_area(struct str cell, enum slack slack)
{
	const unsigned lengths = 1 << 2 | 1 << 4 | 1 << 6 | 1 << 9 | 1 << 12;
	return (cell.n <= WIDTH) & (lengths >> (cell.n & (WIDTH - 1)) & 1) &
	       short_is_right(no_digits, cell, slack);
}

INLINE bool is_plain_money(struct str cell)
{
	enum { DECIMALS = 3 }; /* with the point */
	return cell.n > DECIMALS && cell.p[cell.n - DECIMALS] == '.' &&
	       is_plain_integer(str_first(cell, cell.n - DECIMALS), EXACT) &&
	       short_is_right(no_digits, str_from(cell, cell.n - 2), EXACT);
}

/* Of two bytes that may be no digits: at most 165. */
INLINE unsigned two_digits(const char *p)
{
	return (unsigned)(p[0] & 0xF) * 10 + (unsigned)(p[1] & 0xF);
}

#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

/* The bytes that differ from digits where the pattern has 0, from the pattern elsewhere; not
 * which, but whether there are any. `differ` is text XOR pattern. */
INLINE uint64_t breaks_pattern(uint64_t differ, uint64_t signs)
{
	return (differ & signs) | ((differ | (differ + EACH(0x06))) & EACH(0xF0));
}

/* Ten bytes; without the year 0 and 29 February. */
INLINE bool is_plain_date(const char *p)
{
	/* by month; of numbers that are none no day is plain */
	static const unsigned char days[256] = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	uint64_t head = short_load_8(p) ^ short_load_8("0000-00-"),
		 tail = short_load_8(p + 2) ^ short_load_8("00-00-00");
	uint64_t broken = breaks_pattern(head, short_load_8("\0\0\0\0\xFF\0\0\xFF")) |
			  breaks_pattern(tail, short_load_8("\0\0\xFF\0\0\xFF\0\0"));
	uint64_t year = head & short_load_8("\xFF\xFF\xFF\xFF\0\0\0\0");
	return (broken == 0) & (year != 0) & (two_digits(p + 8) - 1 < days[two_digits(p + 5)]);
}

/* The ten bytes of a time behind its date. */
INLINE bool is_plain_clock(const char *p)
{
	uint64_t head = short_load_8(p) ^ short_load_8("T00:00:0"),
		 tail = short_load_8(p + 2) ^ short_load_8("0:00:00Z");
	uint64_t broken = breaks_pattern(head, short_load_8("\xFF\0\0\xFF\0\0\xFF\0")) |
			  breaks_pattern(tail, short_load_8("\0\xFF\0\0\xFF\0\0\xFF"));
	return (broken == 0) & (two_digits(p + 1) < 24) & (p[4] < '6') & (p[7] < '6');
}

INLINE bool is_plain_time(const char *p)
{
	return is_plain_date(p) && is_plain_clock(p + DATE_LENGTH);
}

INLINE bool is_plain_credit_code(const char *p)
{
	return is_zero(not_of_credit_codes(load(p)) |
		       not_of_credit_codes(load(p + CREDIT_CODE_LENGTH - WIDTH)));
}

INLINE struct code_slot slot_of(struct str cell, enum slack slack)
{
	words2 words = (words2)load_text(cell, slack);
	return (struct code_slot){words[0], words[1], cell.n};
}

INLINE bool is_plain_yesno(struct str cell, enum slack slack)
{
	struct code_slot slot = slot_of(cell, slack);
	uint64_t yes = short_load_8("yes\0\0\0\0"), no = short_load_8("no\0\0\0\0\0");
	return ((slot.low == yes) & (cell.n == 3)) | ((slot.low == no) & (cell.n == 2));
}

/* One of a list: not empty, and greater than the one before. */
static bool is_plain_element(
    const struct value_type_of *type, struct str element, struct str before)
{
	if (element.n == 0 || str_compare(before, element) >= 0)
		return false;
	if (type->column->type == TYPE_CODES)
		return code_set_has(&type->codes->plain, slot_of(element, EXACT));
	return type->column->type != TYPE_REFS || is_plain_id(element, EXACT);
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

/* --- any cell -------------------------------------------------------------------------------- */

bool value_is_plain(const struct value_type_of *type, struct str cell)
{
	if (cell.n == 0)
		return true;
	switch (type->column->type) {
	case TYPE_TEXT:
		return true;
	case TYPE_ID:
	case TYPE_REF:
		return is_plain_id(cell, EXACT);
	case TYPE_INTEGER:
		return is_plain_integer(cell, EXACT);
	case TYPE_MONEY:
		return is_plain_money(cell);
	case TYPE_DATE:
		return cell.n == DATE_LENGTH && is_plain_date(cell.p);
	case TYPE_TIME:
		return cell.n == TIME_LENGTH && is_plain_time(cell.p);
	case TYPE_YESNO:
		return is_plain_yesno(cell, EXACT);
	case TYPE_CODE:
		return code_set_has(&type->codes->plain, slot_of(cell, EXACT));
	case TYPE_AREA:
		return is_plain_area(cell, EXACT);
	case TYPE_USCC:
		return cell.n == CREDIT_CODE_LENGTH && is_plain_credit_code(cell.p);
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

/* --- columns of rows ------------------------------------------------------------------------- */

/* Some rows of a block, and one of its columns. */
struct stretch {
	const struct csv_block *block;
	size_t row, rows;
	const struct value_place *place;
};

typedef bool plain_cell(const struct value_type_of *type, struct str cell);

/* Bit i is set when the cell of row i is plain, or empty where it may be. */
INLINE uint64_t plain_rows(const struct stretch *s, plain_cell *is_plain)
{
	uint64_t plain = 0;
	bool may_be_empty = !s->place->type.column->required;
	for (size_t i = 0; i < s->rows; i++) {
		struct str cell = csv_block_field(s->block, s->row + i, s->place->field);
		bool good = ((cell.n != 0) & is_plain(&s->place->type, cell)) |
			    ((cell.n == 0) & may_be_empty);
		plain |= (uint64_t)good << i;
	}
	return plain;
}

INLINE bool plain_id(const struct value_type_of *type, struct str cell)
{
	(void)type;
	return is_plain_id(cell, SLACK);
}

INLINE bool plain_integer(const struct value_type_of *type, struct str cell)
{
	(void)type;
	return is_plain_integer(cell, SLACK);
}

INLINE bool plain_area(const struct value_type_of *type, struct str cell)
{
	(void)type;
	return is_plain_area(cell, SLACK);
}

INLINE bool plain_date(const struct value_type_of *type, struct str cell)
{
	(void)type;
	return (cell.n == DATE_LENGTH) & is_plain_date(cell.p);
}

INLINE bool plain_time(const struct value_type_of *type, struct str cell)
{
	(void)type;
	return (cell.n == TIME_LENGTH) & is_plain_time(cell.p);
}

INLINE bool plain_credit_code(const struct value_type_of *type, struct str cell)
{
	(void)type;
	return (cell.n == CREDIT_CODE_LENGTH) & is_plain_credit_code(cell.p);
}

INLINE bool plain_yesno(const struct value_type_of *type, struct str cell)
{
	(void)type;
	return is_plain_yesno(cell, SLACK);
}

INLINE bool plain_code(const struct value_type_of *type, struct str cell)
{
	return code_set_has(&type->codes->plain, slot_of(cell, SLACK));
}

INLINE bool plain_text(const struct value_type_of *type, struct str cell)
{
	(void)type;
	(void)cell;
	return true;
}

static uint64_t plain_in_column(const struct stretch *s)
{
	switch (s->place->type.column->type) {
	case TYPE_TEXT:
		return plain_rows(s, plain_text);
	case TYPE_ID:
	case TYPE_REF:
		return plain_rows(s, plain_id);
	case TYPE_INTEGER:
		return plain_rows(s, plain_integer);
	case TYPE_DATE:
		return plain_rows(s, plain_date);
	case TYPE_TIME:
		return plain_rows(s, plain_time);
	case TYPE_YESNO:
		return plain_rows(s, plain_yesno);
	case TYPE_CODE:
		return plain_rows(s, plain_code);
	case TYPE_AREA:
		return plain_rows(s, plain_area);
	case TYPE_USCC:
		return plain_rows(s, plain_credit_code);
	default:
		return plain_rows(s, value_is_plain);
	}
}

uint64_t values_are_plain(const struct value_place *places, size_t count,
    const struct csv_block *block, size_t row, size_t rows)
{
	uint64_t plain = UINT64_MAX;
	for (size_t i = 0; i < count; i++)
		plain &= plain_in_column(&(struct stretch){block, row, rows, &places[i]});
	return plain;
}
