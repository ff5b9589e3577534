/*
 * header: which column of a register each column of a sheet is, by its heading. headings.csv beside
 * this file has the headings that streets use (register,column,heading); a file of the same columns
 * adds to them (--map FILE).
 *
 * Headings are compared without what does not tell them apart: width, blanks, marks such as * and
 * ：, and a trailing remark in brackets — 单位名称（全称）, 职工人数(人) — but for headings that stand in the
 * table with their brackets.
 */
#ifndef IMPORT_HEADER_H
#define IMPORT_HEADER_H

#include "base/error.h"
#include "register/schema.h"

struct headings;

/* The built-in table. */
struct headings *headings_new(void);
/* Adds a file's rows; a heading that stands there already is given its new meaning. False and *e
 * when the file is ill-formed or names an unknown register or column. */
bool headings_extend(struct headings *h, const char *path, struct error *e);
void headings_free(struct headings *h);

/* The column of the register that a heading means, or COLUMN_NONE. English names and Chinese labels
 * of the schema are known besides the table. */
int headings_find(const struct headings *h, const struct schema *s, struct str heading);
/* A heading that is to be left alone without a word: a running number (序号). */
bool headings_is_number(const struct headings *h, struct str heading);
/* The heading as it is compared; for messages and for columns kept under their own name. */
void heading_normalise(struct str heading, struct buf *out);

#endif
