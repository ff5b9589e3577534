/* add: see add.h. The writing is in add_write.c. */
#include "base/threads.h"
#include "base/uscc.h"
#include "register/add_internal.h"
#include "register/rules.h"

#include <stdlib.h>

/* Rows that stand in the registers are not the input's: what is wrong with them is only noted. */
static void say_as_note(struct diag *diag, const struct error *e)
{
	struct adding *a = (struct adding *)diag;
	struct error note = *e;
	note.kind = ERROR_NOTE;
	a->diag->say(a->diag, &note);
}

void add_take_row(struct adding *a, size_t row)
{
	int area = a->schema->area;
	batch_cells(&a->batch, row, a->cells);
	a->resolved = true;
	a->area_filled = false;
	if (!a->refers)
		return;
	bool empty = area != COLUMN_NONE && a->cells[area].n == 0;
	a->resolved =
	    resolver_apply(a->resolver, a->cells, a->scratch, &a->fault_column, &a->fault);
	a->area_filled = empty && a->cells[area].n > 0;
}

/* --- refusing --- */

static void refuse(struct adding *a, size_t row, int column, struct error *e)
{
	a->plans[row].fate = FATE_REFUSED;
	batch_place(&a->batch, row, column, e);
	struct batch_feed *feed = a->request->source.feed;
	struct adding *first = a->shared->items;
	struct str original =
	    feed ? feed->original(feed, &a->batch, row, column) : batch_line(&a->batch, row);
	rejects_add(&a->batch.rejects, e, original);
	if (a != first)
		rejects_add(&first->batch.rejects, e, original);
	a->diag->say(a->diag, e);
}

/* --- judging --- */

static bool is_allowed(const struct adding *a, struct str code)
{
	for (size_t i = 0; i < a->request->allowed_count; i++)
		if (str_equal_text(code, a->request->allowed[i]))
			return true;
	return false;
}

/* A code that conforms needs no permission. */
static bool has_allowed_code(const struct adding *a)
{
	int code = a->standing.code;
	return code != COLUMN_NONE && a->cells[code].n && is_allowed(a, a->cells[code]) &&
	       uscc_check(a->cells[code]).fault != USCC_OK;
}

/* A credit code that no row has is a slip of the pen. */
static bool allowed_are_used(struct adding *a, struct error *e)
{
	for (size_t i = 0; i < a->request->allowed_count; i++) {
		bool used = false;
		for (size_t row = 0; row < a->batch.rows.count && !used; row++) {
			batch_cells(&a->batch, row, a->cells);
			used = str_equal_text(a->cells[a->standing.code], a->request->allowed[i]);
		}
		if (!used)
			return error_set(e, ERROR_USAGE,
			    _("--allow-code '%s' is the code of no row that is given"),
			    error_quote(str_of(a->request->allowed[i])));
	}
	return true;
}

static struct contents contents_of(const struct adding *a, size_t row)
{
	return a->contents ? a->contents[row] : (struct contents){STANDING_NONE, STANDING_NONE};
}

/* No id is longer than 64 bytes. */
static void remember_id(struct adding *a, size_t row, enum fate fate, struct str id)
{
	struct plan *plan = &a->plans[row];
	plan->fate = fate;
	plan->id = a->ids.n & PLAN_ID_MASK;
	plan->id_length = (unsigned char)(id.n + 1);
	buf_add_str(&a->ids, id);
	buf_add_char(&a->ids, '\n');
}

struct str add_id(const struct adding *a, size_t row)
{
	return (struct str){a->ids.p + a->plans[row].id, a->plans[row].id_length - 1u};
}

static struct str next_id(struct adding *a)
{
	a->made.n = 0;
	standing_next_id(&a->standing, &a->made);
	return buf_str(&a->made);
}

/* Whether nothing is left to ask of a row. */
static bool is_surely_new(const struct adding *a, size_t row)
{
	const struct batch_row *r = &a->batch.rows.items[row];
	return a->sound_are_new && r->sound && once_is(&a->once, &r->hashes);
}

/* Rows that get ids of one length, one after another. */
struct numbering {
	struct adding *a;
	struct standing_numbers numbers;
	size_t first, ids; /* the first row; where its id stands */
};

