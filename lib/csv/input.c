/* input: see input.h. */
#include "csv/input.h"
#include "base/io.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

enum { FOLDED_SIZE = 64 * 1024 };

enum form { FORM_UNKNOWN, FORM_PLAIN, FORM_GZIP };

struct input {
	char *name;
	int fd;
	bool borrowed;   /* not ours to close, read by position */
	uint64_t offset; /* where the next bytes of a borrowed descriptor are */
	uint64_t left;   /* bytes of the descriptor that may still be read */
	struct buf rest; /* given behind them */
	size_t rest_at;
	enum form form;
	bool at_end; /* the descriptor has given all */
	unsigned char *folded;
	size_t folded_n, folded_at;
	uint64_t folded_offset; /* of folded[0] in the file */
	z_stream stream;
	bool in_member;
	bool bound;     /* by max_bytes; a text of our own is not */
	uint64_t given; /* bytes so far, unfolded */
};

static uint64_t max_bytes = INPUT_NO_LIMIT;

void input_set_max_bytes(uint64_t bytes)
{
	max_bytes = bytes;
}

static struct input *input_new(int fd, const char *name, uint64_t limit)
{
	struct input *in = mem_alloc(1, sizeof(*in));
	in->name = str_dup(str_of(name));
	in->fd = fd;
	in->left = limit;
	in->bound = true;
	return in;
}

struct input *input_of_descriptor(int fd, const char *name, uint64_t limit)
{
	struct input *in = input_new(fd, name, limit);
	in->borrowed = true;
	return in;
}

struct input *input_of_descriptor_and(int fd, const char *name, uint64_t limit, struct str rest)
{
	struct input *in = input_of_descriptor(fd, name, limit);
	buf_add_str(&in->rest, rest);
	return in;
}

struct input *input_of_extent(int fd, const char *name, uint64_t from, uint64_t to)
{
	struct input *in = input_of_descriptor(fd, name, to - from);
	in->offset = from;
	in->form = FORM_PLAIN;
	in->bound = false; /* input_extent has looked */
	return in;
}

bool input_extent(const struct input *in, int *fd, uint64_t *from, uint64_t *to)
{
	struct stat status;
	if (in->form != FORM_PLAIN || in->rest.n || in->fd < 0 || fstat(in->fd, &status) < 0 ||
	    !S_ISREG(status.st_mode))
		return false;
	off_t at = in->borrowed ? 0 : lseek(in->fd, 0, SEEK_CUR) - (off_t)in->offset;
	*fd = in->fd;
	*from = (uint64_t)at;
	*to = in->borrowed ? in->offset + in->left : (uint64_t)status.st_size;
	return at >= 0 && *to >= *from && *to - *from <= max_bytes;
}

struct input *input_of_text(struct str text, const char *name)
{
	struct input *in = input_of_descriptor(-1, name, 0);
	in->form = FORM_PLAIN;
	in->folded = mem_alloc(text.n, 1);
	if (text.n)
		memcpy(in->folded, text.p, text.n);
	in->folded_n = text.n;
	in->bound = false;
	return in;
}

struct input *input_open(const char *path, struct error *e)
{
	if (strcmp(path, "-") == 0) {
		int copy;
		do
			copy = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3);
		while (copy < 0 && errno == EINTR);
		if (copy < 0) {
			error_errno(e, _("standard input"), errno, "%s", _("cannot be read"));
			return NULL;
		}
		return input_new(copy, _("standard input"), INPUT_NO_LIMIT);
	}
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0) {
		error_errno(e, path, errno, "%s", _("cannot be opened for reading"));
		return NULL;
	}
	return input_new(fd, path, INPUT_NO_LIMIT);
}

const char *input_name(const struct input *in)
{
	return in->name;
}

void input_close(struct input *in)
{
	if (!in)
		return;
	if (in->form == FORM_GZIP)
		inflateEnd(&in->stream);
	if (!in->borrowed)
		close(in->fd);
	buf_release(&in->rest);
	free(in->folded);
	free(in->name);
	free(in);
}

static ssize_t read_rest(struct input *in, void *bytes, size_t n)
{
	size_t have = in->rest.n - in->rest_at;
	n = n < have ? n : have;
	memcpy(bytes, in->rest.p + in->rest_at, n);
	in->rest_at += n;
	return (ssize_t)n;
}

/* Bytes of the descriptor itself. */
static ssize_t read_raw(struct input *in, void *bytes, size_t n, struct error *e)
{
	if (in->left == 0 && in->rest_at < in->rest.n)
		return read_rest(in, bytes, n);
	if (n > in->left)
		n = (size_t)in->left;
	ssize_t got = n == 0         ? 0
		      : in->borrowed ? io_pread(in->fd, bytes, n, in->offset)
				     : io_read(in->fd, bytes, n);
	if (got < 0) {
		error_errno(e, in->name, errno, "%s", _("cannot be read"));
		return -1;
	}
	in->at_end = got == 0;
	in->left -= (uint64_t)got;
	in->offset += (uint64_t)got;
	return got;
}

