/* chart_internal: what the forms of a chart share; see chart.h. */
#ifndef REPORT_CHART_INTERNAL_H
#define REPORT_CHART_INTERNAL_H

#include "report/chart.h"
#include "report/wide.h"

/* The axis of a chart: all values as integers × 10^-decimals, so that they compare exactly. */
struct chart_scale {
	unsigned decimals;
	int128 least, most; /* at most and at least 0; of a percentage at least 100 */
};

struct chart_scale chart_scale_of(const struct chart *c);
/* A value on the axis; a percentage to 4 decimals of a per cent. False where there is none. */
bool chart_value(const struct chart *c, const struct chart_scale *scale, size_t category,
    size_t series, int128 *value);
/* A value as readers see it, "—" for a gap; appended. */
void chart_print_value(const struct chart *c, size_t category, size_t series, struct buf *out);

#endif
