/* threads: see threads.h. */
#define _GNU_SOURCE /* sched_getaffinity */
#include "base/threads.h"

#include <sched.h>
#include <signal.h>
#include <stdatomic.h>

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

/* --- many things ------------------------------------------------------------------------------ */

struct things {
	size_t count, each;
	threads_work *work;
	void *context;
	atomic_size_t next;
};

struct worker {
	struct things *things;
	unsigned number;
	pthread_t thread;
	bool started;
};

unsigned threads_wanted(size_t count, size_t each)
{
	size_t stretches = count / each + (count % each > 0), most = threads_allowed();
	return (unsigned)(stretches < 1 ? 1 : stretches < most ? stretches : most);
}

static void *take_stretches(void *argument)
{
	const struct worker *w = argument;
	struct things *t = w->things;
	size_t from;
	while ((from = atomic_fetch_add(&t->next, t->each)) < t->count) {
		size_t left = t->count - from;
		t->work(t->context, from, from + (left < t->each ? left : t->each), w->number);
	}
	return NULL;
}

void threads_each(size_t count, size_t each, threads_work *work, void *context)
{
	struct worker workers[THREADS_MAX];
	struct things things = {count, each, work, context, 0};
	unsigned threads = threads_wanted(count, each);
	for (unsigned i = 0; i < threads; i++) {
		struct worker *w = &workers[i];
		*w = (struct worker){.things = &things, .number = i};
		w->started = i > 0 && threads_start(&w->thread, take_stretches, w, 0);
	}
	take_stretches(&workers[0]);
	for (unsigned i = 1; i < threads; i++)
		if (workers[i].started)
			pthread_join(workers[i].thread, NULL);
}
