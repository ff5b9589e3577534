/* number: see number.h. */
#include "base/number.h"

bool number_parse(struct str text, int64_t *value)
{
	int64_t sum = 0;
	if (text.n == 0)
		return false;
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];
		if (c < '0' || c > '9')
			return false;
		if (__builtin_mul_overflow(sum, 10, &sum) ||
		    __builtin_add_overflow(sum, c - '0', &sum))
			return false;
	}
	*value = sum;
	return true;
}

/* units × 10^count; false on overflow. */
static bool scale_up(int64_t *units, unsigned count)
{
	while (count-- > 0)
		if (__builtin_mul_overflow(*units, 10, units))
			return false;
	return true;
}

bool fixed_parse(struct str text, struct fixed *value)
{
	bool negative = str_starts(text, STR("-"));
	struct str whole = str_from(text, negative ? 1 : 0), decimals = {NULL, 0};
	size_t point = str_find(whole, STR("."));
	if (point != SIZE_MAX) {
		decimals = str_from(whole, point + 1);
		whole = str_first(whole, point);
		if (decimals.n < 1 || decimals.n > 9)
			return false;
	}
	int64_t units, fraction = 0;
	if (!number_parse(whole, &units) || (decimals.n && !number_parse(decimals, &fraction)))
		return false;
	if (!scale_up(&units, (unsigned)decimals.n) ||
	    __builtin_add_overflow(units, fraction, &units))
		return false;
	*value = (struct fixed){negative ? -units : units, (unsigned)decimals.n};
	return true;
}

bool money_parse(struct str text, int64_t *fen)
{
	struct fixed value;
	if (!fixed_parse(text, &value) || text.p[0] == '-' || value.decimals > 2)
		return false;
	*fen = value.units;
	return scale_up(fen, 2 - value.decimals);
}

void fixed_print(struct buf *out, struct fixed value)
{
	uint64_t size = value.units < 0 ? -(uint64_t)value.units : (uint64_t)value.units;
	uint64_t scale = 1;
	for (unsigned i = 0; i < value.decimals; i++)
		scale *= 10;
	buf_printf(out, "%s%llu", value.units < 0 ? "-" : "", (unsigned long long)(size / scale));
	if (value.decimals)
		buf_printf(out, ".%0*llu", (int)value.decimals, (unsigned long long)(size % scale));
}

bool fixed_add(struct fixed a, struct fixed b, struct fixed *sum)
{
	unsigned decimals = a.decimals > b.decimals ? a.decimals : b.decimals;
	if (!scale_up(&a.units, decimals - a.decimals) ||
	    !scale_up(&b.units, decimals - b.decimals))
		return false;
	sum->decimals = decimals;
	return !__builtin_add_overflow(a.units, b.units, &sum->units);
}

int fixed_compare(struct fixed a, struct fixed b)
{
	__extension__ __int128 left = a.units, right = b.units;
	for (unsigned i = a.decimals; i < b.decimals; i++)
		left *= 10;
	for (unsigned i = b.decimals; i < a.decimals; i++)
		right *= 10;
	return (left > right) - (left < right);
}
