/*
 * add: the writers' work: rows that a person gives become rows of a register, all or none.
 *
 * The input is read first, without any lock. Under the exclusive lock the references are resolved
 * and every row is judged: new, already there, or refused. Then the new ones are written and made
 * durable (store.h). When many rows of a feed are to begin a register, the lock is taken and they
 * are written while others are still read, as a guess that comes true or is taken back.
 */
#ifndef REGISTER_ADD_H
#define REGISTER_ADD_H

#include "register/batch.h"

struct add_request {
	const struct schema *schema;
	struct batch_source source;
	const char *const *allowed; /* credit codes let in although they do not conform */
	size_t allowed_count;
	bool late;           /* rows may change closed days (closed.h) */
	const char *why;     /* why that is, and why the codes are let in */
	const char *by;      /* who writes */
	const char *rejects; /* file for refused rows, or NULL */
	bool again;          /* rows without id are new even when equal ones are there */
	bool keep_going;     /* refused rows do not hold the others up */
	bool dry_run;
};

struct add_result {
	size_t added, there, refused;
	struct buf ids; /* of the rows now on disk, in the order of the input, a line each */
	char recorded[TIME_SIZE];
	bool written; /* the register was changed (perhaps only made) */
};

/* Refused rows and notes go to diag. True: the result says what is on disk, durably; rows may have
 * been refused. False and *e: nothing was written. add_result_release either way. */
bool add_rows(const struct add_request *request, const struct directory *d, struct diag *diag,
    struct add_result *result, struct error *e);
/* The same for several registers in one transaction, all or none; count is at least 1. Rows of a
 * later request come from a feed, which is asked for them when the rows before have their ids; they
 * may refer to those. What is told of the input and the rejects are the first one's. results: one
 * for each. */
bool add_rows_together(const struct add_request *requests, size_t count, const struct directory *d,
    struct diag *diag, struct add_result *results, struct error *e);
void add_result_release(struct add_result *result);

#endif
