/* lists: see lists.h. */
#include "report/lists.h"
#include "csv/reader.h"
#include "report/nearest.h"

#include <stdlib.h>

struct reading {
	struct lists *lists;
	const struct template *template;
	struct diag *diag;
	bool good;
};

static void tell(struct reading *r, struct error *e)
{
	r->diag->say(r->diag, e);
	r->good = false;
}

static void tell_at(struct reading *r, struct error *e, const struct node *node)
{
	error_at(e, node->file, node->line, node->column);
	tell(r, e);
}

/* --- rows ------------------------------------------------------------------------------------- */

static void add_row(struct list *l, const struct csv_row *row)
{
	for (size_t i = 0; i < l->column_count; i++) {
		struct list_column *column = &l->columns[i];
		if (!column->kept)
			continue;
		column->texts = mem_room(
		    column->texts, &column->capacity, l->row_count + 1, sizeof(*column->texts));
		column->texts[l->row_count] = intern_add(&l->texts, str_trim(row->fields[i]), NULL);
	}
	l->row_count++;
}

static void read_rows(struct reading *r, struct list *l, struct csv_reader *reader)
{
	struct csv_row row;
	struct error e;
	enum csv_status status;
	while ((status = csv_reader_next(reader, &row, &e)) != CSV_STATUS_END) {
		if (status != CSV_STATUS_ROW)
			tell(r, &e);
		if (status == CSV_STATUS_FAILED)
			return;
		if (status == CSV_STATUS_ROW)
			add_row(l, &row);
	}
}

/* Which columns the tags of the template ask for. */
static void keep_columns(struct reading *r, struct list *l)
{
	const struct template *t = r->template;
	struct error e;
	for (size_t i = 0; i < t->count; i++) {
		const struct node *node = &t->nodes[i];
		bool all = node->kind == NODE_EACH && str_equal(node->list, l->name);
		for (size_t j = 0; all && j < l->column_count; j++)
			l->columns[j].kept = true;
		if (node->kind != NODE_NAMES || !str_equal(node->names.list, l->name))
			continue;
		size_t column = list_find_column(l, node->names.column, &e);
		if (column == SIZE_MAX)
			tell_at(r, &e, node);
		else
			l->columns[column].kept = true;
	}
}

static void read_list(struct reading *r, struct list *l)
{
	struct error e;
	struct input *in = input_open(l->path, &e);
	struct csv_reader *reader = in ? csv_reader_open(in, &e) : NULL;
	if (!reader) {
		tell(r, &e);
		return;
	}
	const struct csv_row *header = csv_reader_header(reader);
	l->column_count = header->count;
	l->columns = mem_alloc(header->count, sizeof(*l->columns));
	for (size_t i = 0; i < header->count; i++)
		l->columns[i].name = str_dup(header->fields[i]);
	keep_columns(r, l);
	read_rows(r, l, reader);
	csv_reader_close(reader);
}

/* --- lists ------------------------------------------------------------------------------------ */

static bool parse_lists(struct reading *r, const char *const *texts, size_t count)
{
	struct error e;
	for (size_t i = 0; i < count; i++) {
		const char *equals = strchr(texts[i], '=');
		if (!equals || equals == texts[i] || !equals[1]) {
			error_set(&e, ERROR_USAGE, _("list '%s' must be given as NAME=FILE"),
			    error_quote(str_of(texts[i])));
			tell(r, &e);
			continue;
		}
		struct str name = {texts[i], (size_t)(equals - texts[i])};
		if (lists_find(r->lists, name)) {
			error_set(
			    &e, ERROR_USAGE, _("list '%s' is given twice"), error_quote(name));
			tell(r, &e);
		}
		r->lists->items[r->lists->count++] =
		    (struct list){.name = name, .path = equals + 1};
	}
	return r->good;
}

static void check_list(struct reading *r, const struct node *node, struct str name)
{
	struct nearest nearest = nearest_to(name);
	for (size_t i = 0; i < r->lists->count; i++)
		nearest_offer(&nearest, r->lists->items[i].name);
	if (lists_find(r->lists, name))
		return;
	struct error e;
	if (nearest.count)
		error_set(&e, ERROR_USAGE, _("no list '%s', the nearest given by -l are %s"),
		    error_quote(name), nearest_list(&nearest));
	else
		error_set(&e, ERROR_USAGE, _("no list '%s', give it by -l %s=FILE"),
		    error_quote(name), error_quote(name));
	tell_at(r, &e, node);
}

bool lists_read(struct lists *l, const struct template *t, const char *const *texts, size_t count,
    struct diag *diag)
{
	struct reading r = {l, t, diag, true};
	*l = (struct lists){.items = mem_alloc(count, sizeof(*l->items))};
	if (!parse_lists(&r, texts, count))
		return false;
	for (size_t i = 0; i < t->count; i++) {
		const struct node *node = &t->nodes[i];
		if (node->kind == NODE_NAMES)
			check_list(&r, node, node->names.list);
		if (node->kind == NODE_EACH && node->list.p)
			check_list(&r, node, node->list);
	}
	for (size_t i = 0; i < l->count; i++)
		read_list(&r, &l->items[i]);
	return r.good;
}

void lists_release(struct lists *l)
{
	for (size_t i = 0; i < l->count; i++) {
		struct list *list = &l->items[i];
		for (size_t j = 0; j < list->column_count; j++) {
			free(list->columns[j].name);
			free(list->columns[j].texts);
		}
		free(list->columns);
		intern_release(&list->texts);
	}
	free(l->items);
	*l = (struct lists){0};
}

const struct list *lists_find(const struct lists *l, struct str name)
{
	for (size_t i = 0; i < l->count; i++)
		if (str_equal(l->items[i].name, name))
			return &l->items[i];
	return NULL;
}

size_t list_find_column(const struct list *l, struct str column, struct error *e)
{
	struct nearest nearest = nearest_to(column);
	for (size_t i = 0; i < l->column_count; i++) {
		struct str name = str_of(l->columns[i].name);
		if (str_equal(name, column))
			return i;
		nearest_offer(&nearest, name);
	}
	error_set(e, ERROR_USAGE, _("list '%s' has no column '%s', the nearest are %s"),
	    error_quote(l->name), error_quote(column), nearest_list(&nearest));
	return SIZE_MAX;
}

struct str list_text(const struct list *l, size_t column, size_t row)
{
	return intern_text(&l->texts, l->columns[column].texts[row]);
}
