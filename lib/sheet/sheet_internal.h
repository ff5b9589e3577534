/* sheet_internal: what the readers of the formats share; see sheet.h. */
#ifndef SHEET_SHEET_INTERNAL_H
#define SHEET_SHEET_INTERNAL_H

#include "sheet/sheet.h"

/* A reader of one format. `state` is its own. */
struct sheet_format {
	int (*next)(void *state, struct sheet_row *row, struct error *e);
	void (*close)(void *state);
	/* Of text, else NULL: whether it can be read in parts; one of them; rows up to here. */
	bool (*can_be_cut)(const void *state);
	void (*begin_part)(
	    void *state, const void *whole, struct str part, bool begins, uint64_t before);
	uint64_t (*rows)(const void *state);
};

struct sheet {
	const struct sheet_format *format;
	void *state;
	struct sheet_facts facts;
	char *path;
	struct buf content; /* the whole file, unfolded */
	bool borrowed;      /* that is another reader's, see sheet_again */
	char *name;         /* facts.name, when what it stood in is gone */
};

/* Each takes the whole content of the file (unfolded; borrowed until close) and fills in
 * s->format, s->state and s->facts. False and *e otherwise, with nothing left to free. */
bool sheet_open_text(
    struct sheet *s, struct str content, const struct sheet_options *options, struct error *e);
bool sheet_open_xlsx(
    struct sheet *s, struct str content, const struct sheet_options *options, struct error *e);

#endif
