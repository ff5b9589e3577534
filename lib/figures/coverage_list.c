/* coverage_list: see coverage_list.h. */
#include "figures/coverage_list.h"
#include "csv/writer.h"

#include <stdlib.h>

struct link {
	uint32_t name;    /* number in names */
	uint32_t earlier; /* link number + 1 of the same unit; 0: none */
	uint32_t line;
};

/* --- lists ------------------------------------------------------------------------------------ */

struct listing *listings_add(struct listings *l, const struct figure *row)
{
	l->lists = mem_room(l->lists, &l->capacity, l->count + 1, sizeof(*l->lists));
	l->lists[l->count] =
	    (struct listing){.row = row, .unit_figure = FIGURE_NONE, .org_figure = FIGURE_NONE};
	return &l->lists[l->count++];
}

void listings_added(struct listings *l)
{
	const struct listing *latest = &l->lists[l->count - 1];
	l->lines |= latest->lines;
	l->has_orgs = l->has_orgs || latest->org_figure != FIGURE_NONE;
	l->has_units = l->has_units || latest->unit_figure != FIGURE_NONE;
}

void listings_remove(struct listings *l)
{
	l->count--;
}

/* Numbers by numbers, 0 where nothing was set. */
static void set_number(size_t **numbers, size_t *capacity, size_t at, size_t number)
{
	size_t old = *capacity;
	*numbers = mem_room(*numbers, capacity, at + 1, sizeof(**numbers));
	if (*capacity > old)
		memset(*numbers + old, 0, (*capacity - old) * sizeof(**numbers));
	(*numbers)[at] = number;
}

static bool is_at(const struct listing *l, size_t area, size_t group)
{
	return (l->area == AREA_WHOLE || l->area == area) &&
	       (l->group == GROUP_ALL || l->group == group);
}

/* --- units ------------------------------------------------------------------------------------ */

static bool may_have_unit(const struct listing *l, const struct unit_record *record)
{
	if (l->unit_figure == FIGURE_NONE)
		return false;
	enum line line = unit_figure_line(l->unit_figure);
	if (unit_figure_needs_rule(l->unit_figure) && !(record->marks & MARK_DUE(line)))
		return false;
	return l->area == AREA_WHOLE || l->area == record->area;
}

bool listings_want_unit(const struct listings *l, const struct unit_record *record)
{
	for (size_t i = 0; i < l->count; i++)
		if (may_have_unit(&l->lists[i], record))
			return true;
	return false;
}

void listings_keep_unit(
    struct listings *l, size_t number, const struct table *t, const struct row *row)
{
	set_number(&l->row_of_unit, &l->unit_capacity, number, kept_row(&l->units, t, row));
}

void listings_link(
    struct listings *l, const struct unit_set *units, struct str ids, struct str id, enum line line)
{
	struct str unit;
	if (!l->latest_org) {
		l->latest_org = mem_alloc(units->ids.count + 1, sizeof(*l->latest_org));
		l->latest_guide = mem_alloc(units->ids.count + 1, sizeof(*l->latest_guide));
	}
	size_t name = intern_add(&l->names, id, NULL);
	uint32_t *latest = line == LINE_COUNT ? l->latest_guide : l->latest_org;
	while (ids.n && str_split(&ids, ';', &unit)) {
		size_t number = intern_find(&units->ids, unit);
		if (number == INTERN_NONE)
			continue;
		if (l->link_count >= UINT32_MAX - 1)
			mem_fail();
		l->links =
		    mem_room(l->links, &l->link_capacity, l->link_count + 1, sizeof(*l->links));
		l->links[l->link_count++] =
		    (struct link){(uint32_t)name, latest[number], (uint32_t)line};
		latest[number] = (uint32_t)l->link_count;
	}
}

static int by_text(const void *left, const void *right)
{
	return str_compare(*(const struct str *)left, *(const struct str *)right);
}

/* The ids of one unit in some lines, sorted, each once, ';' between. */
static void print_names(const struct listings *l, uint32_t latest, unsigned lines, struct buf *out)
{
	struct str *names = NULL;
	size_t count = 0, capacity = 0;
	for (; latest; latest = l->links[latest - 1].earlier) {
		if (!(lines & 1u << l->links[latest - 1].line))
			continue;
		names = mem_room(names, &capacity, count + 1, sizeof(*names));
		names[count++] = intern_text(&l->names, l->links[latest - 1].name);
	}
	if (count)
		qsort(names, count, sizeof(*names), by_text);
	for (size_t i = 0; i < count; i++) {
		if (i && str_equal(names[i], names[i - 1]))
			continue;
		if (i)
			buf_add_char(out, ';');
		buf_add_str(out, names[i]);
	}
	free(names);
}

