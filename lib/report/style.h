/*
 * style: how a number is printed in a Chinese report, after GB/T 15835-2011: Arabic digits, which
 * 万 may follow, and 余 only where it is true. Pure functions in integer arithmetic.
 *
 * A style is made of the filters behind a figure: "percent", "percent:2", "over:10", "wan",
 * "wan:1", "han", "plain", "fraction". `over` may stand with a form that keeps every digit (plain,
 * wan, han); any other two are refused. `fraction`, behind percent, adds value and denominator.
 */
#ifndef REPORT_STYLE_H
#define REPORT_STYLE_H

#include "base/error.h"
#include "base/number.h"

enum style_form {
	STYLE_PLAIN,   /* as it is, without decimals that are all zero: 50000.00 → 50000 */
	STYLE_PERCENT, /* value of its denominator: 57 of 80 → 71.3% */
	STYLE_WAN,     /* ten thousands from 10000 on: 12345 → 1.2345万 */
	STYLE_HAN,     /* Chinese numerals: 110 → 一百一十 */
};

struct style {
	enum style_form form;
	bool form_given;
	int decimals;  /* percent and wan; −1: as many as it takes */
	int64_t over;  /* rounding step of 余, a power of ten; 0: none */
	bool fraction; /* 71.3%（57/80） */
};

#define STYLE_INIT ((struct style){STYLE_PLAIN, false, -1, 0, false})

/* Adds one filter with its argument ("over:10"). False and *e (ERROR_USAGE) when it is unknown (the
 * nearest is named), ill-formed, or does not go with those before it. */
bool style_add(struct style *s, struct str filter, struct error *e);
/*
 * Appends the number. `of` is the denominator, needed by STYLE_PERCENT only. A rate is rounded half
 * up, but less than the whole prints at most 99.9% and more than nothing at least 0.1% (in the last
 * decimal asked for); nothing of nothing prints "—".
 */
void style_print(struct buf *out, const struct style *s, struct fixed value, struct fixed of);

#endif
