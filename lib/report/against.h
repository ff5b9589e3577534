/*
 * against: earlier figures that a report compares with, each set under the NAME that it is given on
 * the command line (--against NAME=FILE), and which of their rows goes with a row of the report.
 */
#ifndef REPORT_AGAINST_H
#define REPORT_AGAINST_H

#include "figures/figure.h"

struct against_set {
	struct str name; /* borrowed */
	struct figures figures;
};

struct against {
	struct against_set *sets;
	size_t count, capacity;
};

/*
 * Reads FILE of "NAME=FILE" ("-" for standard input) and adds its rows to those of that NAME; the
 * text is borrowed. Bad rows go to diag. False and *e: ERROR_USAGE when the text is ill-formed,
 * ERROR_DATA when the file cannot be read.
 */
bool against_read(struct against *a, const char *text, struct diag *diag, struct error *e);
void against_release(struct against *a);
/* The figures of that name; NULL and *e (ERROR_USAGE, the nearest names are told) when there are
 * none. */
const struct figures *against_find(const struct against *a, struct str name, struct error *e);
/*
 * The row with figure, area and group of `row` whose period is of the same kind (relation.h). When
 * there are several, the one row that is 同比 or 环比. NULL and *e (ERROR_DATA) when there is none,
 * naming both periods when that is why, or when it could be several. `text` is how the template
 * calls the figure.
 */
const struct figure *against_match(const struct figures *earlier, struct str name,
    const struct figure *row, struct str text, struct error *e);

#endif
