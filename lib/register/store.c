/*
 * store: see store.h. How a batch is written: .pending is made durable (announce), the rows are
 * appended and synced (flush_and_sync), .pending is removed durably (conclude). take_back is the
 * way back from every step, and the same as what recover does for a program that was killed.
 */
#include "register/store.h"
#include "base/io.h"
#include "register/lock.h"
#include "register/pending.h"
#include "register/tail.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FLUSH_SIZE = 1024 * 1024, FILES_MAX = 2 * REGISTER_COUNT, FILE_NAME_SIZE = 64 };

struct store_file {
	struct store *store;
	char name[FILE_NAME_SIZE];
	char *path;
	int fd;          /* −1: not created yet */
	uint64_t length; /* before this program wrote */
	bool is_new;
	int failure; /* errno of the first failed write */
	struct buf text;
};

struct store {
	const struct directory *directory;
	struct diag *diag;
	int lock;
	struct store_file files[FILES_MAX];
	size_t count;
	char *pending, *prepared; /* paths of .pending and of the file that becomes it */
	bool one_row;
	bool announced;  /* .pending stands there */
	bool writing;    /* begun and neither committed nor taken back */
	bool distrusted; /* what is on disk is not certain: see leave */
};

static const char pending_name[] = ".pending", prepared_name[] = ".pending.new";

static void note_undone(struct store *s, const struct pending *p)
{
	struct error said;
	error_set(&said, ERROR_NOTE,
	    ngettext("an interrupted write was taken back, %zu file is as it was before",
		"an interrupted write was taken back, %zu files are as they were before", p->count),
	    p->count);
	error_at(&said, s->pending, 0, 0);
	s->diag->say(s->diag, &said);
}

static bool undo_append(const char *path, uint64_t length, struct error *e)
{
	struct stat st;
	int fd = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd < 0 || fstat(fd, &st) != 0) {
		error_errno(
		    e, path, errno, "%s", _("an interrupted write to it cannot be taken back"));
		if (fd >= 0)
			close(fd);
		return false;
	}
	bool good = S_ISREG(st.st_mode) && (uint64_t)st.st_size >= length;
	if (!good) {
		error_set(e, ERROR_DATA,
		    _("an interrupted write to it cannot be taken back: it was a file of %llu "
		      "bytes, it is shorter or no file now"),
		    (unsigned long long)length);
		error_at(e, path, 0, 0);
	} else if (ftruncate(fd, (off_t)length) != 0 || !io_sync(fd)) {
		good = error_errno(e, path, errno,
		    _("what was written behind byte %llu cannot be taken back"),
		    (unsigned long long)length);
	}
	close(fd);
	return good;
}

static bool undo_create(const char *path, struct error *e)
{
	if ((unlink(path) == 0 || errno == ENOENT) && io_sync_directory(path))
		return true;
	return error_errno(
	    e, path, errno, "%s", _("a new file that was half written cannot be removed"));
}

static void file_name(char name[FILE_NAME_SIZE], const struct schema *schema, enum store_kind kind)
{
	snprintf(name, FILE_NAME_SIZE, "%s%s.csv", schema->name,
	    kind == STORE_JOURNAL ? ".journal" : "");
}

/* Writers announce nothing but registers and journals; whatever else is named stays untouched. */
static bool is_ours(const struct pending_file *f, const char *path, struct error *e)
{
	char name[FILE_NAME_SIZE];
	for (int i = 0; i < FILES_MAX; i++) {
		file_name(name, schema_of((enum register_id)(i / 2)),
		    i % 2 ? STORE_JOURNAL : STORE_REGISTER);
		if (strcmp(name, f->name) == 0)
			return true;
	}
	error_set(e, ERROR_DATA, "%s", _("named in .pending, but neither register nor journal"));
	return error_at(e, path, 0, 0);
}

