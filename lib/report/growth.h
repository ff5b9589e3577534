/*
 * growth: how a figure stands against an earlier one, as a report says it (DOMAIN.md §3): counts
 * grow or fall by so many percent, rates differ by so many percentage points. Computed from the
 * figures themselves in integers and rounded once, half up; never from rounded numbers.
 *
 * Equal is 持平. What is not equal never prints as 0: it is at least 0.1 (in the last decimal asked
 * for); a count that falls and leaves something falls by at most 99.9%, and rates that differ by
 * less than the whole differ by at most 99.9 points. A base of 0 or less, and a rate without a
 * denominator, print "—"; 0 against 0 is 持平.
 */
#ifndef REPORT_GROWTH_H
#define REPORT_GROWTH_H

#include "figures/figure.h"
#include "report/style.h"
#include "report/wide.h"

enum growth_kind {
	GROWTH_NONE,
	GROWTH_VALUE,   /* |value:NAME   the earlier figure itself */
	GROWTH_PERCENT, /* |grow:NAME    增长3.5%, 下降2.1% */
	GROWTH_POINTS,  /* |points:NAME  提高1.2个百分点, 下降0.3个百分点 */
};

struct growth {
	enum growth_kind kind;
	struct str base; /* NAME of --against; borrowed */
	bool named; /* |change:NAME: 同比 or 环比 before it; points when |percent stands there */
	bool sign;  /* |sign: +3.5%, of points +1.2 */
	bool unit;  /* 个百分点 behind signed points too */
	int decimals;
};

/* Whether a filter ("grow:prev", "sign") is one of these. */
bool growth_is_filter(struct str filter);
/* Adds it. False and *e (ERROR_USAGE) when it is ill-formed or does not go with those before it. */
bool growth_add(struct growth *g, struct str filter, struct error *e);
/* When all filters are there: whether growth and style go together; settles what `change` means. */
bool growth_settle(struct growth *g, struct style *s, struct error *e);

/* By how much, exactly: 0.035 for 3.5 percent or points. False when nothing can be said ("—"); so
 * too when rates whose numbers have unlike decimals go beyond 128 bits. */
bool growth_measure(enum growth_kind kind, const struct figure *row, const struct figure *base,
    struct fraction *change);
/* Appends it (not GROWTH_VALUE). */
void growth_print(
    struct buf *out, const struct growth *g, const struct figure *row, const struct figure *base);

#endif
