/* sheet_file: a large file of which only the beginning is in memory; see sheet_internal.h. */
#include "base/io.h"
#include "base/threads.h"
#include "sheet/sheet_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <unistd.h>

static bool is_open(struct sheet_file *f, int fd)
{
	f->fd = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	if (f->fd < 0)
		return false;
	if (fstat(f->fd, &f->before) == 0)
		return true;
	sheet_file_close(f);
	return false;
}

bool sheet_file_open(struct sheet_file *f, const char *path, int fd, uint64_t from, size_t size)
{
	*f = (struct sheet_file){.path = path, .fd = -1, .from = from, .size = size};
	return is_open(f, fd);
}

void sheet_file_close(struct sheet_file *f)
{
	if (f->fd >= 0)
		close(f->fd);
	f->fd = -1;
}

bool sheet_file_read(const struct sheet_file *f, size_t from, size_t to, char *out, struct error *e)
{
	for (size_t at = from; at < to;) {
		ssize_t got = io_pread(f->fd, out + (at - from), to - at, f->from + at);
		if (got < 0)
			return error_errno(e, f->path, errno, "%s", _("cannot be read"));
		if (got == 0) {
			error_set(e, ERROR_SYSTEM, "%s", _("was cut short while it was read"));
			return error_at(e, f->path, 0, 0);
		}
		at += (size_t)got;
	}
	return true;
}

/* Bytes that are read to where they belong. */
struct stretches {
	const struct sheet_file *f;
	size_t from;
	char *out;
	atomic_bool failed;
};

static void read_stretch(void *context, size_t from, size_t to, unsigned thread)
{
	struct error ignored;
	struct stretches *s = context;
	(void)thread;
	if (!sheet_file_read(s->f, s->from + from, s->from + to, s->out + from, &ignored))
		s->failed = true;
}

bool sheet_file_read_rest(const struct sheet_file *f, size_t from, char *out, struct error *e)
{
	enum { STRETCH = 1024 * 1024 };
	struct stretches s = {f, from, out, false};
	threads_each(f->size - from, STRETCH, read_stretch, &s);
	/* once more, to find out why */
	return !s.failed || sheet_file_read(f, from, f->size, out, e);
}

size_t sheet_file_cut(const struct sheet_file *f, size_t at)
{
	char bytes[4096];
	ssize_t got;
	while (at < f->size && (got = io_pread(f->fd, bytes, sizeof(bytes), f->from + at)) > 0) {
		const char *end = memchr(bytes, '\n', (size_t)got);
		if (end)
			return at + (size_t)(end - bytes) + 1;
		at += (size_t)got;
	}
	return f->size;
}

bool sheet_file_say_changed(const char *path, struct error *e)
{
	error_set(e, ERROR_SYSTEM, "%s", _("was changed while it was read; nothing was written"));
	return error_at(e, path, 0, 0);
}

static bool same_time(const struct timespec *a, const struct timespec *b)
{
	return a->tv_sec == b->tv_sec && a->tv_nsec == b->tv_nsec;
}

/* Whoever sets back the time of a file's content changes that of its state. */
bool sheet_file_is_unchanged(const struct sheet_file *f, struct error *e)
{
	struct stat now;
	const struct stat *before = &f->before;
	if (fstat(f->fd, &now) != 0)
		return error_errno(e, f->path, errno, "%s", _("cannot be read"));
	return (now.st_size == before->st_size && same_time(&now.st_mtim, &before->st_mtim) &&
		   same_time(&now.st_ctim, &before->st_ctim)) ||
	       sheet_file_say_changed(f->path, e);
}
