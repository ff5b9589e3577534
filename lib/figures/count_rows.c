/* count_rows: the rows of the registers into the counters; see count.h. */
#include "figures/count_state.h"

/* --- what is read ---------------------------------------------------------------------------- */

static uint64_t field_columns(const struct field *f)
{
	if (f->kind == FIELD_OF_INPUT || !f->schema)
		return 0;
	const char *means = f->schema->columns[f->column].empty_means;
	uint64_t bits = COLUMN_BIT(f->column);
	if (means && means[0] == '=')
		bits |= COLUMN_BIT(schema_column(f->schema, str_of(means + 1)));
	return bits;
}

/* The columns that are checked; the others may be missing or ill. */
static uint64_t columns_of(const struct count *c, const struct counted *own)
{
	const struct schema *s = own->definition->schema;
	uint64_t bits = selection_columns(&own->selection) | filter_columns(own->filter) |
			field_columns(&own->measure);
	for (size_t i = 0; i < own->group_count; i++)
		bits |= field_columns(&own->groups[i]);
	return c->needs_area && s->area != COLUMN_NONE ? bits | COLUMN_BIT(s->area) : bits;
}

static bool bind(struct count *c, struct counted *own, const struct table *t, struct error *e)
{
	const struct definitions *d = c->options.definitions;
	if (!filter_bind(own->filter, t, e))
		return definition_place(d, own->definition, DEFINITION_WHERE, e);
	if (own->definition->measure != MEASURE_ROWS && !field_bind(&own->measure, t, e))
		return definition_place(d, own->definition, DEFINITION_MEASURE, e);
	for (size_t i = 0; i < own->group_count; i++)
		if (!field_bind(&own->groups[i], t, e))
			return definition_place(d, own->definition, DEFINITION_GROUP, e);
	return true;
}

/* --- one row --------------------------------------------------------------------------------- */

/* A row as a figure looks at it. */
struct look {
	struct count *c;
	const struct table_spec *spec;
	const struct table *table;
	const struct row *row;
	struct str date; /* on which references are followed */
	size_t kept;     /* number of the row among those kept; 0: not yet */
};

/* What the field counts as in the row. */
static struct str value_of(const struct look *look, struct field *f)
{
	if (f->kind == FIELD_OF_REGISTER)
		return row_effective(look->row, f->column);
	return field_value(f, look->table, look->row, look->c->lookups, look->date);
}

/* A column that the register does not know has numbers as they are written. */
static bool amount_of(const struct look *look, struct counted *own, struct fixed *amount)
{
	struct str value = value_of(look, &own->measure);
	*amount = (struct fixed){0, 0};
	if (value.n == 0 || fixed_parse(value, amount))
		return true;
	struct error e;
	error_set(&e, ERROR_ROW, _("%s is not a number ('%s'), it cannot be summed up"),
	    own->measure.name, error_quote(value));
	row_place(look->row, COLUMN_NONE, &e);
	if (own->measure.kind == FIELD_OF_INPUT)
		e.column = csv_column_of(
		    look->row->csv.line, (size_t)look->row->cells[own->measure.stream_column]);
	look->spec->diag->say(look->spec->diag, &e);
	return false;
}

static void see_values(const struct look *look, struct counted *own, struct counter *counter)
{
	struct str value = value_of(look, &own->measure), element;
	if (!field_is_list(&own->measure)) {
		counter_see(counter, value);
		return;
	}
	while (value.n && str_split(&value, ';', &element))
		counter_see(counter, element);
}

static bool add_row(
    const struct look *look, struct counted *own, struct counter *counter, struct error *e)
{
	struct fixed amount = {1, 0};
	switch (own->definition->measure) {
	case MEASURE_DISTINCT:
		see_values(look, own, counter);
		return true;
	case MEASURE_SUM:
		if (!amount_of(look, own, &amount))
			return true;
		break;
	case MEASURE_ITEMS:
		amount.units = list_length(value_of(look, &own->measure));
		break;
	default:
		break;
	}
	if (counter_add(counter, amount))
		return true;
	error_set(e, ERROR_DATA, _("the sum of figure '%s' is too large"),
	    own->definition->cells[DEFINITION_FIGURE]);
	return row_place(look->row, COLUMN_NONE, e);
}

