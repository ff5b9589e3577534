/*
 * coverage_names: the figures of orgs-count by number: their names and denominators. What they mean
 * is in taizhang-figures(5), "Coverage".
 *
 * There are figures of units, which count units of the base, and figures of organisations. Numbers
 * serve as bits of a mask (UNIT_BIT, ORG_BIT) and as places in a tally.
 */
#ifndef FIGURES_COVERAGE_NAMES_H
#define FIGURES_COVERAGE_NAMES_H

#include "base/str.h"

#include <stdint.h>

enum line { LINE_PARTY, LINE_UNION, LINE_YOUTH, LINE_WOMEN, LINE_COUNT };

/* "party" … as in the column `line` of orgs; LINE_COUNT for another word. */
enum line line_find(struct str word);
const char *line_name(enum line line);

/* Figures of units: three of all lines together, then UNIT_KIND_COUNT for each line. */
enum { UNIT_ALL, UNIT_GUIDES, UNIT_WORK, UNIT_LINES };
enum unit_kind {
	UNIT_PUBLIC,
	UNIT_DUE,
	UNIT_COVERED,
	UNIT_BUILT,
	UNIT_OWN,
	UNIT_MISSING,
	UNIT_NOTOWN,
	UNIT_KIND_COUNT
};
enum { UNIT_FIGURE_COUNT = UNIT_LINES + LINE_COUNT * UNIT_KIND_COUNT };

#define UNIT_FIGURE(line, kind) ((size_t)UNIT_LINES + (size_t)(line)*UNIT_KIND_COUNT + (kind))
#define UNIT_BIT(figure) (UINT32_C(1) << (figure))

/* Figures of organisations: ORG_KIND_COUNT for each line; all but the first are flows. */
enum org_kind { ORG_STOCK, ORG_OPENED, ORG_ENDED, ORG_MOVED_IN, ORG_MOVED_OUT, ORG_KIND_COUNT };
enum { ORG_FIGURE_COUNT = LINE_COUNT * ORG_KIND_COUNT };

#define ORG_FIGURE(line, kind) ((size_t)(line)*ORG_KIND_COUNT + (kind))
#define ORG_BIT(figure) (UINT32_C(1) << (figure))

#define FIGURE_NONE SIZE_MAX

/* Appends the name: "units", "party.covered". */
void unit_figure_name(size_t figure, struct buf *out);
void org_figure_name(size_t figure, struct buf *out);
/* The number of a name, or FIGURE_NONE. */
size_t unit_figure_find(struct str name);
size_t org_figure_find(struct str name);
/* Of both kinds, the name that differs least; appended. */
void coverage_nearest(struct str name, struct buf *out);

/* The figure of units that is the denominator, or FIGURE_NONE. */
size_t unit_figure_of(size_t figure);
/* The line of a figure; LINE_COUNT for the three of all lines together. */
enum line unit_figure_line(size_t figure);
/* Whether the figure needs a rule for which units are due. */
bool unit_figure_needs_rule(size_t figure);

#endif
