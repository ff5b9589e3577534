/*
 * row_hashes: by what a new row without an id is told apart: its credit code, and its name together
 * with its street and its kind. As hashes, from which follows which rows cannot be the same
 * (once.h).
 */
#ifndef REGISTER_ROW_HASHES_H
#define REGISTER_ROW_HASHES_H

#include "register/schema.h"

#include <stdint.h>

/* Columns, or COLUMN_NONE. */
struct row_hash_columns {
	int code, name, area, kind;
};

/* 0: the row has none. */
struct row_hashes {
	uint32_t code, name;
};

/* names: whether rows are told apart by their names, too. */
struct row_hash_columns row_hash_columns_of(const struct schema *s, bool names);
struct row_hashes row_hashes(const struct row_hash_columns *key, const struct str *cells);

#endif
