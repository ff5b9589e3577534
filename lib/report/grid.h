/*
 * grid: the tables of a report: {{table FIGURE… by area}}, by a level of areas, or by the field of
 * a group. One column for each figure, one row for each area or group, and the row 合计: the figure
 * of the whole itself, never the sum of the rows.
 *
 * "by figure:" has the figures as rows, and columns for this period, earlier ones and changes.
 *
 * "by area" has every area that the figures have; "by street" and the other levels only areas of
 * that level, and of areas.csv also those that have no row: they have not reported, which a note
 * under the table says.
 */
#ifndef REPORT_GRID_H
#define REPORT_GRID_H

#include "report/binding.h"
#include "report/document.h"
#include "report/labels.h"

/* Appends a table in GFM whose columns are bound (binding_of_template). An area or group that has
 * no row of a figure shows "—", told to diag as a note at the table's place.
 * False and *e when there is no area or group at all. */
bool grid_print(struct document *d, const struct node *table, const struct binding *b,
    const struct definitions *definitions, struct diag *diag, struct error *e);
/* The one by figure. */
void grid_of_figures(struct document *d, const struct node *table, const struct binding *b,
    const struct definitions *definitions);

#endif
