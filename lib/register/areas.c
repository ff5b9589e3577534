/* areas: see areas.h. */
#include "register/areas.h"
#include "base/utf8.h"
#include "csv/small.h"

#include <stdlib.h>

bool area_is_code(struct str text)
{
	if (text.n != 2 && text.n != 4 && text.n != 6 && text.n != 9 && text.n != 12)
		return false;
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] < '0' || text.p[i] > '9')
			return false;
	return true;
}

enum { CODE, NAME, COLUMNS };

static bool add_area(struct areas *a, const struct csv_small *f, struct error *e)
{
	struct str code = csv_small_cell(f, CODE), name = str_trim(csv_small_cell(f, NAME));
	bool is_new;
	if (!area_is_code(code)) {
		error_set(e, ERROR_DATA,
		    _("'%s' is not a division code of 2, 4, 6, 9 or 12 digits"), error_quote(code));
		return csv_small_error_at(f, CODE, e);
	}
	size_t number = intern_add(&a->codes, code, &is_new);
	if (!is_new) {
		error_set(e, ERROR_DATA, _("code '%s' stands twice"), error_quote(code));
		return csv_small_error_at(f, CODE, e);
	}
	a->name_of = mem_room(a->name_of, &a->code_capacity, number + 1, sizeof(*a->name_of));
	size_t name_number = intern_add(&a->names, name, &is_new);
	a->code_of = mem_room(a->code_of, &a->name_capacity, name_number + 1, sizeof(*a->code_of));
	a->name_of[number] = name_number;
	a->code_of[name_number] = is_new && name.n ? number : INTERN_NONE;
	return true;
}

bool areas_read(struct areas *a, const char *path, struct error *e)
{
	static const struct csv_small_column columns[COLUMNS] = {
	    [CODE] = {"code", "代码", true}, [NAME] = {"name", "名称", true}};
	struct csv_small f;
	bool good = csv_small_open(&f, input_open(path, e), columns, COLUMNS,
	    _("the header must name the columns code and name (and may name vintage)"), e);
	while (good && csv_small_next(&f, e))
		good = add_area(a, &f, e);
	return csv_small_close(&f) && good;
}

void areas_release(struct areas *a)
{
	intern_release(&a->codes);
	intern_release(&a->names);
	free(a->name_of);
	free(a->code_of);
	*a = (struct areas){0};
}

/* What a path of names leads to. */
struct goal {
	size_t area; /* its number, or INTERN_NONE */
	bool several;
};

/* The first area from number `from` on that has the name and lies below `within`. */
static size_t next_named(const struct areas *a, size_t name, struct str within, size_t from)
{
	for (size_t i = from; name != INTERN_NONE && i < a->codes.count; i++) {
		struct str code = intern_text(&a->codes, i);
		if (a->name_of[i] == name && code.n > within.n && str_starts(code, within))
			return i;
	}
	return INTERN_NONE;
}

static void follow_path(
    const struct areas *a, struct str path, struct str within, struct goal *goal)
{
	for (size_t at = 0; at < path.n;) {
		at += utf8_length(str_from(path, at));
		size_t name = intern_find(&a->names, str_first(path, at));
		size_t i = next_named(a, name, within, 0);
		for (; i != INTERN_NONE; i = next_named(a, name, within, i + 1)) {
			if (at < path.n) {
				follow_path(a, str_from(path, at), intern_text(&a->codes, i), goal);
				continue;
			}
			goal->several |= goal->area != INTERN_NONE && goal->area != i;
			goal->area = i;
		}
	}
}

struct str areas_code(const struct areas *a, struct str name)
{
	struct str none = {NULL, 0};
	struct goal goal = {INTERN_NONE, false};
	size_t number = intern_find(&a->names, name);
	if (number != INTERN_NONE)
		goal.area = a->code_of[number];
	else
		follow_path(a, name, STR(""), &goal);
	return goal.area == INTERN_NONE || goal.several ? none : intern_text(&a->codes, goal.area);
}

struct str areas_name(const struct areas *a, struct str code)
{
	size_t number = intern_find(&a->codes, code);
	return number == INTERN_NONE ? (struct str){NULL, 0}
				     : intern_text(&a->names, a->name_of[number]);
}

struct str areas_unique_name(const struct areas *a, struct str code)
{
	struct str name = areas_name(a, code);
	return name.n && str_equal(areas_code(a, name), code) ? name : code;
}

size_t area_level(struct str word)
{
	static const struct {
		const char *name;
		size_t digits;
	} levels[] = {
	    {"province", 2}, {"city", 4}, {"district", 6}, {"street", 9}, {"community", 12}};
	for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++)
		if (str_equal_text(word, levels[i].name))
			return levels[i].digits;
	return 0;
}
