/* keys: see keys.h. */
#include "report/keys.h"
#include "report/nearest.h"

#include <stdlib.h>

enum keys_kind keys_kind_of(struct str by)
{
	if (str_equal_text(by, "area") || area_level(by) > 0)
		return KEYS_AREAS;
	return str_equal_text(by, "period") ? KEYS_PERIODS : KEYS_GROUPS;
}

void keys_init(struct keys *k, const struct binding *b, struct str by)
{
	*k = (struct keys){
	    .kind = keys_kind_of(by), .level = area_level(by), .by = by, .binding = b};
}

void keys_release(struct keys *k)
{
	free(k->items);
	arena_release(&k->own);
	k->items = NULL;
	k->count = k->capacity = 0;
}

/* --- collecting ------------------------------------------------------------------------------- */

static bool is_group_of(struct str group, struct str field)
{
	return group.n > field.n && str_starts(group, field) && group.p[field.n] == '=';
}

/* Whether a row of the figures differs from the row of a reference in the key alone. */
static bool belongs(const struct keys *k, const struct figure *whole, const struct figure *row)
{
	if (!str_equal(row->figure, whole->figure))
		return false;
	bool same_area = str_equal(row->area, whole->area);
	bool same_group = str_equal(row->group, whole->group);
	bool same_period = str_equal(row->period, whole->period);
	switch (k->kind) {
	case KEYS_AREAS:
		return same_period && same_group && row->area.n &&
		       (k->level == 0 || row->area.n == k->level);
	case KEYS_GROUPS:
		return same_period && same_area && is_group_of(row->group, k->by);
	default:
		return same_area && same_group && row->period.n;
	}
}

static struct str key_of(const struct keys *k, const struct figure *row)
{
	const struct str keys[] = {row->area, row->group, row->period};
	return keys[k->kind];
}

static int compare_keys(const void *a, const void *b)
{
	struct str left = *(const struct str *)a, right = *(const struct str *)b;
	bool left_empty = left.p[left.n - 1] == '=', right_empty = right.p[right.n - 1] == '=';
	return left_empty != right_empty ? left_empty - right_empty : str_compare(left, right);
}

void keys_put(struct keys *k, struct str key)
{
	k->items = mem_room(k->items, &k->capacity, k->count + 1, sizeof(*k->items));
	k->items[k->count++] = key;
}

static void add_keys_of(struct keys *k, const struct figure *whole)
{
	const struct figures *figures = k->binding->figures;
	for (size_t i = 0; i < figures->count; i++)
		if (belongs(k, whole, &figures->rows[i]))
			keys_put(k, key_of(k, &figures->rows[i]));
}

void keys_sort(struct keys *k)
{
	if (k->count == 0)
		return;
	qsort(k->items, k->count, sizeof(*k->items), compare_keys);
	size_t kept = 1;
	for (size_t i = 1; i < k->count; i++)
		if (!str_equal(k->items[i], k->items[kept - 1]))
			k->items[kept++] = k->items[i];
	k->count = kept;
}

void keys_add(struct keys *k, const struct reference *references, size_t count)
{
	for (size_t i = 0; i < count; i++)
		add_keys_of(k, references[i].row);
	keys_sort(k);
}

/* The word of levels and the like that is nearly what stands behind `by`, or NULL. */
static const char *nearly_by(struct str by)
{
	static const char *const words[] = {
	    "area", "province", "city", "district", "street", "community", "period"};
	enum { FEW = 2 };
	struct nearest nearest = nearest_to(by);
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		nearest_offer(&nearest, str_of(words[i]));
	return nearest.distances[0] <= FEW ? nearest_first(&nearest) : NULL;
}

bool keys_tell_none(const struct keys *k, struct str tag, struct error *e)
{
	const char *meant = k->kind == KEYS_GROUPS ? nearly_by(k->by) : NULL;
	if (k->kind == KEYS_AREAS)
		return error_set(e, ERROR_DATA,
		    _("no figure of '%s' has rows of that area, count with --by"),
		    error_quote(tag));
	if (k->kind == KEYS_PERIODS)
		return error_set(
		    e, ERROR_DATA, _("no figure of '%s' has a period"), error_quote(tag));
	if (meant)
		return error_set(e, ERROR_DATA,
		    /* TRANSLATORS: the second stands in quotes already */
		    _("no figure of '%s' has rows of that group, count with --group; or was %s "
		      "meant"),
		    error_quote(tag), meant);
	return error_set(e, ERROR_DATA,
	    _("no figure of '%s' has rows of that group, count with --group"), error_quote(tag));
}

