/*
 * table: see table.h. Every input is opened and its header read before the first row, so that the
 * columns of the stream are known and a missing file is told at once. `cells` of an input maps a
 * stream column to the field in its lines.
 */
#include "csv/writer.h"
#include "register/table_internal.h"

#include <stdlib.h>

size_t table_find(const struct table *t, struct str name)
{
	int column = schema_column(t->spec.schema, name);
	for (size_t i = 0; i < t->column_count; i++) {
		bool same = column != COLUMN_NONE ? t->columns[i].column == column
						  : str_equal_text(name, t->columns[i].name);
		if (same)
			return i;
	}
	return SIZE_MAX;
}

const struct table_column *table_columns(const struct table *t, size_t *count)
{
	*count = t->column_count;
	return t->columns;
}

bool table_is_spreadsheet(const struct table *t)
{
	return t->input_count > 0 && csv_reader_is_spreadsheet(t->inputs[0].reader);
}

static size_t add_stream_column(
    struct table *t, struct str name, const char *file, uint64_t position)
{
	size_t found = table_find(t, name);
	if (found != SIZE_MAX)
		return found;
	int column = schema_column(t->spec.schema, name);
	t->columns =
	    mem_room(t->columns, &t->column_capacity, t->column_count + 1, sizeof(*t->columns));
	t->columns[t->column_count].name =
	    column == COLUMN_NONE ? str_dup(name)
				  : str_dup(str_of(t->spec.schema->columns[column].name));
	t->columns[t->column_count].column = column;
	t->columns[t->column_count].file = file;
	t->columns[t->column_count].position = position;
	return t->column_count++;
}

static bool is_journal_word(struct str name)
{
	static const char *const words[] = {"at", "op", "by", "why"};
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (str_equal_text(name, words[i]))
			return true;
	return false;
}

static void set_cell(struct table_input *in, size_t stream_column, int field)
{
	if (stream_column >= in->cell_count) {
		in->cells = mem_grow(in->cells, stream_column + 1, sizeof(*in->cells));
		while (in->cell_count <= stream_column)
			in->cells[in->cell_count++] = -1;
	}
	in->cells[stream_column] = field;
}

/* A journal starts with at,op,by,why; problems and visits have a column `by` of their own behind
 * them. */
static bool map_header(struct table *t, struct table_input *in, struct error *e)
{
	const struct csv_row *header = csv_reader_header(in->reader);
	const struct schema *s = t->spec.schema;
	for (int i = 0; i < SCHEMA_COLUMNS_MAX; i++)
		in->fields[i] = -1;
	in->at_field = -1;
	for (size_t i = 0; i < header->count; i++) {
		struct str name = header->fields[i];
		if (in->journal && i < JOURNAL_COLUMNS && is_journal_word(name)) {
			if (str_equal(name, STR("at")))
				in->at_field = (int)i;
			continue;
		}
		int column = schema_column(s, name);
		if (column != COLUMN_NONE && in->fields[column] >= 0) {
			error_set(e, ERROR_DATA,
			    _("the header names column '%s' twice (once as '%s')"),
			    s->columns[column].name, error_quote(name));
			return error_at(e, csv_reader_name(in->reader), header->number,
			    csv_column_of(header->line, i));
		}
		if (column != COLUMN_NONE)
			in->fields[column] = (int)i;
		size_t stream_column = add_stream_column(
		    t, name, csv_reader_name(in->reader), csv_column_of(header->line, i));
		set_cell(in, stream_column, (int)i);
	}
	return true;
}

/* Rows that a person gives need not have every column, but a header they need. Its text is not
 * shown: it may be the first row. */
static bool names_a_column(const struct table *t, const struct table_input *in, struct error *e)
{
	const struct schema *s = t->spec.schema;
	for (int i = 0; i < s->column_count; i++)
		if (in->fields[i] >= 0)
			return true;
	error_set(e, ERROR_DATA,
	    _("the first line names no column of %s; a header line was expected"), s->name);
	return error_at(e, csv_reader_name(in->reader), csv_reader_header(in->reader)->number, 1);
}

static bool required_are_there(const struct table *t, const struct table_input *in, struct error *e)
{
	const struct schema *s = t->spec.schema;
	for (int i = 0; i < s->column_count; i++) {
		if (!s->columns[i].required || in->fields[i] >= 0 || t->spec.mode == VALUE_INPUT ||
		    (t->spec.unchecked & COLUMN_BIT(i)))
			continue;
		error_set(e, ERROR_DATA, _("the header lacks column '%s' (%s) of %s"),
		    s->columns[i].name, s->columns[i].label, s->name);
		return error_at(e, csv_reader_name(in->reader), 1, 1);
	}
	if (in->journal && in->at_field < 0) {
		error_set(e, ERROR_DATA, _("the header of a journal must begin with at,op,by,why"));
		return error_at(e, csv_reader_name(in->reader), 1, 1);
	}
	return true;
}

