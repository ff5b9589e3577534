/* add_write: the new rows into the register, and what the journal must tell of them; see add.h. */
#include "base/threads.h"
#include "csv/writer.h"
#include "register/add_internal.h"
#include "register/latest.h"
#include "register/line_copy.h"

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

/* Lines of new rows that are being made. */
struct new_lines {
	struct adding *a;
	const struct line_copy *copies; /* by input */
	size_t next, end;               /* rows that are left */
	struct buf text;
	pthread_t thread;
	bool in_thread;
};

static void make_line(struct new_lines *l, size_t row)
{
	struct adding *a = l->a;
	const struct batch_row *r = &a->batch.rows.items[row];
	const struct line_copy *copy = r->plain ? &l->copies[r->input] : NULL;
	if (copy && copy->usable && !a->refers) {
		line_copy_add(copy, &a->batch, row, add_id(a, row), &l->text);
		return;
	}
	add_take_row(a, row);
	a->cells[a->id] = add_id(a, row);
	shape_line(&a->shape, a->cells, str_of(a->result->recorded), &l->text);
}

/* As many as a block has. */
static void *make_lines(void *context)
{
	enum { BLOCK = 2 * 1024 * 1024 };
	struct new_lines *l = context;
	l->text.n = 0;
	for (; l->next < l->end && l->text.n < BLOCK; l->next++)
		if (l->a->plans[l->next].fate == FATE_NEW)
			make_line(l, l->next);
	return NULL;
}

/* The next block is made while the one before it is written, where there is more than one
 * processor. Nothing but that thread asks for rows until it has ended. */
static void write_rows(struct adding *a, const struct line_copy *copies)
{
	struct new_lines l = {.a = a, .copies = copies, .end = a->batch.rows.count};
	struct buf written = BUF_INIT;
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
}

static void write_register(struct adding *a)
{
	struct buf header = BUF_INIT;
	size_t inputs = a->batch.input_count;
	struct line_copy *copies = mem_alloc(inputs, sizeof(*copies));
	if (a->shape.is_new) {
		shape_header(&a->shape, &header);
		store_write(a->file, buf_str(&header));
	}
	for (size_t i = 0; i < inputs; i++)
		line_copy_make(
		    &copies[i], &a->shape, &a->batch, (uint32_t)i, str_of(a->result->recorded));
	write_rows(a, copies);
	for (size_t i = 0; i < inputs; i++)
		line_copy_release(&copies[i]);
	free(copies);
	buf_release(&header);
}

static bool set_time(struct add_shared *t, struct error *e)
{
	instant latest, at;
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

/* Whether the file begins with that header; one that people or programs gave other columns cannot
 * take our lines. */
static bool has_header(struct store_file *f, struct str header, struct error *e)
{
	static const char mark[] = "\xEF\xBB\xBF";
	char begin[128];
	ssize_t got = store_file_read(f, begin, sizeof(begin), 0);
	if (got < 0)
		return error_errno(e, store_file_path(f), errno, "%s", _("cannot be read"));
	struct str text = {begin, (size_t)got};
	text = str_from(text, str_starts(text, STR(mark)) ? strlen(mark) : 0);
	struct str rest = str_from(text, header.n < text.n ? header.n : text.n);
	if (str_starts(text, header) &&
	    (rest.n == 0 || str_starts(rest, STR("\n")) || str_starts(rest, STR("\r\n"))))
		return true;
	error_set(e, ERROR_DATA,
	    _("the header %s was expected; rename the file, and a new one is begun"),
	    error_quote(header));
	return error_at(e, store_file_path(f), 1, 1);
}

/* The input of the first register that has the name of another's. */
static size_t same_input(const struct batch *first, const struct batch *other, size_t input)
{
	size_t i = 0;
	while (
	    i < first->input_count && strcmp(first->inputs[i].file, other->inputs[input].file) != 0)
		i++;
	return i;
}

/* By input of the first register. */
static struct batch_brought *count_brought(const struct add_shared *t)
{
	const struct batch *first = &t->items[0].batch;
	struct batch_brought *brought = mem_alloc(first->input_count + 1, sizeof(*brought));
	for (size_t k = 0; k < t->count; k++) {
		const struct adding *a = &t->items[k];
		size_t *added = mem_alloc(a->batch.input_count, sizeof(*added));
		for (size_t i = 0; i < a->batch.rows.count; i++)
			if (a->plans[i].fate == FATE_NEW)
				added[a->batch.rows.items[i].input]++;
		for (size_t i = 0; i < a->batch.input_count; i++)
			if (k == 0)
				brought[i].rows = added[i];
			else
				brought[same_input(first, &a->batch, i)].beside += added[i];
		free(added);
	}
	return brought;
}

/* The lines that tell of the import, the header in front. */
static void tell_sheets(const struct add_shared *t, struct buf *text)
{
	const struct adding *first = &t->items[0];
	struct batch_feed *feed = first->request->source.feed;
	struct batch_brought *brought = count_brought(t);
	feed->tell(feed, &first->batch, brought, str_of(first->result->recorded), text);
	free(brought);
}

/* The file in which imports are told, and what is to be written there; NULL and no lines: nothing.
 * False and *e: it cannot be. */
static bool open_sheets(
    struct add_shared *t, struct store_file **f, struct buf *lines, struct error *e)
{
	char last = '\n';
	struct str header, told;
	struct buf text = BUF_INIT;
	bool good = true;
	*f = NULL;
	tell_sheets(t, &text);
	told = buf_str(&text);
	str_split(&told, '\n', &header);
	if (told.n) {
		*f = store_append_other(t->store, "sheets.csv", e);
		uint64_t length = *f ? store_file_length(*f) : 0;
		good = *f && (length == 0 || has_header(*f, header, e));
		if (good && length > 0 && store_file_read(*f, &last, 1, length - 1) != 1)
			good =
			    error_errno(e, store_file_path(*f), errno, "%s", _("cannot be read"));
		if (last != '\n')
			buf_add_char(lines, '\n');
		buf_add_str(lines, length == 0 ? buf_str(&text) : told);
	}
	buf_release(&text);
	return good;
}

static bool write_all(struct add_shared *t, struct journal *journals, struct error *e)
{
	struct adding *first = &t->items[0];
	struct batch_feed *feed = first->request->source.feed;
	struct store_file *sheets = NULL;
	struct buf told = BUF_INIT;
	bool good = true;
	for (size_t i = 0; i < t->count && good; i++)
		good = open_journal(&t->items[i], &journals[i], e);
	if (good && feed && feed->tell)
		good = open_sheets(t, &sheets, &told, e);
	bool one_row = t->count == 1 && first->result->added == 1 && !sheets &&
		       shape_ends_in_recorded(&first->shape);
	good = good && store_begin(t->store, one_row, e);
	for (size_t i = 0; i < t->count && good; i++) {
		write_register(&t->items[i]);
		if (journals[i].file)
			write_journal(&t->items[i], journals[i].file, &journals[i].shape);
	}
	if (good && sheets)
		store_write(sheets, buf_str(&told));
	buf_release(&told);
	return good && store_commit(t->store, e);
}

bool add_write(struct add_shared *t, struct error *e)
{
	struct journal *journals = mem_alloc(t->count, sizeof(*journals));
	bool good = set_time(t, e) && write_all(t, journals, e);
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
