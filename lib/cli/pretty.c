/* pretty: see pretty.h. */
#include "cli/pretty.h"
#include "base/utf8.h"

#include <stdlib.h>

enum { GAP = 2 };

static bool widen(
    size_t *widths, struct sorter *rows, const struct str *header, size_t columns, struct error *e)
{
	struct buf scratch = BUF_INIT;
	const struct str *cells = NULL;
	for (size_t i = 0; i < columns; i++)
		widths[i] = header ? utf8_width(utf8_visible(header[i], &scratch)) : 0;
	bool good = sorter_sort(rows, e);
	while (good && (good = sorter_next(rows, &cells, e)) && cells)
		for (size_t i = 0; i < columns; i++) {
			size_t width = utf8_width(utf8_visible(cells[i], &scratch));
			widths[i] = width > widths[i] ? width : widths[i];
		}
	buf_release(&scratch);
	return good;
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

static void print_line(struct output *out, const struct str *cells, const size_t *widths,
    const bool *numeric, size_t columns, struct buf *line)
{
	for (size_t i = 0; i < columns; i++)
		add_cell(line, cells[i], widths[i], numeric[i], i + 1 == columns);
	end_line(out, line);
}

bool pretty_print(struct output *out, struct sorter *rows, const struct str *header,
    const bool *numeric, size_t columns, struct error *e)
{
	size_t *widths = mem_alloc(columns, sizeof(*widths));
	struct buf line = BUF_INIT;
	const struct str *cells = NULL;
	bool good = widen(widths, rows, header, columns, e) && sorter_sort(rows, e);
	if (good && header) {
		print_line(out, header, widths, numeric, columns, &line);
		print_rule(out, widths, columns, &line);
	}
	while (good && !output_failed(out) && (good = sorter_next(rows, &cells, e)) && cells)
		print_line(out, cells, widths, numeric, columns, &line);
	buf_release(&line);
	free(widths);
	return good;
}
