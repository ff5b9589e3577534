/*
 * tally: counts of several figures at once, by area and group: rows are added with a mask that says
 * which of the figures they belong to.
 */
#ifndef FIGURES_TALLY_H
#define FIGURES_TALLY_H

#include "figures/breakdown.h"
#include "figures/pairs.h"

struct tally {
	size_t figure_count; /* at most 32 */
	struct pairs cells;  /* (area, group) */
	int64_t *counts;     /* figure_count for each cell */
	size_t capacity;
};

/* One cell: one more for each figure whose bit is set. */
void tally_add(struct tally *t, size_t area, size_t group, uint32_t figures);
/* A row where it belongs: the whole and its area, all groups and its own. area may be AREA_WHOLE,
 * group GROUP_ALL when it has none. */
void tally_add_row(struct tally *t, size_t area, size_t group, uint32_t figures);
/* Adds the counts of a cell of another tally with the same figures. */
void tally_merge(struct tally *t, size_t area, size_t group, const int64_t *counts);
int64_t tally_count(const struct tally *t, size_t area, size_t group, size_t figure);
void tally_release(struct tally *t);

#endif
