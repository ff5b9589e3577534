/*
 * filter: see filter.h. A condition is a field, an operator and alternatives; `!=` and `!~` negate
 * the whole condition. How an alternative is compared depends on the type of the field's column.
 */
#include "register/filter.h"
#include "base/number.h"
#include "register/field.h"

#include <stdlib.h>

struct alternative {
	char *first; /* the value itself, the lower end of a range, or the text to be contained */
	char *last;  /* the upper end of a range */
	bool range;  /* either end may be empty: open */
	/* the same, as matching needs them */
	struct str low, high;
	int64_t low_number, high_number; /* of an integer or fen; the widest of an open range */
};

struct condition {
	struct field field;
	bool negated, contains;
	struct alternative *alternatives;
	size_t count, capacity;
};

struct filter {
	const struct schema *schema;
	const struct directory *directory;
	struct lookups *lookups;
	struct condition *conditions;
	size_t count, capacity;
};

struct filter *filter_new(
    const struct schema *schema, const struct directory *d, struct lookups *lookups)
{
	struct filter *f = mem_alloc(1, sizeof(*f));
	f->schema = schema;
	f->directory = d;
	f->lookups = lookups;
	return f;
}

void filter_free(struct filter *f)
{
	for (size_t i = 0; f && i < f->count; i++) {
		struct condition *c = &f->conditions[i];
		for (size_t j = 0; j < c->count; j++) {
			free(c->alternatives[j].first);
			free(c->alternatives[j].last);
		}
		free(c->alternatives);
		field_release(&c->field);
	}
	if (f)
		free(f->conditions);
	free(f);
}

/* --- making ---------------------------------------------------------------------------------- */

static bool refuse_word(const struct filter *f, struct str word, struct error *e)
{
	size_t wide = str_find(word, STR("＝"));
	if (wide != SIZE_MAX) /* what stands behind it may be personal, so it is not shown */
		return error_set(e, ERROR_USAGE,
		    _("'%s＝…' has a full-width ＝, field=value with a plain = was expected"),
		    error_quote(str_first(word, wide)));
	if (str_find(word, STR("/")) != SIZE_MAX || str_find(word, STR(".csv")) != SIZE_MAX)
		return error_set(e, ERROR_USAGE,
		    _("'%s' is not a condition such as field=value; files are named with -f"),
		    schema_quote_operand(word));
	if (str_find(word, STR(">")) != SIZE_MAX || str_find(word, STR("<")) != SIZE_MAX)
		return error_set(e, ERROR_USAGE,
		    _("'%s' is not a condition; ranges are written field=3.. or field=..2 or "
		      "field=3..9"),
		    schema_quote_operand(word));
	const char *field =
	    schema_column(f->schema, word) == COLUMN_NONE ? "field" : error_quote(word);
	return error_set(e, ERROR_USAGE,
	    _("'%s' alone is not a condition, %s=value was expected; > and < are the shell's, "
	      "write "
	      "%s=3.. for 3 and more"),
	    schema_quote_operand(word), field, field);
}

/* Up to the next ',' that no backslash precedes; "\," becomes ",". */
static bool next_value(struct str *rest, struct buf *value)
{
	if (!rest->p)
		return false;
	value->n = 0;
	size_t i = 0;
	for (; i < rest->n && rest->p[i] != ','; i++) {
		if (rest->p[i] == '\\' && i + 1 < rest->n && rest->p[i + 1] == ',')
			i++;
		buf_add_char(value, rest->p[i]);
	}
	*rest = i < rest->n ? str_from(*rest, i + 1) : (struct str){NULL, 0};
	return true;
}

/* Of the values as they are compared: those of each row that a reference names, one by one. */
static enum value_type compared_type(const struct condition *c)
{
	return c->field.kind == FIELD_OF_INPUT ? TYPE_TEXT : c->field.of.column->type;
}

