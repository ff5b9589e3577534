/* lister_internal: what the two files of lister share; not for others. */
#ifndef CLI_LISTER_INTERNAL_H
#define CLI_LISTER_INTERNAL_H

#include "cli/source.h"
#include "cli/workbook.h"
#include "csv/writer.h"
#include "register/field.h"
#include "register/filter.h"
#include "register/join.h"
#include "register/sort.h"

/* How the rows of blocks can be listed (lister_rows.c). */
struct fast {
	bool by_values; /* which rows match follows from values of the columns looked_at alone */
	uint64_t looked_at;
	bool whole_lines; /* a row is printed as the line that it is, where that is canonical */
	uint64_t done;    /* rows that begin before this byte have been listed by lister_parts */
	struct str run;   /* matching lines one behind the other, not yet written */
};

struct lister {
	struct program program;
	struct source source;
	const struct schema *schema;
	/* options */
	const char *output, *fields, *sort, *match;
	struct text_list where, in, not_in;
	bool count, no_header, pretty, zh, excel;
	/* made of them */
	struct lookups *lookups;
	struct selection selection;
	struct filter *filter;
	struct field match_field;
	struct join *joins;
	size_t join_count;
	struct field *columns; /* what is printed */
	size_t column_count, column_capacity;
	struct field *keys;
	struct sort_key *key_orders;
	size_t key_count, key_capacity, order_capacity;
	struct table *table;
	struct sorter *rows; /* NULL: rows are written as they come */
	bool lost;           /* not all rows could be kept or written; told */
	struct str *texts;   /* of the row at hand: cells, then keys */
	struct fast fast;
	struct output *out;
	struct csv_writer writer;
	struct xlsx_writer *workbook; /* writes instead of it when -o names one */
	unsigned long long matched;
};

/* Whether the row matches; `date` is when references are followed. */
bool lister_wants(struct lister *l, const struct row *row, struct str date);
/* Lists the rows by several threads. False when that is not possible or something needs telling:
 * what was not listed begins at fast.done. */
bool lister_parts(struct lister *l);
/* Reads the rows and writes what is asked for of those that match. */
void lister_rows(struct lister *l);

#endif
