/* coverage_share: see coverage_share.h. */
#include "figures/coverage_share.h"

#include <stdlib.h>

/* What a memo says about a cell. Of units: their marks, and whether the base takes them; of
 * organisations: line + 1, and (cover + 1) << COVER_SHIFT. */
#define CLASS_KNOWN (UINT32_C(1) << 30)
#define CLASS_BASE (UINT32_C(1) << 31)
enum { COVER_SHIFT = 8 };

/* --- plan ------------------------------------------------------------------------------------ */

static void add_class(struct rows_plan *p, int column)
{
	int field = table_fields(p->table)[column];
	for (size_t i = 0; i < p->class_count; i++)
		if (p->classes[i].column == column)
			return;
	if (field < 0 || p->class_count == CLASSES_MAX) {
		p->by_table = true;
		return;
	}
	p->classes[p->class_count++] = (struct class){column, (size_t)field};
}

static int filter_class(struct rows_plan *p, const struct filter *f)
{
	int column = f ? filter_only_column(f) : COLUMN_NONE;
	if (column != COLUMN_NONE)
		add_class(p, column);
	else if (f)
		p->by_table = true;
	return column;
}

static void add_unit_classes(struct rows_plan *p)
{
	const struct coverage *c = p->coverage;
	p->base_column = filter_class(p, c->base);
	for (int i = 0; i < LINE_COUNT; i++) {
		p->due_column[i] = filter_class(p, c->due[i]);
		add_class(p, c->columns.publics[i]);
	}
}

static void set_group(struct rows_plan *p, const struct breakdown *b)
{
	if (b->column == COLUMN_NONE)
		return;
	const char *means = schema_of(p->id)->columns[b->column].empty_means;
	p->group_field = table_fields(p->table)[b->column];
	p->keep_empty_group = !means || means[0] != '=';
	p->by_table = p->by_table || p->group_field < 0;
}

void rows_plan_make(struct rows_plan *p, const struct coverage *c, const struct table *t,
    struct shared_ids *ids, enum register_id id)
{
	const struct schema *s = schema_of(id);
	const struct directory *d = c->options.directory;
	const int *fields = table_fields(t);
	*p = (struct rows_plan){.coverage = c, .table = t, .ids = ids, .id = id};
	p->unit_id = value_type_of(d, schema_of(REGISTER_UNITS), c->columns.unit_id);
	p->since = value_type_of(d, s, s->start);
	p->until = value_type_of(d, s, s->end);
	p->since_field = fields[s->start];
	p->until_field = fields[s->end];
	p->area_field = c->areas.level ? fields[s->area] : FIELD_NONE;
	p->group_field = FIELD_NONE;
	p->by_table = p->since_field < 0 || p->until_field < 0 ||
		      (c->areas.level && p->area_field < 0) || id == REGISTER_PEOPLE;
	if (id == REGISTER_UNITS) {
		p->id_field = fields[c->columns.unit_id];
		add_unit_classes(p);
		set_group(p, &c->of_units);
	} else if (id == REGISTER_ORGS) {
		p->id_field = fields[c->columns.org_units];
		add_class(p, c->columns.org_line);
		add_class(p, c->columns.org_mode);
		set_group(p, &c->of_orgs);
	}
	p->by_table = p->by_table || p->id_field < 0;
}

/* --- ids ------------------------------------------------------------------------------------- */

/* A unit with all its marks. */
static void count_unit(struct share *s, const struct waiting *w, uint32_t marks)
{
	const struct coverage *c = s->plan->coverage;
	uint32_t figures = unit_figures(marks, c->work);
	tally_add(&s->tally, w->area, w->group, figures);
	for (int i = 0; c->by_mode && i < LINE_COUNT; i++) {
		enum cover cover;
		uint32_t own = unit_figures_by_cover(figures, marks, (enum line)i, &cover);
		if (cover != COVER_COUNT)
			tally_add(&s->tally, w->area, (size_t)cover + 1, own);
	}
}

/* The id that has waited longest; by now its places in the tables should be near. */
static void take_oldest(struct share *s)
{
	struct shared_ids *ids = s->plan->ids;
	const struct waiting *w = &s->waiting[s->oldest++ % WAITING_MAX];
	bool good = true;
	if (s->plan->id != REGISTER_UNITS) {
		good = id_marks_add(&ids->marks, w->id, w->hash, w->marks);
	} else {
		uint32_t marks = w->marks | id_marks_find(&ids->marks, w->id, w->hash);
		good = id_set_add(&ids->seen, w->hash) == ID_SET_NEW;
		count_unit(s, w, marks);
	}
	if (!good)
		atomic_store(&ids->trouble, true);
}

static void flush(struct share *s)
{
	while (s->oldest < s->newest)
		take_oldest(s);
}

