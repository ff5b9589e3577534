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
	add(&t->columns[column].fresh, value);
}

/* Puts what has been added into all sums. */
static struct totals_sum *settled(struct totals_column *c)
{
	for (int i = 0; i < TOTALS_SPANS; i++) {
		add(&c->sums[i], c->fresh.value);
		c->sums[i].too_large = c->sums[i].too_large || c->fresh.too_large;
	}
	c->fresh = (struct totals_sum){0};
	return c->sums;
}

void totals_add_unknown(struct totals *t, size_t column, uint64_t row)
{
	for (int i = 0; i < TOTALS_SPANS; i++)
		if (t->columns[column].sums[i].unknown == 0)
			t->columns[column].sums[i].unknown = row;
}

void totals_join(struct totals *t, struct totals *behind)
{
	for (size_t c = 0; c <= t->count; c++) {
		struct totals_sum *sums = settled(&t->columns[c]);
		const struct totals_sum *more = settled(&behind->columns[c]);
		for (int i = 0; i < TOTALS_SPANS; i++) {
			add(&sums[i], more[i].value);
			sums[i].too_large = sums[i].too_large || more[i].too_large;
			sums[i].unknown = sums[i].unknown ? sums[i].unknown : more[i].unknown;
		}
	}
}

static bool is(const struct totals_sum *s, int64_t said)
{
	return !s->unknown && !s->too_large && s->value == said;
}

enum totals_answer totals_compare(
    struct totals *t, size_t column, bool subtotal, int64_t said, struct totals_sum *sum)
{
	const struct totals_sum *sums = settled(&t->columns[column]);
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
		struct totals_sum *sums = settled(&t->columns[i]);
		sums[TOTALS_PART] = (struct totals_sum){0};
		if (!subtotal)
			sums[TOTALS_SINCE] = (struct totals_sum){0};
	}
}