static void number_rows(void *context, size_t from, size_t to, unsigned thread)
{
	const struct numbering *n = context;
	size_t each = n->numbers.length + 1;
	(void)thread;
	for (size_t i = from; i < to; i++) {
		size_t at = n->ids + i * each;
		n->a->plans[n->first + i] = (struct plan){
		    .id = at & PLAN_ID_MASK, .id_length = (unsigned char)each, .fate = FATE_NEW};
		standing_number(&n->numbers, i, n->a->ids.p + at);
		n->a->ids.p[at + each - 1] = '\n';
	}
}

/* Accepts rows that are surely new, from one on. Returns how many. */
static size_t accept_surely_new(struct adding *a, size_t row)
{
	enum { STRETCH = 16 * 1024 };
	size_t end = row + 1, count;
	while (end < a->batch.rows.count && is_surely_new(a, end))
		end++;
	for (size_t at = row; at < end; at += count) {
		struct numbering n = {.a = a, .first = at, .ids = a->ids.n};
		count = standing_take_numbers(&a->standing, end - at, &n.numbers);
		buf_reserve(&a->ids, count * (n.numbers.length + 1));
		threads_each(count, STRETCH, number_rows, &n);
		a->ids.n += count * (n.numbers.length + 1);
	}
	return end - row;
}

static void accept(struct adding *a, size_t row, struct str id)
{
	if (id.n == 0)
		id = next_id(a);
	standing_accept(&a->standing, a->cells, contents_of(a, row).whole, id);
	remember_id(a, row, FATE_NEW, id);
}

/* A row that stands there with an empty area is the same row, although its area would be filled in
 * now. */
static enum verdict look_up(
    struct adding *a, size_t row, struct str *id, int *column, struct error *e)
{
	const struct contents contents = contents_of(a, row);
	bool again = a->request->again;
	struct str bare_id;
	struct error bare_error;
	int bare_column;
	enum verdict verdict =
	    standing_judge(&a->standing, a->cells, contents.whole, again, id, column, e);
	if (verdict == VERDICT_THERE || contents.bare == contents.whole ||
	    standing_judge(&a->standing, a->cells, contents.bare, again, &bare_id, &bare_column,
		&bare_error) != VERDICT_THERE)
		return verdict;
	*id = bare_id;
	return VERDICT_THERE;
}

static bool may_be_late(struct adding *a, struct plan *plan, int *column, struct error *e)
{
	const struct late_change change = {.schema = a->schema, .after = a->cells};
	plan->late = closed_is_late(&a->shared->closed, &change);
	*column = a->schema->happens;
	return !plan->late || a->request->late || closed_refuse(&a->shared->closed, e);
}

static void judge(struct adding *a, size_t row)
{
	struct error e;
	struct str id = {NULL, 0};
	int column = COLUMN_NONE;
	struct plan *plan = &a->plans[row];
	add_take_row(a, row);
	enum verdict verdict = look_up(a, row, &id, &column, &e);
	verdict = add_compare(a, row, verdict, &id, &column, &e);
	if (verdict == VERDICT_THERE) {
		remember_id(a, row, FATE_THERE, id);
		return;
	}
	plan->allowed = has_allowed_code(a);
	if (!a->resolved)
		refuse(a, row, a->fault_column, &a->fault);
	else if (verdict == VERDICT_REFUSED ||
		 !rules_hold(a->schema, a->cells, plan->allowed, &column, &e) ||
		 !may_be_late(a, plan, &column, &e))
		refuse(a, row, column, &e);
	else
		accept(a, row, id);
}

/* Whether an id that only the input brings along is that of a row that will be there. */
static bool will_be_there(
    const struct adding *a, const struct intern *good, int column, struct str id)
{
	return resolver_on_disk(a->resolver, column, id) || intern_find(good, id) != INTERN_NONE;
}

static bool refers_to_refused(
    struct adding *a, const struct intern *good, int *column, struct error *e)
{
	for (int i = 0; i < a->schema->column_count; i++) {
		const struct column *c = &a->schema->columns[i];
		if (!c->target || !str_equal_text(str_of(c->target), a->schema->name) ||
		    a->cells[i].n == 0 || will_be_there(a, good, i, a->cells[i]))
			continue;
		*column = i;
		return !error_set(e, ERROR_FOUND,
		    _("%s refers to '%s', a row of the input that was refused"), c->name,
		    error_quote(a->cells[i]));
	}
	return false;
}

