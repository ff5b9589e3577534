/*
 * store: see store.h. How a batch is written: .pending is made durable (announce), the rows are
 * appended and synced (flush_and_sync), .pending is removed durably (conclude). The way
 * back from every step is in store_back.c; it is what store_recover does for a program that was
 * killed. How files are replaced is in store_replace.c.
 */
#include "base/io.h"
#include "register/lock.h"
#include "register/store_internal.h"
#include "register/tail.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FLUSH_SIZE = 1024 * 1024 };

static const char pending_name[] = ".pending", prepared_name[] = ".pending.new";

struct store *store_lock(const struct directory *d, struct diag *diag, struct error *e)
{
	bool absent;
	struct store *s = mem_alloc(1, sizeof(*s));
	s->directory = d;
	s->diag = diag;
	s->pending = directory_file(d, pending_name);
	s->prepared = directory_file(d, prepared_name);
	s->lock = lock_take(d->path, LOCK_EXCLUSIVE, d->lock_timeout, &absent, e);
	if (s->lock < 0) {
		store_close(s);
		return NULL;
	}
	return s;
}

struct store *store_open(const struct directory *d, struct diag *diag, struct error *e)
{
	struct store *s = store_lock(d, diag, e);
	if (s && !store_recover(s, e)) {
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

bool store_may_write(const char *path, struct error *e)
{
	struct stat st;
	if (lstat(path, &st) != 0)
		return error_errno(e, path, errno, "%s", _("cannot be opened for writing"));
	return is_writable_kind(path, &st, e);
}

static bool open_descriptor(struct store_file *f, struct stat *st, struct error *e)
{
	f->fd = open(f->path, O_RDWR | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (f->fd < 0 || fstat(f->fd, st) != 0)
		return error_errno(e, f->path, errno, "%s", _("cannot be opened for writing"));
	f->length = (uint64_t)st->st_size;
	return is_writable_kind(f->path, st, e);
}

static bool open_existing(struct store *s, struct store_file *f, const struct schema *schema,
    bool journal, struct error *e)
{
	struct stat st;
	if (!open_descriptor(f, &st, e))
		return false;
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
	*f = (struct store_file){.store = s, .fd = -1, .prepared_fd = -1};
	store_file_name(f->name, schema, kind);
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

bool store_may_use_closed(const struct store *s, bool *absent, struct error *e)
{
	struct stat st;
	char *path = directory_file(s->directory, "closed");
	bool there = lstat(path, &st) == 0, good = true;
	*absent = !there && errno == ENOENT;
	if (!there && !*absent)
		good = error_errno(e, path, errno, "%s", _("cannot be read"));
	else if (there && !S_ISDIR(st.st_mode))
		good = refuse(path, e, _("is not a directory, nothing is written there"));
	free(path);
	return good;
}

struct store_file *store_append_other(struct store *s, const char *name, struct error *e)
{
	struct stat st;
	bool absent = true, in_closed = strchr(name, '/') != NULL;
	if (s->count == FILES_MAX || s->replacing || !pending_is_other(str_of(name)))
		abort();
	struct store_file *f = &s->files[s->count++];
	*f = (struct store_file){.store = s, .fd = -1, .prepared_fd = -1};
	snprintf(f->name, sizeof(f->name), "%s", name);
	f->path = directory_file(s->directory, name);
	if (in_closed && !store_may_use_closed(s, &absent, e))
		return NULL;
	if (lstat(f->path, &st) == 0) {
		if (in_closed) {
			refuse(f->path, e, _("is there already, it is not written to"));
			return NULL;
		}
		return is_writable_kind(f->path, &st, e) && open_descriptor(f, &st, e) ? f : NULL;
	}
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

uint64_t store_file_length(const struct store_file *f)
{
	return f->is_new ? 0 : f->length;
}

const char *store_file_path(const struct store_file *f)
{
	return f->path;
}

/* Creates a file that must not exist, with the permissions of the directory's files. */
int store_create_file(const struct store *s, const char *path)
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

void store_list_files(const struct store *s, bool created_only, struct pending *p)
{
	for (size_t i = 0; i < s->count; i++) {
		const struct store_file *f = &s->files[i];
		if (s->replacing)
			pending_add_replacement(p, f->name);
		else if (!created_only || !f->is_new || f->fd >= 0)
			pending_add(p, f->name, f->is_new ? PENDING_ABSENT : f->length);
	}
}

/* Makes .pending durable: whole or not there. */
bool store_announce(struct store *s, struct error *e)
{
	struct pending p = {0};
	struct buf text = BUF_INIT;
	store_list_files(s, false, &p);
	pending_print(&p, &text);
	pending_release(&p);
	unlink(s->prepared);
	int fd = store_create_file(s, s->prepared);
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
bool store_is_as_it_was(const struct store_file *f, struct error *e)
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

/* The directory closed/, with the permissions that its files have in theirs. */
static bool create_closed(const struct store *s, struct error *e)
{
	bool absent, good = true;
	if (!store_may_use_closed(s, &absent, e))
		return false;
	if (!absent)
		return true;
	char *path = directory_file(s->directory, "closed");
	mode_t mode = lock_new_file_mode(s->directory->path) & S_IWGRP ? 02770 : 0700;
	if (mkdir(path, mode) != 0 || chmod(path, mode) != 0)
		good = error_errno(e, path, errno, "%s", _("cannot be created"));
	free(path);
	return good;
}

static bool create_new_files(struct store *s, struct error *e)
{
	for (size_t i = 0; i < s->count; i++) {
		struct store_file *f = &s->files[i];
		if (!f->is_new)
			continue;
		if (strchr(f->name, '/') && !create_closed(s, e))
			return false;
		f->fd = store_create_file(s, f->path);
		if (f->fd < 0)
			return error_errno(e, f->path, errno, "%s", _("cannot be created"));
	}
	return true;
}

bool store_begin(struct store *s, bool one_row, struct error *e)
{
	if (s->replacing)
		return store_begin_replacing(s, e);
	s->one_row = one_row && s->count == 1 && !s->files[0].is_new;
	for (size_t i = 0; i < s->count; i++)
		if (!store_is_as_it_was(&s->files[i], e))
			return false;
	if (s->one_row) {
		s->writing = true;
		return true;
	}
	if (!store_announce(s, e)) {
		unlink(s->pending); /* it has nothing to undo */
		return false;
	}
	s->writing = true;
	if (create_new_files(s, e))
		return true;
	store_take_back(s, e);
	return false;
}

static void write_out(struct store_file *f, struct str text)
{
	int fd = f->store->replacing ? f->prepared_fd : f->fd;
	if (!f->failure && text.n && !io_write(fd, text.p, text.n))
		f->failure = errno;
	if (!f->failure && f->early)
		sync_wrote(&f->sync, fd, text.n);
	else if (!f->failure && text.n >= FLUSH_SIZE)
		io_begin_sync(fd);
}

void store_flush(struct store_file *f)
{
	write_out(f, buf_str(&f->text));
	f->text.n = 0;
}

void store_sync_early(struct store_file *f)
{
	f->early = true;
}

void store_write(struct store_file *f, struct str lines)
{
	if (lines.n >= FLUSH_SIZE && !f->store->one_row) {
		store_flush(f);
		write_out(f, lines);
		return;
	}
	buf_add_str(&f->text, lines);
	if (f->text.n >= FLUSH_SIZE && !f->store->one_row)
		store_flush(f);
}

static bool flush_and_sync(struct store *s, struct error *e)
{
	for (size_t i = 0; i < s->count; i++) {
		struct store_file *f = &s->files[i];
		store_flush(f);
		store_end_sync(f);
		if (!f->failure && f->fd >= 0 && !io_sync(f->fd)) {
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
	const char *in_closed = NULL;
	bool created = false;
	for (size_t i = 0; i < s->count; i++) {
		created = created || s->files[i].is_new;
		in_closed = strchr(s->files[i].name, '/') ? s->files[i].path : in_closed;
	}
	s->distrusted = true;
	if ((in_closed && !io_sync_directory(in_closed)) ||
	    (created && !io_sync_directory(s->pending)))
		return error_errno(
		    e, s->pending, errno, "%s", _("the new files cannot be made durable"));
	s->distrusted = !store_conclude(s, e);
	if (s->distrusted && access(s->pending, F_OK) != 0)
		store_announce(s, &ignored);
	return !s->distrusted;
}

bool store_commit(struct store *s, struct error *e)
{
	if (s->replacing)
		return store_commit_replacing(s, e);
	bool good = flush_and_sync(s, e) && (s->one_row || conclude_batch(s, e));
	if (!good) {
		store_take_back(s, e);
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
	if (s->replacing)
		store_drop_prepared(s);
	else if (s->writing)
		store_take_back(s, &ignored);
	for (size_t i = 0; i < s->count; i++) {
		free(s->files[i].prepared);
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
