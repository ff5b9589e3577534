/*
 * count: the figures of a file of definitions, computed from the registers: one pass over each
 * register for all its figures; or the rows behind one of them.
 *
 * Kept in memory: counters by area and group, the values of distinct figures, what reference steps
 * look up, and for a list its rows.
 *
 * Use: count_new, count_registers (for the snapshot), count_read, then count_figures or count_list.
 */
#ifndef FIGURES_COUNT_H
#define FIGURES_COUNT_H

#include "figures/definitions.h"
#include "figures/figure.h"
#include "register/table.h"

struct count_options {
	const struct directory *directory;
	const struct definitions *definitions; /* borrowed */
	day as_of, from, to;                   /* DAY_NONE: not given */
	size_t level;                          /* digits of an area; 0: the whole only */
	const char *list; /* the address of the figure whose rows are asked for, or NULL */
};

struct count;

/* NULL and *e (ERROR_USAGE): an unknown field, filter or figure, at its place in the definitions; a
 * figure that needs a day or a period and has none. */
struct count *count_new(const struct count_options *options, struct error *e);
void count_free(struct count *c);
/* The registers that are counted, and those that are only looked up, as REGISTER_BITs. */
unsigned count_registers(const struct count *c);
unsigned count_lookups(const struct count *c);
/* Reads them. Bad rows go to the diag of the specs. False and *e when one cannot be read, a
 * definition names a column that is not there, or a sum is too large. */
bool count_read(struct count *c, const struct table_spec specs[REGISTER_COUNT], struct error *e);
/* Adds the figures to `out`. */
void count_figures(struct count *c, struct figures *out);
/* Writes the rows behind the figure of options.list, with their header; the register whose rows
 * they are. */
const struct schema *count_list_register(const struct count *c);
void count_list(const struct count *c, struct output *out);

#endif
