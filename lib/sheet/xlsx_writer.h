/*
 * xlsx_writer: rows to an output as a workbook of one sheet (.xlsx, ISO/IEC 29500). Texts stay what
 * they are, in cells that are formatted as text, so that no code, id or date is made something
 * else, also when somebody types over it; numbers are numbers. The same rows make the same bytes: a
 * workbook has no time of its making here.
 *
 * Nothing but the first rows is kept: the widths of the columns, which stand before the rows, are
 * found from those.
 */
#ifndef SHEET_XLSX_WRITER_H
#define SHEET_XLSX_WRITER_H

#include "csv/output.h"

/* What the cells of a column are. A number of more than 15 digits, which a spreadsheet program
 * would round, stands as text, and so does what is no number. */
enum xlsx_kind { XLSX_TEXT, XLSX_NUMBER, XLSX_MONEY };

/* What a spreadsheet program takes. */
enum { XLSX_ROWS_MAX = 1048576, XLSX_COLUMNS_MAX = 16384, XLSX_CELL_MAX = 32767 };

struct xlsx_writer;

/* `out` is borrowed, `kinds` copied, `name` (of the sheet: at most 31 letters and digits) borrowed.
 */
struct xlsx_writer *xlsx_writer_new(
    struct output *out, const char *name, const enum xlsx_kind *kinds, size_t columns);
/* The header, before all rows: it stays in sight when the rows are scrolled. As many cells as there
 * are columns. False and *e as for a row. */
bool xlsx_writer_header(struct xlsx_writer *w, const struct str *cells, struct error *e);
/* A row: UTF-8, empty cells left out. False and *e (ERROR_SYSTEM) when a workbook cannot hold it:
 * too many rows or columns, too long a cell. */
bool xlsx_writer_row(struct xlsx_writer *w, const struct str *cells, struct error *e);
/* Writes what is left. False and *e (ERROR_SYSTEM) when it does not fit; whether it could be
 * written tells output_finish. */
bool xlsx_writer_finish(struct xlsx_writer *w, struct error *e);
/* NULL is allowed. */
void xlsx_writer_free(struct xlsx_writer *w);

#endif
