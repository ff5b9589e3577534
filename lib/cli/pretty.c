/* pretty: see pretty.h. */
#include "cli/pretty.h"
#include "base/utf8.h"

#include <stdlib.h>

enum { GAP = 2 };

static void widen(
    size_t *widths, const struct sorter *rows, const struct str *header, size_t columns)
{
	struct buf scratch = BUF_INIT;
	for (size_t i = 0; i < columns; i++) {
		widths[i] = header ? utf8_width(utf8_visible(header[i], &scratch)) : 0;
		for (size_t row = 0; row < sorter_count(rows); row++) {
			struct str cell = utf8_visible(sorter_cell(rows, row, i), &scratch);
			size_t width = utf8_width(cell);
			widths[i] = width > widths[i] ? width : widths[i];
		}
	}
	buf_release(&scratch);
}

static void add_blanks(struct buf *line, size_t count)
{
	while (count-- > 0)
		buf_add_char(line, ' ');
}

static void add_cell(struct buf *line, struct str cell, size_t width, bool right, bool last)
{
	struct buf scratch = BUF_INIT;
	cell = utf8_visible(cell, &scratch);
	size_t blanks = width - utf8_width(cell);
	if (right)
		add_blanks(line, blanks);
	buf_add_str(line, cell);
	if (!right && !last)
		add_blanks(line, blanks);
	if (!last)
		add_blanks(line, GAP);
	buf_release(&scratch);
}

static void end_line(struct output *out, struct buf *line)
{
	while (line->n && line->p[line->n - 1] == ' ')
		line->n--;
	buf_add_char(line, '\n');
	output_str(out, buf_str(line));
	line->n = 0;
}

static void print_rule(struct output *out, const size_t *widths, size_t columns, struct buf *line)
{
	for (size_t i = 0; i < columns; i++) {
		for (size_t j = 0; j < widths[i]; j++)
			buf_add_char(line, '-');
		add_blanks(line, GAP);
	}
	end_line(out, line);
}

void pretty_print(struct output *out, const struct sorter *rows, const struct str *header,
    const bool *numeric, size_t columns)
{
	size_t *widths = mem_alloc(columns, sizeof(*widths));
	struct buf line = BUF_INIT;
	widen(widths, rows, header, columns);
	for (size_t i = 0; header && i < columns; i++)
		add_cell(&line, header[i], widths[i], numeric[i], i + 1 == columns);
	if (header) {
		end_line(out, &line);
		print_rule(out, widths, columns, &line);
	}
	for (size_t row = 0; row < sorter_count(rows); row++) {
		for (size_t i = 0; i < columns; i++)
			add_cell(&line, sorter_cell(rows, row, i), widths[i], numeric[i],
			    i + 1 == columns);
		end_line(out, &line);
	}
	buf_release(&line);
	free(widths);
}