/* What would be right instead of a value that its type refuses: ranges are often meant. */
static void explain(const struct condition *c, struct str value, struct error *e)
{
	const struct column *column = c->field.of.column;
	bool number = column->type == TYPE_INTEGER || column->type == TYPE_MONEY;
	e->kind = ERROR_USAGE;
	if (number)
		error_set(e, ERROR_USAGE,
		    _("%s is not right %s, a number or a range such as 3.. or 3..9 was expected"),
		    column->name, value_quote(column, value));
	else if (column->target && c->field.kind == FIELD_OF_REGISTER)
		error_set(e, ERROR_USAGE, _("%s holds ids; a name is looked for with %s.name=…"),
		    column->name, column->name);
}

/* Several elements in one value would never be found: a list is asked for its elements one by
 * one. */
static bool refuse_several(struct str value, struct error *e)
{
	return error_set(e, ERROR_USAGE,
	    _("'%s' names several; field=a,b finds any of them, field=a field=b finds all"),
	    error_quote(value));
}

/* A value as a person writes it in a filter, in canonical form. NULL and *e when it cannot be. */
static char *canonical(
    const struct filter *f, const struct condition *c, struct str value, struct error *e)
{
	const struct column *column = c->field.kind == FIELD_OF_INPUT ? NULL : c->field.of.column;
	struct buf scratch = BUF_INIT;
	struct str out = value;
	day date;
	char text[DATE_SIZE];
	if (!column || value.n == 0 || column->type == TYPE_TEXT)
		return str_dup(value);
	if (column->type == TYPE_DATE && date_expression(value, f->directory->today, &date)) {
		date_print(date, text);
		return str_dup(str_of(text));
	}
	char *copy = NULL;
	enum value_mode mode = column->target ? VALUE_STORED : VALUE_INPUT;
	if (!value_read(f->directory, &c->field.of, mode, value, &scratch, &out, e))
		explain(c, value, e);
	else if (type_is_list(column->type) && str_find(out, STR(";")) != SIZE_MAX)
		refuse_several(value, e);
	else
		copy = str_dup(out);
	buf_release(&scratch);
	return copy;
}

static bool has_ranges(const struct condition *c, struct str value, size_t dots)
{
	struct fixed number;
	struct str low = str_first(value, dots), high = str_from(value, dots + 2);
	if (c->field.kind == FIELD_OF_INPUT)
		return (low.n || high.n) && (low.n == 0 || fixed_parse(low, &number)) &&
		       (high.n == 0 || fixed_parse(high, &number));
	enum value_type type = compared_type(c);
	return type == TYPE_INTEGER || type == TYPE_MONEY || type == TYPE_DATE;
}

/* An integer or an amount of fen. False for values of other types. */
static bool number_of(const struct condition *c, struct str value, int64_t *number)
{
	enum value_type type = compared_type(c);
	return (type == TYPE_INTEGER && number_parse(value, number)) ||
	       (type == TYPE_MONEY && money_parse(value, number));
}

static void prepare_ends(const struct condition *c, struct alternative *a)
{
	a->low = str_of(a->first);
	a->high = a->range ? str_of(a->last) : a->low;
	if (!number_of(c, a->low, &a->low_number))
		a->low_number = INT64_MIN;
	if (!number_of(c, a->high, &a->high_number))
		a->high_number = INT64_MAX;
}

static bool add_alternative(
    const struct filter *f, struct condition *c, struct str value, struct error *e)
{
	struct alternative a = {0};
	size_t dots = str_find(value, STR(".."));
	a.range = !c->contains && dots != SIZE_MAX && has_ranges(c, value, dots);
	if (c->contains) {
		a.first = str_dup(value);
	} else if (a.range) {
		a.first = canonical(f, c, str_first(value, dots), e);
		a.last = a.first ? canonical(f, c, str_from(value, dots + 2), e) : NULL;
	} else {
		a.first = canonical(f, c, value, e);
	}
	if (!a.first || (a.range && !a.last)) {
		free(a.first);
		return false;
	}
	if (a.range && a.first[0] && a.last[0] && c->field.kind != FIELD_OF_INPUT &&
	    value_compare(compared_type(c), str_of(a.first), str_of(a.last)) > 0) {
		error_set(e, ERROR_USAGE, _("the range '%s' is empty, its lower end comes first"),
		    error_quote(value));
		free(a.first);
		free(a.last);
		return false;
	}
	prepare_ends(c, &a);
	c->alternatives =
	    mem_room(c->alternatives, &c->capacity, c->count + 1, sizeof(*c->alternatives));
	c->alternatives[c->count++] = a;
	return true;
}

