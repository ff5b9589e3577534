/* coverage_wanted: which lists are asked for; see coverage.h. */
#include "figures/coverage_state.h"

/* --- the figure of a list -------------------------------------------------------------------- */

static bool find_figure(
    const struct coverage *c, struct listing *l, struct str name, struct error *e)
{
	l->unit_figure = unit_figure_find(name);
	l->org_figure = org_figure_find(name);
	if (l->unit_figure == FIGURE_NONE && l->org_figure == FIGURE_NONE) {
		struct buf nearest = BUF_INIT;
		coverage_nearest(name, &nearest);
		error_set(e, ERROR_USAGE, _("no figure '%s'; nearest is '%s'"), error_quote(name),
		    buf_text(&nearest));
		buf_release(&nearest);
		return false;
	}
	if (l->org_figure != FIGURE_NONE && l->org_figure % ORG_KIND_COUNT != ORG_STOCK &&
	    !c->has_flows)
		return error_set(e, ERROR_USAGE, _("figure '%s' needs --from"), error_quote(name));
	if (l->unit_figure != FIGURE_NONE && unit_figure_needs_rule(l->unit_figure) &&
	    !c->due[unit_figure_line(l->unit_figure)])
		return error_set(e, ERROR_USAGE, _("figure '%s' needs a rule, --due %s=FILTER"),
		    error_quote(name), line_name(unit_figure_line(l->unit_figure)));
	return true;
}

static void set_lines(const struct coverage *c, struct listing *l)
{
	if (l->unit_figure == FIGURE_NONE)
		return;
	if (l->unit_figure == UNIT_ALL)
		l->lines = (1u << LINE_COUNT) - 1;
	else if (l->unit_figure < UNIT_LINES)
		l->lines = 1u << LINE_PARTY;
	else
		l->lines = 1u << unit_figure_line(l->unit_figure);
	if (l->unit_figure == UNIT_WORK && (c->options.work & WORK_UNION))
		l->lines |= 1u << LINE_UNION;
	if (l->unit_figure == UNIT_WORK && (c->options.work & WORK_YOUTH))
		l->lines |= 1u << LINE_YOUTH;
}

static bool set_area(
    struct coverage *c, struct listing *l, const struct address *a, struct error *e)
{
	struct str code;
	if (a->area.n == 0)
		return true;
	if (!address_area(a, c->options.directory, &code, e))
		return false;
	if (c->areas.level == 0)
		c->areas.level = code.n;
	if (code.n > c->areas.level)
		return error_set(e, ERROR_USAGE, _("'%s' has more digits than the areas of --by"),
		    error_quote(code));
	l->area = area_keys_add(&c->areas, code);
	return true;
}

/* Which breakdown the figure has; NULL: none. */
static struct breakdown *breakdown_of_figure(struct coverage *c, const struct listing *l)
{
	if (l->org_figure != FIGURE_NONE)
		return c->of_orgs.column == COLUMN_NONE ? NULL : &c->of_orgs;
	if (c->of_units.column != COLUMN_NONE)
		return &c->of_units;
	enum line line = unit_figure_line(l->unit_figure);
	bool grouped = line != LINE_COUNT && (l->unit_figure == UNIT_FIGURE(line, UNIT_COVERED) ||
						 l->unit_figure == UNIT_FIGURE(line, UNIT_BUILT));
	return c->by_mode && grouped ? &c->of_units : NULL;
}

/* The value of a group as a person writes it, a label perhaps, in canonical form. */
static bool set_value(struct coverage *c, struct listing *l, struct breakdown *b,
    const struct address *a, const struct schema *s, struct error *e)
{
	int column = c->by_mode ? c->of_orgs.column : b->column;
	struct value_type_of type = value_type_of(c->options.directory, s, column);
	struct buf scratch = BUF_INIT;
	struct str value;
	bool good =
	    value_read(c->options.directory, &type, VALUE_INPUT, a->value, &scratch, &value, e);
	if (good)
		l->group = groups_add(&b->groups, s->columns[column].name, value);
	else
		e->kind = ERROR_USAGE;
	buf_release(&scratch);
	return good;
}