/* Makes sure that there are folded bytes, unless the file has ended. */
static bool refill(struct input *in, struct error *e)
{
	if (in->folded_at < in->folded_n || in->at_end)
		return true;
	in->folded_offset += in->folded_n;
	in->folded_at = in->folded_n = 0;
	ssize_t got = read_raw(in, in->folded, FOLDED_SIZE, e);
	if (got < 0)
		return false;
	in->folded_n = (size_t)got;
	return true;
}

/* Reads the first bytes and decides by the magic number. */
static bool recognise(struct input *in, struct error *e)
{
	in->folded = mem_alloc(FOLDED_SIZE, 1);
	while (in->folded_n < 2 && !in->at_end) {
		ssize_t got =
		    read_raw(in, in->folded + in->folded_n, FOLDED_SIZE - in->folded_n, e);
		if (got < 0)
			return false;
		in->folded_n += (size_t)got;
	}
	/* a first byte alone is what is left of a gzip file */
	bool gzip = in->folded_n >= 1 && in->folded[0] == 0x1F &&
		    (in->folded_n == 1 || in->folded[1] == 0x8B);
	in->form = FORM_PLAIN;
	if (gzip) {
		if (inflateInit2(&in->stream, 16 + MAX_WBITS) != Z_OK)
			mem_fail();
		in->form = FORM_GZIP;
		in->in_member = true;
	}
	return true;
}

/* What zlib or the members' order tells; the place is that in the compressed file. */
enum gzip_fault { GZIP_DAMAGED, GZIP_ENDS, GZIP_FOLLOWED };

static ssize_t gzip_fault(struct input *in, struct error *e, enum gzip_fault fault)
{
	unsigned long long byte = in->folded_offset + in->folded_at;
	if (fault == GZIP_ENDS)
		error_set(e, ERROR_DATA,
		    _("the gzip data end too early, at byte %llu of the compressed file"), byte);
	else if (fault == GZIP_FOLLOWED)
		error_set(e, ERROR_DATA,
		    _("bytes that are not gzip follow the last member, at byte %llu of the "
		      "compressed file"),
		    byte);
	else
		error_set(e, ERROR_DATA,
		    _("the gzip data are damaged at byte %llu of the compressed file"), byte);
	error_at(e, in->name, 0, 0);
	return -1;
}

/* Between two members: whether another one begins. */
static bool next_member(struct input *in, bool *more, struct error *e)
{
	if (!refill(in, e))
		return false;
	*more = in->folded_at < in->folded_n;
	if (!*more)
		return true;
	if (in->folded[in->folded_at] != 0x1F) {
		gzip_fault(in, e, GZIP_FOLLOWED);
		return false;
	}
	inflateReset(&in->stream);
	in->in_member = true;
	return true;
}

static ssize_t read_gzip(struct input *in, void *bytes, size_t n, struct error *e)
{
	in->stream.next_out = bytes;
	in->stream.avail_out = (uInt)n;
	while (in->stream.avail_out == n) {
		bool more = true;
		if (!in->in_member && !next_member(in, &more, e))
			return -1;
		if (!more)
			return 0;
		if (!refill(in, e))
			return -1;
		if (in->folded_at == in->folded_n)
			return gzip_fault(in, e, GZIP_ENDS);
		in->stream.next_in = in->folded + in->folded_at;
		in->stream.avail_in = (uInt)(in->folded_n - in->folded_at);
		int result = inflate(&in->stream, Z_NO_FLUSH);
		in->folded_at = in->folded_n - in->stream.avail_in;
		if (result == Z_MEM_ERROR)
			mem_fail();
		if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR)
			return gzip_fault(in, e, GZIP_DAMAGED);
		if (result == Z_STREAM_END)
			in->in_member = false;
	}
	return (ssize_t)(n - in->stream.avail_out);
}

static ssize_t read_unfolded(struct input *in, void *bytes, size_t n, struct error *e)
{
	if (in->form == FORM_UNKNOWN && !recognise(in, e))
		return -1;
	if (in->form == FORM_GZIP)
		return read_gzip(in, bytes, n, e);
	if (in->folded_at < in->folded_n) { /* what recognise has read */
		size_t have = in->folded_n - in->folded_at;
		size_t take = n < have ? n : have;
		memcpy(bytes, in->folded + in->folded_at, take);
		in->folded_at += take;
		return (ssize_t)take;
	}
	return read_raw(in, bytes, n, e);
}

/* All that is allowed has been given: it must be the end. */
static ssize_t end_at_limit(struct input *in, struct error *e)
{
	char more;
	ssize_t got = read_unfolded(in, &more, 1, e);
	if (got <= 0)
		return got;
	error_set(e, ERROR_SYSTEM, _("holds more than %llu bytes (--max-bytes)"),
	    (unsigned long long)max_bytes);
	error_at(e, in->name, 0, 0);
	return -1;
}

ssize_t input_read(struct input *in, void *bytes, size_t n, struct error *e)
{
	if (n > UINT32_MAX / 2)
		n = UINT32_MAX / 2;
	uint64_t allowed = in->bound ? max_bytes - in->given : UINT64_MAX;
	if (allowed == 0)
		return end_at_limit(in, e);
	if (n > allowed)
		n = (size_t)allowed;
	ssize_t got = read_unfolded(in, bytes, n, e);
	in->given += got > 0 ? (uint64_t)got : 0;
	return got;
}
