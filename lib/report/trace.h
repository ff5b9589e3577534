/*
 * trace: where the printed numbers of a report come from, as CSV:
 * line,column,text,figure,area,period,group,value,of.
 */
#ifndef REPORT_TRACE_H
#define REPORT_TRACE_H

#include "figures/figure.h"

/* The header. */
void trace_begin(struct csv_writer *w);
/* One number: its place, counted from 1, how it is printed, and the figure that it is. A number
 * that compares two figures has a second line of the same place, for the earlier one (base, or
 * NULL). */
void trace_number(struct csv_writer *w, size_t line, size_t column, struct str text,
    const struct figure *row, const struct figure *base);

#endif
