/*
 * gzip: unfolds a source that is gzip (RFC 1952), all its members; damage and bytes behind the last
 * member are faults with their place, never silence.
 *
 * Two libraries unfold. zlib reads everything and says what is wrong. Where ISA-L is there
 * (igzip.h) it unfolds the members of regular files of some size; zlib then reads only their
 * headers, and CRC-32 and length are compared here. Whatever ISA-L does not like, or what does not
 * agree with the CRC, zlib reads again from the beginning of the member: so a fault is the same,
 * at the same byte, with either. A pipe cannot be read again and is always unfolded by zlib. One
 * thing is left: ISA-L lets pass what makes no difference to the content, a set of Huffman codes
 * with a code too many, where zlib refuses it; length and CRC have then been found right.
 *
 * TAIZHANG_INFLATE=zlib in the environment is for tests: without ISA-L; =isal with it for small
 * files too.
 */
#ifndef CSV_GZIP_H
#define CSV_GZIP_H

#include "csv/raw.h"

struct gzip;

/* Unfolds `from` (borrowed), at whose first unused byte a member begins. */
struct gzip *gzip_new(struct raw *from);
void gzip_free(struct gzip *g);
/* Unfolded bytes, at most n (which is less than 4 GiB): their number, 0 at the end, -1 with *f.
 *
 * The first GZIP_HELD bytes of a member are held back until there are so many, or the member has
 * been found whole: what damage made of them is not given, so that nobody takes a damaged file for
 * one that is ill-written. Of a longer member, and of one that the file does not hold to its end,
 * all that can be unfolded is given before the fault, whatever n is. */
enum { GZIP_HELD = 64 * 1024 };
ssize_t gzip_read(struct gzip *g, void *bytes, size_t n, struct fault *f);

/* Reading ends where a member begins at `place` of the source, or the source ends there; when one
 * begins only behind it, or the source ends before, that is a fault. May be moved on when the end
 * has been read. Without it all members are read. */
#define GZIP_TO_THE_END UINT64_MAX
void gzip_until(struct gzip *g, uint64_t place);

#endif
