/* io: see io.h. */
#define _GNU_SOURCE /* sync_file_range */
#include "base/io.h"
#include "base/str.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

ssize_t io_read(int fd, void *bytes, size_t n)
{
	ssize_t got;
	do
		got = read(fd, bytes, n);
	while (got < 0 && errno == EINTR);
	return got;
}

ssize_t io_pread(int fd, void *bytes, size_t n, uint64_t offset)
{
	ssize_t got;
	do
		got = pread(fd, bytes, n, (off_t)offset);
	while (got < 0 && errno == EINTR);
	return got;
}

bool io_write(int fd, const void *bytes, size_t n)
{
	const char *p = bytes;
	while (n > 0) {
		ssize_t done = write(fd, p, n);
		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return false;
		if (done == 0) {
			errno = ENOSPC;
			return false;
		}
		p += done;
		n -= (size_t)done;
	}
	return true;
}

bool io_truncate(int fd, uint64_t length)
{
	int result;
	do
		result = ftruncate(fd, (off_t)length);
	while (result < 0 && errno == EINTR);
	return result == 0;
}

void io_begin_sync(int fd)
{
#ifdef SYNC_FILE_RANGE_WRITE
	int before = errno;
	(void)sync_file_range(fd, 0, 0, SYNC_FILE_RANGE_WRITE);
	errno = before;
#else
	(void)fd;
#endif
}

bool io_sync(int fd)
{
	int result;
	do
		result = fsync(fd);
	while (result < 0 && errno == EINTR);
	return result == 0;
}

bool io_sync_directory(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *directory = slash == path ? str_dup(STR("/"))
			  : slash       ? str_dup((struct str){path, (size_t)(slash - path)})
					: str_dup(STR("."));
	int fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	free(directory);
	if (fd < 0)
		return false;
	bool done = io_sync(fd);
	int number = errno;
	close(fd);
	errno = number;
	return done;
}
