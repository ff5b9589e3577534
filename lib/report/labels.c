/* labels: see labels.h. */
#include "report/labels.h"

struct str label_of_figure(const struct definitions *d, struct str figure)
{
	const struct definition *definition = definitions_find(d, figure);
	struct str label = str_of(definition ? definition->cells[DEFINITION_LABEL] : NULL);
	return label.n ? label : figure;
}

/* The register that a figure counts when it is known, else the first that has the column; NULL when
 * none has. */
static const struct schema *schema_with(
    const struct definitions *d, struct str figure, struct str field)
{
	const struct definition *definition = definitions_find(d, figure);
	const struct schema *counted = definition ? definition->schema : NULL;
	if (counted && schema_column(counted, field) != COLUMN_NONE)
		return counted;
	for (int i = 0; i < REGISTER_COUNT; i++)
		if (schema_column(schema_of((enum register_id)i), field) != COLUMN_NONE)
			return schema_of((enum register_id)i);
	return NULL;
}

struct str label_of_field(const struct definitions *d, struct str figure, struct str field)
{
	const struct schema *s = schema_with(d, figure, field);
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
    const struct definitions *d, struct str figure, struct str field, struct str value)
{
	if (value.n == 0)
		return STR("未注明");
	const struct schema *s = schema_with(d, figure, field);
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
