/*
 * What is expected of cells for columns of registers, for unit tests: lists of texts with what
 * becomes of them. The tests run between open_directory and close_directory.
 */
#ifndef CELL_EXPECT_H
#define CELL_EXPECT_H

#include "place.h"

#include "import/cell.h"

static struct directory directory;
static struct cell_rules rules;

static const char *const verdicts[] = {"good", "changed", "refused"};

struct expectation {
	const char *text;
	const char *value; /* "!" in front: refused, with this in the message; "~": changed */
};

static enum sheet_kind kind; /* of the cells below */

/* The cell's bytes end where it ends, so that a sanitizer sees what is read behind it. */
static inline enum cell_verdict read_cell(
    const struct value_type_of *type, struct str text, struct buf *value, struct error *e)
{
	struct buf scratch = BUF_INIT;
	struct str copy = exact_copy(text), out = {NULL, 0};
	struct sheet_cell cell = {copy, kind};
	*e = (struct error){0};
	enum cell_verdict verdict = cell_read(&rules, type, &cell, &scratch, &out, e);
	if (verdict != CELL_REFUSED)
		buf_add_str(value, out);
	buf_release(&scratch);
	free((char *)(uintptr_t)copy.p);
	return verdict;
}

/* What was read must be read again as it is, with nothing to say. */
static inline void expect_settled(const struct value_type_of *type, const struct buf *value)
{
	struct buf again = BUF_INIT;
	struct error e;
	enum sheet_kind before = kind;
	kind = SHEET_TEXT;
	enum cell_verdict verdict = read_cell(type, buf_str(value), &again, &e);
	kind = before;
	if (verdict != CELL_GOOD || !str_equal(buf_str(&again), buf_str(value)))
		fail_msg("%s: '%.*s' becomes '%.*s' (%s)", type->column->name, (int)value->n,
		    value->p, (int)again.n, again.p, verdicts[verdict]);
	buf_release(&again);
}

static inline void expect_one(const struct value_type_of *type, const struct expectation *x)
{
	struct buf value = BUF_INIT;
	struct error e;
	const char *name = type->column->name;
	enum cell_verdict wanted = x->value[0] == '!'   ? CELL_REFUSED
				   : x->value[0] == '~' ? CELL_CHANGED
							: CELL_GOOD;
	enum cell_verdict verdict = read_cell(type, str_of(x->text), &value, &e);
	if (verdict != wanted)
		fail_msg("%s '%s' is %s, not %s (%s)", name, x->text, verdicts[verdict],
		    verdicts[wanted], e.message);
	if (wanted == CELL_REFUSED) {
		assert_int_equal(e.kind, ERROR_ROW);
		if (!strstr(e.message, x->value + 1))
			fail_msg("%s '%s': %s", name, x->text, e.message);
		return;
	}
	assert_int_equal(e.kind, wanted == CELL_CHANGED ? ERROR_NOTE : ERROR_NONE);
	if (!str_equal_text(buf_str(&value), x->value + (wanted == CELL_CHANGED)))
		fail_msg("%s '%s' became '%s'", name, x->text, buf_text(&value));
	if (wanted == CELL_CHANGED && !strstr(e.message, value.n ? buf_text(&value) : "empty"))
		fail_msg("%s '%s': %s", name, x->text, e.message);
	if (wanted == CELL_CHANGED && !strstr(e.message, x->text) && !type->column->personal)
		fail_msg("%s '%s': %s", name, x->text, e.message);
	expect_settled(type, &value);
	buf_release(&value);
}

static inline void expect(
    enum register_id id, const char *column, enum sheet_kind of, const struct expectation *list)
{
	const struct schema *s = schema_of(id);
	int number = schema_column(s, str_of(column));
	assert_int_not_equal(number, COLUMN_NONE);
	struct value_type_of type = value_type_of(&directory, s, number);
	kind = of;
	for (; list->text; list++)
		expect_one(&type, list);
}

#define LIST (const struct expectation[])
#define END                                                                                        \
	{                                                                                          \
		NULL, NULL                                                                         \
	}

static inline int open_directory(void **state)
{
	struct error e;
	if (place_make(state) != 0)
		return -1;
	place_put("areas.csv",
	    STR("code,name\n36,江西省\n3601,南昌市\n360102,东湖区\n360103,西湖区\n360102007,"
		"豫章街道\n"
		"360102100,扬子洲镇\n360102400,贤士湖管理处\n360102007001,新村社区居委会\n"
		"360102008,董家窑街道\n360102008001,新村社区居委会\n360103001,西湖街道\n"
		"360102008002,三眼井社区居委会\n360103001001,三眼井社区居委会\n"));
	if (!directory_open(&directory, place, &e))
		return -1;
	rules = (struct cell_rules){.directory = &directory};
	return 0;
}

static inline int close_directory(void **state)
{
	directory_close(&directory);
	return place_remove(state);
}

#endif
