/* profiles: see profiles.h. Open addressing. */
#include "figures/profiles.h"
#include "base/str.h"

#include <stdlib.h>

static struct profile *slot_of(
    const struct profiles *p, uint32_t area, uint32_t group, uint32_t marks)
{
	uint64_t hash = (((uint64_t)area << 32 | marks) ^ (uint64_t)group * 0xC2B2AE3D27D4EB4Fu) *
			0x9E3779B97F4A7C15u;
	size_t at = (size_t)(hash ^ hash >> 32) & (p->slot_count - 1);
	for (; p->slots[at].count; at = (at + 1) & (p->slot_count - 1)) {
		const struct profile *there = &p->slots[at];
		if (there->area == area && there->group == group && there->marks == marks)
			break;
	}
	return &p->slots[at];
}

static void grow(struct profiles *p)
{
	struct profiles old = *p;
	p->slot_count = old.slot_count ? old.slot_count * 2 : 256;
	p->slots = mem_alloc(p->slot_count, sizeof(*p->slots));
	for (size_t i = 0; i < old.slot_count; i++) {
		const struct profile *o = &old.slots[i];
		if (o->count)
			*slot_of(p, o->area, o->group, o->marks) = *o;
	}
	free(old.slots);
}

void profiles_add(struct profiles *p, uint32_t area, uint32_t group, uint32_t marks)
{
	if (p->used * 2 >= p->slot_count)
		grow(p);
	struct profile *slot = slot_of(p, area, group, marks);
	if (slot->count == 0) {
		*slot = (struct profile){area, group, marks, 0};
		p->used++;
	}
	slot->count++;
}

void profiles_release(struct profiles *p)
{
	free(p->slots);
	*p = (struct profiles){0};
}
