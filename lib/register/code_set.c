/* code_set: see code_set.h. The slots are made more until no two texts have the same; what comes
 * when that needs too many is left out. */
#include "register/code_set.h"

#include <stdlib.h>

enum { BITS_LEAST = 5, BITS_MOST = 12 };

static bool is_free(const struct code_set *s, struct code_slot text)
{
	return !s->slots[code_set_slot(s, text)].length;
}

/* False when two of the texts have one slot. */
static bool move(const struct code_set *from, struct code_set *to)
{
	for (size_t i = 0; from->slots && i < (size_t)1 << from->bits; i++) {
		struct code_slot text = from->slots[i];
		if (text.length && !is_free(to, text))
			return false;
		if (text.length)
			to->slots[code_set_slot(to, text)] = text;
	}
	return true;
}

/* More slots, so that `text` has one. */
static void grow(struct code_set *s, struct code_slot text)
{
	for (unsigned bits = s->slots ? s->bits + 1 : BITS_LEAST; bits <= BITS_MOST; bits++) {
		struct code_set grown = {
		    mem_alloc((size_t)1 << bits, sizeof(*s->slots)), bits, false};
		if (move(s, &grown) && is_free(&grown, text)) {
			free(s->slots);
			*s = grown;
			return;
		}
		free(grown.slots);
	}
	s->full = true;
}

void code_set_add(struct code_set *s, struct str text)
{
	char bytes[CODE_SET_LENGTH] = {0};
	if (text.n == 0 || text.n > sizeof(bytes) || s->full)
		return;
	memcpy(bytes, text.p, text.n);
	struct code_slot slot = code_slot_of(bytes, text.n);
	if (s->slots && code_set_has(s, slot))
		return;
	if (!s->slots || !is_free(s, slot))
		grow(s, slot);
	if (!s->full)
		s->slots[code_set_slot(s, slot)] = slot;
}

void code_set_release(struct code_set *s)
{
	free(s->slots);
	*s = (struct code_set){0};
}
