/*
 * short: the bytes of short texts, loaded and copied without a call and without reading or writing
 * a byte beyond them. Most cells are short, and a call of memcpy for each is a good part of what
 * reading a register costs.
 */
#ifndef BASE_SHORT_H
#define BASE_SHORT_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

static inline uint64_t short_load_8(const char *p)
{
	uint64_t value;
	memcpy(&value, p, sizeof(value));
	return value;
}

static inline uint64_t short_load_4(const char *p)
{
	uint32_t value;
	memcpy(&value, p, sizeof(value));
	return value;
}

/* The first n ≤ 8 bytes in memory order, with zeros behind them. */
static inline uint64_t short_load(const char *p, size_t n)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	if (n == 8)
		return short_load_8(p);
	if (n >= 4) /* two that overlap */
		return short_load_4(p) | short_load_4(p + n - 4) << (8 * (n - 4));
	if (n == 0)
		return 0;
	uint64_t first = (unsigned char)p[0], middle = (unsigned char)p[n / 2],
		 last = (unsigned char)p[n - 1];
	return first | middle << (8 * (n / 2)) | last << (8 * (n - 1));
#else
	uint64_t value = 0;
	memcpy(&value, p, n);
	return value;
#endif
}

/* As memcpy, for n that are mostly at most 32. Returns the end. */
static inline char *short_copy(char *to, const char *from, size_t n)
{
	uint64_t words[4];
	if (n > 32) {
		memcpy(to, from, n);
	} else if (n >= 16) { /* what overlaps is written twice */
		memcpy(words, from, 16);
		memcpy(words + 2, from + n - 16, 16);
		memcpy(to, words, 16);
		memcpy(to + n - 16, words + 2, 16);
	} else if (n >= 8) {
		words[0] = short_load_8(from);
		words[1] = short_load_8(from + n - 8);
		memcpy(to, words, 8);
		memcpy(to + n - 8, words + 1, 8);
	} else if (n >= 4) {
		uint32_t halves[2] = {
		    (uint32_t)short_load_4(from), (uint32_t)short_load_4(from + n - 4)};
		memcpy(to, halves, 4);
		memcpy(to + n - 4, halves + 1, 4);
	} else if (n > 0) {
		char first = from[0], middle = from[n / 2], last = from[n - 1];
		to[0] = first;
		to[n / 2] = middle;
		to[n - 1] = last;
	}
	return to + n;
}

#endif
