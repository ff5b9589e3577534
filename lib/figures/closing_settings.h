/*
 * closing_settings: how the figures of a closed period are counted: the options of orgs-count that
 * closed.csv keeps, so that they can be counted again.
 */
#ifndef FIGURES_CLOSING_SETTINGS_H
#define FIGURES_CLOSING_SETTINGS_H

#include "base/error.h"

/* Texts as the options have them; NULL where not given. They are borrowed from the command line, or
 * from `storage`. */
struct closing_settings {
	const char *by, *group, *units, *work;
	const char *const *due;
	size_t due_count;
	char *storage;
	const char **own_due;
};

/* As words of a command line: `--by street --units 'operating!=no kind=company'`; appended. */
void closing_settings_print(const struct closing_settings *s, struct buf *out);
/* Reads what was printed. False and *e (ERROR_DATA) when it is something else. Release either way.
 */
bool closing_settings_parse(struct closing_settings *s, const char *text, struct error *e);
void closing_settings_release(struct closing_settings *s);

#endif
