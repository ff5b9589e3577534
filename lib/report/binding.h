/*
 * binding: which row of the figures a reference of a template means.
 *
 * Without area and group they are empty. Without a period the reference means the one row that has
 * figure, area and group; two periods make it ambiguous. With a period it means the row of that
 * period, or of its last day (figures that hold on a day). ":month" is the period of --period,
 * ":ytd" is from 1 January of its year to its last day. The row that it is compared with is the one
 * of the earlier figures with the same figure, area, group and kind of period (against.h).
 */
#ifndef REPORT_BINDING_H
#define REPORT_BINDING_H

#include "base/date.h"
#include "figures/figure.h"
#include "register/areas.h"
#include "report/against.h"
#include "report/template.h"

struct binding {
	const struct figures *figures;
	const struct areas *areas; /* names of areas; may be empty */
	bool has_period;
	struct period period;          /* of --period */
	const struct against *against; /* NULL: nothing is compared */
};

/*
 * Fills r->area_code, r->row and r->base. False and *e, without a place: ERROR_DATA when the figure
 * is missing (the nearest names are told) or ambiguous, ERROR_USAGE for an unknown area, an
 * ill-formed period, earlier figures that are not given, or a percentage of a figure without
 * denominator.
 */
bool binding_find(const struct binding *b, struct reference *r, struct error *e);
/* Fills r->base of a bound reference, when it is compared. False and *e as binding_find. */
bool binding_compare(const struct binding *b, struct reference *r, struct error *e);
/* The cell of a table by figure in the row of a bound reference: *cell, bound; its row is NULL
 * where the column says nothing of that figure (points of a count). False and *e as binding_find.
 */
bool binding_cell(const struct binding *b, const struct reference *row,
    const struct figure_column *column, struct reference *cell, struct error *e);
/* The rows of a table and the turns of a loop are areas or groups: whether a reference leaves that
 * open. False and *e (ERROR_USAGE) when it does not. */
bool binding_check_rows(const struct node *table, const struct reference *r, struct error *e);
/* Binds the references of every node, whether a condition will keep it or not; of a table the row
 * of the whole for each column. Tells every fault once with its place in the template, whose loops
 * are unrolled. False when there was one. */
bool binding_of_template(const struct binding *b, struct template *t, struct diag *diag);
/* Says what was not told yet: the turns of a loop find the same fault at the same place. */
void binding_say_once(struct intern *told, struct diag *diag, const struct error *e);

#endif
