/*
 * table_blocks: see table.h, "Blocks". What must be looked at in the rows of an input is prepared
 * once: the cells that have a type, and for a line that is to be written again those that could
 * begin or end with something that the writer quotes.
 */
#include "csv/writer.h"
#include "register/table_internal.h"

#include <stdlib.h>

/* Whether value_is_plain lets nothing pass that the writer would quote, in a line without quotes.
 */
static bool is_tight(enum value_type type)
{
	switch (type) {
	case TYPE_TEXT:
	case TYPE_CODE:
	case TYPE_CODES:
	case TYPE_LIST:
		return false;
	default:
		return true;
	}
}

static void prepare(const struct table *t, struct table_input *in)
{
	const struct schema *s = t->spec.schema;
	size_t count = csv_reader_header(in->reader)->count;
	in->checked = mem_alloc((size_t)s->column_count, sizeof(*in->checked));
	in->loose = mem_alloc(count, sizeof(*in->loose));
	bool *tight = mem_alloc(count, sizeof(*tight));
	for (int i = 0; i < in->present_count; i++) {
		int column = in->present[i];
		const struct column *c = &s->columns[column];
		if (t->spec.unchecked & COLUMN_BIT(column))
			continue;
		tight[in->fields[column]] = is_tight(c->type);
		if (c->type != TYPE_TEXT || c->required)
			in->checked[in->checked_count++] =
			    (struct value_place){t->types[column], (size_t)in->fields[column]};
	}
	in->straight = count == t->column_count;
	for (size_t i = 0; i < count && in->straight; i++)
		in->straight = in->cells[i] == (int)i;
	for (size_t i = 0; i < count; i++)
		if (!tight[i])
			in->loose[in->loose_count++] = i;
	free(tight);
}

void table_prepare_blocks(struct table *t)
{
	for (size_t i = 0; i < t->input_count && t->spec.mode == VALUE_STORED; i++)
		prepare(t, &t->inputs[i]);
}

bool table_block(struct table *t, struct csv_block *block)
{
	return t->spec.mode == VALUE_STORED && t->spec.known_by == INSTANT_NONE &&
	       t->current < t->input_count && csv_reader_block(t->inputs[t->current].reader, block);
}

uint64_t table_block_plain(
    const struct table *t, const struct csv_block *block, size_t row, size_t rows)
{
	const struct table_input *in = &t->inputs[t->current];
	return values_are_plain(in->checked, in->checked_count, block, row, rows);
}

void table_block_values(const struct table *t, const struct csv_block *block, size_t row,
    uint64_t columns, struct row *out)
{
	const int *fields = t->inputs[t->current].fields;
	out->schema = t->spec.schema;
	for (; columns; columns &= columns - 1) {
		int column = __builtin_ctzll(columns);
		out->values[column] = fields[column] < 0
					  ? (struct str){NULL, 0}
					  : csv_block_field(block, row, (size_t)fields[column]);
	}
}

bool table_block_row(struct table *t, const struct csv_block *block, size_t row, struct row *out)
{
	struct table_input *in = &t->inputs[t->current];
	csv_reader_block_row(in->reader, block, row, &out->csv);
	return table_take(t, in, out);
}

bool table_block_line(
    const struct table *t, const struct csv_block *block, size_t row, struct str *line)
{
	const struct table_input *in = &t->inputs[t->current];
	if (!in->straight)
		return false;
	for (size_t i = 0; i < in->loose_count; i++)
		if (csv_has_odd_ends(csv_block_field(block, row, in->loose[i])))
			return false;
	const char *from = csv_block_field(block, row, 0).p;
	const char *end = block->text + block->ends[(row + 1) * block->columns - 1] + 1;
	*line = (struct str){from, (size_t)(end - from)};
	return true;
}
