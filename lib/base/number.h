/*
 * number: strict reading and writing of the numbers of registers and figures. No floating point
 * anywhere: money is an integer of fen, a figure an integer with a count of decimals.
 */
#ifndef BASE_NUMBER_H
#define BASE_NUMBER_H

#include "base/str.h"

#include <stdint.h>

/* ASCII digits only, no sign, no blank; false also on overflow of int64_t. */
bool number_parse(struct str text, int64_t *value);
/* Yuan with at most two decimals ("5", "5.5", "5.50"); *fen is the amount in fen. */
bool money_parse(struct str text, int64_t *fen);

/* A fixed-point number: units × 10^-decimals, as figures store them; may be negative. */
struct fixed {
	int64_t units;
	unsigned decimals;
};

/* An optional '-', digits, optionally a point and 1–9 decimals. */
bool fixed_parse(struct str text, struct fixed *value);
void fixed_print(struct buf *out, struct fixed value);
/* Sum with the decimals of the finer operand; false on overflow. */
bool fixed_add(struct fixed a, struct fixed b, struct fixed *sum);
/* Negative, 0 or positive as a is less than, equal to or greater than b. Exact. */
int fixed_compare(struct fixed a, struct fixed b);

#endif
