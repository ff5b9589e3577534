/*
 * profiles: how many rows there are of each kind, a kind being an area, a group and marks, all
 * numbers. There are few kinds of very many rows. A zero struct has none.
 */
#ifndef FIGURES_PROFILES_H
#define FIGURES_PROFILES_H

#include <stddef.h>
#include <stdint.h>

struct profile {
	uint32_t area, group, marks;
	int64_t count; /* 0: a free slot */
};

struct profiles {
	struct profile *slots;
	size_t slot_count; /* a power of two, or 0 */
	size_t used;
};

void profiles_add(struct profiles *p, uint32_t area, uint32_t group, uint32_t marks);
void profiles_release(struct profiles *p);

#endif
