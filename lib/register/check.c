/* check: see check.h. This file has the order of the passes and what concerns a whole file. */
#include "register/check.h"
#include "register/check_internal.h"

#include <stdlib.h>
#include <unistd.h>

/* Rows that are written faster than one a second are recorded a little ahead of the clock. */
enum { RECORDED_AHEAD_SECONDS = 24 * 60 * 60 };

/* What the table tells of lines that are no rows. */
static void take_bad_row(struct diag *diag, const struct error *e)
{
	struct check *c = (struct check *)diag; /* the first member */
	c->line = e->line > c->line ? e->line : c->line;
	if (e->kind == ERROR_TORN)
		check_find(c, e->line, COLUMN_NONE, "torn-tail", "%s",
		    _("the last line is torn (no newline, not complete)"));
	else if (e->kind == ERROR_ROW)
		check_find(c, e->line, COLUMN_NONE, "bad-line", "%s", e->message);
}

/* Texts have no type; in a row that is plain all other cells are well-formed. */
static void choose_columns(struct check *c, const struct table *t)
{
	const int *fields = table_fields(t);
	c->place_count = c->looked_at_count = c->ref_count = 0;
	c->id = schema_column(c->schema, STR("id"));
	c->uscc = schema_column(c->schema, STR("uscc"));
	c->name = schema_column(c->schema, STR("name"));
	for (int i = 0; i < c->schema->column_count; i++) {
		const struct column *column = &c->schema->columns[i];
		if (column->target)
			c->refs[c->ref_count++] = i;
		if (fields[i] < 0 || !(c->wanted & COLUMN_BIT(i)))
			continue;
		if (column->type != TYPE_TEXT || column->required)
			c->places[c->place_count++] =
			    (struct value_place){c->types[i], (size_t)fields[i]};
		if (column->type == TYPE_TEXT || column->type == TYPE_USCC ||
		    column->type == TYPE_AREA || column->type == TYPE_TIME)
			c->looked_at[c->looked_at_count++] = i;
	}
}

static struct table *open_register(
    struct check *c, enum register_id id, enum pass pass, struct error *e)
{
	const struct directory *d = c->known->directory;
	c->schema = schema_of(id);
	c->pass = pass;
	c->line = 0;
	c->diag.say = pass == PASS_EXAMINE ? take_bad_row : diag_ignore;
	for (int i = 0; i < c->schema->column_count; i++)
		c->types[i] = value_type_of(d, c->schema, i);
	c->wanted = pass == PASS_EXAMINE ? COLUMN_BIT(c->schema->column_count) - 1
					 : check_collected_columns(c->schema);
	struct table_spec spec = {
	    .schema = c->schema,
	    .directory = d,
	    .snapshot = c->known->snapshot,
	    .known_by = INSTANT_NONE,
	    .unchecked = UINT64_MAX,
	    .diag = &c->diag,
	};
	struct table *t = table_open(&spec, e);
	if (t)
		choose_columns(c, t);
	return t;
}

struct check *check_share(const struct check *c)
{
	struct check *share = mem_alloc(1, sizeof(*share));
	*share = *c;
	share->diag.say = diag_ignore;
	share->found = (struct findings){0};
	share->waiting = NULL;
	share->waiting_count = share->waiting_capacity = 0;
	share->texts = share->scratch = BUF_INIT;
	return share;
}

void check_release(struct check *c)
{
	findings_release(&c->found);
	free(c->waiting);
	buf_release(&c->texts);
	buf_release(&c->scratch);
}

static void check_header(struct check *c, const struct table *t)
{
	size_t count;
	bool header = false; /* else the first row stands in its place, which is not shown */
	const struct table_column *columns = table_columns(t, &count);
	for (int i = 0; i < c->schema->column_count; i++)
		if (c->schema->columns[i].required &&
		    table_find(t, str_of(c->schema->columns[i].name)) == SIZE_MAX)
			check_find(c, 1, i, "missing-column", _("the header lacks column '%s'"),
			    c->schema->columns[i].name);
	for (size_t i = 0; i < count; i++)
		header = header || columns[i].column != COLUMN_NONE;
	for (size_t i = 0; i < count; i++) {
		if (columns[i].column == COLUMN_NONE && header)
			check_find(c, 1, COLUMN_NONE, "note-unknown-column",
			    _("column '%s' is not known, it is kept as it is"),
			    error_quote(str_of(columns[i].name)));
		if (columns[i].column == c->schema->recorded && i + 1 < count)
			check_find(c, 1, c->schema->recorded, "recorded-not-last",
			    _("recorded is not the last column; a torn line could pass for a whole "
			      "one"));
	}
	if (table_is_spreadsheet(t))
		check_find(c, 1, COLUMN_NONE, "note-spreadsheet",
		    _("saved by a spreadsheet (byte order mark or CRLF): look for lost digits and "
		      "changed dates"));
}

static bool collect(struct check *c, enum register_id id, struct error *e)
{
	struct table *t = open_register(c, id, PASS_COLLECT, e);
	bool done = t && check_pass(c, t, e);
	table_close(t);
	return done;
}

