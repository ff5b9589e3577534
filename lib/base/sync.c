/* sync: see sync.h. */
#include "base/sync.h"
#include "base/threads.h"

#include <errno.h>
#include <unistd.h>

enum { PART = 16 * 1024 * 1024 };

static void *sync_part(void *context)
{
	struct sync *s = context;
	int result;
	do
		result = fdatasync(s->fd);
	while (result < 0 && errno == EINTR);
	s->failure = result < 0 ? errno : 0;
	s->done = true;
	return NULL;
}

/* Also makes what the thread has found out ours. */
static void join(struct sync *s)
{
	if (s->running)
		pthread_join(s->thread, NULL);
	s->running = false;
}

void sync_wrote(struct sync *s, int fd, size_t n)
{
	s->waiting += n;
	if (s->waiting < PART || (s->running && !s->done) || threads_allowed() == 1)
		return;
	join(s);
	if (s->failure)
		return;
	s->fd = fd;
	s->waiting = 0;
	s->done = false;
	s->running = threads_start(&s->thread, sync_part, s, 0);
}

bool sync_end(struct sync *s)
{
	join(s);
	errno = s->failure;
	return s->failure == 0;
}
