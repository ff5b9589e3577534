/* shape: see shape.h. */
#include "register/shape.h"
#include "csv/writer.h"

#include <stdlib.h>

static void add_column(struct shape *shape, struct str name, int cell)
{
	shape->columns =
	    mem_room(shape->columns, &shape->capacity, shape->count + 1, sizeof(*shape->columns));
	shape->columns[shape->count] = (struct shape_column){str_dup(name), cell};
	if (cell == shape->schema->recorded)
		shape->recorded = shape->count;
	shape->count++;
}

static int extra_cell(const struct batch *b, struct str name)
{
	for (size_t i = 0; i < b->extra_count; i++)
		if (str_equal_text(name, b->extras[i].name))
			return b->schema->column_count + (int)i;
	return CELL_NONE;
}

static bool is_there(const struct shape *shape, int cell)
{
	for (size_t i = 0; i < shape->count; i++)
		if (shape->columns[i].cell == cell)
			return true;
	return false;
}

static bool unknown_column(const struct shape *shape, const struct batch *b,
    const struct batch_extra *extra, struct error *e)
{
	struct str name = str_of(extra->name);
	if (shape->is_new)
		error_set(e, ERROR_USAGE, _("%s has no column '%s'; nearest is '%s'"),
		    b->schema->name, error_quote(name), schema_nearest(b->schema, name));
	else
		error_set(e, ERROR_USAGE,
		    _("%s has no column '%s'; nearest is '%s' (a column of your own must stand in "
		      "the header of %s.csv)"),
		    b->schema->name, error_quote(name), schema_nearest(b->schema, name),
		    b->schema->name);
	return extra->in_file ? error_at(e, extra->file, extra->line, extra->position) : false;
}

/* The first row that fills a cell for which the file has no column. */
static bool refuse_filled(const struct batch *b, int column, struct error *e)
{
	bool good = true;
	struct str *cells = mem_alloc(b->width, sizeof(*cells));
	for (size_t i = 0; i < b->rows.count && good; i++) {
		batch_cells(b, i, cells);
		if (cells[column].n == 0)
			continue;
		good = error_set(e, ERROR_DATA,
		    _("%s is given, but the header of %s.csv lacks that column; add it there "
		      "first"),
		    b->schema->columns[column].name, b->schema->name);
		batch_place(b, i, column, e);
	}
	free(cells);
	return good;
}

static void note_new_column(
    const struct batch *b, const struct batch_extra *extra, struct diag *diag)
{
	struct str name = str_of(extra->name);
	struct error note;
	error_set(&note, ERROR_NOTE,
	    _("'%s' is no column of %s (nearest is '%s'); kept as a column of your own"),
	    error_quote(name), b->schema->name, schema_nearest(b->schema, name));
	error_at(&note, extra->file, extra->line, extra->position);
	diag->say(diag, &note);
}

static bool make_new(struct shape *shape, const struct batch *b, struct diag *diag, struct error *e)
{
	const struct schema *s = b->schema;
	size_t count = (size_t)s->column_count + b->extra_count;
	shape->is_new = true;
	if (count > CSV_COLUMNS_MAX) /* nobody could read it again */
		return error_set(e, ERROR_DATA,
		    _("%s.csv would have %zu columns, at most %d are possible"), s->name, count,
		    CSV_COLUMNS_MAX);
	for (int i = 0; i < s->column_count; i++)
		if (i != s->recorded)
			add_column(shape, str_of(s->columns[i].name), i);
	for (size_t i = 0; i < b->extra_count; i++) {
		if (!b->extras[i].in_file)
			return unknown_column(shape, b, &b->extras[i], e);
		note_new_column(b, &b->extras[i], diag);
		add_column(shape, str_of(b->extras[i].name), s->column_count + (int)i);
	}
	add_column(shape, str_of(s->columns[s->recorded].name), s->recorded);
	return true;
}

