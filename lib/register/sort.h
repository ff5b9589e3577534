/*
 * sort: rows kept until they can be put in order, or until their widths are known.
 *
 * A kept row is a line of cells (any number, the same for all rows) and keys by which it is
 * compared. Rows are kept in memory up to a bound; more of them are put in order piece by piece and
 * wait in temporary files (sort_run.h), which are merged when rows are asked for.
 */
#ifndef REGISTER_SORT_H
#define REGISTER_SORT_H

#include "register/value.h"

struct sort_key {
	enum value_type type;
	bool descending;
};

struct sorter; /* the rows */

enum { SORTER_MEMORY = 64 * 1024 * 1024 };

/* `keys` is copied. Its bound of memory is SORTER_MEMORY; TAIZHANG_SORT=BYTES sets another, for
 * tests. */
struct sorter *sorter_new(size_t cells, const struct sort_key *keys, size_t key_count);
void sorter_free(struct sorter *s);
void sorter_set_memory(struct sorter *s, size_t bytes);
/* Keeps a row: `cells` texts, then one text for each key. All are copied. False and *e
 * (ERROR_SYSTEM) when a temporary file cannot be written. */
bool sorter_add(struct sorter *s, const struct str *texts, struct error *e);
/* Puts all rows in order, by the keys in turn; rows that are equal in all stay in the order in
 * which they came. sorter_next begins with the first; call it again to begin again, but add no more
 * rows. False and *e as for sorter_add. */
bool sorter_sort(struct sorter *s, struct error *e);
/* The next row, *texts NULL behind the last; borrowed until the next call. False and *e
 * (ERROR_SYSTEM) when a temporary file cannot be read. */
bool sorter_next(struct sorter *s, const struct str **texts, struct error *e);

#endif
