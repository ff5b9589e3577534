/*
 * pairs: numbers pairs of numbers 0, 1, 2 … in the order they first come, as intern does for texts:
 * cells (area, group) of a count, and the values seen in a cell (cell, value).
 *
 * About 8 bytes and 8 of index for each pair. A zero struct is an empty table.
 */
#ifndef FIGURES_PAIRS_H
#define FIGURES_PAIRS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pair {
	uint32_t first, second;
};

struct pairs {
	struct pair *entries; /* by number */
	size_t count, capacity;
	uint32_t *slots;   /* entry number + 1, 0 is free */
	size_t slot_count; /* a power of two, or 0 */
};

#define PAIRS_NONE SIZE_MAX

void pairs_release(struct pairs *p);
/* The number of the pair, which is added when it is new; *is_new (may be NULL) says so. */
size_t pairs_add(struct pairs *p, size_t first, size_t second, bool *is_new);
/* The number of the pair, or PAIRS_NONE. */
size_t pairs_find(const struct pairs *p, size_t first, size_t second);

#endif
