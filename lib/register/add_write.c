/* add_write: the new rows into the register, and what the journal must tell of them; see add.h. */
#include "base/threads.h"
#include "csv/writer.h"
#include "register/add_internal.h"
#include "register/latest.h"

#include <errno.h>
#include <stdlib.h>

static bool is_journaled(const struct plan *plan)
{
	return plan->fate == FATE_NEW && (plan->allowed || plan->late);
}

/* The journal's own columns stand in front of the register's. */
static void journal_front(const struct adding *a, const char *op, struct buf *out)
{
	struct str front[] = {str_of(a->result->recorded), str_of(op), str_of(a->request->by),
	    str_of(a->request->why)};
	for (size_t i = 0; i < sizeof(front) / sizeof(front[0]); i++) {
		csv_quote(out, front[i]);
		buf_add_char(out, ',');
	}
}

static void journal_line(struct adding *a, const struct shape *shape, const char *op,
    struct store_file *journal, struct buf *line)
{
	line->n = 0;
	journal_front(a, op, line);
	shape_line(shape, a->cells, str_of(a->result->recorded), line);
	store_write(journal, buf_str(line));
}

/* Rows whose credit code was let in, and late ones, are told in the journal, in the same
 * transaction. */
static void write_journal(struct adding *a, struct store_file *journal, const struct shape *shape)
{
	struct buf line = BUF_INIT;
	if (store_file_is_new(journal)) {
		buf_add_text(&line, "at,op,by,why,");
		shape_header(shape, &line);
		store_write(journal, buf_str(&line));
	}
	for (size_t i = 0; i < a->batch.rows.count; i++) {
		const struct plan *plan = &a->plans[i];
		if (!is_journaled(plan))
			continue;
		add_take_row(a, i);
		a->cells[a->id] = add_id(a, i);
		if (plan->allowed)
			journal_line(a, shape, "allow", journal, &line);
		if (plan->late)
			journal_line(a, shape, "late", journal, &line);
	}
	buf_release(&line);
}

void add_write_header(const struct adding *a, const struct shape *shape)
{
	struct buf header = BUF_INIT;
	if (!shape->is_new)
		return;
	shape_header(shape, &header);
	store_write(a->file, buf_str(&header));
	buf_release(&header);
}

/* Lines of new rows that are being made. */
struct new_lines {
	struct adding *a;
	struct add_lines lines;
	size_t next, end; /* rows that are left */
	struct buf text;
	pthread_t thread;
	bool in_thread;
};

/* As many as a block has. */
static void *make_lines(void *context)
{
	enum { BLOCK = 2 * 1024 * 1024 };
	struct new_lines *l = context;
	l->text.n = 0;
	for (; l->next < l->end && l->text.n < BLOCK; l->next++)
		if (l->a->plans[l->next].fate == FATE_NEW)
			add_lines_add(&l->lines, l->next, add_id(l->a, l->next), &l->text);
	return NULL;
}

/* The next block is made while the one before it is written, where there is more than one
 * processor. Nothing but that thread asks for rows until it has ended. */
static void write_rows(struct adding *a, size_t from)
{
	struct new_lines l = {.a = a, .next = from, .end = a->batch.rows.count};
	struct buf written = BUF_INIT;
	add_lines_init(&l.lines, a, &a->shape);
	make_lines(&l);
	while (l.text.n) {
		struct buf made = l.text;
		l.text = written;
		written = made;
		l.in_thread = l.next < l.end && threads_allowed() > 1 &&
			      threads_start(&l.thread, make_lines, &l, 0);
		store_write(a->file, buf_str(&written));
		if (l.in_thread)
			pthread_join(l.thread, NULL);
		else
			make_lines(&l);
	}
	buf_release(&written);
	buf_release(&l.text);
	add_lines_release(&l.lines);
}

/* The lines of the rows before that one stand in the register. */
static void write_register(struct adding *a, size_t from)
{
	if (from == 0)
		add_write_header(a, &a->shape);
	write_rows(a, from);
}

