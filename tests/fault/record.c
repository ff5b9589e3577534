/*
 * record: preloaded into a writer, writes down what it does to the files of one directory, so that
 * crash.py can rebuild every state that a power cut may leave (LD_PRELOAD=record.so FAULT_DIR=DIR
 * FAULT_LOG=FILE). Only calls that succeed count, one line each:
 *
 *     open FD PATH CREATED EMPTIED   PATH within DIR, '.' is DIR itself; CREATED and EMPTIED 0 or 1
 *     write FD OFFSET HEX            bytes at that offset
 *     truncate FD LENGTH
 *     rename PATH PATH   link PATH PATH   unlink PATH   mkdir PATH   rmdir PATH
 *     sync FD   close FD
 *     out                            something was written to standard output
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The function of libc that stands behind ours. */
#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

enum { FILES_MAX = 1024 };

static int log_fd = -1;
static char directory[PATH_MAX];
static bool watched[FILES_MAX];

__attribute__((constructor)) static void start(void)
{
	const char *log = getenv("FAULT_LOG"), *name = getenv("FAULT_DIR");
	if (!log || !name || !realpath(name, directory))
		return;
	int fd = REAL(open)(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	log_fd = fcntl(fd, F_DUPFD_CLOEXEC, 900);
	REAL(close)(fd);
}

static void put(const char *text, size_t n)
{
	while (n > 0) {
		ssize_t done = REAL(write)(log_fd, text, n);
		if (done <= 0)
			abort();
		text += done;
		n -= (size_t)done;
	}
}

__attribute__((format(printf, 1, 2))) static void note(const char *format, ...)
{
	char line[2 * PATH_MAX + 64];
	int number = errno;
	va_list arguments;
	va_start(arguments, format);
	int n = vsnprintf(line, sizeof(line), format, arguments);
	va_end(arguments);
	put(line, (size_t)n);
	errno = number;
}

/* The name within the directory, or false for a file elsewhere. */
static bool name_within(const char *path, char name[PATH_MAX])
{
	char parent[PATH_MAX], real[PATH_MAX];
	int number = errno;
	size_t n = strlen(directory);
	if (log_fd < 0)
		return false;
	const char *slash = strrchr(path, '/');
	snprintf(parent, sizeof(parent), "%.*s", slash ? (int)(slash - path + 1) : 1,
	    slash ? path : ".");
	const char *last = slash ? slash + 1 : path;
	bool itself = realpath(path, real) && strcmp(real, directory) == 0;
	bool inside = !itself && realpath(parent, real) && strncmp(real, directory, n) == 0 &&
		      (real[n] == '\0' || real[n] == '/');
	if (itself)
		snprintf(name, PATH_MAX, ".");
	else if (inside)
		snprintf(name, PATH_MAX, "%s%s%s", real[n] ? real + n + 1 : "", real[n] ? "/" : "",
		    last);
	errno = number;
	return itself || inside;
}

static int open_and_note(__typeof__(&open) real, const char *path, int flags, mode_t mode)
{
	char name[PATH_MAX];
	struct stat before;
	bool inside = name_within(path, name);
	bool existed = inside && stat(path, &before) == 0;
	int fd = real(path, flags, mode);
	if (fd >= 0 && fd < FILES_MAX && inside) {
		watched[fd] = true;
		note("open %d %s %d %d\n", fd, name, !existed, (flags & O_TRUNC) != 0);
	}
	return fd;
}

static mode_t mode_of(int flags, va_list arguments)
{
	return flags & (O_CREAT | O_TMPFILE) ? va_arg(arguments, mode_t) : 0;
}

int open(const char *path, int flags, ...)
{
	va_list arguments;
	va_start(arguments, flags);
	mode_t mode = mode_of(flags, arguments);
	va_end(arguments);
	return open_and_note(REAL(open), path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
	va_list arguments;
	va_start(arguments, flags);
	mode_t mode = mode_of(flags, arguments);
	va_end(arguments);
	return open_and_note(REAL(open64), path, flags, mode);
}

int creat(const char *path, mode_t mode)
{
	return open(path, O_WRONLY | O_CREAT | O_TRUNC, mode);
}

static void note_bytes(int fd, off_t offset, const void *bytes, size_t n)
{
	static const char digits[] = "0123456789abcdef";
	const unsigned char *p = bytes;
	char *text = malloc(2 * n + 1);
	if (!text)
		abort();
	for (size_t i = 0; i < n; i++) {
		text[2 * i] = digits[p[i] >> 4];
		text[2 * i + 1] = digits[p[i] & 15];
	}
	text[2 * n] = '\n';
	note("write %d %lld ", fd, (long long)offset);
	put(text, 2 * n + 1);
	free(text);
}

static bool is_watched(int fd)
{
	return log_fd >= 0 && fd >= 0 && fd < FILES_MAX && watched[fd];
}

ssize_t write(int fd, const void *bytes, size_t n)
{
	ssize_t done = REAL(write)(fd, bytes, n);
	int number = errno;
	if (done > 0 && is_watched(fd))
		note_bytes(fd, lseek(fd, 0, SEEK_CUR) - done, bytes, (size_t)done);
	else if (done > 0 && fd == STDOUT_FILENO && log_fd >= 0)
		note("out\n");
	errno = number;
	return done;
}

ssize_t pwrite(int fd, const void *bytes, size_t n, off_t offset)
{
	ssize_t done = REAL(pwrite)(fd, bytes, n, offset);
	if (done > 0 && is_watched(fd))
		note_bytes(fd, offset, bytes, (size_t)done);
	return done;
}

int ftruncate(int fd, off_t length)
{
	int result = REAL(ftruncate)(fd, length);
	if (result == 0 && is_watched(fd))
		note("truncate %d %lld\n", fd, (long long)length);
	return result;
}

static int sync_and_note(int result, int fd)
{
	if (result == 0 && is_watched(fd))
		note("sync %d\n", fd);
	return result;
}

int fsync(int fd)
{
	return sync_and_note(REAL(fsync)(fd), fd);
}

int fdatasync(int fd)
{
	return sync_and_note(REAL(fdatasync)(fd), fd);
}

int close(int fd)
{
	if (is_watched(fd)) {
		watched[fd] = false;
		note("close %d\n", fd);
	}
	return REAL(close)(fd);
}

static int two_names(const char *verb, int result, const char *from, const char *to)
{
	char a[PATH_MAX], b[PATH_MAX];
	if (result == 0 && name_within(from, a) && name_within(to, b))
		note("%s %s %s\n", verb, a, b);
	return result;
}

int rename(const char *from, const char *to)
{
	return two_names("rename", REAL(rename)(from, to), from, to);
}

int link(const char *from, const char *to)
{
	return two_names("link", REAL(link)(from, to), from, to);
}

static int one_name(const char *verb, int result, const char *path)
{
	char name[PATH_MAX];
	if (result == 0 && name_within(path, name))
		note("%s %s\n", verb, name);
	return result;
}

int unlink(const char *path)
{
	return one_name("unlink", REAL(unlink)(path), path);
}

int mkdir(const char *path, mode_t mode)
{
	return one_name("mkdir", REAL(mkdir)(path, mode), path);
}

int rmdir(const char *path)
{
	return one_name("rmdir", REAL(rmdir)(path), path);
}
