/* amend_internal: what the files of amend share; see amend.h. */
#ifndef REGISTER_AMEND_INTERNAL_H
#define REGISTER_AMEND_INTERNAL_H

#include "register/amend.h"
#include "register/draft.h"
#include "register/resolve.h"
#include "register/store.h"

/* An id that is in force no more from a day on, or withdrawn. */
struct ended {
	const struct schema *schema;
	char *id;
	char date[DATE_SIZE]; /* empty: withdrawn */
	const struct change *change;
};

struct amending {
	struct diag *diag;
	const struct amend_request *request;
	const struct directory *directory;
	struct amend_result *result;
	struct snapshot snapshot;
	bool snapshot_taken;
	struct store *store;
	struct drafts drafts;
	struct resolver *resolvers[REGISTER_COUNT];
	struct buf scratch[SCHEMA_COLUMNS_MAX];
	struct ended *ended;
	size_t ended_count, ended_capacity;
	uint32_t *order; /* drafts in the order in which they were touched */
	size_t order_count, order_capacity;
	char at[TIME_SIZE];
};

/* "O5@2024-03-01", as messages and the output name a row; appended. */
void amend_key(const struct amending *a, uint32_t draft, struct buf *out);
/* Tells what is worth saying of a draft, at the place of the change. */
void amend_note(struct amending *a, const struct change *c, uint32_t draft, const struct error *e);
/* Tells why a change cannot be, at its place; `about` is the key. */
void amend_refuse(struct amending *a, const struct change *c, const char *about, struct error *e);
/* The same for a draft. */
void amend_refuse_draft(
    struct amending *a, const struct change *c, uint32_t draft, struct error *e);

/* amend_apply.c */

/* Applies a change to the drafts, or refuses it. */
void amend_apply(struct amending *a, const struct change *c);
/* The draft is what a change is about: its key is told. */
void amend_touch(struct amending *a, uint32_t draft);
/* Notes that c changes the draft; the journal tells the first change. */
void amend_mark(struct amending *a, uint32_t draft, const struct change *c);
void amend_set(
    struct amending *a, uint32_t draft, int column, struct str value, const struct change *c);
/* The version that begins on the date: the draft itself, or a new one that takes over from it. */
uint32_t amend_split(struct amending *a, uint32_t draft, const char *date, const struct change *c);
/* Ends a draft on the date, or drops a new version that begins on it; remembers the id when it is
 * in force no more. */
void amend_end(struct amending *a, uint32_t draft, const char *date, const struct change *c);

/* Withdraws a row; remembers the id when it was the last one. */
void amend_withdraw(struct amending *a, uint32_t draft, const struct change *c);

/* amend_merge.c */

/* Reads what refers to the ids that are to be merged into others. False and *e when a register
 * cannot be read. */
bool amend_merge_load(struct amending *a, struct error *e);
/* An operation: c->other is merged into `stays`. False and *e: it cannot be. */
bool amend_merge(struct amending *a, uint32_t stays, const struct change *c, struct error *e);

/* amend_edit.c */

/* A value of the draft's field that c gives: refused when another line of a file of changes has
 * given another one, since only one of them can be meant. */
bool amend_only_value(struct amending *a, uint32_t draft, int field, struct str value,
    const struct change *c, struct error *e);
/* Makes the edits of c; *changed is set when one changes something. */
bool amend_edit(
    struct amending *a, uint32_t draft, const struct change *c, bool *changed, struct error *e);
/* A list cell with one edit made, references as ids. */
bool amend_edit_list(struct amending *a, uint32_t draft, const struct change *c,
    const struct edit *edit, struct buf *out, struct error *e);
/* Whether the edits would change nothing. again: they may have been made already, so that what they
 * take out of a list is not there. */
bool amend_is_so(struct amending *a, uint32_t draft, const struct change *c, bool again);

/* amend_references.c: what refers to ids that have ended or were withdrawn. False and *e when a
 * register cannot be read. */
bool amend_references(struct amending *a, struct error *e);

/* amend_check.c: judges the drafts as the writers judge new rows. */
bool amend_check(struct amending *a, struct error *e);

/* amend_late.c: refuses what would change closed days, or notes it for the journal. False and *e
 * when it cannot be told what is closed. */
bool amend_late(struct amending *a, struct error *e);
/* The reason for a draft to be late; empty: none is given. */
const char *amend_why_late(const struct amending *a, const struct draft *d);

/* amend_tell.c: notes what would become of each row that changes. */
void amend_tell(struct amending *a);

/* amend_write.c: journals and registers. */
/* Whether the files have the columns for what is to be written. */
bool amend_can_write(struct amending *a, struct error *e);
bool amend_write(struct amending *a, struct error *e);

#endif