bool add_set_time(struct add_shared *t, struct error *e)
{
	instant latest, at;
	if (t->items[0].result->recorded[0])
		return true;
	if (!latest_recorded(&t->snapshot, &latest, e) || !latest_next(clock_now(), latest, &at, e))
		return false;
	for (size_t i = 0; i < t->count; i++)
		time_print(at, t->items[i].result->recorded);
	return true;
}

static bool any_journaled(const struct adding *a)
{
	for (size_t i = 0; i < a->batch.rows.count; i++)
		if (is_journaled(&a->plans[i]))
			return true;
	return false;
}

/* The journal of a register, when it has something to tell. */
struct journal {
	struct store_file *file;
	struct shape shape;
};

static bool open_journal(struct adding *a, struct journal *j, struct error *e)
{
	if (!any_journaled(a))
		return true;
	if (!shape_of_journal(
		&j->shape, &a->shape, &a->batch, &a->shared->snapshot.journals[a->schema->id], e))
		return false;
	j->file = store_append(a->shared->store, a->schema, STORE_JOURNAL, e);
	return j->file != NULL;
}

/* The files that are written are named, and what stands in them is safe. */
static bool begin(struct add_shared *t, struct journal *journals, struct add_sheets *sheets,
    bool tells, struct error *e)
{
	const struct adding *first = &t->items[0];
	for (size_t i = 0; i < t->count; i++)
		if (!open_journal(&t->items[i], &journals[i], e))
			return false;
	if (tells && !add_open_sheets(t, sheets, e))
		return false;
	bool one_row = t->count == 1 && first->result->added == 1 && !tells &&
		       shape_ends_in_recorded(&first->shape);
	return store_begin(t->store, one_row, e);
}

static bool write_all(struct add_shared *t, struct journal *journals, struct error *e)
{
	const struct batch_feed *feed = t->items[0].request->source.feed;
	const struct add_sheets *ahead = add_ahead_end(t->ahead);
	struct add_sheets sheets = {NULL, false};
	struct buf told = BUF_INIT;
	size_t from = ahead ? add_ahead_keep(t->ahead) : 0;
	bool good = true;
	if (ahead)
		sheets = *ahead;
	else
		good = (!feed || !feed->told || add_tell_sheets(t, &told, e)) &&
		       begin(t, journals, &sheets, told.n > 0, e);
	for (size_t i = 0; i < t->count && good; i++) {
		write_register(&t->items[i], from);
		if (journals[i].file)
			write_journal(&t->items[i], journals[i].file, &journals[i].shape);
	}
	if (ahead)
		good = add_tell_sheets(t, &told, e);
	if (good && sheets.file)
		add_write_sheets(t, &sheets, buf_str(&told));
	buf_release(&told);
	return good && store_commit(t->store, e);
}

bool add_write(struct add_shared *t, struct error *e)
{
	struct journal *journals = mem_alloc(t->count, sizeof(*journals));
	bool good = add_set_time(t, e) && write_all(t, journals, e);
	for (size_t i = 0; i < t->count; i++) {
		shape_release(&journals[i].shape);
		t->items[i].result->written = good;
	}
	free(journals);
	return good;
}

/* Of an input that was refused as a whole nothing is told, also not what was there before. */
void add_collect_ids(struct adding *a)
{
	if (a->shared->nothing)
		return;
	if (a->result->added + a->result->there == a->batch.rows.count &&
	    (a->result->written || a->result->added == 0)) { /* all of them, in their order */
		a->result->ids = a->ids;
		a->ids = BUF_INIT;
		return;
	}
	for (size_t i = 0; i < a->batch.rows.count; i++) {
		if (a->plans[i].fate == FATE_REFUSED ||
		    (a->plans[i].fate == FATE_NEW && !a->result->written))
			continue;
		buf_add(&a->result->ids, a->ids.p + a->plans[i].id, a->plans[i].id_length);
	}
}
