/*
 * error: what went wrong, where, as data. The library fills one in and returns; programs print it
 * (cli/report.h).
 *
 * A message is a whole sentence in lower case without a full stop, already translated, with the
 * offending text quoted and what would have been right. Place: file (a path, or the empty string),
 * line and column counted from 1; 0 is "none". column counts characters of the line.
 */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include "base/str.h"

#include <libintl.h>
#include <stdint.h>

/* Marks a message for translation. */
#define _(text) gettext(text)
#define N_(text) (text)

enum error_kind {
	ERROR_NONE = 0,
	ERROR_FOUND,  /* the work is done and something was found: exit 1 */
	ERROR_USAGE,  /* wrong option, filter, field or code on the command line: exit 2 */
	ERROR_ROW,    /* one bad row; reading can go on: exit 3 (1 with --keep-going) */
	ERROR_TORN,   /* a torn tail, left out; reading goes on: exit 1 */
	ERROR_DATA,   /* unreadable or damaged input; cannot go on: exit 3 */
	ERROR_SYSTEM, /* the system refused: exit 3 */
	ERROR_LOCKED, /* lock not free in time: exit 75 */
	ERROR_NOTE,   /* worth saying, changes no exit code; silenced by -q */
};

struct error {
	enum error_kind kind;
	uint64_t line;
	uint64_t column;
	char file[512];
	char message[1024];
};

#define ERROR_INIT ((struct error){.kind = ERROR_NONE})

/* Sets kind and message, clears the place. Always returns false, so that a function can `return
 * error_set(…)`. */
bool error_set(struct error *e, enum error_kind kind, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Adds the place to what error_set has set. Always returns false. */
bool error_at(struct error *e, const char *file, uint64_t line, uint64_t column);
/* error_set with ERROR_SYSTEM and the text of errno value `number` behind the message, for `file`.
 */
bool error_errno(struct error *e, const char *file, int number, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Receives errors that do not end the work (bad rows, torn tails, notes), in order. The receiver
 * prints and counts. */
struct diag {
	void (*say)(struct diag *diag, const struct error *e);
};

/* A `say` that leaves it at that. */
void diag_ignore(struct diag *diag, const struct error *e);

/* One that only notes that there was something to tell: {{diag_note}, false}. */
struct noting_diag {
	struct diag diag; /* first */
	bool told;
};
void diag_note(struct diag *diag, const struct error *e);

/* Text for a message: at most 60 characters, '…' behind a longer one. Rotating storage of the
 * thread: valid for four further calls. */
const char *error_quote(struct str text);

#endif
