/*
 * specials: the bytes of a text at which something ends or that must be looked at: delimiters,
 * quotes, line breaks and other control characters (a tab among them), and C2, with which the
 * control characters from U+0080 on begin. Many bytes are looked at together, since most are none
 * of these.
 */
#ifndef SHEET_SPECIALS_H
#define SHEET_SPECIALS_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { SPECIALS_STEP = 64 };

typedef unsigned char specials_vector __attribute__((vector_size(16)));

/* A bit for each of 16 bytes, which are 0 or FF. */
static inline uint64_t specials_bits(specials_vector found)
{
#ifdef __SSE2__
	return (unsigned)_mm_movemask_epi8((__m128i)found);
#else
	uint64_t bits = 0, words[2];
	memcpy(words, &found, sizeof(words));
	for (unsigned i = 0; i < 2; i++) {
		uint64_t word = words[i] & UINT64_C(0x0101010101010101);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
		word = __builtin_bswap64(word);
#endif
		/* the product brings the lowest bits of the bytes together in the highest byte */
		bits |= word * UINT64_C(0x0102040810204080) >> 56 << (8 * i);
	}
	return bits;
#endif
}

/* The bytes of a step that are not plain, a bit each. */
static inline uint64_t specials_find(const unsigned char *p, unsigned char delimiter)
{
	uint64_t bits = 0;
	for (unsigned i = 0; i < SPECIALS_STEP / sizeof(specials_vector); i++) {
		specials_vector v;
		memcpy(&v, p + sizeof(v) * i, sizeof(v));
		bits |= specials_bits((specials_vector)((v == delimiter) | (v == '"') | (v < ' ') |
							(v == 0x7F) | (v == 0xC2)))
			<< (sizeof(v) * i);
	}
	return bits;
}

/* The bytes of a stretch that are not plain, one after another. */
struct specials {
	const unsigned char *at, *end; /* the step at hand, what follows it */
	uint64_t bits;                 /* of the step, those that have not been given */
	unsigned char delimiter;
};

static inline void specials_step(struct specials *f)
{
	unsigned char rest[SPECIALS_STEP];
	size_t left = (size_t)(f->end - f->at);
	if (left >= SPECIALS_STEP) {
		f->bits = specials_find(f->at, f->delimiter);
		return;
	}
	memset(rest, 0, sizeof(rest));
	memcpy(rest, f->at, left);
	f->bits = specials_find(rest, f->delimiter) & ((UINT64_C(1) << left) - 1);
}

static inline struct specials specials_of(
    const unsigned char *from, const unsigned char *end, unsigned char delimiter)
{
	struct specials f = {from, end, 0, delimiter};
	specials_step(&f);
	return f;
}

/* The next one, or the end. */
static inline const unsigned char *specials_next(struct specials *f)
{
	while (f->bits == 0) {
		if (f->end - f->at <= SPECIALS_STEP)
			return f->end;
		f->at += SPECIALS_STEP;
		specials_step(f);
	}
	const unsigned char *p = f->at + __builtin_ctzll(f->bits);
	f->bits &= f->bits - 1;
	return p;
}

#endif
