/* coverage_figures: rows of figures from the tallies, and the lists; see coverage.h. */
#include "figures/coverage_state.h"

/* One figure in all areas and groups. */
struct emission {
	const struct coverage *c;
	const struct tally *tally;
	struct str name, period;
	size_t figure, of;                 /* of: FIGURE_NONE when it is no rate */
	const struct breakdown *breakdown; /* NULL: no groups */
	bool of_in_group;                  /* the denominator has the same groups */
	struct figures *out;
};

static void emit_one(const struct emission *m, size_t area, size_t group)
{
	size_t of_group = m->of_in_group ? group : GROUP_ALL;
	struct figure row = {.figure = m->name,
	    .period = m->period,
	    .area = area_keys_text(&m->c->areas, area),
	    .value.units = tally_count(m->tally, area, group, m->figure),
	    .has_of = m->of != FIGURE_NONE};
	if (row.has_of)
		row.of.units = tally_count(m->tally, area, of_group, m->of);
	if (group != GROUP_ALL)
		row.group = groups_text(&m->breakdown->groups, group);
	figures_add(m->out, &row);
}

/* A group is there when it is one of the codes, or when some row of the figure is in it. A move is
 * in an area only. */
static bool has_group(const struct emission *m, size_t group)
{
	bool there = group <= m->breakdown->fixed;
	for (size_t area = AREA_WHOLE; !there && area <= m->c->areas.keys.count; area++)
		there = tally_count(m->tally, area, group, m->figure) > 0;
	return there;
}

static void emit(const struct emission *m)
{
	size_t areas = m->c->areas.keys.count;
	size_t groups = m->breakdown ? m->breakdown->groups.texts.count : 0;
	for (size_t group = GROUP_ALL; group <= groups; group++) {
		if (group != GROUP_ALL && !has_group(m, group))
			continue;
		for (size_t area = AREA_WHOLE; area <= areas; area++)
			emit_one(m, area, group);
	}
}

static void emit_units(struct coverage *c, struct figures *out)
{
	struct buf name = BUF_INIT;
	for (size_t figure = 0; figure < UNIT_FIGURE_COUNT; figure++) {
		enum line line = unit_figure_line(figure);
		if (unit_figure_needs_rule(figure) && !c->due[line])
			continue;
		bool by_mode = c->by_mode && line != LINE_COUNT &&
			       (figure == UNIT_FIGURE(line, UNIT_COVERED) ||
				   figure == UNIT_FIGURE(line, UNIT_BUILT));
		bool by_column = c->of_units.column != COLUMN_NONE;
		name.n = 0;
		unit_figure_name(figure, &name);
		emit(&(struct emission){.c = c,
		    .tally = &c->unit_tally,
		    .name = buf_str(&name),
		    .period = str_of(c->as_of),
		    .figure = figure,
		    .of = unit_figure_of(figure),
		    .breakdown = by_column || by_mode ? &c->of_units : NULL,
		    .of_in_group = by_column,
		    .out = out});
	}
	buf_release(&name);
}

static void emit_orgs(struct coverage *c, struct figures *out)
{
	struct buf name = BUF_INIT, period = BUF_INIT;
	char from[DATE_SIZE] = "";
	if (c->has_flows)
		date_print(c->options.from, from);
	buf_printf(&period, "%s/%s", from, c->as_of);
	for (size_t figure = 0; figure < ORG_FIGURE_COUNT; figure++) {
		bool is_flow = figure % ORG_KIND_COUNT != ORG_STOCK;
		if (is_flow && !c->has_flows)
			continue;
		name.n = 0;
		org_figure_name(figure, &name);
		emit(&(struct emission){.c = c,
		    .tally = &c->org_tally,
		    .name = buf_str(&name),
		    .period = is_flow ? buf_str(&period) : str_of(c->as_of),
		    .figure = figure,
		    .of = FIGURE_NONE,
		    .breakdown = c->of_orgs.column != COLUMN_NONE ? &c->of_orgs : NULL,
		    .out = out});
	}
	buf_release(&name);
	buf_release(&period);
}

void coverage_figures(struct coverage *c, struct figures *out)
{
	area_keys_add_all(&c->areas, &c->options.directory->areas);
	emit_units(c, out);
	emit_orgs(c, out);
}

size_t coverage_lists(const struct coverage *c)
{
	return c->lists.count;
}

const struct figure *coverage_listed(const struct coverage *c, size_t list)
{
	return c->lists.lists[list].row;
}

const struct schema *coverage_list_register(const struct coverage *c, size_t list)
{
	bool of_orgs = c->lists.lists[list].org_figure != FIGURE_NONE;
	return schema_of(of_orgs ? REGISTER_ORGS : REGISTER_UNITS);
}

size_t coverage_list(struct coverage *c, size_t list, struct output *out)
{
	struct listing *l = &c->lists.lists[list];
	if (l->org_figure != FIGURE_NONE)
		return listing_print_orgs(&c->lists, l, out);
	return listing_print_units(&c->lists, l, &c->units, c->work, c->by_mode, out);
}
