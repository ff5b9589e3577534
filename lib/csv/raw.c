/* raw: see raw.h. */
#include "csv/raw.h"
#include "base/io.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

void raw_init(struct raw *s, int fd, bool by_position, uint64_t limit, struct str rest)
{
	*s = (struct raw){
	    .fd = fd,
	    .by_position = by_position,
	    .left = limit,
	    .rest = rest,
	    .has_rest = rest.n > 0,
	    .wake = -1,
	};
}

void raw_release(struct raw *s)
{
	if (s->wake >= 0)
		close(s->wake);
	free(s->window);
}

static ssize_t read_rest(struct raw *s, void *bytes, size_t n)
{
	n = n < s->rest.n ? n : s->rest.n;
	memcpy(bytes, s->rest.p, n);
	s->rest = str_from(s->rest, n);
	return (ssize_t)n;
}

/* Waits until the descriptor has something to give, be it its end or an error; false: stop. */
static bool wait_for_bytes(const struct raw *s)
{
	struct pollfd either[] = {{s->fd, POLLIN, 0}, {s->wake, POLLIN, 0}};
	while (poll(either, 2, -1) < 0 && errno == EINTR)
		;
	return either[1].revents == 0;
}

ssize_t raw_read(struct raw *s, void *bytes, size_t n, struct fault *f)
{
	if (s->wake >= 0 && !wait_for_bytes(s)) {
		*f = (struct fault){FAULT_STOPPED, 0};
		return -1;
	}
	if (s->left == 0 && s->rest.n > 0)
		return read_rest(s, bytes, n);
	if (n > s->left)
		n = (size_t)s->left;
	ssize_t got = n == 0           ? 0
		      : s->by_position ? io_pread(s->fd, bytes, n, s->position)
				       : io_read(s->fd, bytes, n);
	if (got < 0) {
		*f = (struct fault){FAULT_READ, (uint64_t)errno};
		return -1;
	}
	s->ended = got == 0;
	s->left -= (uint64_t)got;
	s->position += (uint64_t)got;
	return got;
}

bool raw_fill(struct raw *s, size_t least, struct fault *f)
{
	if (!s->window && !(s->window = malloc(RAW_WINDOW))) {
		*f = (struct fault){FAULT_MEMORY, 0};
		return false;
	}
	if (s->n - s->at >= least || s->ended)
		return true;
	memmove(s->window, s->window + s->at, s->n - s->at);
	s->offset += s->at;
	s->n -= s->at;
	s->at = 0;
	while (s->n < least && !s->ended) {
		ssize_t got = raw_read(s, s->window + s->n, RAW_WINDOW - s->n, f);
		if (got < 0)
			return false;
		s->n += (size_t)got;
	}
	return true;
}

uint64_t raw_size(struct raw *s)
{
	struct stat st;
	if (s->has_rest || s->fd < 0 || fstat(s->fd, &st) != 0 || !S_ISREG(st.st_mode))
		return 0;
	off_t now = s->by_position ? (off_t)s->position : lseek(s->fd, 0, SEEK_CUR);
	uint64_t read = s->offset + s->n;
	if (now < 0 || (uint64_t)now < read)
		return 0;
	s->base = (uint64_t)now - read;
	uint64_t from = s->base + raw_place(s), size = (uint64_t)st.st_size;
	uint64_t there = size > from ? size - from : 0, may = s->left + (s->n - s->at);
	return there < may ? there : may;
}

void raw_again(const struct raw *s, uint64_t place, struct raw *again)
{
	raw_init(again, s->fd, true, s->left + (s->offset + s->n - place), s->rest);
	again->position = s->base + place;
	again->offset = place;
	again->wake = s->wake;
}

bool raw_make_wakeable(struct raw *s)
{
	s->wake = eventfd(0, EFD_CLOEXEC);
	return s->wake >= 0;
}

void raw_wake(struct raw *s)
{
	uint64_t one = 1;
	if (s->wake >= 0)
		io_write(s->wake, &one, sizeof(one));
}
