/*
 * change: what a person wants changed in the registers, read and checked as far as that goes
 * without looking at the rows. register-amend(1) describes the operations.
 *
 * Values are canonical but for references, which stand as they were given (as in batch.h).
 */
#ifndef REGISTER_CHANGE_H
#define REGISTER_CHANGE_H

#include "register/batch.h"

enum change_op {
	CHANGE_FROM,
	CHANGE_END,
	CHANGE_SET,
	CHANGE_CORRECT,
	CHANGE_VOID,
	CHANGE_HAND_OVER,
	CHANGE_MERGE,
	CHANGE_OPS
};

enum edit_kind { EDIT_REPLACE, EDIT_ADD, EDIT_REMOVE }; /* field=…, field+=…, field-=… */

struct edit {
	char *name;
	int column; /* of the schema, or COLUMN_NONE: a column of the user's own */
	enum edit_kind kind;
	char *value;
};

/* A row as it is named: an id, or ID@DATE, the version that begins (or the row that happened) on
 * DATE; ID@ the version that has always been. */
struct row_key {
	char *id;
	char *date; /* NULL: the latest */
};

struct change {
	const struct schema *schema;
	struct row_key key, other; /* other: who takes over, or the id that goes */
	enum change_op op;
	char date[DATE_SIZE]; /* empty: none */
	char *why;            /* or NULL */
	struct edit *edits;
	size_t edit_count, edit_capacity;
	const char *file; /* where it stands, or NULL; borrowed */
	uint64_t line;
};

struct changes {
	struct change *items;
	size_t count, capacity;
};

/* As the journal has it: "from", "hand-over". */
const char *change_op_name(enum change_op op);

/* What the operands and options of one command say. */
struct change_request {
	const char *register_name;
	char *const *operands; /* keys and edits, up to NULL */
	enum change_op op;
	const char *date; /* or NULL */
	const char *why;
	const char *other; /* who takes over, or the id that goes; or NULL */
};

/* One change for each key. False and *e (ERROR_USAGE). */
bool changes_of_request(struct changes *c, const struct change_request *request,
    const struct directory *d, struct error *e);
/* Changes of a CSV with the columns register,key,op,date,field,value,why. Bad rows go to diag and
 * are counted in *bad. False and *e when the file cannot be read. */
bool changes_of_file(struct changes *c, const char *path, const struct directory *d,
    struct diag *diag, size_t *bad, struct error *e);
void changes_release(struct changes *c);

#endif
