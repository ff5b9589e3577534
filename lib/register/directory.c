/* directory: see directory.h. */
#include "register/directory.h"
#include "base/io.h"
#include "csv/lines.h"
#include "register/lock.h"
#include "register/pending.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LOCK_SECONDS = 30, BLOCK = 4096 };

char *directory_file(const struct directory *d, const char *name)
{
	struct buf path = BUF_INIT;
	if (strcmp(d->path, ".") == 0)
		buf_add_text(&path, name);
	else
		buf_printf(&path, "%s/%s", d->path, name);
	buf_text(&path);
	return path.p;
}

/* Reads an optional file of the directory with `read`. */
static bool read_optional(struct directory *d, const char *name,
    bool (*read)(void *, const char *, struct error *), void *into, struct error *e)
{
	struct stat st;
	char *path = directory_file(d, name);
	bool there = stat(path, &st) == 0;
	bool absent = !there && (errno == ENOENT || errno == ENOTDIR);
	bool good = true;
	if (there && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode)) { /* a FIFO might never end */
		error_set(e, ERROR_SYSTEM, "%s", _("is not a plain file, not read"));
		good = error_at(e, path, 0, 0);
	} else if (!absent) {
		good = read(into, path, e);
	}
	free(path);
	return good;
}

static bool read_codes(void *into, const char *path, struct error *e)
{
	return vocabulary_extend(into, path, e);
}

static bool read_areas(void *into, const char *path, struct error *e)
{
	return areas_read(into, path, e);
}

bool directory_open(struct directory *d, const char *path, struct error *e)
{
	*d = (struct directory){.now = clock_now(), .lock_timeout = LOCK_SECONDS};
	size_t n = strlen(path);
	while (n > 1 && path[n - 1] == '/')
		n--;
	d->path = str_dup((struct str){path, n});
	vocabulary_init(&d->vocabulary);
	if (n == 0)
		return error_set(e, ERROR_USAGE, "%s",
		    _("the name of the register directory is empty; '.' is the current one"));
	if (!clock_zone(&d->zone))
		return error_set(e, ERROR_USAGE,
		    _("TAIZHANG_ZONE is '%s'; an offset such as +08:00 or Z was expected"),
		    error_quote(str_of(getenv("TAIZHANG_ZONE"))));
	d->today = date_at(d->now, d->zone);
	return read_optional(d, "codes.csv", read_codes, &d->vocabulary, e) &&
	       read_optional(d, "areas.csv", read_areas, &d->areas, e);
}

void directory_close(struct directory *d)
{
	vocabulary_release(&d->vocabulary);
	areas_release(&d->areas);
	free(d->path);
	*d = (struct directory){0};
}

/* O_NONBLOCK, so that a FIFO is told as unreadable instead of waited for. */
enum { OPEN_FLAGS = O_RDONLY | O_CLOEXEC | O_NONBLOCK };

/* How many bytes at the end of a block stand behind its last newline. */
static size_t behind_newline(const char *block, size_t n)
{
	size_t count = 0;
	while (count < n && block[n - 1 - count] != '\n')
		count++;
	return count;
}

/* How many NUL stand at the end of a block. */
static size_t closing_nul(const char *block, size_t n)
{
	size_t count = 0;
	while (count < n && block[n - 1 - count] == '\0')
		count++;
	return count;
}

/* Looks at the last line, which ends before `end`. *nul: it holds NUL; *text_end: before those at
 * its end, unless it is nothing else. */
static bool find_nul(int fd, uint64_t end, bool *nul, uint64_t *text_end)
{
	char block[BLOCK];
	size_t n, line;
	uint64_t at = end;
	*nul = false;
	*text_end = end;
	do {
		n = at < sizeof(block) ? (size_t)at : sizeof(block);
		if (io_pread(fd, block, n, at - n) != (ssize_t)n)
			return false;
		line = behind_newline(block, n);
		*nul = *nul || memchr(block + n - line, '\0', line);
		if (*text_end == at)
			*text_end -= closing_nul(block + n - line, line);
		at -= n;
	} while (line == n && at > 0);
	if (*text_end == at + n - line)
		*text_end = end;
	return true;
}

