/* field: see field.h. */
#include "register/field.h"

#include <stdlib.h>

static void set_type(struct field *f, const struct directory *d, const struct schema *s, int column)
{
	f->type = s->columns[column].type;
	f->of = value_type_of(d, s, column);
}

static const struct schema *target_of(const struct field *f)
{
	return schema_find(str_of(f->schema->columns[f->column].target));
}

static bool find_step(struct field *f, const struct directory *d, struct lookups *lookups,
    struct str name, struct str step, struct error *e)
{
	const struct column *reference = &f->schema->columns[f->column];
	if (!reference->target)
		return error_set(e, ERROR_USAGE,
		    _("'%s' is not a reference, '%s' cannot follow it"), reference->name,
		    error_quote(step));
	const struct schema *target = target_of(f);
	f->kind = FIELD_OF_REFERENCE;
	f->target = target->id;
	f->target_column = schema_column(target, step);
	if (f->target_column == COLUMN_NONE)
		return error_set(e, ERROR_USAGE, _("no field '%s' in %s; nearest is '%s'"),
		    error_quote(step), target->name, schema_nearest(target, step));
	if (!lookups)
		return error_set(e, ERROR_USAGE,
		    _("'%s' steps to another register, which cannot be done here"),
		    error_quote(name));
	lookups_need(lookups, target->id, f->target_column);
	set_type(f, d, target, f->target_column);
	if (type_is_list(reference->type) && !type_is_list(f->type))
		f->type = TYPE_LIST;
	struct buf both = BUF_INIT;
	buf_printf(&both, "%s.%s", reference->name, target->columns[f->target_column].name);
	f->name = str_dup(buf_str(&both));
	buf_release(&both);
	return true;
}

bool field_find(struct field *f, const struct schema *schema, const struct directory *d,
    struct lookups *lookups, struct str name, struct error *e)
{
	*f = (struct field){.kind = FIELD_OF_REGISTER, .schema = schema, .type = TYPE_TEXT};
	f->column = schema_column(schema, name);
	if (f->column != COLUMN_NONE) {
		f->name = str_dup(str_of(schema->columns[f->column].name));
		set_type(f, d, schema, f->column);
		return true;
	}
	size_t point = str_find(name, STR("."));
	if (point != SIZE_MAX)
		f->column = schema_column(schema, str_first(name, point));
	if (f->column != COLUMN_NONE)
		return find_step(f, d, lookups, name, str_from(name, point + 1), e);
	f->kind = FIELD_OF_INPUT;
	f->stream_column = SIZE_MAX;
	f->name = str_dup(name);
	return true;
}

void field_of_column(struct field *f, const struct schema *schema, const struct directory *d,
    const struct table *t, size_t stream_column)
{
	size_t count;
	const struct table_column *column = &table_columns(t, &count)[stream_column];
	*f = (struct field){.kind = FIELD_OF_INPUT,
	    .schema = schema,
	    .column = column->column,
	    .stream_column = stream_column,
	    .type = TYPE_TEXT};
	f->name = str_dup(str_of(column->name));
	if (column->column == COLUMN_NONE)
		return;
	f->kind = FIELD_OF_REGISTER;
	set_type(f, d, schema, column->column);
}

void field_release(struct field *f)
{
	free(f->name);
	buf_release(&f->value);
	buf_release(&f->shown);
	*f = (struct field){0};
}

/* Of the register's columns and the input's further ones. */
static const char *nearest_name(const struct field *f, const struct table *t)
{
	const char *best = schema_nearest(f->schema, str_of(f->name));
	size_t count, least = text_distance(str_of(best), str_of(f->name));
	const struct table_column *columns = table_columns(t, &count);
	for (size_t i = 0; i < count; i++) {
		size_t distance = text_distance(str_of(columns[i].name), str_of(f->name));
		if (columns[i].column != COLUMN_NONE || distance >= least)
			continue;
		least = distance;
		best = columns[i].name;
	}
	return best;
}

bool field_bind(struct field *f, const struct table *t, struct error *e)
{
	if (f->kind != FIELD_OF_INPUT)
		return true;
	f->stream_column = table_find(t, str_of(f->name));
	if (f->stream_column != SIZE_MAX)
		return true;
	return error_set(e, ERROR_USAGE, _("no field '%s' in %s; nearest is '%s'"),
	    error_quote(str_of(f->name)), f->schema->name, nearest_name(f, t));
}

bool field_is_list(const struct field *f)
{
	return type_is_list(f->type);
}

static struct str follow(
    struct field *f, const struct row *row, const struct lookups *lookups, struct str date)
{
	struct str references = row->values[f->column], id;
	if (references.n == 0)
		return references;
	if (!type_is_list(f->schema->columns[f->column].type))
		return lookup_value(lookups, f->target, references, date, f->target_column);
	f->value.n = 0;
	while (str_split(&references, ';', &id)) {
		struct str one = lookup_value(lookups, f->target, id, date, f->target_column);
		if (f->value.n && one.n)
			buf_add_char(&f->value, ';');
		buf_add_str(&f->value, one);
	}
	return buf_str(&f->value);
}

struct str field_value(struct field *f, const struct table *t, const struct row *row,
    const struct lookups *lookups, struct str date)
{
	if (f->kind == FIELD_OF_REGISTER)
		return row->values[f->column];
	if (f->kind == FIELD_OF_REFERENCE)
		return follow(f, row, lookups, date);
	return table_cell(t, row, f->stream_column);
}

struct str field_chinese(struct field *f, const struct directory *d, struct str value)
{
	if (f->kind == FIELD_OF_INPUT || value.n == 0)
		return value;
	f->shown.n = 0;
	if (!field_is_list(f)) {
		value_print_chinese(d, &f->of, value, &f->shown);
		return buf_str(&f->shown);
	}
	struct str element;
	for (bool first = true; str_split(&value, ';', &element); first = false) {
		if (!first)
			buf_add_char(&f->shown, ';');
		value_print_chinese(d, &f->of, element, &f->shown);
	}
	return buf_str(&f->shown);
}

void field_label(const struct field *f, struct buf *out)
{
	if (f->kind == FIELD_OF_INPUT) {
		buf_add_text(out, f->name);
		return;
	}
	buf_add_text(out, f->schema->columns[f->column].label);
	if (f->kind == FIELD_OF_REFERENCE)
		buf_printf(out, ".%s", target_of(f)->columns[f->target_column].label);
}