static void wait_for(struct share *s, struct waiting w)
{
	if (s->newest - s->oldest == WAITING_MAX)
		take_oldest(s);
	w.hash = id_hash(w.id, s->plan->ids->marks.seed);
	id_prefetch(&s->plan->ids->marks, &s->plan->ids->seen, w.hash);
	s->waiting[s->newest++ % WAITING_MAX] = w;
}

static void mark_units(struct share *s, struct str list, uint32_t marks)
{
	struct str id;
	while (list.n && str_split(&list, ';', &id))
		wait_for(s, (struct waiting){.id = id, .marks = marks});
}

bool share_mark_units(struct shared_ids *ids, struct str list, uint32_t marks)
{
	struct str id;
	while (list.n && str_split(&list, ';', &id))
		if (!id_marks_add(&ids->marks, id, id_hash(id, ids->marks.seed), marks))
			return false;
	return true;
}

static void take_org(
    struct share *s, uint32_t area, uint32_t group, uint32_t line, uint32_t cover, struct str list)
{
	/* of another line only the area is to be seen */
	uint32_t figures = line < LINE_COUNT ? ORG_BIT(ORG_FIGURE(line, ORG_STOCK)) : 0;
	tally_add(&s->tally, area, group, figures);
	if (figures)
		mark_units(s, list, MARK_COVER(line, cover));
}

/* --- rows through the table ------------------------------------------------------------------ */

/* What the cell of a class says, whatever else stands in the row. */
static uint32_t class_of(const struct rows_plan *p, int column, const struct row *row)
{
	const struct coverage *c = p->coverage;
	struct str value = row->values[column], date = str_of(c->as_of);
	uint32_t found = CLASS_KNOWN | CLASS_BASE;
	if (p->id == REGISTER_ORGS)
		return column == c->columns.org_line
			   ? found | ((uint32_t)line_find(value) + 1)
			   : found | ((uint32_t)cover_of_mode(value) + 1) << COVER_SHIFT;
	if (p->base_column == column && !filter_match(c->base, row, date))
		found &= ~CLASS_BASE;
	for (int i = 0; i < LINE_COUNT; i++) {
		if (c->columns.publics[i] == column && value.n && !str_equal(value, STR("0")))
			found |= MARK_PUBLIC(i);
		if (c->due[i] && p->due_column[i] == column && filter_match(c->due[i], row, date))
			found |= MARK_DUE(i);
	}
	return found;
}

/* Notes what was found out about the cells of a row of a block, behind which more can be read. */
static void note(struct share *s, const struct row *row, uint32_t area, uint32_t group)
{
	const struct rows_plan *p = s->plan;
	const struct str *fields = row->csv.fields;
	for (size_t i = 0; i < p->class_count; i++)
		memo_note(&s->of_class[i], fields[p->classes[i].field],
		    class_of(p, p->classes[i].column, row));
	if (p->area_field >= 0)
		memo_note(s->of_area, fields[p->area_field], area + 1);
	if (p->group_field >= 0 && (fields[p->group_field].n || p->keep_empty_group))
		memo_note(s->of_group, fields[p->group_field], group + 1);
}

static void take_person(struct share *s, const struct row *row)
{
	const struct coverage_columns *c = &s->plan->coverage->columns;
	struct str role = row->values[c->role];
	bool is_guide = str_equal(role, STR("guide"));
	if (is_guide || str_equal(role, STR("liaison")))
		mark_units(s, row->values[c->person_units], is_guide ? MARK_GUIDE : MARK_LIAISON);
}

static void take_row(struct share *s, const struct row *row, uint32_t area, uint32_t group)
{
	const struct coverage *c = s->plan->coverage;
	struct str date = str_of(c->as_of);
	if (!row_in_force(row, date))
		return;
	if (s->plan->id == REGISTER_PEOPLE)
		take_person(s, row);
	else if (s->plan->id == REGISTER_ORGS)
		take_org(s, area, group, (uint32_t)line_find(row->values[c->columns.org_line]),
		    (uint32_t)cover_of_mode(row->values[c->columns.org_mode]),
		    row->values[c->columns.org_units]);
	else if (filter_match(c->base, row, date))
		wait_for(s, (struct waiting){.id = row->values[c->columns.unit_id],
				.area = area,
				.group = group,
				.marks = coverage_unit_marks(c, row)});
}

static bool take_by_table(struct share *s, const struct csv_row *csv, bool of_block)
{
	struct row row;
	struct error e;
	if (!table_row(s->table, csv, &row, &e))
		return false;
	int area_column = row.schema->area;
	uint32_t area = s->plan->area_field < 0
			    ? AREA_WHOLE
			    : (uint32_t)area_keys_add(&s->areas, row.values[area_column]);
	uint32_t group = (uint32_t)coverage_row_group(&s->groups, &row);
	if (of_block && !s->plan->by_table)
		note(s, &row, area, group);
	take_row(s, &row, area, group);
	flush(s); /* the ids may stand in what the next row overwrites */
	return true;
}

