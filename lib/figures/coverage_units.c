/* coverage_units: see coverage_units.h. */
#include "figures/coverage_units.h"

#include <stdlib.h>

enum cover cover_of_mode(struct str mode)
{
	if (str_equal(mode, STR("single")))
		return COVER_SINGLE;
	if (str_equal(mode, STR("joint")))
		return COVER_JOINT;
	return str_equal(mode, STR("regional")) ? COVER_REGIONAL : COVER_OTHER;
}

bool unit_set_add(struct unit_set *s, struct str id, struct unit_record record)
{
	bool is_new;
	size_t number = intern_add(&s->ids, id, &is_new);
	if (!is_new)
		return false;
	s->records = mem_room(s->records, &s->capacity, number + 1, sizeof(*s->records));
	s->records[number] = record;
	return true;
}

void unit_set_mark(struct unit_set *s, struct str ids, uint32_t marks)
{
	struct str id;
	while (ids.n && str_split(&ids, ';', &id)) {
		size_t number = intern_find(&s->ids, id);
		if (number != INTERN_NONE)
			s->records[number].marks |= marks;
	}
}

void unit_set_release(struct unit_set *s)
{
	intern_release(&s->ids);
	free(s->records);
	*s = (struct unit_set){0};
}

static uint32_t line_figures(uint32_t marks, enum line line)
{
	uint32_t figures = 0;
	bool covered = marks & MARK_COVERS(line), own = marks & MARK_COVER(line, COVER_SINGLE);
	if (marks & MARK_PUBLIC(line))
		figures |= UNIT_BIT(UNIT_FIGURE(line, UNIT_PUBLIC));
	if (covered)
		figures |= UNIT_BIT(UNIT_FIGURE(line, UNIT_COVERED));
	if (!(marks & MARK_DUE(line)))
		return figures;
	return figures | UNIT_BIT(UNIT_FIGURE(line, UNIT_DUE)) |
	       UNIT_BIT(UNIT_FIGURE(line, covered ? UNIT_BUILT : UNIT_MISSING)) |
	       UNIT_BIT(UNIT_FIGURE(line, own ? UNIT_OWN : UNIT_NOTOWN));
}

uint32_t unit_figures(uint32_t marks, uint32_t work)
{
	uint32_t figures = UNIT_BIT(UNIT_ALL);
	bool party = marks & MARK_COVERS(LINE_PARTY);
	if (!party && (marks & MARK_GUIDE))
		figures |= UNIT_BIT(UNIT_GUIDES);
	if (party || (marks & work))
		figures |= UNIT_BIT(UNIT_WORK);
	for (int line = 0; line < LINE_COUNT; line++)
		figures |= line_figures(marks, (enum line)line);
	return figures;
}

enum cover unit_cover(uint32_t marks, enum line line)
{
	int cover = COVER_SINGLE;
	while (cover < COVER_COUNT && !(marks & MARK_COVER(line, cover)))
		cover++;
	return (enum cover)cover;
}

uint32_t unit_figures_by_cover(uint32_t figures, uint32_t marks, enum line line, enum cover *cover)
{
	*cover = unit_cover(marks, line);
	return figures & (UNIT_BIT(UNIT_FIGURE(line, UNIT_COVERED)) |
			     UNIT_BIT(UNIT_FIGURE(line, UNIT_BUILT)));
}
