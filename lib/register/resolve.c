/* resolve: see resolve.h. */
#include "register/resolve.h"
#include "register/spans.h"

#include <stdlib.h>

struct target_row {
	uint32_t id, area; /* numbers in texts */
	bool by_id;        /* else by credit code or name */
};

struct target {
	struct intern wanted; /* references as they were given */
	struct spans found;   /* by what was wanted; owner: number in rows */
	struct target_row *rows;
	size_t count, capacity;
};

struct resolver {
	const struct schema *schema;
	const struct directory *directory;
	struct target targets[REGISTER_COUNT];
	struct intern
	    own[REGISTER_COUNT]; /* ids of the rows themselves, and of others written with them */
	struct intern texts;
	int unit; /* the column whose unit gives the area, or COLUMN_NONE */
};

static const struct schema *target_of(const struct column *c)
{
	return schema_find(str_of(c->target));
}

static bool is_reference(const struct column *c)
{
	return c->type == TYPE_REF || c->type == TYPE_REFS;
}

struct resolver *resolver_new(const struct schema *schema, const struct directory *d)
{
	struct resolver *r = mem_alloc(1, sizeof(*r));
	r->schema = schema;
	r->directory = d;
	r->unit = schema->area == COLUMN_NONE ? COLUMN_NONE : schema_column(schema, STR("unit"));
	return r;
}

void resolver_free(struct resolver *r)
{
	if (!r)
		return;
	for (int i = 0; i < REGISTER_COUNT; i++) {
		intern_release(&r->own[i]);
		intern_release(&r->targets[i].wanted);
		spans_release(&r->targets[i].found);
		free(r->targets[i].rows);
	}
	intern_release(&r->texts);
	free(r);
}

void resolver_want(struct resolver *r, const struct str *cells)
{
	for (int i = 0; i < r->schema->column_count; i++) {
		const struct column *c = &r->schema->columns[i];
		struct str rest = cells[i], element;
		if (!is_reference(c) || rest.n == 0)
			continue;
		struct target *t = &r->targets[target_of(c)->id];
		if (c->type == TYPE_REF)
			intern_add(&t->wanted, rest, NULL);
		else
			while (str_split(&rest, ';', &element))
				intern_add(&t->wanted, element, NULL);
	}
}

void resolver_own(struct resolver *r, enum register_id of, struct str id)
{
	intern_add(&r->own[of], id, NULL);
}

void cells_days(const struct schema *schema, const struct str *cells, day *since, day *until)
{
	*since = DAY_NONE;
	*until = DAY_MAX;
	if (schema->start == COLUMN_NONE || !schema->versioned)
		return;
	if (!date_parse(cells[schema->start], since))
		*since = DAY_NONE;
	if (!date_parse(cells[schema->end], until))
		*until = DAY_MAX;
}

/* --- reading what references point to --- */

static void keep(struct resolver *r, struct target *t, struct str key, const struct row *row,
    struct str id, bool by_id)
{
	day since, until;
	if (key.n == 0 || intern_find(&t->wanted, key) == INTERN_NONE)
		return;
	const struct schema *s = row->schema;
	struct str area = s->area == COLUMN_NONE ? (struct str){NULL, 0} : row->values[s->area];
	cells_days(s, row->values, &since, &until);
	t->rows = mem_room(t->rows, &t->capacity, t->count + 1, sizeof(*t->rows));
	t->rows[t->count] = (struct target_row){(uint32_t)intern_add(&r->texts, id, NULL),
	    (uint32_t)intern_add(&r->texts, area, NULL), by_id};
	spans_add(&t->found, key, since, until, (uint32_t)t->count++, row->csv.number);
}

static uint64_t bit_of(int column)
{
	return column == COLUMN_NONE ? 0 : COLUMN_BIT(column);
}