/* Brings every file back to what p says. Safe to do again. */
static bool undo(const struct store *s, const struct pending *p, struct error *e)
{
	for (size_t i = 0; i < p->count; i++) {
		const struct pending_file *f = &p->files[i];
		char *path = directory_file(s->directory, f->name);
		bool good = is_ours(f, path, e) &&
			    (f->length == PENDING_ABSENT ? undo_create(path, e)
							 : undo_append(path, f->length, e));
		free(path);
		if (!good)
			return false;
	}
	return true;
}

/* Removes .pending durably. */
static bool conclude(const struct store *s, struct error *e)
{
	if ((unlink(s->pending) != 0 && errno != ENOENT) || !io_sync_directory(s->pending))
		return error_errno(e, s->pending, errno, "%s", _("cannot be removed"));
	return true;
}

static bool recover(struct store *s, struct error *e)
{
	struct pending p;
	bool exists;
	unlink(s->prepared); /* it counts for nothing before its rename */
	bool good = pending_read(&p, s->directory->path, &exists, e);
	if (good && exists) {
		good = undo(s, &p, e) && conclude(s, e);
		if (good)
			note_undone(s, &p);
	}
	pending_release(&p);
	return good;
}

struct store *store_open(const struct directory *d, struct diag *diag, struct error *e)
{
	bool absent;
	struct store *s = mem_alloc(1, sizeof(*s));
	s->directory = d;
	s->diag = diag;
	s->pending = directory_file(d, pending_name);
	s->prepared = directory_file(d, prepared_name);
	s->lock = lock_take(d->path, LOCK_EXCLUSIVE, d->lock_timeout, &absent, e);
	if (s->lock < 0 || !recover(s, e)) {
		store_close(s);
		return NULL;
	}
	return s;
}

static bool refuse(const char *path, struct error *e, const char *why)
{
	error_set(e, ERROR_SYSTEM, "%s", why);
	return error_at(e, path, 0, 0);
}

/* Only a plain file with one name is written to. */
static bool is_writable_kind(const char *path, const struct stat *st, struct error *e)
{
	if (S_ISLNK(st->st_mode))
		return refuse(path, e,
		    _("is a symbolic link, not written to; put the file itself here or name its "
		      "directory with -d"));
	if (!S_ISREG(st->st_mode))
		return refuse(path, e, _("is not a plain file, not written to"));
	if (st->st_nlink > 1)
		return refuse(path, e,
		    _("has a second name (a hard link), not written to; the other one would "
		      "change too"));
	return true;
}

static bool open_existing(struct store *s, struct store_file *f, const struct schema *schema,
    bool journal, struct error *e)
{
	struct stat st;
	f->fd = open(f->path, O_RDWR | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (f->fd < 0 || fstat(f->fd, &st) != 0)
		return error_errno(e, f->path, errno, "%s", _("cannot be opened for writing"));
	if (!is_writable_kind(f->path, &st, e))
		return false;
	f->length = (uint64_t)st.st_size;
	struct tail_file tail = {s->directory, schema, f->path, f->fd, journal, s->diag};
	return tail_mend(&tail, &f->length, e);
}

/* A register that only stands there compressed would be hidden by a new plain one. */
static bool is_folded(const struct store *s, const struct store_file *f)
{
	char name[FILE_NAME_SIZE + 4];
	snprintf(name, sizeof(name), "%s.gz", f->name);
	char *path = directory_file(s->directory, name);
	bool folded = access(path, F_OK) == 0;
	free(path);
	return folded;
}

struct store_file *store_append(
    struct store *s, const struct schema *schema, enum store_kind kind, struct error *e)
{
	struct stat st;
	if (s->count == FILES_MAX)
		abort();
	struct store_file *f = &s->files[s->count++];
	*f = (struct store_file){.store = s, .fd = -1};
	file_name(f->name, schema, kind);
	f->path = directory_file(s->directory, f->name);
	if (lstat(f->path, &st) == 0)
		return is_writable_kind(f->path, &st, e) &&
			       open_existing(s, f, schema, kind == STORE_JOURNAL, e)
			   ? f
			   : NULL;
	if (errno != ENOENT) {
		error_errno(e, f->path, errno, "%s", _("cannot be opened for writing"));
		return NULL;
	}
	if (is_folded(s, f)) {
		refuse(f->path, e, _("is only here compressed (.gz); gunzip it before writing"));
		return NULL;
	}
	f->is_new = true;
	return f;
}

bool store_file_is_new(const struct store_file *f)
{
	return f->is_new;
}

const char *store_file_path(const struct store_file *f)
{
	return f->path;
}

/* Creates a file that must not exist, with the permissions of the directory's files. */
static int create_file(const struct store *s, const char *path)
{
	mode_t mode = lock_new_file_mode(s->directory->path);
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC | O_NOFOLLOW, mode);
	if (fd >= 0 && fchmod(fd, mode) != 0) {
		int number = errno;
		unlink(path);
		close(fd);
		errno = number;
		return -1;
	}
	return fd;
}

