/* lock: see lock.h. */
#define _GNU_SOURCE /* F_OFD_SETLK */
#include "register/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { POLL_NANOSECONDS = 10 * 1000 * 1000 };

unsigned lock_new_file_mode(const char *directory)
{
	struct stat st;
	bool shared = stat(directory, &st) == 0 && (st.st_mode & S_ISGID) && (st.st_mode & S_IWGRP);
	return shared ? 0660 : 0600;
}

static double seconds_now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* 0 when the lock is ours, else an errno value. */
static int wait_for_lock(int fd, enum lock_kind kind, double timeout)
{
	struct flock lock = {
	    .l_type = kind == LOCK_SHARED ? F_RDLCK : F_WRLCK, .l_whence = SEEK_SET};
	double deadline = seconds_now() + timeout;
	for (;;) {
		if (fcntl(fd, F_OFD_SETLK, &lock) == 0)
			return 0;
		if (errno != EAGAIN && errno != EACCES && errno != EINTR)
			return errno;
		if (seconds_now() >= deadline)
			return EAGAIN;
		nanosleep(&(struct timespec){0, POLL_NANOSECONDS}, NULL);
	}
}

static int open_lock(const char *path, const char *directory, enum lock_kind kind)
{
	if (kind == LOCK_SHARED)
		return open(path, O_RDONLY | O_CLOEXEC);
	mode_t mode = lock_new_file_mode(directory);
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
	if (fd >= 0 && fchmod(fd, mode) != 0) {
		close(fd);
		return -1;
	}
	return fd >= 0 || errno != EEXIST ? fd : open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
}

static bool is_unsupported(int fault)
{
	return fault == ENOLCK || fault == EOPNOTSUPP || fault == EINVAL || fault == ENOSYS;
}

int lock_take(
    const char *directory, enum lock_kind kind, double timeout, bool *absent, struct error *e)
{
	struct buf path = BUF_INIT;
	buf_printf(&path, "%s/.lock", directory);
	int fd = open_lock(buf_text(&path), directory, kind);
	*absent = fd < 0 && kind == LOCK_SHARED && (errno == ENOENT || errno == ENOTDIR);
	int fault = fd < 0 ? errno : wait_for_lock(fd, kind, timeout);
	if (fd >= 0 && kind == LOCK_SHARED && is_unsupported(fault))
		fault = 0; /* where there are no locks nobody can write: nothing to wait for */
	if (fault && !*absent) {
		if (fault == EAGAIN) {
			error_set(e, ERROR_LOCKED,
			    _("another program is writing in this directory; not free within %g s "
			      "(--lock-timeout)"),
			    timeout);
			error_at(e, buf_text(&path), 0, 0);
		} else {
			error_errno(
			    e, buf_text(&path), fault, "%s", _("the directory cannot be locked"));
		}
		if (fd >= 0)
			close(fd);
		fd = -1;
	}
	buf_release(&path);
	return fd;
}
