/*
 * coverage_list: the rows behind figures of orgs-count, of one or of several that hold on the same
 * day.
 *
 * For figures of units, the rows of units are kept as they are read, with the organisations and
 * guides that list them, and printed when all is known; rows of organisations are kept likewise.
 * Each row is kept once, in however many lists it is.
 */
#ifndef FIGURES_COVERAGE_LIST_H
#define FIGURES_COVERAGE_LIST_H

#include "csv/output.h"
#include "figures/breakdown.h"
#include "figures/coverage_units.h"
#include "figures/kept.h"

/* The rows behind one figure. */
struct listing {
	const struct figure *row;       /* that was asked for, or NULL */
	size_t unit_figure, org_figure; /* one of them, the other FIGURE_NONE */
	unsigned lines;                 /* 1 << line: the lines whose organisations are named */
	size_t area, group;             /* numbers */
	size_t *orgs;                   /* kept rows of organisations that are in it */
	size_t org_count, org_capacity;
};

struct listings {
	struct listing *lists;
	size_t count, capacity;
	bool has_units, has_orgs; /* whether there are lists of them */
	unsigned lines;           /* of all lists */
	struct kept units, orgs;
	size_t org_row; /* kept row of the organisation at hand; 0: none yet */
	size_t *row_of_unit, *row_of_version; /* by number, and by order: kept row, 0: none */
	size_t unit_capacity, version_capacity;
	struct intern names; /* ids of organisations and guides */
	struct link *links;  /* (unit, name), as they come */
	size_t link_count, link_capacity;
	uint32_t *latest_org, *latest_guide; /* by number of a unit: its latest link + 1 */
};

/* Adds a list, which names no figure yet. Borrowed until the next is added. */
struct listing *listings_add(struct listings *l, const struct figure *row);
/* To be called when the figure, lines, area and group of the latest list are set; or it is removed.
 */
void listings_added(struct listings *l);
void listings_remove(struct listings *l);

/* --- units --- */

/* Whether a unit with these marks, before organisations are known, may belong to a list. */
bool listings_want_unit(const struct listings *l, const struct unit_record *record);
/* Keeps a row under the number of its unit. */
void listings_keep_unit(
    struct listings *l, size_t number, const struct table *t, const struct row *row);
/* Notes that an organisation of a line (or a guide: LINE_COUNT) lists these units. Units must all
 * be known. */
void listings_link(struct listings *l, const struct unit_set *units, struct str ids, struct str id,
    enum line line);
/* Prints the units that belong to the figure, with the columns orgs and guides; returns how many.
 * by_mode: the group is how the unit is covered in the line of the figure (its number: enum cover +
 * 1). */
size_t listing_print_units(const struct listings *all, const struct listing *l,
    const struct unit_set *units, uint32_t work, bool by_mode, struct output *out);

/* --- organisations --- */

/* Whether an organisation in force, or a flow (ORG_FIGURE), of this area and group is in a list. */
bool listings_want_org(const struct listings *l, size_t figure, size_t area, size_t group);
/* Whether there are lists of flows of a line. */
bool listings_want_flows(const struct listings *l, enum line line);
/* Keeps the row at hand, once (org_row is to be 0 for a new one); its number. */
size_t listings_keep_org(struct listings *l, const struct table *t, const struct row *row);
/* Notes that the version of that order is the row kept under that number, and tells it. */
void listings_keep_version(struct listings *l, size_t order, size_t kept);
size_t listings_version(const struct listings *l, size_t order);
/* Puts a kept row into the lists that want it. */
void listings_choose_org(struct listings *l, size_t figure, size_t area, size_t group, size_t kept);
/* Prints the rows that were chosen; returns how many. */
size_t listing_print_orgs(const struct listings *all, struct listing *l, struct output *out);

void listings_release(struct listings *l);

#endif
