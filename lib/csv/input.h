/*
 * input: the bytes of a file, of standard input or of an open descriptor, unfolded when they are
 * gzip (RFC 1952) — told by the first two bytes, whatever the name. All members are read; a
 * truncated or damaged member and bytes after the last member are errors with their offset, never
 * silence. What stands before such a fault is given first.
 *
 * A long gzip file, and whatever comes long through a pipe, is read and unfolded by a thread of its
 * own while the caller works on what it has (ahead.h). Nothing else is different then: the same
 * bytes, the same error when the caller comes to it; and what has come can be had at once.
 */
#ifndef CSV_INPUT_H
#define CSV_INPUT_H

#include "base/error.h"
#include "csv/members.h"

#include <sys/types.h>

struct input;

#define INPUT_NO_LIMIT UINT64_MAX

/* The most bytes, unfolded, that any input of this process gives; more is an error (ERROR_SYSTEM).
 * Like the limits of setrlimit(2) it belongs to the process: whatever opens a file is bound by it,
 * so that no way to a hostile file is forgotten. To be set before inputs are read; without it there
 * is none. */
void input_set_max_bytes(uint64_t bytes);
/* That limit, for what unfolds bytes of inputs in its own way (.xlsx). */
uint64_t input_max_bytes(void);

/* Opens path for reading; "-" is standard input. NULL and *e when that fails. */
struct input *input_open(const char *path, struct error *e);
/* Reads an open descriptor from its start, at most `limit` bytes; the descriptor stays the
 * caller's, is not moved (pread) and may be read by several inputs at once; it must stay open.
 * `name` is copied. */
struct input *input_of_descriptor(int fd, const char *name, uint64_t limit);
/* The same, and behind the limit a copy of `rest`: what stood there when somebody looked. */
struct input *input_of_descriptor_and(int fd, const char *name, uint64_t limit, struct str rest);
/* Where the bytes that the input gives stand, when they are those of a regular file as they are:
 * from byte `from` of *fd, which stays the input's, to `to`. False otherwise, and for a file beyond
 * the most bytes that are allowed. Known once something has been read. */
bool input_extent(const struct input *in, int *fd, uint64_t *from, uint64_t *to);
/* All of it has been read by other means: whoever shares a redirected standard input finds it at
 * its end. */
void input_pass(struct input *in);
/* Reads that part of a regular file as it stands, whatever its first bytes are. The descriptor is
 * used as by input_of_descriptor. */
struct input *input_of_extent(int fd, const char *name, uint64_t from, uint64_t to);
/* Where the gzip data stand that the input unfolds, when they are those of a regular file; the rest
 * of *m stays as it is. False otherwise, and when the most bytes are limited, which are counted
 * from the first one on. Known once something has been read, and as long as it is little. */
bool input_members(const struct input *in, struct members *m);
/* Reads a part of them (members.h); the descriptor is used as by input_of_descriptor. */
struct input *input_of_members(
    const struct members *of, const char *name, uint64_t from, uint64_t to);
/* Whether this part has been read to its end, as which *bytes were given. */
bool input_members_over(const struct input *in, uint64_t *bytes);
/* Reads a copy of text. */
struct input *input_of_text(struct str text, const char *name);
/* Unfolded bytes, at most n: their number, 0 at the end, −1 with *e. */
ssize_t input_read(struct input *in, void *bytes, size_t n, struct error *e);
/* The path as messages show it; borrowed. */
const char *input_name(const struct input *in);
void input_close(struct input *in);

#endif