static void list_files(const struct store *s, bool created_only, struct pending *p)
{
	for (size_t i = 0; i < s->count; i++) {
		const struct store_file *f = &s->files[i];
		if (!created_only || !f->is_new || f->fd >= 0)
			pending_add(p, f->name, f->is_new ? PENDING_ABSENT : f->length);
	}
}

/* Makes .pending durable: whole or not there. */
static bool announce(struct store *s, struct error *e)
{
	struct pending p = {0};
	struct buf text = BUF_INIT;
	list_files(s, false, &p);
	pending_print(&p, &text);
	pending_release(&p);
	unlink(s->prepared);
	int fd = create_file(s, s->prepared);
	bool good = fd >= 0 && io_write(fd, text.p, text.n) && io_sync(fd);
	int number = errno;
	if (fd >= 0 && close(fd) != 0 && good) {
		number = errno;
		good = false;
	}
	buf_release(&text);
	if (good && rename(s->prepared, s->pending) != 0) {
		number = errno;
		good = false;
	}
	if (!good) {
		unlink(s->prepared);
		return error_errno(
		    e, s->pending, number, "%s", _("cannot be written; nothing was changed"));
	}
	s->announced = true;
	return io_sync_directory(s->pending) ||
	       error_errno(
		   e, s->pending, errno, "%s", _("cannot be made durable; nothing was changed"));
}

/* Programs that know nothing of the lock may have written meanwhile. */
static bool is_as_it_was(const struct store_file *f, struct error *e)
{
	struct stat st;
	if (f->is_new)
		return true;
	if (fstat(f->fd, &st) == 0 && (uint64_t)st.st_size == f->length)
		return true;
	error_set(e, ERROR_SYSTEM,
	    _("was changed meanwhile by a program that does not take the lock; nothing was "
	      "written"));
	return error_at(e, f->path, 0, 0);
}

static bool create_new_files(struct store *s, struct error *e)
{
	for (size_t i = 0; i < s->count; i++) {
		struct store_file *f = &s->files[i];
		if (!f->is_new)
			continue;
		f->fd = create_file(s, f->path);
		if (f->fd < 0)
			return error_errno(e, f->path, errno, "%s", _("cannot be created"));
	}
	return true;
}

static void add_to_message(struct error *e, const char *more)
{
	struct error first = *e;
	/* TRANSLATORS: two messages, the second says what follows from the first */
	error_set(e, first.kind, _("%s; %s"), first.message, more);
	error_at(e, first.file, first.line, first.column);
}

/* After a failed fsync nothing that is done to the files can be relied on. A batch is left to
 * .pending: readers read up to the old lengths, the next writer cuts the rest off. A single row is
 * cut off as well as it can be. */
static void leave(struct store *s, struct error *e)
{
	const struct store_file *f = &s->files[0];
	if (!s->one_row && access(s->pending, F_OK) == 0)
		add_to_message(e, _("nothing counts; the next writer clears away what remains"));
	else if (!s->one_row)
		add_to_message(e, _("the rows stand there, but a power cut may take all of them"));
	else if (ftruncate(f->fd, (off_t)f->length) != 0)
		add_to_message(e, _("what was written could not be cut off"));
	else
		add_to_message(e, _("a power cut may bring the row back"));
}

