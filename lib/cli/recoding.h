/*
 * recoding: the options --recode, --from, --correct and --why of register-check, and the changes
 * that they print for register-amend -f.
 */
#ifndef CLI_RECODING_H
#define CLI_RECODING_H

#include "cli/source.h"

struct recoding {
	const char *file, *from, *why;
	bool correct;
	char date[DATE_SIZE]; /* from recoding_read on; empty: every row is corrected */
};

void recoding_add_options(struct recoding *r, struct program *p);
/* After source_open: whether the options fit together. False when an error was told. */
bool recoding_read(struct recoding *r, struct program *p, day today);
/* Reads the table and those of the registers that have areas; writes the changes. Codes for
 * which none can be made are told, each where it stands first. */
void recoding_write(const struct recoding *r, struct program *p, struct source *source,
    unsigned registers, struct output *out);

#endif
