/*
 * batch: the rows that a person gives to a writer, read before any lock is taken: a file may be the
 * output of a program that needs the lock itself.
 *
 * Cells are canonical but for references, which stand as they were given. Operands `field=value`
 * make one row, or with files they are defaults for columns that a file lacks and cells that are
 * empty there. `recorded` of the input is ignored.
 */
#ifndef REGISTER_BATCH_H
#define REGISTER_BATCH_H

#include "base/arena.h"
#include "register/rejects.h"
#include "register/row_hashes.h"
#include "register/table.h"

enum { CELL_NONE = -1 };

/* A file of rows. */
struct batch_input {
	const char *file;
	const int *fields; /* by schema column: its field in a line, −1 when the file lacks it */
	int *cells;        /* by field: its cell in a row, or CELL_NONE (recorded) */
	size_t field_count;
	uint64_t *positions; /* of a feed, by field: the column for messages; else NULL */
};

#define BATCH_OPERANDS UINT32_MAX

/*
 * Rows are kept in two forms (batch_rows.c). Of one that is plain the lengths of its fields and its
 * line: every cell is a field as it stands, or a default, and no field needs quotes. Of any other
 * its cells and its line, each behind its length.
 */
struct batch_row {
	uint64_t line;
	const char *bytes; /* in the arena */
	uint32_t input;    /* number in inputs; BATCH_OPERANDS: made of operands */
	struct row_hashes hashes;
	bool plain;
	bool sound; /* surely without an id, and the rules of one row hold (rules.h) */
};

/* Rows in memory. */
struct batch_rows {
	struct batch_row *items;
	size_t count, capacity;
	struct arena arena;
};

/* A column that the schema does not know. */
struct batch_extra {
	char *name;
	bool in_file;     /* else only an operand names it */
	size_t column;    /* of the table, when in_file */
	const char *file; /* the one whose header names it, and where */
	uint64_t line, position;
};

/* Somebody who looks at rows while more of them are read. */
struct batch_watch {
	/* Rows have come; they stay as they are until the next call of `wait`. */
	void (*more)(struct batch_watch *watch);
	/* Whether `wait` need not wait. */
	bool (*ready)(const struct batch_watch *watch);
	/* They are about to move. */
	void (*wait)(struct batch_watch *watch);
	/* A row is about to be refused, which a person may be told. */
	void (*refused)(struct batch_watch *watch);
};

struct batch {
	const struct schema *schema;
	const struct directory *directory;
	int id; /* the column */
	struct row_hash_columns key;
	struct table *table;
	struct batch_extra *extras;
	size_t extra_count, extra_capacity;
	size_t width; /* cells of a row: columns of the schema, then extras */
	struct batch_input *inputs;
	size_t input_count, input_capacity;
	struct batch_rows rows;
	struct str *cells;      /* room for those of a row */
	struct rejects rejects; /* rows that cannot be read */
	struct buf *defaults;   /* by cell */
	bool any_default;
	bool *given;               /* by cell: an operand names it */
	struct batch_watch *watch; /* of the rows of a feed that come together; or NULL */
};

/* New rows that came of an input. */
struct batch_brought {
	size_t rows;   /* of its register */
	size_t beside; /* of registers that are written together with it */
};

/* Rows that do not stand in a file of the register's own form. */
struct batch_feed {
	/* Tells the columns: batch_feed_input for each input. */
	bool (*begin)(struct batch_feed *feed, struct batch *b, struct error *e);
	/* Gives the rows: batch_feed_row for each; what is refused goes to b->rejects and diag. */
	bool (*rows)(struct batch_feed *feed, struct batch *b, struct diag *diag, struct error *e);
	/* What stood in a cell (COLUMN_NONE: in the row) before it was read, for b->rejects. */
	struct str (*original)(
	    struct batch_feed *feed, const struct batch *b, size_t row, int column);
	/* What became of each row, in the order in which they were given: the id that it has or is
	 * to have, and whether it is there already; empty: it was refused. NULL: nobody wants to
	 * know. */
	void (*judged)(struct batch_feed *feed, size_t row, struct str id, bool there);
	/* A row is one that stands in the register with these cells (by column of the schema), but
	 * its cell in this column, which may be one of the user's own, differs: `now` is the new
	 * value. False: the row is refused for it, *e says why. NULL: always. */
	bool (*differs)(struct batch_feed *feed, size_t row, const struct str *stands,
	    const char *column, struct str now, struct error *e);
	/* Whether the input tells the value of a cell; else it is made up for a new row, and not
	 * compared with what stands there. NULL: always. */
	bool (*is_told)(struct batch_feed *feed, size_t row, int column);
	/* A list names some of what is in it: more of it may stand there. And what differs is told
	 * but does not hold up the other rows. */
	bool partial;
	/* Writes b->rejects, as rejects_write does. */
	bool (*write_rejects)(
	    struct batch_feed *feed, struct batch *b, const char *path, struct error *e);
	const char *told; /* the header of sheets.csv; NULL: nothing is told */
	/* Appends the lines there that tell of these rows, by what each input has brought. False
	 * and *e: an input was not read as it is. */
	bool (*tell)(struct batch_feed *feed, const struct batch *b,
	    const struct batch_brought *brought, struct str recorded, struct buf *out,
	    struct error *e);
};

