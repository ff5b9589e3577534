/* input: see input.h. raw.h reads the bytes, gzip.h unfolds them, ahead.h does both in a thread
 * of its own once an input turns out to be long. */
#include "csv/input.h"
#include "base/threads.h"
#include "csv/ahead.h"
#include "csv/gzip.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* What has been given when a thread begins to pay. */
enum { WORTH_A_THREAD = 256 * 1024 };

struct input {
	char *name;
	int fd;
	bool borrowed;   /* not ours to close */
	struct buf rest; /* what the source gives behind its limit */
	struct raw raw;
	bool recognised;
	struct gzip *gzip;            /* NULL: the bytes are given as they are */
	struct members_part *members; /* NULL: all is read */
	bool looked;                  /* whether a thread pays */
	struct ahead *ahead;          /* NULL: the caller reads itself */
	bool over;                    /* the thread has come to the end, or to `fault` */
	struct fault fault;
	bool bound;     /* by max_bytes; a text of our own is not */
	uint64_t given; /* bytes so far, unfolded */
};

static uint64_t max_bytes = INPUT_NO_LIMIT;

void input_set_max_bytes(uint64_t bytes)
{
	max_bytes = bytes;
}

uint64_t input_max_bytes(void)
{
	return max_bytes;
}

static struct input *input_new(int fd, const char *name)
{
	struct input *in = mem_alloc(1, sizeof(*in));
	in->name = str_dup(str_of(name));
	in->fd = fd;
	in->bound = true;
	return in;
}

struct input *input_of_descriptor(int fd, const char *name, uint64_t limit)
{
	return input_of_descriptor_and(fd, name, limit, STR(""));
}

struct input *input_of_descriptor_and(int fd, const char *name, uint64_t limit, struct str rest)
{
	struct input *in = input_new(fd, name);
	in->borrowed = true;
	buf_add_str(&in->rest, rest);
	raw_init(&in->raw, fd, true, limit, buf_str(&in->rest));
	return in;
}

struct input *input_of_extent(int fd, const char *name, uint64_t from, uint64_t to)
{
	struct input *in = input_of_descriptor(fd, name, to - from);
	in->raw.position = from;
	in->recognised = true;
	in->bound = false; /* input_extent has looked */
	return in;
}

/* Where the bytes stand that are read from a regular file. */
static bool stretch_of(const struct input *in, uint64_t *from, uint64_t *to)
{
	struct stat status;
	const struct raw *raw = &in->raw;
	if (!in->recognised || in->rest.n || in->fd < 0 || fstat(in->fd, &status) < 0 ||
	    !S_ISREG(status.st_mode))
		return false;
	off_t at = in->borrowed ? 0 : lseek(in->fd, 0, SEEK_CUR) - (off_t)raw->position;
	*from = (uint64_t)at;
	*to = (uint64_t)status.st_size;
	if (in->borrowed && raw->left < *to - raw->position)
		*to = raw->position + raw->left;
	return at >= 0 && *to >= *from;
}

bool input_extent(const struct input *in, int *fd, uint64_t *from, uint64_t *to)
{
	*fd = in->fd;
	return !in->gzip && stretch_of(in, from, to) && *to - *from <= max_bytes;
}

bool input_members(const struct input *in, struct members *m)
{
	m->fd = in->fd;
	return in->gzip && !in->ahead && max_bytes == INPUT_NO_LIMIT &&
	       stretch_of(in, &m->from, &m->to);
}

struct input *input_of_members(
    const struct members *of, const char *name, uint64_t from, uint64_t to)
{
	struct input *in = input_of_descriptor(of->fd, name, 0);
	in->members = members_part_new(of, from, to);
	in->recognised = true;
	in->looked = true;
	in->bound = false; /* nothing is */
	return in;
}

bool input_members_over(const struct input *in, uint64_t *bytes)
{
	*bytes = in->given;
	return in->members && members_part_is_over(in->members);
}

void input_pass(struct input *in)
{
	uint64_t from, to;
	if (!in->borrowed && stretch_of(in, &from, &to) && lseek(in->fd, (off_t)to, SEEK_SET) >= 0)
		in->raw.position = to - from;
}

struct input *input_of_text(struct str text, const char *name)
{
	struct input *in = input_of_descriptor_and(-1, name, 0, text);
	in->recognised = true;
	in->bound = false;
	return in;
}

static struct input *input_of_own(int fd, const char *name)
{
	struct input *in = input_new(fd, name);
	raw_init(&in->raw, fd, false, INPUT_NO_LIMIT, STR(""));
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
		return input_of_own(copy, _("standard input"));
	}
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0) {
		error_errno(e, path, errno, "%s", _("cannot be opened for reading"));
		return NULL;
	}
	return input_of_own(fd, path);
}

