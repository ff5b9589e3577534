/* plain_table: a GFM table aligned by display width; see plain_text.h. */
#include "report/plain_text.h"
#include "base/utf8.h"

#include <stdlib.h>

/* The cells lie one behind another in a document of their own, already without inline signs. */
struct cell {
	size_t begin, end;
	size_t width;
};

struct column {
	size_t width;
	bool right; /* aligned to the right */
};

struct layout {
	struct document scratch;
	struct document_copy into_scratch;
	struct cell *cells; /* row by row, column_count of each */
	size_t cell_count, cell_capacity;
	struct column *columns;
	size_t column_count, column_capacity;
};

static size_t skip_blanks(struct str text, size_t at, size_t end)
{
	while (at < end && (text.p[at] == ' ' || text.p[at] == '\t'))
		at++;
	return at;
}

/* Cuts the next cell of the line off: what stands up to an unescaped '|'. False at the end. */
static bool take_cell(struct str text, size_t *at, size_t end, size_t *begin, size_t *stop)
{
	*at = skip_blanks(text, *at, end);
	if (*at >= end)
		return false;
	*begin = *at;
	while (*at < end && text.p[*at] != '|')
		*at += text.p[*at] == '\\' && *at + 1 < end ? 2 : 1;
	*stop = *at;
	if (*at < end)
		++*at;
	while (*stop > *begin && (text.p[*stop - 1] == ' ' || text.p[*stop - 1] == '\t'))
		--*stop;
	return true;
}

/* Where the first cell begins: behind blanks and the '|' at the edge. */
static size_t first_cell(struct str text, size_t begin, size_t end)
{
	size_t at = skip_blanks(text, begin, end);
	return at < end && text.p[at] == '|' ? at + 1 : at;
}

static bool is_delimiter_cell(struct str cell)
{
	size_t dashes = 0;
	for (size_t i = 0; i < cell.n; i++) {
		bool edge = i == 0 || i + 1 == cell.n;
		if (cell.p[i] == '-')
			dashes++;
		else if (cell.p[i] != ':' || !edge)
			return false;
	}
	return dashes > 0;
}

/* How many cells a line has. */
static size_t count_cells(struct str text, size_t begin, size_t end)
{
	size_t at = first_cell(text, begin, end), from, to, count = 0;
	while (take_cell(text, &at, end, &from, &to))
		count++;
	return count;
}

static bool is_delimiter_row(struct str text, size_t begin, size_t end)
{
	size_t at = first_cell(text, begin, end), from, to;
	while (take_cell(text, &at, end, &from, &to))
		if (!is_delimiter_cell((struct str){text.p + from, to - from}))
			return false;
	return true;
}

bool plain_table_begins(struct str text, size_t begin)
{
	size_t end = plain_line_end(text, begin);
	struct str line = {text.p + begin, end - begin};
	if (end >= text.n || str_find(line, STR("|")) == SIZE_MAX)
		return false;
	size_t next_end = plain_line_end(text, end + 1);
	struct str next = {text.p + end + 1, next_end - end - 1};
	size_t columns = count_cells(text, end + 1, next_end);
	return str_find(next, STR("|")) != SIZE_MAX && is_delimiter_row(text, end + 1, next_end) &&
	       columns > 0 && count_cells(text, begin, end) == columns;
}

/* --- reading ---------------------------------------------------------------------------------- */

static void read_columns(struct layout *l, struct str text, size_t begin, size_t end)
{
	size_t at = first_cell(text, begin, end), from, to;
	while (take_cell(text, &at, end, &from, &to)) {
		l->columns = mem_room(
		    l->columns, &l->column_capacity, l->column_count + 1, sizeof(*l->columns));
		bool right = to > from && text.p[to - 1] == ':' && text.p[from] != ':';
		l->columns[l->column_count++] = (struct column){.right = right};
	}
}

/* Cells beyond the columns are left out, missing ones are empty, as GFM has it. */
static void read_row(struct layout *l, struct str text, size_t begin, size_t end)
{
	size_t at = first_cell(text, begin, end), from, to;
	for (size_t i = 0; i < l->column_count; i++) {
		struct cell cell = {.begin = l->scratch.text.n};
		if (take_cell(text, &at, end, &from, &to))
			plain_cell(&l->into_scratch, from, to);
		cell.end = l->scratch.text.n;
		cell.width =
		    utf8_width((struct str){l->scratch.text.p + cell.begin, cell.end - cell.begin});
		if (cell.width > l->columns[i].width)
			l->columns[i].width = cell.width;
		l->cells =
		    mem_room(l->cells, &l->cell_capacity, l->cell_count + 1, sizeof(*l->cells));
		l->cells[l->cell_count++] = cell;
	}
}

/* Reads the table's rows; returns where it ends. */
static size_t read_table(struct layout *l, struct str text, size_t begin)
{
	size_t head_end = plain_line_end(text, begin);
	size_t delimiter_end = plain_line_end(text, head_end + 1);
	buf_reserve(&l->scratch.text, 1); /* it stands somewhere even when all cells are empty */
	read_columns(l, text, head_end + 1, delimiter_end);
	read_row(l, text, begin, head_end);
	size_t at = delimiter_end < text.n ? delimiter_end + 1 : text.n;
	while (at < text.n) {
		size_t end = plain_line_end(text, at);
		if (skip_blanks(text, at, end) == end)
			break;
		read_row(l, text, at, end);
		at = end < text.n ? end + 1 : end;
	}
	return at;
}

/* --- writing ---------------------------------------------------------------------------------- */

static void repeat(struct document *d, const char *sign, size_t count)
{
	while (count-- > 0)
		document_markdown(d, str_of(sign));
}

static void write_row(struct document_copy *out, const struct layout *l, const struct cell *cells)
{
	for (size_t i = 0; i < l->column_count; i++) {
		size_t padding = l->columns[i].width - cells[i].width;
		bool last = i + 1 == l->column_count;
		if (i)
			repeat(out->to, " ", 2);
		if (l->columns[i].right)
			repeat(out->to, " ", padding);
		document_copy(out, cells[i].begin, cells[i].end);
		if (!l->columns[i].right && !last)
			repeat(out->to, " ", padding);
	}
	struct buf *text = &out->to->text;
	while (text->n && text->p[text->n - 1] == ' ')
		text->n--;
	document_markdown(out->to, STR("\n"));
}

static void write_rule(struct document *d, const struct layout *l)
{
	for (size_t i = 0; i < l->column_count; i++) {
		if (i)
			repeat(d, " ", 2);
		repeat(d, "-", l->columns[i].width);
	}
	document_markdown(d, STR("\n"));
}

size_t plain_table(struct document_copy *c, size_t begin)
{
	struct layout l = {0};
	l.into_scratch =
	    (struct document_copy){.from = c->from, .to = &l.scratch, .next_mark = c->next_mark};
	size_t end = read_table(&l, buf_str(&c->from->text), begin);
	c->next_mark = l.into_scratch.next_mark;
	struct document_copy out = {.from = &l.scratch, .to = c->to};
	for (size_t i = 0; i + l.column_count <= l.cell_count; i += l.column_count) {
		write_row(&out, &l, l.cells + i);
		if (i == 0)
			write_rule(c->to, &l);
	}
	free(l.cells);
	free(l.columns);
	document_release(&l.scratch);
	return end;
}
