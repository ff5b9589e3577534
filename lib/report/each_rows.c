/* each_rows: see each_rows.h. */
#include "report/each_rows.h"

#include <stdlib.h>

struct place {
	size_t row;
	struct str text;
	bool is_number, descending;
	struct fixed number;
};

static int compare_places(const void *left, const void *right)
{
	const struct place *a = left, *b = right;
	int order = 0;
	if ((a->text.n == 0) != (b->text.n == 0))
		return a->text.n ? -1 : 1;
	if (a->is_number != b->is_number) /* numbers first, so that the order is one of all */
		order = a->is_number ? -1 : 1;
	else
		order = a->is_number ? fixed_compare(a->number, b->number)
				     : str_compare(a->text, b->text);
	if (order)
		return a->descending ? -order : order;
	return (a->row > b->row) - (a->row < b->row);
}

static void sort_rows(
    struct each_rows *rows, const struct list *list, size_t column, bool descending)
{
	struct place *places = mem_alloc(rows->count, sizeof(*places));
	for (size_t i = 0; i < rows->count; i++) {
		struct place *place = &places[i];
		*place = (struct place){
		    .row = i, .text = list_text(list, column, i), .descending = descending};
		place->is_number = fixed_parse(place->text, &place->number);
	}
	qsort(places, rows->count, sizeof(*places), compare_places);
	for (size_t i = 0; i < rows->count; i++)
		rows->numbers[i] = places[i].row;
	free(places);
}

bool each_rows_of(
    struct each_rows *rows, const struct list *list, const struct order *order, struct error *e)
{
	size_t column = 0;
	*rows = (struct each_rows){0};
	if (order->column.p && (column = list_find_column(list, order->column, e)) == SIZE_MAX)
		return false;
	rows->count = list->row_count;
	rows->numbers = mem_alloc(rows->count, sizeof(*rows->numbers));
	for (size_t i = 0; i < rows->count; i++)
		rows->numbers[i] = i;
	if (order->column.p)
		sort_rows(rows, list, column, order->descending);
	if (order->first && rows->count > (uint64_t)order->first)
		rows->count = (size_t)order->first;
	return true;
}

void each_rows_release(struct each_rows *rows)
{
	free(rows->numbers);
	*rows = (struct each_rows){0};
}