/* The way back: old lengths, no new files, no .pending. *e keeps what went wrong first and gets
 * what cannot be taken back. */
static void take_back(struct store *s, struct error *e)
{
	struct error fault;
	struct pending p = {0};
	s->writing = false;
	if (s->distrusted) {
		leave(s, e);
		return;
	}
	list_files(s, true, &p);
	if (!undo(s, &p, &fault) || (s->announced && !conclude(s, &fault))) {
		struct error first = *e;
		error_set(e, ERROR_SYSTEM,
		    /* TRANSLATORS: a message, a file and a second message about that file */
		    _("%s; and %s: %s"), first.message, fault.file, fault.message);
		error_at(e, first.file, 0, 0);
	}
	pending_release(&p);
}

bool store_begin(struct store *s, bool one_row, struct error *e)
{
	s->one_row = one_row && s->count == 1 && !s->files[0].is_new;
	for (size_t i = 0; i < s->count; i++)
		if (!is_as_it_was(&s->files[i], e))
			return false;
	if (s->one_row) {
		s->writing = true;
		return true;
	}
	if (!announce(s, e)) {
		unlink(s->pending); /* it has nothing to undo */
		return false;
	}
	s->writing = true;
	if (create_new_files(s, e))
		return true;
	take_back(s, e);
	return false;
}

static void flush(struct store_file *f)
{
	if (!f->failure && f->text.n && !io_write(f->fd, f->text.p, f->text.n))
		f->failure = errno;
	f->text.n = 0;
}

void store_write(struct store_file *f, struct str lines)
{
	buf_add_str(&f->text, lines);
	if (f->text.n >= FLUSH_SIZE && !f->store->one_row)
		flush(f);
}

static bool flush_and_sync(struct store *s, struct error *e)
{
	for (size_t i = 0; i < s->count; i++) {
		struct store_file *f = &s->files[i];
		flush(f);
		if (!f->failure && !io_sync(f->fd)) {
			f->failure = errno;
			s->distrusted = true;
		}
		if (f->failure)
			return error_errno(e, f->path, f->failure, "%s",
			    s->distrusted ? _("cannot be made durable")
					  : _("cannot be written, nothing was added"));
	}
	return true;
}

/* Removing .pending is what makes a batch count; that must be certain. When it is not, .pending is
 * put back, so that the next writer undoes the batch instead of building on it. The files are not
 * touched: without .pending on disk they must keep all of the batch. */
static bool conclude_batch(struct store *s, struct error *e)
{
	struct error ignored;
	bool created = false;
	for (size_t i = 0; i < s->count; i++)
		created = created || s->files[i].is_new;
	s->distrusted = true;
	if (created && !io_sync_directory(s->pending))
		return error_errno(
		    e, s->pending, errno, "%s", _("the new files cannot be made durable"));
	s->distrusted = !conclude(s, e);
	if (s->distrusted && access(s->pending, F_OK) != 0)
		announce(s, &ignored);
	return !s->distrusted;
}

bool store_commit(struct store *s, struct error *e)
{
	bool good = flush_and_sync(s, e) && (s->one_row || conclude_batch(s, e));
	if (!good) {
		take_back(s, e);
		return false;
	}
	s->writing = s->announced = false;
	return true;
}

void store_close(struct store *s)
{
	struct error ignored = ERROR_INIT;
	if (!s)
		return;
	if (s->writing)
		take_back(s, &ignored);
	for (size_t i = 0; i < s->count; i++) {
		if (s->files[i].fd >= 0)
			close(s->files[i].fd);
		free(s->files[i].path);
		buf_release(&s->files[i].text);
	}
	if (s->lock >= 0)
		close(s->lock);
	free(s->pending);
	free(s->prepared);
	free(s);
}