/* With --keep-going a refused row takes those with it that refer to it. */
static void refuse_dependants(struct adding *a)
{
	bool again = true;
	while (again) {
		struct intern good = {0};
		again = false;
		for (size_t i = 0; i < a->batch.rows.count; i++)
			if (a->plans[i].fate != FATE_REFUSED)
				intern_add(&good, add_id(a, i), NULL);
		for (size_t i = 0; i < a->batch.rows.count; i++) {
			struct error e;
			int column;
			if (a->plans[i].fate != FATE_NEW)
				continue;
			add_take_row(a, i);
			if (refers_to_refused(a, &good, &column, &e)) {
				refuse(a, i, column, &e);
				again = true;
			}
		}
		intern_release(&good);
	}
}

static void count_fates(struct adding *a)
{
	a->result->added = a->result->there = 0;
	for (size_t i = 0; i < a->batch.rows.count; i++) {
		a->result->added += a->plans[i].fate == FATE_NEW;
		a->result->there += a->plans[i].fate == FATE_THERE;
	}
	a->result->refused = a->batch.rejects.count;
}

static void want_row(struct adding *a, size_t row)
{
	struct contents *contents = &a->contents[row];
	add_take_row(a, row);
	contents->bare = contents->whole = standing_want(&a->standing, a->cells);
	if (!a->area_filled)
		return;
	a->cells[a->schema->area] = (struct str){NULL, 0};
	contents->bare = standing_want(&a->standing, a->cells);
}

static void claim_row(struct adding *a, size_t row)
{
	add_take_row(a, row);
	if (a->cells[a->id].n == 0)
		return;
	const struct contents contents = contents_of(a, row);
	standing_claim(&a->standing, a->cells, contents.whole);
	if (contents.bare != contents.whole)
		standing_claim(&a->standing, a->cells, contents.bare);
}

/* Where nothing stands and no row brings an id, no row can be the same as another. */
static bool all_are_new(const struct adding *a)
{
	return a->shape.is_new && !batch_may_fill(&a->batch, a->id);
}

static bool judge_all(struct adding *a, struct error *e)
{
	bool ask = !all_are_new(a);
	a->sound_are_new =
	    !ask && !a->refers && !a->shared->closed.end[0] && !standing_has_items(a->schema);
	if (ask)
		a->contents = mem_alloc(a->batch.rows.count, sizeof(*a->contents));
	for (size_t i = 0; i < a->batch.rows.count && ask; i++)
		want_row(a, i);
	if (!standing_load(&a->standing, a->directory, &a->shared->snapshot, &a->notes, e))
		return false;
	if (a->sound_are_new)
		once_find(&a->once, &a->batch);
	for (size_t i = 0; i < a->batch.rows.count && !a->shape.is_new; i++)
		claim_row(a, i);
	for (size_t i = 0, count; i < a->batch.rows.count; i += count) {
		count = 1;
		if (is_surely_new(a, i))
			count = accept_surely_new(a, i);
		else
			judge(a, i);
	}
	if (a->batch.rejects.count && a->request->keep_going)
		refuse_dependants(a);
	count_fates(a);
	return true;
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

/* The state of the directory that the rows are judged against; a dry run takes it as readers do. */
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

/* Whether a row may refer to others. */
static bool may_refer(const struct adding *a)
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
	a->refers = may_refer(a);
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
	if (!batch_read(&a->batch, a->schema, a->directory, &a->request->source, a->diag, e))
		return false;
	a->plans = mem_alloc(a->batch.rows.count, sizeof(*a->plans));
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
	if (!allowed_are_used(a, e) ||
	    !resolver_load(a->resolver, &a->shared->snapshot, &a->notes, e) || !judge_all(a, e))
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
	if (!take_state(t, e) || !closed_days_read(&t->closed, &t->snapshot, e))
		return false;
	for (size_t i = 0; i < t->count && !(refused && !first->request->keep_going); i++) {
		struct adding *a = &t->items[i];
		if ((i > 0 && !read_batch(a, e)) || !judge_register(a, e))
			return false;
		refused = refused || a->result->refused > 0;
	}
	t->nothing = refused && !first->request->keep_going;
	if (t->nothing || first->request->dry_run)
		return !first->request->source.feed || write_rejects(first, e);
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
	free(a->cells);
	free(a->given);
}

static void release(struct add_shared *t)
{
	store_close(t->store);
	if (t->snapshot_taken)
		snapshot_release(&t->snapshot);
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
