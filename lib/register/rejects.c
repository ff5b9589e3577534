/* rejects: see rejects.h. */
#include "register/rejects.h"
#include "base/io.h"
#include "csv/writer.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

void rejects_release(struct rejects *r)
{
	free(r->items);
	buf_release(&r->texts);
	*r = (struct rejects){0};
}

void rejects_add(struct rejects *r, const struct error *e, struct str original)
{
	r->items = mem_room(r->items, &r->capacity, r->count + 1, sizeof(*r->items));
	struct reject *item = &r->items[r->count++];
	*item = (struct reject){.line = e->line, .column = e->column, .file = r->texts.n};
	buf_add_text(&r->texts, e->file);
	item->reason = r->texts.n;
	buf_add_text(&r->texts, e->message);
	item->original = r->texts.n;
	buf_add_str(&r->texts, original);
	item->end = r->texts.n;
}

/* Only within one file: the order of the files is that of the input already. */
static int by_line(const void *a, const void *b)
{
	const struct reject *left = a, *right = b;
	if (left->line != right->line)
		return left->line < right->line ? -1 : 1;
	return (left->column > right->column) - (left->column < right->column);
}

static struct str text_between(const struct rejects *r, size_t from, size_t to)
{
	return (struct str){r->texts.p + from, to - from};
}

static void write_number(struct csv_writer *w, uint64_t number)
{
	char text[24];
	snprintf(text, sizeof(text), "%llu", (unsigned long long)number);
	csv_writer_field(w, number ? str_of(text) : (struct str){NULL, 0});
}

static void write_item(
    struct csv_writer *w, const struct rejects *r, const struct reject *item, bool name_files)
{
	struct buf reason = BUF_INIT;
	if (name_files) {
		buf_add_str(&reason, text_between(r, item->file, item->reason));
		buf_add_text(&reason, ": ");
	}
	buf_add_str(&reason, text_between(r, item->reason, item->original));
	write_number(w, item->line);
	write_number(w, item->column);
	csv_writer_field(w, buf_str(&reason));
	csv_writer_field(w, text_between(r, item->original, item->end));
	csv_writer_end_row(w);
	buf_release(&reason);
}

bool rejects_write(struct rejects *r, const char *path, bool name_files, struct error *e)
{
	static const char *const header[] = {"line", "column", "reason", "original"};
	struct output *out = output_open(path, e);
	struct csv_writer w;
	if (!out)
		return false;
	if (!name_files && r->count)
		qsort(r->items, r->count, sizeof(*r->items), by_line);
	csv_writer_init(&w, out, false);
	for (size_t i = 0; i < sizeof(header) / sizeof(header[0]); i++)
		csv_writer_field(&w, str_of(header[i]));
	csv_writer_end_row(&w);
	for (size_t i = 0; i < r->count; i++)
		write_item(&w, r, &r->items[i], name_files);
	csv_writer_release(&w);
	if (!output_finish(out, e))
		return false;
	return io_sync_directory(path) ||
	       error_errno(e, path, errno, "%s", _("cannot be made durable"));
}
