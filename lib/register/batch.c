/* batch: see batch.h. How rows are kept is in batch_rows.c. */
#include "base/utf8.h"
#include "register/batch_internal.h"

#include <stdlib.h>
#include <unistd.h>

/* Hears what the table tells of bad rows, and keeps their lines. */
struct listener {
	struct diag diag; /* first */
	struct diag *outer;
	struct rejects *rejects;
	const struct row *row;
};

static void hear(struct diag *diag, const struct error *e)
{
	struct listener *l = (struct listener *)diag;
	if (e->kind == ERROR_ROW)
		rejects_add(l->rejects, e, l->row->csv.line);
	l->outer->say(l->outer, e);
}

/* --- operands --- */

static size_t extra_of(struct batch *b, struct str name, const struct batch_extra *made)
{
	size_t columns = (size_t)b->schema->column_count;
	for (size_t i = 0; i < b->extra_count; i++)
		if (str_equal_text(name, b->extras[i].name))
			return columns + i;
	b->extras = mem_room(b->extras, &b->extra_capacity, b->extra_count + 1, sizeof(*b->extras));
	b->extras[b->extra_count] = *made;
	b->extras[b->extra_count].name = str_dup(name);
	return columns + b->extra_count++;
}

/* What stands behind the sign may be personal, so it is not shown. */
static bool not_an_operand(const struct batch *b, struct str operand, struct error *e)
{
	size_t sign = str_find(operand, STR("＝"));
	if (sign != SIZE_MAX)
		return error_set(e, ERROR_USAGE,
		    _("'%s＝…' has a full-width ＝, field=value with a plain = was expected"),
		    error_quote(str_first(operand, sign)));
	if (str_find(operand, STR("=")) == 0)
		operand.n = 1;
	else if (memchr(operand.p, '\0', operand.n + 1) && access(operand.p, F_OK) == 0)
		return error_set(e, ERROR_USAGE,
		    _("'%s' is a file, not field=value; -f reads rows from a file"),
		    error_quote(operand));
	return error_set(e, ERROR_USAGE, _("'%s' is not field=value, such as %s=…"),
	    schema_quote_operand(operand), schema_nearest(b->schema, operand));
}

/* A line feed or another control character cannot stand in a record of one line. */
bool batch_is_plain_text(struct str name, bool personal, struct str text, struct error *e)
{
	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];
		bool second = c == 0xC2 && i + 1 < text.n && (unsigned char)text.p[i + 1] < 0xA0;
		if (c >= 0x20 && c != 0x7F && !second)
			continue;
		unsigned code = second ? (unsigned char)text.p[i + 1] : c;
		if (personal)
			return error_set(e, ERROR_ROW,
			    _("%.*s holds control character U+%04X, plain text was expected"),
			    (int)name.n, name.p, code);
		return error_set(e, ERROR_ROW,
		    _("%.*s holds control character U+%04X ('%s'), plain text was expected"),
		    (int)name.n, name.p, code, error_quote(text));
	}
	return true;
}

bool batch_is_good_reason(const char *why, struct error *e)
{
	if (!why)
		return true;
	if (utf8_valid_prefix(str_of(why)) < strlen(why))
		return error_set(e, ERROR_ROW, "%s", _("the reason is not UTF-8"));
	return batch_is_plain_text(STR("why"), false, str_of(why), e);
}

static bool cell_has_no_controls(
    const struct batch *b, size_t cell, struct str text, struct error *e)
{
	size_t columns = (size_t)b->schema->column_count;
	if (cell >= columns)
		return batch_is_plain_text(str_of(b->extras[cell - columns].name), false, text, e);
	const struct column *c = &b->schema->columns[cell];
	return batch_is_plain_text(str_of(c->name), c->personal, text, e);
}

