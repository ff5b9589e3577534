/* intern: see intern.h. */
#include "base/intern.h"
#include "base/short.h"

#include <stdlib.h>

void intern_release(struct intern *t)
{
	buf_release(&t->arena);
	free(t->starts);
	free(t->groups);
	free(t->slots);
	*t = (struct intern){0};
}

static uint64_t mix(uint64_t a, uint64_t b)
{
	__extension__ unsigned __int128 product = (unsigned __int128)a * b;
	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

uint64_t hash_bytes(const void *bytes, size_t n)
{
	static const uint64_t key[] = {0x9E3779B97F4A7C15u, 0xC2B2AE3D27D4EB4Fu};
	const char *p = bytes;
	uint64_t hash = mix(n ^ key[0], key[1]);
	for (; n > 8; p += 8, n -= 8)
		hash = mix(short_load_8(p) ^ hash, key[0]);
	return mix(short_load(p, n) ^ key[1], hash ^ key[0]);
}

enum { HASH_SHIFT = 32 };

static size_t number_of(uint64_t slot)
{
	return (uint32_t)slot - 1u;
}

/* The texts' hashes stand in the old slots; the new ones have more places for them. */
static void slots_rebuild(struct intern *t, size_t slot_count)
{
	uint64_t *slots = mem_alloc(slot_count, sizeof(*slots));
	for (size_t i = 0; i < t->slot_count; i++) {
		if (t->slots[i] == 0)
			continue;
		size_t at = t->slots[i] >> HASH_SHIFT & (slot_count - 1);
		while (slots[at])
			at = (at + 1) & (slot_count - 1);
		slots[at] = t->slots[i];
	}
	free(t->slots);
	t->slots = slots;
	t->slot_count = slot_count;
}

static size_t start_of(const struct intern *t, size_t number)
{
	return t->groups[number / INTERN_GROUP] + t->starts[number];
}

struct str intern_text(const struct intern *t, size_t number)
{
	size_t start = start_of(t, number);
	size_t end = number + 1 < t->count ? start_of(t, number + 1) : t->arena.n;
	return (struct str){t->arena.p + start, end - start};
}

/* The slot that holds text, or the free one where it belongs. */
static size_t slot_of(const struct intern *t, struct str text, uint32_t hash)
{
	size_t at = hash & (t->slot_count - 1);
	for (; t->slots[at]; at = (at + 1) & (t->slot_count - 1))
		if (t->slots[at] >> HASH_SHIFT == hash &&
		    str_equal(intern_text(t, number_of(t->slots[at])), text))
			break;
	return at;
}

size_t intern_find(const struct intern *t, struct str text)
{
	if (t->slot_count == 0)
		return INTERN_NONE;
	uint64_t slot = t->slots[slot_of(t, text, (uint32_t)hash_bytes(text.p, text.n))];
	return slot ? number_of(slot) : INTERN_NONE;
}

/* Appends the text; a group is so small that the starts in it fit. */
static void append(struct intern *t, struct str text)
{
	if (t->count >= UINT32_MAX - 1 || text.n > UINT32_MAX / INTERN_GROUP)
		mem_fail();
	size_t group = t->count / INTERN_GROUP;
	t->starts = mem_room(t->starts, &t->capacity, t->count + 1, sizeof(*t->starts));
	t->groups = mem_room(t->groups, &t->group_capacity, group + 1, sizeof(*t->groups));
	if (t->count % INTERN_GROUP == 0)
		t->groups[group] = t->arena.n;
	t->starts[t->count++] = (uint32_t)(t->arena.n - t->groups[group]);
	buf_reserve(&t->arena, text.n + 1); /* the empty text stands somewhere, too */
	buf_add_str(&t->arena, text);
}

void intern_prefetch(const struct intern *t, uint64_t hash)
{
	if (t->slot_count)
		__builtin_prefetch(&t->slots[(uint32_t)hash & (t->slot_count - 1)]);
}

size_t intern_add(struct intern *t, struct str text, bool *is_new)
{
	return intern_add_hashed(t, text, hash_bytes(text.p, text.n), is_new);
}

size_t intern_add_hashed(struct intern *t, struct str text, uint64_t whole_hash, bool *is_new)
{
	if (t->count + t->count / 2 >= t->slot_count)
		slots_rebuild(t, t->slot_count ? t->slot_count * 2 : 64);
	uint32_t hash = (uint32_t)whole_hash;
	size_t at = slot_of(t, text, hash);
	bool fresh = t->slots[at] == 0;
	if (is_new)
		*is_new = fresh;
	if (!fresh)
		return number_of(t->slots[at]);
	append(t, text);
	t->slots[at] = (uint64_t)hash << HASH_SHIFT | t->count;
	return t->count - 1;
}
