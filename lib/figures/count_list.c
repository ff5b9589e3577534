/* count_list: the rows behind figures; see count.h. */
#include "figures/count_state.h"

#include <stdlib.h>

/* --- what a list takes ------------------------------------------------------------------------ */

static bool set_area(
    struct count *c, struct counted_list *list, const struct address *a, struct error *e)
{
	struct str code;
	if (a->area.n == 0)
		return true;
	if (!address_area(a, c->options.directory, &code, e))
		return false;
	list->level = c->options.level ? c->options.level : code.n;
	if (code.n > list->level)
		return error_set(e, ERROR_USAGE, _("'%s' has more digits than the areas of --by"),
		    error_quote(code));
	list->area = code;
	c->needs_area = true;
	return true;
}

/* A value as a person writes it, a label perhaps, in canonical form. */
static bool set_value(struct count *c, struct counted_list *list, const struct field *f,
    const struct address *a, struct error *e)
{
	struct groups *groups = &c->counted[list->counted].counter.groups;
	struct buf scratch = BUF_INIT;
	struct str value = a->value;
	bool good = f->kind == FIELD_OF_INPUT || value_read(c->options.directory, &f->of,
						     VALUE_INPUT, a->value, &scratch, &value, e);
	if (good)
		list->group = groups_add(groups, f->name, value);
	else
		e->kind = ERROR_USAGE;
	buf_release(&scratch);
	return good;
}

static bool set_group(
    struct count *c, struct counted_list *list, const struct address *a, struct error *e)
{
	const struct counted *own = &c->counted[list->counted];
	if (!a->has_group)
		return true;
	struct field named;
	bool good = field_find(
	    &named, own->definition->schema, c->options.directory, c->lookups, a->field, e);
	const struct field *found = NULL;
	for (size_t i = 0; good && i < own->group_count; i++)
		if (strcmp(own->groups[i].name, named.name) == 0)
			found = &own->groups[i];
	field_release(&named);
	if (!good)
		return false;
	if (!found)
		return error_set(e, ERROR_USAGE, _("figure '%s' has no groups by '%s'"),
		    error_quote(a->figure), error_quote(a->field));
	return set_value(c, list, found, a, e);
}

/* The list is there when it can be. */
static bool add_list(struct count *c, size_t counted, const struct address *a,
    const struct figure *row, struct error *e)
{
	struct counted_list *list = &c->lists[c->list_count];
	*list = (struct counted_list){
	    .row = row, .counted = counted, .earlier = c->counted[counted].latest_list};
	if (!set_area(c, list, a, e) || !set_group(c, list, a, e))
		return false;
	list->value.decimals = c->counted[counted].counter.decimals;
	c->counted[counted].latest_list = ++c->list_count;
	return true;
}

/* --- one figure ------------------------------------------------------------------------------- */

bool count_set_list(struct count *c, struct error *e)
{
	const struct definitions *d = c->options.definitions;
	struct address a;
	if (!address_parse(&a, str_of(c->options.list), e))
		return false;
	const struct definition *definition = definitions_find(d, a.figure);
	if (!definition)
		return error_set(e, ERROR_USAGE, _("no figure '%s' in %s; nearest is '%s'"),
		    error_quote(a.figure), d->file, definitions_nearest(d, a.figure));
	if (!definition->schema)
		return error_set(e, ERROR_USAGE,
		    _("'%s' is a figure of orgs-count; its rows are listed by orgs-count --list"),
		    error_quote(a.figure));
	c->counted = mem_alloc(1, sizeof(*c->counted));
	c->lists = mem_alloc(1, sizeof(*c->lists));
	return count_add(c, definition, &c->options.time, e) && add_list(c, 0, &a, NULL, e);
}

/* --- many figures ----------------------------------------------------------------------------- */

/* The definition that the row is counted by, and when: NULL when no figure of the definitions has
 * that name or period. */
static const struct definition *definition_of(
    const struct count *c, const struct figure *row, struct count_time *time)
{
	const struct definition *d = definitions_find(c->options.definitions, row->figure);
	*time = (struct count_time){DAY_NONE, DAY_NONE, DAY_NONE};
	if (!d || !d->schema || !figure_days(row, &time->from, &time->to) ||
	    (d->when == COLUMN_NONE) != (time->from == DAY_NONE))
		return NULL;
	if (d->when == COLUMN_NONE)
		time->as_of = time->to;
	return d;
}

/* The number of what counts that definition in that period. */
static bool find_counted(struct count *c, const struct definition *d, const struct figure *row,
    const struct count_time *time, size_t *number, struct error *e)
{
	for (*number = 0; *number < c->counted_count; ++*number)
		if (c->counted[*number].definition == d &&
		    str_equal_text(row->period, c->counted[*number].period))
			return true;
	return count_add(c, d, time, e);
}

bool count_set_lists(struct count *c, struct error *e)
{
	const struct figures *wanted = c->options.wanted;
	c->counted = mem_alloc(wanted->count + 1, sizeof(*c->counted));
	c->lists = mem_alloc(wanted->count + 1, sizeof(*c->lists));
	for (size_t i = 0; i < wanted->count; i++) {
		const struct figure *row = &wanted->rows[i];
		struct count_time time;
		struct address a;
		size_t counted;
		struct error other; /* the figure is not one of these */
		const struct definition *d = definition_of(c, row, &time);
		if (!d || !address_of_figure(&a, row))
			continue;
		if (!find_counted(c, d, row, &time, &counted, e))
			return false;
		add_list(c, counted, &a, row, &other);
	}
	return true;
}

/* --- rows ------------------------------------------------------------------------------------- */

bool count_list_has(const struct count *c, const struct counted_list *list, struct str area)
{
	return (list->area.n == 0 || str_equal(list->area, area_key(area, list->level))) &&
	       counter_is_in_group(&c->counted[list->counted].counter, list->group);
}

size_t count_lists(const struct count *c)
{
	return c->list_count;
}

const struct figure *count_listed(const struct count *c, size_t list)
{
	return c->lists[list].row;
}

struct fixed count_list_value(const struct count *c, size_t list)
{
	return counter_value(&c->lists[list].value, AREA_WHOLE, GROUP_ALL);
}

const struct schema *count_list_register(const struct count *c, size_t list)
{
	return c->counted[c->lists[list].counted].definition->schema;
}

void count_list(const struct count *c, size_t list, struct output *out)
{
	const struct counted_list *l = &c->lists[list];
	const struct kept *rows = &c->rows[count_list_register(c, list)->id];
	output_str(out, kept_line(rows, 0));
	output_str(out, STR("\n"));
	for (size_t i = 0; i < l->row_count && !output_failed(out); i++) {
		output_str(out, kept_line(rows, l->rows[i]));
		output_str(out, STR("\n"));
	}
}

void count_release_lists(struct count *c)
{
	for (size_t i = 0; i < c->list_count; i++) {
		counter_release(&c->lists[i].value);
		free(c->lists[i].rows);
	}
	free(c->lists);
	for (int i = 0; i < REGISTER_COUNT; i++)
		kept_release(&c->rows[i]);
}
