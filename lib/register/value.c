/* value: see value.h. */
#include "register/value.h"
#include "base/number.h"
#include "base/utf8.h"

#include <stdio.h>
#include <stdlib.h>

enum { ID_LENGTH = 64, USCC_LENGTH_CHARACTERS = 18 };

struct value_type_of value_type_of(const struct directory *d, const struct schema *s, int column)
{
	const struct column *c = &s->columns[column];
	return (struct value_type_of){s, c, vocabulary_list(&d->vocabulary, s, c)};
}

const char *value_quote(const struct column *column, struct str value)
{
	enum { SLOTS = 4 };
	static _Thread_local char slots[SLOTS][320];
	static _Thread_local unsigned next;
	char *out = slots[next++ % SLOTS];
	size_t count = utf8_count(value);
	if (column->personal)
		snprintf(out, sizeof(slots[0]),
		    ngettext("(%zu character, personal)", "(%zu characters, personal)", count),
		    count);
	else
		/* TRANSLATORS: a value behind the name of its column, "area ('X')" */
		snprintf(out, sizeof(slots[0]), _("('%s')"), error_quote(value));
	return out;
}

static bool ill(struct error *e, const struct column *c, struct str in, const char *expected)
{
	/* TRANSLATORS: the column, its value in brackets, and one of "a date such as 2024-06-30",
	 * "yes or no", "an id" … */
	return error_set(e, ERROR_ROW, _("%s is not right %s, %s was expected"), c->name,
	    value_quote(c, in), expected);
}

static bool is_id(struct str text)
{
	if (text.n == 0 || text.n > ID_LENGTH)
		return false;
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];
		bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
		if (!letter && !(c >= '0' && c <= '9') && c != '.' && c != '_' && c != '-')
			return false;
	}
	return true;
}

static bool is_credit_code(struct str text)
{
	for (size_t i = 0; i < text.n; i++)
		if (!(text.p[i] >= '0' && text.p[i] <= '9') &&
		    !(text.p[i] >= 'A' && text.p[i] <= 'Z'))
			return false;
	return text.n == USCC_LENGTH_CHARACTERS;
}

static bool read_integer(struct str in, struct str *out)
{
	int64_t number;
	if (!number_parse(in, &number))
		return false;
	while (in.n > 1 && in.p[0] == '0')
		in = str_from(in, 1);
	*out = in;
	return true;
}

static bool read_money(struct str in, struct buf *scratch, struct str *out)
{
	int64_t fen;
	if (!money_parse(in, &fen))
		return false;
	fixed_print(scratch, (struct fixed){fen, 2});
	*out = str_equal(in, buf_str(scratch)) ? in : buf_str(scratch);
	return true;
}

/* A person may also write today, or a number of days before or after a day. */
static bool read_date(const struct directory *d, enum value_mode mode, struct str in,
    struct buf *scratch, struct str *out)
{
	day date;
	char text[DATE_SIZE];
	if (date_parse(in, &date))
		return true;
	if (mode != VALUE_INPUT || !date_expression(in, d->today, &date))
		return false;
	date_print(date, text);
	buf_add_text(scratch, text);
	*out = buf_str(scratch);
	return true;
}

static bool read_yesno(struct str in, struct str *out)
{
	if (str_equal(in, STR("yes")) || str_equal(in, STR("是")))
		*out = STR("yes");
	else if (str_equal(in, STR("no")) || str_equal(in, STR("否")))
		*out = STR("no");
	else
		return false;
	return true;
}

static bool refuse_code(const struct value_type_of *type, struct str in, struct error *e)
{
	const char *nearest = code_list_nearest(type->codes, in);
	if (nearest)
		return error_set(e, ERROR_ROW, _("%s has no code %s; nearest is '%s'"),
		    type->column->name, value_quote(type->column, in), nearest);
	struct buf codes = BUF_INIT;
	code_list_print(type->codes, &codes);
	error_set(e, ERROR_ROW, _("%s has no code %s; its codes are %s"), type->column->name,
	    value_quote(type->column, in), buf_text(&codes));
	buf_release(&codes);
	return false;
}

static bool read_code(
    const struct value_type_of *type, struct str in, struct str *out, struct error *e)
{
	size_t index = code_list_find(type->codes, in);
	if (index == SIZE_MAX)
		return refuse_code(type, in, e);
	*out = str_of(type->codes->codes[index].code);
	return true;
}

static bool read_area(const struct directory *d, const struct value_type_of *type, struct str in,
    struct str *out, struct error *e)
{
	*out = in;
	if (area_is_code(in))
		return true;
	*out = areas_code(&d->areas, in);
	if (out->n)
		return true;
	if (intern_find(&d->areas.names, in) != INTERN_NONE)
		return ill(e, type->column, in,
		    _("a division code, or the parent's name in front (several areas have this "
		      "name)"));
	return ill(e, type->column, in,
	    _("a division code of 2, 4, 6, 9 or 12 digits, or a name of areas.csv"));
}

/* Cuts the next element off: at ';', and in what a person wrote also at , ； ， 、 */
static bool next_element(struct str *rest, enum value_mode mode, struct str *element)
{
	static const struct str wide[] = {{"；", 3}, {"，", 3}, {"、", 3}};
	if (!rest->p)
		return false;
	for (size_t i = 0; i < rest->n; i++) {
		size_t width = rest->p[i] == ';' || (mode == VALUE_INPUT && rest->p[i] == ',');
		for (size_t j = 0; mode == VALUE_INPUT && !width && j < 3; j++)
			width = str_starts(str_from(*rest, i), wide[j]) ? wide[j].n : 0;
		if (width) {
			*element = str_first(*rest, i);
			*rest = str_from(*rest, i + width);
			return true;
		}
	}
	*element = *rest;
	*rest = (struct str){NULL, 0};
	return true;
}

