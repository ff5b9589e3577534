/*
 * labels: the Chinese words that stand in the heads and first columns of tables: of figures by
 * their definitions, of groups and fields by the registers' own descriptions.
 */
#ifndef REPORT_LABELS_H
#define REPORT_LABELS_H

#include "figures/definitions.h"

/* The figure's label, else its name. Borrowed, here and below. */
struct str label_of_figure(const struct definitions *d, struct str figure);
/* The label of a column that figures are grouped by; else the column's name. */
struct str label_of_field(const struct definitions *d, struct str figure, struct str field);
/* The label of a group's value ("joint": 联合组建), of an empty one 未注明; else the value. */
struct str label_of_value(
    const struct definitions *d, struct str figure, struct str field, struct str value);

#endif
