/* lock: see lock.h. */
#define _GNU_SOURCE /* F_OFD_SETLK */
#include "register/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/*
 * The lock is the first byte of .lock. Who must wait locks another byte besides, whose number is
 * the time at which it came: that is its place in a queue, which ends with the process as the lock
 * does. It tries for the lock only when nobody who came earlier waits for one that excludes its
 * own, so that of many writers none has bad luck until its time is up. A place may belong to a
 * program that was stopped; therefore once in a while everybody tries.
 */
enum {
	FIRST_PLACE = 1,
	POLL_NANOSECONDS = 10 * 1000 * 1000,
	FIRST_POLL_NANOSECONDS = 2 * 1000 * 1000, /* of who is next */
	POLLS_OF_PATIENCE = 100,
};

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

/* Locks one byte, or with F_UNLCK unlocks it. 0, or an errno value. */
static int lock_byte(int fd, short type, off_t byte)
{
	struct flock lock = {.l_type = type, .l_whence = SEEK_SET, .l_start = byte, .l_len = 1};
	return fcntl(fd, F_OFD_SETLK, &lock) == 0 ? 0 : errno;
}

/* A place at the end of the queue; 0 when there is none now. */
static off_t take_place(int fd, short type)
{
	struct timespec t;
	clock_gettime(CLOCK_REALTIME, &t); /* the same for every program that uses the directory */
	off_t place = FIRST_PLACE + (off_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
	return lock_byte(fd, type, place) == 0 ? place : 0;
}

/* Whether a program waits before our place, or with place 0 at all, that ours has to wait for. */
static int is_anyone_before(int fd, short type, off_t place, bool *before)
{
	struct flock places = {.l_type = type,
	    .l_whence = SEEK_SET,
	    .l_start = FIRST_PLACE,
	    .l_len = place ? place - FIRST_PLACE : 0};
	int result = fcntl(fd, F_OFD_GETLK, &places);
	*before = result == 0 && places.l_type != F_UNLCK;
	return result == 0 ? 0 : errno;
}

/* 0 when the lock is ours, else an errno value. */
static int wait_for_lock(int fd, enum lock_kind kind, double timeout)
{
	short type = kind == LOCK_SHARED ? F_RDLCK : F_WRLCK;
	double deadline = seconds_now() + timeout;
	off_t place = 0;
	for (unsigned polls = 1;; polls++) {
		bool before;
		int fault = is_anyone_before(fd, type, place, &before);
		if (fault == 0 && (!before || polls % POLLS_OF_PATIENCE == 0)) {
			fault = lock_byte(fd, type, 0);
			if (fault == 0)
				return place ? lock_byte(fd, F_UNLCK, place) : 0;
		}
		if (fault != 0 && fault != EAGAIN && fault != EACCES && fault != EINTR)
			return fault;
		if (seconds_now() >= deadline)
			return EAGAIN;
		if (!place)
			place = take_place(fd, type);
		nanosleep(&(struct timespec){0,
			      place && !before ? FIRST_POLL_NANOSECONDS : POLL_NANOSECONDS},
		    NULL);
	}
}

static int open_lock(const char *path, const char *directory, enum lock_kind kind)
{
	const int flags = O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK;
	if (kind == LOCK_SHARED)
		return open(path, O_RDONLY | flags);
	mode_t mode = lock_new_file_mode(directory);
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | flags, mode);
	if (fd >= 0 && fchmod(fd, mode) != 0) {
		close(fd);
		return -1;
	}
	return fd >= 0 || errno != EEXIST ? fd : open(path, O_RDWR | flags);
}

/* Something else than a file with one meaning to all: a FIFO, a directory. */
static bool is_plain(int fd)
{
	struct stat st;
	return fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
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
	int fault = fd < 0 ? errno : is_plain(fd) ? wait_for_lock(fd, kind, timeout) : EINVAL;
	if (fd >= 0 && kind == LOCK_SHARED && is_unsupported(fault) && is_plain(fd))
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
