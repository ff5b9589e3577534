/*
 * coverage_units: the units of the base in memory: a small record for each, into which the
 * organisations and people that list it are marked; of the record follows to which figures the unit
 * belongs.
 *
 * Memory: about 45 bytes and the id for each unit.
 */
#ifndef FIGURES_COVERAGE_UNITS_H
#define FIGURES_COVERAGE_UNITS_H

#include "base/intern.h"
#include "figures/coverage_names.h"

/* How a unit is covered in a line; a unit is under the first that it has. */
enum cover { COVER_SINGLE, COVER_JOINT, COVER_REGIONAL, COVER_OTHER, COVER_COUNT };

/* Bits of a record. */
#define MARK_PUBLIC(line) (UINT32_C(1) << (line))
#define MARK_DUE(line) (UINT32_C(1) << (LINE_COUNT + (line)))
#define MARK_COVER(line, cover)                                                                    \
	(UINT32_C(1) << (2 * LINE_COUNT + (unsigned)(line)*COVER_COUNT + (unsigned)(cover)))
#define MARK_COVERS(line) (UINT32_C(15) << (2 * LINE_COUNT + (unsigned)(line)*COVER_COUNT))
#define MARK_GUIDE (UINT32_C(1) << 24)
#define MARK_LIAISON (UINT32_C(1) << 25)

struct unit_record {
	uint32_t marks;
	uint32_t area, group; /* numbers of area_keys and groups */
};

struct unit_set {
	struct intern ids;
	struct unit_record *records; /* by number of the id */
	size_t capacity;
};

/* The mode of an organisation as it covers units. */
enum cover cover_of_mode(struct str mode);
/* Adds a unit; false when there is one with that id already. */
bool unit_set_add(struct unit_set *s, struct str id, struct unit_record record);
/* Sets marks in every unit of a list of ids with ';' between; unknown ones are passed over. */
void unit_set_mark(struct unit_set *s, struct str ids, uint32_t marks);
void unit_set_release(struct unit_set *s);

/* The figures of units that a unit with these marks belongs to, as UNIT_BITs. `work`: the marks any
 * of which is work beside a Party organisation. */
uint32_t unit_figures(uint32_t marks, uint32_t work);
/* Of the figures of a unit those of one line that are also counted by how it is covered in it;
 * *cover is COVER_COUNT when it is not. */
uint32_t unit_figures_by_cover(uint32_t figures, uint32_t marks, enum line line, enum cover *cover);
/* How the unit is covered in a line; COVER_COUNT when it is not. */
enum cover unit_cover(uint32_t marks, enum line line);

#endif
