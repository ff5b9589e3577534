/*
 * table: the rows of one register as a stream, from a register directory, from files or from
 * standard input; several files are read one after another, each with its own order of columns.
 *
 * A row's values stand in the order of the schema, whatever the file's; a column that the file
 * lacks is all empty. Columns that the schema does not know are kept (table_cell). Bad rows and
 * ill-typed values are told to the diag, counted and left out; reading goes on. A last line without
 * newline of a directory's register that is not complete in count, types and `recorded` is a torn
 * tail: told (ERROR_TORN) and left out.
 *
 * With a known-by time, the rows are those that were on record then: rows recorded by that time,
 * and rows of the journal recorded by that time and replaced later.
 */
#ifndef REGISTER_TABLE_H
#define REGISTER_TABLE_H

#include "csv/reader.h"
#include "register/directory.h"
#include "register/value.h"

struct table;

struct table_spec {
	const struct schema *schema;
	const struct directory *directory;
	const struct snapshot
	    *snapshot;            /* read the register from here (it must outlive the table) … */
	const char *const *files; /* … unless files are named; "-" is standard input */
	size_t file_count;
	const char *text_name; /* … or unless this is set: the text below, taken as a register of
				  the directory under this name */
	struct str text;
	instant known_by; /* INSTANT_NONE: as it stands now */
	enum value_mode mode;
	uint64_t unchecked; /* columns (COLUMN_BIT) that are passed on as they stand, neither
			       checked nor made canonical */
	bool narrow;        /* … but left empty: nobody looks at them */
	struct diag *diag;
};

struct row {
	const struct schema *schema;
	struct str values[SCHEMA_COLUMNS_MAX]; /* by schema column; canonical unless unchecked */
	struct csv_row csv;                    /* as it stands in the file */
	const char *file;
	const int *fields; /* by schema column: its field in csv, −1 when the file lacks it */
	const int *cells;  /* see table_cell */
	bool guarded;      /* a person's input, saved by a spreadsheet: see csv_plain_text */
};

/* A column of the whole stream: those of the first file in its order, then what later files add. */
struct table_column {
	char *name;        /* English for known columns */
	int column;        /* of the schema, or COLUMN_NONE */
	const char *file;  /* the first whose header names it; NULL: none does */
	uint64_t position; /* in that header, in characters */
};

/* Opens all inputs and reads their headers. NULL and *e when one is missing or unreadable, a
 * required column is missing (in VALUE_INPUT it may be) or a column stands twice. A register that
 * the snapshot does not have is empty when the directory holds any register (told as a note), else
 * an error. */
struct table *table_open(const struct table_spec *spec, struct error *e);
void table_close(struct table *t);

const struct table_column *table_columns(const struct table *t, size_t *count);
/* Number of a stream column by its name (English, or the label), or SIZE_MAX. */
size_t table_find(const struct table *t, struct str name);

/* Whether a spreadsheet seems to have written the first file (csv_reader_is_spreadsheet). */
bool table_is_spreadsheet(const struct table *t);

enum table_status { TABLE_ROW, TABLE_END, TABLE_FAILED };

/* The next good row, borrowed until the next call. */
enum table_status table_next(struct table *t, struct row *row, struct error *e);

/*
 * Blocks: the same rows many at a time, for who looks at most of them but shortly. Use:
 *
 *	while (table_block(t, &b) …)
 *		for each row of b: table_block_is_plain ? table_block_values or _line :
 *table_block_row
 *
 * and table_next for the rows that do not come in blocks. The other calls need a row of the last
 * block; its bytes are borrowed until the next table_block or table_next.
 */
/* The next rows, if they come in a block; false: ask table_next for the next one. */
bool table_block(struct table *t, struct csv_block *block);
/* Which of `rows` rows, at most VALUES_ROWS_MAX, are good and have their cells as values as they
 * stand: bit i for row + i. Of others nothing is known, see table_block_row. */
uint64_t table_block_plain(
    const struct table *t, const struct csv_block *block, size_t row, size_t rows);
/* Sets the schema and some values (COLUMN_BITs) of *out, which is no whole row, for a plain row. */
void table_block_values(const struct table *t, const struct csv_block *block, size_t row,
    uint64_t columns, struct row *out);
/* Any row of the block as table_next gives it; false after telling the diag when it is bad. */
bool table_block_row(struct table *t, const struct csv_block *block, size_t row, struct row *out);
/* The line of a plain row with its newline, when it is what csv_writer makes of all columns of the
 * stream in their order; else false. */
bool table_block_line(
    const struct table *t, const struct csv_block *block, size_t row, struct str *line);

/* The cell of a row in a stream column. */
struct str table_cell(const struct table *t, const struct row *row, size_t stream_column);
/* What an empty cell counts as (schema.h, empty_means), else the cell itself. */
struct str row_effective(const struct row *row, int column);
/* Whether the row is in force on `date` (ISO text): start <= date and (end empty or end > date).
 * The schema must have a start. */
bool row_in_force(const struct row *row, struct str date);
/* Places *e at a column of the row (in its file, line and character column); COLUMN_NONE or a
 * missing column: the line's start. Returns false. */
bool row_place(const struct row *row, int column, struct error *e);

/*
 * For reading the rows of one table by several threads (csv/parts.h): the reader of a table that
 * has one input and no journal, in VALUE_STORED and as it stands now; NULL for any other table. It
 * stays the table's.
 */
struct csv_reader *table_reader(const struct table *t);
/* By schema column its field in the lines of that reader, −1 when the file lacks it. */
const int *table_fields(const struct table *t);
/* A table that makes rows as `t` does, which must outlive it; what is to be told goes to `diag`.
 * For table_row only. */
struct table *table_share(const struct table *t, struct diag *diag);
/* The row that stands in a line of the table's reader, or of a part of it; borrowed until the next
 * call, and as long as the fields of `csv`. False and *e for a bad row; also, with nothing said,
 * for a last line without newline of a register, which may be torn. */
bool table_row(struct table *t, const struct csv_row *csv, struct row *row, struct error *e);

#endif
