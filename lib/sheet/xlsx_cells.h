/*
 * xlsx_cells: the rows of one sheet of a workbook, as its part is unfolded. One row is held at a
 * time; what stands in the cells is in xlsx_value.h and xlsx_text.h.
 *
 * Of a formula the value that was kept with it counts; one without is a SHEET_FAULT of the text
 * "=": nobody has computed it, so nothing is guessed.
 */
#ifndef SHEET_XLSX_CELLS_H
#define SHEET_XLSX_CELLS_H

#include "sheet/sheet.h"
#include "sheet/xlsx_workbook.h"

enum { XLSX_ROWS = 1048576, XLSX_COLUMNS = 16384 };

struct xlsx_cells;

/* The workbook must stay; part is copied. NULL and *e. */
struct xlsx_cells *xlsx_cells_open(
    const struct xlsx_workbook *w, const char *part, struct error *e);
/* As sheet_next, with the place but without the file in *e. Counts in *facts what it comes across:
 * hidden rows and columns that have something, merged ranges. */
int xlsx_cells_next(
    struct xlsx_cells *c, struct sheet_row *row, struct sheet_facts *facts, struct error *e);
void xlsx_cells_close(struct xlsx_cells *c);

#endif
