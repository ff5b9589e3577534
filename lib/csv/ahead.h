/*
 * ahead: a second thread that reads on while the caller works on what it has: a ring of buffers,
 * filled by one, emptied by the other. Order, bytes, end and fault are those of the function that
 * fills; what it gives can be had at once, nobody waits for a full buffer.
 */
#ifndef CSV_AHEAD_H
#define CSV_AHEAD_H

#include "csv/raw.h"

/* Like gzip_read: called by the thread alone, until it has given 0 or -1, or ahead_stop is called.
 */
typedef ssize_t ahead_fill(void *of, void *bytes, size_t n, struct fault *f);

struct ahead;

/* NULL when the system has no thread or no memory to give. All signals are blocked in the thread:
 * they are for the others. */
struct ahead *ahead_start(ahead_fill *fill, void *of);
/* Waits until there are bytes; gives those that are there, at most n: their number, 0 at the end,
 * -1 with *f. */
ssize_t ahead_read(struct ahead *a, void *bytes, size_t n, struct fault *f);
/* Ends the thread and frees all. A `fill` that waits for something must have been woken. */
void ahead_stop(struct ahead *a);

#endif
