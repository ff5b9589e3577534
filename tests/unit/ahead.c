/*
 * The thread that reads ahead: only where it pays, with no signal of its own, never in the way of
 * what comes slowly, gone at the end and when the input is closed before.
 */
#define _GNU_SOURCE /* sched_setaffinity, posix_openpt */
#include "unit.h"

#include "base/threads.h"
#include "csv/input.h"

#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <string.h>

#include <zlib.h>

enum { SMALL = 200 * 1024, LONG = 300 * 1024, WHOLE = 3 * 1024 * 1024 };

static int threads(void)
{
	int n = 0;
	DIR *tasks = opendir("/proc/self/task");
	assert_non_null(tasks);
	for (struct dirent *d = readdir(tasks); d; d = readdir(tasks))
		n += d->d_name[0] != '.';
	closedir(tasks);
	return n;
}

/* A thread that has been joined is still seen for a moment. */
static void expect_threads(int n)
{
	for (int i = 0; threads() != n && i < 10000; i++)
		usleep(1000);
	assert_int_equal(threads(), n);
}

static void add_content(struct buf *out)
{
	for (size_t i = 0; out->n < WHOLE; i++)
		buf_printf(out, "U%zu,东湖单位%zu\n", i, i * 7919 % 1000);
	out->n = WHOLE;
}

static FILE *plain_file(void)
{
	struct buf content = BUF_INIT;
	FILE *f = tmpfile();
	assert_non_null(f);
	add_content(&content);
	assert_int_equal(fwrite(content.p, 1, content.n, f), content.n);
	assert_int_equal(fflush(f), 0);
	buf_release(&content);
	return f;
}

static FILE *gzip_file(void)
{
	struct buf content = BUF_INIT;
	FILE *f = tmpfile();
	assert_non_null(f);
	add_content(&content);
	gzFile folded = gzdopen(dup(fileno(f)), "wb1");
	assert_non_null(folded);
	assert_int_equal(gzwrite(folded, content.p, (unsigned)content.n), content.n);
	assert_int_equal(gzclose(folded), Z_OK);
	buf_release(&content);
	return f;
}

/* Reads n bytes, or to the end. */
static size_t take(struct input *in, size_t n)
{
	static char bytes[10000];
	struct error e;
	size_t total = 0;
	ssize_t got = 1;
	while (total < n && got > 0) {
		size_t more = n - total < sizeof(bytes) ? n - total : sizeof(bytes);
		got = input_read(in, bytes, more, &e);
		assert_true(got >= 0);
		total += (size_t)got;
	}
	return total;
}

/* Reads a file to its end; how many threads it had in the middle. */
static int threads_for(FILE *f)
{
	int before = threads();
	struct input *in = input_of_descriptor(fileno(f), "test", INPUT_NO_LIMIT);
	assert_int_equal(take(in, SMALL), SMALL);
	expect_threads(before);
	assert_int_equal(take(in, LONG), LONG);
	int during = threads() - before + 1;
	assert_int_equal(take(in, WHOLE), WHOLE - SMALL - LONG);
	expect_threads(before);
	assert_int_equal(take(in, 1), 0);
	input_close(in);
	fclose(f);
	return during;
}

static void only_where_it_pays(void **state)
{
	(void)state;
	threads_set(2);
	assert_int_equal(threads_for(gzip_file()), 2);
	assert_int_equal(threads_for(plain_file()), 1);
	threads_set(1);
	assert_int_equal(threads_for(gzip_file()), 1);
	threads_set(0);
}

static void only_with_a_second_processor(void **state)
{
	(void)state;
	cpu_set_t all, one;
	size_t first = 0;
	assert_int_equal(sched_getaffinity(0, sizeof(all), &all), 0);
	while (!CPU_ISSET(first, &all))
		first++;
	CPU_ZERO(&one);
	CPU_SET(first, &one);
	assert_int_equal(sched_setaffinity(0, sizeof(one), &one), 0);
	assert_int_equal(threads_for(gzip_file()), 1);
	assert_int_equal(sched_setaffinity(0, sizeof(all), &all), 0);
	assert_int_equal(threads_for(gzip_file()), CPU_COUNT(&all) > 1 ? 2 : 1);
}

