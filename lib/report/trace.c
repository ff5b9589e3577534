/* trace: see trace.h. */
#include "report/trace.h"

#include <stdio.h>

static void add_count(struct csv_writer *w, size_t number)
{
	char text[24];
	int n = snprintf(text, sizeof(text), "%zu", number);
	csv_writer_field(w, (struct str){text, (size_t)n});
}

static void add_fixed(struct csv_writer *w, bool there, struct fixed value)
{
	struct buf text = BUF_INIT;
	if (there)
		fixed_print(&text, value);
	csv_writer_field(w, buf_str(&text));
	buf_release(&text);
}

void trace_begin(struct csv_writer *w)
{
	static const char *const header[] = {
	    "line", "column", "text", "figure", "area", "period", "group", "value", "of"};
	for (size_t i = 0; i < sizeof(header) / sizeof(header[0]); i++)
		csv_writer_field(w, str_of(header[i]));
	csv_writer_end_row(w);
}

static void add_line(
    struct csv_writer *w, size_t line, size_t column, struct str text, const struct figure *row)
{
	add_count(w, line);
	add_count(w, column);
	csv_writer_field(w, text);
	csv_writer_field(w, row->figure);
	csv_writer_field(w, row->area);
	csv_writer_field(w, row->period);
	csv_writer_field(w, row->group);
	add_fixed(w, true, row->value);
	add_fixed(w, row->has_of, row->of);
	csv_writer_end_row(w);
}

void trace_number(struct csv_writer *w, size_t line, size_t column, struct str text,
    const struct figure *row, const struct figure *base)
{
	add_line(w, line, column, text, row);
	if (base)
		add_line(w, line, column, text, base);
}
