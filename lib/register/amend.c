/* amend: see amend.h. */
#include "register/amend_internal.h"
#include "register/latest.h"

#include <stdlib.h>

void amend_key(const struct amending *a, uint32_t draft, struct buf *out)
{
	const struct schema *s = a->drafts.items[draft].schema;
	struct str start =
	    s->versioned ? draft_cell(&a->drafts, draft, s->start) : (struct str){NULL, 0};
	buf_add_str(out, draft_cell(&a->drafts, draft, schema_column(s, STR("id"))));
	if (start.n) {
		buf_add_char(out, '@');
		buf_add_str(out, start);
	}
}

void amend_refuse(struct amending *a, const struct change *c, const char *about, struct error *e)
{
	struct error said;
	enum error_kind kind = e->kind == ERROR_ROW ? ERROR_FOUND : e->kind;
	error_set(
	    &said, kind, "%s '%s': %s", c->schema->name, error_quote(str_of(about)), e->message);
	if (c->file)
		error_at(&said, c->file, c->line, 0);
	a->result->refused++;
	a->diag->say(a->diag, &said);
}

static void say_of_draft(struct amending *a, const struct change *c, uint32_t draft,
    enum error_kind kind, const struct error *e)
{
	struct error said;
	struct buf key = BUF_INIT;
	const struct schema *s = a->drafts.items[draft].schema;
	amend_key(a, draft, &key);
	error_set(&said, kind, "%s '%s': %s", s->name, error_quote(buf_str(&key)), e->message);
	if (c->file)
		error_at(&said, c->file, c->line, 0);
	a->diag->say(a->diag, &said);
	buf_release(&key);
}

void amend_refuse_draft(struct amending *a, const struct change *c, uint32_t draft, struct error *e)
{
	a->result->refused++;
	say_of_draft(a, c, draft, ERROR_FOUND, e);
}

void amend_note(struct amending *a, const struct change *c, uint32_t draft, const struct error *e)
{
	say_of_draft(a, c, draft, ERROR_NOTE, e);
}

/* --- getting ready --------------------------------------------------------------------------- */

static bool take_state(struct amending *a, struct error *e)
{
	if (a->request->dry_run) {
		a->snapshot_taken =
		    snapshot_take(&a->snapshot, a->directory, REGISTER_ALL, true, e);
		return a->snapshot_taken;
	}
	a->store = store_open(a->directory, a->diag, e);
	a->snapshot_taken =
	    a->store && snapshot_take_locked(&a->snapshot, a->directory, REGISTER_ALL, true, e);
	return a->snapshot_taken;
}

/* Asks for the rows that the changes name. */
static bool load_rows(struct amending *a, struct error *e)
{
	const struct changes *changes = a->request->changes;
	a->drafts.directory = a->directory;
	a->drafts.snapshot = &a->snapshot;
	for (size_t i = 0; i < changes->count; i++) {
		const struct change *c = &changes->items[i];
		drafts_want(&a->drafts, c->schema, str_of(c->key.id));
		if (c->other.id)
			drafts_want(&a->drafts, c->schema, str_of(c->other.id));
	}
	for (int i = 0; i < REGISTER_COUNT; i++)
		if (!drafts_load(&a->drafts, schema_of((enum register_id)i), e))
			return false;
	return amend_merge_load(a, e);
}

/* The references of the edits, and those of the rows that are handed over. */
static void want_references(struct amending *a, const struct change *c)
{
	struct resolver **r = &a->resolvers[c->schema->id];
	struct str cells[SCHEMA_COLUMNS_MAX];
	if (!*r)
		*r = resolver_new(c->schema, a->directory);
	for (size_t i = 0; i < c->edit_count; i++) {
		memset(cells, 0, sizeof(cells));
		if (c->edits[i].column == COLUMN_NONE)
			continue;
		cells[c->edits[i].column] = str_of(c->edits[i].value);
		resolver_want(*r, cells);
	}
	uint32_t draft = c->op == CHANGE_HAND_OVER
			     ? drafts_first(&a->drafts, c->schema, str_of(c->key.id))
			     : DRAFT_NONE;
	for (; draft != DRAFT_NONE; draft = a->drafts.items[draft].next) {
		draft_cells(&a->drafts, draft, cells);
		resolver_want(*r, cells);
	}
}

