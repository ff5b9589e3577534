/*
 * delimiter: what stands between the cells of a text, when nobody has said it: comma, tab or
 * semicolon.
 *
 * It is the one that stands in most rows the same number of times outside quotes: headings have no
 * decimal commas and cells with lists have no fixed number of semicolons. Of equals the one that
 * makes more cells. Rows without it, as titles are, count against all alike. When none stands in a
 * third of the rows there is one column, which is a comma's.
 */
#ifndef SHEET_DELIMITER_H
#define SHEET_DELIMITER_H

#include "base/str.h"

/* `text` is UTF-8 from the first row on. `whole`: nothing follows, else its last row may have been
 * cut off and does not count. */
char sheet_find_delimiter(struct str text, bool whole);

/* Whether a character can stand between cells. */
bool sheet_can_delimit(char c);
/* A first line sep=; names the delimiter; a spreadsheet program does not show it as a row. Cuts it
 * off; '\0' when there is none. */
char sheet_take_delimiter(struct str *text);

#endif
