/* names: see names.h. */
#include "report/names.h"

#include <stdlib.h>

/* The names of a tag on their way through its steps. */
struct chosen {
	struct str *texts;
	size_t count;
	bool cut; /* the last ones were left out */
};

static int compare_texts(const void *a, const void *b)
{
	return str_compare(*(const struct str *)a, *(const struct str *)b);
}

/* Keeps the first of equal ones. */
static void keep_distinct(struct chosen *c, const struct intern *table)
{
	bool *seen = mem_alloc(table->count, sizeof(*seen));
	size_t kept = 0;
	for (size_t i = 0; i < c->count; i++) {
		size_t number = intern_find(table, c->texts[i]);
		if (!seen[number])
			c->texts[kept++] = c->texts[i];
		seen[number] = true;
	}
	c->count = kept;
	free(seen);
}

static struct chosen choose_names(
    const struct list *list, size_t column, const struct name_request *request)
{
	struct chosen c = {mem_alloc(list->row_count, sizeof(*c.texts)), 0, false};
	for (size_t i = 0; i < list->row_count; i++) {
		struct str text = list_text(list, column, i);
		if (text.n)
			c.texts[c.count++] = text;
	}
	for (size_t i = 0; i < request->step_count; i++) {
		if (request->steps[i] == NAME_DISTINCT)
			keep_distinct(&c, &list->texts);
		else if (request->steps[i] == NAME_SORT)
			qsort(c.texts, c.count, sizeof(*c.texts), compare_texts);
		else if (c.count > (uint64_t)request->first) {
			c.count = (size_t)request->first;
			c.cut = true;
		}
	}
	return c;
}

static void print_name(struct document *d, struct str text, bool quote)
{
	if (quote)
		document_markdown(d, STR("“"));
	document_data(d, text);
	if (quote)
		document_markdown(d, STR("”"));
}

void names_print(
    const struct lists *lists, const struct node *node, struct str following, struct document *d)
{
	struct error ignored;
	const struct list *list = lists_find(lists, node->names.list);
	size_t column = list_find_column(list, node->names.column, &ignored);
	struct chosen c = choose_names(list, column, &node->names);
	for (size_t i = 0; i < c.count; i++) {
		bool last = i + 1 == c.count && !c.cut;
		if (i)
			document_markdown(d, last ? STR("和") : STR("、"));
		print_name(d, c.texts[i], node->names.quote);
	}
	if (c.cut && !str_starts(following, STR("等")))
		document_markdown(d, STR("等"));
	free(c.texts);
}
