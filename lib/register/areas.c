/* areas: see areas.h. */
#include "register/areas.h"
#include "base/utf8.h"
#include "csv/reader.h"

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

static bool add_area(struct areas *a, const char *path, const struct csv_row *row, size_t code_at,
    size_t name_at, struct error *e)
{
	struct str code = row->fields[code_at], name = str_trim(row->fields[name_at]);
	bool is_new;
	if (!area_is_code(code)) {
		error_set(e, ERROR_DATA,
		    _("'%s' is not a division code of 2, 4, 6, 9 or 12 digits"), error_quote(code));
		return error_at(e, path, row->number, csv_column_of(row->line, code_at));
	}
	size_t number = intern_add(&a->codes, code, &is_new);
	if (!is_new) {
		error_set(e, ERROR_DATA, _("code '%s' stands twice"), error_quote(code));
		return error_at(e, path, row->number, csv_column_of(row->line, code_at));
	}
	a->name_of = mem_room(a->name_of, &a->code_capacity, number + 1, sizeof(*a->name_of));
	size_t name_number = intern_add(&a->names, name, &is_new);
	a->code_of = mem_room(a->code_of, &a->name_capacity, name_number + 1, sizeof(*a->code_of));
	a->name_of[number] = name_number;
	a->code_of[name_number] = is_new && name.n ? number : INTERN_NONE;
	return true;
}

static size_t header_field(const struct csv_row *header, const char *name, const char *label)
{
	for (size_t i = 0; i < header->count; i++)
		if (str_equal_text(header->fields[i], name) ||
		    str_equal_text(header->fields[i], label))
			return i;
	return SIZE_MAX;
}

bool areas_read(struct areas *a, const char *path, struct error *e)
{
	struct input *in = input_open(path, e);
	struct csv_reader *r = in ? csv_reader_open(in, e) : NULL;
	if (!r)
		return false;
	size_t code_at = header_field(csv_reader_header(r), "code", "代码");
	size_t name_at = header_field(csv_reader_header(r), "name", "名称");
	bool good = code_at != SIZE_MAX && name_at != SIZE_MAX;
	if (!good) {
		error_set(e, ERROR_DATA,
		    _("the header must name the columns code and name (and may name vintage)"));
		error_at(e, path, 1, 1);
	}
	while (good) {
		struct csv_row row;
		enum csv_status status = csv_reader_next(r, &row, e);
		if (status == CSV_STATUS_END)
			break;
		good = status == CSV_STATUS_ROW && add_area(a, path, &row, code_at, name_at, e);
	}
	if (!good && e->kind == ERROR_ROW)
		e->kind = ERROR_DATA;
	csv_reader_close(r);
	return good;
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
