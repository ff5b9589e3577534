/*
 * once: of new rows, for which nothing stands in the register, those whose credit code and name (by
 * which standing.h tells them apart) are not those of another of them. Nothing need be remembered
 * of such a row, and nothing asked about it.
 */
#ifndef REGISTER_ONCE_H
#define REGISTER_ONCE_H

#include "register/batch.h"

/* The hashes that come more than once. */
struct once {
	struct once_set {
		uint32_t *slots; /* 0: free */
		size_t size, count;
	} codes, names;
};

/* Looks at all rows. once_release then. */
void once_find(struct once *o, const struct batch *b);
void once_release(struct once *o);
/* Very few rows are not said to be although they are. */
bool once_is(const struct once *o, const struct row_hashes *hashes);

#endif
