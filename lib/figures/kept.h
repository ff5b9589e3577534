/*
 * kept: rows of a table kept as CSV lines until it is known whether they are printed.
 */
#ifndef FIGURES_KEPT_H
#define FIGURES_KEPT_H

#include "register/table.h"

struct kept {
	size_t *columns; /* of the stream, in order */
	size_t column_count, column_capacity;
	struct buf text; /* lines without their ends, one after another; the header first */
	size_t *ends;    /* of each line in text */
	size_t line_count, line_capacity;
};

/* Keeps the header of an open table, without the columns of these names that its register does not
 * know (`without` ends with NULL). Call first. */
void kept_header(struct kept *k, const struct table *t, const char *const *without);
/* Keeps a row; its number, from 1. */
size_t kept_row(struct kept *k, const struct table *t, const struct row *row);
/* A line by its number; 0 is the header. Borrowed until the next row is kept. */
struct str kept_line(const struct kept *k, size_t number);
void kept_release(struct kept *k);

#endif