/* Closed when the ring is full, and at other moments. */
static void closed_before_the_end(void **state)
{
	(void)state;
	int before = threads();
	threads_set(2);
	FILE *f = gzip_file();
	for (size_t n = LONG; n < WHOLE; n += 400000) {
		struct input *in = input_of_descriptor(fileno(f), "test", INPUT_NO_LIMIT);
		assert_int_equal(take(in, n), n);
		input_close(in);
		expect_threads(before);
	}
	fclose(f);
	threads_set(0);
}

/* A pipe from which LONG bytes have been read, so that there is a thread. */
static struct input *long_pipe(int *writer)
{
	static const char zeros[1000];
	int ends[2];
	char path[64];
	struct error e;
	assert_int_equal(pipe(ends), 0);
	snprintf(path, sizeof(path), "/dev/fd/%d", ends[0]);
	struct input *in = input_open(path, &e);
	assert_non_null(in);
	close(ends[0]);
	*writer = ends[1];
	for (size_t n = 0; n < LONG; n += sizeof(zeros)) {
		assert_int_equal(write(*writer, zeros, sizeof(zeros)), sizeof(zeros));
		assert_int_equal(take(in, sizeof(zeros)), sizeof(zeros));
	}
	return in;
}

static void what_comes_slowly_comes_at_once(void **state)
{
	(void)state;
	int before = threads(), writer;
	char bytes[1000];
	struct error e;
	threads_set(2);
	struct input *in = long_pipe(&writer);
	expect_threads(before + 1);
	for (int i = 0; i < 20; i++) {
		assert_int_equal(write(writer, "U1,x\n", 5), 5);
		assert_int_equal(take(in, 2), 2);
		assert_int_equal(input_read(in, bytes, sizeof(bytes), &e), 3);
		assert_memory_equal(bytes, ",x\n", 3);
	}
	close(writer);
	assert_int_equal(input_read(in, bytes, sizeof(bytes), &e), 0);
	assert_int_equal(input_read(in, bytes, sizeof(bytes), &e), 0);
	expect_threads(before);
	input_close(in);
	threads_set(0);
}

/* The thread waits for a writer that writes nothing more, and does not end. */
static void closed_while_it_waits(void **state)
{
	(void)state;
	int before = threads(), writer;
	threads_set(2);
	for (int i = 0; i < 20; i++) {
		struct input *in = long_pipe(&writer);
		expect_threads(before + 1);
		input_close(in);
		expect_threads(before);
		close(writer);
	}
	threads_set(0);
}

/* The signals that a thread of /proc blocks. */
static uint64_t blocked_by(const char *task)
{
	char path[300], line[200];
	unsigned long long mask = 0;
	snprintf(path, sizeof(path), "/proc/self/task/%s/status", task);
	FILE *f = fopen(path, "r");
	assert_non_null(f);
	while (fgets(line, sizeof(line), f))
		if (strncmp(line, "SigBlk:", 7) == 0)
			mask = strtoull(line + 7, NULL, 16);
	fclose(f);
	return mask;
}