static bool add_alternatives(
    const struct filter *f, struct condition *c, struct str values, struct error *e)
{
	struct buf value = BUF_INIT;
	bool good = true;
	if (c->contains) { /* one text; a comma needs no backslash but may have one */
		for (size_t i = 0; i < values.n; i++)
			if (values.p[i] != '\\' || i + 1 == values.n || values.p[i + 1] != ',')
				buf_add_char(&value, values.p[i]);
		good = add_alternative(f, c, buf_str(&value), e);
	} else {
		while (good && next_value(&values, &value))
			good = add_alternative(f, c, buf_str(&value), e);
	}
	buf_release(&value);
	return good;
}

bool filter_add(struct filter *f, struct str condition, struct error *e)
{
	size_t at = 0;
	while (at < condition.n && condition.p[at] != '=' && condition.p[at] != '~' &&
	       !(condition.p[at] == '!' && at + 1 < condition.n &&
		   (condition.p[at + 1] == '=' || condition.p[at + 1] == '~')))
		at++;
	bool compares = at > 0 && (condition.p[at - 1] == '>' || condition.p[at - 1] == '<');
	if (at == 0 || at == condition.n || compares)
		return refuse_word(f, condition, e);
	f->conditions = mem_room(f->conditions, &f->capacity, f->count + 1, sizeof(*f->conditions));
	struct condition *c = &f->conditions[f->count++];
	*c = (struct condition){0};
	c->negated = condition.p[at] == '!';
	size_t sign = at + c->negated;
	c->contains = condition.p[sign] == '~';
	return field_find(
		   &c->field, f->schema, f->directory, f->lookups, str_first(condition, at), e) &&
	       add_alternatives(f, c, str_from(condition, sign + 1), e);
}

bool filter_add_text(struct filter *f, struct str where, struct error *e)
{
	struct buf word = BUF_INIT;
	bool quoted = false, started = false, good = true;
	for (size_t i = 0; i <= where.n && good; i++) {
		char c = i < where.n ? where.p[i] : ' ';
		if (c == '\'' && i < where.n) {
			quoted = !quoted;
			started = true;
		} else if (c == ' ' && (!quoted || i == where.n)) {
			if (quoted)
				good =
				    error_set(e, ERROR_USAGE, _("'%s' has a ' that is not closed"),
					schema_quote_operand(buf_str(&word)));
			else if (started)
				good = filter_add(f, buf_str(&word), e);
			word.n = 0;
			started = false;
		} else {
			buf_add_char(&word, c);
			started = true;
		}
	}
	buf_release(&word);
	return good;
}

uint64_t filter_columns(const struct filter *f)
{
	uint64_t bits = 0;
	for (size_t i = 0; i < f->count; i++) {
		const struct condition *c = &f->conditions[i];
		if (c->field.kind == FIELD_OF_INPUT)
			continue;
		const char *means = f->schema->columns[c->field.column].empty_means;
		bits |= COLUMN_BIT(c->field.column);
		if (means && means[0] == '=')
			bits |= COLUMN_BIT(schema_column(f->schema, str_of(means + 1)));
	}
	return bits;
}

int filter_only_column(const struct filter *f)
{
	int only = COLUMN_NONE;
	for (size_t i = 0; i < f->count; i++) {
		const struct field *field = &f->conditions[i].field;
		if (field->kind != FIELD_OF_REGISTER || (i > 0 && field->column != only))
			return COLUMN_NONE;
		only = field->column;
	}
	bool alone = only != COLUMN_NONE && filter_columns(f) == COLUMN_BIT(only);
	return alone ? only : COLUMN_NONE;
}

