/* kept: see kept.h. */
#include "figures/kept.h"
#include "csv/writer.h"

#include <stdlib.h>

static bool is_among(const char *name, const char *const *names)
{
	for (; *names; names++)
		if (strcmp(name, *names) == 0)
			return true;
	return false;
}

/* The cells of the line stand behind the last end. */
static size_t end_line(struct kept *k)
{
	size_t start = k->line_count ? k->ends[k->line_count - 1] : 0;
	if (k->text.n == start)
		buf_add_text(&k->text, "\"\""); /* else it would be a blank line */
	k->ends = mem_room(k->ends, &k->line_capacity, k->line_count + 1, sizeof(*k->ends));
	k->ends[k->line_count] = k->text.n;
	return k->line_count++;
}

void kept_header(struct kept *k, const struct table *t, const char *const *without)
{
	size_t count;
	const struct table_column *columns = table_columns(t, &count);
	for (size_t i = 0; i < count; i++) {
		if (columns[i].column == COLUMN_NONE && is_among(columns[i].name, without))
			continue;
		k->columns = mem_room(
		    k->columns, &k->column_capacity, k->column_count + 1, sizeof(*k->columns));
		k->columns[k->column_count++] = i;
		if (k->column_count > 1)
			buf_add_char(&k->text, ',');
		csv_quote(&k->text, str_of(columns[i].name));
	}
	end_line(k);
}

size_t kept_row(struct kept *k, const struct table *t, const struct row *row)
{
	for (size_t i = 0; i < k->column_count; i++) {
		if (i)
			buf_add_char(&k->text, ',');
		csv_quote(&k->text, table_cell(t, row, k->columns[i]));
	}
	return end_line(k);
}

struct str kept_line(const struct kept *k, size_t number)
{
	size_t start = number ? k->ends[number - 1] : 0;
	return (struct str){k->text.p + start, k->ends[number] - start};
}

void kept_release(struct kept *k)
{
	free(k->columns);
	free(k->ends);
	buf_release(&k->text);
	*k = (struct kept){0};
}
