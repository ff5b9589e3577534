/*
 * raw: the bytes of an open descriptor as they are, one window after the other, and behind them
 * bytes that somebody has looked at before. What input.h unfolds and gives.
 *
 * A source may be read by a thread of its own (ahead.h), which has nothing to say: what is wrong is
 * told as a struct fault and put into words by the thread that wants the bytes.
 */
#ifndef CSV_RAW_H
#define CSV_RAW_H

#include "base/str.h"

#include <stdint.h>
#include <sys/types.h>

enum fault_kind {
	FAULT_NONE,
	FAULT_READ,     /* number: errno */
	FAULT_DAMAGED,  /* gzip; number: the byte of the compressed file, from 0 */
	FAULT_ENDS,     /* … that end too early */
	FAULT_FOLLOWED, /* … behind which something else stands */
	FAULT_MEMORY,   /* none is left */
	FAULT_STOPPED,  /* by raw_wake; nobody waits for the bytes any more */
};

struct fault {
	enum fault_kind kind;
	uint64_t number;
};

#define RAW_WINDOW ((size_t)64 * 1024)

struct raw {
	int fd;           /* the caller's */
	bool by_position; /* pread, which does not move the descriptor */
	/* of the next bytes of the descriptor, from its start or where it stood */
	uint64_t position;
	uint64_t left;   /* bytes of the descriptor that may still be read */
	struct str rest; /* given behind them; borrowed */
	bool has_rest;
	uint64_t base; /* where in its file the first byte is, once raw_size has told a size */
	int wake;      /* readable when reading is to stop; -1: it never is */
	bool ended;    /* the descriptor has given all */
	unsigned char *window;
	size_t n, at;    /* the window has n bytes, the first `at` are used */
	uint64_t offset; /* of window[0] from the first byte of the source */
};

/* A source that reads `fd` from where it stands, or from its start by position; at most `limit`
 * bytes. */
void raw_init(struct raw *s, int fd, bool by_position, uint64_t limit, struct str rest);
void raw_release(struct raw *s);
/* Bytes past the window, which must be used up: their number, 0 at the end, -1 with *f. */
ssize_t raw_read(struct raw *s, void *bytes, size_t n, struct fault *f);
/* Makes sure that the window has at least `least` unused bytes (at most half of its size) unless
 * the source ends before. False with *f when reading fails. */
bool raw_fill(struct raw *s, size_t least, struct fault *f);

/* The unused bytes of the window. */
static inline struct str raw_unused(const struct raw *s)
{
	const char *window = (const char *)s->window; /* NULL before the first bytes are read */
	return (struct str){s->at ? window + s->at : window, s->n - s->at};
}

/* The place of the first unused byte, counted from 0. */
static inline uint64_t raw_place(const struct raw *s)
{
	return s->offset + s->at;
}

/* How many bytes a regular file has from the first unused one on; 0 for anything else, which cannot
 * be read again. */
uint64_t raw_size(struct raw *s);
/* Another source of the same bytes, from `place` on; only when raw_size was not 0. Both can be
 * read, each at its own place, and each is released. */
void raw_again(const struct raw *s, uint64_t place, struct raw *again);

/* Before a thread reads: makes raw_wake possible. False when the system refuses. */
bool raw_make_wakeable(struct raw *s);
/* From another thread: the read that waits for bytes (of a pipe, say) ends, as do all that follow,
 * with FAULT_STOPPED. Does nothing for a source that is not wakeable. */
void raw_wake(struct raw *s);

#endif
