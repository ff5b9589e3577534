/*
 * nearest: the names that differ least from one that does not exist, for messages.
 */
#ifndef REPORT_NEAREST_H
#define REPORT_NEAREST_H

#include "base/str.h"

enum { NEAREST_KEPT = 3 };

struct nearest {
	struct str wanted;
	struct str names[NEAREST_KEPT]; /* nearest first; the first offered of equals */
	size_t distances[NEAREST_KEPT];
	size_t count;
};

struct nearest nearest_to(struct str wanted);
/* Borrows name; offering one twice is offering it once. */
void nearest_offer(struct nearest *n, struct str name);
/* The nearest one, or up to three of them, each 'quoted', commas between; "" when none was offered.
 * Static storage, valid until the next call of either. */
const char *nearest_first(const struct nearest *n);
const char *nearest_list(const struct nearest *n);

#endif
