/* names: see names.h. */
#include "report/names.h"
#include "csv/reader.h"
#include "report/nearest.h"

#include <stdlib.h>

struct list {
	struct str name;
	const char *path;
};

struct reading {
	struct names *names;
	const char *template_name;
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
	error_at(e, r->template_name, node->line, node->column);
	tell(r, e);
}

/* --- reading ---------------------------------------------------------------------------------- */

/* The field of the header that the tag asks for, or SIZE_MAX, told. */
static size_t find_field(struct reading *r, const struct csv_row *header, const struct node *node)
{
	struct str column = node->names.column;
	struct nearest nearest = nearest_to(column);
	for (size_t i = 0; i < header->count; i++) {
		if (str_equal(header->fields[i], column))
			return i;
		nearest_offer(&nearest, header->fields[i]);
	}
	struct error e;
	error_set(&e, ERROR_USAGE, _("list '%s' has no column '%s', the nearest are %s"),
	    error_quote(node->names.list), error_quote(column), nearest_list(&nearest));
	tell_at(r, &e, node);
	return SIZE_MAX;
}

static void add_name(struct name_set *set, struct str text)
{
	text = str_trim(text);
	if (text.n == 0)
		return;
	size_t number = intern_add(&set->texts, text, NULL);
	set->rows = mem_room(set->rows, &set->capacity, set->count + 1, sizeof(*set->rows));
	set->rows[set->count++] = number;
}

/* `fields` by set: the field to keep, or SIZE_MAX. */
static void read_rows(struct reading *r, struct csv_reader *reader, const size_t *fields)
{
	struct csv_row row;
	struct error e;
	enum csv_status status;
	while ((status = csv_reader_next(reader, &row, &e)) != CSV_STATUS_END) {
		if (status != CSV_STATUS_ROW)
			tell(r, &e);
		if (status == CSV_STATUS_FAILED)
			return;
		for (size_t i = 0; status == CSV_STATUS_ROW && i < r->names->count; i++)
			if (fields[i] != SIZE_MAX)
				add_name(&r->names->sets[i], row.fields[fields[i]]);
	}
}

static void read_list(struct reading *r, const struct list *list)
{
	struct error e;
	struct input *in = input_open(list->path, &e);
	struct csv_reader *reader = in ? csv_reader_open(in, &e) : NULL;
	if (!reader) {
		tell(r, &e);
		return;
	}
	struct names *n = r->names;
	size_t *fields = mem_alloc(n->count, sizeof(*fields));
	for (size_t i = 0; i < n->count; i++)
		fields[i] = str_equal(n->sets[i].node->names.list, list->name)
				? find_field(r, csv_reader_header(reader), n->sets[i].node)
				: SIZE_MAX;
	read_rows(r, reader, fields);
	free(fields);
	csv_reader_close(reader);
}

/* --- lists ------------------------------------------------------------------------------------ */

static bool parse_lists(
    struct reading *r, struct list *lists, const char *const *texts, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct error e;
		const char *equals = strchr(texts[i], '=');
		if (!equals || equals == texts[i] || !equals[1]) {
			error_set(&e, ERROR_USAGE, _("list '%s' must be given as NAME=FILE"),
			    error_quote(str_of(texts[i])));
			tell(r, &e);
			continue;
		}
		lists[i].name = (struct str){texts[i], (size_t)(equals - texts[i])};
		lists[i].path = equals + 1;
		for (size_t j = 0; j < i; j++)
			if (str_equal(lists[j].name, lists[i].name)) {
				error_set(&e, ERROR_USAGE, _("list '%s' is given twice"),
				    error_quote(lists[i].name));
				tell(r, &e);
			}
	}
	return r->good;
}

static void check_list(
    struct reading *r, const struct node *node, const struct list *lists, size_t count)
{
	struct nearest nearest = nearest_to(node->names.list);
	for (size_t i = 0; i < count; i++) {
		if (str_equal(lists[i].name, node->names.list))
			return;
		nearest_offer(&nearest, lists[i].name);
	}
	struct error e;
	if (count)
		error_set(&e, ERROR_USAGE, _("no list '%s', the nearest given by -l are %s"),
		    error_quote(node->names.list), nearest_list(&nearest));
	else
		error_set(&e, ERROR_USAGE, _("no list '%s', give it by -l %s=FILE"),
		    error_quote(node->names.list), error_quote(node->names.list));
	tell_at(r, &e, node);
}

bool names_read(struct names *n, const struct template *t, const char *name,
    const char *const *lists, size_t list_count, struct diag *diag)
{
	struct reading r = {n, name, diag, true};
	struct list *parsed = mem_alloc(list_count, sizeof(*parsed));
	bool usable = parse_lists(&r, parsed, lists, list_count);
	for (size_t i = 0; usable && i < t->count; i++) {
		if (t->nodes[i].kind != NODE_NAMES)
			continue;
		n->sets = mem_room(n->sets, &n->capacity, n->count + 1, sizeof(*n->sets));
		n->sets[n->count++] = (struct name_set){.node = &t->nodes[i]};
		check_list(&r, &t->nodes[i], parsed, list_count);
	}
	for (size_t i = 0; usable && i < list_count; i++)
		read_list(&r, &parsed[i]);
	free(parsed);
	return r.good;
}

void names_release(struct names *n)
{
	for (size_t i = 0; i < n->count; i++) {
		intern_release(&n->sets[i].texts);
		free(n->sets[i].rows);
	}
	free(n->sets);
	*n = (struct names){0};
}

/* --- printing --------------------------------------------------------------------------------- */

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

static struct chosen choose_names(const struct name_set *set, const struct name_request *request)
{
	struct chosen c = {mem_alloc(set->count, sizeof(*c.texts)), set->count, false};
	for (size_t i = 0; i < set->count; i++)
		c.texts[i] = intern_text(&set->texts, set->rows[i]);
	for (size_t i = 0; i < request->step_count; i++) {
		if (request->steps[i] == NAME_DISTINCT)
			keep_distinct(&c, &set->texts);
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
    const struct names *n, const struct node *node, struct str following, struct document *d)
{
	const struct name_set *set = n->sets;
	while (set->node != node)
		set++;
	struct chosen c = choose_names(set, &node->names);
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
