/*
 * wide: the exact arithmetic behind printed rates and changes: 128-bit integers, and fractions of
 * them that are compared without being multiplied out. Nothing is rounded before it is printed.
 */
#ifndef REPORT_WIDE_H
#define REPORT_WIDE_H

#include "base/number.h"

__extension__ typedef __int128 int128;

int128 wide_power_of_ten(unsigned exponent);
int128 wide_size(int128 number);
/* Halves away from zero; `by` is positive. */
int128 wide_divide_half_up(int128 number, int128 by);
/* number × 10^-decimals with all its decimals, appended. */
void wide_print(struct buf *out, int128 number, unsigned decimals);

struct fraction {
	int128 part, whole; /* whole > 0 */
};

/* a and b × 10^(decimals of the finer one), so that they can be set against each other. */
struct fraction fraction_of(struct fixed a, struct fixed b);
/* In units of the last decimal; halves away from zero. Of parts and wholes below 2^126. */
int128 fraction_round(struct fraction f, unsigned decimals);
/* Negative, 0 or positive as a is less than, equal to or greater than b. */
int fraction_compare(struct fraction a, struct fraction b);

#endif
