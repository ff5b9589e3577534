/* sort_run: see sort_run.h. A row is the lengths of its texts, then their bytes. */
#define _GNU_SOURCE /* O_TMPFILE, mkostemp */
#include "register/sort_run.h"
#include "base/io.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

enum { BUFFER_SIZE = 64 * 1024 };

struct sort_run {
	int fd;
	size_t width;
	struct buf bytes; /* not yet written, or read and not yet taken from `at` on */
	size_t at;
	uint64_t offset; /* in the file, of what is read next */
	struct str *texts;
};

static const char *directory(void)
{
	const char *named = getenv("TMPDIR");
	return named && *named ? named : "/tmp";
}

static bool failed(int number, struct error *e)
{
	return error_errno(e, directory(), number, "%s",
	    _("a temporary file for sorting cannot be written and read here; TMPDIR names another "
	      "directory"));
}

/* A file whose name is taken away before a signal can come. −1 and errno: none. */
static int open_named(void)
{
	struct buf name = BUF_INIT;
	sigset_t all, before;
	buf_printf(&name, "%s/taizhang.XXXXXX", directory());
	buf_text(&name);
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &before);
	int fd = mkostemp(name.p, O_CLOEXEC);
	int number = errno;
	if (fd >= 0)
		unlink(name.p);
	sigprocmask(SIG_SETMASK, &before, NULL);
	buf_release(&name);
	errno = number;
	return fd;
}

struct sort_run *sort_run_new(size_t width, struct error *e)
{
	int fd = open(directory(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (fd < 0) /* not every file system has files without names */
		fd = open_named();
	if (fd < 0) {
		failed(errno, e);
		return NULL;
	}
	struct sort_run *r = mem_alloc(1, sizeof(*r));
	r->fd = fd;
	r->width = width;
	r->texts = mem_alloc(width, sizeof(*r->texts));
	return r;
}

void sort_run_free(struct sort_run *r)
{
	if (!r)
		return;
	close(r->fd);
	buf_release(&r->bytes);
	free(r->texts);
	free(r);
}

static bool flush(struct sort_run *r, struct error *e)
{
	bool done = io_write(r->fd, r->bytes.p, r->bytes.n);
	r->bytes.n = 0;
	return done || failed(errno, e);
}

bool sort_run_add(struct sort_run *r, const struct str *texts, struct error *e)
{
	for (size_t i = 0; i < r->width; i++) {
		uint32_t length = (uint32_t)texts[i].n; /* at most CSV_LINE_LIMIT */
		if (length != texts[i].n)
			return failed(EFBIG, e);
		buf_add(&r->bytes, &length, sizeof(length));
	}
	for (size_t i = 0; i < r->width; i++)
		buf_add_str(&r->bytes, texts[i]);
	return r->bytes.n < BUFFER_SIZE || flush(r, e);
}

bool sort_run_rewind(struct sort_run *r, struct error *e)
{
	if (r->offset == 0 && !flush(r, e))
		return false;
	r->bytes.n = r->at = 0;
	r->offset = 0;
	return true;
}

/* Has n bytes in the buffer from `at` on. *end: the file ends here. */
static bool have(struct sort_run *r, size_t n, bool *end, struct error *e)
{
	struct buf *b = &r->bytes;
	*end = false;
	if (b->n - r->at >= n)
		return true;
	if (r->at < b->n)
		memmove(b->p, b->p + r->at, b->n - r->at);
	b->n -= r->at;
	r->at = 0;
	buf_reserve(b, n > BUFFER_SIZE ? n : BUFFER_SIZE);
	while (b->n < n) {
		ssize_t got = io_pread(r->fd, b->p + b->n, b->capacity - b->n, r->offset);
		if (got < 0)
			return failed(errno, e);
		*end = got == 0 && b->n == 0;
		if (got == 0)
			return *end || failed(EIO, e);
		b->n += (size_t)got;
		r->offset += (size_t)got;
	}
	return true;
}

bool sort_run_next(struct sort_run *r, const struct str **texts, struct error *e)
{
	size_t head = r->width * sizeof(uint32_t), all = head;
	uint32_t length;
	bool end;
	*texts = NULL;
	if (!have(r, head, &end, e) || end)
		return end;
	for (size_t i = 0; i < r->width; i++) {
		memcpy(&length, r->bytes.p + r->at + i * sizeof(length), sizeof(length));
		r->texts[i].n = length;
		all += length;
	}
	if (!have(r, all, &end, e))
		return false;
	const char *p = r->bytes.p + r->at + head;
	for (size_t i = 0; i < r->width; i++) {
		r->texts[i].p = p;
		p += r->texts[i].n;
	}
	r->at += all;
	*texts = r->texts;
	return true;
}
