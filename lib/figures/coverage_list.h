/*
 * coverage_list: the rows behind one figure of orgs-count.
 *
 * For a figure of units, the rows of units are kept as they are read, with the organisations and
 * guides that list them, and printed when all is known; rows of organisations are kept likewise.
 */
#ifndef FIGURES_COVERAGE_LIST_H
#define FIGURES_COVERAGE_LIST_H

#include "csv/output.h"
#include "figures/breakdown.h"
#include "figures/coverage_units.h"
#include "figures/kept.h"

struct listing {
	size_t unit_figure, org_figure; /* one of them, the other FIGURE_NONE */
	unsigned lines;                 /* 1 << line: the lines whose organisations are named */
	size_t area, group;             /* numbers */
	struct kept rows;
	size_t *row_of; /* by number of a unit, or order of a version: kept row, 0: none */
	size_t row_capacity;
	struct intern names; /* ids of organisations and guides */
	struct link *links;  /* (unit, name), as they come */
	size_t link_count, link_capacity;
	uint32_t *orgs, *guides; /* by number of a unit: its latest link + 1 */
	size_t unit_count;
	bool *chosen; /* by kept row: of organisations, whether it is printed */
	size_t chosen_capacity;
};

/* Whether a unit with these marks, before organisations are known, may belong to the figure. */
bool listing_wants_unit(const struct listing *l, const struct unit_record *record);
/* Keeps a row under a number (of a unit, or of a version). */
void listing_keep(struct listing *l, size_t number, const struct table *t, const struct row *row);
/* Marks the row kept under a number to be printed. */
void listing_choose(struct listing *l, size_t number);
/* Notes that an organisation (or a guide) lists these units. Units must all be known. */
void listing_link(
    struct listing *l, const struct unit_set *units, struct str ids, struct str id, bool is_guide);
/* Prints the units that belong to the figure, with the columns orgs and guides. by_mode: the group
 * is how the unit is covered in the line of the figure (its number: enum cover + 1). */
void listing_print_units(struct listing *l, const struct unit_set *units, uint32_t work,
    bool by_mode, struct output *out);
/* Prints the rows that were chosen. */
void listing_print_orgs(const struct listing *l, struct output *out);
void listing_release(struct listing *l);

#endif
