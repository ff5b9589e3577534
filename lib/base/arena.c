/* arena: see arena.h. */
#include "base/arena.h"
#include "base/str.h"

#include <stdlib.h>

enum { BLOCK_LEAST = 4 * 1024, BLOCK_MOST = 8 * 1024 * 1024 };

static void add_block(struct arena *a, size_t n)
{
	size_t size = a->next ? a->next : BLOCK_LEAST;
	a->next = size < BLOCK_MOST ? size * 2 : BLOCK_MOST;
	size = n > size ? n : size;
	a->blocks = mem_room(a->blocks, &a->capacity, a->count + 1, sizeof(*a->blocks));
	a->at = a->blocks[a->count++] = mem_grow(NULL, size, 1);
	mem_ask_for_large_pages(a->at, size);
	a->left = size;
}

char *arena_room(struct arena *a, size_t n)
{
	if (n > a->left || !a->at)
		add_block(a, n);
	return a->at;
}

void arena_take(struct arena *a, size_t n)
{
	a->at += n;
	a->left -= n;
}

struct arena_mark arena_mark(const struct arena *a)
{
	return (struct arena_mark){a->count, a->at, a->left};
}

void arena_rewind(struct arena *a, const struct arena_mark *mark)
{
	while (a->count > mark->count)
		free(a->blocks[--a->count]);
	a->at = mark->at;
	a->left = mark->left;
}

void arena_join(struct arena *to, struct arena *from)
{
	to->blocks =
	    mem_room(to->blocks, &to->capacity, to->count + from->count, sizeof(*to->blocks));
	if (from->count)
		memcpy(to->blocks + to->count, from->blocks, from->count * sizeof(*to->blocks));
	to->count += from->count;
	free(from->blocks);
	*from = (struct arena){0};
}

void arena_release(struct arena *a)
{
	for (size_t i = 0; i < a->count; i++)
		free(a->blocks[i]);
	free(a->blocks);
	*a = (struct arena){0};
}
