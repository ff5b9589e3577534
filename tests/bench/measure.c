/*
 * measure: runs a command and says how long it took and how much memory its largest process held.
 * A small program of its own, since a process begins with the memory of the one that started it
 * counted as its own, and since starting one from a large program takes longer.
 *
 * usage: measure TIMES RESULT COMMAND…
 *
 * COMMAND runs TIMES times, one after another, with the standard streams of measure. RESULT gets
 * one line: nanoseconds for one run, nanoseconds of processors for one run, KiB of the largest
 * process of all, exit code (that of the first run that had another than 0; 128 and the number of
 * the signal when a signal ended it).
 */
#include "base/number.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void fail(const char *what)
{
	perror(what);
	exit(3);
}

static int64_t now_ns(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static int64_t ns_of(struct timeval t)
{
	return ((int64_t)t.tv_sec * 1000000 + t.tv_usec) * 1000;
}

/* The exit code. */
static int run(char **command)
{
	int status;
	pid_t child = fork();
	if (child < 0)
		fail("measure: fork");
	if (child == 0) {
		execvp(command[0], command);
		perror(command[0]);
		_exit(127);
	}
	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			fail("measure: waitpid");
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int main(int argc, char **argv)
{
	int64_t times, begin = now_ns();
	struct rusage children;
	int code = 0;
	if (argc < 4 || !number_parse(str_of(argv[1]), &times) || times < 1) {
		fputs("usage: measure TIMES RESULT COMMAND...\n", stderr);
		return 2;
	}
	for (int64_t i = 0; i < times; i++) {
		int this = run(argv + 3);
		code = code ? code : this;
	}
	int64_t taken = now_ns() - begin;
	getrusage(RUSAGE_CHILDREN, &children);
	int64_t busy = ns_of(children.ru_utime) + ns_of(children.ru_stime);
	FILE *f = fopen(argv[2], "w");
	if (!f ||
	    fprintf(f, "%lld %lld %ld %d\n", (long long)(taken / times), (long long)(busy / times),
		children.ru_maxrss, code) < 0 ||
	    fclose(f) != 0)
		fail(argv[2]);
	return 0;
}
