/*
 * lister_rows: see lister.h. There are two ways from the table to the output. The simple one takes
 * row by row, makes the texts of what is printed (emit_row) and writes them, or keeps the row for
 * sorting and aligning. The fast one, for rows that come in blocks when it can be told from their
 * values alone which of them match, looks at nothing else of the others, and writes those that
 * match as the lines that they are, if nothing is to be changed in them. lister_parts.c does the
 * same by several threads.
 */
#include "cli/lister_internal.h"
#include "cli/pretty.h"

#include <stdio.h>
#include <stdlib.h>

/* --- rows ------------------------------------------------------------------------------------ */

static void write_cells(struct lister *l, const struct str *cells)
{
	struct error e;
	if (l->workbook) {
		if (!l->lost && !xlsx_writer_row(l->workbook, cells, &e))
			l->lost = !program_tell(&l->program, &e);
		return;
	}
	for (size_t i = 0; i < l->column_count; i++)
		csv_writer_field(&l->writer, cells[i]);
	csv_writer_end_row(&l->writer);
}

/* Header names, English or Chinese; the caller frees each text. */
static void header_texts(const struct lister *l, struct buf *names, struct str *texts)
{
	for (size_t i = 0; i < l->column_count; i++) {
		if (l->zh)
			field_label(&l->columns[i], &names[i]);
		else
			buf_add_text(&names[i], l->columns[i].name);
		texts[i] = buf_str(&names[i]);
	}
}

static void emit_row(struct lister *l, const struct row *row, struct str date)
{
	for (size_t i = 0; i < l->column_count; i++) {
		struct field *f = &l->columns[i];
		l->texts[i] = field_value(f, l->table, row, l->lookups, date);
		if (l->zh)
			l->texts[i] = field_chinese(f, &l->source.directory, l->texts[i]);
	}
	for (size_t i = 0; i < l->key_count; i++)
		l->texts[l->column_count + i] =
		    field_value(&l->keys[i], l->table, row, l->lookups, date);
	struct error e;
	if (!l->rows)
		write_cells(l, l->texts);
	else if (!l->lost && !sorter_add(l->rows, l->texts, &e))
		l->lost = !program_tell(&l->program, &e);
}

bool lister_wants(struct lister *l, const struct row *row, struct str date)
{
	if (!selection_match(&l->selection, row) || !filter_match(l->filter, row, date))
		return false;
	if (l->join_count == 0)
		return true;
	struct str value = field_value(&l->match_field, l->table, row, l->lookups, date);
	for (size_t i = 0; i < l->join_count; i++)
		if (!join_holds(&l->joins[i], value, field_is_list(&l->match_field)))
			return false;
	return true;
}

static void list_row(struct lister *l, const struct row *row)
{
	char scratch[DATE_SIZE];
	struct str date = selection_day(&l->selection, row, scratch);
	if (!lister_wants(l, row, date))
		return;
	l->matched++;
	if (!l->count)
		emit_row(l, row, date);
}

/* --- blocks ---------------------------------------------------------------------------------- */

/* Whether all columns of the stream are printed in their order. */
static bool prints_lines(const struct lister *l)
{
	size_t count;
	const struct table_column *columns = table_columns(l->table, &count);
	if (l->count || l->rows || l->zh || l->excel || l->column_count != count)
		return false;
	for (size_t i = 0; i < count; i++) {
		const struct field *f = &l->columns[i];
		bool same = f->kind == FIELD_OF_REGISTER ? f->column == columns[i].column
			    : f->kind == FIELD_OF_INPUT  ? f->stream_column == i
							 : false;
		if (!same)
			return false;
	}
	return true;
}

static void prepare_fast(struct lister *l)
{
	struct fast *f = &l->fast;
	bool by_match = l->join_count > 0;
	f->by_values =
	    !filter_follows(l->filter) && (!by_match || l->match_field.kind == FIELD_OF_REGISTER);
	f->looked_at = filter_columns(l->filter);
	if (f->by_values && by_match)
		f->looked_at |= COLUMN_BIT(l->match_field.column);
	if (l->selection.as_of[0] || l->selection.on != COLUMN_NONE)
		f->looked_at |= selection_columns(&l->selection);
	f->whole_lines = prints_lines(l);
}

static void write_run(struct lister *l)
{
	output_str(l->out, l->fast.run);
	l->fast.run = (struct str){NULL, 0};
}

static void write_line(struct lister *l, struct str line)
{
	struct str *run = &l->fast.run;
	if (run->n && run->p + run->n == line.p) {
		run->n += line.n;
		return;
	}
	write_run(l);
	*run = line;
}

/* A row of a block by the simple way. */
static void list_block_row(struct lister *l, const struct csv_block *b, size_t i)
{
	struct row row;
	write_run(l);
	if (table_block_row(l->table, b, i, &row))
		list_row(l, &row);
}

