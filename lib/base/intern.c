/* intern: see intern.h. */
#include "base/intern.h"

#include <stdlib.h>

void intern_release(struct intern *t)
{
	buf_release(&t->arena);
	free(t->entries);
	free(t->slots);
	*t = (struct intern){0};
}

static uint64_t mix(uint64_t a, uint64_t b)
{
	__extension__ unsigned __int128 product = (unsigned __int128)a * b;
	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static uint64_t load(const unsigned char *p, size_t n)
{
	uint64_t value = 0;
	memcpy(&value, p, n);
	return value;
}

uint64_t hash_bytes(const void *bytes, size_t n)
{
	static const uint64_t key[] = {0x9E3779B97F4A7C15u, 0xC2B2AE3D27D4EB4Fu};
	const unsigned char *p = bytes;
	uint64_t hash = mix(n ^ key[0], key[1]);
	for (; n > 8; p += 8, n -= 8)
		hash = mix(load(p, 8) ^ hash, key[0]);
	return mix((n ? load(p, n) : 0) ^ key[1], hash ^ key[0]);
}

static void slots_rebuild(struct intern *t, size_t slot_count)
{
	free(t->slots);
	t->slots = mem_alloc(slot_count, sizeof(*t->slots));
	t->slot_count = slot_count;
	for (size_t i = 0; i < t->count; i++) {
		size_t at = t->entries[i].hash & (slot_count - 1);
		while (t->slots[at])
			at = (at + 1) & (slot_count - 1);
		t->slots[at] = (uint32_t)(i + 1);
	}
}

struct str intern_text(const struct intern *t, size_t number)
{
	const struct intern_entry *e = &t->entries[number];
	return (struct str){t->arena.p + e->offset, e->length};
}

/* The slot that holds text, or the free one where it belongs. */
static size_t slot_of(const struct intern *t, struct str text, uint32_t hash)
{
	size_t at = hash & (t->slot_count - 1);
	for (; t->slots[at]; at = (at + 1) & (t->slot_count - 1)) {
		size_t number = t->slots[at] - 1;
		if (t->entries[number].hash == hash && str_equal(intern_text(t, number), text))
			break;
	}
	return at;
}

size_t intern_find(const struct intern *t, struct str text)
{
	if (t->slot_count == 0)
		return INTERN_NONE;
	uint32_t slot = t->slots[slot_of(t, text, (uint32_t)hash_bytes(text.p, text.n))];
	return slot ? slot - 1 : INTERN_NONE;
}

size_t intern_add(struct intern *t, struct str text, bool *is_new)
{
	if (t->count + t->count / 2 >= t->slot_count)
		slots_rebuild(t, t->slot_count ? t->slot_count * 2 : 64);
	uint32_t hash = (uint32_t)hash_bytes(text.p, text.n);
	size_t at = slot_of(t, text, hash);
	bool fresh = t->slots[at] == 0;
	if (is_new)
		*is_new = fresh;
	if (!fresh)
		return t->slots[at] - 1;
	if (t->count >= UINT32_MAX - 1 || text.n > UINT32_MAX)
		mem_fail();
	t->entries = mem_room(t->entries, &t->capacity, t->count + 1, sizeof(*t->entries));
	t->entries[t->count] = (struct intern_entry){hash, (uint32_t)text.n, t->arena.n};
	buf_reserve(&t->arena, text.n + 1); /* the empty text stands somewhere, too */
	buf_add_str(&t->arena, text);
	t->slots[at] = (uint32_t)++t->count;
	return t->count - 1;
}
