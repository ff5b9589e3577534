/*
 * code_set: short texts, for asking very often whether a text is one of a few. Texts longer than
 * CODE_SET_LENGTH may be left out: "no" means "not known here".
 */
#ifndef REGISTER_CODE_SET_H
#define REGISTER_CODE_SET_H

#include "base/str.h"

#include <stdint.h>

enum { CODE_SET_LENGTH = 16 };

/* A text with zeros behind it. length 0: the slot is free. */
struct code_slot {
	uint64_t low, high;
	size_t length;
};

struct code_set {
	struct code_slot *slots;
	unsigned bits; /* there are 2^bits slots, or none */
	bool full;     /* nothing more is put in */
};

/* The empty text is left out, too. */
void code_set_add(struct code_set *s, struct str text);
void code_set_release(struct code_set *s);

/* Of CODE_SET_LENGTH bytes. */
static inline struct code_slot code_slot_of(const char *bytes, size_t length)
{
	struct code_slot slot = {.length = length};
	memcpy(&slot.low, bytes, sizeof(slot.low));
	memcpy(&slot.high, bytes + sizeof(slot.low), sizeof(slot.high));
	return slot;
}

/* The one slot that a text can be in; the set must not be empty. */
static inline size_t code_set_slot(const struct code_set *s, struct code_slot text)
{
	uint64_t mixed = (text.low ^ text.high * 0xC2B2AE3D27D4EB4Fu) * 0x9E3779B97F4A7C15u;
	return (size_t)(mixed >> (64 - s->bits));
}

static inline bool code_set_has(const struct code_set *s, struct code_slot text)
{
	const struct code_slot *slot = &s->slots[code_set_slot(s, text)];
	return (slot->low == text.low) & (slot->high == text.high) & (slot->length == text.length);
}

#endif
