/*
 * letters: columns as a spreadsheet shows them. Apart from sheet.h so that whoever only writes
 * sheets needs nothing of what reads them.
 */
#ifndef SHEET_LETTERS_H
#define SHEET_LETTERS_H

#include "base/str.h"

/* Appends a column's letters, from 0: A … Z, AA …. */
void sheet_letters(size_t column, struct buf *out);

#endif
