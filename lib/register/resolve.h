/*
 * resolve: the references of rows that a person wrote. A reference is an id of the register it
 * points to, or a credit code or name that exactly one of its rows has that is in force on the day
 * of the referring row. An empty `area` is that of the unit which the column `unit` names.
 *
 * Use: resolver_want and resolver_own for each row; resolver_load, which keeps of the registers
 * only what was wanted; resolver_apply for each row, as often as needed.
 */
#ifndef REGISTER_RESOLVE_H
#define REGISTER_RESOLVE_H

#include "register/table.h"

struct resolver;

/* schema: of the referring rows. */
struct resolver *resolver_new(const struct schema *schema, const struct directory *d);
void resolver_free(struct resolver *r);
/* The references of a row, cells by schema column. */
void resolver_want(struct resolver *r, const struct str *cells);
/* An id of a register that the rows themselves bring along, or others that are written together
 * with them; they may refer to it. */
void resolver_own(struct resolver *r, enum register_id of, struct str id);
/* False and *e when a register cannot be read; bad rows of it go to diag. */
bool resolver_load(
    struct resolver *r, const struct snapshot *s, struct diag *diag, struct error *e);
/*
 * Replaces the references among cells by ids (borrowed from scratch[column] or the resolver) and
 * fills `area`. False when one is not found: *column is its column, *e (ERROR_FOUND, no place) says
 * why, and it stands as it was given; the others are replaced all the same.
 */
bool resolver_apply(const struct resolver *r, struct str *cells,
    struct buf scratch[SCHEMA_COLUMNS_MAX], int *column, struct error *e);
/* Whether that id stands in the register that the column refers to. */
bool resolver_on_disk(const struct resolver *r, int column, struct str id);

/* The days of a row by its cells: until is DAY_MAX when it has no end; a register whose rows are
 * never in force: all days. */
#define DAY_MAX INT32_MAX
void cells_days(const struct schema *schema, const struct str *cells, day *since, day *until);

#endif
