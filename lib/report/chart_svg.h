/*
 * chart_svg: gnuplot's SVG made fit for a page: without what it says about itself, its own sizes,
 * unused definitions and addresses; ids with a prefix; black as the colour of the text around it.
 */
#ifndef REPORT_CHART_SVG_H
#define REPORT_CHART_SVG_H

#include "report/chart.h"

/* Appends the picture that gnuplot drew. False and *e when it is not what was expected; nothing is
 * appended then. */
bool chart_svg_clean(const struct chart *c, unsigned height, const char *id, struct str drawn,
    struct buf *out, struct error *e);

#endif
