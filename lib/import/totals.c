/* totals: see totals.h. */
#include "import/totals.h"

#include <stdlib.h>

void totals_init(struct totals *t, size_t columns)
{
	t->columns = mem_alloc(columns + 1, sizeof(*t->columns));
	t->count = columns;
}

void totals_release(struct totals *t)
{
	free(t->columns);
	*t = (struct totals){0};
}

size_t totals_rows(const struct totals *t)
{
	return t->count;
}

static void add(struct totals_sum *s, int64_t value)
{
	if (__builtin_add_overflow(s->value, value, &s->value))
		s->too_large = true;
}

void totals_add(struct totals *t, size_t column, int64_t value)
{
	for (int i = 0; i < TOTALS_SPANS; i++)
		add(&t->columns[column].sums[i], value);
}

void totals_add_unknown(struct totals *t, size_t column, uint64_t row)
{
	for (int i = 0; i < TOTALS_SPANS; i++)
		if (t->columns[column].sums[i].unknown == 0)
			t->columns[column].sums[i].unknown = row;
}

void totals_join(struct totals *t, const struct totals *behind)
{
	for (size_t c = 0; c <= t->count; c++)
		for (int i = 0; i < TOTALS_SPANS; i++) {
			struct totals_sum *s = &t->columns[c].sums[i];
			const struct totals_sum *more = &behind->columns[c].sums[i];
			add(s, more->value);
			s->too_large = s->too_large || more->too_large;
			s->unknown = s->unknown ? s->unknown : more->unknown;
		}
}

static bool is(const struct totals_sum *s, int64_t said)
{
	return !s->unknown && !s->too_large && s->value == said;
}

enum totals_answer totals_compare(
    const struct totals *t, size_t column, bool subtotal, int64_t said, struct totals_sum *sum)
{
	const struct totals_sum *sums = t->columns[column].sums;
	*sum = sums[subtotal ? TOTALS_PART : TOTALS_ALL];
	if (is(sum, said) || (!subtotal && is(&sums[TOTALS_SINCE], said)))
		return TOTALS_AGREE;
	if (sum->unknown)
		return TOTALS_UNKNOWN;
	return sum->too_large ? TOTALS_TOO_LARGE : TOTALS_DIFFER;
}

void totals_start(struct totals *t, bool subtotal)
{
	for (size_t i = 0; i <= t->count; i++) {
		t->columns[i].sums[TOTALS_PART] = (struct totals_sum){0};
		if (!subtotal)
			t->columns[i].sums[TOTALS_SINCE] = (struct totals_sum){0};
	}
}
