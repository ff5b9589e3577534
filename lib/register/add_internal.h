/* add_internal: what the files of add share; see add.h. */
#ifndef REGISTER_ADD_INTERNAL_H
#define REGISTER_ADD_INTERNAL_H

#include "register/add.h"
#include "register/closed.h"
#include "register/once.h"
#include "register/resolve.h"
#include "register/standing.h"
#include "register/store.h"

enum fate { FATE_NEW, FATE_THERE, FATE_REFUSED };

/* What becomes of a row; one for each, so they are small. No memory holds more ids than that. */
#define PLAN_ID_MASK ((UINT64_C(1) << 48) - 1)
struct plan {
	uint64_t id : 48;       /* of a row that is or will be on disk: where it stands in ids */
	uint64_t id_length : 8; /* of the id with its newline */
	uint64_t fate : 6;
	uint64_t allowed : 1; /* its credit code was let in */
	uint64_t late : 1;    /* it changes closed days, and may */
};

/* Rows, one after another, of which nothing was left to ask, with ids of one length. */
struct numbering {
	size_t first, count;
	size_t ids; /* where the first one's id will stand in ids */
	struct standing_numbers numbers;
};

/* Numbers in standing.contents; STANDING_NONE where nothing can stand that is equal. */
struct contents {
	uint32_t whole;
	uint32_t bare; /* without the area that was filled in */
};

/* What the registers of one transaction share. */
struct add_shared {
	const struct directory *directory;
	struct diag *diag;
	struct store *store; /* NULL in a dry run */
	struct snapshot snapshot;
	bool snapshot_taken;
	struct closed_days closed;
	struct adding *items;
	size_t count;
	struct ahead *ahead; /* NULL: all rows are read before any is written */
	bool nothing;        /* rows were refused, so none is written */
};

struct adding {
	struct diag notes; /* first: what is told of rows that stand in registers already */
	struct diag *diag;
	struct add_shared *shared;
	const struct add_request *request;
	const struct schema *schema;
	const struct directory *directory;
	struct add_result *result;
	struct batch batch;
	struct resolver *resolver;
	struct store_file *file; /* NULL in a dry run, and of a new file without rows */
	struct shape shape;
	struct standing standing;
	bool refers;        /* rows may refer to others */
	bool sound_are_new; /* rows that are sound (batch.h) are new, and nothing holds them up
			       when their names and codes come once */
	struct once once;   /* asked then */
	struct plan *plans;
	struct contents *contents; /* by row; NULL: all are STANDING_NONE */
	struct numbering *numberings;
	size_t numbering_count, numbering_capacity;
	struct buf ids, made; /* lines of them; the one that is being made */
	int id;               /* the column */
	/* the row at hand, see take_row */
	struct str *cells, *given; /* with and without defaults; given: not for every row */
	struct buf scratch[SCHEMA_COLUMNS_MAX];
	bool resolved, area_filled;
	int fault_column;
	struct error fault;
};

/* add_judge.c: plans all rows, and counts them in the result. False and *e: that cannot be done. */
bool add_judge(struct adding *a, struct error *e);
/* Puts a row's cells, references resolved, into a->cells. */
void add_take_row(struct adding *a, size_t row);

/* The id of a row that is or will be on disk. */
struct str add_id(const struct adding *a, size_t row);

/* add_compare.c: whether a row of a feed is one that stands in the register, all cells that its
 * input gives being the same; else what differs goes to the feed, or is told. *id is then that
 * row's. */
enum verdict add_compare(struct adding *a, size_t row, enum verdict verdict, struct str *id,
    int *column, struct error *e);

/* add_lines.c: lines for a register of that shape, which is borrowed, as `recorded` is known. */
struct add_lines {
	struct adding *a;
	const struct shape *shape;
	struct line_copy *copies; /* by input */
	size_t inputs;
	struct str *cells; /* room for those of a row */
	bool refer;        /* rows may refer to others */
};
void add_lines_init(struct add_lines *l, struct adding *a, const struct shape *shape);
/* Appends that of a row. When rows may refer to others its cells become those at hand. */
void add_lines_add(const struct add_lines *l, size_t row, struct str id, struct buf *out);
void add_lines_release(struct add_lines *l);

/* add_sheets.c: the file in which imports are told. */
struct add_sheets {
	struct store_file *file;
	bool open_end; /* its last line has no newline */
};
/* False and *e: it cannot take our lines. */
bool add_open_sheets(struct add_shared *t, struct add_sheets *sheets, struct error *e);
/* What is to be told when the rows have been judged; nothing, perhaps. False and *e: the import
 * cannot be told of, so it must not be. */
bool add_tell_sheets(const struct add_shared *t, struct buf *lines, struct error *e);
/* No lines: the file is left as it is. */
void add_write_sheets(
    const struct add_shared *t, const struct add_sheets *sheets, struct str lines);

/* add_ahead.c: watches the batch of a feed that is about to be read. */
struct ahead *add_ahead_new(struct adding *a);
/* Whether the registers could not even be looked at; *e says why. */
bool add_ahead_failed(const struct ahead *w, struct error *e);
/* No more is written. The file for what is told of the import when writing has begun; else NULL. */
const struct add_sheets *add_ahead_end(struct ahead *w);
/* How many rows are written already, when all have been judged. What cannot stay is taken back. */
size_t add_ahead_keep(struct ahead *w);
void add_ahead_free(struct ahead *w);

/* add.c */
/* The state of the directory that rows are judged against, unless it was taken before; and as if it
 * had not been. */
bool add_take_state(struct add_shared *t, struct error *e);
void add_leave_state(struct add_shared *t);
/* Whether a row may refer to others. */
bool add_may_refer(const struct adding *a);

/* add_write.c: the time that the rows get, unless they have one. */
bool add_set_time(struct add_shared *t, struct error *e);
/* The header, when the register is new. */
void add_write_header(const struct adding *a, const struct shape *shape);
/* Writes the new rows of all plans. False and *e: nothing was written. */
bool add_write(struct add_shared *shared, struct error *e);
/* The ids of the rows that are on disk now, as the result tells them. */
void add_collect_ids(struct adding *a);

#endif
