/*
 * coverage_share: what one thread finds in the rows of one register, for coverage_fast.c alone.
 *
 * Organisations and people are read first: the ids of the units that they list get their marks in
 * a table that all threads share (ids.h). Then each unit looks for its marks there and is counted;
 * nothing else is kept of it.
 *
 * What the cells of a row mean is looked up in memos by the cells' bytes. A row with a cell that is
 * not at hand, not canonical or odd is looked at through the table, as the simple way does, which
 * also fills the memos; a row that the table refuses ends the fast way.
 */
#ifndef FIGURES_COVERAGE_SHARE_H
#define FIGURES_COVERAGE_SHARE_H

#include "base/memo.h"
#include "csv/parts.h"
#include "figures/coverage_state.h"
#include "figures/ids.h"

/* The ids of all, and whether another try with larger tables or another seed may help. */
struct shared_ids {
	struct id_marks marks;
	struct id_set seen;
	atomic_bool trouble; /* no room, or an id that seems to be there twice */
};

enum { CLASSES_MAX = 16, WAITING_MAX = 32, FIELD_NONE = -1 };

/* A column whose cell tells something about a row on its own. */
struct class
{
	int column;
	size_t field;
};

/* The rows of one register as the threads look at them; constant while they do. */
struct rows_plan {
	const struct coverage *coverage;
	const struct table *table;
	struct shared_ids *ids;
	enum register_id id;
	struct value_type_of unit_id, since, until;
	int id_field, since_field, until_field, area_field, group_field; /* FIELD_NONE: not there */
	bool keep_empty_group; /* an empty cell of the group always means the same */
	struct class classes[CLASSES_MAX];
	size_t class_count;
	int due_column[LINE_COUNT], base_column; /* of units: the only column a filter looks at */
	bool by_table;                           /* every row is looked at through the table */
};

/* An id on the way to the shared table, and the unit whose id it is. */
struct waiting {
	struct str id;
	uint64_t hash;
	uint32_t area, group, marks;
};

struct share {
	struct noting_diag diag; /* whatever is told ends the fast way */
	const struct rows_plan *plan;
	struct table *table;
	struct area_keys areas;
	struct breakdown groups;
	struct memo *of_class, *of_area, *of_group;
	struct tally tally; /* of rows in their own area and group only, see merge */
	struct waiting waiting[WAITING_MAX];
	size_t oldest, newest; /* of those waiting; their places are these modulo WAITING_MAX */
};

/* Columns as the options have them, fields as the table has them. */
void rows_plan_make(struct rows_plan *p, const struct coverage *c, const struct table *t,
    struct shared_ids *ids, enum register_id id);
struct share *share_new(const struct rows_plan *p);
void share_free(struct share *s);
/* A csv_parts_work for a share. */
bool share_read(void *context, struct csv_reader *part);
/* An organisation in force marks its units. False when there is no room. */
bool share_mark_units(struct shared_ids *ids, struct str list, uint32_t marks);

#endif