/* A row all of whose values are its cells as they stand. */
static void list_plain_row(struct lister *l, const struct csv_block *b, size_t i)
{
	struct row row;
	struct str line, no_date = {NULL, 0};
	table_block_values(l->table, b, i, l->fast.looked_at, &row);
	if (!lister_wants(l, &row, no_date))
		return;
	if (l->count) {
		l->matched++;
	} else if (l->fast.whole_lines && table_block_line(l->table, b, i, &line)) {
		l->matched++;
		write_line(l, line);
	} else {
		list_block_row(l, b, i);
	}
}

/* The first row that lister_parts has left. */
static size_t first_row(const struct lister *l, const struct csv_block *b)
{
	size_t i = 0;
	uint64_t begin = b->offset - b->start;
	while (
	    i < b->rows && begin + (uint64_t)(csv_block_field(b, i, 0).p - b->text) < l->fast.done)
		i++;
	return i;
}

static void list_block(struct lister *l, const struct csv_block *b)
{
	uint64_t plain = 0;
	size_t first = first_row(l, b);
	for (size_t i = first; i < b->rows; i++, plain >>= 1) {
		if ((i - first) % VALUES_ROWS_MAX == 0) {
			size_t left = b->rows - i;
			plain = table_block_plain(
			    l->table, b, i, left < VALUES_ROWS_MAX ? left : VALUES_ROWS_MAX);
		}
		if (plain & 1)
			list_plain_row(l, b, i);
		else
			list_block_row(l, b, i);
	}
	write_run(l);
}

static bool list_rows(struct lister *l)
{
	struct error e;
	struct row row;
	struct csv_block block;
	enum table_status status = TABLE_END;
	prepare_fast(l);
	if (l->fast.by_values && (l->count || l->fast.whole_lines) && lister_parts(l))
		return true;
	while (!output_failed(l->out) && !l->lost) {
		if (l->fast.by_values && table_block(l->table, &block)) {
			list_block(l, &block);
			continue;
		}
		status = table_next(l->table, &row, &e);
		if (status != TABLE_ROW)
			break;
		if (row.csv.offset >= l->fast.done)
			list_row(l, &row);
	}
	return !l->lost && (status != TABLE_FAILED || program_tell(&l->program, &e));
}

/* --- all of it ------------------------------------------------------------------------------- */

static bool is_number(const struct field *f)
{
	return f->kind != FIELD_OF_INPUT && (f->type == TYPE_INTEGER || f->type == TYPE_MONEY);
}

static bool print_pretty(struct lister *l, const struct str *header, struct error *e)
{
	bool *numeric = mem_alloc(l->column_count, sizeof(*numeric));
	for (size_t i = 0; i < l->column_count; i++)
		numeric[i] = is_number(&l->columns[i]);
	bool good = pretty_print(
	    l->out, l->rows, l->no_header ? NULL : header, numeric, l->column_count, e);
	free(numeric);
	return good;
}

static bool print_sorted(struct lister *l, struct error *e)
{
	const struct str *cells;
	bool good = sorter_sort(l->rows, e);
	while (good && !l->lost && !output_failed(l->out) &&
	       (good = sorter_next(l->rows, &cells, e)) && cells)
		write_cells(l, cells);
	return good;
}

static void write_header(struct lister *l, const struct str *header)
{
	struct error e;
	if (!l->workbook)
		write_cells(l, header);
	else if (!xlsx_writer_header(l->workbook, header, &e))
		l->lost = !program_tell(&l->program, &e);
}

static void finish_workbook(struct lister *l)
{
	struct error e;
	if (!xlsx_writer_finish(l->workbook, &e))
		program_tell(&l->program, &e);
}

static void print_kept(struct lister *l, const struct str *header)
{
	struct error e;
	if (!(l->pretty ? print_pretty(l, header, &e) : print_sorted(l, &e)))
		program_tell(&l->program, &e);
}

static void print_count(struct lister *l)
{
	char text[32];
	int n = snprintf(text, sizeof(text), "%llu\n", l->matched);
	output_write(l->out, text, (size_t)n);
}

static void say_matched(struct lister *l)
{
	program_note(&l->program, NULL,
	    ngettext("%llu row matches", "%llu rows match", (unsigned long)l->matched), l->matched);
}

void lister_rows(struct lister *l)
{
	struct buf *names = mem_alloc(l->column_count, sizeof(*names));
	struct str *header = mem_alloc(l->column_count, sizeof(*header));
	header_texts(l, names, header);
	if (!l->count && !l->no_header && !l->pretty)
		write_header(l, header);
	bool done = list_rows(l);
	if (l->rows && !l->lost && (done || !l->output))
		print_kept(l, header);
	if (l->count && done)
		print_count(l);
	if (l->workbook && !l->lost)
		finish_workbook(l);
	if (l->program.verbose)
		say_matched(l);
	for (size_t i = 0; i < l->column_count; i++)
		buf_release(&names[i]);
	free(names);
	free(header);
}
