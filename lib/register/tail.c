/* tail: see tail.h. */
#include "register/tail.h"
#include "base/io.h"
#include "register/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BLOCK = 64 * 1024 };

static bool system_error(const struct tail_file *f, struct error *e)
{
	return error_errno(e, f->path, errno, "%s", _("its last line cannot be mended"));
}

/* Appends the bytes [from, to) of the file. */
static bool read_range(int fd, uint64_t from, uint64_t to, struct buf *out)
{
	while (from < to) {
		size_t want = to - from < BLOCK ? (size_t)(to - from) : BLOCK;
		buf_reserve(out, want);
		ssize_t got = io_pread(fd, out->p + out->n, want, from);
		if (got <= 0)
			return false;
		out->n += (size_t)got;
		from += (uint64_t)got;
	}
	return true;
}

/* Where the last line begins. */
static bool find_last_line(int fd, uint64_t length, uint64_t *start)
{
	struct buf block = BUF_INIT;
	bool good = true, found = false;
	*start = length;
	while (good && !found && *start > 0) {
		uint64_t from = *start > BLOCK ? *start - BLOCK : 0;
		block.n = 0;
		good = read_range(fd, from, *start, &block);
		while (good && block.n > 0 && block.p[block.n - 1] != '\n')
			block.n--;
		found = good && block.n > 0;
		*start = from + block.n;
	}
	buf_release(&block);
	return good;
}

/* The header line with its newline; all of the file when it has only one line. */
static bool read_header(int fd, uint64_t length, struct buf *out)
{
	const char *end = NULL;
	while (!end && out->n < length) {
		size_t before = out->n;
		uint64_t to = length - before < BLOCK ? length : before + BLOCK;
		if (!read_range(fd, before, to, out))
			return false;
		end = memchr(out->p + before, '\n', out->n - before);
	}
	if (end)
		out->n = (size_t)(end - out->p) + 1;
	return true;
}

static void say_nothing(struct diag *diag, const struct error *e)
{
	(void)diag;
	(void)e;
}

/* A header followed by at most one line: whether that line is a row. False for a bad header. */
static bool register_tail_is_row(
    const struct tail_file *f, struct str text, bool *is_row, struct error *e)
{
	struct diag silent = {say_nothing};
	struct table_spec spec = {
	    .schema = f->schema,
	    .directory = f->directory,
	    .text_name = f->path,
	    .text = text,
	    .known_by = INSTANT_NONE,
	    .mode = VALUE_STORED,
	    .diag = &silent,
	};
	struct row row;
	struct table *t = table_open(&spec, e);
	if (!t)
		return false;
	*is_row = table_next(t, &row, e) == TABLE_ROW;
	table_close(t);
	return true;
}

/* Journals are only written together with a register, so a torn row of one is somebody else's. */
static bool journal_tail_is_row(
    const struct tail_file *f, struct str text, bool *is_row, struct error *e)
{
	struct csv_row row;
	struct error bad;
	struct csv_reader *r = csv_reader_open_journal(input_of_text(text, f->path), e);
	if (!r)
		return false;
	*is_row = csv_reader_next(r, &row, &bad) == CSV_STATUS_ROW;
	csv_reader_close(r);
	return true;
}

static bool is_row(const struct tail_file *f, uint64_t length, struct str line, bool *row,
    bool *header_only, struct error *e)
{
	struct buf text = BUF_INIT;
	bool good = read_header(f->fd, length, &text) || system_error(f, e);
	*header_only = good && text.n == length;
	if (good && !*header_only)
		buf_add_str(&text, line);
	good = good && (f->journal ? journal_tail_is_row(f, buf_str(&text), row, e)
				   : register_tail_is_row(f, buf_str(&text), row, e));
	buf_release(&text);
	return good;
}

static int open_torn(const struct tail_file *f, const char *path, bool *created)
{
	mode_t mode = lock_new_file_mode(f->directory->path);
	int flags = O_WRONLY | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK;
	int fd = open(path, flags | O_CREAT | O_EXCL, mode);
	*created = fd >= 0;
	if (fd < 0 && errno == EEXIST)
		fd = open(path, flags);
	struct stat st;
	bool good = fd >= 0 && fstat(fd, &st) == 0 && (!*created || fchmod(fd, mode) == 0);
	if (good && !S_ISREG(st.st_mode)) {
		errno = EINVAL;
		good = false;
	}
	if (good || fd < 0)
		return fd;
	int number = errno;
	close(fd);
	errno = number;
	return -1;
}

/* Puts the bytes durably into NAME.torn. */
static bool keep_aside(const struct tail_file *f, struct str line, const char *path)
{
	bool created;
	int fd = open_torn(f, path, &created);
	bool good = fd >= 0 && io_write(fd, line.p, line.n) && io_write(fd, "\n", 1) && io_sync(fd);
	int number = errno;
	if (fd >= 0)
		close(fd);
	errno = number;
	return good && (!created || io_sync_directory(path));
}

static void note(const struct tail_file *f, const char *torn, size_t bytes)
{
	struct error said;
	if (torn)
		error_set(&said, ERROR_NOTE,
		    _("the last line was torn (%zu bytes without a newline); set aside in '%s'"),
		    bytes, torn);
	else
		error_set(&said, ERROR_NOTE, "%s",
		    _("the last line had no newline but was complete; ended"));
	error_at(&said, f->path, 0, 0);
	f->diag->say(f->diag, &said);
}

static bool end_line(const struct tail_file *f, uint64_t *length, struct error *e)
{
	/* with or without this newline the line is a row, so nothing has to be taken back */
	if (!io_write(f->fd, "\n", 1) || !io_sync(f->fd))
		return system_error(f, e);
	note(f, NULL, 0);
	(*length)++;
	return true;
}

static bool set_aside(
    const struct tail_file *f, uint64_t start, struct str line, uint64_t *length, struct error *e)
{
	struct buf name = BUF_INIT;
	struct str path = str_of(f->path);
	if (path.n > 4 && str_equal(str_from(path, path.n - 4), STR(".csv")))
		path.n -= 4;
	buf_add_str(&name, path);
	buf_add_text(&name, ".torn");
	bool good = keep_aside(f, line, buf_text(&name)) || system_error(f, e);
	good =
	    good && ((ftruncate(f->fd, (off_t)start) == 0 && io_sync(f->fd)) || system_error(f, e));
	if (good) {
		note(f, buf_text(&name), line.n);
		*length = start;
	}
	buf_release(&name);
	return good;
}

bool tail_mend(const struct tail_file *f, uint64_t *length, struct error *e)
{
	char last = '\n';
	struct buf line = BUF_INIT;
	uint64_t start;
	if (*length > 0 && io_pread(f->fd, &last, 1, *length - 1) != 1)
		return system_error(f, e);
	if (*length == 0) {
		error_set(e, ERROR_DATA, _("the file is empty, a header line was expected"));
		return error_at(e, f->path, 0, 0);
	}
	if (last == '\n')
		return true;
	bool row = false, header_only = false;
	bool good =
	    (find_last_line(f->fd, *length, &start) && read_range(f->fd, start, *length, &line)) ||
	    system_error(f, e);
	good = good && is_row(f, *length, buf_str(&line), &row, &header_only, e);
	if (good && (row || header_only))
		good = end_line(f, length, e);
	else if (good)
		good = set_aside(f, start, buf_str(&line), length, e);
	buf_release(&line);
	return good;
}
