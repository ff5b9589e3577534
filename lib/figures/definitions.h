/*
 * definitions: definitions.csv, what each figure counts and how a report calls it. The columns are
 * explained in taizhang-figures(5), "Definitions".
 *
 * Here a file is read and what can be told without the registers is checked: names, registers,
 * date columns, measures, denominators. The fields and filters of a definition are resolved by
 * whoever counts it (count.h), which places what it finds with definition_place.
 */
#ifndef FIGURES_DEFINITIONS_H
#define FIGURES_DEFINITIONS_H

#include "csv/input.h"
#include "register/schema.h"

enum definition_column {
	DEFINITION_FIGURE,
	DEFINITION_LABEL,
	DEFINITION_UNIT,
	DEFINITION_REGISTER,
	DEFINITION_WHEN,
	DEFINITION_WHERE,
	DEFINITION_MEASURE,
	DEFINITION_OF,
	DEFINITION_GROUP,
	DEFINITION_MATCH,
	DEFINITION_NOTE,
	DEFINITION_COLUMN_COUNT
};

enum measure {
	MEASURE_ROWS,     /* rows */
	MEASURE_DISTINCT, /* different values that are not empty; of a list: elements */
	MEASURE_SUM,      /* sum of integers or money; empty is 0 */
	MEASURE_ITEMS,    /* elements of lists */
};

#define DEFINITION_NONE SIZE_MAX

struct definition {
	char *cells[DEFINITION_COLUMN_COUNT]; /* as they stand; never NULL */
	const struct schema *schema; /* the register; NULL: a figure of orgs-count, only named here
				      */
	int when;                    /* date column, or COLUMN_NONE: in force on the day */
	enum measure measure;
	const char *measure_field; /* within cells; "" for MEASURE_ROWS */
	size_t of;                 /* number of the denominator, or DEFINITION_NONE */
	uint64_t line;
	uint64_t columns[DEFINITION_COLUMN_COUNT]; /* where the cells stand in the line */
};

struct definitions {
	struct definition *rows; /* in file order */
	size_t count, capacity;
	char *file; /* for messages */
};

/*
 * Takes over `in` and reads it into an empty *d. False and *e with file, line and column:
 * ERROR_DATA when it cannot be read or lacks a column, ERROR_USAGE when a definition is not right.
 * definitions_release either way.
 */
bool definitions_read(struct definitions *d, struct input *in, struct error *e);
void definitions_release(struct definitions *d);
/* The definition of a figure, or NULL. */
const struct definition *definitions_find(const struct definitions *d, struct str figure);
/* The name that differs least, for "did you mean"; "" when there is none. */
const char *definitions_nearest(const struct definitions *d, struct str figure);
/* Places *e at a cell of a definition. Always returns false. */
bool definition_place(const struct definitions *d, const struct definition *definition,
    enum definition_column column, struct error *e);

#endif
