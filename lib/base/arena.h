/*
 * arena: many pieces of memory that stay where they are and are given back together. Blocks grow
 * with what is taken, up to some megabytes.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

/* A zero struct is an empty one. */
struct arena {
	char **blocks;
	size_t count, capacity;
	char *at; /* free from here … */
	size_t left;
	size_t next; /* size of the next block */
};

/* At least n bytes, not aligned; those that are used are taken by arena_take before the next call.
 */
char *arena_room(struct arena *a, size_t n);
void arena_take(struct arena *a, size_t n);
/* Gives back what was taken since a mark was made. */
struct arena_mark {
	size_t count;
	char *at;
	size_t left;
};
struct arena_mark arena_mark(const struct arena *a);
void arena_rewind(struct arena *a, const struct arena_mark *mark);
/* The blocks of `from` become blocks of `to`, where they stand; `from` is empty then. */
void arena_join(struct arena *to, struct arena *from);
void arena_release(struct arena *a);

#endif
