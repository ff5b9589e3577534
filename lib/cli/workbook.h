/*
 * workbook: results as a spreadsheet program keeps them: -o with a name that ends in .xlsx. What
 * people read there is Chinese: the header, labels of codes, names of areas, as with --zh. Numbers
 * and money are numbers, all else is text.
 */
#ifndef CLI_WORKBOOK_H
#define CLI_WORKBOOK_H

#include "cli/source.h"
#include "figures/definitions.h"
#include "figures/figure.h"
#include "register/field.h"
#include "sheet/xlsx_writer.h"

/* Whether -o names a workbook. */
bool workbook_is_wanted(const char *path);
/* False when an error was told: a workbook is not compressed once more. */
bool workbook_check(struct program *p, const char *path);

/* A sheet for the values of these fields as field_chinese shows them. */
struct xlsx_writer *workbook_of_fields(
    struct output *out, const char *name, const struct field *fields, size_t count);
/* Writes rows that stand as lines of CSV, with a header, in `text`; columns that the register does
 * not know are text. False when an error was told. */
bool workbook_list(const struct schema *s, const struct directory *d, struct str text,
    struct program *p, struct output *out);
/* Writes figures. `definitions`, which may be empty, tells the registers that groups are of. False
 * when an error was told. */
bool workbook_figures(struct figures *f, const struct definitions *definitions,
    const struct directory *d, struct program *p, struct output *out);

#endif
