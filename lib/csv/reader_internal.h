/* reader_internal: what the files of reader share; see reader.h. */
#ifndef CSV_READER_INTERNAL_H
#define CSV_READER_INTERNAL_H

#include "csv/reader.h"

#include <csv.h>

struct csv_reader {
	struct lines lines;
	struct input_line line; /* the one at hand */
	struct str *sliced;     /* fields of a line that is sliced; those not wanted are empty */
	size_t *wanted;         /* numbers of fields */
	size_t wanted_count;
	bool by_libcsv; /* all lines */
	bool spreadsheet;
	struct csv_parser parser;
	struct buf text; /* unquoted fields, one after another */
	size_t *ends;    /* of each field in text */
	size_t end_count, end_capacity;
	struct str *fields;
	size_t field_capacity;
	struct csv_row header;
	struct buf header_line, header_text;
	struct buf plain_header; /* as a line without quotes would have it */
	struct str *header_fields;
};

/* Whether a line without quotes is the header again. */
bool csv_reader_is_header(const struct csv_reader *r, struct str line);

/* The bytes of a part. */
struct input *csv_reader_input_of(struct csv_extent part, const char *name);

#endif
