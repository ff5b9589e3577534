/*
 * counter: one figure being counted by area and group: rows, sums, or different values.
 *
 * For each row: counter_row, then a counter_group for every group the row is in, then counter_add
 * or counter_see. A zero struct counts nothing yet.
 */
#ifndef FIGURES_COUNTER_H
#define FIGURES_COUNTER_H

#include "base/number.h"
#include "figures/breakdown.h"
#include "figures/pairs.h"

struct counter {
	unsigned decimals; /* a value has at least so many */
	struct groups groups;
	struct pairs cells;   /* (area, group) */
	struct fixed *values; /* by cell */
	size_t capacity;
	struct intern texts; /* values that were seen */
	struct pairs seen;   /* (cell, text) */
	/* of the row at hand */
	size_t area;
	size_t *row_groups; /* GROUP_ALL first, each once */
	size_t row_group_count, row_group_capacity;
};

void counter_release(struct counter *c);
/* The next row, in this area. */
void counter_row(struct counter *c, size_t area);
void counter_group(struct counter *c, const char *field, struct str value);
/* Each element of a list with ';' between; the empty list is a group too. */
void counter_groups(struct counter *c, const char *field, struct str list);
/* A group by its whole text, "field=value", as another counter has it. */
void counter_named_group(struct counter *c, struct str text);
/* Adds what another counter has in a cell to the same cell of this one; the empty text is
 * GROUP_ALL. False when a sum is too large. */
bool counter_merge(struct counter *c, size_t area, struct str group, struct fixed value);
bool counter_is_in_group(const struct counter *c, size_t group);
/* Adds to every cell of the row. False when a sum is too large. */
bool counter_add(struct counter *c, struct fixed amount);
/* Counts a value in every cell of the row where it has not been seen; an empty one is none. */
void counter_see(struct counter *c, struct str value);
/* The value of a cell, 0 when no row was in it. */
struct fixed counter_value(const struct counter *c, size_t area, size_t group);
/* Elements of a list with ';' between. */
int64_t list_length(struct str list);

#endif
