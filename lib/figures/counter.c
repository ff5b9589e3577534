/* counter: see counter.h. */
#include "figures/counter.h"

#include <stdlib.h>

void counter_release(struct counter *c)
{
	groups_release(&c->groups);
	pairs_release(&c->cells);
	pairs_release(&c->seen);
	intern_release(&c->texts);
	free(c->values);
	free(c->row_groups);
	*c = (struct counter){0};
}

bool counter_is_in_group(const struct counter *c, size_t group)
{
	for (size_t i = 0; i < c->row_group_count; i++)
		if (c->row_groups[i] == group)
			return true;
	return false;
}

static void add_group(struct counter *c, size_t group)
{
	if (counter_is_in_group(c, group))
		return;
	c->row_groups = mem_room(
	    c->row_groups, &c->row_group_capacity, c->row_group_count + 1, sizeof(*c->row_groups));
	c->row_groups[c->row_group_count++] = group;
}

void counter_row(struct counter *c, size_t area)
{
	c->area = area;
	c->row_group_count = 0;
	add_group(c, GROUP_ALL);
}

void counter_group(struct counter *c, const char *field, struct str value)
{
	add_group(c, groups_add(&c->groups, field, value));
}

void counter_named_group(struct counter *c, struct str text)
{
	add_group(c, intern_add(&c->groups.texts, text, NULL) + 1);
}

void counter_groups(struct counter *c, const char *field, struct str list)
{
	struct str element;
	if (list.n == 0)
		counter_group(c, field, list);
	while (list.n && str_split(&list, ';', &element))
		counter_group(c, field, element);
}

/* The number of a cell, which is made when it is new. */
static size_t cell_of(struct counter *c, size_t area, size_t group)
{
	bool is_new;
	size_t cell = pairs_add(&c->cells, area, group, &is_new);
	if (is_new) {
		c->values = mem_room(c->values, &c->capacity, cell + 1, sizeof(*c->values));
		c->values[cell] = (struct fixed){0, c->decimals};
	}
	return cell;
}

bool counter_merge(struct counter *c, size_t area, struct str group, struct fixed value)
{
	size_t number = group.n ? intern_add(&c->groups.texts, group, NULL) + 1 : GROUP_ALL;
	size_t cell = cell_of(c, area, number);
	return fixed_add(c->values[cell], value, &c->values[cell]);
}

static bool add_in_area(struct counter *c, size_t area, struct fixed amount)
{
	for (size_t i = 0; i < c->row_group_count; i++) {
		size_t cell = cell_of(c, area, c->row_groups[i]); /* may move the values */
		if (!fixed_add(c->values[cell], amount, &c->values[cell]))
			return false;
	}
	return true;
}

bool counter_add(struct counter *c, struct fixed amount)
{
	return add_in_area(c, AREA_WHOLE, amount) &&
	       (c->area == AREA_WHOLE || add_in_area(c, c->area, amount));
}

static void see_in_area(struct counter *c, size_t area, size_t text)
{
	bool is_new;
	for (size_t i = 0; i < c->row_group_count; i++) {
		size_t cell = cell_of(c, area, c->row_groups[i]);
		pairs_add(&c->seen, cell, text, &is_new);
		c->values[cell].units += is_new;
	}
}

void counter_see(struct counter *c, struct str value)
{
	if (value.n == 0)
		return;
	size_t text = intern_add(&c->texts, value, NULL);
	see_in_area(c, AREA_WHOLE, text);
	if (c->area != AREA_WHOLE)
		see_in_area(c, c->area, text);
}

struct fixed counter_value(const struct counter *c, size_t area, size_t group)
{
	size_t cell = pairs_find(&c->cells, area, group);
	return cell == PAIRS_NONE ? (struct fixed){0, c->decimals} : c->values[cell];
}

int64_t list_length(struct str list)
{
	int64_t count = 0;
	struct str element;
	while (list.n && str_split(&list, ';', &element))
		count++;
	return count;
}
