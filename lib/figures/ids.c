/*
 * ids: see ids.h. Linear probing; a slot is taken by comparing and swapping its key and never
 * changes again. A text in the arena is written before its key can be seen.
 */
#define _GNU_SOURCE /* MADV_HUGEPAGE */
#include "figures/ids.h"
#include "base/intern.h"

#include <stdlib.h>
#include <sys/mman.h>

/* Tables are filled to seven eighths at most, so that probing ends; chains beyond PROBES_MAX mean
 * that there are more ids than were foreseen. */
enum { LEAST_SLOTS = 1024, PROBES_MAX = 1 << 14, SHORT_ID = 8 };

/* Keys of long ids: a mark that no byte of ASCII has, some bits of the hash, the place. */
#define LONG_ID (UINT64_C(1) << 63)
enum { PLACE_BITS = 44 };

/* Zeros. Places in a large table are far apart; in large pages fewer of them have to be looked up.
 */
static void *table_alloc(size_t count, size_t size)
{
	enum { LARGE_PAGE = 2 * 1024 * 1024 };
	if (count <= LARGE_PAGE || count > SIZE_MAX / 2 / size)
		return mem_alloc(count, size);
	size_t bytes = (count * size + LARGE_PAGE - 1) / LARGE_PAGE * LARGE_PAGE;
	void *table = aligned_alloc(LARGE_PAGE, bytes);
	if (!table)
		mem_fail();
	madvise(table, bytes, MADV_HUGEPAGE); /* a wish */
	return memset(table, 0, bytes);
}

static size_t slots_for(size_t ids)
{
	return ids + ids / 7 + LEAST_SLOTS;
}

/* The bytes of an id of at most 8, zeros behind them. Of more than 3 two halves are put together
 * that may overlap. */
static inline uint64_t short_key(struct str id)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	const unsigned char *p = (const unsigned char *)id.p;
	uint32_t first, last;
	if (id.n >= 4) {
		memcpy(&first, p, 4);
		memcpy(&last, p + id.n - 4, 4);
		return first | (uint64_t)last << (8 * (id.n - 4));
	}
	return p[0] | (uint64_t)p[id.n / 2] << (8 * (id.n / 2)) |
	       (uint64_t)p[id.n - 1] << (8 * (id.n - 1));
#else
	uint64_t key = 0;
	memcpy(&key, id.p, id.n);
	return key;
#endif
}

static uint64_t scramble(uint64_t key, uint64_t seed)
{
	__extension__ unsigned __int128 product =
	    (unsigned __int128)(key ^ 0x9E3779B97F4A7C15u ^ seed) * 0xD6E8FEB86659FD93u;
	uint64_t folded = (uint64_t)product ^ (uint64_t)(product >> 64);
	return (folded ^ folded >> 32) * 0xC2B2AE3D27D4EB4Fu;
}

uint64_t id_hash(struct str id, uint64_t seed)
{
	return scramble(id.n <= SHORT_ID ? short_key(id) : hash_bytes(id.p, id.n), seed);
}

static uint64_t long_key(uint64_t hash, size_t place)
{
	uint64_t some = hash & ((UINT64_C(1) << (63 - PLACE_BITS)) - 1);
	return LONG_ID | some << PLACE_BITS | place;
}

void id_marks_make(struct id_marks *t, size_t ids, size_t bytes, uint64_t seed)
{
	*t = (struct id_marks){.slot_count = slots_for(ids), .seed = seed};
	t->arena_size = bytes + ids + 1; /* place 0 is not used; each has a length */
	t->keys = table_alloc(t->slot_count, sizeof(*t->keys));
	t->marks = table_alloc(t->slot_count, sizeof(*t->marks));
	t->arena = mem_alloc(t->arena_size, 1);
	atomic_init(&t->arena_used, 1);
}

void id_marks_release(struct id_marks *t)
{
	free(t->keys);
	free(t->marks);
	free(t->arena);
	*t = (struct id_marks){0};
}

/* Whether the key is that of the id, whose own key is `own`, with place 0 for a long one. */
static bool is_key_of(const struct id_marks *t, uint64_t key, uint64_t own, struct str id)
{
	if (id.n <= SHORT_ID)
		return key == own;
	if (key >> PLACE_BITS != own >> PLACE_BITS)
		return false;
	const char *text = t->arena + (key & ((UINT64_C(1) << PLACE_BITS) - 1));
	return (unsigned char)text[0] == id.n && memcmp(text + 1, id.p, id.n) == 0;
}

static bool keep_text(struct id_marks *t, struct str id, uint64_t *key)
{
	size_t place = atomic_fetch_add(&t->arena_used, id.n + 1);
	if (place + id.n + 1 > t->arena_size || place >> PLACE_BITS)
		return false;
	t->arena[place] = (char)id.n;
	memcpy(t->arena + place + 1, id.p, id.n);
	*key |= place;
	return true;
}

bool id_marks_add(struct id_marks *t, struct str id, uint64_t hash, uint32_t marks)
{
	uint64_t own = id.n <= SHORT_ID ? short_key(id) : long_key(hash, 0), key = own;
	size_t at = id_slot(hash, t->slot_count);
	for (size_t probes = 0; probes < PROBES_MAX; probes++) {
		uint64_t there = atomic_load_explicit(&t->keys[at], memory_order_acquire);
		if (there == 0) {
			if (id.n > SHORT_ID && key == own && !keep_text(t, id, &key))
				return false;
			if (atomic_compare_exchange_strong(&t->keys[at], &there, key))
				there = key;
		}
		if (is_key_of(t, there, own, id)) {
			atomic_fetch_or_explicit(&t->marks[at], marks, memory_order_relaxed);
			return true;
		}
		at = at + 1 < t->slot_count ? at + 1 : 0;
	}
	return false;
}

uint32_t id_marks_find(const struct id_marks *t, struct str id, uint64_t hash)
{
	uint64_t own = id.n <= SHORT_ID ? short_key(id) : long_key(hash, 0);
	size_t at = id_slot(hash, t->slot_count);
	for (size_t probes = 0; probes < PROBES_MAX; probes++) {
		uint64_t there = atomic_load_explicit(&t->keys[at], memory_order_acquire);
		if (there == 0)
			return 0;
		if (is_key_of(t, there, own, id))
			return atomic_load_explicit(&t->marks[at], memory_order_relaxed);
		at = at + 1 < t->slot_count ? at + 1 : 0;
	}
	return 0;
}

void id_set_make(struct id_set *s, size_t ids)
{
	s->slot_count = slots_for(ids);
	s->slots = table_alloc(s->slot_count, sizeof(*s->slots));
}

void id_set_release(struct id_set *s)
{
	free(s->slots);
	*s = (struct id_set){0};
}

enum id_set_status id_set_add(struct id_set *s, uint64_t hash)
{
	uint32_t own = (uint32_t)hash ? (uint32_t)hash : 1;
	size_t at = id_slot(hash, s->slot_count);
	for (size_t probes = 0; probes < PROBES_MAX; probes++) {
		uint32_t there = atomic_load_explicit(&s->slots[at], memory_order_relaxed);
		if (there == 0 && atomic_compare_exchange_strong(&s->slots[at], &there, own))
			return ID_SET_NEW;
		if (there == own)
			return ID_SET_SEEN;
		at = at + 1 < s->slot_count ? at + 1 : 0;
	}
	return ID_SET_FULL;
}
