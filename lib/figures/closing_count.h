/*
 * closing_count: all figures of a period: those of orgs-count as of its last day with the flows
 * from its first, and those of a file of definitions. The same for a closing and for whoever counts
 * again what was closed.
 */
#ifndef FIGURES_CLOSING_COUNT_H
#define FIGURES_CLOSING_COUNT_H

#include "figures/closing_settings.h"
#include "figures/definitions.h"
#include "figures/figure.h"
#include "register/table.h"

struct closing_count {
	const struct directory *directory;
	const struct snapshot *snapshot; /* of all registers and journals */
	const struct closing_settings *settings;
	const struct definitions *definitions; /* or NULL */
	struct period period;
	instant at; /* what was known then; its day is "today" for filters */
	struct diag *diag;
};

/* Adds the figures to an empty set. False and *e: ERROR_USAGE for settings or definitions that are
 * not right, else when a register cannot be read. */
bool closing_count_figures(const struct closing_count *c, struct figures *out, struct error *e);
/* How a register is read for that. */
struct table_spec closing_spec(
    const struct closing_count *c, const struct directory *d, enum register_id id);

#endif
