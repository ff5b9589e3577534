/*
 * sync: a file that is long being written is made durable a part at a time by a second thread, so
 * that little is left to the fsync at its end, which there must be all the same. Where the process
 * has only one thread nothing is done.
 */
#ifndef BASE_SYNC_H
#define BASE_SYNC_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

/* A zero struct is a file of which nothing was written yet. */
struct sync {
	int fd;
	size_t waiting; /* bytes since the last part began to be made durable */
	pthread_t thread;
	bool running;
	atomic_bool done; /* the thread has nothing left to do */
	int failure;      /* errno of the first part that could not be made durable; 0: none */
};

/* n bytes more were written to the file. */
void sync_wrote(struct sync *s, int fd, size_t n);
/* Waits for the part at hand. False and errno when any could not be made durable: then it is not
 * known what is on disk, whatever a later fsync says. */
bool sync_end(struct sync *s);

#endif
