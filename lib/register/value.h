/*
 * value: one cell by the type of its column: checking, making canonical, comparing, showing.
 *
 * Canonical is what stands in a register: the English code, the area code, ISO dates, yes/no, lists
 * sorted and without doubles with ';' between, digits without leading zeros, money with two
 * decimals.
 */
#ifndef REGISTER_VALUE_H
#define REGISTER_VALUE_H

#include "base/date.h"
#include "base/error.h"
#include "csv/reader.h"
#include "register/directory.h"
#include "register/schema.h"

enum value_mode {
	VALUE_STORED, /* a cell of a register or of a stream: labels, aliases and area names are
			 understood */
	VALUE_INPUT,  /* a cell that a person wrote: also blanks around it and , ； ， 、 between
			 list elements */
};

/* The column as a cell reader needs it; made once per column. */
struct value_type_of {
	const struct schema *schema;
	const struct column *column;
	const struct code_list *codes; /* or NULL */
};

struct value_type_of value_type_of(const struct directory *d, const struct schema *s, int column);

/*
 * Checks `in` and gives its canonical form: either `in` itself or text in `scratch` (cleared
 * first). The empty cell is always good. In VALUE_INPUT, references are only trimmed, split and
 * sorted: whoever holds the registers resolves names and credit codes. A credit code is only
 * checked for its length and letters here (uscc.h has the rest). False: *e has kind ERROR_ROW and a
 * message, no place.
 */
bool value_read(const struct directory *d, const struct value_type_of *type, enum value_mode mode,
    struct str in, struct buf *scratch, struct str *out, struct error *e);

/*
 * Whether the cell is surely good and canonical as it stands: value_read with VALUE_STORED would
 * accept it and give the very same text. False means "not known", never "bad": then ask value_read.
 * Much cheaper; looks at nothing but its arguments, so that many threads may ask at once.
 */
bool value_is_plain(const struct value_type_of *type, struct str cell);
/* The same for value_read with VALUE_INPUT. */
bool value_is_plain_input(const struct value_type_of *type, struct str cell);

/* A column in the lines of a file. */
struct value_place {
	struct value_type_of type;
	size_t field;
};

enum { VALUES_ROWS_MAX = 64 };
/* The same for these cells of some rows of a block, at most VALUES_ROWS_MAX, where an empty cell is
 * not plain in a column that is required: bit i is set when all of row + i are. */
uint64_t values_are_plain(const struct value_place *places, size_t count,
    const struct csv_block *block, size_t row, size_t rows);

/* Order of two canonical values: numbers and money as numbers, all else by bytes (dates too); empty
 * first. */
int value_compare(enum value_type type, struct str a, struct str b);

/* Appends the canonical value as --zh shows it: labels of codes, area names where they are unique,
 * 是 and 否. */
void value_print_chinese(
    const struct directory *d, const struct value_type_of *type, struct str value, struct buf *out);

/* "('text')" for a message, or for a personal column only the length: "(3 characters, personal)".
 * Static storage as error_quote. */
const char *value_quote(const struct column *column, struct str value);

#endif
