/* threads: see threads.h. */
#define _GNU_SOURCE /* sched_getaffinity */
#include "base/threads.h"

#include <sched.h>
#include <signal.h>

static unsigned wanted; /* 0: as many as there are processors */

void threads_set(unsigned count)
{
	wanted = count;
}

unsigned threads_allowed(void)
{
	cpu_set_t set;
	unsigned count = wanted;
	/* it fails where there are more processors than the set has room for */
	if (count == 0)
		count = sched_getaffinity(0, sizeof(set), &set) == 0 ? (unsigned)CPU_COUNT(&set)
								     : THREADS_MAX;
	return count < THREADS_MAX ? count : THREADS_MAX;
}

bool threads_start(pthread_t *thread, void *(*run)(void *context), void *context, int but)
{
	enum { STACK_SIZE = 1024 * 1024 };
	pthread_attr_t attributes;
	sigset_t blocked, before;
	if (pthread_attr_init(&attributes) != 0)
		return false;
	sigfillset(&blocked);
	pthread_sigmask(SIG_SETMASK, &blocked, &before);
	if (but && !sigismember(&before, but)) {
		sigdelset(&blocked, but);
		pthread_sigmask(SIG_SETMASK, &blocked, NULL);
	}
	bool started = pthread_attr_setstacksize(&attributes, STACK_SIZE) == 0 &&
		       pthread_create(thread, &attributes, run, context) == 0;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	pthread_attr_destroy(&attributes);
	return started;
}
