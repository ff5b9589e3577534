/*
 * count: see count.h. `struct counted` is a definition with all that counts it. Here definitions
 * are resolved and figures made; count_rows.c has the rows, count_list.c the lists of them.
 */
#include "figures/count_state.h"

#include <stdlib.h>

static struct counted *counted_of(struct count *c, const struct definition *d)
{
	for (size_t i = 0; i < c->counted_count; i++)
		if (c->counted[i].definition == d)
			return &c->counted[i];
	return NULL;
}

/* --- resolving ------------------------------------------------------------------------------- */

static bool set_time(struct counted *own, const struct count_time *o, struct error *e)
{
	const struct definition *d = own->definition;
	own->selection = (struct selection){.schema = d->schema, .on = d->when};
	if (d->when == COLUMN_NONE) {
		if (o->as_of == DAY_NONE)
			return error_set(e, ERROR_USAGE,
			    _("figure '%s' holds on a day: --as-of DATE, --to or --period is "
			      "needed"),
			    d->cells[DEFINITION_FIGURE]);
		date_print(o->as_of, own->selection.as_of);
		snprintf(own->period, sizeof(own->period), "%s", own->selection.as_of);
		return true;
	}
	if (o->from == DAY_NONE || o->to == DAY_NONE)
		return error_set(e, ERROR_USAGE,
		    _("figure '%s' is counted in a period: --from and --to, or --period, are "
		      "needed"),
		    d->cells[DEFINITION_FIGURE]);
	date_print(o->from, own->selection.from);
	date_print(o->to, own->selection.to);
	snprintf(own->period, sizeof(own->period), "%s/%s", own->selection.from, own->selection.to);
	return true;
}

static bool set_where(struct count *c, struct counted *own, struct error *e)
{
	const struct definition *d = own->definition;
	own->filter = filter_new(d->schema, c->options.directory, c->lookups);
	return filter_add_text(own->filter, str_of(d->cells[DEFINITION_WHERE]), e) ||
	       definition_place(c->options.definitions, d, DEFINITION_WHERE, e);
}

static bool set_measure(struct count *c, struct counted *own, struct error *e)
{
	const struct definition *d = own->definition;
	if (d->measure == MEASURE_ROWS)
		return true;
	struct field *f = &own->measure;
	bool good =
	    field_find(f, d->schema, c->options.directory, c->lookups, str_of(d->measure_field), e);
	bool is_number =
	    f->type == TYPE_INTEGER || f->type == TYPE_MONEY || f->kind == FIELD_OF_INPUT;
	if (good && d->measure == MEASURE_SUM && (!is_number || field_is_list(f)))
		good = error_set(
		    e, ERROR_USAGE, _("'%s' is not a number, it cannot be summed up"), f->name);
	if (good && d->measure == MEASURE_ITEMS && !field_is_list(f))
		good =
		    error_set(e, ERROR_USAGE, _("'%s' is not a list, it has no elements"), f->name);
	if (d->measure == MEASURE_SUM && f->type == TYPE_MONEY)
		own->counter.decimals = 2;
	return good || definition_place(c->options.definitions, d, DEFINITION_MEASURE, e);
}

/* The groups that a field has without any row. */
static void add_codes(struct counted *own, const struct field *f)
{
	if (f->kind != FIELD_OF_INPUT)
		groups_add_codes(&own->counter.groups, f->name, &f->of);
}

static bool set_groups(struct count *c, struct counted *own, struct error *e)
{
	const struct definition *d = own->definition;
	struct str rest = str_of(d->cells[DEFINITION_GROUP]), name;
	size_t capacity = 0;
	while (rest.n && str_split(&rest, ';', &name)) {
		own->groups =
		    mem_room(own->groups, &capacity, own->group_count + 1, sizeof(*own->groups));
		struct field *f = &own->groups[own->group_count++];
		if (!field_find(f, d->schema, c->options.directory, c->lookups, str_trim(name), e))
			return definition_place(c->options.definitions, d, DEFINITION_GROUP, e);
		add_codes(own, f);
	}
	return true;
}

