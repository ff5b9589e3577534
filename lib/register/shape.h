/*
 * shape: the columns of a register's file and where their cells are in the rows that are added to
 * it. A file keeps its own order and names; a new one has the columns of the schema, then those
 * that only the input has, and `recorded` last.
 */
#ifndef REGISTER_SHAPE_H
#define REGISTER_SHAPE_H

#include "register/batch.h"

struct shape_column {
	char *name;
	int cell; /* of the batch, or CELL_NONE: the input does not have it */
};

struct shape {
	const struct schema *schema;
	struct shape_column *columns;
	size_t count, capacity;
	size_t recorded; /* number of that column, or SIZE_MAX */
	bool is_new;
};

/* The shape of the register as the snapshot has it; when it is not there, a new one. False and *e
 * when its header is damaged, or for input columns that have no place in it: ERROR_USAGE for
 * columns unknown, ERROR_DATA for known ones that are filled but that the file lacks. A note to
 * diag for unknown columns that a new register takes over. */
bool shape_make(struct shape *shape, const struct batch *b, const struct snapshot *s,
    struct diag *diag, struct error *e);
/* The columns of a journal behind its own at,op,by,why: those of its header, or when it is not
 * there those of the register. False and *e when the header is not a journal's. */
bool shape_of_journal(struct shape *shape, const struct shape *of_register, const struct batch *b,
    const struct snapshot_file *journal, struct error *e);
void shape_release(struct shape *shape);

/* Whether `recorded` stands last, so that a torn row can be told from a whole one. */
bool shape_ends_in_recorded(const struct shape *shape);
void shape_header(const struct shape *shape, struct buf *out);
/* Appends a row as a line; cells by number, `recorded` apart. */
void shape_line(
    const struct shape *shape, const struct str *cells, struct str recorded, struct buf *out);

#endif
