/*
 * totals: the sums of the columns of a sheet that count, against its lines of totals. A subtotal is
 * over the rows since the last subtotal; a total over all rows, or over those since the last total
 * when that is what it says. A sum over a cell that cannot be read is not compared.
 */
#ifndef IMPORT_TOTALS_H
#define IMPORT_TOTALS_H

#include "base/error.h"

enum totals_span { TOTALS_PART, TOTALS_SINCE, TOTALS_ALL, TOTALS_SPANS };

struct totals_sum {
	int64_t value;
	bool unknown;   /* of some row it could not be read */
	bool too_large; /* it equals nothing that can be said */
};

struct totals_column {
	bool counts;
	struct totals_sum sums[TOTALS_SPANS];
};

struct totals {
	struct totals_column *columns;
	size_t count;
};

void totals_init(struct totals *t, size_t columns);
void totals_release(struct totals *t);
void totals_add(struct totals *t, size_t column, int64_t value);
void totals_add_unknown(struct totals *t, size_t column);
/* Adds what was found of rows that stand behind, without a line of totals. */
void totals_join(struct totals *t, const struct totals *behind);
/* Whether a line of totals says what the rows add up to; *sum is that otherwise. */
bool totals_agree(const struct totals *t, size_t column, bool subtotal, int64_t said, int64_t *sum);
/* The line has been compared: what follows is a new part. */
void totals_start(struct totals *t, bool subtotal);

#endif
