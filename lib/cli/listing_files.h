/*
 * listing_files: --listings DIR --trace FILE of the programs that make figures: a file with the
 * rows behind each figure of a report that the program makes, named by listing_name, which is where
 * report-render --listings links to. Each file is written whole or not at all.
 */
#ifndef CLI_LISTING_FILES_H
#define CLI_LISTING_FILES_H

#include "cli/source.h"
#include "figures/figure.h"

/* What the names of listings end in: ".csv", or as --listings-as says (NULL: not given); NULL when
 * that is no form, which was told. */
const char *listing_ending(struct program *p, const char *form);

struct listing_files {
	/* options */
	const char *directory, *trace, *form;
	/* made by listing_files_read */
	const char *ending;
	struct figures wanted; /* of the trace, each once */
	/* made as files are written */
	bool *made; /* which of them have a file */
	size_t written, differing;
	const struct figure *first; /* that differs, and what its rows give */
	struct fixed first_value;
	/* the file at hand */
	struct output *out;
	struct output *text; /* the same; of a workbook what keeps its rows until then */
	struct buf rows;
};

void listing_files_add_options(struct listing_files *l, struct program *p);
bool listing_files_are_wanted(const struct listing_files *l);
/* Checks the options and reads the trace, when listings are wanted. False when an error was told.
 */
bool listing_files_read(struct listing_files *l, const struct source *s, struct program *p);
/* Makes the directory, when it is not there. False when something was told that forbids to write.
 */
bool listing_files_begin(struct listing_files *l, const struct source *s, struct program *p);
/* Where the rows behind a figure of l->wanted are to be written, as CSV: ended by
 * listing_files_close. NULL when an error was told, after which nothing more is to be written. */
struct output *listing_files_open(
    struct listing_files *l, const struct source *s, const struct figure *row, struct program *p);
/* Puts the file in its place. The rows are of that register and give that value. False when an
 * error was told. */
bool listing_files_close(struct listing_files *l, const struct source *s, const struct schema *of,
    const struct figure *row, struct fixed value, struct program *p);
/* Says what was left out and what differs. */
void listing_files_end(const struct listing_files *l, struct program *p);
void listing_files_release(struct listing_files *l);

#endif
