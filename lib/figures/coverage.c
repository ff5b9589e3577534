/* coverage: see coverage.h. Here the options are read; coverage_wanted.c has those of lists. */
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

bool coverage_set_groups(struct coverage *c, struct str field, struct error *e)
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
	const char *of_units = schema_nearest(units, field), *of_orgs = schema_nearest(orgs, field);
	if (strcmp(of_units, of_orgs) == 0)
		return error_set(e, ERROR_USAGE,
		    _("--group '%s' is no column of units or orgs; nearest is '%s'"),
		    error_quote(field), of_units);
	return error_set(e, ERROR_USAGE,
	    _("--group '%s' is no column of units or orgs; nearest are '%s' and '%s'"),
	    error_quote(field), of_units, of_orgs);
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
	c->has_lists = options->list || options->wanted;
	if (make_filters(c, e) &&
	    (!options->group || coverage_set_groups(c, str_of(options->group), e)) &&
	    coverage_set_lists(c, e))
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
	listings_release(&c->lists);
	area_keys_release(&c->areas);
	unit_set_release(&c->units);
	flows_release(&c->flows);
	tally_release(&c->unit_tally);
	tally_release(&c->org_tally);
	free(c);
}
