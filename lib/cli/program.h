/*
 * program: what every program does alike: start (locale, name), options, messages, ending with the
 * right exit code.
 *
 * A program has one `struct program`. Its diag receives bad rows and notes from the library and
 * prints them at once; every printed error raises the severity, and program_finish turns the
 * highest one into the exit code.
 */
#ifndef CLI_PROGRAM_H
#define CLI_PROGRAM_H

#include "base/error.h"
#include "csv/output.h"

enum exit_code { EXIT_DONE = 0, EXIT_FOUND = 1, EXIT_USAGE = 2, EXIT_FAILED = 3, EXIT_LOCKED = 75 };

enum option_kind {
	OPTION_FLAG, /* target: bool */
	OPTION_TEXT, /* target: const char *; a second use is refused */
	OPTION_LIST, /* target: struct text_list */
};

struct option_def {
	int letter;       /* 0: only the long name */
	const char *name; /* long name */
	enum option_kind kind;
	const char *argument; /* name of the argument in the usage text; NULL for a flag */
	const char *help;     /* N_(…) one line */
	void *target;
};

struct text_list {
	const char **items;
	size_t count, capacity;
};

enum { PROGRAM_OPTIONS_MAX = 48 };

struct program {
	struct diag diag;
	const char *name;
	const char *synopsis; /* N_(…): the usage lines behind the name, '\n' between */
	const char *purpose;  /* N_(…): one line */
	struct option_def options[PROGRAM_OPTIONS_MAX];
	size_t option_count;
	bool quiet, verbose, keep_going;
	const char *jobs, *max_bytes; /* as given; program_parse looks at them */
	int severity;                 /* the exit code so far */
	size_t bad_rows;              /* ERROR_ROW errors told so far */
};

/* Sets locale, message catalogue and name; adds -j --max-bytes -q -v -h -V. */
void program_start(struct program *p, const char *name, const char *synopsis, const char *purpose);
void program_add_options(struct program *p, const struct option_def *options, size_t count);
/* Parses argv; prints and exits for -h and -V. Operands are left in argv from *first on. False when
 * an error was told (exit code 2). */
bool program_parse(struct program *p, int argc, char **argv, int *first);
/* Prints "program: file:line:column: message" and raises the severity as the kind asks. Always
 * returns false. */
bool program_tell(struct program *p, const struct error *e);
/* error_set(ERROR_NOTE) and program_tell in one; file: its place, or NULL. */
void program_note(struct program *p, const char *file, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* error_set(ERROR_USAGE) and program_tell in one. Always returns false. */
bool program_usage_error(struct program *p, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void program_raise(struct program *p, int exit_code);

/* Whether a path is "-", standard input or output; not NULL, whatever that means to an option. */
bool path_is_standard(const char *path);
/* Standard input can be read once: false, told, when several options and operands name it. */
bool program_check_standard_input(struct program *p, size_t uses);

/* Ends output and program: `out` (may be NULL) is finished, or abandoned when it goes to a file and
 * the severity is 2 or more (said); flushes standard output and returns the exit code. */
int program_finish(struct program *p, struct output *out);

#endif
