/* coverage: see coverage.h. Here the options are read. */
#include "figures/coverage_state.h"

#include <stdlib.h>

static const char *const usual_base = "operating!=no";
static const char *const usual_rules[LINE_COUNT] = {
    "members=3..", "unionists=25..", "league=3..", NULL};

static struct filter *make_filter(
    const struct coverage *c, const char *text, const char *option, struct error *e)
{
	struct filter *f = filter_new(schema_of(REGISTER_UNITS), c->options.directory, NULL);
	struct error fault;
	if (filter_add_text(f, str_of(text), &fault))
		return f;
	filter_free(f);
	error_set(e, ERROR_USAGE, "%s: %s", option, fault.message);
	return NULL;
}

static bool make_filters(struct coverage *c, struct error *e)
{
	const char *base = c->options.units;
	c->base = make_filter(c, base ? base : usual_base, "--units", e);
	for (int i = 0; c->base && i < LINE_COUNT; i++) {
		const char *rule = c->options.due[i] ? c->options.due[i] : usual_rules[i];
		if (!rule)
			continue;
		c->due[i] = make_filter(c, rule, "--due", e);
		if (!c->due[i])
			return false;
	}
	return c->base != NULL;
}

/* --- groups ---------------------------------------------------------------------------------- */

/* Columns that tell rows apart or are no property of a single version are no groups. */
static bool is_group(const struct schema *s, int column)
{
	static const char *const never[] = {"id", "area", "since", "until", "recorded", "units"};
	for (size_t i = 0; column != COLUMN_NONE && i < sizeof(never) / sizeof(never[0]); i++)
		if (strcmp(s->columns[column].name, never[i]) == 0)
			return false;
	return column != COLUMN_NONE;
}

static void set_breakdown(
    const struct coverage *c, struct breakdown *b, const struct schema *s, struct str field)
{
	int column = schema_column(s, field);
	if (!is_group(s, column))
		return;
	struct value_type_of type = value_type_of(c->options.directory, s, column);
	b->column = column;
	groups_add_codes(&b->groups, s->columns[column].name, &type);
	b->fixed = b->groups.texts.count;
}

/* The group of a unit by mode is numbered as enum cover, from 1 on. */
static void set_modes(struct breakdown *b)
{
	static const char *const modes[COVER_COUNT] = {
	    [COVER_SINGLE] = "single",
	    [COVER_JOINT] = "joint",
	    [COVER_REGIONAL] = "regional",
	    [COVER_OTHER] = "",
	};
	for (int i = 0; i < COVER_COUNT; i++)
		groups_add(&b->groups, "mode", str_of(modes[i]));
	b->fixed = COVER_OTHER;
}

static bool set_groups(struct coverage *c, struct str field, struct error *e)
{
	const struct schema *units = schema_of(REGISTER_UNITS), *orgs = schema_of(REGISTER_ORGS);
	set_breakdown(c, &c->of_units, units, field);
	set_breakdown(c, &c->of_orgs, orgs, field);
	c->by_mode = c->of_orgs.column == schema_column(orgs, STR("mode"));
	if (c->by_mode)
		set_modes(&c->of_units);
	if (c->of_units.column != COLUMN_NONE || c->of_orgs.column != COLUMN_NONE)
		return true;
	if (schema_column(units, field) != COLUMN_NONE || schema_column(orgs, field) != COLUMN_NONE)
		return error_set(e, ERROR_USAGE,
		    _("there are no groups by '%s'; a column such as mode, kind or trade was "
		      "expected"),
		    error_quote(field));
	return error_set(e, ERROR_USAGE,
	    _("--group '%s' is no column of units or orgs; nearest are '%s' and '%s'"),
	    error_quote(field), schema_nearest(units, field), schema_nearest(orgs, field));
}

/* --- the figure of a list -------------------------------------------------------------------- */

