/* check_internal: what the files of check share; see check.h. */
#ifndef REGISTER_CHECK_INTERNAL_H
#define REGISTER_CHECK_INTERNAL_H

#include "register/check.h"
#include "register/repeats.h"
#include "register/spans.h"

struct check {
	struct diag diag; /* first: receives what the table tells of bad rows */
	struct diag *outer;
	struct findings *found;
	const struct directory *directory;
	const struct snapshot *snapshot;
	day as_of;
	unsigned unreadable; /* REGISTER_BITs: nothing is known of what refers to them */
	struct spans ids[REGISTER_COUNT]; /* owner: 0 */
	struct spans codes;         /* credit codes of units; owner: number of the unit's id */
	struct spans names;         /* names of units; owner as above */
	struct repeats repeated;    /* codes and names that may stand there twice */
	bool keep_all;              /* of them, whatever `repeated` says */
	struct intern allowed;      /* credit codes that were let in with a reason */
	struct intern items;        /* meeting and item */
	struct spans heads;         /* organisation and person of `head` posts */
	struct intern guided;       /* units that a guide in force lists */
	struct intern namesakes;    /* name with phone or organisation */
	uint32_t *namesake_persons; /* by number in namesakes: number in persons */
	size_t namesake_capacity;
	struct intern persons;
	struct schema const *schema; /* of the register at hand */
	bool journal;                /* its journal is */
	struct value_type_of types[SCHEMA_COLUMNS_MAX];
	uint64_t collected;     /* columns that the first pass looks at */
	char latest[TIME_SIZE]; /* that a row may be recorded at; empty: not yet made */
	struct buf scratch;
};

/* One row as check looks at it: cells in canonical form where they have one. */
struct checked_row {
	const struct row *raw;
	struct str cells[SCHEMA_COLUMNS_MAX]; /* borrowed from texts or the row */
	struct buf texts[SCHEMA_COLUMNS_MAX];
	uint64_t good; /* COLUMN_BITs of the cells that are well-formed */
	day since,
	    until; /* of registers whose rows are in force; else the date and the day after */
};

void check_find(struct check *c, uint64_t line, int column, const char *code, const char *format,
    ...) __attribute__((format(printf, 5, 6)));

/* The cell of a column by its name; the empty str when it is not well-formed. */
struct str checked_cell(const struct checked_row *row, const char *column);
/* What an empty cell counts as, applied. */
struct str checked_effective(const struct checked_row *row, const char *column);

/* check_cells.c: reads the cells of a row; with `report` says what is wrong with them. False: the
 * row is a torn tail. */
bool check_cells(struct check *c, struct checked_row *row, bool report);
/* check_rows.c: what the first pass keeps of a row, and what the second finds in it. */
void check_collect_row(struct check *c, const struct checked_row *row);
/* Codes and names of units: in the second pass, or after a first one that failed, without it. */
void check_unit(struct check *c, const struct checked_row *row);
/* The columns that check_collect_row looks at. */
uint64_t check_collected_columns(const struct schema *s);
void check_examine_row(struct check *c, const struct checked_row *row);
/* check_journal.c: what would make --known-by fail or miss rows. False and *e when the journal
 * cannot be read at all. */
bool check_journal(struct check *c, enum register_id id, struct error *e);

#endif
