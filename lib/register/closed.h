/*
 * closed: the periods that were closed, and the days that are closed with them. closed.csv of a
 * register directory has a line for each thing that a closing kept: the rows of each register, the
 * figures, the definitions; see taizhang-registers(5), "Closed periods". register-close writes it.
 *
 * Closed are all days up to the last one of the latest closed period. A row that is added, changed
 * or withdrawn so that something else holds on these days than before is late.
 */
#ifndef REGISTER_CLOSED_H
#define REGISTER_CLOSED_H

#include "register/directory.h"

enum closing_column {
	CLOSING_PERIOD,
	CLOSING_EDITION,
	CLOSING_AT,
	CLOSING_BY,
	CLOSING_WHY,
	CLOSING_WHAT,
	CLOSING_ROWS,
	CLOSING_SHA256,
	CLOSING_HOW,
	CLOSING_COLUMNS
};

/* As the header of closed.csv has them. */
extern const char *const closing_columns[CLOSING_COLUMNS];

/* A line of closed.csv. */
struct closing {
	char *cells[CLOSING_COLUMNS]; /* as they stand; never NULL */
	struct period period;
	int64_t edition; /* from 1 */
	instant at;
};

struct closings {
	struct closing *items; /* in the order of the file */
	size_t count, capacity;
	size_t fields[CLOSING_COLUMNS]; /* where the columns stand in its lines … */
	size_t width;                   /* … and how many fields these have; 0: no file */
};

/* Reads closed.csv as the snapshot has it; no file gives none. False and *e (ERROR_DATA) when it is
 * damaged: what is closed must be certain. closings_release either way. */
bool closings_read(struct closings *c, const struct snapshot *s, struct error *e);
void closings_release(struct closings *c);

struct closed_days {
	char end[DATE_SIZE];           /* the last closed day; empty: none is closed */
	char period[PERIOD_NAME_SIZE]; /* the period that it belongs to */
};

bool closed_days_read(struct closed_days *c, const struct snapshot *s, struct error *e);

/* A row before and after a change, by schema column; NULL: there is none. */
struct late_change {
	const struct schema *schema;
	const struct str *before, *after;
	bool own_differ; /* columns that the schema does not know differ */
	bool progress;   /* it only fills what was empty (--set) */
};

/*
 * Whether something else holds on closed days after the change. `recorded` is not looked at, nor an
 * end after the closed days, since the row is in force on all of them either way. Progress on a
 * problem that was still open at their end is not late unless it is solved within them.
 */
bool closed_is_late(const struct closed_days *c, const struct late_change *change);
/* What is said of a late row. Always returns false. */
bool closed_refuse(const struct closed_days *c, struct error *e);

#endif
