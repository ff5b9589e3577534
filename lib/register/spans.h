/*
 * spans: keys and the stretches of days in which they hold: ids and their versions, credit codes,
 * posts. Answers "is this key in force on that day" and finds what overlaps.
 */
#ifndef REGISTER_SPANS_H
#define REGISTER_SPANS_H

#include "base/date.h"
#include "base/intern.h"

struct span {
	day since, until; /* from since (included) to until (excluded) */
	uint32_t owner;   /* whatever the caller tells apart by it */
	uint32_t earlier; /* the span of the same key that was added before, or SPAN_NONE */
	uint64_t line;
};

#define SPAN_NONE UINT32_MAX

struct spans {
	struct intern keys;
	uint32_t *last; /* by key number: the span added last */
	size_t last_capacity;
	struct span *items;
	size_t count, capacity;
	size_t added; /* number of the key that spans_add was last given */
};

void spans_release(struct spans *s);
/* Adds a span to a key. Returns the span of that key added before that it overlaps, or NULL;
 * borrowed until the next call. */
const struct span *spans_add(
    struct spans *s, struct str key, day since, day until, uint32_t owner, uint64_t line);
/* Number in items of the span of that key that was added last, or SPAN_NONE; the others follow by
 * `earlier`. */
uint32_t spans_last(const struct spans *s, struct str key);
/* A span of that key that the days overlap, or NULL; borrowed until the next spans_add. */
const struct span *spans_overlap(const struct spans *s, struct str key, day since, day until);
bool spans_known(const struct spans *s, struct str key);
bool spans_in_force(const struct spans *s, struct str key, day date);
/* The same for a key that is known, by what spans_last gave for it. */
bool spans_hold_on(const struct spans *s, uint32_t last, day date);

#endif
