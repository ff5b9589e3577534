/* amend_apply: the operations, one by one, on the drafts; see amend.h. */
#include "register/amend_internal.h"

#include <stdlib.h>

static struct str no_text(void)
{
	return (struct str){NULL, 0};
}

static int column_of(const struct schema *s, const char *name)
{
	return schema_column(s, str_of(name));
}

void amend_touch(struct amending *a, uint32_t draft)
{
	struct draft *d = &a->drafts.items[draft];
	if (!d->touched) {
		a->order =
		    mem_room(a->order, &a->order_capacity, a->order_count + 1, sizeof(*a->order));
		a->order[a->order_count++] = draft;
	}
	d->touched = true;
}

void amend_mark(struct amending *a, uint32_t draft, const struct change *c)
{
	struct draft *d = &a->drafts.items[draft];
	amend_touch(a, draft);
	d->progress = c->op == CHANGE_SET && (d->progress || !d->change);
	if (d->change)
		return;
	d->change = c;
	d->op = c->op;
}

void amend_set(
    struct amending *a, uint32_t draft, int column, struct str value, const struct change *c)
{
	const struct draft *d = &a->drafts.items[draft];
	amend_mark(a, draft, c);
	draft_set(&a->drafts, draft, a->drafts.registers[d->schema->id].fields[column], value);
}

/* A change that asks for what is so already. */
static void same(struct amending *a, uint32_t draft)
{
	amend_touch(a, draft);
	a->result->same++;
}

/* --- finding the row ------------------------------------------------------------------------- */

static bool is_named(const struct amending *a, uint32_t at, const struct row_key *key)
{
	const struct schema *s = a->drafts.items[at].schema;
	return !key->date || str_equal_text(draft_cell(&a->drafts, at, s->happens), key->date);
}

static bool not_there(
    const struct schema *s, const struct row_key *key, bool known, struct error *e)
{
	if (known && s->versioned)
		return error_set(e, ERROR_FOUND, _("no version begins on '%s'"), key->date);
	if (known)
		return error_set(e, ERROR_FOUND, _("the row is not of '%s'"), key->date);
	return error_set(e, ERROR_FOUND, _("there is no such row"));
}

/* The row a key means: the version or row of that date, else the latest version. */
static bool find_row(struct amending *a, const struct schema *s, const struct row_key *key,
    uint32_t *found, struct error *e)
{
	bool known = false, several = false;
	uint32_t best = DRAFT_NONE;
	for (uint32_t at = drafts_first(&a->drafts, s, str_of(key->id)); at != DRAFT_NONE;
	     at = a->drafts.items[at].next) {
		if (a->drafts.items[at].gone)
			continue;
		known = true;
		if (!is_named(a, at, key))
			continue;
		int order = best == DRAFT_NONE ? 1
			    : !s->versioned    ? 0
					       : str_compare(draft_cell(&a->drafts, at, s->start),
						     draft_cell(&a->drafts, best, s->start));
		several = order == 0 || (several && order < 0);
		best = order > 0 ? at : best;
	}
	*found = best;
	if (best == DRAFT_NONE)
		return not_there(s, key, known, e);
	return !several || error_set(e, ERROR_FOUND, "%s",
			       _("several rows have this key; register-check tells their lines"));
}

/* A version of the same id that begins on the date, or DRAFT_NONE. */
static uint32_t version_from(const struct amending *a, uint32_t draft, const char *date)
{
	const struct schema *s = a->drafts.items[draft].schema;
	struct str id = draft_cell(&a->drafts, draft, column_of(s, "id"));
	for (uint32_t at = drafts_first(&a->drafts, s, id); at != DRAFT_NONE;
	     at = a->drafts.items[at].next)
		if (!a->drafts.items[at].gone &&
		    str_equal_text(draft_cell(&a->drafts, at, s->start), date))
			return at;
	return DRAFT_NONE;
}

static bool columns_are_there(
    const struct amending *a, const struct schema *s, const struct change *c, struct error *e)
{
	bool dated = c->op == CHANGE_FROM || c->op == CHANGE_END || c->op == CHANGE_HAND_OVER;
	const char *missing = NULL;
	if (dated && draft_field(&a->drafts, s, s->end, NULL) < 0)
		missing = s->columns[s->end].name;
	if ((c->op == CHANGE_FROM || c->op == CHANGE_HAND_OVER) &&
	    draft_field(&a->drafts, s, s->start, NULL) < 0)
		missing = s->columns[s->start].name;
	for (size_t i = 0; i < c->edit_count && !missing; i++) {
		const struct edit *edit = &c->edits[i];
		if (draft_field(&a->drafts, s, edit->column, edit->name) >= 0)
			continue;
		if (edit->column == COLUMN_NONE)
			return error_set(e, ERROR_USAGE,
			    _("%s has no column '%s'; nearest is '%s'"), s->name,
			    error_quote(str_of(edit->name)), schema_nearest(s, str_of(edit->name)));
		missing = edit->name;
	}
	return !missing ||
	       error_set(e, ERROR_DATA,
		   _("the header of %s.csv lacks column %s; add it there first"), s->name, missing);
}