const char *input_name(const struct input *in)
{
	return in->name;
}

void input_close(struct input *in)
{
	if (!in)
		return;
	raw_wake(&in->raw);
	ahead_stop(in->ahead);
	gzip_free(in->gzip);
	members_part_free(in->members);
	raw_release(&in->raw);
	if (!in->borrowed)
		close(in->fd);
	buf_release(&in->rest);
	free(in->name);
	free(in);
}

/* Reads the first bytes and decides by the magic number. */
static bool recognise(struct input *in, struct fault *f)
{
	if (!raw_fill(&in->raw, 2, f))
		return false;
	/* a first byte alone is what is left of a gzip file */
	struct str first = raw_unused(&in->raw);
	if (first.n >= 1 && first.p[0] == '\x1F' && (first.n == 1 || first.p[1] == '\x8B'))
		in->gzip = gzip_new(&in->raw);
	in->recognised = true;
	return true;
}

/* What the thread does, or the caller where there is none. */
static ssize_t read_unfolded(void *of, void *bytes, size_t n, struct fault *f)
{
	struct input *in = of;
	if (in->gzip)
		return gzip_read(in->gzip, bytes, n, f);
	if (in->members)
		return members_part_read(in->members, bytes, n, f);
	struct str first = str_first(raw_unused(&in->raw), n);
	if (first.n == 0)
		return raw_read(&in->raw, bytes, n, f);
	memcpy(bytes, first.p, first.n);
	in->raw.at += first.n;
	return (ssize_t)first.n;
}

/* Whether unfolding, or waiting for another program, can go on while the caller works. Not for
 * terminals, where a thread that blocks SIGTTIN would get an error for it; a plain file gives its
 * bytes faster than a thread hands them over. */
static bool worth_a_thread(const struct input *in)
{
	struct stat st;
	if (in->fd < 0 || threads_allowed() < 2 || fstat(in->fd, &st) != 0)
		return false;
	bool pipe = S_ISFIFO(st.st_mode) || S_ISSOCK(st.st_mode);
	return pipe || (in->gzip && S_ISREG(st.st_mode));
}

static void look_for_thread(struct input *in)
{
	in->looked = true;
	if (worth_a_thread(in) && raw_make_wakeable(&in->raw))
		in->ahead = ahead_start(read_unfolded, in);
}

static ssize_t read_ahead(struct input *in, void *bytes, size_t n, struct fault *f)
{
	ssize_t got = ahead_read(in->ahead, bytes, n, f);
	if (got > 0 || n == 0)
		return got;
	in->over = true;
	if (got < 0)
		in->fault = *f;
	ahead_stop(in->ahead);
	in->ahead = NULL;
	return got;
}

static ssize_t read_by_anyone(struct input *in, void *bytes, size_t n, struct fault *f)
{
	if (!in->recognised && !recognise(in, f))
		return -1;
	if (!in->looked && in->given >= WORTH_A_THREAD)
		look_for_thread(in);
	if (in->ahead)
		return read_ahead(in, bytes, n, f);
	if (!in->over)
		return read_unfolded(in, bytes, n, f);
	*f = in->fault;
	return f->kind == FAULT_NONE ? 0 : -1;
}

static void say_fault(const struct input *in, const struct fault *f, struct error *e)
{
	unsigned long long byte = f->number;
	if (f->kind == FAULT_MEMORY)
		mem_fail();
	if (f->kind == FAULT_ENDS)
		error_set(e, ERROR_DATA,
		    _("the gzip data end too early, at byte %llu of the compressed file"), byte);
	else if (f->kind == FAULT_FOLLOWED)
		error_set(e, ERROR_DATA,
		    _("bytes that are not gzip follow the last member, at byte %llu of the "
		      "compressed file"),
		    byte);
	else if (f->kind == FAULT_DAMAGED)
		error_set(e, ERROR_DATA,
		    _("the gzip data are damaged at byte %llu of the compressed file"), byte);
	else
		error_errno(e, in->name, (int)f->number, "%s", _("cannot be read"));
	error_at(e, in->name, 0, 0);
}

static ssize_t read_or_say(struct input *in, void *bytes, size_t n, struct error *e)
{
	struct fault f = {FAULT_NONE, 0};
	ssize_t got = read_by_anyone(in, bytes, n, &f);
	if (got < 0)
		say_fault(in, &f, e);
	return got;
}

/* All that is allowed has been given: it must be the end. */
static ssize_t end_at_limit(struct input *in, struct error *e)
{
	char more;
	ssize_t got = read_or_say(in, &more, 1, e);
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
	ssize_t got = read_or_say(in, bytes, n, e);
	in->given += got > 0 ? (uint64_t)got : 0;
	return got;
}
