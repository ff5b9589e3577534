/*
 * relation: how the period of an earlier figure lies to that of a figure (DOMAIN.md §3): 环比 is
 * against the period before, 同比 against the same period of the year before. A figure of a day
 * goes with figures of a day, one of a stretch of days with one of a stretch of the same kind of
 * length: a month with a month, a quarter with a quarter, the year to date with the same days of
 * another year.
 */
#ifndef REPORT_RELATION_H
#define REPORT_RELATION_H

#include "base/str.h"

enum relation {
	RELATION_NONE,   /* not to be compared */
	RELATION_LIKE,   /* of the same kind, and no more can be said */
	RELATION_BEFORE, /* 环比 */
	RELATION_YEAR,   /* 同比 */
};

/* Both as figures have them: "", a day, or FROM/TO. */
enum relation relation_of(struct str period, struct str base);
/* 环比, 同比, or "". */
const char *relation_word(enum relation relation);

#endif
