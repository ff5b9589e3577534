/*
 * markup: text as the content of an element or of an attribute in double quotes, in HTML and XML
 * alike.
 */
#ifndef REPORT_MARKUP_H
#define REPORT_MARKUP_H

#include "base/str.h"

#include <stdint.h>

/*
 * Appends the text with its & < > and quotes escaped. What neither can hold (controls but for tab
 * and newline, U+FFFE and U+FFFF, bytes that are no UTF-8), and what would turn the direction of
 * the text behind it, becomes U+FFFD: a character for each, so that places in the text stay.
 */
void markup_text(struct buf *out, struct str text);
/* A character that becomes U+FFFD. */
bool markup_is_harmful(uint32_t code);

#endif
