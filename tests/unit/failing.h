/*
 * System calls that fail when a test wants them to. A test that includes this is linked so that the
 * library's calls come here first (Makefile, CALLS_THAT_FAIL); its name begins with failing_.
 *
 * failing_sweep runs a piece of work again and again: the first call fails, the second one, and so
 * on until the work needs no more calls; with several errors, once and for good.
 */
#ifndef FAILING_H
#define FAILING_H

#include "place.h"

#include "base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <sys/types.h>

enum failing_how {
	FAIL_ONCE,
	FAIL_ON,    /* that call and all that follow */
	FAIL_SHORT, /* a write writes half, the next call fails */
	FAIL_HOWS
};

static struct {
	bool armed;
	enum failing_how how;
	int number;       /* errno */
	const char *only; /* the name of the calls that may fail; NULL: all */
	long at;          /* the call that fails, from 1 */
	long count;       /* calls so far */
	bool happened;
	const char *name; /* of the call that failed */
} failing;

static bool failing_call(const char *name)
{
	if (!failing.armed || (failing.only && strcmp(failing.only, name) != 0))
		return false;
	failing.count++;
	bool fails =
	    failing.how == FAIL_ON ? failing.count >= failing.at : failing.count == failing.at;
	if (!fails)
		return false;
	if (!failing.happened)
		failing.name = name;
	failing.happened = true;
	errno = failing.number;
	return true;
}

/* A call that may be interrupted and is then made again; others do not fail by EINTR. */
static bool failing_interruptible(const char *name)
{
	return failing_call(name);
}

static bool failing_plain(const char *name)
{
	return failing.number != EINTR && failing_call(name);
}

#define FAILING(result, call, parameters, arguments)                                               \
	result __real_##call parameters;                                                           \
	result __wrap_##call parameters;                                                           \
	result __wrap_##call parameters                                                            \
	{                                                                                          \
		return failing_plain(#call) ? -1 : __real_##call arguments;                        \
	}

FAILING(int, ftruncate, (int fd, off_t n), (fd, n))
FAILING(int, rename, (const char *from, const char *to), (from, to))
FAILING(int, unlink, (const char *path), (path))
FAILING(int, stat, (const char *path, struct stat *st), (path, st))
FAILING(int, lstat, (const char *path, struct stat *st), (path, st))
FAILING(int, fstat, (int fd, struct stat *st), (fd, st))
FAILING(int, fchmod, (int fd, mode_t mode), (fd, mode))
FAILING(int, fchown, (int fd, uid_t user, gid_t group), (fd, user, group))
FAILING(int, mkostemp, (char *path, int flags), (path, flags))

int __real_open(const char *path, int flags, ...);
int __wrap_open(const char *path, int flags, ...);
int __wrap_open(const char *path, int flags, ...)
{
	va_list arguments;
	va_start(arguments, flags);
	mode_t mode = flags & O_CREAT ? va_arg(arguments, mode_t) : 0;
	va_end(arguments);
	return failing_plain("open") ? -1 : __real_open(path, flags, mode);
}

/* Locks, and copies of descriptors. */
int __real_fcntl(int fd, int command, ...);
int __wrap_fcntl(int fd, int command, ...);
int __wrap_fcntl(int fd, int command, ...)
{
	va_list arguments;
	va_start(arguments, command);
	int result;
	if (failing_plain("fcntl"))
		result = -1;
	else if (command == F_DUPFD_CLOEXEC || command == F_GETFD)
		result = __real_fcntl(fd, command, va_arg(arguments, int));
	else
		result = __real_fcntl(fd, command, va_arg(arguments, void *));
	va_end(arguments);
	return result;
}

/* The descriptor is closed all the same, as Linux does it. */
int __real_close(int fd);
int __wrap_close(int fd);
int __wrap_close(int fd)
{
	bool fails = failing_plain("close");
	int result = __real_close(fd);
	if (fails)
		errno = failing.number;
	return fails ? -1 : result;
}

ssize_t __real_read(int fd, void *bytes, size_t n);
ssize_t __wrap_read(int fd, void *bytes, size_t n);
ssize_t __wrap_read(int fd, void *bytes, size_t n)
{
	return failing_interruptible("read") ? -1 : __real_read(fd, bytes, n);
}

ssize_t __real_pread(int fd, void *bytes, size_t n, off_t offset);
ssize_t __wrap_pread(int fd, void *bytes, size_t n, off_t offset);
ssize_t __wrap_pread(int fd, void *bytes, size_t n, off_t offset)
{
	return failing_interruptible("pread") ? -1 : __real_pread(fd, bytes, n, offset);
}

ssize_t __real_write(int fd, const void *bytes, size_t n);
ssize_t __wrap_write(int fd, const void *bytes, size_t n);
ssize_t __wrap_write(int fd, const void *bytes, size_t n)
{
	if (!failing_interruptible("write"))
		return __real_write(fd, bytes, n);
	if (failing.how != FAIL_SHORT || n < 2)
		return -1;
	failing.at++;
	return __real_write(fd, bytes, n / 2);
}

/* Nothing here is about a power cut: what fsync takes is only time. */
int __wrap_fsync(int fd);
int __wrap_fsync(int fd)
{
	(void)fd;
	return failing_interruptible("fsync") ? -1 : 0;
}

static int open_descriptors(void)
{
	int count = 0;
	for (int fd = 0; fd < 256; fd++)
		count += __real_fcntl(fd, F_GETFD, 0) >= 0;
	return count;
}

struct failing_work {
	const char *name;
	void (*prepare)(void);
	bool (*run)(struct error *e);
	/* Looks at what is there now; the calls work again. `done` is what run has returned. */
	void (*judge)(bool done, const struct error *e);
	bool light; /* it makes many calls: they fail once, with one error */
};

static bool failing_run(const struct failing_work *w, enum failing_how how, int number, long at)
{
	struct error e = ERROR_INIT;
	place_clear(NULL);
	w->prepare();
	int before = open_descriptors();
	failing.how = how;
	failing.number = number;
	failing.at = at;
	failing.count = 0;
	failing.happened = false;
	failing.armed = true;
	bool done = w->run(&e);
	failing.armed = false;
	if (open_descriptors() != before)
		fail_msg("%s: a descriptor stays open when %s (call %ld) fails with %s", w->name,
		    failing.name, at, strerror(number));
	if (!done && !failing.happened)
		fail_msg("%s fails without a cause: %s: %s", w->name, e.file, e.message);
	if (!done && (e.kind == ERROR_NONE || !e.message[0]))
		fail_msg("%s: nothing is said when %s (call %ld) fails with %s", w->name,
		    failing.name, at, strerror(number));
	if (!done && number == EINTR)
		fail_msg("%s: an interrupted %s (call %ld) is not made again: %s", w->name,
		    failing.name, at, e.message);
	w->judge(done, &e);
	return failing.happened;
}

static void failing_sweep(const struct failing_work *w)
{
	static const int numbers[] = {EIO, EACCES, EINTR};
	for (int how = 0; how < FAIL_HOWS; how++)
		for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
			long at = 1;
			if (numbers[i] == EINTR && how != FAIL_ONCE)
				continue;
			if (w->light && (i > 0 || how != FAIL_ONCE))
				continue;
			while (failing_run(w, (enum failing_how)how, numbers[i], at))
				at++;
			/* or nothing would have been tried */
			assert_true(at > 2 || numbers[i] == EINTR);
		}
}

#endif
