/*
 * amend: changes to rows that stand in the registers, all or none, across registers. Every row that
 * is replaced or withdrawn goes to the journal of its register, so that --known-by still finds it.
 *
 * The changes are applied one after another to drafts of the rows (draft.h); what comes of them is
 * judged as the writers judge new rows; then the files are replaced (store.h).
 */
#ifndef REGISTER_AMEND_H
#define REGISTER_AMEND_H

#include "register/change.h"

struct amend_request {
	const struct changes *changes;
	const char *by;       /* who changes */
	bool late;            /* closed days may change (closed.h) */
	const char *why;      /* why, for changes that bring no reason of their own; or NULL */
	bool with_references; /* rows that refer to one that ends, end too or drop the reference */
	bool dry_run;
};

struct amend_result {
	size_t changed;  /* rows replaced, withdrawn or new */
	size_t same;     /* changes that were made already */
	size_t refused;  /* changes and rows that cannot be */
	struct buf keys; /* of the rows that the changes are about, a line each */
	bool written;
};

/* Refusals and notes go to diag. True: the result says what is on disk; when something was refused,
 * nothing is written. False and *e: nothing was written, or *e says what was. amend_result_release
 * either way. */
bool amend_rows(const struct amend_request *request, const struct directory *d, struct diag *diag,
    struct amend_result *result, struct error *e);
void amend_result_release(struct amend_result *result);

#endif
