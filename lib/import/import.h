/*
 * import: sheets become rows for a writer (a feed of batch.h): the table of each is found
 * (frame.h), its cells are read (cell.h), its totals are compared with its rows (totals.h). What
 * cannot be read is refused cell by cell, with its place and its text.
 */
#ifndef IMPORT_IMPORT_H
#define IMPORT_IMPORT_H

#include "import/cell.h"
#include "import/frame.h"
#include "import/joint.h"
#include "import/set_from.h"
#include "register/batch.h"

struct import_request {
	const char *const *files;
	size_t file_count;
	struct frame_spec frame;
	struct cell_rules cells;
	const char *const
	    *fill_down; /* headings or columns whose empty cells take the value above */
	size_t fill_down_count;
	const struct set_from *set_from; /* by file, or NULL */
	struct joint *joint; /* which organisations are one in several streets; learns of them */
	const char *period;  /* that the sheets are about, for sheets.csv; or NULL */
	/* Rows that stand there with other cells make changes (else they are refused): how and from
	 * when, as register-amend -f takes it. */
	bool changes;
	const char *change_op, *change_date, *why;
	bool verbose; /* also what is ordinary is said: 46150 read as 2026-05-08 */
};

/* What was understood of a file; frame is NULL behind its end. */
struct import_sheet {
	struct frame *frame;
	size_t rows, given;         /* in the table; of these without a refused cell */
	size_t totals, totals_left; /* lines of them of which something was compared; nothing */
	size_t filled;              /* cells filled from above */
	uint64_t first_row, last_row;
};

struct import;

/* Opens the files and finds their tables. `request` is borrowed. NULL and *e otherwise. */
struct import *import_new(const struct import_request *request, struct error *e);
void import_free(struct import *im);
struct batch_feed *import_feed(struct import *im);
/* Whether the sheets also tell of organisations or guides (survey.h), and their rows: feeds that
 * can be asked when those of import_feed have their ids (add_rows_together). */
bool import_is_survey(const struct import *im);
struct batch_feed *import_survey_feed(struct import *im, enum register_id of);
/* By number of the file; complete once the rows have been given. */
const struct import_sheet *import_sheet(const struct import *im, size_t file);
/* The changes, as lines of register,key,op,date,field,value,why, and how many. */
struct str import_changes(const struct import *im, size_t *count);
/* Refused cells and lines of totals that do not agree. */
size_t import_refused(const struct import *im);

#endif
