/*
 * tail: a last line without newline, which an interrupted write or an editor has left. It is a row
 * when it is complete in count, types and `recorded`: then it gets its newline. Any other is torn:
 * appended to NAME.torn, made durable there, and cut off. NUL that a power cut has left at the end
 * or in the last line are like bytes that are missing (directory_text_end).
 */
#ifndef REGISTER_TAIL_H
#define REGISTER_TAIL_H

#include "register/table.h"

struct tail_file {
	const struct directory *directory;
	const struct schema *schema;
	const char *path; /* as messages show it */
	int fd;           /* open for reading and writing */
	bool journal;
	struct diag *diag;
};

enum tail_state {
	TAIL_WHOLE, /* ends in a newline */
	TAIL_ROW,   /* a row, or the header alone, that lacks its newline */
	TAIL_TORN,
};

/* What stands behind the last newline of a file whose text has that length, and where it starts
 * (unless TAIL_WHOLE). False and *e when the file is empty, compressed, unreadable or damaged in
 * its header. */
bool tail_judge(const struct tail_file *f, uint64_t length, enum tail_state *state, uint64_t *start,
    struct error *e);
/* *length is the file's length before and after. False and *e when the file cannot be read, is
 * damaged in its header, or cannot be mended. */
bool tail_mend(const struct tail_file *f, uint64_t *length, struct error *e);

#endif
