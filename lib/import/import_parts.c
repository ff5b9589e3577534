/*
 * import_parts: a large text read by several threads, each a part of it at a time; see import.h.
 *
 * A thread that meets anything out of the ordinary, a cell that is refused, a line of totals, a
 * fault, gives up its part. Parts are taken in their order; one that was given up is read again as
 * all rows would be without threads, so that all is found and told in order. So only what is right
 * needs to be fast, and nothing depends on how many threads there are.
 */
#include "base/number.h"
#include "base/threads.h"
#include "import/import_internal.h"

#include <stdlib.h>

enum {
	PART_SIZE = 512 * 1024,
	PARTS_EACH = 64
}; /* so many for each thread before they are taken */

struct part {
	size_t from, to; /* bytes of the content */
	bool good;
	uint64_t lines; /* rows of the sheet, empty ones too */
	size_t rows, given;
	uint64_t first_row, last_row;
	struct totals totals;
};

/* What a thread has for itself. */
struct reader {
	struct sheet *sheet;
	struct import_file file; /* a copy, but for fields and values */
	struct batch_part rows;
};

struct parts {
	struct import_work *w;
	const struct sheet *whole;
	size_t size, end; /* of a part; of the content */
	struct reader *readers;
	unsigned threads;
	struct part *items;        /* the parts at hand … */
	struct batch_items *batch; /* … their rows … */
	size_t given;              /* … and of how many parts the batch has them */
	size_t count, most;
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
	return threads_allowed() > 1 && sheet_content(s).n / 2 > part_size() && sheet_cut(s, 0) > 0;
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

static void read_part(
    struct parts *p, struct part *part, struct batch_items *rows, struct reader *r)
{
	struct frame frame;
	struct import_work w = *p->w;
	w.file = &r->file;
	w.part = &r->rows;
	w.gave_up = false;
	totals_init(&part->totals, r->file.count);
	r->file.totals = part->totals;
	r->file.sheet = (struct import_sheet){.frame = w.file->sheet.frame};
	sheet_begin_part(r->sheet, p->whole, part->from, part->to, 0);
	frame_of_part(&frame, w.file->sheet.frame, r->sheet);
	part->good = take_ordinary(&w, &frame);
	if (!part->good)
		batch_part_forget(&r->rows);
	*rows = batch_part_end(&r->rows);
	part->lines = sheet_rows(r->sheet);
	part->rows = r->file.sheet.rows;
	part->given = r->file.sheet.given;
	part->first_row = r->file.sheet.first_row;
	part->last_row = r->file.sheet.last_row;
}

static void read_parts(void *context, size_t from, size_t to, unsigned thread)
{
	struct parts *p = context;
	for (size_t i = from; i < to; i++)
		read_part(p, &p->items[i], &p->batch[i], &p->readers[thread]);
}

static void release_part(struct part *part)
{
	totals_release(&part->totals);
}

/* --- in order -------------------------------------------------------------------------------- */

/* Gives the batch the rows of the parts before that one. */
static void give_rows(struct parts *p, size_t end)
{
	batch_take_rows(p->w->batch, p->batch + p->given, end - p->given);
	p->given = end;
}

static void take_part(struct parts *p, size_t number)
{
	struct part *part = &p->items[number];
	struct import_sheet *s = &p->w->file->sheet;
	p->batch[number].before = p->before;
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
	sheet_begin_part(sheet, p->whole, p->at, to, p->before);
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
	sheet_begin_part(sheet, p->whole, p->at, to, p->before);
	for (row.number = 0; row.number < read;)
		if (sheet_next(sheet, &row, e) != 1)
			return false;
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
	p->given = 0;
	for (p->count = 0; p->count < p->most && from < p->end; p->count++) {
		size_t to = sheet_cut(p->whole, p->end - from > p->size ? from + p->size : p->end);
		p->items[p->count] = (struct part){.from = from, .to = to};
		from = to;
	}
}

/* What was found behind a cell that had been cut is nothing. Below the table all rows are looked at
 * in order. */
static bool take_in_order(struct parts *p, size_t *good, struct error *e)
{
	const struct frame *frame = p->w->file->sheet.frame;
	bool taken = true;
	size_t i = 0;
	for (; i < p->count && taken && !frame->end_row; i++) {
		struct part *part = &p->items[i];
		bool next = part->from == p->at;
		if (next && part->good) {
			*good += 1;
			take_part(p, i);
			continue;
		}
		p->batch[i].count = 0;
		if (!next)
			continue;
		give_rows(p, i);
		taken = take_alone(p, part->to, 0, e);
	}
	give_rows(p, i);
	return taken;
}

/* Some parts, by all threads. Where none of them is ordinary, the next ones will not be, either. */
static bool take_some(struct parts *p, struct error *e)
{
	size_t good = 0;
	if (p->w->file->sheet.frame->end_row)
		return take_alone(p, p->end, 0, e);
	cut_parts(p);
	threads_each(p->count, 1, read_parts, p);
	bool taken = take_in_order(p, &good, e);
	for (size_t i = 0; i < p->count; i++) {
		release_part(&p->items[i]);
		free(p->batch[i].items);
	}
	return taken && (good || p->at == p->end || take_alone(p, p->end, 0, e));
}

bool import_take_parts(struct import_work *w, struct error *e)
{
	const struct frame *frame = w->file->sheet.frame;
	struct parts p = {.w = w, .whole = frame->sheet, .size = part_size()};
	p.end = sheet_content(p.whole).n;
	p.most = PARTS_EACH * (size_t)threads_allowed();
	p.threads = threads_wanted(p.most, 1);
	p.items = mem_alloc(p.most, sizeof(*p.items));
	p.batch = mem_alloc(p.most, sizeof(*p.batch));
	p.readers = mem_alloc(p.threads, sizeof(*p.readers));
	for (unsigned i = 0; i < p.threads; i++)
		make_reader(&p.readers[i], &p);
	bool good = take_alone(&p, sheet_cut(p.whole, p.size), frame_read_so_far(frame), e);
	while (good && p.at < p.end)
		good = take_some(&p, e);
	for (unsigned i = 0; i < p.threads; i++)
		release_reader(&p.readers[i], w->batch);
	free(p.readers);
	free(p.items);
	free(p.batch);
	return good;
}