struct batch_source {
	const char *const *files;
	size_t file_count;
	char *const *operands;
	size_t operand_count;
	struct batch_feed *feed; /* instead of files; or NULL */
};

/* Reads everything. Bad rows are told to diag and kept in rejects. False and *e for wrong operands
 * (ERROR_USAGE) or an input that cannot be read. batch_release either way. */
bool batch_read(struct batch *b, const struct schema *schema, const struct directory *d,
    const struct batch_source *source, struct diag *diag, struct error *e);
void batch_release(struct batch *b);

struct batch_feed_column {
	int column; /* of the schema, but not `recorded`; or COLUMN_NONE: of the user's own … */
	struct str name;         /* … with that name */
	uint64_t line, position; /* of its heading, for messages */
};
/* Adds an input whose rows have these fields, no column twice; its number. `file` is borrowed as
 * long as the batch. */
size_t batch_feed_input(
    struct batch *b, const char *file, const struct batch_feed_column *columns, size_t count);
/* Adds a row: canonical values by the input's fields, without control characters. codes_conform:
 * its credit codes need not be looked at again. */
void batch_feed_row(
    struct batch *b, size_t input, uint64_t line, const struct str *values, bool codes_conform);

/* A row is refused, but nothing has been told yet. */
void batch_refuses(struct batch *b);

/* Where a thread puts rows beside others that do the same: a part of a feed after another. */
struct batch_part {
	const struct batch *batch;
	struct batch_rows rows; /* of the part at hand; the arena has those of all of them */
	struct arena_mark begin;
	struct str *cells;
};
/* The rows of a part. */
struct batch_items {
	struct batch_row *items;
	size_t count, capacity;
	uint64_t before; /* what is to be added to their lines */
};
void batch_part_init(struct batch_part *part, const struct batch *b);
/* The next part begins; `room`, zero or what was got from another part, is used for its rows. */
void batch_part_begin(struct batch_part *part, struct batch_items room);
/* As batch_feed_row. */
void batch_part_row(struct batch_part *part, size_t input, uint64_t line, const struct str *values,
    bool codes_conform);
/* Its rows; free their items. */
struct batch_items batch_part_end(struct batch_part *part);
/* As if it had had no rows so far. */
void batch_part_forget(struct batch_part *part);
/* Whether rows can be taken at once; else somebody looks at those that are there. */
bool batch_is_ready(const struct batch *b);
/* The rows of all these parts come behind those that the batch has. */
void batch_take_rows(struct batch *b, const struct batch_items *parts, size_t count);
/* All rows that were taken are the batch's from now on. */
void batch_part_join(struct batch *b, struct batch_part *part);

/* Fills cells[b->width]; borrowed as long as the batch. */
void batch_cells(const struct batch *b, size_t row, struct str *cells);
/* The same without the defaults. */
void batch_given(const struct batch *b, size_t row, struct str *cells);
/* The line as it stood in its file; empty for operands. */
struct str batch_line(const struct batch *b, size_t row);
/* Whether a row may have something in a column: a file has it, or an operand names it. */
bool batch_may_fill(const struct batch *b, int column);
/* The line of a plain row; ends[field_count of its input] gets the ends of its fields. */
struct str batch_plain_line(const struct batch *b, size_t row, size_t *ends);
/* Places *e at a cell of a row (COLUMN_NONE: the line). Always returns false. */
bool batch_place(const struct batch *b, size_t row, int column, struct error *e);

/* Whether a person's text has no control characters; else *e (ERROR_ROW), which shows it unless it
 * is personal. */
bool batch_is_plain_text(struct str name, bool personal, struct str text, struct error *e);
/* Whether a reason can stand in a journal: UTF-8 without control characters; NULL is none. Else *e
 * (ERROR_ROW). */
bool batch_is_good_reason(const char *why, struct error *e);

#endif
