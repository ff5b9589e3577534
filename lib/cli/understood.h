/*
 * understood: what register-import has understood of a sheet, for a person: its format, where its
 * headings and rows stand, and what each column is taken for.
 */
#ifndef CLI_UNDERSTOOD_H
#define CLI_UNDERSTOOD_H

#include "import/import.h"

/* Appends lines in the language of the user. */
void understood_print(
    const struct import_sheet *sheet, const struct schema *schema, struct buf *out);

#endif
