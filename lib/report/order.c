/* order: see order.h. */
#include "report/order.h"

#include <stdlib.h>

struct place {
	struct str key;
	size_t number; /* where it stood */
	bool there;
	struct fraction value;
	bool descending;
};

static bool value_of(const struct reference *r, const struct figure *row, struct fraction *value)
{
	bool rate = r->style.form == STYLE_PERCENT;
	if (!row || (rate && (!row->has_of || row->of.units <= 0)))
		return false;
	*value = fraction_of(row->value, rate ? row->of : (struct fixed){1, 0});
	return true;
}

bool order_value(const struct reference *r, const struct figure *row, const struct figure *base,
    struct fraction *value)
{
	switch (r->growth.kind) {
	case GROWTH_NONE:
		return value_of(r, row, value);
	case GROWTH_VALUE:
		return value_of(r, base, value);
	default:
		return row && base && growth_measure(r->growth.kind, row, base, value);
	}
}

static int compare_places(const void *left, const void *right)
{
	const struct place *a = left, *b = right;
	int order = 0;
	if (a->there != b->there)
		return a->there ? -1 : 1;
	if (a->there)
		order = fraction_compare(a->value, b->value) * (a->descending ? -1 : 1);
	return order ? order : (a->number > b->number) - (a->number < b->number);
}

static void sort_keys(struct keys *k, const struct order *order)
{
	struct place *places = mem_alloc(k->count, sizeof(*places));
	for (size_t i = 0; i < k->count; i++) {
		struct str key = k->items[i];
		places[i] =
		    (struct place){.key = key, .number = i, .descending = order->descending};
		places[i].there = order_value(&order->by, keys_row(k, &order->by, key),
		    keys_base(k, &order->by, key), &places[i].value);
	}
	qsort(places, k->count, sizeof(*places), compare_places);
	for (size_t i = 0; i < k->count; i++)
		k->items[i] = places[i].key;
	free(places);
}

void order_keys(struct keys *k, const struct order *order)
{
	if (order->sorted && k->count)
		sort_keys(k, order);
	if (order->first && k->count > (uint64_t)order->first)
		k->count = (size_t)order->first;
}
