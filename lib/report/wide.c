/* wide: see wide.h. */
#include "report/wide.h"

int128 wide_power_of_ten(unsigned exponent)
{
	int128 power = 1;
	while (exponent-- > 0)
		power *= 10;
	return power;
}

int128 wide_size(int128 number)
{
	return number < 0 ? -number : number;
}

int128 wide_divide_half_up(int128 number, int128 by)
{
	int128 size = (wide_size(number) * 2 + by) / (by * 2);
	return number < 0 ? -size : size;
}

void wide_print(struct buf *out, int128 number, unsigned decimals)
{
	char digits[48];
	size_t at = sizeof(digits);
	int128 size = wide_size(number);
	for (unsigned written = 0; size > 0 || written <= decimals; written++) {
		if (decimals && written == decimals)
			digits[--at] = '.';
		digits[--at] = (char)('0' + (int)(size % 10));
		size /= 10;
	}
	if (number < 0)
		digits[--at] = '-';
	buf_add(out, digits + at, sizeof(digits) - at);
}

struct fraction fraction_of(struct fixed a, struct fixed b)
{
	unsigned common = a.decimals > b.decimals ? a.decimals : b.decimals;
	return (struct fraction){a.units * wide_power_of_ten(common - a.decimals),
	    b.units * wide_power_of_ten(common - b.decimals)};
}

/* Ten times what is left, digit and rest, by sums that stay below 2^127. */
static int next_digit(int128 *rest, int128 whole)
{
	int128 sum = 0;
	int digit = 0;
	for (int i = 0; i < 10; i++) {
		sum += *rest;
		if (sum >= whole) {
			sum -= whole;
			digit++;
		}
	}
	*rest = sum;
	return digit;
}

int128 fraction_round(struct fraction f, unsigned decimals)
{
	int128 size = wide_size(f.part), number = size / f.whole, rest = size % f.whole;
	for (unsigned i = 0; i < decimals; i++)
		number = number * 10 + next_digit(&rest, f.whole);
	number += rest * 2 >= f.whole;
	return f.part < 0 ? -number : number;
}

/* The whole number below a fraction; what is left of the fraction in *rest, 0 ≤ rest < whole. */
static int128 floor_of(struct fraction f, int128 *rest)
{
	int128 whole = f.part / f.whole;
	*rest = f.part % f.whole;
	if (*rest < 0) {
		*rest += f.whole;
		whole--;
	}
	return whole;
}

/* By their continued fractions: as long as the whole numbers are the same, the fractions that are
 * left are turned upside down, which turns their order. */
int fraction_compare(struct fraction a, struct fraction b)
{
	for (int sign = 1;; sign = -sign) {
		int128 a_rest, b_rest, a_floor = floor_of(a, &a_rest),
				       b_floor = floor_of(b, &b_rest);
		if (a_floor != b_floor)
			return a_floor < b_floor ? -sign : sign;
		if (a_rest == 0 || b_rest == 0)
			return sign * ((a_rest > 0) - (b_rest > 0));
		a = (struct fraction){a.whole, a_rest};
		b = (struct fraction){b.whole, b_rest};
	}
}
