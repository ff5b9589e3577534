/* labels: see labels.h. */
#include "report/labels.h"
#include "csv/reader.h"
#include "register/schema.h"

#include <stdlib.h>

/* --- definitions ------------------------------------------------------------------------------ */

enum part { PART_FIGURE, PART_LABEL, PART_REGISTER, PART_COUNT };

static bool find_parts(
    const struct csv_row *header, const char *path, size_t parts[PART_COUNT], struct error *e)
{
	static const char *const names[PART_COUNT] = {"figure", "label", "register"};
	for (size_t part = 0; part < PART_COUNT; part++) {
		size_t at = 0;
		while (at < header->count && !str_equal_text(header->fields[at], names[part]))
			at++;
		if (at == header->count && part != PART_REGISTER) {
			error_set(
			    e, ERROR_DATA, _("the header lacks the column '%s'"), names[part]);
			return error_at(e, path, 1, 1);
		}
		parts[part] = at;
	}
	return true;
}

static bool add_label(struct labels *l, const char *path, const struct csv_row *row,
    const size_t parts[PART_COUNT], struct error *e)
{
	bool is_new;
	struct str figure = row->fields[parts[PART_FIGURE]], none = {NULL, 0};
	size_t number = intern_add(&l->figures, figure, &is_new);
	if (!is_new) {
		error_set(e, ERROR_DATA, _("figure '%s' stands twice"), error_quote(figure));
		return error_at(e, path, row->number, csv_column_of(row->line, parts[PART_FIGURE]));
	}
	bool has_register = parts[PART_REGISTER] < row->count;
	l->labels = mem_room(l->labels, &l->capacity, number + 1, sizeof(*l->labels));
	l->labels[number] = (struct label){str_dup(row->fields[parts[PART_LABEL]]),
	    str_dup(has_register ? row->fields[parts[PART_REGISTER]] : none)};
	return true;
}

bool labels_read(struct labels *l, const char *path, struct error *e)
{
	size_t parts[PART_COUNT];
	struct input *in = input_open(path, e);
	struct csv_reader *r = in ? csv_reader_open(in, e) : NULL;
	if (!r)
		return false;
	bool good = find_parts(csv_reader_header(r), path, parts, e);
	while (good) {
		struct csv_row row;
		enum csv_status status = csv_reader_next(r, &row, e);
		if (status == CSV_STATUS_END)
			break;
		good = status == CSV_STATUS_ROW && add_label(l, path, &row, parts, e);
	}
	csv_reader_close(r);
	return good;
}

void labels_release(struct labels *l)
{
	for (size_t i = 0; i < l->figures.count; i++) {
		free(l->labels[i].text);
		free(l->labels[i].counted);
	}
	intern_release(&l->figures);
	free(l->labels);
	*l = (struct labels){0};
}

static const struct label *find_label(const struct labels *l, struct str figure)
{
	size_t number = intern_find(&l->figures, figure);
	return number == INTERN_NONE ? NULL : &l->labels[number];
}

struct str label_of_figure(const struct labels *l, struct str figure)
{
	const struct label *label = find_label(l, figure);
	return label && label->text[0] ? str_of(label->text) : figure;
}

/* --- fields and groups ------------------------------------------------------------------------ */

/* The register that a figure counts when it is known, else the first that has the column; NULL when
 * none has. */
static const struct schema *schema_with(const struct labels *l, struct str figure, struct str field)
{
	const struct label *label = find_label(l, figure);
	const struct schema *counted = label ? schema_find(str_of(label->counted)) : NULL;
	if (counted && schema_column(counted, field) != COLUMN_NONE)
		return counted;
	for (int i = 0; i < REGISTER_COUNT; i++)
		if (schema_column(schema_of((enum register_id)i), field) != COLUMN_NONE)
			return schema_of((enum register_id)i);
	return NULL;
}

struct str label_of_field(const struct labels *l, struct str figure, struct str field)
{
	const struct schema *s = schema_with(l, figure, field);
	return s ? str_of(s->columns[schema_column(s, field)].label) : field;
}

/* Whether a code belongs to a column: its field is "units.kind", or "step" for every register. */
static bool is_code_of(const struct code *code, const struct schema *s, struct str column)
{
	struct str field = str_of(code->field), owner = str_of(s->name);
	if (str_equal(field, column))
		return true;
	return str_starts(field, owner) && field.n == owner.n + 1 + column.n &&
	       field.p[owner.n] == '.' && str_equal(str_from(field, owner.n + 1), column);
}

struct str label_of_value(
    const struct labels *l, struct str figure, struct str field, struct str value)
{
	if (value.n == 0)
		return STR("未注明");
	const struct schema *s = schema_with(l, figure, field);
	if (!s)
		return value;
	const struct column *column = &s->columns[schema_column(s, field)];
	if (column->type == TYPE_YESNO && str_equal_text(value, "yes"))
		return STR("是");
	if (column->type == TYPE_YESNO && str_equal_text(value, "no"))
		return STR("否");
	size_t count;
	const struct code *codes = schema_codes(&count);
	for (size_t i = 0; i < count; i++)
		if (str_equal_text(value, codes[i].code) &&
		    is_code_of(&codes[i], s, str_of(column->name)))
			return str_of(codes[i].label);
	return value;
}
