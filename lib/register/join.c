/* join: see join.h. */
#include "register/join.h"
#include "csv/reader.h"
#include "csv/writer.h"

#include <stdlib.h>
#include <unistd.h>

void join_split(const char *name, struct str *file, struct str *column)
{
	const char *colon = strrchr(name, ':');
	*file = str_of(name);
	*column = STR("");
	if (!colon || colon == name || access(name, F_OK) == 0)
		return;
	*file = (struct str){name, (size_t)(colon - name)};
	*column = str_of(colon + 1);
}

/* Whether two names mean one column of some register: `unit` and its label. */
static bool same_column(struct str a, struct str b)
{
	if (str_equal(a, b))
		return true;
	for (int i = 0; i < REGISTER_COUNT; i++) {
		int column = schema_column(schema_of((enum register_id)i), a);
		if (column != COLUMN_NONE &&
		    column == schema_column(schema_of((enum register_id)i), b))
			return true;
	}
	return false;
}

static size_t find_column(const struct csv_row *header, struct str name)
{
	for (size_t i = 0; i < header->count; i++)
		if (str_equal(header->fields[i], name))
			return i;
	for (size_t i = 0; i < header->count; i++)
		if (same_column(header->fields[i], name))
			return i;
	return SIZE_MAX;
}

static size_t choose_column(
    const struct csv_reader *r, struct str column, const struct field *field, struct error *e)
{
	const struct csv_row *header = csv_reader_header(r);
	size_t found = find_column(header, column.n ? column : str_of(field->name));
	if (found == SIZE_MAX && column.n == 0)
		found = find_column(header, STR("id"));
	if (found != SIZE_MAX)
		return found;
	if (column.n)
		error_set(e, ERROR_USAGE, _("the file has no column '%s'"), error_quote(column));
	else
		error_set(e, ERROR_USAGE,
		    _("the file has neither a column '%s' nor 'id'; name one with FILE:COLUMN"),
		    error_quote(str_of(field->name)));
	error_at(e, csv_reader_name(r), header->number, 1);
	return SIZE_MAX;
}

/* Adds a text in the field's canonical form; as it stands when it has none. */
static void add_value(struct join *j, const struct field *field, const struct directory *d,
    struct str text, struct buf *scratch)
{
	struct error ignored;
	struct str canonical = text;
	if (field->kind != FIELD_OF_INPUT &&
	    !value_read(d, &field->of, VALUE_STORED, text, scratch, &canonical, &ignored))
		canonical = text;
	if (canonical.n)
		intern_add(&j->values, canonical, NULL);
}

static void add_cell(struct join *j, const struct field *field, const struct directory *d,
    struct str cell, struct buf *scratch)
{
	struct str rest = cell, element;
	add_value(j, field, d, cell, scratch);
	if (!cell.n || !memchr(cell.p, ';', cell.n))
		return;
	while (str_split(&rest, ';', &element))
		add_value(j, field, d, element, scratch);
}

static bool read_rows(struct join *j, struct csv_reader *r, size_t column,
    const struct field *field, const struct directory *d, struct diag *diag, struct error *e)
{
	struct csv_row row;
	struct buf scratch = BUF_INIT;
	enum csv_status status;
	bool guarded = csv_reader_is_spreadsheet(r);
	while ((status = csv_reader_next(r, &row, e)) != CSV_STATUS_END &&
	       status != CSV_STATUS_FAILED) {
		if (status == CSV_STATUS_BAD) {
			diag->say(diag, e);
			continue;
		}
		struct str cell = row.fields[column];
		add_cell(j, field, d, guarded ? csv_plain_text(cell) : cell, &scratch);
	}
	buf_release(&scratch);
	return status == CSV_STATUS_END;
}

bool join_read(struct join *j, const char *name, const struct field *field,
    const struct directory *d, struct diag *diag, struct error *e)
{
	struct str file, column;
	join_split(name, &file, &column);
	char *path = str_dup(file);
	struct input *in = input_open(path, e);
	struct csv_reader *r = in ? csv_reader_open(in, e) : NULL;
	free(path);
	if (!r)
		return false;
	size_t found = choose_column(r, column, field, e);
	bool done = found != SIZE_MAX && read_rows(j, r, found, field, d, diag, e);
	csv_reader_close(r);
	return done;
}

bool join_holds(const struct join *j, struct str value, bool is_list)
{
	struct str element;
	bool found = false;
	if (value.n == 0)
		return j->negated;
	if (!is_list)
		return (intern_find(&j->values, value) != INTERN_NONE) != j->negated;
	while (!found && str_split(&value, ';', &element))
		found = intern_find(&j->values, element) != INTERN_NONE;
	return found != j->negated;
}

void join_release(struct join *j)
{
	intern_release(&j->values);
}
