/* tail: see tail.h. */
#include "register/tail.h"
#include "base/io.h"
#include "register/torn.h"

#include <errno.h>
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
	while (!end && out->n < length && out->n <= CSV_LINE_LIMIT) {
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

/* A header followed by at most one line: whether that line is a row. False for a bad header. */
static bool register_tail_is_row(
    const struct tail_file *f, struct str text, bool *is_row, struct error *e)
{
	struct diag silent = {diag_ignore};
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

/* Whether the last line, from start on, is a row. */
static bool is_row(const struct tail_file *f, uint64_t length, uint64_t start, bool *row,
    bool *header_only, struct error *e)
{
	struct buf text = BUF_INIT;
	bool good = read_header(f->fd, length, &text) || system_error(f, e);
	*header_only = good && start == 0;
	if (good && !*header_only)
		good = read_range(f->fd, start, length, &text) || system_error(f, e);
	good = good && (f->journal ? journal_tail_is_row(f, buf_str(&text), row, e)
				   : register_tail_is_row(f, buf_str(&text), row, e));
	buf_release(&text);
	return good;
}

static void note(const struct tail_file *f, const char *torn, uint64_t bytes)
{
	struct error said;
	if (torn)
		error_set(&said, ERROR_NOTE,
		    _("the last line was torn (%llu bytes without a newline); set aside in '%s'"),
		    (unsigned long long)bytes, torn);
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

/* Durably in NAME.torn before it is cut off. */
static bool set_aside(const struct tail_file *f, uint64_t start, uint64_t *length, struct error *e)
{
	struct torn torn;
	bool good = torn_open(&torn, f->directory, f->path) &&
		    torn_add(&torn, f->fd, start, *length) && torn_sync(&torn) &&
		    io_truncate(f->fd, start) && io_sync(f->fd);
	if (good) {
		note(f, torn.path, *length - start);
		*length = start;
	} else {
		system_error(f, e);
	}
	torn_close(&torn);
	return good;
}

/* What is folded would be spoiled by plain rows behind it. */
static bool is_plain(const struct tail_file *f, struct error *e)
{
	unsigned char magic[2] = {0};
	if (io_pread(f->fd, magic, sizeof(magic), 0) < 0)
		return system_error(f, e);
	if (magic[0] != 0x1F || magic[1] != 0x8B)
		return true;
	error_set(e, ERROR_DATA, _("is compressed (gzip); gunzip it before writing"));
	return error_at(e, f->path, 0, 0);
}

bool tail_judge(const struct tail_file *f, uint64_t length, enum tail_state *state, uint64_t *start,
    struct error *e)
{
	char last = '\n';
	bool row = false, header_only = false;
	*state = TAIL_WHOLE;
	if (length > 0 && io_pread(f->fd, &last, 1, length - 1) != 1)
		return system_error(f, e);
	if (length == 0) {
		error_set(e, ERROR_DATA, _("the file is empty, a header line was expected"));
		return error_at(e, f->path, 0, 0);
	}
	if (!is_plain(f, e))
		return false;
	if (last == '\n')
		return true;
	if (!find_last_line(f->fd, length, start))
		return system_error(f, e);
	bool good = true;
	if (*start == 0 || length - *start <= CSV_LINE_LIMIT) /* a longer one is no row */
		good = is_row(f, length, *start, &row, &header_only, e);
	*state = row || header_only ? TAIL_ROW : TAIL_TORN;
	return good;
}

/* Takes away the NUL that follow a complete last line and ends it. */
static bool end_text(
    const struct tail_file *f, uint64_t text_end, uint64_t *length, struct error *e)
{
	if (text_end < *length && !io_truncate(f->fd, text_end))
		return system_error(f, e);
	*length = text_end;
	return end_line(f, length, e);
}

bool tail_mend(const struct tail_file *f, uint64_t *length, struct error *e)
{
	enum tail_state state;
	uint64_t start, text_end = *length;
	if (!directory_text_end(f->fd, &text_end))
		return system_error(f, e);
	if (!tail_judge(f, text_end, &state, &start, e))
		return false;
	switch (state) {
	case TAIL_ROW:
		return end_text(f, text_end, length, e);
	case TAIL_TORN:
		return set_aside(f, start, length, e);
	default:
		return true;
	}
}