bool filter_follows(const struct filter *f)
{
	for (size_t i = 0; i < f->count; i++)
		if (f->conditions[i].field.kind != FIELD_OF_REGISTER)
			return true;
	return false;
}

bool filter_bind(struct filter *f, const struct table *t, struct error *e)
{
	for (size_t i = 0; i < f->count; i++)
		if (!field_bind(&f->conditions[i].field, t, e))
			return false;
	return true;
}

/* --- matching -------------------------------------------------------------------------------- */

/* Extra columns have no type: numbers when both sides are, else no match. */
static bool in_number_range(struct str value, const struct alternative *a)
{
	struct fixed number, end;
	if (!fixed_parse(value, &number))
		return false;
	if (a->low.n && (!fixed_parse(a->low, &end) || fixed_compare(number, end) < 0))
		return false;
	return !a->high.n || (fixed_parse(a->high, &end) && fixed_compare(number, end) <= 0);
}

static bool list_holds(struct str list, struct str element)
{
	struct str part;
	while (list.p && str_split(&list, ';', &part))
		if (str_equal(part, element))
			return true;
	return false;
}

/* One value is a range that begins and ends with it. */
static bool in_range(const struct condition *c, const struct alternative *a, struct str value)
{
	int64_t number;
	if (number_of(c, value, &number))
		return number >= a->low_number && number <= a->high_number;
	return (a->low.n == 0 || str_compare(value, a->low) >= 0) &&
	       (a->high.n == 0 || str_compare(value, a->high) <= 0);
}

/* value: what the field counts as; raw: what stands there (an empty alternative asks for that). */
static bool alternative_holds(
    const struct condition *c, const struct alternative *a, struct str value, struct str raw)
{
	if (c->contains)
		return str_find(value, a->low) != SIZE_MAX;
	if (!a->range && a->low.n == 0)
		return raw.n == 0;
	if (value.n == 0)
		return false;
	if (a->range && c->field.kind == FIELD_OF_INPUT)
		return in_number_range(value, a);
	if (a->range)
		return in_range(c, a, value);
	if (compared_type(c) == TYPE_AREA)
		return str_starts(value, a->low);
	if (type_is_list(compared_type(c)))
		return list_holds(value, a->low);
	return in_range(c, a, value);
}

static bool any_holds(const struct condition *c, struct str value, struct str raw)
{
	for (size_t i = 0; i < c->count; i++)
		if (alternative_holds(c, &c->alternatives[i], value, raw))
			return true;
	return false;
}

static bool step_holds(
    const struct filter *f, const struct condition *c, struct str references, struct str date)
{
	struct str id;
	if (references.n == 0)
		return any_holds(c, references, references);
	while (str_split(&references, ';', &id)) {
		struct str value =
		    lookup_value(f->lookups, c->field.target, id, date, c->field.target_column);
		if (any_holds(c, value, value))
			return true;
	}
	return false;
}

static bool condition_holds(
    const struct filter *f, const struct condition *c, const struct row *row, struct str date)
{
	int column = c->field.column;
	if (c->field.kind == FIELD_OF_REFERENCE)
		return step_holds(f, c, row->values[column], date);
	if (c->field.kind == FIELD_OF_REGISTER)
		return any_holds(c, row_effective(row, column), row->values[column]);
	int cell = row->cells[c->field.stream_column];
	struct str value = cell < 0 ? (struct str){NULL, 0} : row->csv.fields[cell];
	return any_holds(c, value, value);
}

bool filter_match(const struct filter *f, const struct row *row, struct str date)
{
	for (size_t i = 0; i < f->count; i++)
		if (condition_holds(f, &f->conditions[i], row, date) == f->conditions[i].negated)
			return false;
	return true;
}
