/*
 * set_from: values for fields that a sheet does not have, by the name of its file: a CSV with the
 * header file,FIELD…, such as file,area. They stand where a sheet's cell is empty.
 */
#ifndef IMPORT_SET_FROM_H
#define IMPORT_SET_FROM_H

#include "register/value.h"

struct set_from {
	struct buf values[SCHEMA_COLUMNS_MAX]; /* canonical, by column of the schema */
	bool has[SCHEMA_COLUMNS_MAX];
};

/* Reads the file for the sheets of these paths: *out is an array of `count`. A line's `file` is a
 * path as it was given, or its last part. False and *e when it is ill-formed, when a sheet has no
 * line, or when a line has no sheet. set_from_free either way. */
bool set_from_read(struct set_from **out, const char *path, const struct directory *d,
    const struct schema *schema, const char *const *files, size_t count, struct error *e);
void set_from_free(struct set_from *s, size_t count);

#endif
