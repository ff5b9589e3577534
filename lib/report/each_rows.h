/*
 * each_rows: the rows of a list in the order in which a loop takes them.
 */
#ifndef REPORT_EACH_ROWS_H
#define REPORT_EACH_ROWS_H

#include "report/lists.h"

struct each_rows {
	size_t *numbers; /* of rows of the list */
	size_t count;
};

/* All rows, sorted by order->column when there is one (numbers as numbers when both are, else by
 * bytes; equal ones as they were, empty ones last), then the first ones. False and *e (ERROR_USAGE)
 * when the list has no such column. */
bool each_rows_of(
    struct each_rows *rows, const struct list *list, const struct order *order, struct error *e);
void each_rows_release(struct each_rows *rows);

#endif
