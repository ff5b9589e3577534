/* check: see check.h. This file has the two passes, what concerns a whole file, and the findings.
 */
#include "register/check.h"
#include "register/check_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

void check_find(
    struct check *c, uint64_t line, int column, const char *code, const char *format, ...)
{
	struct findings *f = c->found;
	struct buf message = BUF_INIT;
	va_list arguments;
	va_start(arguments, format);
	buf_vprintf(&message, format, arguments);
	va_end(arguments);
	buf_text(&message);
	f->items = mem_room(f->items, &f->capacity, f->count + 1, sizeof(*f->items));
	f->items[f->count++] =
	    (struct finding){c->schema->id, c->journal, line, column, code, message.p};
	f->faults += strncmp(code, "note-", 5) != 0;
}

void findings_release(struct findings *f)
{
	for (size_t i = 0; i < f->count; i++)
		free(f->items[i].message);
	free(f->items);
	*f = (struct findings){0};
}

static int by_place(const void *a, const void *b)
{
	const struct finding *left = a, *right = b;
	if (left->register_id != right->register_id)
		return left->register_id < right->register_id ? -1 : 1;
	if (left->journal != right->journal)
		return left->journal ? 1 : -1;
	if (left->line != right->line)
		return left->line < right->line ? -1 : 1;
	if (left->column != right->column)
		return left->column < right->column ? -1 : 1;
	int order = strcmp(left->code, right->code);
	return order ? order : strcmp(left->message, right->message);
}

/* What the table tells of lines that are no rows. */
static void take_bad_row(struct diag *diag, const struct error *e)
{
	struct check *c = (struct check *)diag; /* the first member */
	if (e->kind == ERROR_TORN)
		check_find(c, e->line, COLUMN_NONE, "torn-tail", "%s",
		    _("the last line is torn (no newline, not complete)"));
	else if (e->kind == ERROR_ROW)
		check_find(c, e->line, COLUMN_NONE, "bad-line", "%s", e->message);
}

static struct table *open_register(struct check *c, enum register_id id, struct error *e)
{
	c->schema = schema_of(id);
	for (int i = 0; i < c->schema->column_count; i++)
		c->types[i] = value_type_of(c->directory, c->schema, i);
	c->collected = check_collected_columns(c->schema);
	struct table_spec spec = {
	    .schema = c->schema,
	    .directory = c->directory,
	    .snapshot = c->snapshot,
	    .known_by = INSTANT_NONE,
	    .unchecked = UINT64_MAX,
	    .diag = &c->diag,
	};
	return table_open(&spec, e);
}

/* Runs over the rows of a register; `each` gets them with their cells read. */
static bool pass(struct check *c, struct table *t, bool report,
    void (*each)(struct check *, const struct checked_row *), struct error *e)
{
	struct row raw;
	struct checked_row row = {.raw = &raw};
	enum table_status status;
	while ((status = table_next(t, &raw, e)) == TABLE_ROW)
		if (check_cells(c, &row, report))
			each(c, &row);
	for (int i = 0; i < SCHEMA_COLUMNS_MAX; i++)
		buf_release(&row.texts[i]);
	return status == TABLE_END;
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
	c->diag.say = diag_ignore;
	struct table *t = open_register(c, id, e);
	bool done = t && pass(c, t, false, check_collect_row, e);
	table_close(t);
	return done;
}

/* A register of units that cannot be read to its end is not examined; what its codes and names
 * are up to there is said all the same. */
static void check_units_to_the_fault(struct check *c)
{
	struct error again;
	struct table *t = open_register(c, REGISTER_UNITS, &again);
	c->keep_all = true;
	if (t)
		pass(c, t, false, check_unit, &again);
	table_close(t);
}

static bool examine(struct check *c, enum register_id id, struct error *e)
{
	c->diag.say = take_bad_row;
	struct table *t = open_register(c, id, e);
	if (t)
		check_header(c, t);
	bool done = t && pass(c, t, true, check_examine_row, e);
	table_close(t);
	return done;
}

/* Credit codes that do not conform and were let in with a reason: lines `allow` of the journal of
 * units. */
static bool read_allowed(struct check *c, struct error *e)
{
	const struct snapshot_file *f = &c->snapshot->journals[REGISTER_UNITS];
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
			intern_add(&c->allowed, row.fields[uscc], NULL);
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

static void release(struct check *c)
{
	repeats_release(&c->repeated);
	for (int i = 0; i < REGISTER_COUNT; i++)
		spans_release(&c->ids[i]);
	spans_release(&c->codes);
	spans_release(&c->names);
	spans_release(&c->heads);
	intern_release(&c->allowed);
	intern_release(&c->items);
	intern_release(&c->guided);
	intern_release(&c->namesakes);
	intern_release(&c->persons);
	free(c->namesake_persons);
	buf_release(&c->scratch);
}

void check_registers(struct findings *found, const struct directory *d,
    const struct snapshot *snapshot, unsigned registers, day as_of, struct diag *diag)
{
	struct check c = {
	    .outer = diag, .found = found, .directory = d, .snapshot = snapshot, .as_of = as_of};
	struct error e;
	*found = (struct findings){0};
	repeats_init(&c.repeated, estimate_rows(&snapshot->registers[REGISTER_UNITS]));
	if (!read_allowed(&c, &e))
		diag->say(diag, &e);
	for (int i = 0; i < REGISTER_COUNT; i++) {
		if (snapshot->registers[i].fd >= 0 && !collect(&c, (enum register_id)i, &e)) {
			diag->say(diag, &e);
			c.unreadable |= REGISTER_BIT(i);
			if (i == REGISTER_UNITS)
				check_units_to_the_fault(&c);
		}
	}
	for (int i = 0; i < REGISTER_COUNT; i++) {
		if (snapshot->registers[i].fd < 0 || (c.unreadable & REGISTER_BIT(i)) ||
		    !(registers & REGISTER_BIT(i)))
			continue;
		if (!examine(&c, (enum register_id)i, &e))
			diag->say(diag, &e);
		if (!check_journal(&c, (enum register_id)i, &e))
			diag->say(diag, &e);
	}
	/* The first pass has looked at more registers than were asked for. */
	size_t kept = 0;
	found->faults = 0;
	for (size_t i = 0; i < found->count; i++) {
		if (!(registers & REGISTER_BIT(found->items[i].register_id))) {
			free(found->items[i].message);
			continue;
		}
		found->faults += strncmp(found->items[i].code, "note-", 5) != 0;
		found->items[kept++] = found->items[i];
	}
	found->count = kept;
	if (kept)
		qsort(found->items, kept, sizeof(*found->items), by_place);
	release(&c);
}
