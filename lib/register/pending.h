/*
 * pending: the file .pending of a register directory, which stands there while more than one row or
 * file is being written. It says how to get back to the state before. Whoever takes the lock next
 * undoes what it finds (store.h); readers read up to the old lengths meanwhile.
 *
 * Form, one line each, LF:   taizhang-pending 1
 *                            append NAME LENGTH     the file had LENGTH bytes; '-': it did not
 * exist end
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
};

void pending_add(struct pending *p, const char *name, uint64_t length);
void pending_print(const struct pending *p, struct buf *out);
/* Reads DIR/.pending; no file gives an empty p and *exists false. False and *e (ERROR_DATA) when it
 * is damaged: it is written whole and renamed into place, so that is somebody else's doing. */
bool pending_read(struct pending *p, const char *directory, bool *exists, struct error *e);
/* The old length of a file that is named; else `length` itself. */
uint64_t pending_length(const struct pending *p, const char *name, uint64_t length);
void pending_release(struct pending *p);

#endif
