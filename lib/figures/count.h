/*
 * count: the figures of a file of definitions, computed from the registers: one pass over each
 * register for all its figures; or the rows behind one of them, or behind many, in one pass too.
 *
 * Kept in memory: counters by area and group, the values of distinct figures, what reference steps
 * look up, and for lists each row that is in any of them.
 *
 * Use: count_new, count_registers (for the snapshot), count_read, then count_figures or count_list.
 */
#ifndef FIGURES_COUNT_H
#define FIGURES_COUNT_H

#include "figures/definitions.h"
#include "figures/figure.h"
#include "register/table.h"

struct count_time {
	day as_of, from, to; /* DAY_NONE: not given */
};

struct count_options {
	const struct directory *directory;
	const struct definitions *definitions; /* borrowed */
	struct count_time time;
	size_t level;     /* digits of an area; 0: the whole only */
	const char *list; /* the address of the figure whose rows are asked for, or NULL */
	/* The figures whose rows are asked for, each in its own period (time is not used), or NULL.
	 * Borrowed. Those that the definitions do not have are passed over. */
	const struct figures *wanted;
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
/* How many lists there are: one of options.list, or those of the figures in options.wanted that are
 * of the definitions. */
size_t count_lists(const struct count *c);
/* The figure of options.wanted that a list is of. */
const struct figure *count_listed(const struct count *c, size_t list);
/* What the rows of a list of options.wanted give: the figure, unless it was counted otherwise. */
struct fixed count_list_value(const struct count *c, size_t list);
/* Writes the rows, with their header; the register whose rows they are. */
const struct schema *count_list_register(const struct count *c, size_t list);
void count_list(const struct count *c, size_t list, struct output *out);

#endif
