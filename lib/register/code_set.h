/*
 * code_set: short texts by their bytes, for asking very often whether a text is one of a few. Texts
 * longer than CODE_SET_LENGTH are left out: "no" means "not known here".
 */
#ifndef REGISTER_CODE_SET_H
#define REGISTER_CODE_SET_H

#include "base/str.h"

#include <stdint.h>

enum { CODE_SET_LENGTH = 16 };

/* A text by its first and last bytes, which are all of it. length 0: the slot is free. */
struct code_slot {
	uint64_t first, last;
	size_t length;
};

struct code_set {
	struct code_slot *slots;
	size_t slot_count; /* a power of two, or 0 */
	size_t count;
};

/* The empty text is left out, too. */
void code_set_add(struct code_set *s, struct str text);
bool code_set_has(const struct code_set *s, struct str text);
void code_set_release(struct code_set *s);

/* Eight bytes; their order is the machine's. */
static inline uint64_t load_8(const char *p)
{
	uint64_t bytes;
	memcpy(&bytes, p, sizeof(bytes));
	return bytes;
}

/* All bytes of a text of 1 to 8 in some fixed order, none but them, some more than once. Two texts
 * of the same length give the same only when they are the same. */
static inline uint64_t load_short(const char *p, size_t n)
{
	uint32_t first, last;
	if (n >= sizeof(first)) {
		memcpy(&first, p, sizeof(first));
		memcpy(&last, p + n - sizeof(last), sizeof(last));
	} else {
		first = (unsigned char)p[0] * 0x01000001u | (uint32_t)(unsigned char)p[n / 2] << 8 |
			(uint32_t)(unsigned char)p[n - 1] << 16;
		last = first;
	}
	return first | (uint64_t)last << 32;
}

#endif
