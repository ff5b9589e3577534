/*
 * pending: the file .pending of a register directory, which stands there while more than one row or
 * file is being written. Whoever takes the lock next brings it to an end (store.h).
 *
 * Rows that are appended: it says how to get back to the state before. They are undone; readers
 * read up to the old lengths meanwhile. Files that are replaced: it names the new files, which are
 * whole and durable before .pending is. They are put in their places; readers read them instead of
 * the old ones meanwhile. Both do not stand together, so that all of it is undone or all finished.
 *
 * Form, one line each, LF:
 *   taizhang-pending 1
 *   append NAME LENGTH        the file had LENGTH bytes; '-': it did not exist
 *   replace NAME .NAME.new    the new file, unless it has its name already
 *   end
 *
 * NAME is a file of the directory itself, or a new one in its directory closed/.
 */
#ifndef REGISTER_PENDING_H
#define REGISTER_PENDING_H

#include "base/error.h"

#define PENDING_ABSENT UINT64_MAX

struct pending_file {
	char *name; /* within the directory */
	uint64_t length;
};

struct pending {
	struct pending_file *files;
	size_t count, capacity;
	bool replaces; /* the files are replaced, lengths mean nothing */
};

/* Whether it is the name of a file that is neither register nor journal: sheets.csv (what was
 * imported), closed.csv, or closed/NAME.csv where NAME has only letters, digits, '-' and single
 * dots. */
bool pending_is_other(struct str name);
void pending_add(struct pending *p, const char *name, uint64_t length);
void pending_add_replacement(struct pending *p, const char *name);
/* The name under which the new content of a file is prepared; free it. */
char *pending_prepared_name(const char *name);
void pending_print(const struct pending *p, struct buf *out);
/* Reads DIR/.pending; no file gives an empty p and *exists false. False and *e (ERROR_DATA) when it
 * is damaged: it is written whole and renamed into place, so that is somebody else's doing. */
bool pending_read(struct pending *p, const char *directory, bool *exists, struct error *e);
/* Whether the prepared file stands for the file of that name, when it is there. */
bool pending_replaces(const struct pending *p, const char *name);
/* The old length of a file that is named; else `length` itself. */
uint64_t pending_length(const struct pending *p, const char *name, uint64_t length);
void pending_release(struct pending *p);

#endif
