/*
 * intern: numbers texts 0, 1, 2 … in the order they first come, and finds them again. Callers keep
 * what belongs to a text in an array of their own under its number: ids of a join, distinct values,
 * groups, areas, codes.
 *
 * Open addressing over one arena: about 16 bytes and the text itself for each entry. A zero struct
 * is an empty table.
 */
#ifndef BASE_INTERN_H
#define BASE_INTERN_H

#include "base/str.h"

#include <stdint.h>

struct intern {
	struct buf arena; /* the texts, one after another */
	struct intern_entry *entries;
	size_t count, capacity;
	uint32_t *slots;   /* entry number + 1, 0 is free */
	size_t slot_count; /* a power of two, or 0 */
};

struct intern_entry {
	uint32_t hash;
	uint32_t length;
	uint64_t offset;
};

#define INTERN_NONE SIZE_MAX

void intern_release(struct intern *t);
/* The number of text, which is added when it is new; *is_new (may be NULL) says so. */
size_t intern_add(struct intern *t, struct str text, bool *is_new);
/* The number of text, or INTERN_NONE. */
size_t intern_find(const struct intern *t, struct str text);
/* The text of a number; borrowed until the next intern_add. */
struct str intern_text(const struct intern *t, size_t number);
/* A good 64-bit hash of bytes; not for hostile input. */
uint64_t hash_bytes(const void *bytes, size_t n);

#endif
