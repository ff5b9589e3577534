/* breakdown: see breakdown.h. */
#include "figures/breakdown.h"

struct str area_key(struct str code, size_t level)
{
	return str_first(code, level);
}

size_t area_keys_add(struct area_keys *a, struct str code)
{
	if (a->level == 0 || code.n == 0)
		return AREA_WHOLE;
	return intern_add(&a->keys, area_key(code, a->level), NULL) + 1;
}

void area_keys_add_all(struct area_keys *a, const struct areas *areas)
{
	for (size_t i = 0; i < areas->codes.count; i++)
		if (intern_text(&areas->codes, i).n == a->level)
			area_keys_add(a, intern_text(&areas->codes, i));
}

struct str area_keys_text(const struct area_keys *a, size_t number)
{
	return number == AREA_WHOLE ? STR("") : intern_text(&a->keys, number - 1);
}

void area_keys_release(struct area_keys *a)
{
	intern_release(&a->keys);
}

size_t groups_add(struct groups *g, const char *field, struct str value)
{
	g->scratch.n = 0;
	buf_add_text(&g->scratch, field);
	buf_add_char(&g->scratch, '=');
	buf_add_str(&g->scratch, value);
	return intern_add(&g->texts, buf_str(&g->scratch), NULL) + 1;
}

void groups_add_codes(struct groups *g, const char *field, const struct value_type_of *type)
{
	if (type->column->type == TYPE_YESNO) {
		groups_add(g, field, STR("yes"));
		groups_add(g, field, STR("no"));
	}
	if (type->column->type != TYPE_CODE && type->column->type != TYPE_CODES)
		return;
	for (size_t i = 0; i < type->codes->count; i++)
		groups_add(g, field, str_of(type->codes->codes[i].code));
}

struct str groups_text(const struct groups *g, size_t number)
{
	return number == GROUP_ALL ? STR("") : intern_text(&g->texts, number - 1);
}

void groups_release(struct groups *g)
{
	intern_release(&g->texts);
	buf_release(&g->scratch);
}

bool address_parse(struct address *a, struct str text, struct error *e)
{
	size_t open = str_find(text, STR("["));
	struct str name = open == SIZE_MAX ? text : str_first(text, open);
	struct str group = open == SIZE_MAX ? STR("") : str_from(text, open + 1);
	size_t at = str_find(name, STR("@")), sign = str_find(group, STR("="));
	*a = (struct address){.figure = at == SIZE_MAX ? name : str_first(name, at),
	    .area = at == SIZE_MAX ? STR("") : str_from(name, at + 1),
	    .has_group = open != SIZE_MAX};
	bool good = a->figure.n && (at == SIZE_MAX || a->area.n);
	if (a->has_group) {
		good = good && sign != SIZE_MAX && sign > 0 && group.p[group.n - 1] == ']';
		if (good) {
			a->field = str_first(group, sign);
			a->value = str_first(str_from(group, sign + 1), group.n - sign - 2);
		}
	}
	return good || error_set(e, ERROR_USAGE,
			   _("'%s' names no figure; FIGURE, FIGURE@AREA or "
			     "FIGURE@AREA[FIELD=VALUE] was expected"),
			   error_quote(text));
}

bool address_of_figure(struct address *a, const struct figure *row)
{
	struct str value = row->group;
	*a = (struct address){
	    .figure = row->figure, .area = row->area, .has_group = row->group.n > 0};
	if (row->area.n && !area_is_code(row->area))
		return false;
	if (!a->has_group)
		return true;
	str_split(&value, '=', &a->field);
	a->value = value;
	return a->field.n && value.p;
}

bool address_area(
    const struct address *a, const struct directory *d, struct str *code, struct error *e)
{
	*code = a->area;
	if (a->area.n == 0 || area_is_code(a->area))
		return true;
	*code = areas_code(&d->areas, a->area);
	return code->n || error_set(e, ERROR_USAGE,
			      _("'%s' is neither a division code nor the one area of that name in "
				"areas.csv"),
			      error_quote(a->area));
}
