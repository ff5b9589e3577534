/*
 * order: in which order the areas or groups of a table come, by the values of a figure: counts by
 * number, rates by their exact fractions, comparisons by the exact change.
 */
#ifndef REPORT_ORDER_H
#define REPORT_ORDER_H

#include "report/keys.h"

/* The value that a reference prints of a row, exactly; false when there is none ("—"). `base` is
 * what the row is compared with, or NULL. */
bool order_value(const struct reference *r, const struct figure *row, const struct figure *base,
    struct fraction *value);
/* Sorts the keys as is asked for, equal ones staying as they were and those without a value last;
 * then leaves the first ones. order->by is bound. */
void order_keys(struct keys *k, const struct order *order);

#endif
