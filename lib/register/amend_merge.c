/*
 * amend_merge: two ids that are one, recorded twice. The rows of the one that goes are withdrawn,
 * what refers to it refers to the one that stays; see register-amend(1), "Merging".
 *
 * Links hold on days. So that none dangles, the one that stays gets versions for the days on which
 * only the other one was in force.
 */
#include "base/uscc.h"
#include "register/amend_internal.h"

#include <stdlib.h>

static int column_of(const struct schema *s, const char *name)
{
	return schema_column(s, str_of(name));
}

static struct str cell_of(const struct amending *a, uint32_t draft, const char *column)
{
	int number = column_of(a->drafts.items[draft].schema, column);
	return number == COLUMN_NONE ? (struct str){NULL, 0}
				     : draft_cell(&a->drafts, draft, number);
}

/* The first draft of the id from `at` on that is not gone, or DRAFT_NONE. */
static uint32_t living(const struct amending *a, uint32_t at)
{
	while (at != DRAFT_NONE && a->drafts.items[at].gone)
		at = a->drafts.items[at].next;
	return at;
}

static uint32_t first_of(const struct amending *a, const struct schema *s, const char *id)
{
	return living(a, drafts_first(&a->drafts, s, str_of(id)));
}

static uint32_t after(const struct amending *a, uint32_t draft)
{
	return living(a, a->drafts.items[draft].next);
}

static void days_of(const struct amending *a, uint32_t draft, day *since, day *until)
{
	struct str cells[SCHEMA_COLUMNS_MAX];
	draft_cells(&a->drafts, draft, cells);
	cells_days(a->drafts.items[draft].schema, cells, since, until);
}

/* --- loading --------------------------------------------------------------------------------- */

/* Columns that name rows of `target`: references, and where an empty cell counts as the row's own
 * id, such as people.person. */
static uint64_t naming_columns(const struct schema *s, const struct schema *target)
{
	uint64_t columns = schema_referring(s, target);
	for (int i = 0; i < s->column_count; i++)
		if (s == target && s->columns[i].empty_means &&
		    strcmp(s->columns[i].empty_means, "=id") == 0)
			columns |= COLUMN_BIT(i);
	return columns;
}

bool amend_merge_load(struct amending *a, struct error *e)
{
	bool good = true;
	const struct changes *changes = a->request->changes;
	for (int t = 0; t < REGISTER_COUNT && good; t++) {
		struct intern ids = {0};
		const struct schema *target = schema_of((enum register_id)t);
		for (size_t i = 0; i < changes->count; i++)
			if (changes->items[i].op == CHANGE_MERGE &&
			    changes->items[i].schema == target)
				intern_add(&ids, str_of(changes->items[i].other.id), NULL);
		for (int i = 0; i < REGISTER_COUNT && good && ids.count; i++) {
			const struct schema *s = schema_of((enum register_id)i);
			good =
			    drafts_want_naming(&a->drafts, s, naming_columns(s, target), &ids, e) &&
			    drafts_load(&a->drafts, s, e);
		}
		intern_release(&ids);
	}
	return good;
}

/* --- whether they can be one ----------------------------------------------------------------- */

static bool dates_can_be_read(const struct amending *a, uint32_t at, struct error *e)
{
	const struct schema *s = a->drafts.items[at].schema;
	const int columns[] = {s->start, s->end};
	day ignored;
	for (; at != DRAFT_NONE; at = after(a, at))
		for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++) {
			struct str date = draft_cell(&a->drafts, at, columns[i]);
			if (date.n && !date_parse(date, &ignored))
				return error_set(e, ERROR_FOUND,
				    _("%s of '%s' is no date (line %llu); correct it first"),
				    s->columns[columns[i]].name, error_quote(cell_of(a, at, "id")),
				    (unsigned long long)a->drafts.items[at].line);
		}
	return true;
}

static bool overlap(const struct amending *a, uint32_t one, uint32_t other)
{
	day since, until, other_since, other_until;
	days_of(a, one, &since, &until);
	days_of(a, other, &other_since, &other_until);
	return since < other_until && other_since < until;
}

