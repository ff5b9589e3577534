/*
 * append: the least that a program must do to add a row that is not lost: open the file, take the
 * lock, write, fsync. What visits-log is held against.
 *
 * usage: append LOCK FILE ROW    ROW without its newline; the files must be there
 */
#define _GNU_SOURCE // F_OFD_SETLKW
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void fail(const char *what)
{
	perror(what);
	exit(3);
}

static int open_there(const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC);
	if (fd < 0)
		fail(path);
	return fd;
}

int main(int argc, char **argv)
{
	struct flock all = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
	char row[4096];
	if (argc != 4 || strlen(argv[3]) > sizeof(row) - 2) {
		fputs("usage: append LOCK FILE ROW\n", stderr);
		return 2;
	}
	size_t n = (size_t)snprintf(row, sizeof(row), "%s\n", argv[3]);
	int lock = open_there(argv[1], O_RDWR);
	if (fcntl(lock, F_OFD_SETLKW, &all) != 0)
		fail(argv[1]);
	int file = open_there(argv[2], O_WRONLY | O_APPEND);
	if (write(file, row, n) != (ssize_t)n || fsync(file) != 0 || close(file) != 0 ||
	    close(lock) != 0)
		fail(argv[2]);
	return 0;
}
