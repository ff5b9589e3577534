/*
 * writer: CSV rows to an output. A field is quoted only when it must be: it holds a comma, a quote,
 * CR or LF, begins or ends with a blank or begins with a byte order mark; and a row of one empty
 * field, which would else be a blank line.
 */
#ifndef CSV_WRITER_H
#define CSV_WRITER_H

#include "csv/output.h"

struct csv_writer {
	struct output *out;
	bool excel; /* byte order mark, CRLF, formulas guarded, long digits kept as text (see
		       csv_excel_text) */
	bool in_row;
	bool started;
	struct buf row;
};

void csv_writer_init(struct csv_writer *w, struct output *out, bool excel);
void csv_writer_release(struct csv_writer *w);
void csv_writer_field(struct csv_writer *w, struct str field);
void csv_writer_end_row(struct csv_writer *w);

bool csv_needs_quotes(struct str field);
/* Appends a field as CSV, quoted when needed. */
void csv_quote(struct buf *out, struct str field);
/* Whether a field must be quoted for how it begins or ends. */
bool csv_has_odd_ends(struct str field);
/* Appends the field as a spreadsheet shows it unchanged: a leading = + - @ TAB CR gets a ' in
 * front, twelve or more digits or digits with a leading zero become ="…". csv_plain_text undoes
 * both: a str within `field`. */
void csv_excel_text(struct buf *out, struct str field);
struct str csv_plain_text(struct str field);

#endif
