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

#include "register/rejects.h"
#include "register/table.h"

struct batch_row {
	const char *file; /* NULL: made of operands */
	const int *fields;
	uint64_t line;
	size_t offset; /* in arena: the cells, then the line as it stood */
};

/* A column that the schema does not know. */
struct batch_extra {
	char *name;
	bool in_file;     /* else only an operand names it */
	const char *file; /* the one whose header names it, and where */
	uint64_t position;
};

struct batch {
	const struct schema *schema;
	const struct directory *directory;
	struct table *table;
	struct batch_extra *extras;
	size_t extra_count, extra_capacity;
	size_t width; /* cells of a row: columns of the schema, then extras */
	struct batch_row *rows;
	size_t count, capacity;
	struct buf arena;
	struct rejects rejects; /* rows that cannot be read */
	struct buf *defaults;   /* by cell */
	bool *given;            /* by cell: an operand names it */
};

struct batch_source {
	const char *const *files;
	size_t file_count;
	char *const *operands;
	size_t operand_count;
};

/* Reads everything. Bad rows are told to diag and kept in rejects. False and *e for wrong operands
 * (ERROR_USAGE) or an input that cannot be read. batch_release either way. */
bool batch_read(struct batch *b, const struct schema *schema, const struct directory *d,
    const struct batch_source *source, struct diag *diag, struct error *e);
void batch_release(struct batch *b);

/* Fills cells[b->width]; borrowed as long as the batch. */
void batch_cells(const struct batch *b, size_t row, struct str *cells);
/* The line as it stood in its file; empty for operands. */
struct str batch_line(const struct batch *b, size_t row);
/* Places *e at a cell of a row (COLUMN_NONE: the line). Always returns false. */
bool batch_place(const struct batch *b, size_t row, int column, struct error *e);

/* Whether a person's text has no control characters; else *e (ERROR_ROW), which shows it unless it
 * is personal. */
bool batch_is_plain_text(struct str name, bool personal, struct str text, struct error *e);
/* Whether a reason can stand in a journal: UTF-8 without control characters; NULL is none. Else *e
 * (ERROR_ROW). */
bool batch_is_good_reason(const char *why, struct error *e);

#endif
