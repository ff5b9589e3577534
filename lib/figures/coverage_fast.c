/*
 * coverage_fast: the registers read by several threads, organisations and people before units; see
 * coverage_share.h for what a thread does.
 *
 * It only counts what is right: when a row is to be told about, an id is there twice or a register
 * cannot be read in parts, it says no and leaves everything to coverage_read.c, which is also its
 * oracle (TAIZHANG_SIMD=libcsv). With flows organisations are read by one thread in their order,
 * since flows depend on it.
 */
#include "figures/coverage_share.h"

#include <stdlib.h>
#include <sys/stat.h>

struct fast {
	struct noting_diag diag; /* whatever is told ends the fast way */
	struct coverage *coverage;
	struct table *units, *orgs, *people;
	struct shared_ids ids;
};

/* --- tables ---------------------------------------------------------------------------------- */

/* What is no regular file can be read only once, and must be left to the simple way unopened. */
static bool is_regular(const char *file)
{
	struct stat status;
	return strcmp(file, "-") != 0 && stat(file, &status) == 0 && S_ISREG(status.st_mode);
}

static struct table *open_one(
    struct fast *f, const struct table_spec *specs, enum register_id id, uint64_t needed)
{
	struct error e;
	struct csv_extent extent;
	struct table_spec spec = specs[id];
	for (size_t i = 0; i < spec.file_count; i++)
		if (!is_regular(spec.files[i]))
			return NULL;
	spec.diag = &f->diag.diag;
	struct table *t = coverage_open_table(f->coverage, spec, needed, &e);
	struct csv_reader *reader = t ? table_reader(t) : NULL;
	if (reader && !f->diag.told && csv_reader_extent(reader, &extent))
		return t;
	table_close(t);
	return NULL;
}

static bool open_all(struct fast *f, const struct table_spec *specs)
{
	struct coverage *c = f->coverage;
	struct error e;
	f->units = open_one(f, specs, REGISTER_UNITS, coverage_unit_columns(c));
	f->orgs = f->units ? open_one(f, specs, REGISTER_ORGS, coverage_org_columns(c)) : NULL;
	f->people =
	    f->orgs ? open_one(f, specs, REGISTER_PEOPLE, coverage_person_columns(c)) : NULL;
	return f->people && coverage_bind_filters(c, f->units, &e);
}

/* --- ids ------------------------------------------------------------------------------------- */

/* About how many ids the rows list: lists have ';' between, rows a newline. */
static bool estimate_ids(const struct table *t, uint64_t *ids, uint64_t *bytes)
{
	struct csv_extent extent;
	uint64_t rows, commas;
	if (!csv_parts_estimate(table_reader(t), '\n', &rows) ||
	    !csv_parts_estimate(table_reader(t), ';', &commas) ||
	    !csv_reader_extent(table_reader(t), &extent))
		return false;
	*ids += rows + commas;
	*bytes += extent.to - extent.from;
	return true;
}

static bool make_ids(struct fast *f, unsigned attempt)
{
	uint64_t listed = 0, bytes = 0, units = 0;
	if (!estimate_ids(f->orgs, &listed, &bytes) || !estimate_ids(f->people, &listed, &bytes) ||
	    !csv_parts_estimate(table_reader(f->units), '\n', &units))
		return false;
	id_marks_make(&f->ids.marks, (size_t)listed << attempt, (size_t)bytes, attempt);
	id_set_make(&f->ids.seen, (size_t)units << attempt);
	atomic_store(&f->ids.trouble, false);
	return true;
}

static void release_ids(struct fast *f)
{
	id_marks_release(&f->ids.marks);
	id_set_release(&f->ids.seen);
}

/* --- one register ---------------------------------------------------------------------------- */

/* Adds a cell wherever its rows belong: as tally_add_row does, or, when groups are modes, which a
 * unit is counted in beside all of them, to the same group. */
static void merge_cell(const struct coverage *c, struct tally *to, size_t area, size_t group,
    const int64_t *counts, bool of_units)
{
	bool all = group != GROUP_ALL && !(of_units && c->by_mode);
	tally_merge(to, area, group, counts);
	if (all)
		tally_merge(to, area, GROUP_ALL, counts);
	if (area == AREA_WHOLE)
		return;
	tally_merge(to, AREA_WHOLE, group, counts);
	if (all)
		tally_merge(to, AREA_WHOLE, GROUP_ALL, counts);
}

