/*
 * ids: two tables of ids that many threads fill and look into at once, for joins of more ids than
 * struct intern could hold in the memory there is.
 *
 * id_marks has marks for ids, about 14 bytes an id of at most 8 bytes, more for longer ones. It is
 * exact. id_set only says which ids have been seen before, about 4.5 bytes an id, and may be wrong
 * once in some hundred million: it keeps 32 bits of each. With another seed it is wrong about
 * others.
 *
 * Both are made for a number of ids and do not grow; a table that turns out too small says so.
 */
#ifndef FIGURES_IDS_H
#define FIGURES_IDS_H

#include "base/str.h"

#include <stdatomic.h>
#include <stdint.h>

struct id_marks {
	_Atomic uint64_t *keys;  /* the id itself or where it is in the arena; 0 is free */
	_Atomic uint32_t *marks; /* by slot */
	size_t slot_count;
	char *arena; /* ids of more than 8 bytes: the length, then the text */
	size_t arena_size;
	atomic_size_t arena_used;
	uint64_t seed;
};

/* A table for about `ids` ids, of all together at most `bytes` bytes. */
void id_marks_make(struct id_marks *t, size_t ids, size_t bytes, uint64_t seed);
/* Sets marks of an id (1 to 64 bytes of ASCII without NUL) whose hash that is. False when there is
 * no room. */
bool id_marks_add(struct id_marks *t, struct str id, uint64_t hash, uint32_t marks);
/* The marks of an id whose hash that is; 0 when none were set. */
uint32_t id_marks_find(const struct id_marks *t, struct str id, uint64_t hash);
void id_marks_release(struct id_marks *t);

struct id_set {
	_Atomic uint32_t *slots; /* 32 bits of the hash; 0 is free */
	size_t slot_count;
};

enum id_set_status { ID_SET_NEW, ID_SET_SEEN, ID_SET_FULL };

void id_set_make(struct id_set *s, size_t ids);
enum id_set_status id_set_add(struct id_set *s, uint64_t hash);
void id_set_release(struct id_set *s);

/* The hash by which both tables go. */
uint64_t id_hash(struct str id, uint64_t seed);
static inline size_t id_slot(uint64_t hash, size_t slot_count)
{
	return (size_t)((__extension__(unsigned __int128) hash * slot_count) >> 64);
}
/* Brings the places that a hash leads to nearer, to be called some dozens of ids ahead. (Not
 * inlined it would look to some compilers as if it did nothing, and be left out.) */
static inline __attribute__((always_inline)) void id_prefetch(
    const struct id_marks *t, const struct id_set *s, uint64_t hash)
{
	size_t at = id_slot(hash, t->slot_count);
	__builtin_prefetch((const void *)&t->keys[at]);
	__builtin_prefetch((const void *)&t->marks[at]);
	__builtin_prefetch((const void *)&s->slots[id_slot(hash, s->slot_count)], 1);
}

#endif
