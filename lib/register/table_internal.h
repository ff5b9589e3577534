/* table_internal: what the files of table share; not for others. */
#ifndef REGISTER_TABLE_INTERNAL_H
#define REGISTER_TABLE_INTERNAL_H

#include "register/table.h"

struct table_input {
	struct csv_reader *reader;
	int fields[SCHEMA_COLUMNS_MAX]; /* by schema column: field number, −1 when missing */
	int *cells;                     /* by stream column: field number, −1 when missing */
	size_t cell_count;
	/* Schema columns whose values the table gives: those that the file has, and the others,
	 * which are empty in all of its rows. */
	int present[SCHEMA_COLUMNS_MAX], absent[SCHEMA_COLUMNS_MAX];
	int present_count, absent_count;
	/* Of the rows of a block (table_blocks.c): what must be plain, and whose bytes decide
	 * whether a line can be written again as it is. */
	struct value_place *checked;
	size_t *loose;
	size_t checked_count, loose_count;
	bool straight; /* its columns are those of the stream in their order */
	bool journal;
	bool tail_rule; /* a register of a directory */
	int at_field;   /* of a journal: its column `at` */
};

struct table {
	struct table_spec spec;
	struct value_type_of types[SCHEMA_COLUMNS_MAX];
	struct buf scratch[SCHEMA_COLUMNS_MAX];
	struct table_column *columns;
	size_t column_count, column_capacity;
	struct table_input *inputs;
	size_t input_count, input_capacity, current;
	bool is_share; /* columns and inputs are another table's */
};

/* table.c: makes a row of row->csv. False after telling the diag that it is not good. */
bool table_take(struct table *t, const struct table_input *in, struct row *row);

/* table_blocks.c: once all columns of the stream are known. */
void table_prepare_blocks(struct table *t);

#endif
