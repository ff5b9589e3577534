/* output: see output.h. */
#define _GNU_SOURCE /* mkostemp */
#include "csv/output.h"
#include "base/io.h"
#include "base/number.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

enum { BUFFER_SIZE = 64 * 1024 };

struct output {
	char *path;       /* where the file will stand; NULL: standard output */
	char *temporary;  /* NULL when written directly */
	struct buf *text; /* or this instead of a descriptor */
	int fd;
	int failure; /* errno of the first failure */
	struct buf pending;
	bool compressed;
	bool staged; /* all is written and closed */
	z_stream stream;
};

/* --- signals ---------------------------------------------------------------------------------- */

/* What a signal that ends the program must remove; a slot is NULL when it is free. The names stay
 * valid until they are forgotten, so that the handler needs nothing but unlink. */
enum { TEMPORARIES_MAX = 8 };
static const char *volatile temporaries[TEMPORARIES_MAX];

static const int ending[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGPIPE, SIGXFSZ, SIGXCPU, SIGALRM};

/* SA_RESETHAND and SA_NODEFER: raised again, the signal ends the program as if nobody had caught
 * it. */
static void remove_temporaries(int signal_number)
{
	for (size_t i = 0; i < TEMPORARIES_MAX; i++)
		if (temporaries[i])
			unlink(temporaries[i]);
	raise(signal_number);
}

/* Signals that a parent has set to be ignored, or the program itself handles, stay as they are. */
static void catch_signals(void)
{
	struct sigaction action = {
	    .sa_handler = remove_temporaries, .sa_flags = (int)(SA_RESETHAND | SA_NODEFER)};
	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < sizeof(ending) / sizeof(ending[0]); i++) {
		struct sigaction now;
		if (sigaction(ending[i], NULL, &now) == 0 && now.sa_handler == SIG_DFL)
			sigaction(ending[i], &action, NULL);
	}
}

static void block_signals(sigset_t *before)
{
	sigset_t set;
	sigemptyset(&set);
	for (size_t i = 0; i < sizeof(ending) / sizeof(ending[0]); i++)
		sigaddset(&set, ending[i]);
	sigprocmask(SIG_BLOCK, &set, before);
}

static void remember_temporary(const char *name)
{
	for (size_t i = 0; i < TEMPORARIES_MAX; i++)
		if (!temporaries[i]) {
			temporaries[i] = name;
			return;
		}
}

static void forget_temporary(const char *name)
{
	for (size_t i = 0; i < TEMPORARIES_MAX; i++)
		if (temporaries[i] == name)
			temporaries[i] = NULL;
}

/* --- opening ---------------------------------------------------------------------------------- */

/* The file that a rename must replace: links are followed, a name that does not exist stays as it
 * is. */
static char *final_path(const char *path)
{
	char *real = realpath(path, NULL);
	return real ? real : str_dup(str_of(path));
}

/* A name of a descriptor of our own: /dev/stdout, /dev/fd/3. Opened by its name, a file that it
 * leads to would be written from its start or be replaced, whatever else stands there. −1: none. */
static int own_descriptor(const char *path)
{
	static const char *const directories[] = {"/dev/fd/", "/proc/self/fd/"};
	int64_t number;
	struct stat target, standard;
	if (strcmp(path, "/dev/stdout") == 0)
		return STDOUT_FILENO;
	if (strcmp(path, "/dev/stderr") == 0)
		return STDERR_FILENO;
	for (size_t i = 0; i < 2; i++)
		if (str_starts(str_of(path), str_of(directories[i])) &&
		    number_parse(str_from(str_of(path), strlen(directories[i])), &number) &&
		    number <= INT_MAX)
			return (int)number;
	/* what standard output goes to, by its own name */
	bool same = stat(path, &target) == 0 && fstat(STDOUT_FILENO, &standard) == 0 &&
		    S_ISREG(target.st_mode) && target.st_dev == standard.st_dev &&
		    target.st_ino == standard.st_ino;
	return same ? STDOUT_FILENO : -1;
}

/* A link to nowhere is replaced only when that is meant: then it can be removed first. */
static bool is_dangling(const char *path)
{
	struct stat st;
	return lstat(path, &st) == 0 && S_ISLNK(st.st_mode) && stat(path, &st) != 0;
}

static bool is_direct(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 && !S_ISREG(st.st_mode);
}

/* The permissions that the file has or that the umask gives a new one. */
static mode_t file_mode(const char *path)
{
	struct stat st;
	if (stat(path, &st) == 0)
		return st.st_mode & 07777;
	mode_t mask = umask(0);
	umask(mask);
	return 0666 & ~mask;
}

static bool open_temporary(struct output *o)
{
	struct buf name = BUF_INIT;
	const char *slash = strrchr(o->path, '/');
	size_t directory = slash ? (size_t)(slash - o->path) + 1 : 0;
	buf_add(&name, o->path, directory);
	buf_printf(&name, ".%s.XXXXXX", o->path + directory);
	o->temporary = str_dup(buf_str(&name));
	buf_release(&name);
	sigset_t before;
	catch_signals();
	block_signals(&before); /* between making the file and knowing of it */
	o->fd = mkostemp(o->temporary, O_CLOEXEC);
	if (o->fd >= 0)
		remember_temporary(o->temporary);
	int number = errno;
	sigprocmask(SIG_SETMASK, &before, NULL);
	errno = number;
	if (o->fd < 0 || fchmod(o->fd, file_mode(o->path)) != 0) {
		o->failure = errno;
		return false;
	}
	return true;
}