bool directory_text_end(int fd, uint64_t *length)
{
	unsigned char first[2] = {0};
	char last = '\0';
	bool nul = false;
	uint64_t end = *length, text_end;
	if (end < 2 || (io_pread(fd, &last, 1, end - 1) == 1 && last != '\n' && last != '\0'))
		return true;
	if (io_pread(fd, first, 2, 0) != 2 ||
	    !find_nul(fd, last == '\n' ? end - 1 : end, &nul, &text_end))
		return false;
	bool gzip = first[0] == 0x1F && first[1] == 0x8B;
	if (nul && !gzip)
		*length = last == '\n' ? end - 1 : text_end;
	return true;
}

/* Keeps what stands behind the last newline of [0, size), unless the file is compressed, or the
 * line is too long to be read as one. */
static bool keep_tail(struct snapshot_file *f)
{
	unsigned char first = 0;
	uint64_t start = f->size;
	f->tail.n = 0;
	if (f->size == 0 || io_pread(f->fd, &first, 1, 0) != 1 || first == 0x1F)
		return f->size == 0 || first == 0x1F;
	while (start > 0 && f->size - start <= CSV_LINE_LIMIT) {
		char block[BLOCK];
		size_t n = start < sizeof(block) ? (size_t)start : sizeof(block);
		if (io_pread(f->fd, block, n, start - n) != (ssize_t)n)
			return false;
		size_t behind = behind_newline(block, n);
		start -= behind;
		if (behind < n)
			break;
	}
	size_t n = (size_t)(f->size - start);
	if (n == 0 || n > CSV_LINE_LIMIT)
		return true;
	buf_reserve(&f->tail, n);
	f->tail.n = n;
	return io_pread(f->fd, f->tail.p, n, start) == (ssize_t)n;
}

struct input *snapshot_input(const struct snapshot_file *f)
{
	return input_of_descriptor_and(f->fd, f->path, f->size - f->tail.n, buf_str(&f->tail));
}

/* What .pending has prepared in the place of the file, else the file itself. */
static int open_current(
    const struct directory *d, const struct pending *p, const char *file, const char *path)
{
	int fd = -1;
	if (pending_replaces(p, file)) {
		char *name = pending_prepared_name(file);
		char *prepared = directory_file(d, name);
		fd = open(prepared, OPEN_FLAGS);
		free(prepared);
		free(name);
		if (fd < 0 && errno != ENOENT)
			return -1;
	}
	return fd >= 0 ? fd : open(path, OPEN_FLAGS);
}

/* Opens NAME.csv, or where there is none NAME.csv.gz, and notes its size. */
static bool open_file(struct snapshot_file *f, const struct directory *d, const char *name,
    const struct pending *p, struct error *e)
{
	char file[64];
	struct stat st;
	snprintf(file, sizeof(file), "%s.csv", name);
	f->path = directory_file(d, file);
	f->fd = open_current(d, p, file, f->path);
	if (f->fd < 0 && errno == ENOENT) {
		snprintf(file, sizeof(file), "%s.csv.gz", name);
		char *folded = directory_file(d, file);
		f->fd = open(folded, OPEN_FLAGS);
		int number = errno;
		bool exists = f->fd >= 0 || number != ENOENT;
		free(exists ? f->path : folded);
		f->path = exists ? folded : f->path;
		errno = number;
	}
	if (f->fd < 0)
		return errno == ENOENT || errno == ENOTDIR ? true
							   : error_errno(e, f->path, errno, "%s",
								 _("cannot be opened for reading"));
	if (fstat(f->fd, &st) != 0)
		return error_errno(e, f->path, errno, "%s", _("cannot be read"));
	f->size = S_ISREG(st.st_mode) ? (uint64_t)st.st_size : UINT64_MAX;
	if (S_ISREG(st.st_mode) && !directory_text_end(f->fd, &f->size))
		return error_errno(e, f->path, errno, "%s", _("cannot be read"));
	f->size = pending_length(p, file, f->size);
	if (pending_length(p, file, UINT64_MAX) == 0) { /* the file is about to be undone */
		close(f->fd);
		f->fd = -1;
	}
	return true;
}

