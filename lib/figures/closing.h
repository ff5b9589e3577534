/*
 * closing: a period is closed: its figures are kept, and digests of all rows that were known then,
 * so that later it can be told whether they are still the same (closing_verify). What is kept, and
 * its form, is in taizhang-registers(5), "Closed periods".
 *
 * Everything is computed under one exclusive lock from one state, and written all or none.
 */
#ifndef FIGURES_CLOSING_H
#define FIGURES_CLOSING_H

#include "figures/closing_settings.h"
#include "csv/input.h"
#include "register/directory.h"

struct closing_request {
	struct period period; /* one that has a name, and has ended */
	const struct closing_settings *settings;
	const char *definitions; /* files, or NULL */
	const char *published;
	const char *by, *why; /* who closes; why again, or NULL */
	bool again;           /* although the period is closed already */
	bool dry_run;
};

struct closing_result {
	struct buf lines; /* of closed.csv, with a header: what is, or would be, added */
	size_t rows, figures;
	size_t bad;         /* rows that cannot be read: nothing is closed */
	size_t differences; /* from what was published: nothing is closed */
	bool written;
};

/* Bad rows and differences go to diag. True: the result says what was done. False and *e: nothing
 * was closed. closing_result_release either way. */
bool closing_make(const struct closing_request *request, const struct directory *d,
    struct diag *diag, struct closing_result *result, struct error *e);
void closing_result_release(struct closing_result *result);

/* "closed/2024-06.figures.csv", of a later edition "closed/2024-06.2.figures.csv"; appended. */
void closing_file_name(const char *period, int64_t edition, const char *what, struct buf *out);
/* All bytes of an input; takes it over (NULL: *e is set already). */
bool closing_read_whole(struct input *in, struct buf *out, struct error *e);

/*
 * A diag that counts bad rows on their way to another one and keeps notes back. Every register is
 * read more than once: `again` keeps torn lines back, `silent` everything. `found`: bad rows are
 * what was looked for, no failure.
 */
struct closing_diag {
	struct diag diag;
	struct diag *outer;
	size_t bad;
	bool found, again, silent;
};

void closing_diag_init(struct closing_diag *d, struct diag *outer, bool found);

#endif
