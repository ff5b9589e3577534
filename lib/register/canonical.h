/*
 * canonical: the rows of a register in the form in which a closing counts them, as they were known
 * at a time: one line of CSV for each, canonical values in the order of the columns, sorted by id,
 * then by the start of a version. taizhang-registers(5), "Closed periods", defines it; it is what
 * the reader prints with these columns in this order.
 *
 * Kept in memory: all rows of one register.
 */
#ifndef REGISTER_CANONICAL_H
#define REGISTER_CANONICAL_H

#include "base/sha256.h"
#include "register/table.h"

/* Positions in canonical.text. */
struct canonical_row {
	size_t line, end; /* with its newline */
	size_t key;       /* "id,since", which ends where the line starts */
};

struct canonical {
	char *header;      /* the columns, as a line of CSV without its end */
	bool has_recorded; /* else --known-by cannot tell which rows came later */
	struct buf text;
	struct canonical_row *rows; /* sorted */
	size_t count, capacity;
};

/*
 * Reads a register. header NULL: all columns of the schema, then those of the register's own,
 * sorted; else these columns, and what is filled in others stands behind them as column=value, so
 * that it does not pass unnoticed. Bad rows go to the diag of the spec and are left out. False and
 * *e when the register cannot be read. canonical_release either way.
 */
bool canonical_read(
    struct canonical *c, const struct table_spec *spec, const char *header, struct error *e);
void canonical_release(struct canonical *c);

/* "id,since" of a row; since is empty where rows are no versions. */
struct str canonical_key(const struct canonical *c, size_t row);
/* The digest of its line. */
void canonical_row_digest(const struct canonical *c, size_t row, char out[SHA256_TEXT_SIZE]);
/* The digest of header and rows. */
void canonical_digest(const struct canonical *c, char out[SHA256_TEXT_SIZE]);

#endif
