/* canonical: see canonical.h. The key of a row stands in front of its line. */
#define _GNU_SOURCE /* qsort_r */
#include "register/canonical.h"
#include "csv/writer.h"

#include <stdlib.h>

/* The columns of the lines, and what of the stream is not among them. */
struct layout {
	const struct table *table;
	size_t *columns; /* numbers of stream columns; SIZE_MAX: the register lacks it */
	size_t count, capacity;
	size_t *others;
	size_t other_count, other_capacity;
};

static void add_number(size_t **numbers, size_t *count, size_t *capacity, size_t number)
{
	*numbers = mem_room(*numbers, capacity, *count + 1, sizeof(**numbers));
	(*numbers)[(*count)++] = number;
}

static int by_name(const void *a, const void *b, void *table)
{
	size_t count;
	const struct table_column *columns = table_columns(table, &count);
	return strcmp(columns[*(const size_t *)a].name, columns[*(const size_t *)b].name);
}

/* The columns of the schema, then the others by their names. */
static void lay_out_all(struct layout *l, const struct schema *s, struct table *t)
{
	size_t count;
	const struct table_column *columns = table_columns(t, &count);
	for (int i = 0; i < s->column_count; i++)
		add_number(&l->columns, &l->count, &l->capacity,
		    table_find(t, str_of(s->columns[i].name)));
	for (size_t i = 0; i < count; i++)
		if (columns[i].column == COLUMN_NONE)
			add_number(&l->columns, &l->count, &l->capacity, i);
	size_t known = (size_t)s->column_count;
	qsort_r(l->columns + known, l->count - known, sizeof(*l->columns), by_name, t);
}

static bool is_among(const size_t *numbers, size_t count, size_t number)
{
	for (size_t i = 0; i < count; i++)
		if (numbers[i] == number)
			return true;
	return false;
}

static bool lay_out_as(struct layout *l, const char *header, struct table *t, struct error *e)
{
	size_t count;
	table_columns(t, &count);
	struct csv_reader *r = csv_reader_open(input_of_text(str_of(header), "closed.csv"), e);
	if (!r)
		return false;
	const struct csv_row *names = csv_reader_header(r);
	for (size_t i = 0; i < names->count; i++)
		add_number(&l->columns, &l->count, &l->capacity, table_find(t, names->fields[i]));
	csv_reader_close(r);
	for (size_t i = 0; i < count; i++)
		if (!is_among(l->columns, l->count, i))
			add_number(&l->others, &l->other_count, &l->other_capacity, i);
	return true;
}

static char *header_of(const struct layout *l, const struct schema *s)
{
	size_t count;
	const struct table_column *columns = table_columns(l->table, &count);
	struct buf text = BUF_INIT;
	for (size_t i = 0; i < l->count; i++) {
		if (i > 0)
			buf_add_char(&text, ',');
		csv_quote(&text, str_of(i < (size_t)s->column_count ? s->columns[i].name
								    : columns[l->columns[i]].name));
	}
	buf_text(&text);
	return text.p;
}

static void add_row(struct canonical *c, const struct layout *l, const struct row *row)
{
	const struct schema *s = row->schema;
	size_t count;
	const struct table_column *columns = table_columns(l->table, &count);
	struct buf *text = &c->text;
	c->rows = mem_room(c->rows, &c->capacity, c->count + 1, sizeof(*c->rows));
	struct canonical_row *made = &c->rows[c->count++];
	made->key = text->n;
	buf_add_str(text, row->values[schema_column(s, STR("id"))]);
	buf_add_char(text, ',');
	if (s->versioned)
		buf_add_str(text, row->values[s->start]);
	made->line = text->n;
	for (size_t i = 0; i < l->count; i++) {
		if (i > 0)
			buf_add_char(text, ',');
		if (l->columns[i] != SIZE_MAX)
			csv_quote(text, table_cell(l->table, row, l->columns[i]));
	}
	for (size_t i = 0; i < l->other_count; i++) {
		struct str cell = table_cell(l->table, row, l->others[i]);
		if (cell.n == 0)
			continue;
		buf_printf(text, ",%s=", columns[l->others[i]].name);
		csv_quote(text, cell);
	}
	buf_add_char(text, '\n');
	made->end = text->n;
}

struct str canonical_key(const struct canonical *c, size_t row)
{
	const struct canonical_row *r = &c->rows[row];
	return (struct str){c->text.p + r->key, r->line - r->key};
}

static struct str line_of(const struct canonical *c, const struct canonical_row *r)
{
	return (struct str){c->text.p + r->line, r->end - r->line};
}

/* The comma between id and start comes before all characters of an id. */
static int by_key(const void *a, const void *b, void *context)
{
	const struct canonical *c = context;
	const struct canonical_row *left = a, *right = b;
	int order = str_compare((struct str){c->text.p + left->key, left->line - left->key},
	    (struct str){c->text.p + right->key, right->line - right->key});
	return order ? order : str_compare(line_of(c, left), line_of(c, right));
}

bool canonical_read(
    struct canonical *c, const struct table_spec *spec, const char *header, struct error *e)
{
	struct row row;
	enum table_status status = TABLE_FAILED;
	struct layout l = {.table = NULL};
	*c = (struct canonical){0};
	struct table *t = table_open(spec, e);
	l.table = t;
	if (t && !header)
		lay_out_all(&l, spec->schema, t);
	if (t && (!header || lay_out_as(&l, header, t, e))) {
		const struct column *recorded = &spec->schema->columns[spec->schema->recorded];
		c->has_recorded = table_find(t, str_of(recorded->name)) != SIZE_MAX;
		c->header = header ? str_dup(str_of(header)) : header_of(&l, spec->schema);
		while ((status = table_next(t, &row, e)) == TABLE_ROW)
			add_row(c, &l, &row);
	}
	if (c->count)
		qsort_r(c->rows, c->count, sizeof(*c->rows), by_key, c);
	free(l.columns);
	free(l.others);
	table_close(t);
	return status == TABLE_END;
}

void canonical_release(struct canonical *c)
{
	free(c->header);
	free(c->rows);
	buf_release(&c->text);
	*c = (struct canonical){0};
}

void canonical_row_digest(const struct canonical *c, size_t row, char out[SHA256_TEXT_SIZE])
{
	sha256_of(line_of(c, &c->rows[row]), out);
}

void canonical_digest(const struct canonical *c, char out[SHA256_TEXT_SIZE])
{
	struct sha256 *s = sha256_new();
	sha256_add(s, str_of(c->header));
	sha256_add(s, STR("\n"));
	for (size_t i = 0; i < c->count; i++)
		sha256_add(s, line_of(c, &c->rows[i]));
	sha256_end(s, out);
}