static bool make_of_file(struct shape *shape, const struct batch *b, const struct snapshot *s,
    struct diag *diag, struct error *e)
{
	struct table_spec spec = {
	    .schema = b->schema,
	    .directory = b->directory,
	    .snapshot = s,
	    .known_by = INSTANT_NONE,
	    .mode = VALUE_STORED,
	    .diag = diag,
	};
	size_t count;
	struct table *t = table_open(&spec, e);
	if (!t)
		return false;
	const struct table_column *columns = table_columns(t, &count);
	for (size_t i = 0; i < count; i++) {
		struct str name = str_of(columns[i].name);
		add_column(shape, name,
		    columns[i].column == COLUMN_NONE ? extra_cell(b, name) : columns[i].column);
	}
	table_close(t);
	for (size_t i = 0; i < b->extra_count; i++)
		if (!is_there(shape, b->schema->column_count + (int)i))
			return unknown_column(shape, b, &b->extras[i], e);
	for (int i = 0; i < b->schema->column_count; i++)
		if (i != b->schema->recorded && !is_there(shape, i) && !refuse_filled(b, i, e))
			return false;
	return true;
}

bool shape_make(struct shape *shape, const struct batch *b, const struct snapshot *s,
    struct diag *diag, struct error *e)
{
	*shape = (struct shape){.schema = b->schema, .recorded = SIZE_MAX};
	if (s->registers[b->schema->id].fd < 0)
		return make_new(shape, b, diag, e);
	return make_of_file(shape, b, s, diag, e);
}

static bool add_journal_columns(struct shape *shape, const struct batch *b,
    const struct csv_row *header, const char *path, struct error *e)
{
	static const char *const own[] = {"at", "op", "by", "why"};
	for (size_t i = 0; i < 4; i++)
		if (i >= header->count || !str_equal_text(header->fields[i], own[i])) {
			error_set(e, ERROR_DATA,
			    _("the header of a journal must begin with at,op,by,why"));
			return error_at(e, path, 1, 1);
		}
	for (size_t i = 4; i < header->count; i++) {
		struct str name = header->fields[i];
		int column = schema_column(b->schema, name);
		add_column(shape, name, column == COLUMN_NONE ? extra_cell(b, name) : column);
	}
	return true;
}

bool shape_of_journal(struct shape *shape, const struct shape *of_register, const struct batch *b,
    const struct snapshot_file *journal, struct error *e)
{
	*shape = (struct shape){.schema = b->schema, .recorded = SIZE_MAX};
	shape->is_new = journal->fd < 0;
	for (size_t i = 0; shape->is_new && i < of_register->count; i++)
		add_column(
		    shape, str_of(of_register->columns[i].name), of_register->columns[i].cell);
	if (shape->is_new)
		return true;
	struct csv_reader *r = csv_reader_open_journal(snapshot_input(journal), e);
	bool good = r && add_journal_columns(shape, b, csv_reader_header(r), journal->path, e);
	csv_reader_close(r);
	return good;
}

void shape_release(struct shape *shape)
{
	for (size_t i = 0; i < shape->count; i++)
		free(shape->columns[i].name);
	free(shape->columns);
	*shape = (struct shape){0};
}

bool shape_ends_in_recorded(const struct shape *shape)
{
	return shape->recorded + 1 == shape->count;
}

void shape_header(const struct shape *shape, struct buf *out)
{
	for (size_t i = 0; i < shape->count; i++) {
		if (i > 0)
			buf_add_char(out, ',');
		csv_quote(out, str_of(shape->columns[i].name));
	}
	buf_add_char(out, '\n');
}

void shape_line(
    const struct shape *shape, const struct str *cells, struct str recorded, struct buf *out)
{
	for (size_t i = 0; i < shape->count; i++) {
		int cell = shape->columns[i].cell;
		if (i > 0)
			buf_add_char(out, ',');
		if (i == shape->recorded)
			buf_add_str(out, recorded);
		else if (cell != CELL_NONE)
			csv_quote(out, cells[cell]);
	}
	buf_add_char(out, '\n');
}
