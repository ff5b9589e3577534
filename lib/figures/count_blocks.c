/* count_blocks: see count_blocks.h. */
#include "figures/count_blocks.h"

#include <stdlib.h>

/* --- cells ----------------------------------------------------------------------------------- */

enum { CELLS_MAX = 1 << 20, STRIDE_LEAST = 16 };

/* Makes room for an area and a group; false when the table would be too large. */
static bool cells_room(struct cells *c, size_t area, size_t group)
{
	size_t areas = c->areas ? c->areas : 1, stride = c->stride ? c->stride : STRIDE_LEAST;
	while (areas <= area)
		areas *= 2;
	while (stride <= group)
		stride *= 2;
	if (areas == c->areas && stride == c->stride)
		return true;
	if (stride > CELLS_MAX || areas > CELLS_MAX / stride)
		return false;
	int64_t *counts = mem_alloc(areas * stride, sizeof(*counts));
	for (size_t i = 0; i < c->areas; i++)
		memcpy(&counts[i * stride], &c->counts[i * c->stride], c->stride * sizeof(*counts));
	free(c->counts);
	c->counts = counts;
	c->areas = areas;
	c->stride = stride;
	return true;
}

void cells_release(struct stream *s)
{
	free(s->cells.counts);
	free(s->cells.of_area);
	free(s->cells.of_group);
	s->cells = (struct cells){0};
}

/* Adds rows that are in one cell to the counter. */
static void add_rows(struct stream *s, size_t area, struct str group, int64_t count)
{
	counter_row(&s->counter, area);
	if (group.n)
		counter_named_group(&s->counter, group);
	counter_add(
	    &s->counter, (struct fixed){count, 0}); /* a number of rows is never too large */
}

void cells_flush(struct stream *to, struct stream *from)
{
	struct cells *c = &from->cells;
	for (size_t i = 0; i < c->areas * c->stride; i++) {
		if (c->counts[i] == 0)
			continue;
		struct str key = area_keys_text(&from->areas, i / c->stride);
		struct str group = groups_text(&from->counter.groups, i % c->stride);
		add_rows(to, area_keys_add(&to->areas, key), group, c->counts[i]);
	}
	cells_release(from);
}

/* --- one row --------------------------------------------------------------------------------- */

/* The numbers of a row's cells when they are not at hand, by the simple way. False, after telling,
 * for a row that cannot be counted. */
static bool find_out(
    struct stream *s, const struct csv_block *b, size_t i, size_t *area, size_t *group)
{
	struct csv_row row;
	csv_reader_block_row(s->reader, b, i, &row);
	*group = GROUP_ALL;
	if (!stream_area(s, &row, area))
		return false;
	if (s->area.name && (row.fields[s->area.at].n || s->area.instead == SIZE_MAX))
		memo_note(s->cells.of_area, row.fields[s->area.at], (uint32_t)*area + 1);
	if (!s->group.name)
		return true;
	*group = groups_add(
	    &s->counter.groups, stream_field_name(&s->group), stream_value(s, &s->group, &row));
	if (row.fields[s->group.at].n || s->group.instead == SIZE_MAX)
		memo_note(s->cells.of_group, row.fields[s->group.at], (uint32_t)*group + 1);
	return true;
}

static void count_slowly(struct stream *s, const struct csv_block *b, size_t i)
{
	size_t area, group;
	if (!find_out(s, b, i, &area, &group))
		return;
	if (cells_room(&s->cells, area, group))
		s->cells.counts[area * s->cells.stride + group]++;
	else
		add_rows(s, area, groups_text(&s->counter.groups, group), 1);
}

/* --- blocks ---------------------------------------------------------------------------------- */

static bool is_countable(const struct stream *s)
{
	return !s->options->sum && !s->options->distinct &&
	       !(s->group.name && stream_is_list(&s->group));
}

static void count_block(struct stream *s, const struct csv_block *b)
{
	struct cells *c = &s->cells;
	bool by_area = s->area.name, by_group = s->group.name;
	for (size_t i = 0; i < b->rows; i++) {
		uint32_t area = AREA_WHOLE + 1, group = GROUP_ALL + 1;
		if (by_area)
			area = memo_find(c->of_area, csv_block_field(b, i, s->area.at));
		if (by_group)
			group = memo_find(c->of_group, csv_block_field(b, i, s->group.at));
		if (area == MEMO_UNKNOWN || group == MEMO_UNKNOWN || area > c->areas ||
		    group > c->stride)
			count_slowly(s, b, i);
		else
			c->counts[(size_t)(area - 1) * c->stride + group - 1]++;
	}
}

void count_blocks(struct stream *s)
{
	struct csv_block block;
	if (!is_countable(s))
		return;
	while (csv_reader_block(s->reader, &block)) {
		if (!s->cells.of_area) {
			s->cells.of_area = mem_alloc(1, sizeof(*s->cells.of_area));
			s->cells.of_group = mem_alloc(1, sizeof(*s->cells.of_group));
		}
		count_block(s, &block);
	}
}

/* --- parts ----------------------------------------------------------------------------------- */

/* A thread's own counting. */
struct share {
	struct noting_diag diag; /* whatever is told is a reason to give up */
	struct stream stream;
};

static bool count_part(void *context, struct csv_reader *part)
{
	struct share *share = context;
	struct error e;
	share->stream.reader = part;
	return stream_rows(&share->stream, &e) && !share->diag.told;
}

static struct share *share_new(const struct stream *s)
{
	struct share *share = mem_alloc(1, sizeof(*share));
	share->diag.diag.say = diag_note;
	share->stream = *s;
	share->stream.diag = &share->diag.diag;
	share->stream.counter = (struct counter){.decimals = s->counter.decimals};
	share->stream.areas = (struct area_keys){.level = s->areas.level};
	share->stream.cells = (struct cells){0};
	share->stream.measure.scratch = share->stream.group.scratch = share->stream.area.scratch =
	    BUF_INIT;
	return share;
}

/* Rows that the simple way has counted in a thread. */
static void merge_counter(struct stream *to, const struct stream *from)
{
	const struct counter *c = &from->counter;
	for (size_t i = 0; i < c->cells.count; i++) {
		const struct pair *cell = &c->cells.entries[i];
		counter_merge(&to->counter,
		    area_keys_add(&to->areas, area_keys_text(&from->areas, cell->first)),
		    groups_text(&c->groups, cell->second), c->values[i]);
	}
}

bool count_parts(struct stream *s)
{
	unsigned threads = is_countable(s) ? csv_parts_threads(s->reader) : 1;
	if (threads < 2)
		return false;
	void **shares = mem_alloc(threads, sizeof(*shares));
	for (unsigned i = 0; i < threads; i++)
		shares[i] = share_new(s);
	bool good = csv_parts_read(s->reader, count_part, shares, threads);
	for (unsigned i = 0; i < threads; i++) {
		struct share *share = shares[i];
		if (good) {
			merge_counter(s, &share->stream);
			cells_flush(s, &share->stream);
		}
		stream_release(&share->stream);
		free(share);
	}
	free(shares);
	return good;
}
