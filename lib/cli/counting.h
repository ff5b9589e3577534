/*
 * counting: what the programs that make figures do alike: the options --as-of, --from, --to,
 * --period, --known-by, --by, --list, --listings, -o and --keep-going, and that nothing is printed
 * before all is computed, and nothing at all when a row was bad.
 *
 * Here a time names or selects for the whole run: --to is also the day, --as-of also the last day
 * of a period that lacks one.
 */
#ifndef CLI_COUNTING_H
#define CLI_COUNTING_H

#include "cli/listing_files.h"
#include "figures/definitions.h"
#include "figures/figure.h"

struct counting {
	/* options */
	const char *by, *list, *output;
	struct listing_files files;
	struct buf rows; /* of a list that becomes a workbook */
	/* made by counting_read */
	size_t level;        /* digits of --by; 0: none */
	day as_of, from, to; /* DAY_NONE: not given */
};

void counting_add_options(struct counting *c, struct source *s, struct program *p);
/* After source_open; reads the trace of --listings. False when an error was told. */
bool counting_read(struct counting *c, const struct source *s, struct program *p);
/* Opens the output; NULL when something was told that forbids to print figures (a bad row without
 * --keep-going, a failure). */
struct output *counting_output(const struct counting *c, const struct source *s, struct program *p);
/* Prints the figures to an output of counting_output, as CSV or as a workbook; says how many with
 * -v. `definitions` may be empty. */
void counting_print(const struct counting *c, const struct source *s,
    const struct definitions *definitions, struct figures *f, struct program *p,
    struct output *out);
/* Where the rows behind a figure are to be written, as CSV: `out` itself, or for a workbook one
 * that counting_end_list, to be called with it then, makes the workbook of. */
struct output *counting_list(struct counting *c, struct output *out);
void counting_end_list(struct counting *c, const struct source *s, const struct schema *of,
    struct output *rows, struct program *p, struct output *out);
void counting_release(struct counting *c);

#endif
