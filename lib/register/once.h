/*
 * once: of new rows, for which nothing stands in the register, those whose credit code and name (by
 * which standing.h tells them apart) are not those of another of them. Nothing need be remembered
 * of such a row, and nothing asked about it.
 */
#ifndef REGISTER_ONCE_H
#define REGISTER_ONCE_H

#include "register/standing.h"

struct once {
	bool *is; /* by row of the batch; NULL: all are */
};

/* Looks at all rows. */
void once_find(struct once *o, const struct batch *b, const struct standing *s);
void once_release(struct once *o);

/* Of a few it is not said although it is so. */
static inline bool once_is(const struct once *o, size_t row)
{
	return !o->is || o->is[row];
}

#endif
