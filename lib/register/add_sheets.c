/* add_sheets: sheets.csv, in which each import is told; see add.h. */
#include "register/add_internal.h"

#include <errno.h>
#include <stdlib.h>

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

/* The last byte of the file, which is not empty. */
static bool read_last(const struct store_file *f, char *last, struct error *e)
{
	return store_file_read(f, last, 1, store_file_length(f) - 1) == 1 ||
	       error_errno(e, store_file_path(f), errno, "%s", _("cannot be read"));
}

bool add_open_sheets(struct add_shared *t, struct add_sheets *sheets, struct error *e)
{
	char last = '\n';
	struct str header = str_of(t->items[0].request->source.feed->told);
	*sheets = (struct add_sheets){store_append_other(t->store, "sheets.csv", e), false};
	if (!sheets->file)
		return false;
	if (store_file_length(sheets->file) &&
	    (!has_header(sheets->file, header, e) || !read_last(sheets->file, &last, e)))
		return false;
	sheets->open_end = last != '\n';
	return true;
}

bool add_tell_sheets(const struct add_shared *t, struct buf *lines, struct error *e)
{
	const struct adding *first = &t->items[0];
	struct batch_feed *feed = first->request->source.feed;
	struct batch_brought *brought = count_brought(t);
	bool good =
	    feed->tell(feed, &first->batch, brought, str_of(first->result->recorded), lines, e);
	free(brought);
	return good;
}

void add_write_sheets(const struct add_shared *t, const struct add_sheets *sheets, struct str lines)
{
	struct buf text = BUF_INIT;
	if (lines.n == 0) {
		store_drop(sheets->file);
		return;
	}
	if (store_file_length(sheets->file) == 0)
		buf_printf(&text, "%s\n", t->items[0].request->source.feed->told);
	else if (sheets->open_end)
		buf_add_char(&text, '\n');
	buf_add_str(&text, lines);
	store_write(sheets->file, buf_str(&text));
	buf_release(&text);
}