/* --- operations ------------------------------------------------------------------------------ */

uint32_t amend_split(struct amending *a, uint32_t draft, const char *date, const struct change *c)
{
	const struct schema *s = a->drafts.items[draft].schema;
	if (str_compare(draft_cell(&a->drafts, draft, s->start), str_of(date)) >= 0)
		return draft;
	uint32_t later =
	    drafts_copy(&a->drafts, draft, draft_cell(&a->drafts, draft, column_of(s, "id")));
	amend_set(a, draft, s->end, str_of(date), c);
	a->drafts.items[later].op = c->op;
	amend_set(a, later, s->start, str_of(date), c);
	return later;
}

/* Whether the version is in force on the date and began before it. */
static bool can_change_on(
    const struct amending *a, uint32_t draft, const char *date, struct error *e)
{
	const struct schema *s = a->drafts.items[draft].schema;
	struct str start = draft_cell(&a->drafts, draft, s->start),
		   end = draft_cell(&a->drafts, draft, s->end);
	if (str_compare(start, str_of(date)) > 0)
		return error_set(e, ERROR_FOUND,
		    _("it begins on %s, after %s; an earlier version is named by ID@DATE"),
		    error_quote(start), date);
	if (str_equal_text(start, date))
		return error_set(e, ERROR_FOUND,
		    _("it begins on %s itself; a later day was expected, or correct"), date);
	if (end.n && str_compare(end, str_of(date)) <= 0)
		return error_set(e, ERROR_FOUND, _("it ended on %s, it is not in force on %s"),
		    error_quote(end), date);
	return true;
}

static bool apply_from(struct amending *a, uint32_t draft, const struct change *c, struct error *e)
{
	bool changed = false;
	uint32_t there = version_from(a, draft, c->date);
	if (there != DRAFT_NONE && !a->drafts.items[there].was)
		return amend_edit(a, there, c, &changed, e);
	if (there != DRAFT_NONE && amend_is_so(a, there, c, true)) {
		same(a, there);
		return true;
	}
	if (!can_change_on(a, draft, c->date, e))
		return false;
	if (amend_is_so(a, draft, c, false)) {
		same(a, draft);
		return true;
	}
	return amend_edit(a, amend_split(a, draft, c->date, c), c, &changed, e);
}

/* Whether a version of the id is in force on the date or later. */
static bool lives_on(const struct amending *a, uint32_t draft, const char *date)
{
	const struct schema *s = a->drafts.items[draft].schema;
	struct str id = draft_cell(&a->drafts, draft, column_of(s, "id"));
	for (uint32_t at = drafts_first(&a->drafts, s, id); at != DRAFT_NONE;
	     at = a->drafts.items[at].next) {
		struct str end = draft_cell(&a->drafts, at, s->end);
		if (!a->drafts.items[at].gone && (end.n == 0 || str_compare(end, str_of(date)) > 0))
			return true;
	}
	return false;
}

static void remember_ended(
    struct amending *a, uint32_t draft, const char *date, const struct change *c)
{
	const struct schema *s = a->drafts.items[draft].schema;
	a->ended = mem_room(a->ended, &a->ended_capacity, a->ended_count + 1, sizeof(*a->ended));
	struct ended *ended = &a->ended[a->ended_count++];
	*ended = (struct ended){.schema = s, .change = c};
	ended->id = str_dup(draft_cell(&a->drafts, draft, column_of(s, "id")));
	memcpy(ended->date, date, strlen(date) + 1);
}

void amend_end(struct amending *a, uint32_t draft, const char *date, const struct change *c)
{
	struct draft *d = &a->drafts.items[draft];
	const struct schema *s = d->schema;
	if (!d->was && str_equal_text(draft_cell(&a->drafts, draft, s->start), date))
		d->gone = true; /* it would begin on that day only by another of these changes */
	else
		amend_set(a, draft, s->end, str_of(date), c);
	if (s->versioned && !lives_on(a, draft, date))
		remember_ended(a, draft, date, c);
}

static bool apply_end(struct amending *a, uint32_t draft, const struct change *c, struct error *e)
{
	const struct schema *s = c->schema;
	struct str end = draft_cell(&a->drafts, draft, s->end),
		   start = draft_cell(&a->drafts, draft, s->start);
	if (str_equal_text(end, c->date)) {
		same(a, draft);
		return true;
	}
	if (!amend_only_value(
		a, draft, draft_field(&a->drafts, s, s->end, NULL), str_of(c->date), c, e))
		return false;
	if (end.n && str_compare(end, str_of(c->date)) < 0)
		return error_set(e, ERROR_FOUND,
		    _("it ended on %s already; correct mends a wrong day"), error_quote(end));
	if (str_compare(start, str_of(c->date)) >= 0)
		return error_set(e, ERROR_FOUND,
		    _("it begins on %s, a later day was expected; void withdraws what should not "
		      "be"),
		    error_quote(start));
	amend_end(a, draft, c->date, c);
	return true;
}

