/* check_rows: what is said of a row beside the others; see check.h. */
#include "register/check_internal.h"

static int column_of(const struct check *c, const char *name)
{
	return schema_column(c->schema, str_of(name));
}

struct str checked_cell(const struct checked_row *row, const char *column)
{
	return row->cells[schema_column(row->raw->schema, str_of(column))];
}

struct str checked_effective(const struct checked_row *row, const char *column)
{
	const struct schema *s = row->raw->schema;
	const char *means = s->columns[schema_column(s, str_of(column))].empty_means;
	struct str cell = checked_cell(row, column);
	if (cell.n || !means)
		return cell;
	return means[0] == '=' ? checked_cell(row, means + 1) : str_of(means);
}

/* --- first pass ------------------------------------------------------------------------------ */

static void wait(
    struct check *c, const struct checked_row *row, int column, struct str text, uint32_t owner)
{
	c->waiting =
	    mem_room(c->waiting, &c->waiting_capacity, c->waiting_count + 1, sizeof(*c->waiting));
	c->waiting[c->waiting_count++] = (struct waiting){
	    .column = column,
	    .start = c->texts.n,
	    .length = text.n,
	    .hash = hash_bytes(text.p, text.n),
	    .since = row->since,
	    .until = row->until,
	    .owner = owner,
	    .line = row->raw->csv.number,
	};
	buf_add_str(&c->texts, text);
}

static void collect_id(struct check *c, const struct checked_row *row)
{
	if (row->cells[c->id].n)
		wait(c, row, c->id, row->cells[c->id], 0);
}

static void settle_id(struct check *c, struct str id, const struct waiting *w, uint64_t line)
{
	bool versioned = c->schema->versioned;
	const struct span *other = spans_add_hashed(&c->known->ids[c->schema->id], id, w->hash,
	    versioned ? w->since : INT32_MIN, versioned ? w->until : INT32_MAX, w->owner, line);
	if (!other)
		return;
	if (other->since == w->since || !versioned)
		check_find(c, line, w->column, "duplicate-key",
		    _("id '%s' stands in line %llu already"), error_quote(id),
		    (unsigned long long)other->line);
	else
		check_find(c, line, w->column, "overlapping-versions",
		    _("this version of '%s' overlaps the one in line %llu"), error_quote(id),
		    (unsigned long long)other->line);
}

/* Most codes and names stand there once: only those that may be there again are kept. */
static void wait_if_repeated(struct check *c, const struct checked_row *row, int column)
{
	const struct check_known *k = c->known;
	struct str text = row->cells[column], id = row->cells[c->id];
	if (text.n && id.n && (k->keep_all || repeats_may(&k->repeated, text)))
		wait(c, row, column, text, (uint32_t)intern_find(&k->ids[REGISTER_UNITS].keys, id));
}

void check_unit(struct check *c, const struct checked_row *row)
{
	wait_if_repeated(c, row, c->uscc);
	wait_if_repeated(c, row, c->name);
}

static void settle_code(struct check *c, struct str code, const struct waiting *w, uint64_t line)
{
	const struct span *other =
	    spans_add_hashed(&c->known->codes, code, w->hash, w->since, w->until, w->owner, line);
	if (other && other->owner != w->owner)
		check_find(c, line, w->column, "duplicate-uscc",
		    _("credit code '%s' is also that of the unit in line %llu, in force at the "
		      "same time"),
		    error_quote(code), (unsigned long long)other->line);
}

/* Two units may share a name, but most are one unit that was written twice. */
static void settle_name(struct check *c, struct str name, const struct waiting *w, uint64_t line)
{
	const struct span *other =
	    spans_add_hashed(&c->known->names, name, w->hash, w->since, w->until, w->owner, line);
	if (other && other->owner != w->owner)
		check_find(c, line, w->column, "note-same-name",
		    _("'%s' is also the name of the unit in line %llu, in force at the same time"),
		    error_quote(name), (unsigned long long)other->line);
}

static void prefetch(const struct check *c, size_t number)
{
	if (c->pass == PASS_COLLECT && number < c->waiting_count)
		intern_prefetch(&c->known->ids[c->schema->id].keys, c->waiting[number].hash);
}

void check_settle(struct check *c, uint64_t before)
{
	enum { AHEAD = 16 };
	for (size_t i = 0; i < c->found.count; i++)
		c->found.items[i].line += before;
	for (size_t i = 0; i < AHEAD; i++)
		prefetch(c, i);
	for (size_t i = 0; i < c->waiting_count; i++) {
		const struct waiting *w = &c->waiting[i];
		struct str text = {c->texts.p + w->start, w->length};
		prefetch(c, i + AHEAD);
		if (c->pass == PASS_COLLECT)
			settle_id(c, text, w, before + w->line);
		else if (w->column == c->uscc)
			settle_code(c, text, w, before + w->line);
		else
			settle_name(c, text, w, before + w->line);
	}
	c->waiting_count = 0;
	c->texts.n = 0;
}