/* Called while the lock keeps writers out. */
static bool keep_tails(struct snapshot *s, struct error *e)
{
	for (int i = 0; i < 2 * REGISTER_COUNT + 1; i++) {
		struct snapshot_file *f = i < REGISTER_COUNT ? &s->registers[i]
					  : i < 2 * REGISTER_COUNT
					      ? &s->journals[i - REGISTER_COUNT]
					      : &s->closed;
		if (f->fd >= 0 && f->size != UINT64_MAX && !keep_tail(f))
			return error_errno(e, f->path, errno, "%s", _("cannot be read"));
	}
	return true;
}

static bool open_files(struct snapshot *s, const struct directory *d, unsigned registers,
    bool journals, struct error *e)
{
	struct pending pending;
	bool exists;
	bool good = pending_read(&pending, d->path, &exists, e) &&
		    open_file(&s->closed, d, "closed", &pending, e);
	for (int i = 0; i < REGISTER_COUNT && good; i++) {
		const char *name = schema_of((enum register_id)i)->name;
		char journal[64];
		if (!(registers & REGISTER_BIT(i)))
			continue;
		snprintf(journal, sizeof(journal), "%s.journal", name);
		good = open_file(&s->registers[i], d, name, &pending, e) &&
		       (!journals || open_file(&s->journals[i], d, journal, &pending, e));
	}
	pending_release(&pending);
	return good;
}

static bool has_file(const struct directory *d, const char *register_name, const char *suffix)
{
	char name[64];
	snprintf(name, sizeof(name), "%s%s", register_name, suffix);
	char *path = directory_file(d, name);
	bool found = access(path, F_OK) == 0;
	free(path);
	return found;
}

bool directory_has(const struct directory *d, const struct schema *schema)
{
	return has_file(d, schema->name, ".csv") || has_file(d, schema->name, ".csv.gz");
}

static bool holds_registers(const struct directory *d)
{
	bool found = false;
	for (int i = 0; i < REGISTER_COUNT && !found; i++)
		found = directory_has(d, schema_of((enum register_id)i));
	return found;
}

static void snapshot_clear(struct snapshot *s)
{
	*s = (struct snapshot){.closed.fd = -1};
	for (int i = 0; i < REGISTER_COUNT; i++)
		s->registers[i].fd = s->journals[i].fd = -1;
}

bool snapshot_take(struct snapshot *s, const struct directory *d, unsigned registers, bool journals,
    struct error *e)
{
	for (;;) {
		bool absent, appeared = false;
		snapshot_clear(s);
		int lock = lock_take(d->path, LOCK_SHARED, d->lock_timeout, &absent, e);
		if (lock < 0 && !absent)
			return false;
		bool good = open_files(s, d, registers, journals, e) && keep_tails(s, e);
		if (good && absent) { /* a first writer may have come meanwhile: then look again,
					 under its lock */
			char *path = directory_file(d, ".lock");
			appeared = access(path, F_OK) == 0;
			free(path);
		}
		if (lock >= 0)
			close(lock);
		if (good && !appeared) {
			s->any_register = holds_registers(d);
			return true;
		}
		snapshot_release(s);
		if (!good)
			return false;
	}
}

bool snapshot_take_locked(struct snapshot *s, const struct directory *d, unsigned registers,
    bool journals, struct error *e)
{
	snapshot_clear(s);
	if (!open_files(s, d, registers, journals, e)) {
		snapshot_release(s);
		return false;
	}
	s->any_register = holds_registers(d);
	return true;
}

static void release_file(struct snapshot_file *f)
{
	free(f->path);
	buf_release(&f->tail);
	if (f->fd >= 0)
		close(f->fd);
}

void snapshot_release(struct snapshot *s)
{
	for (int i = 0; i < REGISTER_COUNT; i++) {
		release_file(&s->registers[i]);
		release_file(&s->journals[i]);
	}
	release_file(&s->closed);
	snapshot_clear(s);
}
