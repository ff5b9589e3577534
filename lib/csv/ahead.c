/* ahead: see ahead.h. */
#include "csv/ahead.h"
#include "base/threads.h"

#include <stdlib.h>

/* Buffers begin at a page: read(2) is faster then. */
enum { PAGE = 4096, BUFFERS = 4, BUFFER_SIZE = 128 * 1024 };

struct buffer {
	unsigned char *bytes;
	ssize_t n; /* 0: the end; -1: the fault */
};

/* Buffers [emptied, filled) of all that there ever are hold something; number i is ring[i %
 * BUFFERS]. The thread alone writes to the others, the caller alone reads those. */
struct ahead {
	ahead_fill *fill;
	void *of;
	unsigned char *memory;
	struct buffer ring[BUFFERS];
	size_t used; /* of the first that is not emptied; the caller's alone */
	struct fault fault;
	pthread_t thread;
	pthread_mutex_t mutex; /* for what follows */
	pthread_cond_t changed;
	size_t emptied, filled;
	bool stop;
};

/* Waits for a buffer to fill; NULL: stop. */
static struct buffer *free_buffer(struct ahead *a)
{
	pthread_mutex_lock(&a->mutex);
	while (!a->stop && a->filled - a->emptied == BUFFERS)
		pthread_cond_wait(&a->changed, &a->mutex);
	struct buffer *b = a->stop ? NULL : &a->ring[a->filled % BUFFERS];
	pthread_mutex_unlock(&a->mutex);
	return b;
}

static void *work(void *argument)
{
	struct ahead *a = argument;
	struct buffer *b;
	ssize_t got = 1;
	while (got > 0 && (b = free_buffer(a))) {
		got = b->n = a->fill(a->of, b->bytes, BUFFER_SIZE, &a->fault);
		pthread_mutex_lock(&a->mutex);
		a->filled++;
		pthread_cond_signal(&a->changed);
		pthread_mutex_unlock(&a->mutex);
	}
	return NULL;
}

static void release(struct ahead *a)
{
	pthread_cond_destroy(&a->changed);
	pthread_mutex_destroy(&a->mutex);
	free(a->memory);
	free(a);
}

struct ahead *ahead_start(ahead_fill *fill, void *of)
{
	struct ahead *a = calloc(1, sizeof(*a));
	if (!a)
		return NULL;
	a->fill = fill;
	a->of = of;
	pthread_mutex_init(&a->mutex, NULL);
	pthread_cond_init(&a->changed, NULL);
	a->memory = aligned_alloc(PAGE, (size_t)BUFFERS * BUFFER_SIZE);
	for (size_t i = 0; a->memory && i < BUFFERS; i++)
		a->ring[i].bytes = a->memory + i * BUFFER_SIZE;
	if (a->memory && threads_start(&a->thread, work, a, 0))
		return a;
	release(a);
	return NULL;
}

/* The first buffer that is not emptied; with `wait` there is one. */
static struct buffer *full_buffer(struct ahead *a, bool wait)
{
	pthread_mutex_lock(&a->mutex);
	while (wait && a->filled == a->emptied)
		pthread_cond_wait(&a->changed, &a->mutex);
	struct buffer *b = a->filled == a->emptied ? NULL : &a->ring[a->emptied % BUFFERS];
	pthread_mutex_unlock(&a->mutex);
	return b;
}

static void give_back(struct ahead *a)
{
	a->used = 0;
	pthread_mutex_lock(&a->mutex);
	a->emptied++;
	pthread_cond_signal(&a->changed);
	pthread_mutex_unlock(&a->mutex);
}

ssize_t ahead_read(struct ahead *a, void *bytes, size_t n, struct fault *f)
{
	size_t got = 0;
	struct buffer *b;
	/* the end and a fault stay where they are, for the next call */
	while (got < n && (b = full_buffer(a, got == 0)) && b->n > 0) {
		size_t have = (size_t)b->n - a->used, take = n - got < have ? n - got : have;
		memcpy((char *)bytes + got, b->bytes + a->used, take);
		got += take;
		a->used += take;
		if (a->used == (size_t)b->n)
			give_back(a);
	}
	if (got > 0 || n == 0)
		return (ssize_t)got;
	if (b->n < 0)
		*f = a->fault;
	return b->n;
}

void ahead_stop(struct ahead *a)
{
	if (!a)
		return;
	pthread_mutex_lock(&a->mutex);
	a->stop = true;
	pthread_cond_signal(&a->changed);
	pthread_mutex_unlock(&a->mutex);
	pthread_join(a->thread, NULL);
	release(a);
}
