/*
 * repeats: which texts may come more than once, from a first look at all of them, so that a second
 * one need only keep those. Two bits a place, places by hash: what comes twice is always said to;
 * of what comes once a few per cent are, too.
 */
#ifndef REGISTER_REPEATS_H
#define REGISTER_REPEATS_H

#include "base/str.h"

#include <stdint.h>

struct repeats {
	uint64_t *once, *again; /* bits */
	size_t bits;            /* a power of two */
};

/* expected: about how many texts will come; more of them only make more say that they may come
 * again. */
void repeats_init(struct repeats *r, uint64_t expected);
void repeats_release(struct repeats *r);
/* Several threads may do so at once. */
void repeats_see(struct repeats *r, struct str text);
bool repeats_may(const struct repeats *r, struct str text);

#endif