bool count_add(
    struct count *c, const struct definition *d, const struct count_time *time, struct error *e)
{
	struct counted *own = &c->counted[c->counted_count++];
	*own = (struct counted){.definition = d};
	c->registers |= REGISTER_BIT(d->schema->id);
	return set_time(own, time, e) && set_where(c, own, e) && set_measure(c, own, e) &&
	       set_groups(c, own, e);
}

static bool add_all(struct count *c, struct error *e)
{
	const struct definitions *d = c->options.definitions;
	c->counted = mem_alloc(d->count + 1, sizeof(*c->counted));
	for (size_t i = 0; i < d->count; i++)
		if (d->rows[i].schema && !count_add(c, &d->rows[i], &c->options.time, e))
			return false;
	return true;
}

/* --- making ---------------------------------------------------------------------------------- */

struct count *count_new(const struct count_options *options, struct error *e)
{
	struct count *c = mem_alloc(1, sizeof(*c));
	c->options = *options;
	c->areas.level = options->level;
	c->lookups = lookups_new();
	c->needs_area = options->level > 0;
	c->has_lists = options->list || options->wanted;
	bool good = options->list     ? count_set_list(c, e)
		    : options->wanted ? count_set_lists(c, e)
				      : add_all(c, e);
	if (good)
		return c;
	count_free(c);
	return NULL;
}

void count_free(struct count *c)
{
	for (size_t i = 0; c && i < c->counted_count; i++) {
		struct counted *own = &c->counted[i];
		filter_free(own->filter);
		field_release(&own->measure);
		for (size_t j = 0; j < own->group_count; j++)
			field_release(&own->groups[j]);
		free(own->groups);
		counter_release(&own->counter);
	}
	if (c) {
		free(c->counted);
		lookups_free(c->lookups);
		area_keys_release(&c->areas);
		count_release_lists(c);
	}
	free(c);
}

unsigned count_registers(const struct count *c)
{
	return c->registers;
}

unsigned count_lookups(const struct count *c)
{
	return lookups_registers(c->lookups);
}

/* --- figures --------------------------------------------------------------------------------- */

/* The same group of the denominator when it has that breakdown, else all its rows together. */
static struct fixed denominator(const struct counted *of, size_t area, struct str group)
{
	struct str field = str_first(group, str_find(group, STR("=")));
	for (size_t i = 0; group.n && i < of->group_count; i++) {
		if (!str_equal_text(field, of->groups[i].name))
			continue;
		size_t number = intern_find(&of->counter.groups.texts, group);
		return number == INTERN_NONE ? (struct fixed){0, of->counter.decimals}
					     : counter_value(&of->counter, area, number + 1);
	}
	return counter_value(&of->counter, area, GROUP_ALL);
}

static void emit(struct count *c, const struct counted *own, struct figures *out)
{
	const struct definition *d = own->definition;
	const struct counted *of =
	    d->of == DEFINITION_NONE ? NULL : counted_of(c, &c->options.definitions->rows[d->of]);
	for (size_t group = GROUP_ALL; group <= own->counter.groups.texts.count; group++)
		for (size_t area = AREA_WHOLE; area <= c->areas.keys.count; area++) {
			struct figure row = {.figure = str_of(d->cells[DEFINITION_FIGURE]),
			    .area = area_keys_text(&c->areas, area),
			    .period = str_of(own->period),
			    .group = groups_text(&own->counter.groups, group),
			    .value = counter_value(&own->counter, area, group),
			    .has_of = of != NULL};
			if (of)
				row.of = denominator(of, area, row.group);
			figures_add(out, &row);
		}
}

void count_figures(struct count *c, struct figures *out)
{
	area_keys_add_all(&c->areas, &c->options.directory->areas);
	for (size_t i = 0; i < c->counted_count; i++)
		emit(c, &c->counted[i], out);
}
