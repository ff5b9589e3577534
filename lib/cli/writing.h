/* writing: what all programs do alike that write to a register directory. */
#ifndef CLI_WRITING_H
#define CLI_WRITING_H

#include "cli/source.h"

/* Call first: a closed pipe and a full quota are told as errors, they do not end the program. */
void writing_start(void);
/* Whether the text of --why (or NULL) can stand in a journal. False when an error was told. */
bool writing_reason(struct program *p, const char *why);
/* Who writes, for the journal: a name that can stand there, else the number; borrowed from the
 * environment or `out`. */
const char *writing_user(char out[32]);
/* After source_open: the directory must be there. False when an error was told. */
bool writing_directory_exists(struct program *p, const struct source *s);
/* Prints the keys of the rows that are on disk, whatever becomes of the output; `written`: this
 * program has put them there. */
void writing_print_keys(struct program *p, struct str keys, bool written);

#endif