static bool load_target(struct resolver *r, const struct schema *schema,
    const struct snapshot *snapshot, struct diag *diag, struct error *e)
{
	struct target *t = &r->targets[schema->id];
	int id = schema_column(schema, STR("id")), name = schema_column(schema, STR("name")),
	    uscc = schema_column(schema, STR("uscc"));
	if (t->wanted.count == 0 || snapshot->registers[schema->id].fd < 0)
		return true;
	struct table_spec spec = {
	    .schema = schema,
	    .directory = r->directory,
	    .snapshot = snapshot,
	    .known_by = INSTANT_NONE,
	    .mode = VALUE_STORED,
	    .unchecked =
		~(bit_of(id) | bit_of(schema->area) | bit_of(schema->start) | bit_of(schema->end)),
	    .diag = diag,
	};
	struct table *table = table_open(&spec, e);
	struct row row;
	enum table_status status = TABLE_FAILED;
	while (table && (status = table_next(table, &row, e)) == TABLE_ROW) {
		keep(r, t, row.values[id], &row, row.values[id], true);
		if (name != COLUMN_NONE)
			keep(r, t, row.values[name], &row, row.values[id], false);
		if (uscc != COLUMN_NONE)
			keep(r, t, row.values[uscc], &row, row.values[id], false);
	}
	table_close(table);
	return status == TABLE_END;
}

bool resolver_load(struct resolver *r, const struct snapshot *s, struct diag *diag, struct error *e)
{
	for (int i = 0; i < REGISTER_COUNT; i++)
		if (!load_target(r, schema_of((enum register_id)i), s, diag, e))
			return false;
	return true;
}

/* --- applying it --- */

/* The day on which the references of a row are looked at. */
static day day_of(const struct resolver *r, const struct str *cells)
{
	day when, until;
	const struct schema *s = r->schema;
	if (date_parse(cells[s->happens], &when))
		return when;
	if (s->end != COLUMN_NONE && date_parse(cells[s->end], &until))
		return until - 1;
	return r->directory->today;
}

/* Names of people do not stand in messages. */
static const char *quote_given(const struct schema *target, struct str given)
{
	int name = schema_column(target, STR("name"));
	bool digit = false, ascii = true;
	for (size_t i = 0; i < given.n; i++) {
		digit = digit || (given.p[i] >= '0' && given.p[i] <= '9');
		ascii = ascii && (unsigned char)given.p[i] < 0x80;
	}
	int shown =
	    name == COLUMN_NONE || (digit && ascii) ? schema_column(target, STR("id")) : name;
	return value_quote(&target->columns[shown], given);
}

static bool not_found(
    const struct column *c, struct str given, bool known, day when, struct error *e)
{
	const struct schema *target = target_of(c);
	char date[DATE_SIZE];
	bool has_name = schema_column(target, STR("name")) != COLUMN_NONE;
	date_print(when, date);
	if (known)
		return error_set(e, ERROR_FOUND,
		    /* TRANSLATORS: column, register, the value given in brackets, day */
		    _("%s names a row of %s %s that is not in force on %s; give the id to refer to "
		      "it all the same"),
		    c->name, target->name, quote_given(target, given), date);
	return error_set(e, ERROR_FOUND,
	    has_name
		? _("%s names no row of %s %s; an id, or a credit code or name in force on %s, "
		    "was expected")
		: _("%s names no row of %s %s; an id was expected"),
	    c->name, target->name, quote_given(target, given), date);
}

static bool several(const struct resolver *r, const struct column *c, struct str given,
    uint32_t one, uint32_t other, struct error *e)
{
	struct str a = intern_text(&r->texts, one), b = intern_text(&r->texts, other);
	if (str_compare(a, b) > 0) {
		struct str swap = a;
		a = b;
		b = swap;
	}
	return error_set(e, ERROR_FOUND,
	    _("%s names several rows of %s %s: '%s', '%s' and perhaps more; give the id"), c->name,
	    c->target, quote_given(target_of(c), given), error_quote(a), error_quote(b));
}