/* A register of units that cannot be read to its end is not examined; what its codes and names
 * are up to there is said all the same. */
static void check_units_to_the_fault(struct check *c)
{
	struct error again;
	struct table *t = open_register(c, REGISTER_UNITS, PASS_UNITS, &again);
	c->known->keep_all = true;
	if (t)
		check_pass(c, t, &again);
	table_close(t);
}

static bool examine(struct check *c, enum register_id id, struct error *e)
{
	struct table *t = open_register(c, id, PASS_EXAMINE, e);
	if (t)
		check_header(c, t);
	bool done = t && check_pass(c, t, e);
	table_close(t);
	return done;
}

/* Credit codes that do not conform and were let in with a reason: lines `allow` of the journal of
 * units. */
static bool read_allowed(struct check_known *k, struct error *e)
{
	const struct snapshot_file *f = &k->snapshot->journals[REGISTER_UNITS];
	if (f->fd < 0)
		return true;
	struct csv_reader *r = csv_reader_open_journal(snapshot_input(f), e);
	if (!r)
		return false;
	const struct csv_row *header = csv_reader_header(r);
	size_t op = SIZE_MAX, uscc = SIZE_MAX;
	for (size_t i = 0; i < header->count; i++) {
		op = str_equal_text(header->fields[i], "op") ? i : op;
		uscc = str_equal_text(header->fields[i], "uscc") ? i : uscc;
	}
	struct csv_row row;
	enum csv_status status = CSV_STATUS_END;
	while (op != SIZE_MAX && uscc != SIZE_MAX &&
	       (status = csv_reader_next(r, &row, e)) != CSV_STATUS_END &&
	       status != CSV_STATUS_FAILED)
		if (status == CSV_STATUS_ROW && str_equal_text(row.fields[op], "allow"))
			intern_add(&k->allowed, row.fields[uscc], NULL);
	csv_reader_close(r);
	return status != CSV_STATUS_FAILED;
}

/* About how many rows a file has; some number when its size says nothing. */
static uint64_t estimate_rows(const struct snapshot_file *f)
{
	enum { ROW = 100, FOLDED = 8, UNKNOWN = 1 << 20 };
	if (f->fd < 0)
		return 0;
	if (f->size > UINT64_C(1) << 48)
		return UNKNOWN;
	bool folded = str_find(str_of(f->path), STR(".gz")) != SIZE_MAX;
	return f->size / ROW * (folded ? FOLDED : 1);
}

static void known_release(struct check_known *k)
{
	repeats_release(&k->repeated);
	for (int i = 0; i < REGISTER_COUNT; i++) {
		findings_release(&k->first[i]);
		spans_release(&k->ids[i]);
	}
	spans_release(&k->codes);
	spans_release(&k->names);
	spans_release(&k->heads);
	intern_release(&k->allowed);
	intern_release(&k->items);
	intern_release(&k->guided);
	intern_release(&k->namesakes);
	intern_release(&k->persons);
	free(k->namesake_persons);
}

static void first_pass(struct check *c)
{
	struct check_known *k = c->known;
	struct error e;
	for (int i = 0; i < REGISTER_COUNT; i++) {
		if (k->snapshot->registers[i].fd < 0)
			continue;
		if (!collect(c, (enum register_id)i, &e)) {
			k->diag->say(k->diag, &e);
			k->unreadable |= REGISTER_BIT(i);
			if (i == REGISTER_UNITS)
				check_units_to_the_fault(c);
		}
		check_first_done(k, (enum register_id)i);
	}
}

/* The second pass over a register; of one that cannot be read, what the first has found. */
static void second_pass(struct check *c, enum register_id id)
{
	struct check_known *k = c->known;
	struct error e;
	bool readable = !(k->unreadable & REGISTER_BIT(id));
	k->given = 0;
	c->schema = schema_of(id);
	if (readable && !examine(c, id, &e))
		k->diag->say(k->diag, &e);
	check_give(c, UINT64_MAX);
	if (readable && !check_journal(c, id, &e))
		k->diag->say(k->diag, &e);
	check_give(c, UINT64_MAX);
}

size_t check_registers(const struct directory *d, const struct snapshot *snapshot,
    unsigned registers, day as_of, struct finding_sink *sink, struct diag *diag)
{
	struct check_known known = {
	    .diag = diag, .sink = sink, .directory = d, .snapshot = snapshot, .as_of = as_of};
	struct check c = {.known = &known};
	struct error e;
	time_print(d->now + RECORDED_AHEAD_SECONDS, known.latest);
	repeats_init(&known.repeated, estimate_rows(&snapshot->registers[REGISTER_UNITS]));
	if (!read_allowed(&known, &e))
		diag->say(diag, &e);
	first_pass(&c);
	for (int i = 0; i < REGISTER_COUNT; i++)
		if (snapshot->registers[i].fd >= 0 && registers & REGISTER_BIT(i))
			second_pass(&c, (enum register_id)i);
	check_release(&c);
	known_release(&known);
	return known.faults;
}
