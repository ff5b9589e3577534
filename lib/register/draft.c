/* draft: see draft.h. */
#include "register/draft.h"

#include <stdlib.h>

static void free_texts(char **texts, size_t n)
{
	for (size_t i = 0; i < n && texts; i++)
		free(texts[i]);
	free(texts);
}

void drafts_release(struct drafts *d)
{
	for (size_t i = 0; i < d->count; i++) {
		struct draft *draft = &d->items[i];
		size_t width = d->registers[draft->schema->id].width;
		free_texts(draft->was, width);
		free_texts(draft->cells, width);
		free(draft->edits);
	}
	for (int i = 0; i < REGISTER_COUNT; i++) {
		struct draft_register *r = &d->registers[i];
		free_texts(r->names, r->width);
		intern_release(&r->ids);
		free(r->first);
	}
	free(d->items);
	*d = (struct drafts){0};
}

/* --- reading --------------------------------------------------------------------------------- */

static bool map_header(
    struct draft_register *r, const struct schema *s, struct csv_reader *reader, struct error *e)
{
	const struct csv_row *header = csv_reader_header(reader);
	if (r->open)
		return true;
	r->open = true;
	r->width = header->count;
	r->names = mem_alloc(r->width, sizeof(*r->names));
	for (int i = 0; i < SCHEMA_COLUMNS_MAX; i++)
		r->fields[i] = -1;
	for (size_t i = 0; i < r->width; i++) {
		int column = schema_column(s, header->fields[i]);
		r->names[i] = str_dup(header->fields[i]);
		if (column == COLUMN_NONE)
			continue;
		if (r->fields[column] >= 0) {
			error_set(e, ERROR_DATA, _("the header names column '%s' twice"),
			    s->columns[column].name);
			return error_at(e, csv_reader_name(reader), 1, 1);
		}
		r->fields[column] = (int)i;
	}
	if (r->fields[schema_column(s, STR("id"))] >= 0)
		return true;
	error_set(e, ERROR_DATA, _("the header lacks column '%s' (%s) of %s"), "id",
	    s->columns[schema_column(s, STR("id"))].label, s->name);
	return error_at(e, csv_reader_name(reader), 1, 1);
}

/* The register's rows from its start; NULL when there is none (*e untouched) or it is damaged. */
static struct csv_reader *open_register(
    struct drafts *d, const struct schema *s, bool *failed, struct error *e)
{
	const struct snapshot_file *f = &d->snapshot->registers[s->id];
	*failed = false;
	if (f->fd < 0)
		return NULL;
	struct csv_reader *r = csv_reader_open(snapshot_input(f), e);
	*failed = !r || !map_header(&d->registers[s->id], s, r, e);
	if (*failed) {
		csv_reader_close(r);
		return NULL;
	}
	return r;
}

/* A last line without newline counts when it is complete, as for readers (table.h). */
static bool is_row(const struct drafts *d, const struct schema *s, const struct csv_row *row)
{
	struct buf scratch = BUF_INIT;
	struct error ignored;
	const int *fields = d->registers[s->id].fields;
	bool good = true;
	for (int i = 0; i < s->column_count && good && !row->ended; i++) {
		struct value_type_of type = value_type_of(d->directory, s, i);
		struct str out;
		if (fields[i] < 0)
			continue;
		struct str cell = row->fields[fields[i]];
		bool needed = s->columns[i].required || i == s->recorded;
		good = (cell.n || !needed) && value_read(d->directory, &type, VALUE_STORED, cell,
						  &scratch, &out, &ignored);
	}
	buf_release(&scratch);
	return good;
}

static void note(struct drafts *d, const struct error *e)
{
	struct error said = *e;
	said.kind = ERROR_NOTE;
	d->diag->say(d->diag, &said);
}

enum { ROWS_END, ROWS_ROW, ROWS_FAILED };

/* The next row; damaged ones are left out, and noted when the register is read for the first time.
 */
static int next_row(struct drafts *d, const struct schema *s, struct csv_reader *r,
    struct csv_row *row, struct error *e)
{
	enum csv_status status;
	while ((status = csv_reader_next(r, row, e)) != CSV_STATUS_END) {
		if (status == CSV_STATUS_FAILED)
			return ROWS_FAILED;
		if (status == CSV_STATUS_BAD && !d->registers[s->id].told)
			note(d, e);
		else if (status == CSV_STATUS_ROW && is_row(d, s, row))
			return ROWS_ROW;
	}
	return ROWS_END;
}

/* --- keeping --------------------------------------------------------------------------------- */

void drafts_want(struct drafts *d, const struct schema *s, struct str id)
{
	struct draft_register *r = &d->registers[s->id];
	size_t number = intern_add(&r->ids, id, NULL);
	size_t before = r->first_capacity;
	r->first = mem_room(r->first, &r->first_capacity, number + 1, sizeof(*r->first));
	for (size_t i = before; i < r->first_capacity; i++)
		r->first[i] = DRAFT_NONE;
}

static uint32_t add_draft(struct drafts *d, struct draft draft, struct str id)
{
	struct draft_register *r = &d->registers[draft.schema->id];
	d->items = mem_room(d->items, &d->capacity, d->count + 1, sizeof(*d->items));
	uint32_t number = (uint32_t)d->count++;
	uint32_t *end = &r->first[intern_find(&r->ids, id)];
	while (*end != DRAFT_NONE)
		end = &d->items[*end].next;
	*end = number;
	draft.next = DRAFT_NONE;
	d->items[number] = draft;
	return number;
}

