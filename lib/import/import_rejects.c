/* import_rejects: the cells that were refused, as a file: see import.h. */
#include "base/io.h"
#include "csv/writer.h"
#include "import/import_internal.h"

#include <errno.h>
#include <stdlib.h>

/* --- what stood in cells ---------------------------------------------------------------------- */

/* Rows are mostly asked for in their order; for one that lies before, the sheet is begun anew. */
static bool go_to(struct import *im, size_t file, uint64_t number)
{
	struct error e;
	struct import_again *a = &im->again;
	if (!a->sheet || a->file != file || a->row.number > number) {
		sheet_close(a->sheet);
		*a = (struct import_again){.file = file};
		a->sheet = sheet_again(im->files[file].sheet.frame->sheet, &e);
	}
	while (a->sheet && a->row.number < number)
		if (sheet_next(a->sheet, &a->row, &e) != 1)
			return false;
	return a->sheet && a->row.number == number;
}

struct str import_original(struct batch_feed *feed, const struct batch *b, size_t row, int column)
{
	struct import *im = (struct import *)feed;
	const struct batch_row *r = &b->rows.items[row];
	const struct import_file *f = &im->files[r->input];
	int number = column == COLUMN_NONE ? -1 : b->inputs[r->input].fields[column];
	if (number < 0 || f->fields[number].at_count == 0 || !go_to(im, r->input, r->line))
		return (struct str){"", 0};
	return frame_cell(&im->again.row, f->fields[number].at[0]).text;
}

/* --- the file --------------------------------------------------------------------------------- */

static const struct import_file *file_of(const struct import *im, struct str label)
{
	for (size_t i = 0; i < im->count; i++)
		if (str_equal_text(label, im->files[i].sheet.frame->label))
			return &im->files[i];
	return NULL;
}

/* Appends the name of the register's column that stands there: name, orgs.mode, party; or nothing.
 */
static void add_field_at(
    const struct import *im, const struct import_file *f, uint64_t column, struct buf *out)
{
	const struct schema *s = im->request->frame.schema;
	for (size_t i = 0; f && i < f->count; i++)
		for (size_t k = 0; k < f->fields[i].at_count; k++)
			if (f->fields[i].at[k] + 1 == column)
				buf_add_text(out, f->fields[i].column == COLUMN_NONE
						      ? f->fields[i].heading
						      : s->columns[f->fields[i].column].name);
	for (size_t i = 0; f && i < f->survey_count; i++) {
		const struct import_field *field = &f->survey[i];
		const struct schema *of = survey_schema(field->of);
		if (field->at[0] + 1 != column)
			continue;
		if (field->column < 0)
			buf_add_text(out, survey_word(field->of)); /* whether there is one */
		else
			buf_printf(out, "%s.%s", of->name, of->columns[field->column].name);
	}
}

static struct str between(const struct rejects *r, size_t from, size_t to)
{
	return (struct str){r->texts.p + from, to - from};
}

static void write_item(const struct import *im, const struct rejects *r, const struct reject *item,
    struct csv_writer *w)
{
	struct buf text = BUF_INIT;
	struct str label = between(r, item->file, item->reason);
	const struct import_file *f = file_of(im, label);
	const char *sheet = f ? sheet_facts(f->sheet.frame->sheet)->name : NULL;
	csv_writer_field(w, f ? str_of(sheet_path(f->sheet.frame->sheet)) : label);
	csv_writer_field(w, str_of(sheet));
	buf_printf(&text, "%llu", (unsigned long long)item->line);
	csv_writer_field(w, buf_str(&text));
	text.n = 0;
	if (item->column)
		sheet_letters((size_t)item->column - 1, &text);
	csv_writer_field(w, buf_str(&text));
	text.n = 0;
	add_field_at(im, f, item->column, &text);
	csv_writer_field(w, buf_str(&text));
	csv_writer_field(w, between(r, item->original, item->end));
	csv_writer_field(w, between(r, item->reason, item->original));
	csv_writer_end_row(w);
	buf_release(&text);
}

struct place {
	size_t file, item;
	uint64_t row, column;
};

static int compare_places(const void *a, const void *b)
{
	const struct place *p = a, *q = b;
	if (p->file != q->file)
		return p->file < q->file ? -1 : 1;
	if (p->row != q->row)
		return p->row < q->row ? -1 : 1;
	if (p->column != q->column)
		return p->column < q->column ? -1 : 1;
	return (p->item > q->item) - (p->item < q->item);
}

/* By file, row and column: what cells refused and what the register refused stand together. */
static struct place *in_order(const struct import *im, const struct rejects *r)
{
	struct place *places = mem_alloc(r->count, sizeof(*places));
	for (size_t i = 0; i < r->count; i++) {
		const struct reject *item = &r->items[i];
		const struct import_file *f = file_of(im, between(r, item->file, item->reason));
		places[i] = (struct place){
		    f ? (size_t)(f - im->files) : im->count, i, item->line, item->column};
	}
	if (r->count)
		qsort(places, r->count, sizeof(*places), compare_places);
	return places;
}

bool import_write_rejects(
    struct batch_feed *feed, struct batch *b, const char *path, struct error *e)
{
	static const char *const header[] = {
	    "file", "sheet", "row", "column", "field", "text", "reason"};
	const struct import *im = (const struct import *)feed;
	struct output *out = output_open(path, e);
	struct csv_writer w;
	if (!out)
		return false;
	csv_writer_init(&w, out, false);
	for (size_t i = 0; i < sizeof(header) / sizeof(header[0]); i++)
		csv_writer_field(&w, str_of(header[i]));
	csv_writer_end_row(&w);
	struct place *places = in_order(im, &b->rejects);
	for (size_t i = 0; i < b->rejects.count; i++)
		write_item(im, &b->rejects, &b->rejects.items[places[i].item], &w);
	free(places);
	csv_writer_release(&w);
	if (!output_finish(out, e))
		return false;
	return io_sync_directory(path) ||
	       error_errno(e, path, errno, "%s", _("cannot be made durable"));
}
