/*
 * modes: preloaded into a program, writes down the permissions that each file has when it is made,
 * before anything is done about them (LD_PRELOAD=modes.so FAULT_LOG=FILE), one line each:
 *
 *     MODE PATH      octal, as fstat tells it
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* The function of libc that stands behind ours. */
#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static void note(int fd, const char *path)
{
	struct stat st;
	int number = errno;
	const char *log = getenv("FAULT_LOG");
	if (fd >= 0 && log && fstat(fd, &st) == 0) {
		int out = REAL(open)(log, O_WRONLY | O_APPEND | O_CLOEXEC);
		if (out < 0)
			abort();
		dprintf(out, "%04o %s\n", (unsigned)(st.st_mode & 07777), path);
		close(out);
	}
	errno = number;
}

int open(const char *path, int flags, ...)
{
	va_list arguments;
	va_start(arguments, flags);
	bool creates = (flags & O_CREAT) || (flags & O_TMPFILE) == O_TMPFILE;
	mode_t mode = creates ? va_arg(arguments, mode_t) : 0;
	va_end(arguments);
	bool absent = creates && access(path, F_OK) != 0;
	int fd = REAL(open)(path, flags, mode);
	if (absent)
		note(fd, path);
	return fd;
}

int mkostemp(char *pattern, int flags)
{
	int fd = REAL(mkostemp)(pattern, flags);
	note(fd, pattern);
	return fd;
}

int mkdir(const char *path, mode_t mode)
{
	int result = REAL(mkdir)(path, mode);
	if (result == 0) {
		int fd = REAL(open)(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		note(fd, path);
		if (fd >= 0)
			close(fd);
	}
	return result;
}
