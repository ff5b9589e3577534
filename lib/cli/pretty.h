/*
 * pretty: rows aligned in columns for a terminal, by display width, so that Chinese and Latin text
 * line up. Numbers stand to the right. Nothing is cut; control characters are made visible.
 */
#ifndef CLI_PRETTY_H
#define CLI_PRETTY_H

#include "csv/output.h"
#include "register/sort.h"

/* Prints the rows of `rows`, below a header and a rule unless `header` is NULL. `numeric` says of
 * each column whether it holds numbers. False and *e when kept rows cannot be read (sort.h). */
bool pretty_print(struct output *out, struct sorter *rows, const struct str *header,
    const bool *numeric, size_t columns, struct error *e);

#endif
