/*
 * threads: how many a process may use, and starting one. What a thread does must give the same
 * result however many there are.
 */
#ifndef BASE_THREADS_H
#define BASE_THREADS_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

enum { THREADS_MAX = 64 };

/* The most that any work of this process uses, the caller's included, as its user asks for: 1 is
 * never a second one. To be set before there are any; without it, or with 0, as many as there are
 * processors for the process. */
void threads_set(unsigned count);
/* 1 to THREADS_MAX. */
unsigned threads_allowed(void);

/* Starts a thread in which all signals are blocked, they are the first one's, but for `but` (0:
 * none) when it is not blocked here. False when the system has none to give. */
bool threads_start(pthread_t *thread, void *(*run)(void *context), void *context, int but);

/* Does something for each of `count` things, which must not depend on each other: calls work for
 * stretches of at most `each` of them, [from, to), that together are all. `thread` is a number
 * below threads_wanted(count, each) that no other call has at the same time; 0 is the caller's. */
typedef void threads_work(void *context, size_t from, size_t to, unsigned thread);
unsigned threads_wanted(size_t count, size_t each);
void threads_each(size_t count, size_t each, threads_work *work, void *context);

#endif
