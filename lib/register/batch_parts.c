/* batch_parts: rows that several threads read, a part of a feed each at a time; see batch.h. */
#include "register/batch_internal.h"

#include <stdlib.h>

void batch_part_init(struct batch_part *part, const struct batch *b)
{
	*part = (struct batch_part){.batch = b};
	part->cells = mem_alloc(b->width, sizeof(*part->cells));
}

void batch_part_row(struct batch_part *part, size_t input, uint64_t line, const struct str *values,
    bool codes_conform)
{
	batch_pack(part->batch, &part->rows, part->cells, input, line, values, codes_conform);
}

void batch_part_begin(struct batch_part *part, struct batch_items room)
{
	part->rows.items = room.items;
	part->rows.count = 0;
	part->rows.capacity = room.capacity;
	part->begin = arena_mark(&part->rows.arena);
}

struct batch_items batch_part_end(struct batch_part *part)
{
	struct batch_items rows = {part->rows.items, part->rows.count, part->rows.capacity, 0};
	part->rows.items = NULL;
	part->rows.count = part->rows.capacity = 0;
	return rows;
}

void batch_part_forget(struct batch_part *part)
{
	part->rows.count = 0;
	arena_rewind(&part->rows.arena, &part->begin);
}

void batch_refuses(struct batch *b)
{
	if (b->watch)
		b->watch->refused(b->watch);
}

bool batch_is_ready(const struct batch *b)
{
	return !b->watch || b->watch->ready(b->watch);
}

static void take_part(struct batch_rows *to, const struct batch_items *part)
{
	for (size_t i = 0; i < part->count; i++) {
		to->items[to->count] = part->items[i];
		to->items[to->count++].line += part->before;
	}
}

void batch_take_rows(struct batch *b, const struct batch_items *parts, size_t count)
{
	struct batch_rows *to = &b->rows;
	size_t total = to->count, before = to->capacity;
	batch_wait(b);
	for (size_t i = 0; i < count; i++)
		total += parts[i].count;
	to->items = mem_room(to->items, &to->capacity, total, sizeof(*to->items));
	if (to->capacity > before)
		mem_ask_for_large_pages(to->items, to->capacity * sizeof(*to->items));
	for (size_t i = 0; i < count; i++)
		take_part(to, &parts[i]);
	if (b->watch)
		b->watch->more(b->watch);
}

void batch_part_join(struct batch *b, struct batch_part *part)
{
	arena_join(&b->rows.arena, &part->rows.arena);
	free(part->rows.items);
	free(part->cells);
}
