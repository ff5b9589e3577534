/*
 * Cells by the type of their column: ids, integers, money, dates, times, codes, areas, credit
 * codes, lists, references. Input: "register.column=cell".
 */
#include "fuzz.h"

#include "base/utf8.h"
#include "register/value.h"

/* The column that is named, or for any other name one that follows from it. */
static int column_of(const struct schema *s, struct str name)
{
	int column = schema_column(s, name);
	size_t sum = name.n;
	for (size_t i = 0; i < name.n; i++)
		sum = sum * 31 + (unsigned char)name.p[i];
	return column != COLUMN_NONE ? column : (int)(sum % (size_t)s->column_count);
}

/* What is accepted is canonical: reading it again, either way, gives the same bytes. */
static void check_canonical(const struct value_type_of *type, struct str value)
{
	const struct directory *d = fuzz_district();
	struct buf scratch = BUF_INIT;
	struct str again;
	struct error e;
	CHECK(value_read(d, type, VALUE_STORED, value, &scratch, &again, &e));
	CHECK(str_equal(again, value));
	CHECK(value_compare(type->column->type, value, value) == 0);
	CHECK(value.n == 0 || value_compare(type->column->type, (struct str){NULL, 0}, value) < 0);
	buf_release(&scratch);
}

/* What --zh shows of what a person gave is accepted back as the same. */
static void check_chinese(const struct value_type_of *type, struct str value)
{
	const struct directory *d = fuzz_district();
	struct buf shown = BUF_INIT, scratch = BUF_INIT;
	struct str again;
	struct error e;
	value_print_chinese(d, type, value, &shown);
	CHECK(value_read(d, type, VALUE_INPUT, buf_str(&shown), &scratch, &again, &e));
	CHECK(str_equal(again, value));
	buf_release(&shown);
	buf_release(&scratch);
}

/* A list is sorted, without doubles and without empty elements. */
static void check_list(struct str list)
{
	struct str rest = list, element, before = {NULL, 0};
	while (list.n && str_split(&rest, ';', &element)) {
		CHECK(element.n > 0 && str_compare(before, element) < 0);
		before = element;
	}
}

static void check(const struct value_type_of *type, enum value_mode mode, struct str cell)
{
	struct buf scratch = BUF_INIT, text = BUF_INIT;
	struct error e = ERROR_INIT;
	struct str value;
	bool plain = mode == VALUE_STORED && value_is_plain(type, cell);
	bool good = value_read(fuzz_district(), type, mode, cell, &scratch, &value, &e);
	CHECK(!plain || (good && str_equal(value, cell)));
	if (good) {
		buf_add_str(&text, value);
		bool reference = type->column->target != NULL;
		if (mode == VALUE_STORED || !reference)
			check_canonical(type, buf_str(&text));
		if (type_is_list(type->column->type))
			check_list(buf_str(&text));
		if (mode == VALUE_INPUT)
			check_chinese(type, buf_str(&text));
	} else {
		fuzz_check_error(&e);
		CHECK(e.kind == ERROR_ROW);
	}
	buf_release(&scratch);
	buf_release(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct str rest = fuzz_text(bytes, n), name, field;
	str_split(&rest, '=', &name);
	/* the reader lets only such text through */
	if (!rest.p || utf8_valid_prefix(rest) < rest.n || memchr(rest.p, '\0', rest.n) ||
	    memchr(rest.p, '\n', rest.n) || memchr(rest.p, '\r', rest.n))
		return 0;
	struct str word = name;
	str_split(&word, '.', &field);
	const struct schema *s = fuzz_schema(field);
	struct value_type_of type = value_type_of(fuzz_district(), s, column_of(s, word));
	check(&type, VALUE_STORED, rest);
	check(&type, VALUE_INPUT, rest);
	return 0;
}
