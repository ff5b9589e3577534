/* count_stream: see count_stream.h. */
#include "figures/count_blocks.h"

/* --- the header ------------------------------------------------------------------------------ */

static size_t known_columns(const struct csv_row *header, const struct schema *s)
{
	size_t count = 0;
	for (size_t i = 0; i < header->count; i++)
		count += schema_column(s, header->fields[i]) != COLUMN_NONE;
	return count;
}

static void guess_register(struct stream *s)
{
	const struct csv_row *header = csv_reader_header(s->reader);
	size_t most = 0;
	s->schema = schema_of(REGISTER_UNITS);
	for (int i = 0; i < REGISTER_COUNT; i++) {
		size_t known = known_columns(header, schema_of((enum register_id)i));
		if (known <= most)
			continue;
		most = known;
		s->schema = schema_of((enum register_id)i);
	}
	s->is_register = most == header->count;
}

/* A header that means the same column of some register as the name: one of the two is a label. */
static bool means_same(struct str name, struct str header)
{
	for (int i = 0; i < REGISTER_COUNT; i++) {
		const struct schema *schema = schema_of((enum register_id)i);
		int column = schema_column(schema, name);
		if (column != COLUMN_NONE && schema_column(schema, header) == column)
			return true;
	}
	return false;
}

static size_t find_header(const struct stream *s, struct str name)
{
	const struct csv_row *header = csv_reader_header(s->reader);
	int column = schema_column(s->schema, name);
	for (size_t i = 0; i < header->count; i++)
		if (str_equal(header->fields[i], name))
			return i;
	for (size_t i = 0; column != COLUMN_NONE && i < header->count; i++)
		if (schema_column(s->schema, header->fields[i]) == column)
			return i;
	for (size_t i = 0; i < header->count; i++)
		if (means_same(name, header->fields[i]))
			return i;
	return SIZE_MAX;
}

static struct str nearest_header(const struct stream *s, struct str name)
{
	const struct csv_row *header = csv_reader_header(s->reader);
	struct str best = header->fields[0];
	size_t least = SIZE_MAX;
	for (size_t i = 0; i < header->count; i++) {
		size_t distance = text_distance(name, header->fields[i]);
		if (distance >= least)
			continue;
		least = distance;
		best = header->fields[i];
	}
	return best;
}

static bool find_field(struct stream *s, struct stream_field *f, struct error *e)
{
	if (!f->name)
		return true;
	struct str name = str_of(f->name);
	f->at = find_header(s, name);
	if (f->at == SIZE_MAX) {
		error_set(e, ERROR_USAGE, _("no field '%s' here; nearest is '%s'"),
		    error_quote(name), error_quote(nearest_header(s, name)));
		return error_at(e, csv_reader_name(s->reader), 1, 1);
	}
	f->instead = SIZE_MAX;
	f->column = schema_column(s->schema, csv_reader_header(s->reader)->fields[f->at]);
	if (f->column == COLUMN_NONE)
		return true;
	f->type = value_type_of(s->options->directory, s->schema, f->column);
	const char *means = f->type.column->empty_means;
	if (means && means[0] == '=')
		f->instead = find_header(s, str_of(means + 1));
	return true;
}

bool stream_is_list(const struct stream_field *f)
{
	return f->column != COLUMN_NONE && type_is_list(f->type.column->type);
}

/* The name that groups bear: the column's when it is known. */
const char *stream_field_name(const struct stream_field *f)
{
	return f->column == COLUMN_NONE ? f->name : f->type.column->name;
}

/* --- rows ------------------------------------------------------------------------------------ */

static bool has_words(enum value_type type)
{
	return type == TYPE_CODE || type == TYPE_CODES || type == TYPE_YESNO || type == TYPE_AREA;
}

/* What the cell counts as. */
struct str stream_value(const struct stream *s, struct stream_field *f, const struct csv_row *row)
{
	struct str value = row->fields[f->at], canonical;
	struct error ignored;
	if (f->column == COLUMN_NONE)
		return value;
	const struct column *column = f->type.column;
	if (value.n == 0 && f->instead != SIZE_MAX)
		return row->fields[f->instead];
	if (value.n == 0 && column->empty_means && column->empty_means[0] != '=')
		return str_of(column->empty_means);
	if (s->is_register && has_words(column->type) &&
	    value_read(s->options->directory, &f->type, VALUE_STORED, value, &f->scratch,
		&canonical, &ignored))
		return canonical;
	return value;
}

/* False, after telling, for a row that cannot be counted. */
static bool refuse_cell(const struct stream *s, const struct stream_field *f,
    const struct csv_row *row, const char *expected)
{
	struct error e;
	struct str value = row->fields[f->at];
	if (f->column == COLUMN_NONE)
		error_set(&e, ERROR_ROW, _("%s is not right ('%s'), %s was expected"), f->name,
		    error_quote(value), expected);
	else
		error_set(&e, ERROR_ROW, _("%s is not right %s, %s was expected"), f->name,
		    value_quote(f->type.column, value), expected);
	error_at(&e, csv_reader_name(s->reader), row->number, csv_column_of(row->line, f->at));
	s->diag->say(s->diag, &e);
	return false;
}

