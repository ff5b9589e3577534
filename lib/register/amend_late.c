/* amend_late: changes to what holds on closed days; see amend.h and closed.h. */
#include "register/amend_internal.h"
#include "register/closed.h"

/* The row as it stands in the file, by schema column; canonical where that is possible, as the
 * draft is. Borrowed until the next call. */
static void cells_of_file(
    struct amending *a, const struct draft *d, struct str cells[SCHEMA_COLUMNS_MAX])
{
	const struct schema *s = d->schema;
	const int *fields = a->drafts.registers[s->id].fields;
	struct error ignored;
	for (int i = 0; i < s->column_count; i++) {
		struct value_type_of type = value_type_of(a->directory, s, i);
		struct str cell = fields[i] < 0 ? str_of("") : str_of(d->was[fields[i]]);
		if (!value_read(a->directory, &type, VALUE_STORED, cell, &a->scratch[i], &cells[i],
			&ignored))
			cells[i] = cell;
	}
}

static bool is_own(const struct draft_register *r, const struct schema *s, size_t field)
{
	for (int i = 0; i < s->column_count; i++)
		if (r->fields[i] == (int)field)
			return false;
	return true;
}

static bool own_columns_differ(const struct amending *a, const struct draft *d)
{
	const struct draft_register *r = &a->drafts.registers[d->schema->id];
	for (size_t i = 0; i < r->width && d->was; i++)
		if (strcmp(d->was[i], d->cells[i]) != 0 && is_own(r, d->schema, i))
			return true;
	return false;
}

static bool is_late(struct amending *a, const struct closed_days *closed, uint32_t draft)
{
	struct str before[SCHEMA_COLUMNS_MAX], after[SCHEMA_COLUMNS_MAX];
	const struct draft *d = &a->drafts.items[draft];
	draft_cells(&a->drafts, draft, after);
	if (d->was)
		cells_of_file(a, d, before);
	const struct late_change change = {.schema = d->schema,
	    .before = d->was ? before : NULL,
	    .after = d->gone ? NULL : after,
	    .own_differ = own_columns_differ(a, d),
	    .progress = d->progress};
	return closed_is_late(closed, &change);
}

const char *amend_why_late(const struct amending *a, const struct draft *d)
{
	const char *own = d->change->why, *common = a->request->why;
	return own && *own ? own : common ? common : "";
}

bool amend_late(struct amending *a, struct error *e)
{
	struct closed_days closed;
	if (!closed_days_read(&closed, &a->snapshot, e))
		return false;
	for (uint32_t i = 0; i < a->drafts.count; i++) {
		struct error refusal;
		struct draft *d = &a->drafts.items[i];
		d->late = d->change && is_late(a, &closed, i);
		if (!d->late || (a->request->late && *amend_why_late(a, d)))
			continue;
		if (a->request->late)
			error_set(&refusal, ERROR_FOUND, "%s",
			    _("it is late and there is no reason (why) for it"));
		else
			closed_refuse(&closed, &refusal);
		amend_refuse_draft(a, d->change, i, &refusal);
	}
	return true;
}