static bool find_figure(struct coverage *c, struct str name, struct error *e)
{
	struct listing *l = &c->list;
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

static void set_lines(struct coverage *c)
{
	struct listing *l = &c->list;
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

static bool set_area(struct coverage *c, const struct address *a, struct error *e)
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
	c->list.area = area_keys_add(&c->areas, code);
	return true;
}

/* Which breakdown the figure has; NULL: none. */
static struct breakdown *breakdown_of_figure(struct coverage *c)
{
	const struct listing *l = &c->list;
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
static bool set_value(struct coverage *c, struct breakdown *b, const struct address *a,
    const struct schema *s, struct error *e)
{
	int column = c->by_mode ? c->of_orgs.column : b->column;
	struct value_type_of type = value_type_of(c->options.directory, s, column);
	struct buf scratch = BUF_INIT;
	struct str value;
	bool good =
	    value_read(c->options.directory, &type, VALUE_INPUT, a->value, &scratch, &value, e);
	if (good)
		c->list.group = groups_add(&b->groups, s->columns[column].name, value);
	else
		e->kind = ERROR_USAGE;
	buf_release(&scratch);
	return good;
}

static bool set_group(struct coverage *c, const struct address *a, struct error *e)
{
	if (!a->has_group)
		return true;
	if (!c->options.group && !set_groups(c, a->field, e))
		return false;
	struct breakdown *b = breakdown_of_figure(c);
	bool of_orgs = b == &c->of_orgs || c->by_mode;
	const struct schema *s = schema_of(of_orgs ? REGISTER_ORGS : REGISTER_UNITS);
	int column = !b ? COLUMN_NONE : of_orgs ? c->of_orgs.column : b->column;
	if (column == COLUMN_NONE || schema_column(s, a->field) != column)
		return error_set(e, ERROR_USAGE, _("figure '%s' has no groups by '%s' here"),
		    error_quote(a->figure), error_quote(a->field));
	return set_value(c, b, a, s, e);
}

static bool set_list(struct coverage *c, struct error *e)
{
	struct address address;
	if (!c->options.list)
		return true;
	c->has_list = true;
	if (!address_parse(&address, str_of(c->options.list), e) ||
	    !find_figure(c, address.figure, e) || !set_area(c, &address, e) ||
	    !set_group(c, &address, e))
		return false;
	set_lines(c);
	return true;
}

/* --- making ---------------------------------------------------------------------------------- */

static uint32_t work_marks(unsigned work)
{
	return (work & WORK_GUIDE ? MARK_GUIDE : 0) | (work & WORK_LIAISON ? MARK_LIAISON : 0) |
	       (work & WORK_UNION ? MARK_COVERS(LINE_UNION) : 0) |
	       (work & WORK_YOUTH ? MARK_COVERS(LINE_YOUTH) : 0);
}

static int column_of(enum register_id id, const char *name)
{
	return schema_column(schema_of(id), str_of(name));
}

static void find_columns(struct coverage_columns *c)
{
	static const char *const publics[LINE_COUNT] = {"members", "unionists", "league", "women"};
	c->unit_id = column_of(REGISTER_UNITS, "id");
	for (int i = 0; i < LINE_COUNT; i++)
		c->publics[i] = column_of(REGISTER_UNITS, publics[i]);
	c->org_id = column_of(REGISTER_ORGS, "id");
	c->org_line = column_of(REGISTER_ORGS, "line");
	c->org_mode = column_of(REGISTER_ORGS, "mode");
	c->org_units = column_of(REGISTER_ORGS, "units");
	c->person_id = column_of(REGISTER_PEOPLE, "id");
	c->role = column_of(REGISTER_PEOPLE, "role");
	c->person_units = column_of(REGISTER_PEOPLE, "units");
}

struct coverage *coverage_new(const struct coverage_options *options, struct error *e)
{
	struct coverage *c = mem_alloc(1, sizeof(*c));
	c->options = *options;
	date_print(options->as_of, c->as_of);
	find_columns(&c->columns);
	c->areas.level = options->level;
	c->of_units.column = c->of_orgs.column = COLUMN_NONE;
	c->work = work_marks(options->work);
	c->has_flows = options->from != DAY_NONE;
	c->flows.period = (struct period){options->from, options->as_of};
	c->unit_tally.figure_count = UNIT_FIGURE_COUNT;
	c->org_tally.figure_count = ORG_FIGURE_COUNT;
	c->list.unit_figure = c->list.org_figure = FIGURE_NONE;
	if (make_filters(c, e) && (!options->group || set_groups(c, str_of(options->group), e)) &&
	    set_list(c, e))
		return c;
	coverage_free(c);
	return NULL;
}

void coverage_free(struct coverage *c)
{
	if (!c)
		return;
	filter_free(c->base);
	for (int i = 0; i < LINE_COUNT; i++)
		filter_free(c->due[i]);
	groups_release(&c->of_units.groups);
	groups_release(&c->of_orgs.groups);
	listing_release(&c->list);
	area_keys_release(&c->areas);
	unit_set_release(&c->units);
	flows_release(&c->flows);
	tally_release(&c->unit_tally);
	tally_release(&c->org_tally);
	free(c);
}