/* Whose post it is: the person's number, by itself the row's id. */
static struct str person_of(const struct amending *a, uint32_t draft)
{
	struct str person = cell_of(a, draft, "person");
	return person.n ? person : cell_of(a, draft, "id");
}

static bool are_alike(
    const struct amending *a, uint32_t stays, uint32_t goes, const char *column, struct error *e)
{
	if (column_of(a->drafts.items[stays].schema, column) == COLUMN_NONE ||
	    str_equal(cell_of(a, stays, column), cell_of(a, goes, column)))
		return true;
	return error_set(e, ERROR_FOUND,
	    /* TRANSLATORS: column, the id that goes, its value, the value of the one that stays */
	    _("%1$s of '%2$s' is '%3$s', here it is '%4$s': these are two; if not, correct one of "
	      "them first"),
	    column, error_quote(cell_of(a, goes, "id")), error_quote(cell_of(a, goes, column)),
	    error_quote(cell_of(a, stays, column)));
}

/* Two right credit codes at the same time are two units. */
static bool codes_may_be_one(
    const struct amending *a, uint32_t stays, uint32_t goes, struct error *e)
{
	struct str here = cell_of(a, stays, "uscc"), there = cell_of(a, goes, "uscc");
	return here.n == 0 || there.n == 0 || uscc_check(here).fault != USCC_OK ||
	       uscc_check(there).fault != USCC_OK || are_alike(a, stays, goes, "uscc", e);
}

/* An organisation below another one is not the same. */
static bool is_apart(const struct amending *a, uint32_t draft, uint32_t other, struct error *e)
{
	const struct schema *s = a->drafts.items[draft].schema;
	struct str id = cell_of(a, other, "id");
	for (uint64_t left = schema_referring(s, s); left; left &= left - 1) {
		int column = __builtin_ctzll(left);
		if (list_has(draft_cell(&a->drafts, draft, column), id))
			return error_set(e, ERROR_FOUND,
			    _("'%s' refers to '%s' in %s: these are two; if not, correct that "
			      "first"),
			    error_quote(cell_of(a, draft, "id")), error_quote(id),
			    s->columns[column].name);
	}
	return true;
}

static bool can_be_one(const struct amending *a, uint32_t stays, uint32_t goes, struct error *e)
{
	struct str person = person_of(a, goes);
	if (!is_apart(a, stays, goes, e) || !is_apart(a, goes, stays, e) ||
	    !are_alike(a, stays, goes, "line", e) || !are_alike(a, stays, goes, "role", e) ||
	    (overlap(a, stays, goes) &&
		(!are_alike(a, stays, goes, "org", e) || !codes_may_be_one(a, stays, goes, e))))
		return false;
	return str_equal(person, cell_of(a, goes, "id")) ||
	       str_equal(person, person_of(a, stays)) ||
	       error_set(e, ERROR_FOUND,
		   _("'%s' has another value in column person; correct one of them first"),
		   error_quote(cell_of(a, goes, "id")));
}

static bool all_can_be_one(const struct amending *a, uint32_t stays, uint32_t goes, struct error *e)
{
	if (!dates_can_be_read(a, stays, e) || !dates_can_be_read(a, goes, e))
		return false;
	for (uint32_t one = stays; one != DRAFT_NONE; one = after(a, one))
		for (uint32_t other = goes; other != DRAFT_NONE; other = after(a, other))
			if (!can_be_one(a, one, other, e))
				return false;
	return true;
}

/* --- what is not taken over ------------------------------------------------------------------ */

static const struct column *column_at(
    const struct draft_register *r, const struct schema *s, size_t field)
{
	for (int i = 0; i < s->column_count; i++)
		if (r->fields[i] == (int)field)
			return &s->columns[i];
	return NULL;
}

