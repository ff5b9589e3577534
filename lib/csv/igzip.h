/*
 * igzip: the inflate of ISA-L (Intel's Intelligent Storage Acceleration Library), two to three
 * times as fast as zlib's. It stays optional twice: built without its header, or run where the
 * library is not installed, igzip_new gives NULL. The library is loaded when the first big gzip
 * file is read, not when a program starts, which would make every start longer by a quarter.
 *
 * It is used for what it does fast and nothing else: the deflate data of one member (RFC 1951).
 * Headers and whatever is wrong are left to zlib, see gzip.h.
 */
#ifndef CSV_IGZIP_H
#define CSV_IGZIP_H

#include "base/str.h"

#include <stdint.h>

enum igzip_status { IGZIP_MORE, IGZIP_END, IGZIP_FAILED };

struct igzip;

/* NULL when ISA-L is not there, or no memory. */
struct igzip *igzip_new(void);
void igzip_free(struct igzip *z);
/* The deflate data of another member begin. */
void igzip_begin(struct igzip *z);
/* Unfolds from *in into `out`, at most n bytes; moves *in behind what was taken and adds to *got.
 * After IGZIP_FAILED nothing that stands in `out` counts. */
enum igzip_status igzip_unfold(
    struct igzip *z, struct str *in, unsigned char *out, size_t n, size_t *got);
/* After IGZIP_END: the bytes behind the deflate data that were taken from *in already: their
 * number, at most 8. */
size_t igzip_left_over(const struct igzip *z, unsigned char bytes[8]);
/* The CRC-32 of gzip, continued. */
uint32_t igzip_crc(const struct igzip *z, uint32_t crc, const unsigned char *bytes, size_t n);

#endif