bool keys_have(const struct keys *k, struct str key)
{
	return k->count && bsearch(&key, k->items, k->count, sizeof(*k->items), compare_keys);
}

struct keys keys_missing(const struct keys *k)
{
	const struct intern *codes = &k->binding->areas->codes;
	struct keys missing;
	keys_init(&missing, k->binding, k->by);
	for (size_t i = 0; k->level && i < codes->count; i++) {
		struct str code = intern_text(codes, i);
		if (code.n == k->level && !keys_have(k, code))
			keys_put(&missing, code);
	}
	keys_sort(&missing);
	return missing;
}

/* The row that differs from `whole` in the key alone. */
static const struct figure *find_row(
    const struct keys *k, const struct figures *figures, const struct figure *whole, struct str key)
{
	return figures_find(figures, whole->figure, k->kind == KEYS_AREAS ? key : whole->area,
	    k->kind == KEYS_PERIODS ? key : whole->period,
	    k->kind == KEYS_GROUPS ? key : whole->group);
}

const struct figure *keys_row(const struct keys *k, const struct reference *r, struct str key)
{
	return find_row(k, k->binding->figures, r->row, key);
}

const struct figure *keys_base(const struct keys *k, const struct reference *r, struct str key)
{
	struct error ignored;
	if (!r->base || k->kind == KEYS_PERIODS)
		return NULL;
	const struct figures *earlier = against_find(k->binding->against, r->growth.base, &ignored);
	return find_row(k, earlier, r->base, key);
}

/* --- guessing --------------------------------------------------------------------------------- */

/* What the rows of a figure have beside the whole. */
struct variety {
	size_t digits; /* of the largest areas; 0: none */
	struct str period, field;
	bool periods, fields; /* several */
};

/* Notes another text; true when it differs from one before it. */
static bool note(struct str *first, struct str text)
{
	if (text.n && !first->n)
		*first = text;
	return text.n && !str_equal(*first, text);
}

static struct variety variety_of(const struct figures *figures, const struct reference *r)
{
	struct variety v = {0};
	for (size_t i = 0; i < figures->count; i++) {
		const struct figure *row = &figures->rows[i];
		struct str rest = row->group, field = {NULL, 0};
		if (!str_equal(row->figure, r->figure))
			continue;
		str_split(&rest, '=', &field);
		if (!r->group.p && note(&v.field, field))
			v.fields = true;
		if (!str_equal(row->group, r->group))
			continue;
		if (!r->area.p && row->area.n && (!v.digits || row->area.n < v.digits))
			v.digits = row->area.n;
		if (!r->period.p && note(&v.period, row->period))
			v.periods = true;
	}
	return v;
}

struct str keys_guess(const struct binding *b, const struct reference *r)
{
	static const char *const levels[] = {"province", "city", "district", "street", "community"};
	struct variety v = variety_of(b->figures, r);
	for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++)
		if (v.digits && area_level(str_of(levels[i])) == v.digits)
			return str_of(levels[i]);
	if (v.digits)
		return STR("area");
	if (v.periods)
		return STR("period");
	return v.fields ? (struct str){NULL, 0} : v.field;
}

/* --- labels ----------------------------------------------------------------------------------- */

static struct str period_label(struct str text, struct buf *scratch)
{
	struct period period;
	struct str to = text, from;
	char name[PERIOD_NAME_SIZE];
	str_split(&to, '/', &from);
	if (!to.p || !date_parse(from, &period.from) || !date_parse(to, &period.to) ||
	    !period_name(&period, name))
		return text;
	scratch->n = 0;
	buf_add_text(scratch, name);
	return buf_str(scratch);
}

struct str keys_label(const struct keys *k, const struct definitions *d, struct str figure,
    struct str key, struct buf *scratch)
{
	if (k->kind == KEYS_PERIODS)
		return period_label(key, scratch);
	if (k->kind == KEYS_GROUPS)
		return label_of_value(d, figure, k->by, str_from(key, k->by.n + 1));
	struct str name = areas_name(k->binding->areas, key);
	return name.n ? name : key;
}

struct str keys_heading(const struct keys *k, const struct definitions *d, struct str figure)
{
	static const struct {
		size_t digits;
		const char *label;
	} levels[] = {{2, "省份"}, {4, "市"}, {6, "区县"}, {9, "街道"}, {12, "社区"}};
	if (k->kind == KEYS_GROUPS)
		return label_of_field(d, figure, k->by);
	if (k->kind == KEYS_PERIODS)
		return STR("时间");
	for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++)
		if (levels[i].digits == k->level)
			return str_of(levels[i].label);
	return STR("地区");
}