/* Columns of the user's own may be personal, too: their values are not shown. */
static void tell_cell(
    struct amending *a, const struct change *c, uint32_t stays, uint32_t goes, size_t field)
{
	struct error e;
	struct buf key = BUF_INIT;
	const struct draft_register *r = &a->drafts.registers[c->schema->id];
	const struct column *column = column_at(r, c->schema, field);
	struct str here = str_of(a->drafts.items[stays].cells[field]);
	struct str there = str_of(a->drafts.items[goes].cells[field]);
	amend_key(a, goes, &key);
	if (!column)
		error_set(&e, ERROR_NOTE, _("%s of '%s' is not taken over, it differs"),
		    r->names[field], error_quote(buf_str(&key)));
	else if (here.n == 0)
		error_set(&e, ERROR_NOTE, _("%s of '%s' %s is not taken over, here it is empty"),
		    column->name, error_quote(buf_str(&key)), value_quote(column, there));
	else
		error_set(&e, ERROR_NOTE, _("%s of '%s' %s is not taken over, here it is %s"),
		    column->name, error_quote(buf_str(&key)), value_quote(column, there),
		    value_quote(column, here));
	amend_note(a, c, stays, &e);
	buf_release(&key);
}

static void tell_differences(
    struct amending *a, const struct change *c, uint32_t stays, uint32_t goes)
{
	const struct draft_register *r = &a->drafts.registers[c->schema->id];
	const int *fields = r->fields;
	for (size_t i = 0; i < r->width; i++) {
		const char *here = a->drafts.items[stays].cells[i];
		const char *there = a->drafts.items[goes].cells[i];
		bool counts = (int)i != fields[column_of(c->schema, "id")] &&
			      (int)i != fields[c->schema->start] &&
			      (int)i != fields[c->schema->end] &&
			      (int)i != fields[c->schema->recorded];
		if (counts && there[0] && strcmp(here, there) != 0)
			tell_cell(a, c, stays, goes, i);
	}
}

/* --- days on which only the other one was in force ------------------------------------------- */

static bool set_day(struct amending *a, uint32_t draft, int column, day date,
    const struct change *c, struct error *e)
{
	char text[DATE_SIZE] = "";
	if (date != DAY_NONE && date != DAY_MAX)
		date_print(date, text);
	if (text[0] && draft_field(&a->drafts, c->schema, column, NULL) < 0)
		return error_set(e, ERROR_DATA,
		    _("the header of %s.csv lacks column %s; add it there first"), c->schema->name,
		    c->schema->columns[column].name);
	if (draft_field(&a->drafts, c->schema, column, NULL) >= 0)
		amend_set(a, draft, column, str_of(text), c);
	return true;
}

/* The days from `since` on that no version of the id has, before `until`. False: none are left. */
static bool next_gap(
    const struct amending *a, const struct change *c, day *since, day until, day *end)
{
	for (bool moved = true; moved;) {
		moved = false;
		*end = until;
		for (uint32_t at = first_of(a, c->schema, c->key.id); at != DRAFT_NONE;
		     at = after(a, at)) {
			day from, to;
			days_of(a, at, &from, &to);
			if (from <= *since && to > *since) {
				*since = to;
				moved = true;
			} else if (from > *since && from < *end) {
				*end = from;
			}
		}
	}
	return *since < until;
}

static bool take_over(struct amending *a, uint32_t goes, const struct change *c, struct error *e)
{
	day since, until, end;
	days_of(a, goes, &since, &until);
	while (since < until && next_gap(a, c, &since, until, &end)) {
		uint32_t version = drafts_copy(&a->drafts, goes, str_of(c->key.id));
		if (!set_day(a, version, c->schema->start, since, c, e) ||
		    !set_day(a, version, c->schema->end, end, c, e))
			return false;
		amend_mark(a, version, c);
		since = end;
	}
	return true;
}

/* --- what refers to it ----------------------------------------------------------------------- */

