/*
 * coverage: the figures of orgs-count, computed from units, orgs and people in one pass each; or
 * the rows behind one of them. What they mean is in taizhang-figures(5), "Coverage".
 *
 * Kept in memory: the ids of the units and a small record for each; with flows the ids and versions
 * of organisations that the period touches; for a list the rows that may be printed.
 *
 * Use: coverage_new, coverage_read, then coverage_figures or coverage_list.
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
/* Writes the rows behind the figure of options.list, with their header; the register whose rows
 * they are, but for the columns orgs and guides behind those of units. */
const struct schema *coverage_list_register(const struct coverage *c);
void coverage_list(struct coverage *c, struct output *out);

#endif
