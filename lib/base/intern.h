/*
 * intern: numbers texts 0, 1, 2 … in the order they first come, and finds them again. Callers keep
 * what belongs to a text in an array of their own under its number: ids of a join, distinct values,
 * groups, areas, codes.
 *
 * Open addressing over one arena. A slot holds the hash beside the number, so that a text is only
 * looked at when it very probably is the one that is asked for. About 20 bytes and the text itself
 * for each. A zero struct is an empty table.
 */
#ifndef BASE_INTERN_H
#define BASE_INTERN_H

#include "base/str.h"

#include <stdint.h>

struct intern {
	struct buf arena; /* the texts, one after another */
	uint32_t *starts; /* by number: where its text starts, counted from that of its group */
	uint64_t *groups; /* by number / INTERN_GROUP: where the first text of the group starts */
	size_t count, capacity, group_capacity;
	uint64_t *slots;   /* hash << 32 | number + 1, 0 is free */
	size_t slot_count; /* a power of two, or 0 */
};

enum { INTERN_GROUP = 16 };

#define INTERN_NONE SIZE_MAX

void intern_release(struct intern *t);
/* The number of text, which is added when it is new; *is_new (may be NULL) says so. */
size_t intern_add(struct intern *t, struct str text, bool *is_new);
/* The same for a text whose hash_bytes are known. */
size_t intern_add_hashed(struct intern *t, struct str text, uint64_t hash, bool *is_new);
/* Brings near what looking for a text with that hash looks at first. */
void intern_prefetch(const struct intern *t, uint64_t hash);
/* The number of text, or INTERN_NONE. */
size_t intern_find(const struct intern *t, struct str text);
/* The text of a number; borrowed until the next intern_add. */
struct str intern_text(const struct intern *t, size_t number);
/* A good 64-bit hash of bytes; not for hostile input. */
uint64_t hash_bytes(const void *bytes, size_t n);

#endif
