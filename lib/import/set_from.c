/* set_from: see set_from.h. */
#include "import/set_from.h"
#include "csv/small.h"

#include <stdlib.h>

struct work {
	struct csv_small file;
	const struct directory *directory;
	const struct schema *schema;
	const char *const *files;
	size_t count;
	struct set_from *sets;
	bool *seen;                      /* by file */
	int columns[SCHEMA_COLUMNS_MAX]; /* by field of the CSV; COLUMN_NONE: the file's name */
	size_t width;
};

static bool fail(const struct work *w, uint64_t line, uint64_t column, struct error *e)
{
	return error_at(e, csv_reader_name(w->file.reader), line, column);
}

static bool read_header(struct work *w, struct error *e)
{
	const struct csv_row *header = csv_reader_header(w->file.reader);
	size_t files = 0;
	w->width = header->count;
	for (size_t i = 0; i < header->count; i++) {
		bool is_file = str_equal(header->fields[i], STR("file"));
		int column = is_file ? COLUMN_NONE : schema_column(w->schema, header->fields[i]);
		files += is_file;
		if (i < SCHEMA_COLUMNS_MAX && column != w->schema->recorded &&
		    (is_file || column != COLUMN_NONE)) {
			w->columns[i] = column;
			continue;
		}
		error_set(e, ERROR_DATA,
		    _("'%s' is no column of %s; the header is file and fields, such as file,area"),
		    error_quote(header->fields[i]), w->schema->name);
		return fail(w, 1, csv_column_of(header->line, i), e);
	}
	if (files == 1)
		return true;
	error_set(e, ERROR_DATA, "%s", _("the header has no column 'file'"));
	return fail(w, 1, 1, e);
}

static struct str last_part(struct str path)
{
	size_t at;
	while ((at = str_find(path, STR("/"))) != SIZE_MAX)
		path = str_from(path, at + 1);
	return path;
}

static bool set(
    struct work *w, struct set_from *s, const struct csv_row *row, size_t field, struct error *e)
{
	struct buf scratch = BUF_INIT;
	struct str value;
	int column = w->columns[field];
	struct value_type_of type = value_type_of(w->directory, w->schema, column);
	bool good =
	    value_read(w->directory, &type, VALUE_INPUT, row->fields[field], &scratch, &value, e);
	if (good) {
		s->has[column] = true;
		s->values[column].n = 0;
		buf_add_str(&s->values[column], value);
	} else {
		e->kind = ERROR_DATA;
		fail(w, row->number, csv_column_of(row->line, field), e);
	}
	buf_release(&scratch);
	return good;
}

static bool set_fields(
    struct work *w, size_t file, const struct csv_row *row, struct str name, struct error *e)
{
	if (w->seen[file]) {
		error_set(e, ERROR_DATA, _("'%s' stands twice"), error_quote(name));
		return fail(w, row->number, 1, e);
	}
	w->seen[file] = true;
	for (size_t i = 0; i < w->width; i++)
		if (w->columns[i] != COLUMN_NONE && !set(w, &w->sets[file], row, i, e))
			return false;
	return true;
}

static bool take_row(struct work *w, const struct csv_row *row, struct error *e)
{
	struct str name = {"", 0};
	bool used = false;
	for (size_t i = 0; i < w->width; i++)
		if (w->columns[i] == COLUMN_NONE)
			name = str_trim(row->fields[i]);
	for (size_t i = 0; i < w->count; i++) {
		struct str path = str_of(w->files[i]);
		if (!str_equal(name, path) && !str_equal(name, last_part(path)))
			continue;
		used = true;
		if (!set_fields(w, i, row, name, e))
			return false;
	}
	if (used)
		return true;
	error_set(e, ERROR_DATA, _("'%s' is none of the files that are read"), error_quote(name));
	return fail(w, row->number, 1, e);
}

static bool read_rows(struct work *w, struct error *e)
{
	while (csv_small_next(&w->file, e))
		if (!take_row(w, &w->file.row, e))
			return false;
	if (!w->file.whole)
		return false;
	for (size_t i = 0; i < w->count; i++)
		if (!w->seen[i]) {
			error_set(e, ERROR_DATA, _("has no line for '%s'"),
			    error_quote(str_of(w->files[i])));
			return fail(w, 0, 0, e);
		}
	return true;
}

bool set_from_read(struct set_from **out, const char *path, const struct directory *d,
    const struct schema *schema, const char *const *files, size_t count, struct error *e)
{
	struct work w = {.directory = d, .schema = schema, .files = files, .count = count};
	*out = w.sets = mem_alloc(count, sizeof(**out));
	w.seen = mem_alloc(count, sizeof(*w.seen));
	bool good = csv_small_open(&w.file, input_open(path, e), NULL, 0, NULL, e) &&
		    read_header(&w, e) && read_rows(&w, e);
	free(w.seen);
	return csv_small_close(&w.file) && good;
}

void set_from_free(struct set_from *s, size_t count)
{
	for (size_t i = 0; i < count && s; i++)
		for (int c = 0; c < SCHEMA_COLUMNS_MAX; c++)
			buf_release(&s[i].values[c]);
	free(s);
}
