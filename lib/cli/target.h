/*
 * target: where a program may put its result. A result never takes the place of a file of the
 * register directory that is read, which only writers change, under its lock; nor of a file that
 * the program reads.
 */
#ifndef CLI_TARGET_H
#define CLI_TARGET_H

#include "cli/source.h"

/* Whether -o (or another option, as messages shall name it) may write to path: NULL is standard
 * output. s may be NULL: then there is no directory. False when an error was told. */
bool target_is_free(
    struct program *p, const struct source *s, const char *option, const char *path);
/* Whether the directory at path, which is to be filled, is another than the register directory.
 * False when an error was told. */
bool target_is_apart(
    struct program *p, const struct source *s, const char *option, const char *path);
/* Whether path is another file than `input`, which the program reads. False when an error was told.
 */
bool target_is_no_input(struct program *p, const char *option, const char *path, const char *input);

#endif