struct output *output_open(const char *path, struct error *e)
{
	struct output *o = mem_alloc(1, sizeof(*o));
	o->fd = STDOUT_FILENO;
	if (!path || strcmp(path, "-") == 0)
		return o;
	if (!*path) {
		error_set(e, ERROR_USAGE, "%s", _("-o '' names no file"));
		output_abandon(o);
		return NULL;
	}
	if (own_descriptor(path) < 0 && is_dangling(path)) {
		error_set(e, ERROR_SYSTEM, "%s",
		    _("is a symbolic link to a file that is not there; name that file, or remove "
		      "the link"));
		error_at(e, path, 0, 0);
		output_abandon(o);
		return NULL;
	}
	o->path = final_path(path);
	if (own_descriptor(path) >= 0) {
		o->fd = fcntl(own_descriptor(path), F_DUPFD_CLOEXEC, 3);
		o->failure = o->fd < 0 ? errno : 0;
	} else if (is_direct(o->path)) {
		o->fd = open(o->path, O_WRONLY | O_CLOEXEC);
		o->failure = o->fd < 0 ? errno : 0;
	} else {
		open_temporary(o);
	}
	if (o->failure) {
		error_errno(e, path, o->failure, "%s", _("cannot be opened for writing"));
		output_abandon(o);
		return NULL;
	}
	size_t n = strlen(path);
	o->compressed = n > 3 && strcmp(path + n - 3, ".gz") == 0;
	if (o->compressed && deflateInit2(&o->stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED,
				 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY) != Z_OK)
		mem_fail();
	return o;
}

struct output *output_to_buf(struct buf *text)
{
	struct output *o = mem_alloc(1, sizeof(*o));
	o->text = text;
	o->fd = -1;
	return o;
}

/* --- writing ---------------------------------------------------------------------------------- */

static void write_through(struct output *o, const void *bytes, size_t n)
{
	if (o->text)
		buf_add(o->text, bytes, n);
	else if (!o->failure && !io_write(o->fd, bytes, n))
		o->failure = errno;
}

static void compress_pending(struct output *o, int flush)
{
	unsigned char folded[16 * 1024];
	int result = Z_OK;
	o->stream.next_in = (unsigned char *)o->pending.p;
	o->stream.avail_in = (uInt)o->pending.n;
	do {
		o->stream.next_out = folded;
		o->stream.avail_out = sizeof(folded);
		result = deflate(&o->stream, flush);
		write_through(o, folded, sizeof(folded) - o->stream.avail_out);
	} while (o->stream.avail_out == 0 || (flush == Z_FINISH && result == Z_OK));
}

static void flush_pending(struct output *o, bool last)
{
	if (o->compressed)
		compress_pending(o, last ? Z_FINISH : Z_NO_FLUSH);
	else
		write_through(o, o->pending.p, o->pending.n);
	o->pending.n = 0;
}

void output_write(struct output *o, const void *bytes, size_t n)
{
	const char *p = bytes;
	while (n > 0 && !o->failure) {
		size_t take = BUFFER_SIZE - o->pending.n;
		if (take > n)
			take = n;
		buf_add(&o->pending, p, take);
		p += take;
		n -= take;
		if (o->pending.n == BUFFER_SIZE)
			flush_pending(o, false);
	}
}

void output_str(struct output *o, struct str text)
{
	output_write(o, text.p, text.n);
}

bool output_failed(const struct output *o)
{
	return o->failure != 0;
}

bool output_is_file(const struct output *o)
{
	return o->path != NULL;
}

const char *output_path(const struct output *o)
{
	return o->path;
}

/* --- ending ----------------------------------------------------------------------------------- */

static void output_free(struct output *o)
{
	if (o->compressed)
		deflateEnd(&o->stream);
	buf_release(&o->pending);
	forget_temporary(o->temporary);
	free(o->path);
	free(o->temporary);
	free(o);
}

/* Closing tells of failures that writing has not. */
static void close_descriptor(struct output *o)
{
	if (o->temporary && !o->failure && !io_sync(o->fd))
		o->failure = errno;
	if (o->fd >= 0 && close(o->fd) != 0 && !o->failure && errno != EINTR)
		o->failure = errno;
	o->fd = -1;
}

static bool tell_failure(const struct output *o, struct error *e)
{
	return o->failure == 0 || error_errno(e, o->path ? o->path : _("standard output"),
				      o->failure, "%s", _("cannot be written"));
}

bool output_stage(struct output *o, struct error *e)
{
	if (!o->staged) {
		flush_pending(o, true);
		close_descriptor(o);
	}
	o->staged = true;
	return tell_failure(o, e);
}

bool output_finish(struct output *o, struct error *e)
{
	output_stage(o, e);
	if (o->temporary && !o->failure && rename(o->temporary, o->path) != 0)
		o->failure = errno;
	if (o->temporary && o->failure)
		unlink(o->temporary);
	bool done = tell_failure(o, e);
	output_free(o);
	return done;
}

void output_abandon(struct output *o)
{
	if (!o)
		return;
	if (o->path && o->fd >= 0)
		close(o->fd);
	if (o->temporary)
		unlink(o->temporary);
	output_free(o);
}
