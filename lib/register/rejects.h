/*
 * rejects: the refused rows of an input, kept for --rejects: where, why, and the line as it was.
 */
#ifndef REGISTER_REJECTS_H
#define REGISTER_REJECTS_H

#include "base/error.h"

struct reject {
	uint64_t line, column;
	size_t file, reason, original, end; /* offsets in texts */
};

struct rejects {
	struct reject *items;
	size_t count, capacity;
	struct buf texts;
};

void rejects_release(struct rejects *r);
void rejects_add(struct rejects *r, const struct error *e, struct str original);
/* Writes line,column,reason,original, sorted by place; a file's name stands before the reason when
 * the rows come from several. The file is durable, or *e. */
bool rejects_write(struct rejects *r, const char *path, bool name_files, struct error *e);

#endif
