/*
 * filter: the conditions of a command line (`members=3..` `area=360102` `org.line=party`
 * `name~科技`), of --where and of a definition, all of which must hold. The grammar is in
 * taizhang-registers(5), "Filters".
 *
 * A filter is made for one register. Values are brought to their canonical form when the filter is
 * made (labels, area names, dates such as today-90d), so matching compares canonical values. A
 * field that the register does not know may be a column of the input; filter_bind finds it there or
 * refuses.
 */
#ifndef REGISTER_FILTER_H
#define REGISTER_FILTER_H

#include "register/lookup.h"

struct filter;

/* A filter that everything matches. References it steps over are told to `lookups` (borrowed; may
 * be NULL: then a reference step is refused). */
struct filter *filter_new(
    const struct schema *schema, const struct directory *d, struct lookups *lookups);
void filter_free(struct filter *f);
/* Adds one condition as an operand has it. False and *e (ERROR_USAGE) with a hint: unknown field
 * (nearest), unknown code (nearest), a field alone (`members`: > is the shell's), a full-width ＝,
 * a bad range. */
bool filter_add(struct filter *f, struct str condition, struct error *e);
/* Adds the conditions of a text as --where and `where` have it: blanks between, '…' quotes a
 * condition or a part of it. */
bool filter_add_text(struct filter *f, struct str where, struct error *e);
/* Schema columns it looks at, as COLUMN_BITs. */
uint64_t filter_columns(const struct filter *f);
/* The one schema column on which alone it depends whether a row matches; COLUMN_NONE when there are
 * several, or none. */
int filter_only_column(const struct filter *f);
/* Whether it looks at anything but values of those columns: other registers, columns of the input.
 * If not, filter_match needs no `date`, and many threads may call it at once. */
bool filter_follows(const struct filter *f);
/* Finds the columns that the schema does not know in the stream; false and *e (ERROR_USAGE) when
 * one is not there. Call after table_open, also when there are none; may be called again for
 * another table. */
bool filter_bind(struct filter *f, const struct table *t, struct error *e);
/* Whether the row matches. `date` is when references are followed (selection_day). Columns of
 * filter_columns must have been checked. */
bool filter_match(const struct filter *f, const struct row *row, struct str date);

#endif
