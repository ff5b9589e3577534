/*
 * reference: how a template names a figure:
 *
 *   figure@AREA[field=value]:PERIOD|filter|filter
 *
 * where everything behind the figure's name may be missing. Within a loop "." as figure, area or
 * group is that of the turn. Parsing only; each.h puts in the turn, binding.h finds the row.
 */
#ifndef REPORT_REFERENCE_H
#define REPORT_REFERENCE_H

#include "report/growth.h"

struct reference {
	struct str text; /* as written, without the filters; this and the parts are borrowed */
	struct str figure;
	struct str
	    area; /* a division code or a name; p is NULL when there is none, here and below */
	struct str area_name; /* how a turn of a loop calls it; else p is NULL */
	struct str group;     /* "field=value" */
	struct str period;    /* "month", "ytd", or a period written out */
	struct style style;
	struct growth growth;
	uint64_t line, column; /* in the template, from 1 */
	bool any_period;       /* of a chart by period: one of several rows will do */
	/* filled by binding.h */
	struct str area_code;
	const struct figure *row;
	const struct figure *base; /* with which growth compares it */
};

/* Parses `text` into everything but the place. False and *e (ERROR_USAGE, without a place). */
bool reference_parse(struct reference *r, struct str text, struct error *e);

#endif
