/*
 * lines: an input as a stream of lines, read in large blocks that are scanned once for all their
 * separators (scan.h). It knows neither fields nor quotes.
 */
#ifndef CSV_LINES_H
#define CSV_LINES_H

#include "csv/input.h"
#include "csv/scan.h"

/* A longer line is refused, so that a file that is no CSV does not fill the memory. */
enum { CSV_LINE_LIMIT = 16 * 1024 * 1024 };

/* Borrowed until the next call. */
struct input_line {
	struct str text;      /* without its end */
	bool carriage_return; /* the end was CRLF, or the text's last byte without a newline CR */
	bool ended;           /* a newline follows; false only for a last line without one */
	uint64_t number;      /* from 1 */
	uint64_t offset;      /* of its first byte in the (unfolded) input */
	uint64_t bytes;       /* with its end */
	/* Of a line that ended: the commas in it and its newline, by their offsets from `block`. */
	const char *block;
	const uint32_t *separators;
	size_t separator_count;
	bool quotes, odd; /* see scan.h: of the whole block */
};

enum lines_status { LINES_LINE, LINES_END, LINES_FAILED };

/* A zero struct but for `in`, which it takes over, is at the start. */
struct lines {
	struct input *in;
	char *window; /* bytes of the input; [start, end) are not yet taken */
	size_t size, start, end;
	bool exhausted; /* the input has ended */
	struct scan scan;
	size_t scanned; /* where in the window the scanned block begins */
	size_t next;    /* number of the next line of it */
	uint64_t number, offset;
};

/* What can be read beyond the end of any line, so that its fields may be loaded as wholes. */
enum { LINES_SLACK = 64 };

/* FAILED: *e, for an input that cannot be read or a line over the limit. */
enum lines_status lines_next(struct lines *l, struct input_line *line, struct error *e);
/* Passes over lines that have been scanned and are not yet taken: at most line_count − next of the
 * scan. The window stays as it is. */
void lines_take(struct lines *l, size_t count);
/* Begins anew with another input, which it takes over. */
void lines_restart(struct lines *l, struct input *in);
/* Passes over a line, also one over the limit: number, offset, bytes and ended of *line tell about
 * it. False and *e when the input cannot be read. */
bool lines_skip(struct lines *l, struct input_line *line, struct error *e);
void lines_release(struct lines *l);

#endif
