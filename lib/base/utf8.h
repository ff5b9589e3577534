/*
 * utf8: checking, stepping through and measuring UTF-8, independent of the locale.
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/str.h"

#include <stdint.h>

/* Number of leading bytes of text that are valid UTF-8 (RFC 3629: no surrogates, no overlong forms,
 * at most U+10FFFF); text.n when all is valid. */
size_t utf8_valid_prefix(struct str text);
/* Bytes of the first character, at least 1; an invalid byte counts as one character. text must not
 * be empty. */
size_t utf8_length(struct str text);
/* The first character's code point (an invalid byte: U+FFFD) and its length in bytes. text must not
 * be empty. */
uint32_t utf8_decode(struct str text, size_t *length);
void utf8_encode(struct buf *out, uint32_t code);
/* Characters in text. */
size_t utf8_count(struct str text);
/* Columns on a terminal: East Asian wide and full-width characters take two, combining ones none,
 * controls none. */
size_t utf8_width(struct str text);
/* The text as a terminal may be shown it: controls, marks that turn the direction of writing and
 * bytes that are no UTF-8 as \x1B. Either text itself or text in `scratch` (cleared first). */
struct str utf8_visible(struct str text, struct buf *scratch);

#endif
