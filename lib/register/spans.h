/*
 * spans: keys and the stretches of days in which they hold: ids and their versions, credit codes,
 * posts. Answers "is this key in force on that day" and finds what overlaps.
 *
 * There may be one for each of tens of millions of rows: 20 bytes and what intern.h needs for each.
 */
#ifndef REGISTER_SPANS_H
#define REGISTER_SPANS_H

#include "base/date.h"
#include "base/intern.h"

struct span {
	day since, until; /* from since (included) to until (excluded) */
	uint32_t owner;   /* whatever the caller tells apart by it */
	uint32_t earlier; /* for spans.c */
	uint32_t line;    /* at most 4294967295, also of what stands behind */
};

struct spans {
	struct intern keys;
	struct span *latest; /* by key number: the span added last */
	size_t latest_capacity;
	struct span *earlier; /* those of the same keys before them */
	size_t earlier_count, earlier_capacity;
	size_t added; /* number of the key that spans_add was last given */
};

void spans_release(struct spans *s);
/* Adds a span to a key. Returns the span of that key added before that it overlaps, or NULL;
 * borrowed until the next call. */
const struct span *spans_add(
    struct spans *s, struct str key, day since, day until, uint32_t owner, uint64_t line);
/* The same for a key whose hash_bytes are known. */
const struct span *spans_add_hashed(struct spans *s, struct str key, uint64_t hash, day since,
    day until, uint32_t owner, uint64_t line);
/* The span of that key that was added last, and the one before another of its key, or NULL;
 * borrowed until the next spans_add. */
const struct span *spans_last(const struct spans *s, struct str key);
const struct span *spans_before(const struct spans *s, const struct span *span);
/* A span of that key that the days overlap, or NULL; borrowed until the next spans_add. */
const struct span *spans_overlap(const struct spans *s, struct str key, day since, day until);
bool spans_known(const struct spans *s, struct str key);
bool spans_in_force(const struct spans *s, struct str key, day date);
/* The same for a key that is known, by what spans_last gave for it. */
bool spans_hold_on(const struct spans *s, const struct span *last, day date);

#endif
