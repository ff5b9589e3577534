/*
 * small: CSV files that people keep beside the registers (areas, codes, headings, …) and that are
 * read as a whole: one bad row is a fault of the file, for none can be left out. Their columns are
 * found by name.
 *
 *	bool good = csv_small_open(&f, input_open(path, e), columns, count, _("…"), e);
 *	while (good && csv_small_next(&f, e))
 *		good = take(&f, e);
 *	return csv_small_close(&f) && good;
 */
#ifndef CSV_SMALL_H
#define CSV_SMALL_H

#include "csv/reader.h"

enum { CSV_SMALL_COLUMNS_MAX = 8 };

struct csv_small_column {
	const char *name, *label; /* either stands in the header; label may be NULL */
	bool required;
};

struct csv_small {
	struct csv_reader *reader;        /* NULL: there is none */
	struct csv_row row;               /* the one that csv_small_next has read */
	size_t at[CSV_SMALL_COLUMNS_MAX]; /* the field of each column; SIZE_MAX: none */
	bool whole;                       /* all rows have been read */
};

/* Takes over `in` (NULL: could not be opened, *e tells) and finds the columns, none with `count` 0.
 * False and *e (ERROR_DATA) when that fails; `must` says then what the header needs. To be closed
 * in any case. */
bool csv_small_open(struct csv_small *f, struct input *in, const struct csv_small_column *columns,
    size_t count, const char *must, struct error *e);
/* Reads the next row. False at the end, and with *e (ERROR_DATA, ERROR_SYSTEM) when it is bad. */
bool csv_small_next(struct csv_small *f, struct error *e);
/* The text of a column as it stands in the row, empty when the file has no such column. Borrowed
 * until the next row. */
struct str csv_small_cell(const struct csv_small *f, size_t column);
/* Puts file, line and the column's place into *e. Always false. */
bool csv_small_error_at(const struct csv_small *f, size_t column, struct error *e);
/* Whether all rows have been read. */
bool csv_small_close(struct csv_small *f);

#endif
