/*
 * coverage_read: units, then orgs, then people, each row once; see coverage.h. This is the simple
 * way, which tells what there is to tell, in order; coverage_fast.c is tried first.
 */
#include "figures/coverage_state.h"

static uint64_t bits_of(enum register_id id, const char *names)
{
	uint64_t bits = 0;
	struct str rest = str_of(names), name;
	while (str_split(&rest, ' ', &name))
		bits |= COLUMN_BIT(schema_column(schema_of(id), name));
	return bits;
}

static uint64_t bit_of(int column)
{
	return column == COLUMN_NONE ? 0 : COLUMN_BIT(column);
}

/* Rows that are printed are given whole. */
struct table *coverage_open_table(
    const struct coverage *c, struct table_spec spec, uint64_t needed, struct error *e)
{
	spec.unchecked = ~needed;
	spec.narrow = !c->has_lists;
	return table_open(&spec, e);
}

static size_t row_area(struct coverage *c, const struct row *row)
{
	return area_keys_add(&c->areas, row->values[row->schema->area]);
}

/* Units have groups of their own only by a column; by mode they follow from the organisations. */
size_t coverage_row_group(struct breakdown *b, const struct row *row)
{
	if (b->column == COLUMN_NONE)
		return GROUP_ALL;
	return groups_add(
	    &b->groups, row->schema->columns[b->column].name, row_effective(row, b->column));
}

/* --- units ----------------------------------------------------------------------------------- */

uint64_t coverage_unit_columns(const struct coverage *c)
{
	uint64_t bits = bits_of(REGISTER_UNITS, "id since until members unionists league women") |
			filter_columns(c->base) | bit_of(c->of_units.column);
	for (int i = 0; i < LINE_COUNT; i++)
		bits |= c->due[i] ? filter_columns(c->due[i]) : 0;
	return c->areas.level ? bits | bits_of(REGISTER_UNITS, "area") : bits;
}

uint32_t coverage_unit_marks(const struct coverage *c, const struct row *row)
{
	uint32_t marks = 0;
	for (int i = 0; i < LINE_COUNT; i++) {
		struct str number = row->values[c->columns.publics[i]];
		if (number.n && !str_equal(number, STR("0")))
			marks |= MARK_PUBLIC(i);
		if (c->due[i] && filter_match(c->due[i], row, str_of(c->as_of)))
			marks |= MARK_DUE(i);
	}
	return marks;
}

static void say_twice(
    const struct coverage *c, const struct table_spec *spec, const struct row *row)
{
	struct error e;
	int id = c->columns.unit_id;
	error_set(&e, ERROR_ROW,
	    _("unit '%s' is there twice on %s; versions of an id that do not overlap were "
	      "expected"),
	    error_quote(row->values[id]), c->as_of);
	row_place(row, id, &e);
	spec->diag->say(spec->diag, &e);
}

static void take_unit(
    struct coverage *c, const struct table_spec *spec, const struct table *t, const struct row *row)
{
	if (!row_in_force(row, str_of(c->as_of)) || !filter_match(c->base, row, str_of(c->as_of)))
		return;
	struct unit_record record = {.marks = coverage_unit_marks(c, row),
	    .area = (uint32_t)row_area(c, row),
	    .group = (uint32_t)coverage_row_group(&c->of_units, row)};
	if (!unit_set_add(&c->units, row->values[c->columns.unit_id], record))
		say_twice(c, spec, row);
	else if (listings_want_unit(&c->lists, &record))
		listings_keep_unit(&c->lists, c->units.ids.count - 1, t, row);
}

bool coverage_bind_filters(struct coverage *c, const struct table *t, struct error *e)
{
	for (int i = 0; i < LINE_COUNT; i++)
		if (c->due[i] && !filter_bind(c->due[i], t, e))
			return false;
	return filter_bind(c->base, t, e);
}

static bool read_units(struct coverage *c, const struct table_spec *spec, struct error *e)
{
	static const char *const added[] = {"orgs", "guides", NULL};
	struct table *t = coverage_open_table(c, *spec, coverage_unit_columns(c), e);
	struct row row;
	enum table_status status = TABLE_FAILED;
	if (t && coverage_bind_filters(c, t, e)) {
		if (c->lists.has_units)
			kept_header(&c->lists.units, t, added);
		while ((status = table_next(t, &row, e)) == TABLE_ROW)
			take_unit(c, spec, t, &row);
	}
	table_close(t);
	return status == TABLE_END;
}

/* --- organisations --------------------------------------------------------------------------- */

uint64_t coverage_org_columns(const struct coverage *c)
{
	uint64_t bits =
	    bits_of(REGISTER_ORGS, "line mode units since until") | bit_of(c->of_orgs.column);
	if (c->has_flows || c->has_lists)
		bits |= bits_of(REGISTER_ORGS, "id");
	return c->areas.level ? bits | bits_of(REGISTER_ORGS, "area") : bits;
}

static day day_or_none(struct str text)
{
	day d;
	return date_parse(text, &d) ? d : DAY_NONE;
}

void coverage_take_version(
    struct coverage *c, const struct table *t, const struct row *row, enum line line)
{
	size_t before = c->flows.count;
	struct version version = {.since = day_or_none(row->values[row->schema->start]),
	    .until = day_or_none(row->values[row->schema->end])};
	if (!flows_add(&c->flows, row->values[c->columns.org_id], line, version))
		return;
	c->flows.versions[before].area = (uint32_t)row_area(c, row);
	c->flows.versions[before].group = (uint32_t)coverage_row_group(&c->of_orgs, row);
	if (listings_want_flows(&c->lists, line))
		listings_keep_version(&c->lists, before, listings_keep_org(&c->lists, t, row));
}