/* Has the reader cut only what is looked at: columns that are read and those that the schema does
 * not know. */
static void narrow(const struct table *t, struct table_input *in)
{
	const struct csv_row *header = csv_reader_header(in->reader);
	size_t *wanted = mem_alloc(header->count, sizeof(*wanted)), count = 0;
	for (size_t i = 0; i < header->count; i++) {
		int column = schema_column(t->spec.schema, header->fields[i]);
		if (column == COLUMN_NONE || !(t->spec.unchecked & COLUMN_BIT(column)))
			wanted[count++] = i;
	}
	csv_reader_want(in->reader, wanted, count);
	free(wanted);
}

static bool is_read(const struct table *t, int column)
{
	return !t->spec.narrow || !(t->spec.unchecked & COLUMN_BIT(column));
}

static void divide_columns(const struct table *t, struct table_input *in)
{
	for (int i = 0; i < t->spec.schema->column_count; i++) {
		if (in->fields[i] >= 0 && is_read(t, i))
			in->present[in->present_count++] = i;
		else
			in->absent[in->absent_count++] = i;
	}
}

static bool add_input(
    struct table *t, struct input *bytes, bool journal, bool tail_rule, struct error *e)
{
	struct csv_reader *reader = !bytes    ? NULL
				    : journal ? csv_reader_open_journal(bytes, e)
					      : csv_reader_open(bytes, e);
	if (!reader)
		return false;
	t->inputs = mem_room(t->inputs, &t->input_capacity, t->input_count + 1, sizeof(*t->inputs));
	struct table_input *in = &t->inputs[t->input_count++];
	*in = (struct table_input){.reader = reader, .journal = journal, .tail_rule = tail_rule};
	if (t->spec.narrow && !journal)
		narrow(t, in);
	if (!map_header(t, in, e))
		return false;
	divide_columns(t, in);
	return required_are_there(t, in, e) &&
	       (t->spec.mode != VALUE_INPUT || names_a_column(t, in, e));
}

static bool add_snapshot_file(
    struct table *t, const struct snapshot_file *f, bool journal, struct error *e)
{
	return add_input(t, snapshot_input(f), journal, !journal, e);
}

/* A register that nobody has written to yet is empty: it has the columns of the schema and no rows.
 */
static bool add_missing(struct table *t, const struct snapshot_file *f, struct error *e)
{
	const struct schema *s = t->spec.schema;
	if (!t->spec.snapshot->any_register) {
		error_set(e, ERROR_SYSTEM,
		    _("no register here; name the register directory with -d DIR or TAIZHANG_DIR"));
		return error_at(e, f->path, 0, 0);
	}
	for (int i = 0; i < s->column_count; i++)
		add_stream_column(t, str_of(s->columns[i].name), NULL, 0);
	struct error note;
	error_set(&note, ERROR_NOTE, _("no such register yet, taken as empty"));
	error_at(&note, f->path, 0, 0);
	t->spec.diag->say(t->spec.diag, &note);
	return true;
}

static bool open_directory(struct table *t, struct error *e)
{
	const struct snapshot_file *f = &t->spec.snapshot->registers[t->spec.schema->id];
	const struct snapshot_file *journal = &t->spec.snapshot->journals[t->spec.schema->id];
	if (f->fd < 0)
		return add_missing(t, f, e);
	if (!add_snapshot_file(t, f, false, e))
		return false;
	return t->spec.known_by == INSTANT_NONE || journal->fd < 0 ||
	       add_snapshot_file(t, journal, true, e);
}

struct table *table_open(const struct table_spec *spec, struct error *e)
{
	struct table *t = mem_alloc(1, sizeof(*t));
	t->spec = *spec;
	if (spec->known_by != INSTANT_NONE)
		t->spec.unchecked &= ~COLUMN_BIT(spec->schema->recorded);
	for (int i = 0; i < spec->schema->column_count; i++)
		t->types[i] = value_type_of(spec->directory, spec->schema, i);
	bool good = true;
	if (spec->text_name)
		good = add_input(t, input_of_text(spec->text, spec->text_name), false, true, e);
	else if (spec->file_count == 0)
		good = open_directory(t, e);
	for (size_t i = 0; i < spec->file_count && good; i++)
		good = add_input(t, input_open(spec->files[i], e), false, false, e);
	if (!good) {
		table_close(t);
		return NULL;
	}
	for (size_t i = 0; i < t->input_count && t->column_count;
	     i++) /* later inputs may have added columns */
		if (t->inputs[i].cell_count < t->column_count)
			set_cell(&t->inputs[i], t->column_count - 1, -1);
	table_prepare_blocks(t);
	return t;
}

