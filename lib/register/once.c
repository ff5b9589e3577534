/*
 * once: see once.h. Rows are told apart by hashes: two that have the same may be the same. The
 * hashes are first laid into parts by their highest bits, each of which then fits into the
 * processor's nearest memory while those that come again are looked for.
 */
#include "register/once.h"
#include "base/threads.h"

#include <stdlib.h>

enum { PARTS = 256, PART_SHIFT = 24, KINDS = 2 };
enum { MANY = 16 * 1024 }; /* rows for which a second thread is worth its while */

struct looking {
	const struct batch *batch;
	struct once *once;
};

/* The slot of a hash, or the free one where it belongs. */
static uint32_t *slot_of(uint32_t *slots, size_t size, uint32_t hash)
{
	size_t at = hash & (size - 1);
	while (slots[at] && slots[at] != hash)
		at = (at + 1) & (size - 1);
	return &slots[at];
}

static void set_add(struct once_set *s, uint32_t hash)
{
	if (s->count * 2 >= s->size) {
		struct once_set larger = {.size = s->size ? s->size * 2 : 64};
		larger.slots = mem_alloc(larger.size, sizeof(*larger.slots));
		for (size_t i = 0; i < s->size; i++)
			if (s->slots[i])
				*slot_of(larger.slots, larger.size, s->slots[i]) = s->slots[i];
		larger.count = s->count;
		free(s->slots);
		*s = larger;
	}
	uint32_t *slot = slot_of(s->slots, s->size, hash);
	s->count += *slot == 0;
	*slot = hash;
}

static bool set_has(const struct once_set *s, uint32_t hash)
{
	return hash && s->count && *slot_of(s->slots, s->size, hash) == hash;
}

static uint32_t hash_of(const struct batch_row *row, size_t kind)
{
	return kind == 0 ? row->hashes.code : row->hashes.name;
}

/* Adds those of a part that come again. */
static void look_at_part(const uint32_t *hashes, size_t count, struct once_set *again)
{
	size_t size = 64;
	while (size < count * 2)
		size *= 2;
	uint32_t *slots = mem_alloc(size, sizeof(*slots));
	for (size_t i = 0; i < count; i++) {
		uint32_t *slot = slot_of(slots, size, hashes[i]);
		if (*slot)
			set_add(again, hashes[i]);
		*slot = hashes[i];
	}
	free(slots);
}

static void look(const struct batch_rows *rows, size_t kind, struct once_set *again)
{
	size_t ends[PARTS + 1] = {0}, begin = 0;
	for (size_t i = 0; i < rows->count; i++) {
		uint32_t hash = hash_of(&rows->items[i], kind);
		ends[(hash >> PART_SHIFT) + 1] += hash != 0;
	}
	for (size_t i = 0; i < PARTS; i++)
		ends[i + 1] += ends[i]; /* where part i + 1 begins, so far */
	size_t total = ends[PARTS];
	uint32_t *hashes = mem_grow(NULL, total, sizeof(*hashes));
	for (size_t i = 0; i < rows->count && total; i++) {
		uint32_t hash = hash_of(&rows->items[i], kind);
		if (hash)
			hashes[ends[hash >> PART_SHIFT]++] = hash;
	}
	for (size_t i = 0; i < PARTS; begin = ends[i++])
		if (ends[i] - begin > 1)
			look_at_part(hashes + begin, ends[i] - begin, again);
	free(hashes);
}

static void look_at_kinds(void *context, size_t from, size_t to, unsigned thread)
{
	struct looking *l = context;
	(void)thread;
	for (size_t kind = from; kind < to; kind++)
		look(&l->batch->rows, kind, kind == 0 ? &l->once->codes : &l->once->names);
}

void once_find(struct once *o, const struct batch *b)
{
	struct looking l = {b, o};
	if (b->rows.count < MANY)
		look_at_kinds(&l, 0, KINDS, 0);
	else
		threads_each(KINDS, 1, look_at_kinds, &l);
}

bool once_is(const struct once *o, const struct row_hashes *hashes)
{
	return !set_has(&o->codes, hashes->code) && !set_has(&o->names, hashes->name);
}

void once_release(struct once *o)
{
	free(o->codes.slots);
	free(o->names.slots);
	*o = (struct once){0};
}
