/*
 * memo: numbers that short texts were found to mean, for texts that come again and again: the cells
 * of a column with few different values. It may forget; whoever asks can always find out anew.
 *
 * A table of fixed size; two texts that lead to the same place can stay, of a third and them the
 * one that came first is forgotten. Lengths and bytes are compared, so what it gives is right.
 * Texts of more than MEMO_TEXT_MAX bytes are never kept. A zero struct knows nothing.
 */
#ifndef BASE_MEMO_H
#define BASE_MEMO_H

#include "base/short.h"
#include "base/str.h"

#include <stdint.h>

enum { MEMO_SIZE = 512, MEMO_TEXT_MAX = 16, MEMO_UNKNOWN = 0 };

struct memo {
	struct memo_entry {
		uint64_t low, high;
		uint32_t length, number; /* MEMO_UNKNOWN: a free entry */
	} entries[MEMO_SIZE][2];         /* the later one first */
};

/* A text of at most MEMO_TEXT_MAX bytes as two numbers. MEMO_TEXT_MAX bytes must be readable from
 * its begin, whatever its length. */
struct memo_key {
	uint64_t low, high;
};

static inline struct memo_key memo_key(struct str text)
{
	struct memo_key key;
	memcpy(&key.low, text.p, 8);
	memcpy(&key.high, text.p + 8, 8);
	/* bytes beyond the length do not count */
	unsigned low = text.n < 8 ? 64 - 8 * (unsigned)text.n : 0;
	unsigned high =
	    text.n < 16 ? 64 - 8 * ((unsigned)text.n > 8 ? (unsigned)text.n - 8 : 0) : 0;
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	key.low = low == 64 ? 0 : key.low << low >> low;
	key.high = high == 64 ? 0 : key.high << high >> high;
#else
	key.low = low == 64 ? 0 : key.low >> low;
	key.high = high == 64 ? 0 : key.high >> high;
#endif
	return key;
}

/* The same where nothing behind the text may be read. */
static inline struct memo_key memo_key_alone(struct str text)
{
	size_t low = text.n < 8 ? text.n : 8;
	return (struct memo_key){short_load(text.p, low), short_load(text.p + low, text.n - low)};
}

static inline uint64_t memo_hash(struct memo_key key, size_t length)
{
	return (key.low ^ key.high * 0xC2B2AE3D27D4EB4Fu ^ length) * 0x9E3779B97F4A7C15u;
}

static inline struct memo_entry *memo_at(struct memo *m, struct memo_key key, size_t length)
{
	return m->entries[memo_hash(key, length) >> 55];
}

static inline bool memo_is(const struct memo_entry *e, struct memo_key key, size_t length)
{
	return e->low == key.low && e->high == key.high && e->length == length;
}

/* The number of a text, MEMO_UNKNOWN when it is not at hand. Its bytes are read as memo_key does.
 */
static inline uint32_t memo_find(struct memo *m, struct str text)
{
	if (text.n > MEMO_TEXT_MAX)
		return MEMO_UNKNOWN;
	struct memo_key key = memo_key(text);
	const struct memo_entry *e = memo_at(m, key, text.n);
	return memo_is(e, key, text.n)       ? e[0].number
	       : memo_is(e + 1, key, text.n) ? e[1].number
					     : MEMO_UNKNOWN;
}

/* Notes a number other than MEMO_UNKNOWN. */
static inline void memo_note(struct memo *m, struct str text, uint32_t number)
{
	if (text.n > MEMO_TEXT_MAX)
		return;
	struct memo_key key = memo_key(text);
	struct memo_entry *e = memo_at(m, key, text.n);
	e[1] = e[0];
	e[0] = (struct memo_entry){key.low, key.high, (uint32_t)text.n, number};
}

#endif
