/* add: see add.h. What becomes of each row is found out in add_judge.c, the writing is in
 * add_write.c. */
#include "register/add_internal.h"

#include <stdlib.h>

/* Rows that stand in the registers are not the input's: what is wrong with them is only noted. */
static void say_as_note(struct diag *diag, const struct error *e)
{
	struct adding *a = (struct adding *)diag;
	struct error note = *e;
	note.kind = ERROR_NOTE;
	a->diag->say(a->diag, &note);
}

static bool write_rejects(struct adding *a, struct error *e)
{
	struct batch_feed *feed = a->request->source.feed;
	if (a->request->rejects && feed)
		return feed->write_rejects(feed, &a->batch, a->request->rejects, e);
	return !a->request->rejects || rejects_write(&a->batch.rejects, a->request->rejects,
					   a->request->source.file_count > 1, e);
}

/* --- the whole --- */

static bool note_not_recorded(struct adding *a)
{
	struct error note;
	if (!a->file || a->shape.recorded != SIZE_MAX)
		return true;
	error_set(&note, ERROR_NOTE, "%s",
	    _("the header has no column recorded, so --known-by cannot tell when rows came"));
	error_at(&note, store_file_path(a->file), 1, 0);
	a->diag->say(a->diag, &note);
	return true;
}

/* A dry run takes it as readers do. */
static bool take_state(struct add_shared *t, struct error *e)
{
	const struct directory *d = t->directory;
	if (t->items[0].request->dry_run) {
		t->snapshot_taken = snapshot_take(&t->snapshot, d, REGISTER_ALL, true, e);
		return t->snapshot_taken;
	}
	t->store = store_open(d, t->diag, e);
	if (!t->store)
		return false;
	for (size_t i = 0; i < t->count; i++) {
		t->items[i].file = store_append(t->store, t->items[i].schema, STORE_REGISTER, e);
		if (!t->items[i].file)
			return false;
	}
	t->snapshot_taken = snapshot_take_locked(&t->snapshot, d, REGISTER_ALL, true, e);
	return t->snapshot_taken;
}

bool add_take_state(struct add_shared *t, struct error *e)
{
	return t->snapshot_taken ||
	       (take_state(t, e) && closed_days_read(&t->closed, &t->snapshot, e));
}

void add_leave_state(struct add_shared *t)
{
	store_close(t->store);
	if (t->snapshot_taken)
		snapshot_release(&t->snapshot);
	t->store = NULL;
	t->snapshot_taken = false;
	t->closed = (struct closed_days){0};
	for (size_t i = 0; i < t->count; i++)
		t->items[i].file = NULL;
}

bool add_may_refer(const struct adding *a)
{
	for (int i = 0; i < a->schema->column_count; i++)
		if (a->schema->columns[i].target && batch_may_fill(&a->batch, i))
			return true;
	return false;
}

/* The ids that the registers before bring along. */
static void own_those_before(struct adding *a)
{
	for (const struct adding *before = a->shared->items; before < a; before++)
		for (size_t i = 0; i < before->batch.rows.count; i++)
			if (before->plans[i].fate != FATE_REFUSED)
				resolver_own(a->resolver, before->schema->id, add_id(before, i));
}

static void want_references(struct adding *a)
{
	a->refers = add_may_refer(a);
	if (!a->refers && !batch_may_fill(&a->batch, a->id))
		return;
	own_those_before(a);
	for (size_t i = 0; i < a->batch.rows.count; i++) {
		batch_cells(&a->batch, i, a->cells);
		resolver_want(a->resolver, a->cells);
		if (a->cells[a->id].n)
			resolver_own(a->resolver, a->schema->id, a->cells[a->id]);
	}
}

static bool read_batch(struct adding *a, struct error *e)
{
	if (a->shared->count == 1 && a->request->source.feed)
		a->shared->ahead = add_ahead_new(a);
	if (!batch_read(&a->batch, a->schema, a->directory, &a->request->source, a->diag, e) ||
	    add_ahead_failed(a->shared->ahead, e))
		return false;
	a->plans = mem_alloc(a->batch.rows.count, sizeof(*a->plans));
	mem_ask_for_large_pages(a->plans, a->batch.rows.count * sizeof(*a->plans));
	a->cells = mem_alloc(a->batch.width, sizeof(*a->cells));
	a->given = mem_alloc(a->batch.width, sizeof(*a->given));
	a->resolver = resolver_new(a->schema, a->directory);
	return true;
}

