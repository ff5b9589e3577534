/*
 * heading: how a figure is called in the head of a table, where several columns may be of the same
 * figure: 覆盖单位占比（联合组建）（本期）, 覆盖单位占比同比（百分点）.
 */
#ifndef REPORT_HEADING_H
#define REPORT_HEADING_H

#include "report/document.h"
#include "report/labels.h"
#include "report/reference.h"
#include "report/relation.h"

/* The figure's label and what else tells it from others of the figure, without its comparison; and
 * without 本期, as other periods may stand beside it. */
void heading_of_figure(
    struct document *d, const struct definitions *definitions, const struct reference *r);
/* What a comparison says, or which earlier figure stands there; `relation` of those that are
 * compared, RELATION_LIKE when it is not the same for all. */
void heading_of_growth(struct document *d, const struct growth *growth, enum relation relation);
/* Both, of a bound reference. */
void heading_print(
    struct document *d, const struct definitions *definitions, const struct reference *r);

#endif
