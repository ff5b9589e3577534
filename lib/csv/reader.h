/*
 * reader: a CSV file as a stream of rows with borrowed field slices (RFC 4180, comma, UTF-8; one
 * record is one line).
 *
 * Accepted: a byte order mark, CRLF, no newline at the end, the header again later (so files may be
 * concatenated). Refused, one by one, with line and column, and reading goes on behind them: blank
 * line, ragged row, NUL, bad UTF-8, unclosed quote (also what a line break inside a field looks
 * like), text after a closing quote, a quote inside an unquoted field. Blanks belong to the field.
 *
 * Lines are cut at newlines before anything else looks at them, so a damaged line spoils only
 * itself. A line with a quote is cut by libcsv in strict mode, one without at the commas that a
 * scan of the whole block has found (scan.h); both give the same fields (reader.c).
 */
#ifndef CSV_READER_H
#define CSV_READER_H

#include "csv/lines.h"

/* What no header may have more of. */
enum { CSV_COLUMNS_MAX = 4096 };

struct csv_reader;

struct csv_row {
	struct str line;          /* the raw line without its end */
	const struct str *fields; /* unquoted */
	size_t count;
	uint64_t number; /* line number, from 1 */
	uint64_t offset; /* of its first byte in the (unfolded) input */
	uint64_t bytes;  /* with its end */
	bool ended;      /* a newline follows; false only for a last line without one */
};

enum csv_status {
	CSV_STATUS_ROW, /* *row is filled: borrowed until the next call */
	CSV_STATUS_BAD, /* *e tells about one bad row (ERROR_ROW), all of *row but its fields is
			   filled; call again */
	CSV_STATUS_END,
	CSV_STATUS_FAILED, /* *e; the stream cannot go on */
};

/* Takes over `in`, reads the header. NULL and *e (ERROR_DATA) when there is none or a name stands
 * twice. */
struct csv_reader *csv_reader_open(struct input *in, struct error *e);
/* The same for a journal: its first columns (at,op,by,why) may have names that come again behind
 * them. */
struct csv_reader *csv_reader_open_journal(struct input *in, struct error *e);
enum { JOURNAL_COLUMNS = 4 };
/* Field names as they stand in the file; valid as long as the reader. */
const struct csv_row *csv_reader_header(const struct csv_reader *r);
const char *csv_reader_name(const struct csv_reader *r);
/* Whether a spreadsheet seems to have written the file: its header has a byte order mark or ends in
 * CRLF. */
bool csv_reader_is_spreadsheet(const struct csv_reader *r);
/* Only these fields of the rows to come will be looked at (numbers from 0): the others
 * may be empty in them. Before this is called, all are wanted. */
void csv_reader_want(struct csv_reader *r, const size_t *fields, size_t count);

/* Rows that need no more looking at: all the fields that the header names, no quotes, none is the
 * header again. Borrowed until the next call; LINES_SLACK bytes can be read behind any field. */
struct csv_block {
	size_t rows, columns;
	const char *text;
	const uint32_t *ends;    /* field f of row r ends before text[ends[r * columns + f]], and
				    begins one behind the end of the field before */
	size_t start;            /* in text: where the first field of the first row begins */
	uint64_t number, offset; /* of the first row, see csv_row */
};

static inline struct str csv_block_field(const struct csv_block *b, size_t row, size_t field)
{
	size_t at = row * b->columns + field, from = at ? b->ends[at - 1] + (size_t)1 : b->start;
	return (struct str){b->text + from, b->ends[at] - from};
}

/* Takes as many rows as have been read already and are plain enough. False, and nothing is taken,
 * when the next line is not: call csv_reader_next for it. Blocks are what makes counting fast; a
 * program that never asks for one sees the same rows. */
bool csv_reader_block(struct csv_reader *r, struct csv_block *block);
/* One row of the block as csv_reader_next gives it; its fields are borrowed until the next call of
 * either. */
void csv_reader_block_row(
    struct csv_reader *r, const struct csv_block *b, size_t row, struct csv_row *out);
enum csv_status csv_reader_next(struct csv_reader *r, struct csv_row *row, struct error *e);
/* Goes on behind a line that is too long to be read, which csv_reader_next has failed on: number,
 * offset, bytes and ended of *row tell about it. False and *e otherwise. */
bool csv_reader_skip_line(struct csv_reader *r, struct csv_row *row, struct error *e);
void csv_reader_close(struct csv_reader *r);

/* Where the bytes of a file stand, when they can be read in any order: a regular file that is not
 * gzip. `from` is that of the first byte behind the header. */
struct csv_extent {
	int fd; /* the reader's; stays open as long as it */
	uint64_t from, to;
	const struct members *of; /* NULL; or these are places in a gzip file: borrowed */
};
/* False when the input is none such, or when the simple way is asked for (reader.c). */
bool csv_reader_extent(const struct csv_reader *r, struct csv_extent *extent);
/* The same for gzip: where its members stand, and how long the header is. */
bool csv_reader_members(const struct csv_reader *r, struct members *m);
/* All rows have been read in parts. */
void csv_reader_pass(struct csv_reader *r);
/* A reader of the rows in a part of what `whole` reads, which must begin and end where lines do, or
 * where members do (members.h);
 * fields wanted are the same. Line numbers and offsets count from the part's begin. It borrows
 * nothing of `whole` but the descriptor. */
struct csv_reader *csv_reader_of_part(const struct csv_reader *whole, struct csv_extent part);
/* The same for another part. */
void csv_reader_restart(struct csv_reader *r, struct csv_extent part);
/* How many lines have been taken. */
uint64_t csv_reader_lines(const struct csv_reader *r);
/* Whether all of the part has been taken; a file that has become shorter ends it too early. */
bool csv_reader_took(const struct csv_reader *r, struct csv_extent part);

/* The column, in characters from 1, at which field number `field` (from 0) starts in a raw line. */
uint64_t csv_column_of(struct str line, size_t field);

#endif
