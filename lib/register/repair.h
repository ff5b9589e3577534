/*
 * repair: makes the files of a register directory readable again after a power cut, a killed
 * program or a careless hand. Lines that can never be rows and torn ends are set aside in NAME.torn
 * (torn.h), a complete last line gets its newline, an interrupted write is undone or finished
 * (pending.h), what nothing names is removed.
 *
 * A line that is a row stays, whatever its values are: they are for register-check. What cannot be
 * mended with certainty is left as it is and told.
 *
 * Each file is mended in a transaction of its own (store.h), so that a kill at any point leaves
 * nothing that the next run does not bring to its end.
 */
#ifndef REGISTER_REPAIR_H
#define REGISTER_REPAIR_H

#include "register/directory.h"

enum repair_action {
	REPAIR_UNDO,      /* an interrupted write is taken back */
	REPAIR_FINISH,    /* an interrupted replacement is put in its place */
	REPAIR_REMOVE,    /* a file that means nothing */
	REPAIR_SET_ASIDE, /* into NAME.torn */
	REPAIR_END_LINE,  /* a newline is added */
};

struct repair_item {
	char *file;                   /* within the directory */
	uint64_t line, offset, bytes; /* 0: the file as a whole; what the action is about */
	enum repair_action action;
	char *message;
};

struct repair {
	const struct directory *directory;
	unsigned registers; /* REGISTER_BITs */
	bool write;         /* else only say what would be done */
	bool most;          /* also when more lines would leave a file than stay */
	struct diag *diag;  /* gets what cannot be mended */
	/* what was done or is to be done, in order */
	struct repair_item *items;
	size_t count, capacity;
};

/* False and *e when the directory cannot be looked at; items may have been done then. */
bool repair_run(struct repair *r, struct error *e);
void repair_release(struct repair *r);
/* The word for it in the output. */
const char *repair_action_name(enum repair_action action);

#endif
