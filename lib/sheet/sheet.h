/*
 * sheet: a table as somebody made it in a spreadsheet program: delimited text in whatever encoding,
 * or one sheet of an .xlsx workbook (ISO/IEC 29500). Nothing is known here of registers: rows of
 * cells come out, in the order of the file, each with its place as a spreadsheet shows it.
 *
 * What a file is, is told by its bytes, never by its name: gzip is unfolded, a zip archive is taken
 * for .xlsx, an OLE compound file (.xls) is refused with the way out, all else is text.
 */
#ifndef SHEET_SHEET_H
#define SHEET_SHEET_H

#include "base/error.h"
#include "sheet/letters.h"

enum sheet_kind {
	SHEET_EMPTY,
	SHEET_TEXT,   /* as it stands, blanks kept; a line break within it is one blank */
	SHEET_NUMBER, /* decimal digits; of an .xlsx the 15 that a spreadsheet program shows, with
			 more of them before the point as 9.14E+17 (xlsx_value.h) */
	SHEET_DATE,   /* a number whose style shows a day: 2026-05-08, or with a time of day behind
			 it 2026-05-08T12:30:00. One whose style shows year or month alone and that
			 is the first of a month is SHEET_TEXT, 2026年5月: nobody knows what was
			 meant. */
	SHEET_TRUTH,  /* TRUE or FALSE */
	SHEET_FAULT,  /* a formula that failed, #N/A, or that nobody has computed, "=" */
};

struct sheet_cell {
	struct str
	    text; /* UTF-8 without control characters but tabs; borrowed until the next row */
	enum sheet_kind kind; /* delimited text has only SHEET_EMPTY and SHEET_TEXT */
};

struct sheet_row {
	uint64_t number; /* from 1, as a spreadsheet program counts rows when it opens the file */
	bool hidden;
	size_t count;                   /* cells; none behind the last that is not empty */
	const struct sheet_cell *cells; /* borrowed until the next row */
};

struct sheet_options {
	const char *encoding; /* of text: NULL finds out; else a name for iconv(3), borrowed until
				 close */
	char delimiter;       /* of text: '\0' finds out among comma, tab, semicolon */
	const char *sheet; /* of a workbook: name, or number from 1 among those that are not hidden;
			      NULL: the only one that is not hidden and not empty, else an error
			      (ERROR_USAGE) that names them */
};

/* What was found out; texts are borrowed as long as the sheet is open. */
struct sheet_facts {
	const char *format;   /* "CSV", "XLSX" */
	const char *encoding; /* of text: "UTF-8", "GB18030", "UTF-16LE", …; else NULL */
	char delimiter;       /* of text; else '\0' */
	const char *name;     /* of a workbook's sheet; else NULL */
	/* Of .xlsx: hidden ones that are not empty, merged ranges; known once all rows are read. */
	size_t hidden_rows, hidden_columns, merged;
};

struct sheet;

/* "-" is standard input. NULL and *e when it cannot be read or is none of these formats. */
struct sheet *sheet_open(const char *path, const struct sheet_options *options, struct error *e);
/* 1 and the next row that is not empty; 0 at the end; −1 and *e (ERROR_DATA): the file is damaged
 * there. error places: line is the row, column the cell, both as struct sheet_row counts. */
int sheet_next(struct sheet *s, struct sheet_row *row, struct error *e);
const struct sheet_facts *sheet_facts(const struct sheet *s);
/* Bytes of the file, unfolded when it is gzip. */
size_t sheet_size(const struct sheet *s);
/* Those from `from` up to `to`. False and *e: they cannot be read. */
bool sheet_bytes(const struct sheet *s, size_t from, size_t to, char *out, struct error *e);
/* Whether the file is as it was when it was opened. A large one is read more than once: else what
 * has come of it may not be what stood there at any time. */
bool sheet_is_unchanged(const struct sheet *s, struct error *e);
/* Says that it is not: what has been read before is not there any more. Always returns false. */
bool sheet_say_changed(const struct sheet *s, struct error *e);
/* Gives back what only reading rows needs: no more can be read. All else that is known stays. */
void sheet_rest(struct sheet *s);
/* Another reader of the same sheet, from its first row on; `s` must stay open. NULL and *e when it
 * cannot be read. */
struct sheet *sheet_again(struct sheet *s, struct error *e);

/*
 * A delimited text can be read in parts that end behind line feeds. When all rows of a part can be
 * read, the next one begins with a row; when not, a cell with a line break in it may have been cut.
 */
/* The end of the line that the byte at `at` is in; 0 when the sheet cannot be read in parts. */
size_t sheet_cut(const struct sheet *s, size_t at);
/* A reader of parts, as yet of none. `s` must stay open. */
struct sheet *sheet_of_parts(const struct sheet *s);
/* Goes on with the bytes from `from` up to `to`; `before`: the rows that stand before them. False
 * and *e: they cannot be read. */
bool sheet_begin_part(struct sheet *part, const struct sheet *s, size_t from, size_t to,
    uint64_t before, struct error *e);
/* The rows that have been read, empty ones too, and those before the part. */
uint64_t sheet_rows(const struct sheet *part);

/* The path as messages show it. */
const char *sheet_path(const struct sheet *s);
void sheet_close(struct sheet *s);

#endif
