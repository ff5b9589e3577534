/*
 * coverage_state: what the files of coverage share; not for others.
 *
 * coverage.c reads the options, coverage_read.c the registers, coverage_figures.c makes the
 * figures.
 */
#ifndef FIGURES_COVERAGE_STATE_H
#define FIGURES_COVERAGE_STATE_H

#include "figures/breakdown.h"
#include "figures/coverage.h"
#include "figures/coverage_flows.h"
#include "figures/coverage_list.h"
#include "figures/coverage_units.h"
#include "figures/tally.h"
#include "register/filter.h"

/* A breakdown of units or of organisations. */
struct breakdown {
	int column; /* of the register, or COLUMN_NONE: none */
	struct groups groups;
	size_t fixed; /* groups 1 … fixed are there without any row */
};

/* Numbers of columns, found once. */
struct coverage_columns {
	int unit_id, publics[LINE_COUNT]; /* of units: each line's public */
	int org_id, org_line, org_mode, org_units;
	int person_id, role, person_units;
};

struct coverage {
	struct coverage_options options;
	char as_of[DATE_SIZE];
	struct coverage_columns columns;
	struct filter *base;
	struct filter *due[LINE_COUNT]; /* NULL: no rule */
	struct breakdown of_units, of_orgs;
	bool by_mode; /* of_units has no column: a unit's group is how it is covered, enum cover + 1
		       */
	uint32_t work; /* marks */
	bool has_flows, has_list;
	struct listing list;
	/* while reading */
	struct area_keys areas;
	struct unit_set units;
	struct flows flows;
	struct tally unit_tally, org_tally;
};

#endif
