/*
 * lists: the rows of CSV files given as NAME=FILE, for {{names LIST COLUMN}} and {{#each LIST}}. Of
 * a list that is only named, only the columns that the template prints are kept.
 */
#ifndef REPORT_LISTS_H
#define REPORT_LISTS_H

#include "base/intern.h"
#include "report/template.h"

struct list_column {
	char *name;
	bool kept;
	size_t *texts; /* by row: the number of its text */
	size_t capacity;
};

struct list {
	struct str name; /* borrowed, as the path */
	const char *path;
	struct list_column *columns; /* as in the header */
	size_t column_count, row_count;
	struct intern texts; /* without blanks at the ends */
};

struct lists {
	struct list *items;
	size_t count;
};

/*
 * Reads the lists (each "NAME=FILE", FILE "-" for standard input) for the template, before its
 * loops are unrolled. Told to diag: unknown lists and columns with their place in the template
 * (ERROR_USAGE), bad rows, unreadable files. False when anything was.
 */
bool lists_read(struct lists *l, const struct template *t, const char *const *texts, size_t count,
    struct diag *diag);
void lists_release(struct lists *l);
/* The list, or NULL. */
const struct list *lists_find(const struct lists *l, struct str name);
/* The number of the column, or SIZE_MAX with *e (ERROR_USAGE), the nearest names told. */
size_t list_find_column(const struct list *l, struct str column, struct error *e);
/* The text of a kept column. */
struct str list_text(const struct list *l, size_t column, size_t row);

#endif
