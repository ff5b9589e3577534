/*
 * members: parts of a gzip file (RFC 1952 §2.2: members, one after the other), each unfolded
 * without those before it, so that several threads can read the rows of one file (parts.h). Files
 * of many members are what bgzip writes, and cat of files that are gzip.
 *
 * Nothing in a gzip file says where its members begin, so places are guessed: where bytes look like
 * the beginning of a member and unfold like one (members_find). A guess is confirmed by whoever
 * reads the part before it: that must end there, at the end of a member whose CRC is right. When it
 * does not, or anything else is odd, reading the part fails and the file is read from its start by
 * one thread: what is given never depends on guesses.
 *
 * Where members meet is nowhere near the end of a line. A part has the lines behind its first
 * newline, up to the first newline behind its end, which it finds in the members that follow; the
 * first part has the beginning too. So no line is lost or read twice, whether or not a line begins
 * where a member does.
 *
 * Nothing waits for its turn: a thread needs the window and the state of one unfolding, however
 * long the members are.
 */
#ifndef CSV_MEMBERS_H
#define CSV_MEMBERS_H

#include "csv/raw.h"

/* A regular file with gzip, or a stretch of it. Places are bytes of the file, from 0. */
struct members {
	int fd;
	uint64_t from, to; /* where the first member begins, where the last one must end */
	uint64_t header;   /* unfolded bytes at the beginning that are no rows: a line, or 0 */
};

/* Whether parts pay: some member begins in the middle of the file. One that has few members may be
 * missed. */
bool members_are_many(const struct members *m);
/* The first place at `at` or behind it where a member seems to begin; `to` when there is none
 * before. False when the file cannot be read. */
bool members_find(int fd, uint64_t at, uint64_t to, uint64_t *place);

struct members_part;

/* The part from one place to another, which are those of the whole or have been found. Borrows the
 * descriptor, which is not moved. */
struct members_part *members_part_new(const struct members *of, uint64_t from, uint64_t to);
void members_part_free(struct members_part *p);
/* Like gzip_read, but faults say only that there is one: not with places of the file. */
ssize_t members_part_read(struct members_part *p, void *bytes, size_t n, struct fault *f);
/* Whether all has been given, and all that was guessed is confirmed. */
bool members_part_is_over(const struct members_part *p);

#endif