/* --- rows of a block ------------------------------------------------------------------------- */

static bool is_date(const struct value_type_of *type, struct str cell)
{
	return cell.n ? value_is_plain(type, cell) : !type->column->required;
}

static bool is_before(struct str date, const char *other)
{
	return memcmp(date.p, other, DATE_SIZE - 1) < 0;
}

static bool are_ids(const struct share *s, struct str list)
{
	struct str id;
	while (list.n && str_split(&list, ';', &id))
		if (id.n == 0 || !value_is_plain(&s->plan->unit_id, id))
			return false;
	return true;
}

/* Whether all about the row was at hand; if so it has been taken. */
static bool take_at_once(struct share *s, const struct csv_block *b, size_t i)
{
	const struct rows_plan *p = s->plan;
	const char *as_of = p->coverage->as_of;
	uint32_t all = ~UINT32_C(0), any = 0, area = AREA_WHOLE + 1, group = GROUP_ALL + 1;
	for (size_t k = 0; k < p->class_count; k++) {
		uint32_t found =
		    memo_find(&s->of_class[k], csv_block_field(b, i, p->classes[k].field));
		all &= found;
		any |= found;
	}
	if (p->area_field >= 0)
		area = memo_find(s->of_area, csv_block_field(b, i, (size_t)p->area_field));
	if (p->group_field >= 0)
		group = memo_find(s->of_group, csv_block_field(b, i, (size_t)p->group_field));
	struct str since = csv_block_field(b, i, (size_t)p->since_field);
	struct str until = csv_block_field(b, i, (size_t)p->until_field);
	struct str id = csv_block_field(b, i, (size_t)p->id_field);
	if (!(all & CLASS_KNOWN) || area == MEMO_UNKNOWN || group == MEMO_UNKNOWN ||
	    !is_date(&p->since, since) || !is_date(&p->until, until))
		return false;
	bool is_unit = p->id == REGISTER_UNITS;
	if (is_unit ? id.n == 0 || !value_is_plain(&p->unit_id, id) : !are_ids(s, id))
		return false;
	bool in_force = !(since.n && is_before((struct str){as_of, 10}, since.p)) &&
			!(until.n && !is_before((struct str){as_of, 10}, until.p));
	if (!in_force || !(all & CLASS_BASE))
		return true;
	if (is_unit)
		wait_for(s, (struct waiting){.id = id,
				.area = area - 1,
				.group = group - 1,
				.marks = any & ~(CLASS_KNOWN | CLASS_BASE)});
	else
		take_org(
		    s, area - 1, group - 1, (any & 0xFF) - 1, (any >> COVER_SHIFT & 0xFF) - 1, id);
	return true;
}

static bool take_block(struct share *s, struct csv_reader *part, const struct csv_block *b)
{
	struct csv_row csv;
	for (size_t i = 0; i < b->rows; i++) {
		if (!s->plan->by_table && take_at_once(s, b, i))
			continue;
		csv_reader_block_row(part, b, i, &csv);
		if (!take_by_table(s, &csv, true))
			return false;
	}
	flush(s);
	return true;
}

bool share_read(void *context, struct csv_reader *part)
{
	struct share *s = context;
	struct csv_block block;
	struct csv_row csv;
	struct error e;
	for (;;) {
		while (csv_reader_block(part, &block))
			if (!take_block(s, part, &block))
				return false;
		enum csv_status status = csv_reader_next(part, &csv, &e);
		if (status == CSV_STATUS_END)
			return !s->diag.told && !atomic_load(&s->plan->ids->trouble);
		if (status != CSV_STATUS_ROW || !take_by_table(s, &csv, false))
			return false;
	}
}

/* --- shares ---------------------------------------------------------------------------------- */

struct share *share_new(const struct rows_plan *p)
{
	struct share *s = mem_alloc(1, sizeof(*s));
	bool of_units = p->id == REGISTER_UNITS;
	s->diag.diag.say = diag_note;
	s->plan = p;
	s->table = table_share(p->table, &s->diag.diag);
	s->areas.level = p->coverage->areas.level;
	s->groups.column = of_units                 ? p->coverage->of_units.column
			   : p->id == REGISTER_ORGS ? p->coverage->of_orgs.column
						    : COLUMN_NONE;
	s->tally.figure_count = of_units ? UNIT_FIGURE_COUNT : ORG_FIGURE_COUNT;
	s->of_class = mem_alloc(p->class_count + 1, sizeof(*s->of_class));
	s->of_area = mem_alloc(1, sizeof(*s->of_area));
	s->of_group = mem_alloc(1, sizeof(*s->of_group));
	return s;
}

void share_free(struct share *s)
{
	table_close(s->table);
	area_keys_release(&s->areas);
	groups_release(&s->groups.groups);
	tally_release(&s->tally);
	free(s->of_class);
	free(s->of_area);
	free(s->of_group);
	free(s);
}