static void signals_are_for_the_others(void **state)
{
	(void)state;
	static const int signals[] = {SIGHUP, SIGINT, SIGTERM, SIGPIPE, SIGTTIN, SIGTSTP, SIGALRM};
	int writer, blocking = 0;
	sigset_t before, after;
	threads_set(2);
	pthread_sigmask(SIG_SETMASK, NULL, &before);
	struct input *in = long_pipe(&writer);
	pthread_sigmask(SIG_SETMASK, NULL, &after);
	DIR *tasks = opendir("/proc/self/task");
	assert_non_null(tasks);
	for (struct dirent *d = readdir(tasks); d; d = readdir(tasks)) {
		bool all = d->d_name[0] != '.' && strtol(d->d_name, NULL, 10) != getpid();
		for (size_t i = 0; all && i < sizeof(signals) / sizeof(signals[0]); i++)
			all = blocked_by(d->d_name) >> (signals[i] - 1) & 1;
		blocking += all;
	}
	closedir(tasks);
	assert_true(blocking >= 1);
	for (int i = 1; i < NSIG; i++)
		assert_int_equal(sigismember(&before, i), sigismember(&after, i));
	input_close(in);
	close(writer);
	threads_set(0);
}

/* With SIGTTIN blocked a thread would get an error from the terminal of a background job. */
static void never_for_a_terminal(void **state)
{
	(void)state;
	char line[200];
	struct error e;
	int before = threads(), master = posix_openpt(O_RDWR | O_NOCTTY);
	if (master < 0 || grantpt(master) != 0 || unlockpt(master) != 0)
		skip();
	threads_set(2);
	struct input *in = input_open(ptsname(master), &e);
	assert_non_null(in);
	memset(line, 'x', sizeof(line));
	line[sizeof(line) - 1] = '\n';
	for (size_t n = 0; n < LONG; n += sizeof(line)) {
		assert_int_equal(write(master, line, sizeof(line)), sizeof(line));
		assert_int_equal(take(in, sizeof(line)), sizeof(line));
		char echo[2 * sizeof(line)];
		assert_true(read(master, echo, sizeof(echo)) > 0);
	}
	expect_threads(before);
	input_close(in);
	close(master);
	threads_set(0);
}

/* What is allowed is given, then the error; damage behind it is not told. */
static void max_bytes_count_what_is_given(void **state)
{
	(void)state;
	static const size_t limits[] = {0, 1, SMALL, LONG, WHOLE - 1, WHOLE, WHOLE + 1};
	FILE *f = gzip_file();
	for (size_t i = 0; i < 2 * sizeof(limits) / sizeof(limits[0]); i++) {
		struct error e = ERROR_INIT;
		char bytes[1000];
		size_t limit = limits[i / 2], given = 0;
		ssize_t got;
		threads_set(1 + (unsigned)i % 2);
		input_set_max_bytes(limit);
		struct input *in = input_of_descriptor(fileno(f), "test", INPUT_NO_LIMIT);
		while ((got = input_read(in, bytes, sizeof(bytes), &e)) > 0)
			given += (size_t)got;
		assert_int_equal(given, limit < WHOLE ? limit : WHOLE);
		assert_int_equal(got, limit < WHOLE ? -1 : 0);
		assert_int_equal(e.kind, limit < WHOLE ? ERROR_SYSTEM : ERROR_NONE);
		input_close(in);
	}
	input_set_max_bytes(INPUT_NO_LIMIT);
	threads_set(0);
	fclose(f);
}

/* ThreadSanitizer has a thread of its own from the first that a program makes. */
static void *nothing(void *argument)
{
	return argument;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(only_where_it_pays),
	    cmocka_unit_test(only_with_a_second_processor),
	    cmocka_unit_test(closed_before_the_end),
	    cmocka_unit_test(what_comes_slowly_comes_at_once),
	    cmocka_unit_test(closed_while_it_waits),
	    cmocka_unit_test(signals_are_for_the_others),
	    cmocka_unit_test(never_for_a_terminal),
	    cmocka_unit_test(max_bytes_count_what_is_given),
	};
	pthread_t first;
	if (pthread_create(&first, NULL, nothing, NULL) != 0 || pthread_join(first, NULL) != 0)
		return 1;
	alarm(120); /* a thread that nobody can wake is a failure, not a test without end */
	return cmocka_run_group_tests(tests, NULL, NULL);
}
