/* coverage_names: see coverage_names.h. */
#include "figures/coverage_names.h"
#include "register/schema.h"

static const char *const line_names[LINE_COUNT] = {"party", "union", "youth", "women"};
static const char *const plain_names[UNIT_LINES] = {"units", "guides.covered", "work.covered"};
static const char *const unit_kinds[UNIT_KIND_COUNT] = {
    "public", "due", "covered", "built", "own", "missing", "notown"};
static const char *const org_kinds[ORG_KIND_COUNT] = {
    "orgs", "orgs.opened", "orgs.ended", "orgs.moved_in", "orgs.moved_out"};

enum line line_find(struct str word)
{
	for (int i = 0; i < LINE_COUNT; i++)
		if (str_equal_text(word, line_names[i]))
			return (enum line)i;
	return LINE_COUNT;
}

const char *line_name(enum line line)
{
	return line_names[line];
}

enum line unit_figure_line(size_t figure)
{
	return figure < UNIT_LINES ? LINE_COUNT
				   : (enum line)((figure - UNIT_LINES) / UNIT_KIND_COUNT);
}

static enum unit_kind kind_of(size_t figure)
{
	return (enum unit_kind)((figure - UNIT_LINES) % UNIT_KIND_COUNT);
}

void unit_figure_name(size_t figure, struct buf *out)
{
	if (figure < UNIT_LINES)
		buf_add_text(out, plain_names[figure]);
	else
		buf_printf(out, "%s.%s", line_names[unit_figure_line(figure)],
		    unit_kinds[kind_of(figure)]);
}

void org_figure_name(size_t figure, struct buf *out)
{
	buf_printf(
	    out, "%s.%s", line_names[figure / ORG_KIND_COUNT], org_kinds[figure % ORG_KIND_COUNT]);
}

static size_t find(struct str name, size_t count, void (*print)(size_t, struct buf *))
{
	struct buf text = BUF_INIT;
	size_t found = FIGURE_NONE;
	for (size_t i = 0; i < count && found == FIGURE_NONE; i++) {
		text.n = 0;
		print(i, &text);
		if (str_equal(buf_str(&text), name))
			found = i;
	}
	buf_release(&text);
	return found;
}

size_t unit_figure_find(struct str name)
{
	return find(name, UNIT_FIGURE_COUNT, unit_figure_name);
}

size_t org_figure_find(struct str name)
{
	return find(name, ORG_FIGURE_COUNT, org_figure_name);
}

void coverage_nearest(struct str name, struct buf *out)
{
	struct buf text = BUF_INIT;
	size_t least = SIZE_MAX, start = out->n;
	for (size_t i = 0; i < UNIT_FIGURE_COUNT + ORG_FIGURE_COUNT; i++) {
		text.n = 0;
		if (i < UNIT_FIGURE_COUNT)
			unit_figure_name(i, &text);
		else
			org_figure_name(i - UNIT_FIGURE_COUNT, &text);
		size_t distance = text_distance(name, buf_str(&text));
		if (distance >= least)
			continue;
		least = distance;
		out->n = start;
		buf_add_str(out, buf_str(&text));
	}
	buf_release(&text);
}

size_t unit_figure_of(size_t figure)
{
	if (figure == UNIT_ALL)
		return FIGURE_NONE;
	if (figure < UNIT_LINES || kind_of(figure) <= UNIT_COVERED)
		return UNIT_ALL;
	return UNIT_FIGURE(unit_figure_line(figure), UNIT_DUE);
}

bool unit_figure_needs_rule(size_t figure)
{
	return figure >= UNIT_LINES && kind_of(figure) != UNIT_PUBLIC &&
	       kind_of(figure) != UNIT_COVERED;
}