static bool read_default(struct batch *b, size_t cell, struct str value, struct error *e)
{
	struct buf scratch = BUF_INIT;
	struct str canonical = value;
	bool good = cell_has_no_controls(b, cell, value, e);
	if (good && utf8_valid_prefix(value) < value.n)
		good = error_set(e, ERROR_ROW, "%s", _("an operand is not UTF-8"));
	if (good && cell < (size_t)b->schema->column_count) {
		struct value_type_of type = value_type_of(b->directory, b->schema, (int)cell);
		good = value_read(b->directory, &type, VALUE_INPUT, value, &scratch, &canonical, e);
	}
	if (good)
		buf_add_str(&b->defaults[cell], canonical);
	b->any_default = b->any_default || b->defaults[cell].n;
	buf_release(&scratch);
	return good;
}

static bool read_operand(struct batch *b, struct str operand, struct error *e)
{
	size_t sign = str_find(operand, STR("="));
	if (sign == SIZE_MAX || sign == 0)
		return not_an_operand(b, operand, e);
	struct str name = str_trim(str_first(operand, sign));
	int column = schema_column(b->schema, name);
	if (column == b->schema->recorded)
		return error_set(
		    e, ERROR_USAGE, "%s", _("recorded is set by the writer, it cannot be given"));
	const struct batch_extra made = {.in_file = false};
	size_t cell = column == COLUMN_NONE ? extra_of(b, name, &made) : (size_t)column;
	if (b->given[cell])
		return error_set(e, ERROR_USAGE, _("%s is given twice"), error_quote(name));
	b->given[cell] = true;
	return read_default(b, cell, str_from(operand, sign + 1), e);
}

static bool read_operands(struct batch *b, const struct batch_source *source, struct error *e)
{
	size_t most = (size_t)b->schema->column_count + b->extra_count + source->operand_count;
	b->defaults = mem_alloc(most, sizeof(*b->defaults));
	b->given = mem_alloc(most, sizeof(*b->given));
	bool good = true;
	for (size_t i = 0; i < source->operand_count && good; i++)
		good = read_operand(b, str_of(source->operands[i]), e);
	b->width = (size_t)b->schema->column_count + b->extra_count;
	if (!good && e->kind == ERROR_ROW)
		e->kind = ERROR_USAGE;
	return good;
}

/* --- rows --- */

static void take_cells(const struct batch *b, const struct row *row, struct str *cells)
{
	size_t columns = (size_t)b->schema->column_count;
	memcpy(cells, row->values, columns * sizeof(*cells));
	cells[b->schema->recorded] = (struct str){NULL, 0};
	for (size_t i = 0; i < b->extra_count; i++)
		cells[columns + i] = b->extras[i].in_file
					 ? table_cell(b->table, row, b->extras[i].column)
					 : (struct str){NULL, 0};
}

static bool cells_have_no_controls(
    const struct batch *b, const struct row *row, const struct str *cells, struct error *e)
{
	for (size_t i = 0; i < b->width; i++)
		if (!cell_has_no_controls(b, i, cells[i], e))
			return row_place(
			    row, i < (size_t)b->schema->column_count ? (int)i : COLUMN_NONE, e);
	return true;
}

static bool read_rows(struct batch *b, struct listener *l, struct error *e)
{
	struct row row;
	struct str *cells = mem_alloc(b->width, sizeof(*cells));
	enum table_status status;
	l->row = &row;
	while ((status = table_next(b->table, &row, e)) == TABLE_ROW) {
		unsigned bytes = batch_bytes(row.csv.line);
		take_cells(b, &row, cells);
		bool plain = batch_is_plain(b, &row, cells, bytes);
		if ((!plain || bytes & BYTES_CONTROLS) &&
		    !cells_have_no_controls(b, &row, cells, e)) {
			l->diag.say(&l->diag, e);
			continue;
		}
		batch_add(b, &row, cells, plain);
		b->rows.items[b->rows.count - 1].sound =
		    plain && !b->any_default && batch_is_sound(b, cells, false);
	}
	free(cells);
	return status == TABLE_END;
}

