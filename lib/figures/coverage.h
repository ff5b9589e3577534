/*
 * coverage: the figures of orgs-count, computed from units, orgs and people in one pass each; or
 * the rows behind one of them, or behind several of the same time. What they mean is in
 * taizhang-figures(5), "Coverage".
 *
 * Kept in memory: the ids of the units and a small record for each; with flows the ids and versions
 * of organisations that the period touches; for lists the rows that may be printed.
 *
 * Use: coverage_new, coverage_read, then coverage_figures or coverage_list. For the lists of many
 * figures, this for every coverage_next_lists.
 */
#ifndef FIGURES_COVERAGE_H
#define FIGURES_COVERAGE_H

#include "figures/coverage_names.h"
#include "figures/figure.h"
#include "register/table.h"

/* What counts as work beside a Party organisation. */
enum coverage_work { WORK_GUIDE = 1, WORK_LIAISON = 2, WORK_UNION = 4, WORK_YOUTH = 8 };

/* Borrowed texts; NULL or "" where not given. */
struct coverage_options {
	const struct directory *directory;
	day as_of;
	day from;     /* DAY_NONE: no flows; their last day is as_of */
	size_t level; /* digits of an area; 0: the whole only */
	const char *group;
	const char *units;           /* a filter instead of operating!=no */
	const char *due[LINE_COUNT]; /* filters instead of the usual rules */
	unsigned work;               /* coverage_work bits */
	const char *list;            /* the address of the figure whose rows are asked for */
	/* Those of these rows that have a true in `here` are the figures whose rows are asked for;
	 * NULL: none. Those that are not there with these options are passed over. */
	const struct figures *wanted;
	const bool *here;
};

/* What a person writes: L=FILTER, a rule for a line that has none yet; KINDS, some of
 * guide,liaison,union,youth. The texts are kept, not copied. False and *e (ERROR_USAGE). */
bool coverage_read_due(struct coverage_options *c, const char *text, struct error *e);
bool coverage_read_work(struct coverage_options *c, const char *kinds, struct error *e);

struct coverage;

/* NULL and *e (ERROR_USAGE) for an unknown field, filter or figure. */
struct coverage *coverage_new(const struct coverage_options *options, struct error *e);
void coverage_free(struct coverage *c);
/*
 * Reads the three registers; of specs those of units, orgs and people are used (their `unchecked`
 * is set here: only the columns that are needed are checked). Bad rows go to the diag of the specs.
 * False and *e when one cannot be read or a filter names a column that is not there.
 */
bool coverage_read(
    struct coverage *c, const struct table_spec specs[REGISTER_COUNT], struct error *e);
/* Adds the figures to `out`. */
void coverage_figures(struct coverage *c, struct figures *out);
/*
 * Sets as_of and from to the time of a figure of o->wanted that has no true in `done`, and `here`
 * to true for it and all others whose rows can be listed by one reading of the registers (those of
 * the same day, period, level of areas and field of groups), and for no other; likewise in `done`.
 * False when no figure is left that orgs-count could make.
 */
bool coverage_next_lists(struct coverage_options *o, bool *here, bool *done);
/* How many lists there are: one of options.list, or those of options.wanted. */
size_t coverage_lists(const struct coverage *c);
/* The figure of options.wanted that a list is of. */
const struct figure *coverage_listed(const struct coverage *c, size_t list);
/* Writes the rows, with their header, and returns their number; the register whose rows they are,
 * but for the columns orgs and guides behind those of units. */
size_t coverage_list(struct coverage *c, size_t list, struct output *out);
const struct schema *coverage_list_register(const struct coverage *c, size_t list);

#endif