/* The version of the row with that id that holds on the day; else the latest. */
static const struct target_row *version_on(
    const struct target *t, const struct span *span, day when)
{
	const struct span *best = NULL;
	for (; span; span = spans_before(&t->found, span)) {
		if (!t->rows[span->owner].by_id)
			continue;
		if (span->since <= when && span->until > when)
			return &t->rows[span->owner];
		if (!best || span->since > best->since)
			best = span;
	}
	return best ? &t->rows[best->owner] : NULL;
}

/* The row that a reference means; NULL and *e when there is none or several. */
static const struct target_row *find(
    const struct resolver *r, const struct column *c, struct str given, day when, struct error *e)
{
	const struct target *t = &r->targets[target_of(c)->id];
	const struct span *first = spans_last(&t->found, given);
	const struct target_row *row = version_on(t, first, when);
	if (row)
		return row;
	for (const struct span *span = first; span; span = spans_before(&t->found, span)) {
		const struct target_row *candidate = &t->rows[span->owner];
		if (span->since > when || span->until <= when)
			continue;
		if (row && row->id != candidate->id) {
			several(r, c, given, row->id, candidate->id, e);
			return NULL;
		}
		row = candidate;
	}
	if (!row)
		not_found(c, given, first != NULL, when, e);
	return row;
}

static bool is_own(const struct resolver *r, const struct column *c, struct str given)
{
	return intern_find(&r->own[target_of(c)->id], given) != INTERN_NONE;
}

static bool apply_one(const struct resolver *r, const struct column *c, day when, struct str *given,
    struct str *area, struct error *e)
{
	if (is_own(r, c, *given))
		return true;
	const struct target_row *row = find(r, c, *given, when, e);
	if (!row)
		return false;
	*given = intern_text(&r->texts, row->id);
	*area = intern_text(&r->texts, row->area);
	return true;
}

static bool apply_list(const struct resolver *r, int column, day when, struct str *cell,
    struct buf *scratch, struct error *e)
{
	const struct column *c = &r->schema->columns[column];
	struct value_type_of type = value_type_of(r->directory, r->schema, column);
	struct buf joined = BUF_INIT;
	struct str rest = *cell, element, area;
	struct error fault;
	bool good = true;
	while (str_split(&rest, ';', &element)) {
		if (!apply_one(r, c, when, &element, &area, good ? e : &fault))
			good = false;
		if (joined.n)
			buf_add_char(&joined, ';');
		buf_add_str(&joined, element);
	}
	struct str sorted;
	if (good && value_read(r->directory, &type, VALUE_STORED, buf_str(&joined), scratch,
			&sorted, &fault)) {
		if (sorted.p == joined.p) { /* it was canonical: not written to scratch */
			scratch->n = 0;
			buf_add_str(scratch, sorted);
		}
		*cell = buf_str(scratch);
	}
	buf_release(&joined);
	return good;
}

bool resolver_apply(const struct resolver *r, struct str *cells,
    struct buf scratch[SCHEMA_COLUMNS_MAX], int *column, struct error *e)
{
	struct error fault;
	struct str unit_area = {NULL, 0}, area;
	day when = day_of(r, cells);
	bool good = true;
	for (int i = 0; i < r->schema->column_count; i++) {
		const struct column *c = &r->schema->columns[i];
		if (!is_reference(c) || cells[i].n == 0)
			continue;
		struct error *into = good ? e : &fault;
		area = (struct str){NULL, 0};
		bool found = c->type == TYPE_REF
				 ? apply_one(r, c, when, &cells[i], &area, into)
				 : apply_list(r, i, when, &cells[i], &scratch[i], into);
		if (i == r->unit)
			unit_area = area;
		if (!found && good)
			*column = i;
		good = good && found;
	}
	if (r->unit != COLUMN_NONE && cells[r->schema->area].n == 0)
		cells[r->schema->area] = unit_area;
	return good;
}

bool resolver_on_disk(const struct resolver *r, int column, struct str id)
{
	const struct target *t = &r->targets[target_of(&r->schema->columns[column])->id];
	for (const struct span *span = spans_last(&t->found, id); span;
	     span = spans_before(&t->found, span))
		if (t->rows[span->owner].by_id)
			return true;
	return false;
}
