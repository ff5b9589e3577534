/* pairs: see pairs.h. */
#include "figures/pairs.h"
#include "base/str.h"

#include <stdlib.h>

void pairs_release(struct pairs *p)
{
	free(p->entries);
	free(p->slots);
	*p = (struct pairs){0};
}

/* The slot that holds the pair, or the free one where it belongs. */
static size_t slot_of(const struct pairs *p, struct pair key)
{
	uint64_t hash = ((uint64_t)key.first << 32 | key.second) * 0x9E3779B97F4A7C15u;
	size_t at = (size_t)(hash ^ hash >> 32) & (p->slot_count - 1);
	for (; p->slots[at]; at = (at + 1) & (p->slot_count - 1)) {
		const struct pair *there = &p->entries[p->slots[at] - 1];
		if (there->first == key.first && there->second == key.second)
			break;
	}
	return at;
}

static void slots_rebuild(struct pairs *p, size_t slot_count)
{
	free(p->slots);
	p->slots = mem_alloc(slot_count, sizeof(*p->slots));
	p->slot_count = slot_count;
	for (size_t i = 0; i < p->count; i++)
		p->slots[slot_of(p, p->entries[i])] = (uint32_t)(i + 1);
}

size_t pairs_find(const struct pairs *p, size_t first, size_t second)
{
	if (p->slot_count == 0)
		return PAIRS_NONE;
	uint32_t slot = p->slots[slot_of(p, (struct pair){(uint32_t)first, (uint32_t)second})];
	return slot ? slot - 1 : PAIRS_NONE;
}

size_t pairs_add(struct pairs *p, size_t first, size_t second, bool *is_new)
{
	if (first > UINT32_MAX || second > UINT32_MAX || p->count >= UINT32_MAX - 1)
		mem_fail();
	if (p->count + p->count / 2 >= p->slot_count)
		slots_rebuild(p, p->slot_count ? p->slot_count * 2 : 64);
	struct pair key = {(uint32_t)first, (uint32_t)second};
	size_t at = slot_of(p, key);
	bool fresh = p->slots[at] == 0;
	if (is_new)
		*is_new = fresh;
	if (!fresh)
		return p->slots[at] - 1;
	p->entries = mem_room(p->entries, &p->capacity, p->count + 1, sizeof(*p->entries));
	p->entries[p->count] = key;
	p->slots[at] = (uint32_t)++p->count;
	return p->count - 1;
}