/* What a thread has found, into the figures: its numbers of areas and groups are its own. */
static void merge(struct coverage *c, const struct share *s)
{
	bool of_units = s->plan->id == REGISTER_UNITS;
	const struct tally *t = &s->tally;
	struct groups *groups = of_units ? &c->of_units.groups : &c->of_orgs.groups;
	for (size_t i = 0; i < t->cells.count; i++) {
		const struct pair *cell = &t->cells.entries[i];
		size_t area = area_keys_add(&c->areas, area_keys_text(&s->areas, cell->first));
		size_t group = cell->second;
		if (group != GROUP_ALL && !(of_units && c->by_mode))
			group = intern_add(
				    &groups->texts, groups_text(&s->groups.groups, group), NULL) +
				1;
		merge_cell(c, of_units ? &c->unit_tally : &c->org_tally, area, group,
		    &t->counts[i * t->figure_count], of_units);
	}
}

static bool read_parts(struct fast *f, const struct table *t, enum register_id id)
{
	struct rows_plan plan;
	rows_plan_make(&plan, f->coverage, t, &f->ids, id);
	unsigned threads = csv_parts_threads(table_reader(t));
	void **shares = mem_alloc(threads, sizeof(*shares));
	for (unsigned i = 0; i < threads; i++)
		shares[i] = share_new(&plan);
	bool good = csv_parts_read(table_reader(t), share_read, shares, threads);
	for (unsigned i = 0; i < threads; i++) {
		if (good)
			merge(f->coverage, shares[i]);
		share_free(shares[i]);
	}
	free(shares);
	return good && !atomic_load(&f->ids.trouble);
}

static bool take_org_in_order(struct fast *f, const struct row *row)
{
	struct coverage *c = f->coverage;
	enum line line = line_find(row->values[c->columns.org_line]);
	if (line != LINE_COUNT)
		coverage_take_version(c, f->orgs, row, line);
	if (!row_in_force(row, str_of(c->as_of)))
		return true;
	size_t area = area_keys_add(&c->areas, row->values[row->schema->area]);
	if (line == LINE_COUNT)
		return true;
	tally_add_row(&c->org_tally, area, coverage_row_group(&c->of_orgs, row),
	    ORG_BIT(ORG_FIGURE(line, ORG_STOCK)));
	enum cover cover = cover_of_mode(row->values[c->columns.org_mode]);
	bool room =
	    share_mark_units(&f->ids, row->values[c->columns.org_units], MARK_COVER(line, cover));
	if (!room)
		atomic_store(&f->ids.trouble, true);
	return room;
}

static bool read_orgs_in_order(struct fast *f)
{
	struct row row;
	struct error e;
	enum table_status status;
	while ((status = table_next(f->orgs, &row, &e)) == TABLE_ROW)
		if (!take_org_in_order(f, &row))
			return false;
	if (status == TABLE_FAILED || f->diag.told)
		return false;
	flows_tell(&f->coverage->flows, coverage_take_flow, f->coverage);
	return true;
}

static bool read_orgs(struct fast *f)
{
	return f->coverage->has_flows ? read_orgs_in_order(f)
				      : read_parts(f, f->orgs, REGISTER_ORGS);
}

/* --- all three ------------------------------------------------------------------------------- */

/* Forgets what was counted. Groups may stay: those without rows are not shown. */
static void forget(struct coverage *c)
{
	struct period period = c->flows.period;
	intern_release(&c->areas.keys);
	flows_release(&c->flows);
	tally_release(&c->unit_tally);
	tally_release(&c->org_tally);
	c->flows.period = period;
	c->unit_tally.figure_count = UNIT_FIGURE_COUNT;
	c->org_tally.figure_count = ORG_FIGURE_COUNT;
}

static bool attempt(struct fast *f, const struct table_spec *specs, unsigned number)
{
	bool good = open_all(f, specs) && make_ids(f, number) && read_orgs(f) &&
		    read_parts(f, f->people, REGISTER_PEOPLE) &&
		    read_parts(f, f->units, REGISTER_UNITS);
	table_close(f->units);
	table_close(f->orgs);
	table_close(f->people);
	f->units = f->orgs = f->people = NULL;
	release_ids(f);
	if (good)
		flows_release(&f->coverage->flows);
	else
		forget(f->coverage);
	return good;
}

bool coverage_read_fast(struct coverage *c, const struct table_spec specs[REGISTER_COUNT])
{
	enum { ATTEMPTS = 2 };
	struct fast f = {.diag.diag.say = diag_note, .coverage = c};
	if (c->has_lists)
		return false;
	for (unsigned i = 0; i < ATTEMPTS; i++) {
		if (attempt(&f, specs, i))
			return true;
		if (!atomic_load(&f.ids.trouble))
			return false;
	}
	return false;
}
