/*
 * coverage_state: what the files of coverage share; not for others.
 *
 * coverage.c and coverage_wanted.c read the options, coverage_read.c the registers, coverage_fast.c
 * does so fast when all is right in them, coverage_figures.c makes the figures.
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
	bool has_flows;
	bool has_lists; /* perhaps none, but no figures are counted */
	struct listings lists;
	/* while reading */
	struct area_keys areas;
	struct unit_set units;
	struct flows flows;
	struct tally unit_tally, org_tally;
};

/* --- coverage.c --- */

/* Groups are by that field; call once. */
bool coverage_set_groups(struct coverage *c, struct str field, struct error *e);

/* --- coverage_wanted.c --- */

/* Sets up the list of options.list, or those of options.wanted. */
bool coverage_set_lists(struct coverage *c, struct error *e);

/* --- coverage_read.c --- */

/* The columns that are checked. */
uint64_t coverage_unit_columns(const struct coverage *c);
uint64_t coverage_org_columns(const struct coverage *c);
uint64_t coverage_person_columns(const struct coverage *c);
/* Rows that are printed are given whole. */
struct table *coverage_open_table(
    const struct coverage *c, struct table_spec spec, uint64_t needed, struct error *e);
bool coverage_bind_filters(struct coverage *c, const struct table *t, struct error *e);
/* The marks that a unit has without any organisation. */
uint32_t coverage_unit_marks(const struct coverage *c, const struct row *row);
/* The group of a row; GROUP_ALL without a breakdown by a column. */
size_t coverage_row_group(struct breakdown *b, const struct row *row);
/* A version of an organisation that the period of the flows may touch. */
void coverage_take_version(
    struct coverage *c, const struct table *t, const struct row *row, enum line line);
/* A flow_teller. */
void coverage_take_flow(
    void *context, const struct version *version, enum line line, enum org_kind kind);

/* --- coverage_fast.c --- */

/* Reads the registers by several threads and in little memory. False, and nothing has changed, when
 * rows are listed, a register cannot be read in parts, or there is anything to tell about a row. */
bool coverage_read_fast(struct coverage *c, const struct table_spec specs[REGISTER_COUNT]);

#endif
