/*
 * store_replace: files of a register directory that are replaced as a whole. The new content is
 * prepared in .NAME.new (store_begin, store_write), made durable and announced in .pending, renamed
 * into place, and .pending is removed (store_commit). Once .pending is durable the new files count,
 * wherever they stand. See store.h.
 */
#include "base/io.h"
#include "register/store_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

struct store_file *store_replace(
    struct store *s, const struct schema *schema, enum store_kind kind, struct error *e)
{
	if (s->count && !s->replacing)
		abort();
	struct store_file *f = store_append(s, schema, kind, e);
	s->replacing = true;
	if (!f)
		return NULL;
	if (!f->is_new && fstat(f->fd, &f->before) != 0) {
		error_errno(e, f->path, errno, "%s", _("cannot be read"));
		return NULL;
	}
	char *name = pending_prepared_name(f->name);
	f->prepared = directory_file(s->directory, name);
	free(name);
	return f;
}

ssize_t store_file_read(const struct store_file *f, void *bytes, size_t n, uint64_t offset)
{
	if (f->fd < 0 || offset >= f->length)
		return 0;
	return io_pread(
	    f->fd, bytes, f->length - offset < n ? (size_t)(f->length - offset) : n, offset);
}

/* The new file gets what the old one has; chmod comes last, since chown clears bits. */
static bool keep_owner_and_mode(const struct store_file *f, struct error *e)
{
	struct stat now;
	const struct stat *old = &f->before;
	if (f->is_new)
		return true;
	if (fstat(f->prepared_fd, &now) != 0)
		return error_errno(e, f->prepared, errno, "%s", _("cannot be read"));
	bool same = now.st_uid == old->st_uid && now.st_gid == old->st_gid;
	if (!same && fchown(f->prepared_fd, now.st_uid == old->st_uid ? (uid_t)-1 : old->st_uid,
			 old->st_gid) != 0)
		return error_errno(e, f->path, errno, "%s",
		    _("its owner and group cannot be kept by this user, so it is not replaced"));
	if (fchmod(f->prepared_fd, old->st_mode & 07777) != 0)
		return error_errno(e, f->path, errno, "%s",
		    _("its permissions cannot be kept, so it is not replaced"));
	return true;
}

static bool prepare(struct store *s, struct store_file *f, struct error *e)
{
	unlink(f->prepared); /* left behind by a program that was killed */
	f->prepared_fd = store_create_file(s, f->prepared);
	if (f->prepared_fd < 0)
		return error_errno(
		    e, f->prepared, errno, "%s", _("cannot be created; nothing was changed"));
	return keep_owner_and_mode(f, e);
}

void store_drop_prepared(struct store *s)
{
	for (size_t i = 0; i < s->count; i++) {
		struct store_file *f = &s->files[i];
		if (f->prepared_fd < 0)
			continue;
		close(f->prepared_fd);
		f->prepared_fd = -1;
		if (!s->announced)
			unlink(f->prepared);
	}
}

bool store_begin_replacing(struct store *s, struct error *e)
{
	for (size_t i = 0; i < s->count; i++)
		if (!prepare(s, &s->files[i], e)) {
			store_drop_prepared(s);
			return false;
		}
	s->writing = true;
	return true;
}

static bool sync_prepared(struct store_file *f, struct error *e)
{
	store_flush(f);
	if (!f->failure && !io_sync(f->prepared_fd))
		f->failure = errno;
	return !f->failure || error_errno(e, f->path, f->failure, "%s",
				  _("its new content cannot be written; nothing was changed"));
}

/* The new files durable, and their names too: .pending, which names them, may reach the disk before
 * them otherwise. */
static bool sync_all_prepared(struct store *s, struct error *e)
{
	for (size_t i = 0; i < s->count; i++)
		if (!sync_prepared(&s->files[i], e))
			return false;
	return io_sync_directory(s->pending) ||
	       error_errno(e, s->pending, errno, "%s",
		   _("the new files cannot be made durable; nothing was changed"));
}

/* A program that knows nothing of the lock may have changed the file, or put another one there. */
static bool is_untouched(const struct store_file *f, struct error *e)
{
	struct stat now;
	const struct stat *old = &f->before;
	bool there = lstat(f->path, &now) == 0;
	if (f->is_new ? !there && errno == ENOENT
		      : there && now.st_ino == old->st_ino && now.st_dev == old->st_dev &&
			    now.st_mtim.tv_sec == old->st_mtim.tv_sec &&
			    now.st_mtim.tv_nsec == old->st_mtim.tv_nsec)
		return store_is_as_it_was(f, e);
	error_set(e, ERROR_SYSTEM, "%s",
	    _("was changed meanwhile by a program that does not take the lock; nothing was "
	      "written"));
	return error_at(e, f->path, 0, 0);
}

/* .pending stands there, perhaps not durably: taking it away again undecides. */
static bool withdraw(struct store *s, struct error *e)
{
	struct error ignored;
	if (s->announced && store_conclude(s, &ignored))
		s->announced = false;
	else if (s->announced)
		error_set(e, ERROR_SYSTEM, "%s",
		    _("cannot be made durable; the next writer finishes or forgets the change"));
	error_at(e, s->pending, 0, 0);
	return false;
}

/* The change counts already; what remains to be done is done by whoever takes the lock next. */
static bool not_finished(const struct store *s, struct error *e)
{
	struct error first = *e;
	error_set(e, ERROR_SYSTEM, _("%s; the change counts, the next writer finishes it"),
	    first.message);
	return error_at(e, first.file[0] ? first.file : s->pending, 0, 0);
}

bool store_commit_replacing(struct store *s, struct error *e)
{
	struct pending p = {0};
	s->writing = false;
	bool good = sync_all_prepared(s, e);
	for (size_t i = 0; i < s->count && good; i++)
		good = is_untouched(&s->files[i], e);
	if (good && !store_announce(s, e))
		good = withdraw(s, e);
	for (size_t i = 0; i < s->count && good; i++)
		pending_add_replacement(&p, s->files[i].name);
	if (good && !(store_finish(s, &p, e) && store_conclude(s, e)))
		good = not_finished(s, e);
	pending_release(&p);
	store_drop_prepared(s);
	return good;
}
