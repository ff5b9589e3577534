/*
 * scan: where the commas and newlines of a block of CSV text are, and whether the block holds
 * anything that its lines must be looked at for one by one. It knows nothing of quoting: a line is
 * what stands between newlines, and whoever meets a quote in a line cuts that line otherwise.
 *
 * There are several scanners with one meaning; the best that the processor has is chosen when the
 * first block is scanned. TAIZHANG_SIMD=none|sse2|avx2|neon names another, for tests and
 * measurements; a name that is not here means none.
 */
#ifndef CSV_SCAN_H
#define CSV_SCAN_H

#include "base/str.h"

#include <stdint.h>

struct scan {
	uint32_t *separators; /* offsets of commas and newlines in the block, ascending */
	size_t separator_count;
	uint32_t *lines; /* for each newline its number among the separators */
	size_t line_count;
	size_t capacity; /* of both, but for what a scanner writes beyond the end */
	void (*scanner)(struct scan *s, struct str block); /* NULL: not chosen yet */
	bool quotes; /* a quote stands somewhere in the block */
	bool odd;    /* a NUL or a carriage return does, or bytes that are not UTF-8 */
};

enum { SCAN_BLOCK_MAX = 1 << 30 };

/* Scans a block of at most SCAN_BLOCK_MAX bytes that ends in a newline (or is empty). What was in
 * *s is forgotten. */
void scan_block(struct scan *s, struct str block);
/* A zero struct has nothing to release. */
void scan_release(struct scan *s);

/* The scanner of that name ("none", "sse2", "avx2", "neon") for this scan; NULL: the best one.
 * False, and nothing changes, when it is not there. */
bool scan_choose(struct scan *s, const char *name);

#endif
