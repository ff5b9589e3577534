/* totals: see totals.h. */
#include "import/totals.h"

#include <stdlib.h>

void totals_init(struct totals *t, size_t columns)
{
	t->columns = mem_alloc(columns, sizeof(*t->columns));
	t->count = columns;
}

void totals_release(struct totals *t)
{
	free(t->columns);
	*t = (struct totals){0};
}

void totals_add(struct totals *t, size_t column, int64_t value)
{
	struct totals_column *c = &t->columns[column];
	c->counts = true;
	for (int i = 0; i < TOTALS_SPANS; i++) {
		struct totals_sum *s = &c->sums[i];
		if (__builtin_add_overflow(s->value, value, &s->value))
			s->too_large = true;
	}
}

void totals_add_unknown(struct totals *t, size_t column)
{
	t->columns[column].counts = true;
	for (int i = 0; i < TOTALS_SPANS; i++)
		t->columns[column].sums[i].unknown = true;
}

void totals_join(struct totals *t, const struct totals *behind)
{
	for (size_t c = 0; c < t->count; c++) {
		t->columns[c].counts = t->columns[c].counts || behind->columns[c].counts;
		for (int i = 0; i < TOTALS_SPANS; i++) {
			struct totals_sum *s = &t->columns[c].sums[i];
			const struct totals_sum *more = &behind->columns[c].sums[i];
			s->unknown = s->unknown || more->unknown;
			s->too_large = __builtin_add_overflow(s->value, more->value, &s->value) ||
				       s->too_large || more->too_large;
		}
	}
}

static bool is(const struct totals_sum *s, int64_t said)
{
	return s->unknown || (!s->too_large && s->value == said);
}

bool totals_agree(const struct totals *t, size_t column, bool subtotal, int64_t said, int64_t *sum)
{
	const struct totals_sum *sums = t->columns[column].sums;
	if (subtotal) {
		*sum = sums[TOTALS_PART].value;
		return is(&sums[TOTALS_PART], said);
	}
	*sum = sums[TOTALS_ALL].value;
	return is(&sums[TOTALS_ALL], said) || is(&sums[TOTALS_SINCE], said);
}

void totals_start(struct totals *t, bool subtotal)
{
	for (size_t i = 0; i < t->count; i++) {
		t->columns[i].sums[TOTALS_PART] = (struct totals_sum){0};
		if (!subtotal)
			t->columns[i].sums[TOTALS_SINCE] = (struct totals_sum){0};
	}
}