void table_close(struct table *t)
{
	if (!t)
		return;
	for (int i = 0; i < SCHEMA_COLUMNS_MAX; i++)
		buf_release(&t->scratch[i]);
	if (t->is_share) {
		free(t);
		return;
	}
	for (size_t i = 0; i < t->input_count; i++) {
		csv_reader_close(t->inputs[i].reader);
		free(t->inputs[i].cells);
		free(t->inputs[i].checked);
		free(t->inputs[i].loose);
	}
	for (size_t i = 0; i < t->column_count; i++)
		free(t->columns[i].name);
	free(t->columns);
	free(t->inputs);
	free(t);
}

/* The value of one column. in_tail: of a last line without newline, in which unchecked columns are
 * looked at too: whether it is torn must not depend on the columns that the program needs. */
static bool read_value(struct table *t, const struct table_input *in, int column, bool in_tail,
    struct row *row, struct error *e)
{
	const struct schema *s = t->spec.schema;
	struct str cell = row->csv.fields[in->fields[column]];
	bool unchecked = t->spec.unchecked & COLUMN_BIT(column);
	if (row->guarded)
		cell = csv_plain_text(cell);
	row->values[column] = cell;
	if (unchecked && !in_tail)
		return true;
	if (!value_read(t->spec.directory, &t->types[column], t->spec.mode, cell,
		&t->scratch[column], &row->values[column], e))
		return row_place(row, column, e);
	if (unchecked) {
		row->values[column] = cell;
	} else if (s->columns[column].required && row->values[column].n == 0 &&
		   t->spec.mode == VALUE_STORED) {
		error_set(e, ERROR_ROW, _("%s is empty, it is required"), s->columns[column].name);
		return row_place(row, column, e);
	}
	return true;
}

/* All columns, also those that nobody reads: of a last line without newline. */
static bool read_tail(
    struct table *t, const struct table_input *in, struct row *row, struct error *e)
{
	memset(row->values, 0, sizeof(row->values));
	for (int i = 0; i < t->spec.schema->column_count; i++)
		if (in->fields[i] >= 0 && !read_value(t, in, i, true, row, e))
			return false;
	return true;
}

/* Whether the value of a column is surely good and the cell itself. */
static bool stands_as_it_is(
    const struct table *t, const struct row *row, int column, struct str cell)
{
	if (t->spec.mode != VALUE_STORED)
		return !row->guarded && value_is_plain_input(&t->types[column], cell);
	if (t->spec.unchecked & COLUMN_BIT(column))
		return true;
	return cell.n ? value_is_plain(&t->types[column], cell)
		      : !t->types[column].column->required;
}

static bool read_values(
    struct table *t, const struct table_input *in, struct row *row, struct error *e)
{
	if (in->tail_rule && !row->csv.ended)
		return read_tail(t, in, row, e);
	for (int i = 0; i < in->absent_count; i++)
		row->values[in->absent[i]] = (struct str){NULL, 0};
	for (int i = 0; i < in->present_count; i++) {
		int column = in->present[i];
		struct str cell = row->csv.fields[in->fields[column]];
		row->values[column] = cell;
		if (!stands_as_it_is(t, row, column, cell) &&
		    !read_value(t, in, column, false, row, e))
			return false;
	}
	return true;
}

/* Whether the row was on record at the known-by time, as far as its times can be read: what came
 * later or was replaced before is not looked at, damaged or not. */
static bool was_known(const struct table *t, const struct table_input *in, const struct row *row)
{
	instant recorded, at;
	int field = in->fields[t->spec.schema->recorded];
	if (field >= 0 && time_parse(row->csv.fields[field], &recorded) &&
	    recorded > t->spec.known_by)
		return false;
	return !in->journal || !time_parse(row->csv.fields[in->at_field], &at) ||
	       at > t->spec.known_by;
}

/* A row of a journal says when it was replaced. */
static bool was_replaced_sometime(
    const struct table_input *in, const struct row *row, struct error *e)
{
	instant at;
	if (!in->journal || time_parse(row->csv.fields[in->at_field], &at))
		return true;
	error_set(e, ERROR_ROW,
	    _("at is not right ('%s'), a time such as 2024-06-30T08:00:00Z was expected"),
	    error_quote(row->csv.fields[in->at_field]));
	return error_at(
	    e, row->file, row->csv.number, csv_column_of(row->csv.line, (size_t)in->at_field));
}

