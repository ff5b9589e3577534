/*
 * import_parts: a large text read by several threads, each a part of it at a time; see import.h.
 *
 * A thread that meets anything out of the ordinary, a cell that is refused, a line of totals, a
 * fault, gives up its part. Parts are taken in their order, by the caller's thread between parts of
 * its own; one that was given up is read again as all rows would be without threads, so that all is
 * found and told in order. So only what is right needs to be fast, and nothing depends on how many
 * threads there are.
 */
#include "base/number.h"
#include "base/threads.h"
#include "import/import_internal.h"

#include <stdatomic.h>
#include <stdlib.h>

enum {
	PART_SIZE = 512 * 1024,
	PARTS_MOST = 4096, /* at hand */
	TAKEN_LEAST = 8,   /* together, while others are still read */
	BAD_MOST = 8       /* for each thread: then the next will not be ordinary, either */
};

struct part {
	size_t from, to;  /* bytes of the content */
	atomic_bool read; /* what follows is known */
	bool good;
	uint64_t lines; /* rows of the sheet, empty ones too */
	size_t rows, given;
	uint64_t first_row, last_row;
	struct totals totals;
	struct batch_items items;
};

/* What a thread has for itself. */
struct reader {
	struct sheet *sheet;
	struct import_file file; /* a copy, but for fields and values */
	struct batch_part rows;
};

/* Memory of parts that have been taken. */
struct spare {
	pthread_mutex_t lock;
	struct batch_items *items;
	size_t count, capacity;
};

struct parts {
	struct import_work *w;
	const struct sheet *whole;
	size_t size, end; /* of a part; of the content */
	struct reader *readers;
	unsigned threads;
	struct spare spare;
	/* the parts at hand, and what they are read with: as it was before them */
	struct part *items;
	size_t count, next; /* the next one that is to be taken */
	struct import_work work;
	struct frame frame;
	atomic_bool stopped;       /* no more of them are wanted */
	struct batch_items *taken; /* rows that the batch is about to be given … */
	size_t taken_count;        /* … of so many parts */
	size_t bad;                /* parts one after another that were given up */
	bool failed;
	struct error e;
	/* what has been taken: bytes, and rows of the sheet */
	size_t at;
	uint64_t before;
};

static size_t part_size(void)
{
	const char *text = getenv("TAIZHANG_PART");
	int64_t size;
	return text && number_parse(str_of(text), &size) && size > 0 ? (size_t)size : PART_SIZE;
}

bool import_has_parts(const struct import_work *w)
{
	const struct import_request *r = w->im->request;
	const struct sheet *s = w->file->sheet.frame->sheet;
	/* in these a row depends on those before it */
	if (r->fill_down_count || r->changes || w->file->survey_count)
		return false;
	return threads_allowed() > 1 && sheet_size(s) / 2 > part_size() && sheet_cut(s, 0) > 0;
}

/* --- by a thread ----------------------------------------------------------------------------- */

static void make_reader(struct reader *r, const struct parts *p)
{
	const struct import_file *f = p->w->file;
	r->sheet = sheet_of_parts(p->whole);
	batch_part_init(&r->rows, p->w->batch);
	r->file = *f;
	r->file.fields = mem_alloc(f->count, sizeof(*f->fields));
	memcpy(r->file.fields, f->fields, f->count * sizeof(*f->fields));
	for (size_t i = 0; i < f->count; i++)
		r->file.fields[i].scratch = BUF_INIT;
	r->file.values = mem_alloc(f->count, sizeof(*f->values));
}

static void release_reader(struct reader *r, struct batch *b)
{
	batch_part_join(b, &r->rows);
	for (size_t i = 0; i < r->file.count; i++)
		buf_release(&r->file.fields[i].scratch);
	free(r->file.fields);
	free(r->file.values);
	sheet_close(r->sheet);
}

/* Whether all rows of the part are ordinary. */
static bool take_ordinary(struct import_work *w, struct frame *frame)
{
	struct error e;
	struct sheet_row row;
	enum frame_status status = FRAME_ROW;
	w->row = &row;
	while (!w->gave_up && (status = frame_next(frame, &row, &e)) == FRAME_ROW)
		import_take_row(w);
	return !w->gave_up && status == FRAME_END && frame->end_row == 0;
}

