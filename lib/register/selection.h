/*
 * selection: which rows a command looks at by time: in force on a day (`--as-of`), happened in a
 * period (`--from --to --on`). The rules are in taizhang-registers(5), "Time".
 */
#ifndef REGISTER_SELECTION_H
#define REGISTER_SELECTION_H

#include "register/table.h"

/* What the options say; NULL where not given. */
struct time_options {
	const char *as_of, *from, *to, *on, *period, *known_by;
};

/* The options read, not yet bound to a register. DAY_NONE / INSTANT_NONE where not given. */
struct time_choice {
	day as_of, from, to;
	bool as_of_given; /* by --as-of itself */
	bool by_period;   /* as_of, from and to come from --period */
	const char *on;   /* as given, or NULL */
	instant known_by;
};

/* False and *e (ERROR_USAGE) for ill-formed dates, from after to, --period beside --from/--to. */
bool time_choice_read(struct time_choice *c, const struct time_options *o,
    const struct directory *d, struct error *e);

/* Bound to one register: ISO texts, so that matching compares bytes. Empty text: no such bound. */
struct selection {
	const struct schema *schema;
	char as_of[DATE_SIZE];
	int on; /* date column, COLUMN_NONE when no period selects */
	char from[DATE_SIZE], to[DATE_SIZE];
};

/*
 * For a reader: --period means as-of for units, orgs, people and sites (without --on), from/to for
 * the others. False and *e (ERROR_USAGE) for
 * --as-of on a register whose rows are never in force, or --on with a column that is no date
 * column.
 */
bool selection_for_reader(
    struct selection *s, const struct schema *schema, const struct time_choice *c, struct error *e);
bool selection_match(const struct selection *s, const struct row *row);
/* The day on which references of the row are followed (ISO text; empty: the latest version): the
 * as-of day, else the row's own value in the column that selects it, else the last day on which the
 * row was in force. `scratch` holds the text when it must be made. */
struct str selection_day(const struct selection *s, const struct row *row, char scratch[DATE_SIZE]);
/* Columns the selection looks at, as COLUMN_BITs. */
uint64_t selection_columns(const struct selection *s);

#endif
