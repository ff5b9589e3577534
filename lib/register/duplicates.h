/*
 * duplicates: pairs of rows in force that may be one unit, organisation or person written twice.
 * What each reason means stands in register-check(1).
 *
 * Rows are not compared with each other: they meet under a key (the code, the name, what remains of
 * it), or among the names of a street under the hash of the name without one of its characters. Of
 * many rows with one key each is put beside one of them, so that there are at most about as many
 * pairs as rows.
 */
#ifndef REGISTER_DUPLICATES_H
#define REGISTER_DUPLICATES_H

#include "register/table.h"

/* The registers that can be asked for. */
#define DUPLICATES_REGISTERS                                                                       \
	(REGISTER_BIT(REGISTER_UNITS) | REGISTER_BIT(REGISTER_ORGS) | REGISTER_BIT(REGISTER_PEOPLE))

struct duplicates;

struct duplicate {
	struct str id, other;        /* other stands later in the register */
	const char *reason;          /* "same-code"; no translation */
	struct str name, other_name; /* empty for people */
	bool fault;                  /* surely wrong, not only likely */
};

/*
 * The pairs of a register, which table_spec names, on `as_of`, by the lines of their rows. Sets
 * schema's columns that are looked at in the spec. Bad rows are told to the spec's diag and left
 * out. NULL and *e when the register cannot be read.
 */
struct duplicates *duplicates_find(struct table_spec *spec, day as_of, struct error *e);
/* The next pair, borrowed until duplicates_free; false: no more. */
bool duplicates_next(struct duplicates *d, struct duplicate *pair);
void duplicates_free(struct duplicates *d);

#endif
