/*
 * recode: a table of division codes that were renamed or merged, and the changes that it makes
 * necessary in rows, as register-amend -f takes them.
 */
#ifndef REGISTER_RECODE_H
#define REGISTER_RECODE_H

#include "register/table.h"

struct recode {
	struct intern old;
	struct intern codes; /* new ones; the empty text: none follows */
	uint32_t *new_of;    /* by number of the old code: number in codes */
	size_t capacity;
};

enum recode_op { RECODE_KEEP, RECODE_FROM, RECODE_CORRECT };

/* Reads a CSV with the columns old and new, others are left alone. False and *e when it is
 * ill-formed or an old code stands twice. recode_release either way. */
bool recode_read(struct recode *r, const char *path, struct error *e);
void recode_release(struct recode *r);

/*
 * What is to be done with a row. `from`: the day from which the new codes hold, ISO text: versions
 * that are in force before and after it change then; what begins or happens then or later is
 * corrected; empty: every row is corrected. *code is the new code, borrowed. RECODE_KEEP and *e
 * (ERROR_FOUND, with its place) when there is none: the old code ends without one, or the row has a
 * code below it that the table does not have; else *e has ERROR_NONE.
 */
enum recode_op recode_row(const struct recode *r, const struct row *row, struct str from,
    struct str *code, struct error *e);
/* ID, or ID@DATE for a version, as register-amend takes it. */
void recode_key(const struct row *row, struct buf *out);

#endif
