/*
 * adding: what the writers and register-import do alike: the options that say how rows are added,
 * the adding itself, and what is told of it.
 */
#ifndef CLI_ADDING_H
#define CLI_ADDING_H

#include "cli/source.h"
#include "register/batch.h"

struct adding_options {
	struct text_list allowed; /* --allow-code */
	const char *why, *rejects;
	bool again, dry_run, late;
	bool more_reasons;   /* set by the program: it has other options that --why is for */
	bool rejects_always; /* set by the program: --rejects without --keep-going, too */
};

/* Adds them; --allow-code only when asked. */
void adding_add_options(struct adding_options *a, struct program *p, bool with_codes);
/* After program_parse. False when an error was told. */
bool adding_options_agree(const struct adding_options *a, struct program *p);
/* Adds rows to registers in one transaction (add_rows_together), and prints their ids. */
void adding_run(const struct adding_options *a, struct program *p, const struct directory *d,
    const struct schema *const *schemas, const struct batch_source *sources, size_t count);

#endif