static void print_unit(const struct listings *all, const struct listing *l, size_t number,
    struct buf *line, struct output *out)
{
	line->n = 0;
	buf_add_str(line, kept_line(&all->units, all->row_of_unit[number]));
	buf_add_char(line, ',');
	print_names(all, all->latest_org ? all->latest_org[number] : 0, l->lines, line);
	buf_add_char(line, ',');
	print_names(all, all->latest_guide ? all->latest_guide[number] : 0, 1u << LINE_COUNT, line);
	buf_add_char(line, '\n');
	output_str(out, buf_str(line));
}

/* The group of a unit in the figure: by mode it follows from how the unit is covered. */
static size_t group_of(const struct listing *l, const struct unit_record *r, bool by_mode)
{
	if (!by_mode)
		return r->group;
	return (size_t)unit_cover(r->marks, unit_figure_line(l->unit_figure)) + 1;
}

size_t listing_print_units(const struct listings *all, const struct listing *l,
    const struct unit_set *units, uint32_t work, bool by_mode, struct output *out)
{
	struct buf line = BUF_INIT;
	size_t count = 0;
	output_str(out, kept_line(&all->units, 0));
	output_str(out, STR(",orgs,guides\n"));
	for (size_t i = 0; i < units->ids.count && !output_failed(out); i++) {
		const struct unit_record *r = &units->records[i];
		if (i < all->unit_capacity && all->row_of_unit[i] &&
		    (unit_figures(r->marks, work) & UNIT_BIT(l->unit_figure)) &&
		    is_at(l, r->area, group_of(l, r, by_mode))) {
			print_unit(all, l, i, &line, out);
			count++;
		}
	}
	buf_release(&line);
	return count;
}

/* --- organisations ---------------------------------------------------------------------------- */

/* The whole never sees a move. */
static bool has_org(const struct listing *l, size_t figure, size_t area, size_t group)
{
	size_t kind = figure % ORG_KIND_COUNT;
	bool moves = kind == ORG_MOVED_IN || kind == ORG_MOVED_OUT;
	return l->org_figure == figure && !(moves && l->area == AREA_WHOLE) &&
	       is_at(l, area, group);
}

bool listings_want_org(const struct listings *l, size_t figure, size_t area, size_t group)
{
	for (size_t i = 0; i < l->count; i++)
		if (has_org(&l->lists[i], figure, area, group))
			return true;
	return false;
}

bool listings_want_flows(const struct listings *l, enum line line)
{
	for (size_t i = 0; i < l->count; i++)
		if (l->lists[i].org_figure != FIGURE_NONE &&
		    l->lists[i].org_figure / ORG_KIND_COUNT == line &&
		    l->lists[i].org_figure % ORG_KIND_COUNT != ORG_STOCK)
			return true;
	return false;
}

size_t listings_keep_org(struct listings *l, const struct table *t, const struct row *row)
{
	if (!l->org_row)
		l->org_row = kept_row(&l->orgs, t, row);
	return l->org_row;
}

void listings_keep_version(struct listings *l, size_t order, size_t kept)
{
	set_number(&l->row_of_version, &l->version_capacity, order, kept);
}

size_t listings_version(const struct listings *l, size_t order)
{
	return l->row_of_version[order];
}

void listings_choose_org(struct listings *l, size_t figure, size_t area, size_t group, size_t kept)
{
	for (size_t i = 0; i < l->count; i++) {
		struct listing *own = &l->lists[i];
		if (!has_org(own, figure, area, group))
			continue;
		own->orgs =
		    mem_room(own->orgs, &own->org_capacity, own->org_count + 1, sizeof(*own->orgs));
		own->orgs[own->org_count++] = kept;
	}
}

static int by_number(const void *left, const void *right)
{
	const size_t *a = left, *b = right;
	return (*a > *b) - (*a < *b);
}

size_t listing_print_orgs(const struct listings *all, struct listing *l, struct output *out)
{
	size_t count = 0;
	if (l->org_count)
		qsort(l->orgs, l->org_count, sizeof(*l->orgs), by_number);
	output_str(out, kept_line(&all->orgs, 0));
	output_str(out, STR("\n"));
	for (size_t i = 0; i < l->org_count && !output_failed(out); i++) {
		if (i && l->orgs[i] == l->orgs[i - 1])
			continue;
		output_str(out, kept_line(&all->orgs, l->orgs[i]));
		output_str(out, STR("\n"));
		count++;
	}
	return count;
}

void listings_release(struct listings *l)
{
	for (size_t i = 0; i < l->count; i++)
		free(l->lists[i].orgs);
	free(l->lists);
	kept_release(&l->units);
	kept_release(&l->orgs);
	intern_release(&l->names);
	free(l->row_of_unit);
	free(l->row_of_version);
	free(l->links);
	free(l->latest_org);
	free(l->latest_guide);
	*l = (struct listings){0};
}
