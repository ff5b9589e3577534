/* tally: see tally.h. */
#include "figures/tally.h"

#include <stdlib.h>

void tally_add(struct tally *t, size_t area, size_t group, uint32_t figures, int64_t count)
{
	bool is_new;
	size_t cell = pairs_add(&t->cells, area, group, &is_new);
	if (is_new) {
		t->counts = mem_room(
		    t->counts, &t->capacity, (cell + 1) * t->figure_count, sizeof(*t->counts));
		memset(&t->counts[cell * t->figure_count], 0, t->figure_count * sizeof(*t->counts));
	}
	int64_t *counts = &t->counts[cell * t->figure_count];
	for (; figures; figures &= figures - 1)
		counts[__builtin_ctz(figures)] += count;
}

void tally_add_rows(struct tally *t, size_t area, size_t group, uint32_t figures, int64_t count)
{
	tally_add(t, AREA_WHOLE, GROUP_ALL, figures, count);
	if (group != GROUP_ALL)
		tally_add(t, AREA_WHOLE, group, figures, count);
	if (area == AREA_WHOLE)
		return;
	tally_add(t, area, GROUP_ALL, figures, count);
	if (group != GROUP_ALL)
		tally_add(t, area, group, figures, count);
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
