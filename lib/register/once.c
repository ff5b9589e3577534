/* once: see once.h. Codes and names are told apart by hashes: two that have the same may be the
 * same.
 */
#include "register/once.h"
#include "base/threads.h"
#include "register/repeats.h"

#include <stdlib.h>

enum { STRETCH = 8192 }; /* rows that a thread looks at before it takes others */

/* Of a row; 0: it has none. */
struct hashes {
	uint32_t code, name;
};

struct looking {
	const struct batch *batch;
	const struct standing *standing;
	struct hashes *hashes;
	struct repeats codes, names;
	bool *once;
};

static uint32_t shorten(uint64_t hash)
{
	uint32_t half = (uint32_t)(hash ^ hash >> 32);
	return half ? half : 1;
}

static struct hashes hashes_of(const struct standing *s, const struct str *cells)
{
	struct hashes h = {0, 0};
	if (s->code != COLUMN_NONE && cells[s->code].n)
		h.code = shorten(hash_bytes(cells[s->code].p, cells[s->code].n));
	if (s->name != COLUMN_NONE && cells[s->name].n)
		h.name = shorten(standing_name_hash(s, cells));
	return h;
}

static void look(void *context, size_t from, size_t to, unsigned thread)
{
	struct looking *l = context;
	(void)thread;
	struct str *cells = mem_alloc(l->batch->width, sizeof(*cells));
	for (size_t i = from; i < to; i++) {
		batch_cells(l->batch, i, cells);
		l->hashes[i] = hashes_of(l->standing, cells);
		if (l->hashes[i].code)
			repeats_see_hash(&l->codes, l->hashes[i].code);
		if (l->hashes[i].name)
			repeats_see_hash(&l->names, l->hashes[i].name);
	}
	free(cells);
}

static bool may_repeat(const struct batch *b, const struct standing *s)
{
	return s->name != COLUMN_NONE || (s->code != COLUMN_NONE && batch_may_fill(b, s->code));
}

static bool is_once(const struct repeats *r, uint32_t hash)
{
	return hash == 0 || !repeats_may_hash(r, hash);
}

static void say(void *context, size_t from, size_t to, unsigned thread)
{
	struct looking *l = context;
	(void)thread;
	for (size_t i = from; i < to; i++)
		l->once[i] =
		    is_once(&l->codes, l->hashes[i].code) && is_once(&l->names, l->hashes[i].name);
}

void once_find(struct once *o, const struct batch *b, const struct standing *s)
{
	struct looking l = {.batch = b, .standing = s};
	uint64_t places = 2 * (uint64_t)b->rows.count; /* more make fewer the same by chance */
	if (!may_repeat(b, s))
		return;
	l.hashes = mem_alloc(b->rows.count, sizeof(*l.hashes));
	l.once = o->is = mem_alloc(b->rows.count, sizeof(*o->is));
	repeats_init(&l.codes, places);
	repeats_init(&l.names, places);
	threads_each(b->rows.count, STRETCH, look, &l);
	threads_each(b->rows.count, STRETCH, say, &l);
	repeats_release(&l.codes);
	repeats_release(&l.names);
	free(l.hashes);
}

void once_release(struct once *o)
{
	free(o->is);
	*o = (struct once){0};
}
