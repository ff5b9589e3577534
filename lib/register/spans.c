/* spans: see spans.h. */
#include "register/spans.h"

#include <stdlib.h>

void spans_release(struct spans *s)
{
	intern_release(&s->keys);
	free(s->last);
	free(s->items);
	*s = (struct spans){0};
}

static const struct span *overlap_from(const struct spans *s, uint32_t at, day since, day until)
{
	for (; at != SPAN_NONE; at = s->items[at].earlier) {
		const struct span *other = &s->items[at];
		if (since == other->since || (since < other->until && other->since < until))
			return other;
	}
	return NULL;
}

const struct span *spans_add(
    struct spans *s, struct str key, day since, day until, uint32_t owner, uint64_t line)
{
	bool is_new;
	size_t number = s->added = intern_add(&s->keys, key, &is_new);
	if (s->count >= SPAN_NONE)
		mem_fail();
	s->last = mem_room(s->last, &s->last_capacity, number + 1, sizeof(*s->last));
	s->items = mem_room(s->items, &s->capacity, s->count + 1, sizeof(*s->items));
	uint32_t earlier = is_new ? SPAN_NONE : s->last[number];
	s->items[s->count] = (struct span){since, until, owner, earlier, line};
	s->last[number] = (uint32_t)s->count++;
	return overlap_from(s, earlier, since, until);
}

uint32_t spans_last(const struct spans *s, struct str key)
{
	size_t number = intern_find(&s->keys, key);
	return number == INTERN_NONE ? SPAN_NONE : s->last[number];
}

const struct span *spans_overlap(const struct spans *s, struct str key, day since, day until)
{
	return overlap_from(s, spans_last(s, key), since, until);
}

bool spans_known(const struct spans *s, struct str key)
{
	return intern_find(&s->keys, key) != INTERN_NONE;
}

bool spans_hold_on(const struct spans *s, uint32_t last, day date)
{
	for (uint32_t at = last; at != SPAN_NONE; at = s->items[at].earlier)
		if (s->items[at].since <= date && s->items[at].until > date)
			return true;
	return false;
}

bool spans_in_force(const struct spans *s, struct str key, day date)
{
	return spans_hold_on(s, spans_last(s, key), date);
}
