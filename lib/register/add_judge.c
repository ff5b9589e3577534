/* add_judge: what becomes of each row of an input: new, there already, or refused; see add.h. */
#include "base/threads.h"
#include "base/uscc.h"
#include "register/add_internal.h"
#include "register/rules.h"

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

/* Plans and ids of some rows of a numbering. */
static void number_stretch(struct adding *a, const struct numbering *n, size_t from, size_t to)
{
	size_t length = n->numbers.length, each = length + 1,
	       at = n->ids + (from - n->first) * each;
	char *id = a->ids.p + at;
	for (size_t row = from; row < to; row++, at += each, id += each) {
		a->plans[row] = (struct plan){
		    .id = at & PLAN_ID_MASK, .id_length = (unsigned char)each, .fate = FATE_NEW};
		if (row == from) {
			standing_number(&n->numbers, row - n->first, id);
		} else {
			memcpy(id, id - each, length);
			standing_next_number(id, length);
		}
		id[length] = '\n';
	}
}

/* The first of the numberings that does not end before a row. */
static size_t numbering_of(const struct adding *a, size_t row)
{
	size_t low = 0, high = a->numbering_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct numbering *n = &a->numberings[middle];
		if (n->first + n->count <= row)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void number_rows(void *context, size_t from, size_t to, unsigned thread)
{
	struct adding *a = context;
	(void)thread;
	for (size_t i = numbering_of(a, from); i < a->numbering_count; i++) {
		const struct numbering *n = &a->numberings[i];
		size_t end = n->first + n->count < to ? n->first + n->count : to;
		number_stretch(a, n, n->first > from ? n->first : from, end);
		if (end == to)
			break;
	}
}

/* Accepts rows that are surely new, from one on. Returns how many. Their plans and ids are made
 * when all rows have been judged. */
static size_t accept_surely_new(struct adding *a, size_t row)
{
	size_t end = row + 1;
	while (end < a->batch.rows.count && is_surely_new(a, end))
		end++;
	for (size_t at = row; at < end;) {
		a->numberings = mem_room(a->numberings, &a->numbering_capacity,
		    a->numbering_count + 1, sizeof(*a->numberings));
		struct numbering *n = &a->numberings[a->numbering_count++];
		*n = (struct numbering){.first = at, .ids = a->ids.n};
		n->count = standing_take_numbers(&a->standing, end - at, &n->numbers);
		size_t bytes = n->count * (n->numbers.length + 1);
		buf_reserve(&a->ids, bytes);
		mem_ask_for_large_pages(a->ids.p, a->ids.capacity);
		a->ids.n += bytes;
		at += n->count;
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

bool add_judge(struct adding *a, struct error *e)
{
	enum { STRETCH = 16 * 1024 };
	bool ask = !all_are_new(a);
	if (!allowed_are_used(a, e))
		return false;
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
	if (a->numbering_count)
		threads_each(a->batch.rows.count, STRETCH, number_rows, a);
	if (a->batch.rejects.count && a->request->keep_going)
		refuse_dependants(a);
	count_fates(a);
	return true;
}
