/* coverage_list: see coverage_list.h. */
#include "figures/coverage_list.h"
#include "csv/writer.h"

#include <stdlib.h>

struct link {
	uint32_t name;    /* number in names */
	uint32_t earlier; /* link number + 1 of the same unit; 0: none */
};

static bool is_at(const struct listing *l, size_t area, size_t group)
{
	return (l->area == AREA_WHOLE || l->area == area) &&
	       (l->group == GROUP_ALL || l->group == group);
}

bool listing_wants_unit(const struct listing *l, const struct unit_record *record)
{
	enum line line = unit_figure_line(l->unit_figure);
	if (unit_figure_needs_rule(l->unit_figure) && !(record->marks & MARK_DUE(line)))
		return false;
	return l->area == AREA_WHOLE || l->area == record->area;
}

void listing_keep(struct listing *l, size_t number, const struct table *t, const struct row *row)
{
	size_t old = l->row_capacity;
	l->row_of = mem_room(l->row_of, &l->row_capacity, number + 1, sizeof(*l->row_of));
	if (l->row_capacity > old)
		memset(l->row_of + old, 0, (l->row_capacity - old) * sizeof(*l->row_of));
	l->row_of[number] = kept_row(&l->rows, t, row);
}

void listing_choose(struct listing *l, size_t number)
{
	size_t row = number < l->row_capacity ? l->row_of[number] : 0;
	if (!row)
		return;
	size_t old = l->chosen_capacity;
	l->chosen = mem_room(l->chosen, &l->chosen_capacity, row + 1, sizeof(*l->chosen));
	if (l->chosen_capacity > old)
		memset(l->chosen + old, 0, (l->chosen_capacity - old) * sizeof(*l->chosen));
	l->chosen[row] = true;
}

void listing_link(
    struct listing *l, const struct unit_set *units, struct str ids, struct str id, bool is_guide)
{
	struct str unit;
	if (!l->orgs) {
		l->unit_count = units->ids.count;
		l->orgs = mem_alloc(l->unit_count + 1, sizeof(*l->orgs));
		l->guides = mem_alloc(l->unit_count + 1, sizeof(*l->guides));
	}
	size_t name = intern_add(&l->names, id, NULL);
	uint32_t *latest = is_guide ? l->guides : l->orgs;
	while (ids.n && str_split(&ids, ';', &unit)) {
		size_t number = intern_find(&units->ids, unit);
		if (number == INTERN_NONE)
			continue;
		if (l->link_count >= UINT32_MAX - 1)
			mem_fail();
		l->links =
		    mem_room(l->links, &l->link_capacity, l->link_count + 1, sizeof(*l->links));
		l->links[l->link_count++] = (struct link){(uint32_t)name, latest[number]};
		latest[number] = (uint32_t)l->link_count;
	}
}

static int by_text(const void *left, const void *right)
{
	return str_compare(*(const struct str *)left, *(const struct str *)right);
}

/* The ids of one unit, sorted, each once, ';' between. */
static void print_names(const struct listing *l, uint32_t latest, struct buf *out)
{
	struct str *names = NULL;
	size_t count = 0, capacity = 0;
	for (; latest; latest = l->links[latest - 1].earlier) {
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

static void print_unit(struct listing *l, size_t number, struct buf *line, struct output *out)
{
	line->n = 0;
	buf_add_str(line, kept_line(&l->rows, l->row_of[number]));
	buf_add_char(line, ',');
	print_names(l, l->orgs ? l->orgs[number] : 0, line);
	buf_add_char(line, ',');
	print_names(l, l->guides ? l->guides[number] : 0, line);
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

void listing_print_units(struct listing *l, const struct unit_set *units, uint32_t work,
    bool by_mode, struct output *out)
{
	struct buf line = BUF_INIT;
	output_str(out, kept_line(&l->rows, 0));
	output_str(out, STR(",orgs,guides\n"));
	for (size_t i = 0; i < units->ids.count && !output_failed(out); i++) {
		const struct unit_record *r = &units->records[i];
		if (i < l->row_capacity && l->row_of[i] &&
		    (unit_figures(r->marks, work) & UNIT_BIT(l->unit_figure)) &&
		    is_at(l, r->area, group_of(l, r, by_mode)))
			print_unit(l, i, &line, out);
	}
	buf_release(&line);
}

void listing_print_orgs(const struct listing *l, struct output *out)
{
	output_str(out, kept_line(&l->rows, 0));
	output_str(out, STR("\n"));
	for (size_t i = 1; i < l->rows.line_count && i < l->chosen_capacity; i++) {
		if (!l->chosen[i])
			continue;
		output_str(out, kept_line(&l->rows, i));
		output_str(out, STR("\n"));
	}
}

void listing_release(struct listing *l)
{
	kept_release(&l->rows);
	intern_release(&l->names);
	free(l->row_of);
	free(l->links);
	free(l->orgs);
	free(l->guides);
	free(l->chosen);
	*l = (struct listing){0};
}
