/*
 * sort_run: rows that stand in order in a temporary file, for sort.c. The file has no name, so that
 * nothing is left behind however the program ends; it stands in $TMPDIR, or /tmp. First rows are
 * added, then they are read, as often as one likes.
 */
#ifndef REGISTER_SORT_RUN_H
#define REGISTER_SORT_RUN_H

#include "base/error.h"

struct sort_run;

/* For rows of `width` texts. NULL and *e (ERROR_SYSTEM) when the file cannot be made. */
struct sort_run *sort_run_new(size_t width, struct error *e);
void sort_run_free(struct sort_run *r);
/* False and *e when there is no room for it. */
bool sort_run_add(struct sort_run *r, const struct str *texts, struct error *e);
/* Back to the first row, of which sort_run_next tells next. False and *e as for sort_run_add. */
bool sort_run_rewind(struct sort_run *r, struct error *e);
/* The next row, *texts NULL behind the last; borrowed until the next call. False and *e when the
 * file cannot be read. */
bool sort_run_next(struct sort_run *r, const struct str **texts, struct error *e);

#endif