static void keep_row(struct drafts *d, const struct schema *s, const struct csv_row *row)
{
	struct buf scratch = BUF_INIT;
	struct error ignored;
	const struct draft_register *r = &d->registers[s->id];
	struct draft draft = {.schema = s, .line = row->number, .root = DRAFT_NONE};
	draft.was = mem_alloc(r->width, sizeof(*draft.was));
	draft.cells = mem_alloc(r->width, sizeof(*draft.cells));
	draft.edits = mem_alloc(r->width, sizeof(*draft.edits));
	for (size_t i = 0; i < r->width; i++) {
		draft.was[i] = str_dup(row->fields[i]);
		draft.cells[i] = str_dup(row->fields[i]);
	}
	uint32_t number = add_draft(d, draft, row->fields[r->fields[schema_column(s, STR("id"))]]);
	for (int i = 0; i < s->column_count; i++) {
		struct value_type_of type = value_type_of(d->directory, s, i);
		struct str out;
		if (r->fields[i] >= 0 && value_read(d->directory, &type, VALUE_STORED,
					     row->fields[r->fields[i]], &scratch, &out, &ignored))
			draft_set(d, number, r->fields[i], out);
	}
	buf_release(&scratch);
}

bool drafts_load(struct drafts *d, const struct schema *s, struct error *e)
{
	bool failed;
	int status = ROWS_END;
	struct csv_row row;
	struct draft_register *r = &d->registers[s->id];
	if (r->loaded == r->ids.count)
		return true;
	struct csv_reader *reader = open_register(d, s, &failed, e);
	while (reader && (status = next_row(d, s, reader, &row, e)) == ROWS_ROW) {
		struct str id = row.fields[r->fields[schema_column(s, STR("id"))]];
		size_t number = intern_find(&r->ids, id);
		if (number != INTERN_NONE && number >= r->loaded)
			keep_row(d, s, &row);
	}
	csv_reader_close(reader);
	r->loaded = r->ids.count;
	r->told = true;
	return !failed && status == ROWS_END;
}

static bool names_one(const struct draft_register *r, uint64_t columns, const struct intern *ids,
    const struct csv_row *row)
{
	for (; columns; columns &= columns - 1) {
		int field = r->fields[__builtin_ctzll(columns)];
		struct str rest, element;
		if (field < 0)
			continue;
		rest = row->fields[field];
		while (rest.n && str_split(&rest, ';', &element))
			if (intern_find(ids, str_trim(element)) != INTERN_NONE)
				return true;
	}
	return false;
}

bool drafts_want_naming(struct drafts *d, const struct schema *s, uint64_t columns,
    const struct intern *named, struct error *e)
{
	bool failed;
	int status = ROWS_END;
	struct csv_row row;
	if (!columns)
		return true;
	struct draft_register *r = &d->registers[s->id];
	struct csv_reader *reader = open_register(d, s, &failed, e);
	while (reader && (status = next_row(d, s, reader, &row, e)) == ROWS_ROW)
		if (names_one(r, columns, named, &row))
			drafts_want(d, s, row.fields[r->fields[schema_column(s, STR("id"))]]);
	csv_reader_close(reader);
	r->told = true;
	return !failed && status == ROWS_END;
}

/* --- drafts ---------------------------------------------------------------------------------- */

uint32_t drafts_first(const struct drafts *d, const struct schema *s, struct str id)
{
	const struct draft_register *r = &d->registers[s->id];
	size_t number = intern_find(&r->ids, id);
	return number == INTERN_NONE ? DRAFT_NONE : r->first[number];
}

uint32_t drafts_copy(struct drafts *d, uint32_t from, struct str id)
{
	const struct draft *old = &d->items[from];
	size_t width = d->registers[old->schema->id].width;
	struct draft draft = {.schema = old->schema, .op = old->op};
	draft.root = old->line ? from : old->root;
	draft.cells = mem_alloc(width, sizeof(*draft.cells));
	draft.edits = mem_alloc(width, sizeof(*draft.edits));
	for (size_t i = 0; i < width; i++)
		draft.cells[i] = str_dup(str_of(old->cells[i]));
	int field = d->registers[draft.schema->id].fields[schema_column(draft.schema, STR("id"))];
	free(draft.cells[field]);
	draft.cells[field] = str_dup(id);
	return add_draft(d, draft, str_of(draft.cells[field]));
}

struct str draft_cell(const struct drafts *d, uint32_t draft, int column)
{
	const struct draft *it = &d->items[draft];
	int field = column == COLUMN_NONE ? -1 : d->registers[it->schema->id].fields[column];
	return field < 0 ? (struct str){NULL, 0} : str_of(it->cells[field]);
}

void draft_cells(const struct drafts *d, uint32_t draft, struct str cells[SCHEMA_COLUMNS_MAX])
{
	const struct schema *s = d->items[draft].schema;
	for (int i = 0; i < SCHEMA_COLUMNS_MAX; i++)
		cells[i] = i < s->column_count && i != s->recorded ? draft_cell(d, draft, i)
								   : (struct str){NULL, 0};
}

void draft_set(struct drafts *d, uint32_t draft, int field, struct str value)
{
	char *copy = str_dup(value);
	free(d->items[draft].cells[field]);
	d->items[draft].cells[field] = copy;
}

int draft_field(const struct drafts *d, const struct schema *s, int column, const char *name)
{
	const struct draft_register *r = &d->registers[s->id];
	if (column != COLUMN_NONE)
		return r->open ? r->fields[column] : -1;
	for (size_t i = 0; i < r->width; i++)
		if (strcmp(r->names[i], name) == 0)
			return (int)i;
	return -1;
}

bool list_has(struct str list, struct str element)
{
	struct str one;
	while (list.n && str_split(&list, ';', &one))
		if (str_equal(one, element))
			return true;
	return false;
}
