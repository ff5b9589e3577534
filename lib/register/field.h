/*
 * field: what a command line names where one field is asked for (--fields, --sort, --match): a
 * column of the register by its English name or Chinese label; a column of the row that a reference
 * names, one step away (`org.line`); or a further column of the input, which has no type.
 *
 * Use: field_find while options are read (it tells `lookups` what it steps to), field_bind when the
 * table is open, field_value for each row.
 */
#ifndef REGISTER_FIELD_H
#define REGISTER_FIELD_H

#include "register/lookup.h"

enum field_kind { FIELD_OF_REGISTER, FIELD_OF_REFERENCE, FIELD_OF_INPUT };

struct field {
	enum field_kind kind;
	enum register_id target; /* FIELD_OF_REFERENCE: the register referred to */
	const struct schema *schema;
	char *name; /* as a header has it: "id", "org.line"; of the input: as it stands there */
	int column; /* of the register (the reference itself for a step), or COLUMN_NONE */
	int target_column;    /* FIELD_OF_REFERENCE: of the register referred to */
	size_t stream_column; /* FIELD_OF_INPUT, from field_bind on */
	enum value_type type; /* of the values: TYPE_TEXT for FIELD_OF_INPUT, TYPE_LIST for a step
				 over several references */
	struct value_type_of of; /* of the column whose values these are; not for FIELD_OF_INPUT */
	struct buf value, shown; /* of the last field_value, field_chinese */
};

/*
 * A name as a person writes it. Names that the schema does not know may be columns of the input.
 * lookups NULL: a step is refused. False and *e (ERROR_USAGE): a step over a column that is no
 * reference, or to a column that is not there (nearest). field_release either way.
 */
bool field_find(struct field *f, const struct schema *schema, const struct directory *d,
    struct lookups *lookups, struct str name, struct error *e);
/* A column of an open table. */
void field_of_column(struct field *f, const struct schema *schema, const struct directory *d,
    const struct table *t, size_t stream_column);
void field_release(struct field *f);

/* Finds a column of the input in its table; nothing to do for the others. False and *e
 * (ERROR_USAGE) with the nearest name when there is none. */
bool field_bind(struct field *f, const struct table *t, struct error *e);

/* Whether a value is a list with ';' between (a step over several references is one). */
bool field_is_list(const struct field *f);
/* The value in a row, canonical; of a step over several references the values that are not empty,
 * in the order of the references. References are followed on `date` (selection_day). Borrowed until
 * the next call for this field or the next row. */
struct str field_value(struct field *f, const struct table *t, const struct row *row,
    const struct lookups *lookups, struct str date);

/* The value as --zh shows it; borrowed until the next call for this field. */
struct str field_chinese(struct field *f, const struct directory *d, struct str value);
/* Appends the header that --zh shows. */
void field_label(const struct field *f, struct buf *out);

#endif
