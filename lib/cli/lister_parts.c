/*
 * lister_parts: rows listed by several threads, see lister_rows.c for the two ways of one. A thread
 * keeps the lines of a part of the file until it is the part's turn to write. Nothing is told here:
 * at the first row that is not good the threads stop, and what stands behind the parts that have
 * been written is left to list_rows, which passes over the rows before.
 */
#include "cli/lister_internal.h"
#include "csv/parts.h"

#include <stdlib.h>

struct share {
	struct lister *lister;
	struct table *table; /* a share, too */
	struct diag diag;
	/* of the part at hand */
	struct buf lines;
	unsigned long long matched;
};

/* As csv_writer makes it. */
static void add_line(struct share *s, const struct row *row)
{
	const struct lister *l = s->lister;
	struct buf *lines = &s->lines;
	size_t begin = lines->n, count;
	const struct table_column *columns = table_columns(s->table, &count);
	for (size_t i = 0; i < l->column_count; i++) {
		if (i > 0)
			buf_add_char(lines, ',');
		csv_quote(lines, columns[i].column == COLUMN_NONE ? table_cell(s->table, row, i)
								  : row->values[columns[i].column]);
	}
	if (lines->n == begin)
		buf_add_text(lines, "\"\"");
	buf_add_char(lines, '\n');
}

/* A row by the simple way. False when it is not good. */
static bool take_row(struct share *s, const struct csv_row *csv)
{
	struct row row;
	struct error e;
	struct str no_date = {NULL, 0};
	if (!table_row(s->table, csv, &row, &e))
		return false;
	if (!lister_wants(s->lister, &row, no_date))
		return true;
	s->matched++;
	if (!s->lister->count)
		add_line(s, &row);
	return true;
}

static bool take_block_row(
    struct share *s, struct csv_reader *part, const struct csv_block *b, size_t i)
{
	struct csv_row csv;
	csv_reader_block_row(part, b, i, &csv);
	return take_row(s, &csv);
}

static bool take_plain_row(
    struct share *s, struct csv_reader *part, const struct csv_block *b, size_t i)
{
	struct lister *l = s->lister;
	struct row row;
	struct str line, no_date = {NULL, 0};
	table_block_values(s->table, b, i, l->fast.looked_at, &row);
	if (!lister_wants(l, &row, no_date))
		return true;
	if (!l->count && !table_block_line(s->table, b, i, &line))
		return take_block_row(s, part, b, i);
	s->matched++;
	if (!l->count)
		buf_add_str(&s->lines, line);
	return true;
}

static bool take_block(struct share *s, struct csv_reader *part, const struct csv_block *b)
{
	uint64_t plain = 0;
	bool good = true;
	for (size_t i = 0; i < b->rows && good; i++, plain >>= 1) {
		if (i % VALUES_ROWS_MAX == 0) {
			size_t left = b->rows - i;
			plain = table_block_plain(
			    s->table, b, i, left < VALUES_ROWS_MAX ? left : VALUES_ROWS_MAX);
		}
		good = plain & 1 ? take_plain_row(s, part, b, i) : take_block_row(s, part, b, i);
	}
	return good;
}

static bool read_part(void *context, struct csv_reader *part)
{
	struct share *s = context;
	struct csv_block block;
	struct csv_row row;
	struct error e;
	bool good = true;
	while (good) {
		if (csv_reader_block(part, &block)) {
			good = take_block(s, part, &block);
			continue;
		}
		enum csv_status status = csv_reader_next(part, &row, &e);
		if (status == CSV_STATUS_END)
			break;
		good = status == CSV_STATUS_ROW && take_row(s, &row);
	}
	return good;
}

static bool write_part(void *context)
{
	struct share *s = context;
	struct lister *l = s->lister;
	l->matched += s->matched;
	output_str(l->out, buf_str(&s->lines));
	s->matched = 0;
	s->lines.n = 0;
	return !output_failed(l->out);
}

static struct share *share_new(struct lister *l)
{
	struct share *s = mem_alloc(1, sizeof(*s));
	s->lister = l;
	s->diag = (struct diag){.say = diag_ignore};
	s->table = table_share(l->table, &s->diag);
	return s;
}

static void share_free(struct share *s)
{
	table_close(s->table);
	buf_release(&s->lines);
	free(s);
}

bool lister_parts(struct lister *l)
{
	struct csv_reader *reader = table_reader(l->table);
	unsigned threads = reader ? csv_parts_threads_in_order(reader) : 1;
	uint64_t bytes;
	if (threads < 2)
		return false;
	void **shares = mem_alloc(threads, sizeof(*shares));
	for (unsigned i = 0; i < threads; i++)
		shares[i] = share_new(l);
	bool all = csv_parts_read_in_order(reader, read_part, write_part, shares, threads, &bytes);
	if (all)
		csv_reader_pass(reader);
	for (unsigned i = 0; i < threads; i++)
		share_free(shares[i]);
	free(shares);
	const struct csv_row *header = csv_reader_header(reader);
	l->fast.done = header->offset + header->bytes + bytes;
	return all;
}