static bool apply_edits(struct amending *a, uint32_t draft, const struct change *c, struct error *e)
{
	bool changed = false;
	if (!amend_edit(a, draft, c, &changed, e))
		return false;
	if (!changed)
		same(a, draft);
	return true;
}

/* The journal says by what the row went, be it that something had been changed in it before. */
void amend_withdraw(struct amending *a, uint32_t draft, const struct change *c)
{
	amend_mark(a, draft, c);
	a->drafts.items[draft].change = c;
	a->drafts.items[draft].op = c->op;
	a->drafts.items[draft].gone = true;
	struct str id = draft_cell(&a->drafts, draft, column_of(c->schema, "id"));
	for (uint32_t at = drafts_first(&a->drafts, c->schema, id); at != DRAFT_NONE;
	     at = a->drafts.items[at].next)
		if (!a->drafts.items[at].gone)
			return;
	remember_ended(a, draft, "", c);
}

static bool apply_void(struct amending *a, uint32_t draft, const struct change *c, struct error *e)
{
	(void)e;
	amend_withdraw(a, draft, c);
	return true;
}

/* Both must be guides; who takes over may begin on the day itself, who hands over end on it. */
static bool can_hand_over(const struct amending *a, uint32_t giver, uint32_t taker,
    const struct change *c, struct error *e)
{
	const struct schema *s = c->schema;
	int role = column_of(s, "role"), units = column_of(s, "units");
	struct str end = draft_cell(&a->drafts, giver, s->end),
		   taker_end = draft_cell(&a->drafts, taker, s->end);
	if (giver == taker)
		return error_set(e, ERROR_FOUND, "%s", _("it cannot take over from itself"));
	if (!str_equal(draft_cell(&a->drafts, giver, role), STR("guide")) ||
	    !str_equal(draft_cell(&a->drafts, taker, role), STR("guide")))
		return error_set(e, ERROR_FOUND, "%s",
		    _("only guides have units to hand over, and only to guides"));
	if (draft_cell(&a->drafts, giver, units).n == 0)
		return error_set(e, ERROR_FOUND, "%s", _("it has no units to hand over"));
	if (!str_equal_text(end, c->date) && !can_change_on(a, giver, c->date, e))
		return false;
	if (str_compare(draft_cell(&a->drafts, taker, s->start), str_of(c->date)) <= 0 &&
	    (taker_end.n == 0 || str_compare(taker_end, str_of(c->date)) > 0))
		return true;
	return error_set(e, ERROR_FOUND, _("'%s', who is to take over, is not in force on %s"),
	    error_quote(str_of(c->other.id)), c->date);
}

static bool apply_hand_over(
    struct amending *a, uint32_t giver, const struct change *c, struct error *e)
{
	uint32_t taker;
	const struct schema *s = c->schema;
	int units = column_of(s, "units");
	if (!find_row(a, s, &c->other, &taker, e))
		return error_set(e, ERROR_FOUND, _("'%s', who is to take over, is not there"),
		    error_quote(str_of(c->other.id)));
	if (!can_hand_over(a, giver, taker, c, e))
		return false;
	char *moved = str_dup(draft_cell(&a->drafts, giver, units));
	struct edit add = {(char *)"units", units, EDIT_ADD, moved};
	struct buf made = BUF_INIT;
	bool good = amend_edit_list(a, taker, c, &add, &made, e);
	if (good && !str_equal_text(draft_cell(&a->drafts, giver, s->end), c->date))
		amend_set(a, amend_split(a, giver, c->date, c), units, no_text(), c);
	if (good && str_equal(buf_str(&made), draft_cell(&a->drafts, taker, units)))
		same(a, taker);
	else if (good)
		amend_set(a, amend_split(a, taker, c->date, c), units, buf_str(&made), c);
	buf_release(&made);
	free(moved);
	return good;
}

void amend_apply(struct amending *a, const struct change *c)
{
	static bool (*const operations[CHANGE_OPS])(struct amending *, uint32_t,
	    const struct change *, struct error *) = {[CHANGE_FROM] = apply_from,
	    [CHANGE_END] = apply_end,
	    [CHANGE_SET] = apply_edits,
	    [CHANGE_CORRECT] = apply_edits,
	    [CHANGE_VOID] = apply_void,
	    [CHANGE_HAND_OVER] = apply_hand_over,
	    [CHANGE_MERGE] = amend_merge};
	struct error e;
	uint32_t draft;
	if (!find_row(a, c->schema, &c->key, &draft, &e) ||
	    !columns_are_there(a, c->schema, c, &e) || !operations[c->op](a, draft, c, &e))
		amend_refuse(a, c, c->key.id, &e);
}