static bool open_files(
    struct batch *b, const struct batch_source *source, struct listener *l, struct error *e)
{
	struct table_spec spec = {
	    .schema = b->schema,
	    .directory = b->directory,
	    .files = source->files,
	    .file_count = source->file_count,
	    .known_by = INSTANT_NONE,
	    .mode = VALUE_INPUT,
	    .unchecked = COLUMN_BIT(b->schema->recorded),
	    .diag = &l->diag,
	};
	size_t count;
	b->table = table_open(&spec, e);
	if (!b->table)
		return false;
	const struct table_column *columns = table_columns(b->table, &count);
	for (size_t i = 0; i < count; i++) {
		const struct batch_extra made = {.in_file = true,
		    .column = i,
		    .file = columns[i].file,
		    .line = 1,
		    .position = columns[i].position};
		if (columns[i].column == COLUMN_NONE)
			extra_of(b, str_of(columns[i].name), &made);
	}
	return true;
}

size_t batch_feed_input(
    struct batch *b, const char *file, const struct batch_feed_column *columns, size_t count)
{
	b->inputs = mem_room(b->inputs, &b->input_capacity, b->input_count + 1, sizeof(*b->inputs));
	struct batch_input *in = &b->inputs[b->input_count];
	int *fields = mem_alloc((size_t)b->schema->column_count, sizeof(*fields));
	for (int i = 0; i < b->schema->column_count; i++)
		fields[i] = -1;
	*in = (struct batch_input){.file = file, .fields = fields, .field_count = count};
	in->cells = mem_alloc(count, sizeof(*in->cells));
	in->positions = mem_alloc(count, sizeof(*in->positions));
	for (size_t i = 0; i < count; i++) {
		const struct batch_extra made = {.in_file = true,
		    .file = file,
		    .line = columns[i].line,
		    .position = columns[i].position};
		in->positions[i] = columns[i].position;
		in->cells[i] = columns[i].column;
		if (columns[i].column == COLUMN_NONE)
			in->cells[i] = (int)extra_of(b, columns[i].name, &made);
		else
			fields[columns[i].column] = (int)i;
	}
	return b->input_count++;
}

bool batch_read(struct batch *b, const struct schema *schema, const struct directory *d,
    const struct batch_source *source, struct diag *diag, struct error *e)
{
	*b = (struct batch){.schema = schema, .directory = d, .watch = b->watch};
	b->id = schema_column(schema, STR("id"));
	b->key = row_hash_columns_of(schema, source->feed);
	struct batch_feed *feed = source->feed;
	if (feed)
		return feed->begin(feed, b, e) && read_operands(b, source, e) &&
		       feed->rows(feed, b, diag, e);
	struct listener l = {{hear}, diag, &b->rejects, NULL};
	if (source->file_count > 0)
		return open_files(b, source, &l, e) && read_operands(b, source, e) &&
		       read_rows(b, &l, e);
	if (!read_operands(b, source, e))
		return false;
	struct str *cells = mem_alloc(b->width, sizeof(*cells));
	batch_add(b, NULL, cells, false);
	free(cells);
	return true;
}

bool batch_may_fill(const struct batch *b, int column)
{
	size_t count = 0;
	const struct table_column *columns = b->table ? table_columns(b->table, &count) : NULL;
	for (size_t i = 0; i < count; i++)
		if (columns[i].column == column)
			return true;
	for (size_t i = 0; i < b->input_count && !b->table; i++)
		if (b->inputs[i].fields[column] >= 0)
			return true;
	return b->given[column];
}

void batch_release(struct batch *b)
{
	table_close(b->table);
	for (size_t i = 0; i < b->width && b->defaults; i++)
		buf_release(&b->defaults[i]);
	for (size_t i = 0; i < b->extra_count; i++)
		free(b->extras[i].name);
	free(b->extras);
	free(b->defaults);
	free(b->given);
	batch_release_rows(b);
	rejects_release(&b->rejects);
	*b = (struct batch){0};
}