bool stream_area(struct stream *s, const struct csv_row *row, size_t *area)
{
	*area = AREA_WHOLE;
	if (!s->area.name)
		return true;
	struct str code = stream_value(s, &s->area, row);
	if (code.n && !area_is_code(code))
		code = areas_code(&s->options->directory->areas, code);
	if (code.n == 0 && row->fields[s->area.at].n)
		return refuse_cell(s, &s->area, row,
		    _("a division code of 2, 4, 6, 9 or 12 digits, or a name of areas.csv"));
	*area = area_keys_add(&s->areas, code);
	return true;
}

static void see(struct stream *s, const struct csv_row *row)
{
	struct str value = stream_value(s, &s->measure, row), element;
	if (!stream_is_list(&s->measure)) {
		counter_see(&s->counter, value);
		return;
	}
	while (value.n && str_split(&value, ';', &element))
		counter_see(&s->counter, element);
}

static bool count_row(struct stream *s, const struct csv_row *row, struct error *e)
{
	size_t area;
	struct fixed amount = {1, 0};
	if (s->options->sum) {
		struct str value = row->fields[s->measure.at];
		amount.units = 0;
		if (value.n && !fixed_parse(value, &amount))
			return refuse_cell(s, &s->measure, row, _("a number")), true;
	}
	if (!stream_area(s, row, &area))
		return true;
	counter_row(&s->counter, area);
	if (s->group.name && stream_is_list(&s->group))
		counter_groups(
		    &s->counter, stream_field_name(&s->group), stream_value(s, &s->group, row));
	else if (s->group.name)
		counter_group(
		    &s->counter, stream_field_name(&s->group), stream_value(s, &s->group, row));
	if (s->options->distinct) {
		see(s, row);
		return true;
	}
	if (counter_add(&s->counter, amount))
		return true;
	error_set(e, ERROR_DATA, "%s", _("the sum is too large"));
	return error_at(e, csv_reader_name(s->reader), row->number, 1);
}

bool stream_rows(struct stream *s, struct error *e)
{
	struct csv_row row;
	enum csv_status status;
	for (;;) {
		count_blocks(s);
		status = csv_reader_next(s->reader, &row, e);
		if (status == CSV_STATUS_END)
			return true;
		if (status == CSV_STATUS_FAILED)
			return false;
		if (status == CSV_STATUS_BAD)
			s->diag->say(s->diag, e);
		else if (!count_row(s, &row, e))
			return false;
	}
}

/* Has the reader cut only the fields that are looked at. */
static void want_fields(struct stream *s)
{
	const struct stream_field *asked[] = {&s->measure, &s->group, &s->area};
	size_t wanted[6], count = 0;
	for (size_t i = 0; i < sizeof(asked) / sizeof(asked[0]); i++) {
		if (!asked[i]->name)
			continue;
		wanted[count++] = asked[i]->at;
		if (asked[i]->instead != SIZE_MAX)
			wanted[count++] = asked[i]->instead;
	}
	csv_reader_want(s->reader, wanted, count);
}

static bool count_file(struct stream *s, const char *file, struct error *e)
{
	struct input *in = input_open(file, e);
	s->reader = in ? csv_reader_open(in, e) : NULL;
	if (!s->reader)
		return false;
	guess_register(s);
	bool good = find_field(s, &s->measure, e) && find_field(s, &s->group, e) &&
		    find_field(s, &s->area, e);
	if (good && s->options->sum && s->measure.column != COLUMN_NONE &&
	    s->measure.type.column->type == TYPE_MONEY)
		s->counter.decimals = 2;
	if (good)
		want_fields(s);
	good = good && (count_parts(s) || stream_rows(s, e));
	cells_flush(s, s);
	csv_reader_close(s->reader);
	return good;
}

/* --- figures --------------------------------------------------------------------------------- */

/* Every cell with as many decimals as the one that has most: a column of numbers looks alike. */
static void emit(struct stream *s, struct figures *out)
{
	for (size_t i = 0; i < s->counter.cells.count; i++)
		if (s->counter.values[i].decimals > s->counter.decimals)
			s->counter.decimals = s->counter.values[i].decimals;
	for (size_t group = GROUP_ALL; group <= s->counter.groups.texts.count; group++)
		for (size_t area = AREA_WHOLE; area <= s->areas.keys.count; area++) {
			struct figure row = {.figure = str_of(s->options->name),
			    .area = area_keys_text(&s->areas, area),
			    .period = str_of(s->options->period),
			    .group = groups_text(&s->counter.groups, group)};
			fixed_add(counter_value(&s->counter, area, group),
			    (struct fixed){0, s->counter.decimals}, &row.value);
			figures_add(out, &row);
		}
}

void stream_release(struct stream *s)
{
	buf_release(&s->measure.scratch);
	buf_release(&s->group.scratch);
	buf_release(&s->area.scratch);
	counter_release(&s->counter);
	area_keys_release(&s->areas);
	cells_release(s);
}

bool stream_count(const struct stream_options *options, const char *const *files, size_t file_count,
    struct diag *diag, struct figures *out, struct error *e)
{
	struct stream s = {.options = options, .diag = diag, .areas.level = options->level};
	s.measure.name = options->distinct ? options->distinct : options->sum;
	s.group.name = options->group;
	s.area.name = options->level ? "area" : NULL;
	bool good = true;
	for (size_t i = 0; good && i < file_count; i++)
		good = count_file(&s, files[i], e);
	if (good) {
		area_keys_add_all(&s.areas, &options->directory->areas);
		emit(&s, out);
	}
	stream_release(&s);
	return good;
}
