/*
 * sort: see sort.h. Texts stand in one arena; a row is where its texts begin and how long they are.
 * Sorting moves row numbers only. A full arena becomes a run; as many runs as may be are merged to
 * one. Runs are in the order in which their rows came, so of equal rows that of the first run is
 * first.
 */
#define _GNU_SOURCE /* qsort_r */
#include "register/sort.h"
#include "base/number.h"
#include "register/sort_run.h"

#include <stdlib.h>

enum { RUNS_MAX = 32 };

struct sorter {
	size_t cells, key_count, width; /* width: texts of a row */
	struct sort_key *keys;
	size_t memory;
	struct buf arena;
	size_t *ends; /* in the arena, of every text of every row */
	size_t text_count, capacity;
	size_t *order;
	size_t order_capacity;
	size_t next;       /* place in order */
	struct str *texts; /* of that row */
	bool sorted;
	struct sort_run *runs[RUNS_MAX];
	size_t run_count;
	const struct str *rows[RUNS_MAX]; /* the first of each run that is not yet taken */
	size_t heap[RUNS_MAX];            /* runs that have one: the least row's on top */
	size_t heap_count;
	bool top_taken;
};

struct sorter *sorter_new(size_t cells, const struct sort_key *keys, size_t key_count)
{
	struct sorter *s = mem_alloc(1, sizeof(*s));
	const char *bound = getenv("TAIZHANG_SORT");
	int64_t bytes;
	s->cells = cells;
	s->key_count = key_count;
	s->width = cells + key_count;
	s->keys = mem_alloc(key_count, sizeof(*keys));
	if (key_count)
		memcpy(s->keys, keys, key_count * sizeof(*keys));
	s->texts = mem_alloc(s->width, sizeof(*s->texts));
	s->memory = bound && number_parse(str_of(bound), &bytes) ? (size_t)bytes : SORTER_MEMORY;
	return s;
}

void sorter_set_memory(struct sorter *s, size_t bytes)
{
	s->memory = bytes;
}

static void free_runs(struct sorter *s)
{
	for (size_t i = 0; i < s->run_count; i++)
		sort_run_free(s->runs[i]);
	s->run_count = 0;
}

void sorter_free(struct sorter *s)
{
	if (!s)
		return;
	free_runs(s);
	buf_release(&s->arena);
	free(s->keys);
	free(s->ends);
	free(s->order);
	free(s->texts);
	free(s);
}

/* --- in memory ------------------------------------------------------------------------------- */

static size_t row_count(const struct sorter *s)
{
	return s->text_count / s->width;
}

static struct str text_of(const struct sorter *s, size_t row, size_t text)
{
	size_t at = row * s->width + text;
	size_t start = at ? s->ends[at - 1] : 0;
	return (struct str){s->arena.p + start, s->ends[at] - start};
}

static int compare_by(const struct sort_key *key, struct str left, struct str right)
{
	int order = value_compare(key->type, left, right);
	return key->descending ? -order : order;
}

static int compare_rows(const void *a, const void *b, void *context)
{
	const struct sorter *s = context;
	size_t left = *(const size_t *)a, right = *(const size_t *)b;
	for (size_t i = 0; i < s->key_count; i++) {
		int order = compare_by(
		    &s->keys[i], text_of(s, left, s->cells + i), text_of(s, right, s->cells + i));
		if (order)
			return order;
	}
	return (left > right) - (left < right);
}

static void sort_memory(struct sorter *s)
{
	if (s->key_count && s->text_count)
		qsort_r(s->order, row_count(s), sizeof(*s->order), compare_rows, s);
	s->next = 0;
}

/* NULL behind the last. */
static const struct str *next_in_memory(struct sorter *s)
{
	if (s->next == row_count(s))
		return NULL;
	size_t row = s->order[s->next++];
	for (size_t i = 0; i < s->width; i++)
		s->texts[i] = text_of(s, row, i);
	return s->texts;
}

/* --- runs ------------------------------------------------------------------------------------ */

