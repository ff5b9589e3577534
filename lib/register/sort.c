/*
 * sort: see sort.h. Texts stand in one arena; a row is where its texts begin and how long they are.
 * Sorting moves row numbers only.
 */
#define _GNU_SOURCE /* qsort_r */
#include "register/sort.h"

#include <stdlib.h>

struct sorter {
	size_t cells, key_count, width; /* width: texts of a row */
	struct sort_key *keys;
	struct buf arena;
	size_t *ends; /* in the arena, of every text of every row */
	size_t text_count, capacity;
	size_t *order;
	size_t order_capacity;
};

struct sorter *sorter_new(size_t cells, const struct sort_key *keys, size_t key_count)
{
	struct sorter *s = mem_alloc(1, sizeof(*s));
	s->cells = cells;
	s->key_count = key_count;
	s->width = cells + key_count;
	s->keys = mem_alloc(key_count, sizeof(*keys));
	if (key_count)
		memcpy(s->keys, keys, key_count * sizeof(*keys));
	return s;
}

void sorter_free(struct sorter *s)
{
	if (!s)
		return;
	buf_release(&s->arena);
	free(s->keys);
	free(s->ends);
	free(s->order);
	free(s);
}

void sorter_add(struct sorter *s, const struct str *texts)
{
	size_t row = sorter_count(s);
	s->ends = mem_room(s->ends, &s->capacity, s->text_count + s->width, sizeof(*s->ends));
	for (size_t i = 0; i < s->width; i++) {
		buf_add_str(&s->arena, texts[i]);
		s->ends[s->text_count++] = s->arena.n;
	}
	s->order = mem_room(s->order, &s->order_capacity, row + 1, sizeof(*s->order));
	s->order[row] = row;
}

size_t sorter_count(const struct sorter *s)
{
	return s->text_count / s->width;
}

static struct str text_of(const struct sorter *s, size_t row, size_t text)
{
	size_t at = row * s->width + text;
	size_t start = at ? s->ends[at - 1] : 0;
	return (struct str){s->arena.p + start, s->ends[at] - start};
}

static int compare_rows(const void *a, const void *b, void *context)
{
	const struct sorter *s = context;
	size_t left = *(const size_t *)a, right = *(const size_t *)b;
	for (size_t i = 0; i < s->key_count; i++) {
		int order = value_compare(s->keys[i].type, text_of(s, left, s->cells + i),
		    text_of(s, right, s->cells + i));
		if (order)
			return s->keys[i].descending ? -order : order;
	}
	return (left > right) - (left < right);
}

void sorter_sort(struct sorter *s)
{
	if (s->key_count && s->text_count)
		qsort_r(s->order, sorter_count(s), sizeof(*s->order), compare_rows, s);
}

struct str sorter_cell(const struct sorter *s, size_t row, size_t cell)
{
	return text_of(s, s->order[row], cell);
}
