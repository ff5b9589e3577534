/*
 * join: the values of one column of some CSV file, to keep the rows of a register whose field is
 * among them (--in, a semi-join) or is not (--not-in, an anti-join).
 *
 * A cell of the file counts as itself and as each of its elements with ';' between, so that a
 * column of ids and one of lists of ids work alike. Values are compared in the canonical form of
 * the field. An empty cell is no value, and an empty field is among none.
 */
#ifndef REGISTER_JOIN_H
#define REGISTER_JOIN_H

#include "base/intern.h"
#include "register/field.h"

struct join {
	struct intern values;
	bool negated; /* --not-in */
};

/* The file of FILE[:COLUMN]: what stands before the last ':', or all of it when a file has that
 * name. *column is the rest, empty when none is named. Both borrowed from `name`. */
void join_split(const char *name, struct str *file, struct str *column);
/* Reads FILE[:COLUMN] to be matched with `field`. Without COLUMN it is the column with the field's
 * name, else `id`. Bad rows go to diag. False and *e (ERROR_SYSTEM, ERROR_DATA; ERROR_USAGE when
 * there is no such column). */
bool join_read(struct join *j, const char *name, const struct field *field,
    const struct directory *d, struct diag *diag, struct error *e);
/* Whether a row with this value of the field is kept. is_list: any element counts. */
bool join_holds(const struct join *j, struct str value, bool is_list);
void join_release(struct join *j);

#endif
