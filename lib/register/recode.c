/* recode: see recode.h. */
#include "register/recode.h"
#include "csv/small.h"

#include <stdlib.h>

enum { SHORTEST = 2 };

static bool is_code_or_none(struct str text, bool may_be_none, struct error *e)
{
	return area_is_code(text) || (may_be_none && text.n == 0) ||
	       error_set(e, ERROR_DATA, _("'%s' is not a division code of 2, 4, 6, 9 or 12 digits"),
		   error_quote(text));
}

enum { OLD, NEW, COLUMNS };

static bool add_code(struct recode *r, const struct csv_small *f, struct error *e)
{
	bool is_new;
	struct str old = str_trim(csv_small_cell(f, OLD)), code = str_trim(csv_small_cell(f, NEW));
	if (!is_code_or_none(old, false, e))
		return csv_small_error_at(f, OLD, e);
	if (!is_code_or_none(code, true, e))
		return csv_small_error_at(f, NEW, e);
	size_t number = intern_add(&r->old, old, &is_new);
	if (!is_new) {
		error_set(e, ERROR_DATA, _("code '%s' stands twice"), error_quote(old));
		return csv_small_error_at(f, OLD, e);
	}
	r->new_of = mem_room(r->new_of, &r->capacity, number + 1, sizeof(*r->new_of));
	r->new_of[number] = (uint32_t)intern_add(&r->codes, code, NULL);
	return true;
}

bool recode_read(struct recode *r, const char *path, struct error *e)
{
	static const struct csv_small_column columns[COLUMNS] = {
	    [OLD] = {"old", NULL, true}, [NEW] = {"new", NULL, true}};
	struct csv_small f;
	*r = (struct recode){0};
	bool good = csv_small_open(&f, input_open(path, e), columns, COLUMNS,
	    _("the header must name the columns old and new"), e);
	while (good && csv_small_next(&f, e))
		good = add_code(r, &f, e);
	return csv_small_close(&f) && good;
}

void recode_release(struct recode *r)
{
	intern_release(&r->old);
	intern_release(&r->codes);
	free(r->new_of);
	*r = (struct recode){0};
}

/* When the new codes hold for the row. */
static enum recode_op op_of(const struct row *row, struct str from)
{
	const struct schema *s = row->schema;
	struct str start = row->values[s->versioned ? s->start : s->happens];
	struct str end = s->versioned ? row->values[s->end] : (struct str){NULL, 0};
	if (from.n == 0 || str_compare(start, from) >= 0)
		return RECODE_CORRECT;
	if (!s->versioned || (end.n && str_compare(end, from) <= 0))
		return RECODE_KEEP;
	return RECODE_FROM;
}

/* Whether the table has a code that this one lies below. */
static bool lies_below(const struct recode *r, struct str code)
{
	for (size_t n = SHORTEST; n < code.n; n++)
		if (intern_find(&r->old, str_first(code, n)) != INTERN_NONE)
			return true;
	return false;
}

enum recode_op recode_row(const struct recode *r, const struct row *row, struct str from,
    struct str *code, struct error *e)
{
	struct str old = row->values[row->schema->area];
	enum recode_op op = op_of(row, from);
	size_t number = intern_find(&r->old, old);
	*e = ERROR_INIT;
	if (op == RECODE_KEEP || (number == INTERN_NONE && !lies_below(r, old)))
		return RECODE_KEEP;
	*code = number == INTERN_NONE ? (struct str){NULL, 0}
				      : intern_text(&r->codes, r->new_of[number]);
	if (code->n)
		return str_equal(*code, old) ? RECODE_KEEP : op;
	if (number == INTERN_NONE)
		error_set(e, ERROR_FOUND,
		    _("area '%s' lies below one that is recoded and has no new code itself"),
		    error_quote(old));
	else
		error_set(e, ERROR_FOUND,
		    _("area '%s' has no new code; rows that have it are to be changed by hand"),
		    error_quote(old));
	row_place(row, row->schema->area, e);
	return RECODE_KEEP;
}

void recode_key(const struct row *row, struct buf *out)
{
	const struct schema *s = row->schema;
	buf_add_str(out, row->values[schema_column(s, STR("id"))]);
	if (!s->versioned)
		return;
	buf_add_char(out, '@');
	buf_add_str(out, row->values[s->start]);
}
