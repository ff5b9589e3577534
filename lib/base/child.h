/*
 * child: another program as a function from bytes to bytes: started without a shell, fed through
 * its standard input, read from its standard output, and waited for.
 */
#ifndef BASE_CHILD_H
#define BASE_CHILD_H

#include "base/error.h"

enum child_end {
	CHILD_DONE,    /* exit code 0 */
	CHILD_MISSING, /* there is no such program */
	CHILD_FAILED,  /* anything else: *e tells (ERROR_SYSTEM), with its first line on standard
			  error */
};

/*
 * Runs argv[0], looked for in PATH, with `input` as standard input; its standard output is appended
 * to `out`. Both at a time, so that neither side waits for the other. `settings` ("NAME=value",
 * NULL at the end) take the place of what the environment has; a bare "NAME" takes it away.
 */
enum child_end child_run(const char *const *argv, const char *const *settings, struct str input,
    struct buf *out, struct error *e);

#endif
