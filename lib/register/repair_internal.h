/* repair_internal: what the files of repair share; see repair.h. */
#ifndef REGISTER_REPAIR_INTERNAL_H
#define REGISTER_REPAIR_INTERNAL_H

#include "register/repair.h"
#include "register/store.h"

struct repair_place {
	const char *file; /* within the directory; copied */
	uint64_t line, offset, bytes;
};

void repair_add(struct repair *r, struct repair_place place, enum repair_action action,
    const char *format, ...) __attribute__((format(printf, 4, 5)));
/* Takes the items from number `from` on away again. */
void repair_forget(struct repair *r, size_t from);

/* repair_file.c: looks at a register or journal of the snapshot; mends it when s is not NULL. What
 * cannot be mended is told to r->diag. */
void repair_file(struct repair *r, struct store *s, const struct snapshot *snapshot,
    enum register_id id, enum store_kind kind);

#endif