/* Sorted, each element once. */
static void replaced(
    struct amending *a, uint32_t draft, int column, struct str old, struct str new, struct buf *out)
{
	struct buf scratch = BUF_INIT;
	struct error ignored;
	struct value_type_of type =
	    value_type_of(a->directory, a->drafts.items[draft].schema, column);
	struct str rest = draft_cell(&a->drafts, draft, column), one, sorted;
	while (rest.n && str_split(&rest, ';', &one)) {
		if (out->n)
			buf_add_char(out, ';');
		buf_add_str(out, str_equal(one, old) ? new : one);
	}
	if (value_read(
		a->directory, &type, VALUE_STORED, buf_str(out), &scratch, &sorted, &ignored) &&
	    sorted.p != out->p) {
		out->n = 0;
		buf_add_str(out, sorted);
	}
	buf_release(&scratch);
}

static void redirect_cell(
    struct amending *a, uint32_t draft, int column, const struct change *c, struct str new)
{
	struct buf made = BUF_INIT;
	bool first = !a->drafts.items[draft].change;
	replaced(a, draft, column, str_of(c->other.id), new, &made);
	amend_set(a, draft, column, buf_str(&made), c);
	if (first)
		a->drafts.items[draft].op = CHANGE_CORRECT;
	buf_release(&made);
}

static void redirect(struct amending *a, const struct change *c, struct str person)
{
	for (uint32_t i = 0; i < a->drafts.count; i++) {
		const struct schema *s = a->drafts.items[i].schema;
		uint64_t references = schema_referring(s, c->schema);
		for (uint64_t left = naming_columns(s, c->schema); left; left &= left - 1) {
			int column = __builtin_ctzll(left);
			bool reference = references & COLUMN_BIT(column);
			if (!a->drafts.items[i].gone &&
			    list_has(draft_cell(&a->drafts, i, column), str_of(c->other.id)))
				redirect_cell(
				    a, i, column, c, reference ? str_of(c->key.id) : person);
		}
	}
}

/* --- the whole ------------------------------------------------------------------------------- */

/* The versions that come from the other one belong to the person of the one that stays. */
static void set_person(struct amending *a, const struct change *c, struct str person)
{
	int column = column_of(c->schema, "person");
	if (column == COLUMN_NONE || draft_field(&a->drafts, c->schema, column, NULL) < 0 ||
	    str_equal_text(person, c->key.id))
		return;
	for (uint32_t at = first_of(a, c->schema, c->key.id); at != DRAFT_NONE; at = after(a, at))
		if (!a->drafts.items[at].was && draft_cell(&a->drafts, at, column).n == 0)
			amend_set(a, at, column, person, c);
}

bool amend_merge(struct amending *a, uint32_t stays, const struct change *c, struct error *e)
{
	uint32_t goes = first_of(a, c->schema, c->other.id);
	if (strcmp(c->key.id, c->other.id) == 0)
		return error_set(e, ERROR_FOUND, "%s", _("it cannot be merged with itself"));
	if (goes == DRAFT_NONE)
		return error_set(e, ERROR_FOUND, _("'%s', which is to be merged, is not there"),
		    error_quote(str_of(c->other.id)));
	char *person = str_dup(person_of(a, stays));
	if (strcmp(person, c->other.id) == 0) {
		free(person);
		person = str_dup(str_of(c->key.id));
	}
	amend_touch(a, stays);
	stays = first_of(a, c->schema, c->key.id);
	bool good = all_can_be_one(a, stays, goes, e);
	for (uint32_t one = stays; one != DRAFT_NONE && good; one = after(a, one))
		for (uint32_t other = goes; other != DRAFT_NONE; other = after(a, other))
			if (overlap(a, one, other))
				tell_differences(a, c, one, other);
	for (uint32_t other = goes; other != DRAFT_NONE && good; other = after(a, other))
		good = take_over(a, other, c, e);
	for (uint32_t other = goes, next; other != DRAFT_NONE && good; other = next) {
		next = after(a, other);
		amend_withdraw(a, other, c);
	}
	set_person(a, c, str_of(person));
	redirect(a, c, str_of(person));
	free(person);
	return good;
}
