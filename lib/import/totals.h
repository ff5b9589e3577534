/*
 * totals: the sums of the columns of a sheet that count, and the number of its rows, against its
 * lines of totals. A subtotal is over the rows since the last subtotal; a total over all rows, or
 * over those since the last total when that is what it says.
 */
#ifndef IMPORT_TOTALS_H
#define IMPORT_TOTALS_H

#include "base/error.h"

enum totals_span { TOTALS_PART, TOTALS_SINCE, TOTALS_ALL, TOTALS_SPANS };

struct totals_sum {
	int64_t value;
	uint64_t unknown; /* the first row of which it could not be read, or 0 */
	bool too_large;   /* value means nothing */
};

struct totals_column {
	struct totals_sum sums[TOTALS_SPANS];
	struct totals_sum fresh; /* not yet in them */
};

struct totals {
	struct totals_column *columns; /* behind the last one: the number of rows */
	size_t count;
};

enum totals_answer {
	TOTALS_AGREE,
	TOTALS_DIFFER,
	TOTALS_TOO_LARGE, /* the sum is larger than anything that can be said */
	TOTALS_UNKNOWN,   /* a cell that it would count could not be read */
};

void totals_init(struct totals *t, size_t columns);
void totals_release(struct totals *t);
/* The column that has the number of rows. */
size_t totals_rows(const struct totals *t);
void totals_add(struct totals *t, size_t column, int64_t value);
void totals_add_unknown(struct totals *t, size_t column, uint64_t row);
/* Adds what was found of rows that stand behind, without a line of totals. */
void totals_join(struct totals *t, struct totals *behind);
/* Whether a line of totals says what the rows add up to; *sum is what they do. */
enum totals_answer totals_compare(
    struct totals *t, size_t column, bool subtotal, int64_t said, struct totals_sum *sum);
/* The line has been compared: what follows is a new part. */
void totals_start(struct totals *t, bool subtotal);

#endif