static void tell_judged(struct adding *a)
{
	struct batch_feed *feed = a->request->source.feed;
	for (size_t i = 0; feed && feed->judged && i < a->batch.rows.count; i++)
		feed->judged(feed, i,
		    a->plans[i].fate == FATE_REFUSED ? (struct str){"", 0} : add_id(a, i),
		    a->plans[i].fate == FATE_THERE);
}

static bool judge_register(struct adding *a, struct error *e)
{
	if (!shape_make(&a->shape, &a->batch, &a->shared->snapshot, a->diag, e))
		return false;
	standing_init(&a->standing, &a->shape);
	if (a->request->source.feed)
		standing_watch_names(&a->standing);
	want_references(a);
	if (!resolver_load(a->resolver, &a->shared->snapshot, &a->notes, e) || !add_judge(a, e))
		return false;
	tell_judged(a);
	return true;
}

/* Whether there is nothing to write: rows are there already, and so are their files. */
static bool is_idle(const struct add_shared *t)
{
	for (size_t i = 0; i < t->count; i++)
		if (t->items[i].result->added || (i == 0 && t->items[i].shape.is_new))
			return false;
	return true;
}

static bool note_all(struct add_shared *t)
{
	for (size_t i = 0; i < t->count; i++)
		note_not_recorded(&t->items[i]);
	return true;
}

static bool add_under_lock(struct add_shared *t, struct error *e)
{
	bool refused = false;
	struct adding *first = &t->items[0];
	if (!add_take_state(t, e))
		return false;
	for (size_t i = 0; i < t->count && !(refused && !first->request->keep_going); i++) {
		struct adding *a = &t->items[i];
		if ((i > 0 && !read_batch(a, e)) || !judge_register(a, e))
			return false;
		refused = refused || a->result->refused > 0;
	}
	t->nothing = refused && !first->request->keep_going;
	if (t->nothing || first->request->dry_run)
		return (!first->request->source.feed || write_rejects(first, e)) &&
		       (!add_ahead_end(t->ahead) || store_cancel(t->store, e));
	return write_rejects(first, e) && (is_idle(t) || (note_all(t) && add_write(t, e)));
}

static void adding_release(struct adding *a)
{
	standing_release(&a->standing);
	once_release(&a->once);
	shape_release(&a->shape);
	resolver_free(a->resolver);
	batch_release(&a->batch);
	buf_release(&a->ids);
	buf_release(&a->made);
	for (int i = 0; i < SCHEMA_COLUMNS_MAX; i++)
		buf_release(&a->scratch[i]);
	free(a->plans);
	free(a->contents);
	free(a->numberings);
	free(a->cells);
	free(a->given);
}

static void release(struct add_shared *t)
{
	add_ahead_free(t->ahead);
	add_leave_state(t);
	for (size_t i = 0; i < t->count; i++)
		adding_release(&t->items[i]);
	free(t->items);
}

bool add_rows_together(const struct add_request *requests, size_t count, const struct directory *d,
    struct diag *diag, struct add_result *results, struct error *e)
{
	struct add_shared t = {.directory = d, .diag = diag, .count = count};
	t.items = mem_alloc(count, sizeof(*t.items));
	for (size_t i = 0; i < count; i++) {
		results[i] = (struct add_result){0};
		t.items[i] = (struct adding){
		    .notes = {say_as_note},
		    .diag = diag,
		    .shared = &t,
		    .request = &requests[i],
		    .schema = requests[i].schema,
		    .directory = d,
		    .result = &results[i],
		    .id = schema_column(requests[i].schema, STR("id")),
		};
	}
	bool good = read_batch(&t.items[0], e) && add_under_lock(&t, e);
	for (size_t i = 0; i < count && good; i++)
		add_collect_ids(&t.items[i]);
	release(&t);
	return good;
}

bool add_rows(const struct add_request *request, const struct directory *d, struct diag *diag,
    struct add_result *result, struct error *e)
{
	return add_rows_together(request, 1, d, diag, result, e);
}

void add_result_release(struct add_result *result)
{
	buf_release(&result->ids);
}
