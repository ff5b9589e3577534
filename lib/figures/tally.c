/* tally: see tally.h. */
#include "figures/tally.h"

#include <stdlib.h>

/* The counts of a cell, which is made when it is new. */
static int64_t *counts_of(struct tally *t, size_t area, size_t group)
{
	bool is_new;
	size_t cell = pairs_add(&t->cells, area, group, &is_new);
	if (is_new) {
		t->counts = mem_room(
		    t->counts, &t->capacity, (cell + 1) * t->figure_count, sizeof(*t->counts));
		memset(&t->counts[cell * t->figure_count], 0, t->figure_count * sizeof(*t->counts));
	}
	return &t->counts[cell * t->figure_count];
}

void tally_add(struct tally *t, size_t area, size_t group, uint32_t figures)
{
	int64_t *counts = counts_of(t, area, group);
	for (; figures; figures &= figures - 1)
		counts[__builtin_ctz(figures)]++;
}

void tally_merge(struct tally *t, size_t area, size_t group, const int64_t *counts)
{
	int64_t *own = counts_of(t, area, group);
	for (size_t i = 0; i < t->figure_count; i++)
		own[i] += counts[i];
}

void tally_add_row(struct tally *t, size_t area, size_t group, uint32_t figures)
{
	tally_add(t, AREA_WHOLE, GROUP_ALL, figures);
	if (group != GROUP_ALL)
		tally_add(t, AREA_WHOLE, group, figures);
	if (area == AREA_WHOLE)
		return;
	tally_add(t, area, GROUP_ALL, figures);
	if (group != GROUP_ALL)
		tally_add(t, area, group, figures);
}

int64_t tally_count(const struct tally *t, size_t area, size_t group, size_t figure)
{
	size_t cell = pairs_find(&t->cells, area, group);
	return cell == PAIRS_NONE ? 0 : t->counts[cell * t->figure_count + figure];
}

void tally_release(struct tally *t)
{
	pairs_release(&t->cells);
	free(t->counts);
	*t = (struct tally){0};
}
