/* code_set: see code_set.h. Open addressing; at most a quarter of the slots is taken. */
#include "register/code_set.h"

#include <stdlib.h>

static struct code_slot slot_for(struct str text)
{
	if (text.n <= sizeof(uint64_t))
		return (struct code_slot){load_short(text.p, text.n), 0, text.n};
	return (struct code_slot){
	    load_8(text.p), load_8(text.p + text.n - sizeof(uint64_t)), text.n};
}

/* Where the text stands, or the free slot where it belongs. */
static size_t place_of(const struct code_set *s, const struct code_slot *text)
{
	uint64_t hash = (text->first ^ text->last >> 7 ^ text->length) * 0x9E3779B97F4A7C15u;
	for (size_t at = hash >> 32;; at++) {
		const struct code_slot *slot = &s->slots[at & (s->slot_count - 1)];
		bool same = slot->first == text->first && slot->last == text->last &&
			    slot->length == text->length;
		if (same || slot->length == 0)
			return at & (s->slot_count - 1);
	}
}

static void grow(struct code_set *s)
{
	struct code_set grown = {.slot_count = s->slot_count ? 2 * s->slot_count : 16};
	grown.slots = mem_alloc(grown.slot_count, sizeof(*grown.slots));
	grown.count = s->count;
	for (size_t i = 0; i < s->slot_count; i++)
		if (s->slots[i].length)
			grown.slots[place_of(&grown, &s->slots[i])] = s->slots[i];
	free(s->slots);
	*s = grown;
}

void code_set_add(struct code_set *s, struct str text)
{
	if (text.n == 0 || text.n > CODE_SET_LENGTH)
		return;
	if (4 * (s->count + 1) > s->slot_count)
		grow(s);
	struct code_slot slot = slot_for(text);
	size_t at = place_of(s, &slot);
	s->count += s->slots[at].length == 0;
	s->slots[at] = slot;
}

bool code_set_has(const struct code_set *s, struct str text)
{
	if (text.n == 0 || text.n > CODE_SET_LENGTH || s->slot_count == 0)
		return false;
	struct code_slot slot = slot_for(text);
	return s->slots[place_of(s, &slot)].length > 0;
}

void code_set_release(struct code_set *s)
{
	free(s->slots);
	*s = (struct code_set){0};
}
