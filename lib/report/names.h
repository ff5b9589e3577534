/*
 * names: the lists behind {{names LIST COLUMN}}: rows of CSV files given as NAME=FILE, of which
 * only the columns that the template prints are kept.
 */
#ifndef REPORT_NAMES_H
#define REPORT_NAMES_H

#include "base/intern.h"
#include "report/document.h"
#include "report/template.h"

/* The names of one tag. */
struct name_set {
	const struct node *node;
	struct intern texts; /* the different ones, in the order of the rows */
	size_t *rows;        /* numbers in texts, one for each row that is not empty */
	size_t count, capacity;
};

struct names {
	struct name_set *sets; /* one for each such tag */
	size_t count, capacity;
};

/*
 * Reads the lists (each "NAME=FILE", FILE "-" for standard input) for the template. Told to diag:
 * unknown lists and columns with their place in template `name` (ERROR_USAGE), bad rows, unreadable
 * files. False when anything was.
 */
bool names_read(struct names *n, const struct template *t, const char *name,
    const char *const *lists, size_t list_count, struct diag *diag);
void names_release(struct names *n);
/* Prints the names of a tag, joined by 、 and 和. Behind a list that is cut short stands 等, unless
 * the text that follows begins with it. */
void names_print(
    const struct names *n, const struct node *node, struct str following, struct document *d);

#endif
