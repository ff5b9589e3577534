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

/* --- many things ------------------------------------------------------------------------------ */

enum { WORTH_IT = 4096 }; /* things for which a thread is started */

struct stretch {
	threads_work *work;
	void *context;
	size_t from, to;
	pthread_t thread;
	bool started;
};

static void *run_stretch(void *argument)
{
	struct stretch *s = argument;
	s->work(s->context, s->from, s->to);
	return NULL;
}

/* What no thread can be started for is done here. */
void threads_each(size_t count, threads_work *work, void *context)
{
	struct stretch stretches[THREADS_MAX];
	size_t threads = threads_allowed(), from = 0;
	threads = count / WORTH_IT < threads ? count / WORTH_IT : threads;
	for (size_t i = 0; i + 1 < threads; i++) {
		struct stretch *s = &stretches[i];
		*s = (struct stretch){work, context, from, from + count / threads, 0, false};
		from = s->to;
		s->started = threads_start(&s->thread, run_stretch, s, 0);
	}
	if (from < count)
		work(context, from, count);
	for (size_t i = 0; i + 1 < threads; i++) {
		if (stretches[i].started)
			pthread_join(stretches[i].thread, NULL);
		else
			run_stretch(&stretches[i]);
	}
}
