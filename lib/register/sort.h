/*
 * sort: rows kept in memory until they can be put in order, or until their widths are known.
 *
 * A kept row is a line of cells (any number, the same for all rows) and keys by which it is
 * compared.
 */
#ifndef REGISTER_SORT_H
#define REGISTER_SORT_H

#include "register/value.h"

struct sort_key {
	enum value_type type;
	bool descending;
};

struct sorter; /* the rows */

/* `keys` is copied. */
struct sorter *sorter_new(size_t cells, const struct sort_key *keys, size_t key_count);
void sorter_free(struct sorter *s);
/* Keeps a row: `cells` texts, then one text for each key. All are copied. */
void sorter_add(struct sorter *s, const struct str *texts);
/* By the keys in turn; rows that are equal in all stay in the order in which they came. */
void sorter_sort(struct sorter *s);
size_t sorter_count(const struct sorter *s);
/* Cell of a row, by the row's place in order. Borrowed until the next sorter_add. */
struct str sorter_cell(const struct sorter *s, size_t row, size_t cell);

#endif
