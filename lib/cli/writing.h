/* writing: what all programs do alike that write to a register directory. */
#ifndef CLI_WRITING_H
#define CLI_WRITING_H

#include "cli/source.h"

/* Call first: a closed pipe and a full quota are told as errors, they do not end the program. */
void writing_start(void);
/* Who writes, for the journal; borrowed from the environment or `out`. */
const char *writing_user(char out[32]);
/* After source_open: the directory must be there. False when an error was told. */
bool writing_directory_exists(struct program *p, const struct source *s);
/* Prints the keys of the rows that are on disk, whatever becomes of the output; `written`: this
 * program has put them there. */
void writing_print_keys(struct program *p, struct str keys, bool written);

#endif
