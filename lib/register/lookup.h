/*
 * lookup: referenced registers in memory, for the one reference step of filters and groups
 * (`org.line`): id → versions, and of each version only the columns that are asked for.
 *
 * Use: name the columns with lookups_need while filters are parsed; lookups_load reads the
 * registers that are needed; then lookup_value.
 */
#ifndef REGISTER_LOOKUP_H
#define REGISTER_LOOKUP_H

#include "register/table.h"

struct lookups; /* one for each program run */

struct lookups *lookups_new(void);
void lookups_free(struct lookups *l);
/* Column `column` of register `target` will be asked for. */
void lookups_need(struct lookups *l, enum register_id target, int column);
/* The registers that are needed, as REGISTER_BITs: put them into the snapshot. */
unsigned lookups_registers(const struct lookups *l);
/*
 * Reads the needed registers. specs[id] says where from (snapshot or files, as for table_open; its
 * schema, directory, known_by and diag are used). False and *e when one cannot be read; bad rows go
 * to the diag.
 */
bool lookups_load(
    struct lookups *l, const struct table_spec specs[REGISTER_COUNT], struct error *e);
/*
 * The value of a column of the row of `target` with that id in the version in force on `date` (ISO
 * text; the empty str: the latest version). The empty str when there is none. empty_means is
 * applied. Borrowed until lookups_free.
 */
struct str lookup_value(
    const struct lookups *l, enum register_id target, struct str id, struct str date, int column);

#endif
