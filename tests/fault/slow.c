/*
 * slow: preloaded into a writer, makes it pause between its steps and write in two goes, so that
 * whoever comes between two steps without waiting for the lock meets a state that must not be seen.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

/* The function of libc that stands behind ours. */
#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

enum { PAUSE_NANOSECONDS = 3 * 1000 * 1000 };

static void pause_a_little(void)
{
	nanosleep(&(struct timespec){0, PAUSE_NANOSECONDS}, NULL);
}

ssize_t write(int fd, const void *bytes, size_t n)
{
	if (fd <= STDERR_FILENO || n < 2)
		return REAL(write)(fd, bytes, n);
	ssize_t done = REAL(write)(fd, bytes, n / 2); /* the caller goes on with the rest */
	pause_a_little();
	return done;
}

int rename(const char *old, const char *new)
{
	int result = REAL(rename)(old, new);
	pause_a_little();
	return result;
}

int unlink(const char *path)
{
	pause_a_little();
	return REAL(unlink)(path);
}
