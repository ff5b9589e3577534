/*
 * reader_blocks: see reader.h: many rows at once, and the rows of a part of a file. A block is what
 * the scan of a window has found, as far as every line is one that slice_line (reader.c) would
 * take.
 */
#include "csv/reader_internal.h"

/* Whether a scanned line of the right number of fields can be taken without looking at it again. */
static bool is_ready(const struct csv_reader *r, struct str line)
{
	if (r->lines.scan.quotes && memchr(line.p, '"', line.n))
		return false;
	size_t header = r->plain_header.n;
	return (line.n != header && line.n != header + 3) || !csv_reader_is_header(r, line);
}

bool csv_reader_block(struct csv_reader *r, struct csv_block *block)
{
	struct lines *l = &r->lines;
	const struct scan *s = &l->scan;
	size_t columns = r->header.count, count = 0, left = s->line_count - l->next;
	if (left == 0 || s->odd || r->by_libcsv || columns < 2)
		return false;
	size_t first = l->next ? s->lines[l->next - 1] + (size_t)1 : 0;
	size_t from = l->start - l->scanned, start = from;
	const char *text = l->window + l->scanned;
	for (; count < left; count++) {
		size_t newline = s->lines[l->next + count];
		if (newline != first + (count + 1) * columns - 1)
			break;
		size_t end = s->separators[newline];
		if (!is_ready(r, (struct str){text + from, end - from}))
			break;
		from = end + 1;
	}
	if (count == 0)
		return false;
	*block = (struct csv_block){.rows = count,
	    .columns = columns,
	    .text = text,
	    .ends = s->separators + first,
	    .start = start,
	    .number = l->number + 1,
	    .offset = l->offset};
	lines_take(l, count);
	return true;
}

void csv_reader_block_row(
    struct csv_reader *r, const struct csv_block *b, size_t row, struct csv_row *out)
{
	const char *from = csv_block_field(b, row, 0).p;
	const char *end = b->text + b->ends[(row + 1) * b->columns - 1];
	for (size_t i = 0; i < r->wanted_count; i++)
		r->sliced[r->wanted[i]] = csv_block_field(b, row, r->wanted[i]);
	*out = (struct csv_row){.line = {from, (size_t)(end - from)},
	    .fields = r->sliced,
	    .count = b->columns,
	    .number = b->number + row,
	    .offset = b->offset + (uint64_t)(from - b->text) - b->start,
	    .bytes = (uint64_t)(end - from) + 1,
	    .ended = true};
}

bool csv_reader_extent(const struct csv_reader *r, struct csv_extent *extent)
{
	if (r->by_libcsv || !input_extent(r->lines.in, &extent->fd, &extent->from, &extent->to))
		return false;
	extent->from += r->header.bytes;
	extent->of = NULL;
	return extent->from <= extent->to;
}

bool csv_reader_members(const struct csv_reader *r, struct members *m)
{
	m->header = r->header.bytes;
	return !r->by_libcsv && input_members(r->lines.in, m);
}

void csv_reader_pass(struct csv_reader *r)
{
	input_pass(r->lines.in);
}

struct input *csv_reader_input_of(struct csv_extent part, const char *name)
{
	return part.of ? input_of_members(part.of, name, part.from, part.to)
		       : input_of_extent(part.fd, name, part.from, part.to);
}

void csv_reader_restart(struct csv_reader *r, struct csv_extent part)
{
	lines_restart(&r->lines, csv_reader_input_of(part, csv_reader_name(r)));
}

uint64_t csv_reader_lines(const struct csv_reader *r)
{
	return r->lines.number;
}

bool csv_reader_took(const struct csv_reader *r, struct csv_extent part)
{
	uint64_t bytes = part.to - part.from;
	return (!part.of || input_members_over(r->lines.in, &bytes)) && r->lines.offset == bytes;
}
