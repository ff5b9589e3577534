/*
 * charting: the chart that a tag {{chart}} asks for: which rows of the figures are its values, and
 * how its categories and series are called. The categories are chosen and named as the rows of a
 * table are (keys.h), the series as its columns (heading.h).
 */
#ifndef REPORT_CHARTING_H
#define REPORT_CHARTING_H

#include "report/binding.h"
#include "report/chart.h"
#include "report/labels.h"

/*
 * Makes the chart of a bound NODE_CHART (binding_of_template); chart_release either
 * way. Values that are missing are told to diag as notes. False and *e, with the place of the tag:
 * ERROR_DATA when there is nothing that it could be by, ERROR_USAGE when it mixes percentages and
 * numbers.
 */
bool charting_make(struct chart *c, const struct node *tag, const struct binding *b,
    const struct definitions *definitions, struct diag *diag, struct error *e);

#endif