static void collect_item(struct check *c, const struct checked_row *row)
{
	bool is_new;
	struct str meeting = checked_cell(row, "meeting"), item = checked_cell(row, "item");
	intern_add(&c->known->items, buf_pair(&c->scratch, meeting, item), &is_new);
	if (!is_new && meeting.n)
		check_find(c, row->raw->csv.number, column_of(c, "item"), "duplicate-item",
		    _("item %.*s of meeting '%s' stands here already"), (int)item.n, item.p,
		    error_quote(meeting));
}

void check_collect_row(struct check *c, const struct checked_row *row)
{
	collect_id(c, row);
	if (c->schema->id == REGISTER_UNITS) {
		repeats_see(&c->known->repeated, row->cells[c->uscc]);
		repeats_see(&c->known->repeated, row->cells[c->name]);
	}
	if (c->schema->id == REGISTER_MEETINGS)
		collect_item(c, row);
	if (c->schema->id == REGISTER_PEOPLE && str_equal_text(checked_cell(row, "role"), "head"))
		spans_add(&c->known->heads,
		    buf_pair(
			&c->scratch, checked_cell(row, "org"), checked_effective(row, "person")),
		    row->since, row->until, 0, row->raw->csv.number);
}

bool check_needs_order(const struct schema *s)
{
	return s->id == REGISTER_MEETINGS || s->id == REGISTER_PEOPLE;
}

uint64_t check_collected_columns(const struct schema *s)
{
	static const char *const names[] = {
	    "id", "uscc", "name", "meeting", "item", "role", "org", "person"};
	const int days[] = {s->start, s->end, s->happens};
	uint64_t columns = 0;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		int column = schema_column(s, str_of(names[i]));
		columns |= column == COLUMN_NONE ? 0 : COLUMN_BIT(column);
	}
	for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++)
		columns |= days[i] == COLUMN_NONE ? 0 : COLUMN_BIT(days[i]);
	return columns;
}

/* --- second pass ----------------------------------------------------------------------------- */

/* The day on which a row's references are looked at: its last day in force, or as_of while it has
 * not ended; the first day when that lies later. */
static day day_of_row(const struct check *c, const struct checked_row *row)
{
	day date = c->known->as_of;
	if (c->schema->start == COLUMN_NONE || !c->schema->versioned)
		return row->since;
	if (row->until != INT32_MAX && row->until - 1 < date)
		date = row->until - 1;
	return row->since > date ? row->since : date;
}

static void check_reference(
    struct check *c, const struct checked_row *row, int column, struct str id)
{
	const struct column *about = &c->schema->columns[column];
	const struct schema *target = schema_find(str_of(about->target));
	uint64_t line = row->raw->csv.number;
	const struct spans *ids = &c->known->ids[target->id];
	if (c->known->unreadable & REGISTER_BIT(target->id))
		return;
	const struct span *last = spans_last(ids, id);
	if (!last) {
		check_find(c, line, column, "dangling-reference", _("%s '%s' is not in %s"),
		    about->name, error_quote(id), target->name);
		return;
	}
	day date = day_of_row(c, row);
	char text[DATE_SIZE];
	if (!target->versioned || date == INT32_MIN || spans_hold_on(ids, last, date))
		return;
	date_print(date, text);
	bool post = c->schema->id == REGISTER_PEOPLE && column == column_of(c, "org");
	check_find(c, line, column, post ? "post-in-ended-organisation" : "reference-not-in-force",
	    _("%s '%s' is not in force on %s"), about->name, error_quote(id), text);
}

static void check_references(struct check *c, const struct checked_row *row)
{
	for (size_t i = 0; i < c->ref_count; i++) {
		struct str rest = row->cells[c->refs[i]], id;
		while (rest.n && str_split(&rest, ';', &id))
			check_reference(c, row, c->refs[i], id);
	}
}

static void check_validity(struct check *c, const struct checked_row *row)
{
	const struct schema *s = c->schema;
	if (s->start == COLUMN_NONE || row->since == INT32_MIN || row->until == INT32_MAX)
		return;
	bool may_be_same_day = s->id == REGISTER_PROBLEMS; /* solved on the day it was raised */
	if (row->until < row->since || (row->until == row->since && !may_be_same_day))
		check_find(c, row->raw->csv.number, s->end, "empty-validity",
		    _("%s is not after %s"), s->columns[s->end].name, s->columns[s->start].name);
}

static size_t list_length(struct str list)
{
	size_t count = 0;
	struct str element;
	while (list.n && str_split(&list, ';', &element))
		count++;
	return count;
}