/* Whether the row of run a comes before that of run b. */
static bool is_before(const struct sorter *s, size_t a, size_t b)
{
	for (size_t i = s->cells; i < s->width; i++) {
		int order = compare_by(&s->keys[i - s->cells], s->rows[a][i], s->rows[b][i]);
		if (order)
			return order < 0;
	}
	return a < b;
}

static void sink(struct sorter *s, size_t at)
{
	for (size_t child; (child = 2 * at + 1) < s->heap_count; at = child) {
		if (child + 1 < s->heap_count && is_before(s, s->heap[child + 1], s->heap[child]))
			child++;
		if (!is_before(s, s->heap[child], s->heap[at]))
			return;
		size_t run = s->heap[at];
		s->heap[at] = s->heap[child];
		s->heap[child] = run;
	}
}

static bool begin_merge(struct sorter *s, struct error *e)
{
	s->heap_count = 0;
	s->top_taken = false;
	for (size_t i = 0; i < s->run_count; i++) {
		if (!sort_run_rewind(s->runs[i], e) || !sort_run_next(s->runs[i], &s->rows[i], e))
			return false;
		if (s->rows[i])
			s->heap[s->heap_count++] = i;
	}
	for (size_t i = s->heap_count; i-- > 0;)
		sink(s, i);
	return true;
}

static bool next_of_runs(struct sorter *s, const struct str **texts, struct error *e)
{
	*texts = NULL;
	if (s->top_taken) {
		size_t run = s->heap[0];
		if (!sort_run_next(s->runs[run], &s->rows[run], e))
			return false;
		if (!s->rows[run])
			s->heap[0] = s->heap[--s->heap_count];
		sink(s, 0);
	}
	s->top_taken = s->heap_count > 0;
	if (s->top_taken)
		*texts = s->rows[s->heap[0]];
	return true;
}

static bool merge_runs(struct sorter *s, struct error *e)
{
	const struct str *texts;
	struct sort_run *all = sort_run_new(s->width, e);
	bool good = all && begin_merge(s, e);
	while (good && (good = next_of_runs(s, &texts, e)) && texts)
		good = sort_run_add(all, texts, e);
	if (!good) {
		sort_run_free(all);
		return false;
	}
	free_runs(s);
	s->runs[s->run_count++] = all;
	return true;
}

/* Makes a run of the rows in memory. */
static bool spill(struct sorter *s, struct error *e)
{
	const struct str *texts;
	if (s->run_count == RUNS_MAX && !merge_runs(s, e))
		return false;
	struct sort_run *run = sort_run_new(s->width, e);
	if (!run)
		return false;
	s->runs[s->run_count++] = run;
	sort_memory(s);
	while ((texts = next_in_memory(s)))
		if (!sort_run_add(run, texts, e))
			return false;
	s->arena.n = s->text_count = 0;
	return true;
}

/* --- all of it ------------------------------------------------------------------------------- */

/* Sorting needs room for the order once more. */
static size_t memory_used(const struct sorter *s)
{
	return s->arena.n + s->text_count * sizeof(*s->ends) + 2 * row_count(s) * sizeof(*s->order);
}

bool sorter_add(struct sorter *s, const struct str *texts, struct error *e)
{
	size_t row = row_count(s);
	s->ends = mem_room(s->ends, &s->capacity, s->text_count + s->width, sizeof(*s->ends));
	for (size_t i = 0; i < s->width; i++) {
		buf_add_str(&s->arena, texts[i]);
		s->ends[s->text_count++] = s->arena.n;
	}
	s->order = mem_room(s->order, &s->order_capacity, row + 1, sizeof(*s->order));
	s->order[row] = row;
	return memory_used(s) <= s->memory || spill(s, e);
}

bool sorter_sort(struct sorter *s, struct error *e)
{
	if (s->run_count == 0) {
		if (!s->sorted)
			sort_memory(s);
		s->sorted = true;
		s->next = 0;
		return true;
	}
	return (s->text_count == 0 || spill(s, e)) && begin_merge(s, e);
}

bool sorter_next(struct sorter *s, const struct str **texts, struct error *e)
{
	if (s->run_count)
		return next_of_runs(s, texts, e);
	*texts = next_in_memory(s);
	return true;
}