/* A last line of a directory's register that no newline ends must be complete to be a row. */
static bool is_torn(
    const struct table *t, const struct table_input *in, const struct row *row, bool good)
{
	if (!in->tail_rule || row->csv.ended)
		return false;
	return !good || (in->fields[t->spec.schema->recorded] >= 0 &&
			    row->values[t->spec.schema->recorded].n == 0);
}

static void say_torn(const struct table *t, const struct row *row)
{
	struct error torn;
	error_set(&torn, ERROR_TORN,
	    _("the last line is torn (%zu bytes without a newline), left out; the next writer sets "
	      "it aside"),
	    row->csv.line.n);
	error_at(&torn, row->file, row->csv.number, 1);
	t->spec.diag->say(t->spec.diag, &torn);
}

/* What is the same for all rows of an input. */
static void begin_row(const struct table *t, const struct table_input *in, struct row *row)
{
	row->schema = t->spec.schema;
	row->file = csv_reader_name(in->reader);
	row->fields = in->fields;
	row->cells = in->cells;
	row->guarded = t->spec.mode == VALUE_INPUT && csv_reader_is_spreadsheet(in->reader);
}

bool table_take(struct table *t, const struct table_input *in, struct row *row)
{
	struct error e;
	begin_row(t, in, row);
	if (read_values(t, in, row, &e))
		return true;
	t->spec.diag->say(t->spec.diag, &e);
	return false;
}

enum table_status table_next(struct table *t, struct row *row, struct error *e)
{
	while (t->current < t->input_count) {
		struct table_input *in = &t->inputs[t->current];
		enum csv_status status = csv_reader_next(in->reader, &row->csv, e);
		if (status == CSV_STATUS_FAILED)
			return TABLE_FAILED;
		if (status == CSV_STATUS_END) {
			t->current++;
			continue;
		}
		begin_row(t, in, row);
		bool known = status != CSV_STATUS_ROW || t->spec.known_by == INSTANT_NONE ||
			     was_known(t, in, row);
		if (!known && (row->csv.ended || !in->tail_rule))
			continue;
		bool good = status == CSV_STATUS_ROW && was_replaced_sometime(in, row, e) &&
			    read_values(t, in, row, e);
		if (is_torn(t, in, row, good))
			say_torn(t, row);
		else if (!good && known)
			t->spec.diag->say(t->spec.diag, e);
		else if (good && known)
			return TABLE_ROW;
	}
	return TABLE_END;
}

struct csv_reader *table_reader(const struct table *t)
{
	if (t->input_count != 1 || t->inputs[0].journal || t->spec.mode != VALUE_STORED ||
	    t->spec.known_by != INSTANT_NONE)
		return NULL;
	return t->inputs[0].reader;
}

const int *table_fields(const struct table *t)
{
	return t->inputs[0].fields;
}

struct table *table_share(const struct table *t, struct diag *diag)
{
	struct table *share = mem_alloc(1, sizeof(*share));
	*share = *t;
	share->spec.diag = diag;
	share->is_share = true;
	memset(share->scratch, 0, sizeof(share->scratch));
	return share;
}

bool table_row(struct table *t, const struct csv_row *csv, struct row *row, struct error *e)
{
	const struct table_input *in = &t->inputs[0];
	if (in->tail_rule && !csv->ended)
		return false;
	row->csv = *csv;
	begin_row(t, in, row);
	return read_values(t, in, row, e);
}

struct str table_cell(const struct table *t, const struct row *row, size_t stream_column)
{
	int column = t->columns[stream_column].column;
	if (column != COLUMN_NONE)
		return row->values[column];
	int field = row->cells[stream_column];
	struct str cell = field < 0 ? (struct str){NULL, 0} : row->csv.fields[field];
	return row->guarded ? csv_plain_text(cell) : cell;
}

struct str row_effective(const struct row *row, int column)
{
	const char *means = row->schema->columns[column].empty_means;
	if (row->values[column].n || !means)
		return row->values[column];
	if (means[0] == '=')
		return row->values[schema_column(row->schema, str_of(means + 1))];
	return str_of(means);
}

bool row_in_force(const struct row *row, struct str date)
{
	const struct str *since = &row->values[row->schema->start],
			 *until = &row->values[row->schema->end];
	return str_compare(*since, date) <= 0 && (until->n == 0 || str_compare(*until, date) > 0);
}

bool row_place(const struct row *row, int column, struct error *e)
{
	int field = column == COLUMN_NONE ? -1 : row->fields[column];
	return error_at(e, row->file, row->csv.number,
	    field < 0 ? 1 : csv_column_of(row->csv.line, (size_t)field));
}
