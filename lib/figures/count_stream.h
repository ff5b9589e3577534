/*
 * count_stream: the rows of any CSV counted into one figure: the pipe form of figures-count.
 *
 * A field is named as the header has it, or by the English name or Chinese label of a column of a
 * register. The register whose columns the header names most of says what an empty cell counts as
 * and which columns are lists; when the header has no other columns at all, labels of codes and
 * areas are brought to their codes too.
 */
#ifndef FIGURES_COUNT_STREAM_H
#define FIGURES_COUNT_STREAM_H

#include "figures/figure.h"
#include "register/directory.h"

struct stream_options {
	const struct directory *directory; /* words and areas */
	const char *name;                  /* of the figure */
	const char *distinct, *sum;        /* a field; at most one of them, else rows are counted */
	const char *group;                 /* a field, or NULL */
	size_t level;                      /* digits of an area; 0: the whole only */
	const char *period;                /* as the figure has it, "" for none */
};

/*
 * Reads the files one after another and adds the figures to `out`. Bad rows go to the diag. False
 * and *e when a file cannot be read or lacks a field (ERROR_USAGE), or when the sum is too large.
 */
bool stream_count(const struct stream_options *options, const char *const *files, size_t file_count,
    struct diag *diag, struct figures *out, struct error *e);

#endif
