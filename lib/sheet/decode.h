/*
 * decode: the bytes of a delimited text as UTF-8, in windows, so that a large file is not held
 * twice.
 *
 * The encoding is told by a byte order mark, by the zero bytes of UTF-16, by being valid UTF-8;
 * what is none of these is GB18030 (of which GBK and GB 2312 are parts), unless it is mostly valid
 * UTF-8: that is a damaged file, not another encoding. Nothing is replaced or left out: decoding
 * stops at the first byte that has no meaning.
 */
#ifndef SHEET_DECODE_H
#define SHEET_DECODE_H

#include "base/error.h"

#include <iconv.h>

struct pair;

struct decoder {
	const char *encoding; /* borrowed from the caller or constant */
	bool guessed;         /* GB18030 because it is not UTF-8 */
	struct str rest;      /* not yet decoded */
	size_t good;          /* of UTF-8: bytes of it that are known to be valid */
	bool first;           /* the next window is the first: a byte order mark may begin it */
	bool over;            /* no window will have more */
	bool bad;             /* over, but before the end: rest begins with what has no meaning */
	bool certain; /* with more content behind it the encoding would be the same, and `more`
			 may be used */
	/* Content that was not there yet: before the last window it is asked once how many bytes
	 * stand behind `rest` by now. NULL: none. To be set before all is over. */
	size_t (*more)(void *context);
	void *context;
	iconv_t converter;  /* (iconv_t)-1: UTF-8, nothing to convert */
	struct pair *pairs; /* of an encoding of the GB family: what two bytes stand for */
	char *window;
	size_t capacity;
};

/* `content` and `encoding` are borrowed; encoding NULL finds out, else it is a name for iconv(3).
 * ERROR_USAGE for one that iconv does not know. */
bool decoder_open(struct decoder *d, struct str content, const char *encoding, struct error *e);
/* Whether a byte 0A of the content is always a line feed, so that the content can be cut there. */
bool decoder_can_be_cut(const struct decoder *d);
/* Goes on with another part of the content, cut at line feeds; `begins`: it is the first. */
void decoder_restart(struct decoder *d, struct str part, bool begins);
/* A window of whole characters that begins with `left`, which is the end of the window before (or
 * the empty str), and goes on behind it. Borrowed until the next call; not to be called when over.
 */
struct str decoder_next(struct decoder *d, struct str left);
/* Of a bad one: says which byte. The place is for the caller to add. */
void decoder_say(const struct decoder *d, struct error *e);
void decoder_close(struct decoder *d);

#endif