static bool load_references(struct amending *a, struct error *e)
{
	const struct changes *changes = a->request->changes;
	for (size_t i = 0; i < changes->count; i++)
		want_references(a, &changes->items[i]);
	for (int i = 0; i < REGISTER_COUNT; i++)
		if (a->resolvers[i] &&
		    !resolver_load(a->resolvers[i], &a->snapshot, a->drafts.diag, e))
			return false;
	return true;
}

/* --- the whole ------------------------------------------------------------------------------- */

static bool set_time(struct amending *a, struct error *e)
{
	instant latest, at;
	if (!latest_recorded(&a->snapshot, &latest, e) || !latest_next(clock_now(), latest, &at, e))
		return false;
	time_print(at, a->at);
	return true;
}

static void collect(struct amending *a)
{
	struct amend_result *r = a->result;
	for (size_t i = 0; i < a->order_count; i++) {
		const struct draft *d = &a->drafts.items[a->order[i]];
		bool vanished = !d->line && d->gone;
		r->changed += d->change && !vanished;
		if (r->refused || a->request->dry_run || vanished)
			continue;
		amend_key(a, a->order[i], &r->keys);
		buf_add_char(&r->keys, '\n');
	}
}

static bool amend_under_lock(struct amending *a, struct error *e)
{
	const struct changes *changes = a->request->changes;
	if (!take_state(a, e) || !load_rows(a, e) || !load_references(a, e))
		return false;
	for (size_t i = 0; i < changes->count; i++)
		amend_apply(a, &changes->items[i]);
	if (!amend_references(a, e))
		return false;
	if (!a->result->refused && (!amend_check(a, e) || !amend_late(a, e)))
		return false;
	if (a->request->dry_run && !a->result->refused && !amend_can_write(a, e))
		return false;
	collect(a);
	if (a->request->dry_run && !a->result->refused)
		amend_tell(a);
	if (a->result->refused || a->request->dry_run || !a->result->changed)
		return true;
	a->result->written = set_time(a, e) && amend_write(a, e);
	return a->result->written;
}

static void amending_release(struct amending *a)
{
	store_close(a->store);
	if (a->snapshot_taken)
		snapshot_release(&a->snapshot);
	drafts_release(&a->drafts);
	for (int i = 0; i < REGISTER_COUNT; i++)
		resolver_free(a->resolvers[i]);
	for (size_t i = 0; i < a->ended_count; i++)
		free(a->ended[i].id);
	for (int i = 0; i < SCHEMA_COLUMNS_MAX; i++)
		buf_release(&a->scratch[i]);
	free(a->ended);
	free(a->order);
}

/* Rows that stand in the registers are not the request's: what is wrong with them is only noted. */
struct notes {
	struct diag diag; /* first */
	struct diag *outer;
};

static void say_as_note(struct diag *diag, const struct error *e)
{
	struct error note = *e;
	note.kind = ERROR_NOTE;
	((struct notes *)diag)->outer->say(((struct notes *)diag)->outer, &note);
}

bool amend_rows(const struct amend_request *request, const struct directory *d, struct diag *diag,
    struct amend_result *result, struct error *e)
{
	struct notes notes = {{say_as_note}, diag};
	*result = (struct amend_result){0};
	struct amending a = {.diag = diag, .request = request, .directory = d, .result = result};
	a.drafts.diag = &notes.diag;
	bool good = amend_under_lock(&a, e);
	amending_release(&a);
	return good;
}

void amend_result_release(struct amend_result *result)
{
	buf_release(&result->keys);
}