static void take_org_in_force(
    struct coverage *c, const struct table *t, const struct row *row, enum line line)
{
	size_t area = row_area(c, row);
	if (line == LINE_COUNT)
		return;
	size_t group = coverage_row_group(&c->of_orgs, row), figure = ORG_FIGURE(line, ORG_STOCK);
	struct str ids = row->values[c->columns.org_units];
	struct str mode = row->values[c->columns.org_mode];
	tally_add_row(&c->org_tally, area, group, ORG_BIT(figure));
	unit_set_mark(&c->units, ids, MARK_COVER(line, cover_of_mode(mode)));
	if (listings_want_org(&c->lists, figure, area, group))
		listings_choose_org(
		    &c->lists, figure, area, group, listings_keep_org(&c->lists, t, row));
	if (c->lists.lines & 1u << line)
		listings_link(&c->lists, &c->units, ids, row->values[c->columns.org_id], line);
}

void coverage_take_flow(
    void *context, const struct version *version, enum line line, enum org_kind kind)
{
	struct coverage *c = context;
	size_t figure = ORG_FIGURE(line, kind);
	if (kind == ORG_MOVED_IN || kind == ORG_MOVED_OUT) { /* the whole never sees a move */
		tally_add(&c->org_tally, version->area, GROUP_ALL, ORG_BIT(figure));
		if (version->group != GROUP_ALL)
			tally_add(&c->org_tally, version->area, version->group, ORG_BIT(figure));
	} else {
		tally_add_row(&c->org_tally, version->area, version->group, ORG_BIT(figure));
	}
	if (listings_want_org(&c->lists, figure, version->area, version->group))
		listings_choose_org(&c->lists, figure, version->area, version->group,
		    listings_version(&c->lists, version->order));
}

static bool read_orgs(struct coverage *c, const struct table_spec *spec, struct error *e)
{
	static const char *const none[] = {NULL};
	struct table *t = coverage_open_table(c, *spec, coverage_org_columns(c), e);
	struct row row;
	enum table_status status = TABLE_FAILED;
	if (t && c->lists.has_orgs)
		kept_header(&c->lists.orgs, t, none);
	while (t && (status = table_next(t, &row, e)) == TABLE_ROW) {
		enum line line = line_find(row.values[c->columns.org_line]);
		c->lists.org_row = 0;
		if (c->has_flows && line != LINE_COUNT)
			coverage_take_version(c, t, &row, line);
		if (row_in_force(&row, str_of(c->as_of)))
			take_org_in_force(c, t, &row, line);
	}
	table_close(t);
	if (c->has_flows)
		flows_tell(&c->flows, coverage_take_flow, c);
	return status == TABLE_END;
}

/* --- people ---------------------------------------------------------------------------------- */

uint64_t coverage_person_columns(const struct coverage *c)
{
	return bits_of(REGISTER_PEOPLE, "role units since until") |
	       (c->has_lists ? bits_of(REGISTER_PEOPLE, "id") : 0);
}

static bool read_people(struct coverage *c, const struct table_spec *spec, struct error *e)
{
	struct table *t = coverage_open_table(c, *spec, coverage_person_columns(c), e);
	struct row row;
	enum table_status status = TABLE_FAILED;
	while (t && (status = table_next(t, &row, e)) == TABLE_ROW) {
		bool is_guide = str_equal(row.values[c->columns.role], STR("guide"));
		if ((!is_guide && !str_equal(row.values[c->columns.role], STR("liaison"))) ||
		    !row_in_force(&row, str_of(c->as_of)))
			continue;
		unit_set_mark(&c->units, row.values[c->columns.person_units],
		    is_guide ? MARK_GUIDE : MARK_LIAISON);
		if (c->has_lists && is_guide)
			listings_link(&c->lists, &c->units, row.values[c->columns.person_units],
			    row.values[c->columns.person_id], LINE_COUNT);
	}
	table_close(t);
	return status == TABLE_END;
}

/* --- all three ------------------------------------------------------------------------------- */

static void tally_unit(struct coverage *c, const struct unit_record *r)
{
	uint32_t figures = unit_figures(r->marks, c->work);
	tally_add_row(&c->unit_tally, r->area, r->group, figures);
	for (int i = 0; c->by_mode && i < LINE_COUNT; i++) {
		enum cover cover;
		uint32_t own = unit_figures_by_cover(figures, r->marks, (enum line)i, &cover);
		if (cover == COVER_COUNT)
			continue;
		tally_add(&c->unit_tally, AREA_WHOLE, (size_t)cover + 1, own);
		if (r->area != AREA_WHOLE)
			tally_add(&c->unit_tally, r->area, (size_t)cover + 1, own);
	}
}

bool coverage_read(
    struct coverage *c, const struct table_spec specs[REGISTER_COUNT], struct error *e)
{
	if (coverage_read_fast(c, specs))
		return true;
	if (c->has_lists && !c->lists.has_units)
		return read_orgs(c, &specs[REGISTER_ORGS], e);
	if (!read_units(c, &specs[REGISTER_UNITS], e) || !read_orgs(c, &specs[REGISTER_ORGS], e) ||
	    !read_people(c, &specs[REGISTER_PEOPLE], e))
		return false;
	if (c->has_lists)
		return true;
	for (size_t i = 0; i < c->units.ids.count; i++)
		tally_unit(c, &c->units.records[i]);
	unit_set_release(&c->units);
	flows_release(&c->flows);
	return true;
}
