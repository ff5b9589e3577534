/* check_internal: what the files of check share; see check.h. */
#ifndef REGISTER_CHECK_INTERNAL_H
#define REGISTER_CHECK_INTERNAL_H

#include "base/memo.h"
#include "register/check.h"
#include "register/repeats.h"
#include "register/spans.h"

struct findings {
	struct finding *items;
	size_t count, capacity;
};

/* What is known of all registers. The first pass fills it; what the second adds (of units: codes,
 * names; of people: guided and behind) is added in the order of the rows. */
struct check_known {
	struct diag *diag;
	struct finding_sink *sink;
	size_t faults; /* among what the sink was given */
	const struct directory *directory;
	const struct snapshot *snapshot;
	day as_of;
	char latest[TIME_SIZE]; /* that a row may be recorded at */
	unsigned unreadable;    /* REGISTER_BITs: nothing is known of what refers to them */
	struct findings first[REGISTER_COUNT]; /* found in the first pass, by line */
	size_t given;                          /* of those of the register at hand, to the sink */
	struct spans ids[REGISTER_COUNT];      /* owner: 0 */
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
};

/* What is added to the knowledge when it is the row's turn. */
struct waiting {
	int column;   /* of the schema: id, or of units uscc or name */
	size_t start; /* of its text */
	size_t length;
	uint64_t hash; /* hash_bytes of it */
	day since, until;
	uint32_t owner; /* see check_known */
	uint64_t line;
};

enum pass { PASS_COLLECT, PASS_EXAMINE, PASS_UNITS };

/* Who looks at the rows of a register: one, or one for each thread. */
struct check {
	struct diag diag; /* first: receives what the table tells of bad rows */
	struct check_known *known;
	const struct schema *schema; /* of the register at hand */
	bool journal;                /* its journal is */
	enum pass pass;
	struct findings found; /* not yet given away; lines count from where the rows begin */
	uint64_t line;         /* that was looked at last, or all lines of a part */
	struct value_type_of types[SCHEMA_COLUMNS_MAX];
	uint64_t wanted;                               /* columns that the pass looks at */
	struct value_place places[SCHEMA_COLUMNS_MAX]; /* that make a row plain … */
	size_t place_count;
	int looked_at[SCHEMA_COLUMNS_MAX]; /* … and columns in which there can be more to say */
	size_t looked_at_count;
	int id, uscc, name;           /* columns, or COLUMN_NONE */
	int refs[SCHEMA_COLUMNS_MAX]; /* columns that refer to other rows */
	size_t ref_count;
	struct memo good_areas;
	struct waiting *waiting;
	size_t waiting_count, waiting_capacity;
	struct buf texts; /* of those */
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

/* check_findings.c */
void check_find(struct check *c, uint64_t line, int column, const char *code, const char *format,
    ...) __attribute__((format(printf, 5, 6)));
void findings_release(struct findings *f);
/* Gives the sink what was found up to line `to`, also in the first pass, in order. */
void check_give(struct check *c, uint64_t to);
/* Keeps what was found for the second pass; when all of a register is kept, the other. */
void check_put_by(struct check *c);
void check_first_done(struct check_known *k, enum register_id id);

/* check.c: another one that looks at rows of the same register. */
struct check *check_share(const struct check *c);
void check_release(struct check *c);

/* check_pass.c: reads the rows of a register that is open, in one of the passes. False and *e when
 * it cannot be read to its end. */
bool check_pass(struct check *c, struct table *t, struct error *e);

/* The cell of a column by its name; the empty str when it is not well-formed. */
struct str checked_cell(const struct checked_row *row, const char *column);
/* What an empty cell counts as, applied. */
struct str checked_effective(const struct checked_row *row, const char *column);

/* check_cells.c: reads the cells of a row; with `report` says what is wrong with them. False: the
 * row is a torn tail. */
bool check_cells(struct check *c, struct checked_row *row, bool report);
/* The same for a row of a block whose cells in c->places are plain. */
void check_plain_cells(struct check *c, struct checked_row *row, bool report);
/* check_rows.c: what a pass has to say of a row or keeps of it. */
void check_collect_row(struct check *c, const struct checked_row *row);
void check_examine_row(struct check *c, const struct checked_row *row);
/* Codes and names of units: in the second pass, or after a first one that failed, without it. */
void check_unit(struct check *c, const struct checked_row *row);
/* What waits has its turn. `before`: how many lines stand before line 1 of this check. */
void check_settle(struct check *c, uint64_t before);
/* The columns that check_collect_row looks at. */
uint64_t check_collected_columns(const struct schema *s);
/* Whether it matters that rows are looked at in their order. */
bool check_needs_order(const struct schema *s);
/* check_journal.c: what would make --known-by fail or miss rows. False and *e when the journal
 * cannot be read at all. */
bool check_journal(struct check *c, enum register_id id, struct error *e);

#endif
