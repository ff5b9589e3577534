/*
 * header: which column of a register each column of a sheet is, by its heading. headings.csv beside
 * this file has the headings that streets use (register,column,heading,level,ask); a file of the
 * same columns, of which the last two may be missing, adds to them (--map FILE). The register * is
 * every register that has the column, the column - a heading that is left alone.
 *
 * Headings are compared without what does not tell them apart: width, blanks, marks such as * and
 * ：, a number in front, and a trailing remark in brackets — 单位名称（全称）, 职工人数(人) — but
 * for headings that stand in the table with their brackets. A remark that makes another column of
 * it (万元, 男, 其中…) is never left out: such a heading is only known when it stands in the table.
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

struct heading_meaning {
	int column;   /* of the register, or COLUMN_NONE */
	size_t level; /* of an area: how many digits the code of such a column has (street 9,
			 community 12), 0 when the heading does not say: of two columns of one sheet
			 the deeper is meant */
	bool ask; /* it may mean something else (党员数 with the probationary ones), or a remark
		     was left out of which nothing is known: worth saying */
};

/* The column of the register that a heading means. English names and Chinese labels of the schema
 * are known besides the table. */
struct heading_meaning headings_meaning(
    const struct headings *h, const struct schema *s, struct str heading);
/* Its column alone. */
int headings_find(const struct headings *h, const struct schema *s, struct str heading);
/* A heading that is to be left alone without a word: a running number (序号). */
bool headings_is_number(const struct headings *h, struct str heading);
/* Appends the heading as it is compared, but with its remark; for messages and for columns kept
 * under their own name. */
void heading_normalise(struct str heading, struct buf *out);

/* A row of the built-in table. */
struct heading_row {
	const char *register_name, *column, *heading, *level;
	bool ask;
};
const struct heading_row *headings_rows(size_t *count);

#endif