static void check_organisation(struct check *c, const struct checked_row *row)
{
	struct str mode = checked_cell(row, "mode");
	size_t units = list_length(checked_cell(row, "units"));
	uint64_t line = row->raw->csv.number;
	int column = column_of(c, "units");
	if (units == 0)
		check_find(c, line, column, "no-units", _("an organisation without units"));
	else if (str_equal_text(mode, "single") && units > 1)
		check_find(c, line, column, "single-with-many",
		    _("mode is single and there are %zu units"), units);
	else if (str_equal_text(mode, "joint") && units < 2)
		check_find(
		    c, line, column, "joint-with-one", _("mode is joint and there is one unit"));
}

static void check_guide(struct check *c, const struct checked_row *row)
{
	struct str units = checked_cell(row, "units"), unit;
	if (!str_equal_text(checked_cell(row, "role"), "guide") || row->since > c->known->as_of ||
	    row->until <= c->known->as_of)
		return;
	while (units.n && str_split(&units, ';', &unit)) {
		bool is_new;
		intern_add(&c->known->guided, unit, &is_new);
		if (!is_new)
			check_find(c, row->raw->csv.number, column_of(c, "units"),
			    "note-two-guides", _("unit '%s' has another guide already"),
			    error_quote(unit));
	}
}

static void check_concurrent(struct check *c, const struct checked_row *row)
{
	struct str orgs = checked_cell(row, "concurrent"), org;
	while (orgs.n && str_split(&orgs, ';', &org))
		if (!spans_in_force(&c->known->heads,
			buf_pair(&c->scratch, org, checked_effective(row, "person")),
			day_of_row(c, row)))
			check_find(c, row->raw->csv.number, column_of(c, "concurrent"),
			    "concurrent-without-head",
			    _("no row with role head in '%s' for the same person"),
			    error_quote(org));
}

/* The same name with the same phone or organisation and another person. */
static void check_namesake(struct check *c, const struct checked_row *row, const char *column)
{
	bool is_new;
	struct check_known *k = c->known;
	struct str name = checked_cell(row, "name"), other = checked_cell(row, column);
	if (name.n == 0 || other.n == 0)
		return;
	struct buf key = BUF_INIT;
	buf_printf(&key, "%s\n", column);
	buf_add_str(&key, buf_pair(&c->scratch, name, other));
	size_t number = intern_add(&k->namesakes, buf_str(&key), &is_new);
	buf_release(&key);
	size_t person = intern_add(&k->persons, checked_effective(row, "person"), NULL);
	k->namesake_persons = mem_room(
	    k->namesake_persons, &k->namesake_capacity, number + 1, sizeof(*k->namesake_persons));
	if (is_new)
		k->namesake_persons[number] = (uint32_t)person;
	else if (k->namesake_persons[number] != (uint32_t)person)
		check_find(c, row->raw->csv.number, column_of(c, "name"), "note-namesake",
		    _("the same name and %s as another person; one person has one value in column "
		      "person"),
		    column);
}

static void check_person(struct check *c, const struct checked_row *row)
{
	check_guide(c, row);
	check_concurrent(c, row);
	check_namesake(c, row, "phone");
	check_namesake(c, row, "org");
}

/* `ref` names a visit or an agenda item when the source says so. */
static void check_problem(struct check *c, const struct checked_row *row)
{
	struct str ref = checked_cell(row, "ref"), source = checked_cell(row, "source");
	bool visit = str_equal_text(source, "visit"), meeting = str_equal_text(source, "meeting");
	enum register_id target = visit ? REGISTER_VISITS : REGISTER_MEETINGS;
	if (c->known->unreadable & REGISTER_BIT(target))
		return;
	if (ref.n && (visit || meeting) && !spans_known(&c->known->ids[target], ref))
		check_find(c, row->raw->csv.number, column_of(c, "ref"), "dangling-reference",
		    _("%s '%s' is not in %s"), "ref", error_quote(ref), schema_of(target)->name);
}

static void check_event(struct check *c, const struct checked_row *row)
{
	if (checked_cell(row, "part_of").n && checked_cell(row, "headcount").n)
		check_find(c, row->raw->csv.number, column_of(c, "headcount"), "headcount-in-part",
		    _("a part of another event carries no headcount, or people are counted twice"));
}

void check_examine_row(struct check *c, const struct checked_row *row)
{
	check_validity(c, row);
	check_references(c, row);
	if (c->schema->id == REGISTER_UNITS)
		check_unit(c, row);
	if (c->schema->id == REGISTER_ORGS)
		check_organisation(c, row);
	if (c->schema->id == REGISTER_PEOPLE)
		check_person(c, row);
	if (c->schema->id == REGISTER_PROBLEMS)
		check_problem(c, row);
	if (c->schema->id == REGISTER_EVENTS)
		check_event(c, row);
}
