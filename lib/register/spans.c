/* spans: see spans.h. Most keys have one span, which stands under the key's own number. */
#include "register/spans.h"

#include <stdlib.h>

#define NONE UINT32_MAX
#define LINE_KEPT_MAX UINT32_MAX

void spans_release(struct spans *s)
{
	intern_release(&s->keys);
	free(s->latest);
	free(s->earlier);
	*s = (struct spans){0};
}

static const struct span *overlap_from(
    const struct spans *s, const struct span *other, day since, day until)
{
	for (; other; other = spans_before(s, other))
		if (since == other->since || (since < other->until && other->since < until))
			return other;
	return NULL;
}

/* Makes room for a later span of the key; the number of the one that gave way. */
static uint32_t put_aside(struct spans *s, size_t number)
{
	if (s->earlier_count >= NONE)
		mem_fail();
	s->earlier =
	    mem_room(s->earlier, &s->earlier_capacity, s->earlier_count + 1, sizeof(*s->earlier));
	s->earlier[s->earlier_count] = s->latest[number];
	return (uint32_t)s->earlier_count++;
}

const struct span *spans_add_hashed(struct spans *s, struct str key, uint64_t hash, day since,
    day until, uint32_t owner, uint64_t line)
{
	bool is_new;
	size_t number = s->added = intern_add_hashed(&s->keys, key, hash, &is_new);
	uint32_t kept = line < LINE_KEPT_MAX ? (uint32_t)line : LINE_KEPT_MAX;
	s->latest = mem_room(s->latest, &s->latest_capacity, number + 1, sizeof(*s->latest));
	uint32_t earlier = is_new ? NONE : put_aside(s, number);
	s->latest[number] = (struct span){since, until, owner, earlier, kept};
	return is_new ? NULL : overlap_from(s, &s->earlier[earlier], since, until);
}

const struct span *spans_add(
    struct spans *s, struct str key, day since, day until, uint32_t owner, uint64_t line)
{
	return spans_add_hashed(s, key, hash_bytes(key.p, key.n), since, until, owner, line);
}

const struct span *spans_last(const struct spans *s, struct str key)
{
	size_t number = intern_find(&s->keys, key);
	return number == INTERN_NONE ? NULL : &s->latest[number];
}

const struct span *spans_before(const struct spans *s, const struct span *span)
{
	return span->earlier == NONE ? NULL : &s->earlier[span->earlier];
}

const struct span *spans_overlap(const struct spans *s, struct str key, day since, day until)
{
	return overlap_from(s, spans_last(s, key), since, until);
}

bool spans_known(const struct spans *s, struct str key)
{
	return intern_find(&s->keys, key) != INTERN_NONE;
}

bool spans_hold_on(const struct spans *s, const struct span *last, day date)
{
	for (; last; last = spans_before(s, last))
		if (last->since <= date && last->until > date)
			return true;
	return false;
}

bool spans_in_force(const struct spans *s, struct str key, day date)
{
	return spans_hold_on(s, spans_last(s, key), date);
}
