/*
 * schema: the nine registers as data. registers.csv and codes.csv in this directory are the only
 * place where a column or a built-in code is written down; writers, readers, checks, manuals and
 * completions follow from them.
 */
#ifndef REGISTER_SCHEMA_H
#define REGISTER_SCHEMA_H

#include "base/str.h"

#include <stdint.h>

enum value_type {
	TYPE_ID, /* 1–64 of A–Z a–z 0–9 . _ - */
	TYPE_TEXT,
	TYPE_INTEGER, /* ≥ 0 */
	TYPE_MONEY,   /* yuan with two decimals in files, fen inside */
	TYPE_DATE,    /* YYYY-MM-DD */
	TYPE_TIME,    /* RFC 3339, UTC, seconds */
	TYPE_YESNO,
	TYPE_CODE,
	TYPE_CODES, /* sorted, ';' between; also the three list types below */
	TYPE_AREA,  /* division code of 2, 4, 6, 9 or 12 digits */
	TYPE_USCC,
	TYPE_LIST,
	TYPE_REF, /* id of a row of another register */
	TYPE_REFS,
};

enum register_id {
	REGISTER_UNITS,
	REGISTER_ORGS,
	REGISTER_PEOPLE,
	REGISTER_VISITS,
	REGISTER_MEETINGS,
	REGISTER_PROBLEMS,
	REGISTER_EVENTS,
	REGISTER_SITES,
	REGISTER_AWARDS,
	REGISTER_COUNT
};

struct column {
	const char *name;
	const char *label; /* Chinese */
	enum value_type type;
	const char *target; /* of a reference: the register's name; else NULL */
	bool required;
	bool personal; /* messages never show the value */
	const char
	    *empty_means; /* what an empty cell counts as: a value, or "=COLUMN"; NULL: nothing */
	const char *note;
};

enum { SCHEMA_COLUMNS_MAX = 32 };

/* A set of columns, in 64 bits: that of the column with this number. */
#define COLUMN_BIT(column) (UINT64_C(1) << (column))

/* "No such column" where a column is given by its number in the schema. */
#define COLUMN_NONE (-1)

struct schema {
	enum register_id id;
	const char *name;
	char letter; /* automatic ids begin with it */
	const char *writer, *reader;
	const struct column *columns;
	int column_count; /* the last one is `recorded` */
	/* A row is in force from columns[start] (included) to columns[end] (excluded); COLUMN_NONE:
	 * this register's rows are never "in force". versioned: an id may have several rows, one
	 * after another. */
	int start, end;
	bool versioned;
	int happens; /* the date column that a period selects by unless another is named */
	int area;    /* COLUMN_NONE: none */
	int recorded;
	uint64_t required, credit_codes; /* bits of the columns that are; required: but the id */
};

const struct schema *schema_of(enum register_id id);
/* By name ("orgs"); NULL when there is none. */
const struct schema *schema_find(struct str name);
/* Number of a column by its English name or Chinese label, or COLUMN_NONE. */
int schema_column(const struct schema *s, struct str name);
/* The column name that differs least from `name`, for "did you mean"; never NULL. */
const char *schema_nearest(const struct schema *s, struct str name);
/* Whether a field of that name has personal values in some register, or names or ids of persons. Of
 * `x.name` the name counts, whatever x refers to. */
bool schema_is_personal(struct str field);
/* What a person typed as field, sign and value, for a message: a value of a personal column, or a
 * name or id of a person, is left out ("name＝…"). Storage as of error_quote. */
const char *schema_quote_operand(struct str operand);
bool type_is_list(enum value_type type);
/* Columns (COLUMN_BIT) whose values are ids of rows of `target`. */
uint64_t schema_referring(const struct schema *s, const struct schema *target);

struct code {
	const char *field; /* "units.kind", or "step" for the column step of every register */
	const char *code;
	const char *label;
	const char *aliases; /* ';' between */
};

const struct code *schema_codes(size_t *count);

/* Number of single-character changes and swaps of neighbours between two texts, for "did you mean";
 * at most 64 bytes of each are looked at. */
size_t text_distance(struct str a, struct str b);

#endif
