/*
 * sha256: digests of bytes (FIPS 180-4), as sha256sum(1) prints them: 64 digits, lower case. The
 * only place that knows the library that computes them.
 */
#ifndef BASE_SHA256_H
#define BASE_SHA256_H

#include "base/str.h"

enum { SHA256_TEXT_SIZE = 65 }; /* with the closing NUL */

struct sha256;

struct sha256 *sha256_new(void);
void sha256_add(struct sha256 *s, struct str bytes);
/* The digest of all that was added; frees s. */
void sha256_end(struct sha256 *s, char out[SHA256_TEXT_SIZE]);
/* Of these bytes alone. */
void sha256_of(struct str bytes, char out[SHA256_TEXT_SIZE]);

#endif