static struct batch_items take_spare(struct spare *spare)
{
	struct batch_items items = {0};
	pthread_mutex_lock(&spare->lock);
	if (spare->count)
		items = spare->items[--spare->count];
	pthread_mutex_unlock(&spare->lock);
	return items;
}

static void read_part(struct parts *p, struct part *part, struct reader *r)
{
	struct frame frame;
	struct error ignored;
	struct import_work w = p->work;
	w.file = &r->file;
	w.part = &r->rows;
	totals_init(&part->totals, r->file.count);
	r->file.totals = part->totals;
	r->file.sheet = (struct import_sheet){.frame = &p->frame};
	frame_of_part(&frame, &p->frame, r->sheet);
	batch_part_begin(&r->rows, take_spare(&p->spare));
	part->good = sheet_begin_part(r->sheet, p->whole, part->from, part->to, 0, &ignored) &&
		     take_ordinary(&w, &frame);
	if (!part->good)
		batch_part_forget(&r->rows);
	part->items = batch_part_end(&r->rows);
	part->lines = sheet_rows(r->sheet);
	part->rows = r->file.sheet.rows;
	part->given = r->file.sheet.given;
	part->first_row = r->file.sheet.first_row;
	part->last_row = r->file.sheet.last_row;
	part->read = true;
}

/* --- in order -------------------------------------------------------------------------------- */

static void give_spare(struct spare *spare, struct batch_items items)
{
	pthread_mutex_lock(&spare->lock);
	spare->items =
	    mem_room(spare->items, &spare->capacity, spare->count + 1, sizeof(*spare->items));
	spare->items[spare->count++] = items;
	pthread_mutex_unlock(&spare->lock);
}

/* Gives the batch the rows of the parts that have been taken. */
static void give_rows(struct parts *p)
{
	if (p->taken_count)
		batch_take_rows(p->w->batch, p->taken, p->taken_count);
	for (size_t i = 0; i < p->taken_count; i++)
		give_spare(&p->spare, p->taken[i]);
	p->taken_count = 0;
}

static void take_part(struct parts *p, struct part *part)
{
	struct import_sheet *s = &p->w->file->sheet;
	part->items.before = p->before;
	p->taken[p->taken_count++] = part->items;
	part->items = (struct batch_items){0};
	totals_join(&p->w->file->totals, &part->totals);
	if (part->rows && s->first_row == 0)
		s->first_row = p->before + part->first_row;
	if (part->rows)
		s->last_row = p->before + part->last_row;
	s->rows += part->rows;
	s->given += part->given;
	p->before += part->lines;
	p->at = part->to;
}

/* Whether the rows from where we are up to `to` can be read, or nothing can be changed about it. */
static bool ends_with_row(struct parts *p, struct sheet *sheet, size_t to, uint64_t least)
{
	struct error e;
	struct sheet_row row;
	int got;
	if (to >= p->end)
		return true;
	if (!sheet_begin_part(sheet, p->whole, p->at, to, p->before, &e))
		return true;
	while ((got = sheet_next(sheet, &row, &e)) == 1)
		continue;
	return got == 0 && sheet_rows(sheet) >= least;
}

/* Reads on from where we are up to `to`, or as much further as a cell that stands there goes: twice
 * as far each time, since a quote that is never closed, or any other fault, makes it go to the end.
 * `read`: up to that row the frame has had it already. */
static bool take_alone(struct parts *p, size_t to, uint64_t read, struct error *e)
{
	struct sheet_row row;
	struct sheet *sheet = p->readers[0].sheet;
	struct frame *frame = p->w->file->sheet.frame;
	struct sheet *whole = frame->sheet;
	while (!ends_with_row(p, sheet, to, read))
		to = sheet_cut(p->whole, to + (to - p->at));
	if (!sheet_begin_part(sheet, p->whole, p->at, to, p->before, e))
		return false;
	for (row.number = 0; row.number < read;) {
		int got = sheet_next(sheet, &row, e);
		if (got != 1)
			return got < 0 ? false : sheet_say_changed(p->whole, e);
	}
	frame->sheet = sheet;
	bool good = import_take_rows(p->w, e);
	frame->sheet = whole;
	p->before = sheet_rows(sheet);
	p->at = to;
	return good;
}

