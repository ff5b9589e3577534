/*
 * lookup: see lookup.h. For each target: an intern table of ids, a list of versions per id (linked,
 * as they come), and one arena for texts. A version keeps since, until and the needed columns as
 * (offset, length) pairs.
 */
#include "register/lookup.h"
#include "base/intern.h"

#include <stdlib.h>

struct text_at {
	size_t offset, length;
};

enum { NO_VERSION = UINT32_MAX };

struct target {
	uint64_t needed;              /* COLUMN_BITs */
	int slot[SCHEMA_COLUMNS_MAX]; /* of a needed column among a version's texts */
	size_t width;                 /* texts per version: since, until, then the needed columns */
	struct intern ids;
	uint32_t *last; /* by id number: its latest added version */
	size_t last_capacity;
	uint32_t *earlier; /* by version: the one of the same id added before */
	size_t version_count, earlier_capacity;
	struct text_at *texts; /* width for each version */
	size_t text_capacity;
	struct buf arena;
};

struct lookups {
	struct target targets[REGISTER_COUNT];
};

struct lookups *lookups_new(void)
{
	return mem_alloc(1, sizeof(struct lookups));
}

void lookups_free(struct lookups *l)
{
	if (!l)
		return;
	for (int i = 0; i < REGISTER_COUNT; i++) {
		struct target *t = &l->targets[i];
		intern_release(&t->ids);
		buf_release(&t->arena);
		free(t->last);
		free(t->earlier);
		free(t->texts);
	}
	free(l);
}

void lookups_need(struct lookups *l, enum register_id target, int column)
{
	struct target *t = &l->targets[target];
	if (t->needed & COLUMN_BIT(column))
		return;
	if (!t->needed)
		t->width = 2;
	t->needed |= COLUMN_BIT(column);
	t->slot[column] = (int)t->width++;
}

unsigned lookups_registers(const struct lookups *l)
{
	unsigned bits = 0;
	for (int i = 0; i < REGISTER_COUNT; i++)
		bits |= l->targets[i].needed ? REGISTER_BIT(i) : 0;
	return bits;
}

static struct text_at keep(struct target *t, struct str text)
{
	struct text_at at = {t->arena.n, text.n};
	buf_add_str(&t->arena, text);
	return at;
}

static void add_version(struct target *t, const struct row *row)
{
	const struct schema *s = row->schema;
	bool is_new;
	size_t id = intern_add(&t->ids, row->values[schema_column(s, STR("id"))], &is_new);
	size_t version = t->version_count++;
	if (version >= NO_VERSION)
		mem_fail();
	t->last = mem_room(t->last, &t->last_capacity, id + 1, sizeof(*t->last));
	t->earlier = mem_room(t->earlier, &t->earlier_capacity, version + 1, sizeof(*t->earlier));
	t->texts =
	    mem_room(t->texts, &t->text_capacity, (version + 1) * t->width, sizeof(*t->texts));
	t->earlier[version] = is_new ? NO_VERSION : t->last[id];
	t->last[id] = (uint32_t)version;
	struct text_at *texts = &t->texts[version * t->width];
	texts[0] = keep(t, s->versioned ? row->values[s->start] : STR(""));
	texts[1] = keep(t, s->versioned ? row->values[s->end] : STR(""));
	for (int i = 0; i < s->column_count; i++)
		if (t->needed & COLUMN_BIT(i))
			texts[t->slot[i]] = keep(t, row_effective(row, i));
}

/* The columns that a lookup reads: id, since, until and the needed ones with what they default to.
 */
static uint64_t columns_read(const struct target *t, const struct schema *s)
{
	uint64_t bits = t->needed | COLUMN_BIT(schema_column(s, STR("id")));
	if (s->versioned)
		bits |= COLUMN_BIT(s->start) | COLUMN_BIT(s->end);
	return bits;
}

static bool load_target(struct target *t, const struct table_spec *spec, struct error *e)
{
	struct table_spec own = *spec;
	own.unchecked = ~columns_read(t, spec->schema);
	own.narrow = true;
	struct table *table = table_open(&own, e);
	if (!table)
		return false;
	struct row row;
	enum table_status status;
	while ((status = table_next(table, &row, e)) == TABLE_ROW)
		add_version(t, &row);
	table_close(table);
	return status == TABLE_END;
}

bool lookups_load(struct lookups *l, const struct table_spec specs[REGISTER_COUNT], struct error *e)
{
	for (int i = 0; i < REGISTER_COUNT; i++)
		if (l->targets[i].needed && !load_target(&l->targets[i], &specs[i], e))
			return false;
	return true;
}

static struct str text_of(const struct target *t, size_t version, size_t slot)
{
	struct text_at at = t->texts[version * t->width + slot];
	return (struct str){t->arena.p + at.offset, at.length};
}

struct str lookup_value(
    const struct lookups *l, enum register_id target, struct str id, struct str date, int column)
{
	const struct target *t = &l->targets[target];
	size_t number = intern_find(&t->ids, id);
	size_t best = NO_VERSION;
	if (number == INTERN_NONE)
		return (struct str){NULL, 0};
	for (size_t v = t->last[number]; v != NO_VERSION; v = t->earlier[v]) {
		struct str since = text_of(t, v, 0), until = text_of(t, v, 1);
		if (date.n &&
		    (str_compare(since, date) > 0 || (until.n && str_compare(until, date) <= 0)))
			continue;
		if (best == NO_VERSION || str_compare(since, text_of(t, best, 0)) > 0)
			best = v;
	}
	return best == NO_VERSION ? (struct str){NULL, 0}
				  : text_of(t, best, (size_t)t->slot[column]);
}