static bool has_groups(const struct coverage *c)
{
	return c->of_units.column != COLUMN_NONE || c->of_orgs.column != COLUMN_NONE;
}

static bool set_group(
    struct coverage *c, struct listing *l, const struct address *a, struct error *e)
{
	if (!a->has_group)
		return true;
	if (!has_groups(c) && !coverage_set_groups(c, a->field, e))
		return false;
	struct breakdown *b = breakdown_of_figure(c, l);
	bool of_orgs = b == &c->of_orgs || c->by_mode;
	const struct schema *s = schema_of(of_orgs ? REGISTER_ORGS : REGISTER_UNITS);
	int column = !b ? COLUMN_NONE : of_orgs ? c->of_orgs.column : b->column;
	if (column == COLUMN_NONE || schema_column(s, a->field) != column)
		return error_set(e, ERROR_USAGE, _("figure '%s' has no groups by '%s' here"),
		    error_quote(a->figure), error_quote(a->field));
	return set_value(c, l, b, a, s, e);
}

static bool add_list(
    struct coverage *c, const struct address *a, const struct figure *row, struct error *e)
{
	struct listing *l = listings_add(&c->lists, row);
	if (!find_figure(c, l, a->figure, e) || !set_area(c, l, a, e) || !set_group(c, l, a, e)) {
		listings_remove(&c->lists);
		return false;
	}
	set_lines(c, l);
	listings_added(&c->lists);
	return true;
}

bool coverage_set_lists(struct coverage *c, struct error *e)
{
	const struct coverage_options *o = &c->options;
	struct address a;
	struct error other; /* the figure is not there */
	if (o->list)
		return address_parse(&a, str_of(o->list), e) && add_list(c, &a, NULL, e);
	for (size_t i = 0; o->wanted && i < o->wanted->count; i++)
		if (o->here[i] && address_of_figure(&a, &o->wanted->rows[i]))
			add_list(c, &a, &o->wanted->rows[i], &other);
	return true;
}

/* --- many figures ----------------------------------------------------------------------------- */

/* What figures must have in common to be listed together. */
struct together {
	day as_of;
	day from;         /* DAY_NONE: any */
	size_t level;     /* 0: any */
	struct str field; /* empty: any */
};

static bool find_together(
    const struct coverage_options *o, const struct figure *row, struct together *t)
{
	struct address a;
	size_t org = org_figure_find(row->figure);
	bool is_flow = org != FIGURE_NONE && org % ORG_KIND_COUNT != ORG_STOCK;
	if ((org == FIGURE_NONE && unit_figure_find(row->figure) == FIGURE_NONE) ||
	    !figure_days(row, &t->from, &t->as_of) || is_flow != (t->from != DAY_NONE) ||
	    !address_of_figure(&a, row))
		return false;
	t->level = o->level ? o->level : a.area.n;
	t->field = a.field;
	return true;
}

/* Adds what one has and the other leaves open. False when they cannot go together. */
static bool join(struct together *all, const struct together *t)
{
	if (all->as_of != t->as_of ||
	    (t->from != DAY_NONE && all->from != DAY_NONE && all->from != t->from) ||
	    (t->level && all->level && all->level != t->level) ||
	    (t->field.n && all->field.n && !str_equal(all->field, t->field)))
		return false;
	all->from = all->from != DAY_NONE ? all->from : t->from;
	all->level = all->level ? all->level : t->level;
	all->field = all->field.n ? all->field : t->field;
	return true;
}

bool coverage_next_lists(struct coverage_options *o, bool *here, bool *done)
{
	bool found = false;
	struct together all = {.as_of = DAY_NONE}, t;
	for (size_t i = 0; i < o->wanted->count; i++) {
		here[i] = false;
		if (done[i] || !find_together(o, &o->wanted->rows[i], &t))
			continue;
		if (!found)
			all = t;
		here[i] = !found || join(&all, &t);
		done[i] = here[i];
		found = true;
	}
	o->as_of = all.as_of;
	o->from = all.from;
	o->here = here;
	return found;
}