static void cut_parts(struct parts *p)
{
	size_t from = p->at;
	for (p->count = 0; p->count < PARTS_MOST && from < p->end; p->count++) {
		size_t to = sheet_cut(p->whole, p->end - from > p->size ? from + p->size : p->end);
		p->items[p->count] = (struct part){.from = from, .to = to};
		from = to;
	}
	p->next = 0;
	p->stopped = false;
	p->work = *p->w;
	p->work.gave_up = false;
	frame_of_part(&p->frame, p->w->file->sheet.frame, NULL);
}

/* Below the table all rows are looked at in order. What was found behind a cell that had been cut
 * is nothing. */
static bool is_next(const struct parts *p, const struct part *part)
{
	return !p->w->file->sheet.frame->end_row && part->from == p->at &&
	       p->bad < BAD_MOST * (size_t)p->threads;
}

static void take_in_order(struct parts *p, size_t end)
{
	while (p->next < end && !p->stopped) {
		struct part *part = &p->items[p->next++];
		if (!is_next(p, part)) {
			p->stopped = true;
		} else if (part->good) {
			p->bad = 0;
			take_part(p, part);
		} else {
			p->bad++;
			give_rows(p);
			p->failed = !take_alone(p, part->to, 0, &p->e);
			p->stopped = p->failed;
		}
	}
	give_rows(p);
}

/* Takes what has been read, unless it is little or the batch is not ready for it. */
static void take_ready(struct parts *p)
{
	size_t end = p->next;
	while (end < p->count && p->items[end].read)
		end++;
	if (end - p->next >= TAKEN_LEAST && batch_is_ready(p->w->batch))
		take_in_order(p, end);
}

static void read_parts(void *context, size_t from, size_t to, unsigned thread)
{
	struct parts *p = context;
	for (size_t i = from; i < to && !p->stopped; i++) {
		read_part(p, &p->items[i], &p->readers[thread]);
		if (thread == 0)
			take_ready(p);
	}
}

/* Some parts, by all threads. */
static bool take_some(struct parts *p, struct error *e)
{
	if (p->w->file->sheet.frame->end_row || p->bad >= BAD_MOST * (size_t)p->threads)
		return take_alone(p, p->end, 0, e);
	cut_parts(p);
	threads_each(p->count, 1, read_parts, p);
	take_in_order(p, p->count);
	for (size_t i = 0; i < p->count; i++) {
		totals_release(&p->items[i].totals);
		free(p->items[i].items.items);
	}
	if (p->failed)
		*e = p->e;
	return !p->failed;
}

static void open_parts(struct parts *p)
{
	p->size = part_size();
	p->end = sheet_size(p->whole);
	p->threads = threads_wanted(p->end / p->size + 1, 1);
	p->items = mem_alloc(PARTS_MOST, sizeof(*p->items));
	p->taken = mem_alloc(PARTS_MOST, sizeof(*p->taken));
	p->readers = mem_alloc(p->threads, sizeof(*p->readers));
	for (unsigned i = 0; i < p->threads; i++)
		make_reader(&p->readers[i], p);
	pthread_mutex_init(&p->spare.lock, NULL);
}

static void close_parts(struct parts *p)
{
	for (unsigned i = 0; i < p->threads; i++)
		release_reader(&p->readers[i], p->w->batch);
	for (size_t i = 0; i < p->spare.count; i++)
		free(p->spare.items[i].items);
	pthread_mutex_destroy(&p->spare.lock);
	free(p->spare.items);
	free(p->readers);
	free(p->items);
	free(p->taken);
}

bool import_take_parts(struct import_work *w, struct error *e)
{
	const struct frame *frame = w->file->sheet.frame;
	struct parts p = {.w = w, .whole = frame->sheet};
	open_parts(&p);
	bool good = take_alone(&p, sheet_cut(p.whole, p.size), frame_read_so_far(frame), e);
	while (good && p.at < p.end)
		good = take_some(&p, e);
	close_parts(&p);
	return good;
}