static int by_bytes(const void *a, const void *b)
{
	return str_compare(*(const struct str *)a, *(const struct str *)b);
}

static void join_sorted(struct str *elements, size_t count, struct buf *scratch)
{
	if (count > 1)
		qsort(elements, count, sizeof(*elements), by_bytes);
	for (size_t i = 0; i < count; i++) {
		if (i > 0 && str_equal(elements[i], elements[i - 1]))
			continue;
		if (scratch->n)
			buf_add_char(scratch, ';');
		buf_add_str(scratch, elements[i]);
	}
}

static bool read_element(
    const struct value_type_of *type, enum value_mode mode, struct str *element, struct error *e)
{
	struct str in = *element;
	if (type->column->type == TYPE_CODES)
		return read_code(type, in, element, e);
	if (type->column->type == TYPE_REFS && mode == VALUE_STORED && !is_id(in))
		return ill(e, type->column, in, _("ids with ';' between"));
	return true;
}

static bool read_list(const struct value_type_of *type, enum value_mode mode, struct str in,
    struct buf *scratch, struct str *out, struct error *e)
{
	struct str *elements = NULL, rest = in, element;
	size_t count = 0, capacity = 0;
	bool good = true;
	while (good && next_element(&rest, mode, &element)) {
		if (mode == VALUE_INPUT)
			element = str_trim(element);
		if (element.n == 0)
			continue;
		good = read_element(type, mode, &element, e);
		elements = mem_room(elements, &capacity, count + 1, sizeof(*elements));
		elements[count++] = element;
	}
	if (good)
		join_sorted(elements, count, scratch);
	free(elements);
	*out = str_equal(in, buf_str(scratch)) ? in : buf_str(scratch);
	return good;
}

/* The types whose canonical form is the text itself. */
static bool read_plain(
    const struct value_type_of *type, enum value_mode mode, struct str in, struct error *e)
{

	instant t;
	switch (type->column->type) {
	case TYPE_ID:
		return is_id(in) || ill(e, type->column, in, _("1 to 64 of A-Z a-z 0-9 . _ -"));
	case TYPE_REF:
		return mode == VALUE_INPUT || is_id(in) || ill(e, type->column, in, _("an id"));
	case TYPE_TIME:
		return time_parse(in, &t) ||
		       ill(e, type->column, in, _("a time such as 2024-06-30T08:00:00Z"));
	case TYPE_USCC:
		return is_credit_code(in) ||
		       ill(e, type->column, in, _("18 characters of 0-9 A-Z"));
	default:
		return true;
	}
}

bool value_read(const struct directory *d, const struct value_type_of *type, enum value_mode mode,
    struct str in, struct buf *scratch, struct str *out, struct error *e)
{
	const struct column *c = type->column;
	scratch->n = 0;
	if (mode == VALUE_INPUT)
		in = str_trim(in);
	*out = in;
	if (in.n == 0)
		return true;
	switch (c->type) {
	case TYPE_DATE:
		return read_date(d, mode, in, scratch, out) ||
		       ill(e, c, in, _("a date such as 2024-06-30"));
	case TYPE_INTEGER:
		return read_integer(in, out) || ill(e, c, in, _("a whole number"));
	case TYPE_MONEY:
		return read_money(in, scratch, out) ||
		       ill(e, c, in, _("yuan with at most two decimals"));
	case TYPE_YESNO:
		return read_yesno(in, out) || ill(e, c, in, _("yes or no"));
	case TYPE_CODE:
		return read_code(type, in, out, e);
	case TYPE_AREA:
		return read_area(d, type, in, out, e);
	case TYPE_CODES:
	case TYPE_LIST:
	case TYPE_REFS:
		return read_list(type, mode, in, scratch, out, e);
	default:
		return read_plain(type, mode, in, e);
	}
}

int value_compare(enum value_type type, struct str a, struct str b)
{
	int64_t left, right;
	bool numbers = type == TYPE_INTEGER ? number_parse(a, &left) && number_parse(b, &right)
		       : type == TYPE_MONEY ? money_parse(a, &left) && money_parse(b, &right)
					    : false;
	if (numbers)
		return (left > right) - (left < right);
	return str_compare(a, b);
}

static void print_label(const struct value_type_of *type, struct str code, struct buf *out)
{
	size_t index = type->codes ? code_list_find(type->codes, code) : SIZE_MAX;
	if (index == SIZE_MAX)
		buf_add_str(out, code);
	else
		buf_add_text(out, type->codes->codes[index].label);
}

void value_print_chinese(
    const struct directory *d, const struct value_type_of *type, struct str value, struct buf *out)
{
	struct str rest = value, element;
	switch (type->column->type) {
	case TYPE_YESNO:
		buf_add_str(out, str_equal(value, STR("yes"))  ? STR("是")
				 : str_equal(value, STR("no")) ? STR("否")
							       : value);
		break;
	case TYPE_CODE:
		print_label(type, value, out);
		break;
	case TYPE_AREA:
		buf_add_str(out, areas_unique_name(&d->areas, value));
		break;
	case TYPE_CODES:
		for (bool first = true; value.n && str_split(&rest, ';', &element); first = false) {
			if (!first)
				buf_add_char(out, ';');
			print_label(type, element, out);
		}
		break;
	default:
		buf_add_str(out, value);
	}
}