static void find_groups(const struct look *look, struct counted *own)
{
	for (size_t i = 0; i < own->group_count; i++) {
		struct field *f = &own->groups[i];
		if (field_is_list(f))
			counter_groups(&own->counter, f->name, value_of(look, f));
		else
			counter_group(&own->counter, f->name, value_of(look, f));
	}
}

static bool add_to_list(
    struct look *look, struct counted *own, struct counted_list *list, struct error *e)
{
	if (!look->kept)
		look->kept =
		    kept_row(&look->c->rows[look->row->schema->id], look->table, look->row);
	list->rows =
	    mem_room(list->rows, &list->row_capacity, list->row_count + 1, sizeof(*list->rows));
	list->rows[list->row_count++] = look->kept;
	if (!list->row)
		return true;
	counter_row(&list->value, AREA_WHOLE);
	return add_row(look, own, &list->value, e);
}

static bool add_to_lists(struct look *look, struct counted *own, struct str area, struct error *e)
{
	const struct count *c = look->c;
	for (size_t i = own->latest_list; i; i = c->lists[i - 1].earlier)
		if (count_list_has(c, &c->lists[i - 1], area) &&
		    !add_to_list(look, own, &c->lists[i - 1], e))
			return false;
	return true;
}

static bool take_row(struct look *look, struct counted *own, struct error *e)
{
	struct count *c = look->c;
	const struct row *row = look->row;
	char scratch[DATE_SIZE];
	if (!selection_match(&own->selection, row))
		return true;
	look->date = selection_day(&own->selection, row, scratch);
	if (!filter_match(own->filter, row, look->date))
		return true;
	int column = row->schema->area;
	struct str area = column == COLUMN_NONE ? STR("") : row->values[column];
	counter_row(&own->counter, area_keys_add(&c->areas, area));
	find_groups(look, own);
	if (c->has_lists)
		return add_to_lists(look, own, area, e);
	return add_row(look, own, &own->counter, e);
}

/* --- one register ---------------------------------------------------------------------------- */

static bool read_rows(struct count *c, enum register_id id, const struct table_spec *spec,
    struct table *t, struct error *e)
{
	struct row row;
	enum table_status status;
	struct look look = {.c = c, .spec = spec, .table = t, .row = &row};
	while ((status = table_next(t, &row, e)) == TABLE_ROW) {
		look.kept = 0;
		for (size_t i = 0; i < c->counted_count; i++)
			if (c->counted[i].definition->schema->id == id &&
			    !take_row(&look, &c->counted[i], e))
				return false;
	}
	return status == TABLE_END;
}

static bool read_register(
    struct count *c, enum register_id id, struct table_spec spec, struct error *e)
{
	static const char *const none[] = {NULL};
	uint64_t needed = 0;
	for (size_t i = 0; i < c->counted_count; i++)
		if (c->counted[i].definition->schema->id == id)
			needed |= columns_of(c, &c->counted[i]);
	spec.unchecked = ~needed;
	spec.narrow = !c->has_lists;
	struct table *t = table_open(&spec, e);
	bool good = t != NULL;
	for (size_t i = 0; good && i < c->counted_count; i++)
		if (c->counted[i].definition->schema->id == id)
			good = bind(c, &c->counted[i], t, e);
	if (good && c->has_lists)
		kept_header(&c->rows[id], t, none);
	good = good && read_rows(c, id, &spec, t, e);
	table_close(t);
	return good;
}

bool count_read(struct count *c, const struct table_spec specs[REGISTER_COUNT], struct error *e)
{
	if (!lookups_load(c->lookups, specs, e))
		return false;
	for (int i = 0; i < REGISTER_COUNT; i++)
		if ((c->registers & REGISTER_BIT(i)) &&
		    !read_register(c, (enum register_id)i, specs[i], e))
			return false;
	return true;
}
