/*
 * store_recover: what is done with a .pending that a program left behind. Appends are undone;
 * replacements, which stand there whole before .pending names them, are finished. See store.h.
 */
#include "base/io.h"
#include "register/store_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static void note_ended(struct store *s, const struct pending *p)
{
	struct error said;
	if (p->replaces)
		error_set(
		    &said, ERROR_NOTE, "%s", _("an interrupted change was finished; it counts"));
	else
		error_set(&said, ERROR_NOTE,
		    ngettext("an interrupted write was taken back, %zu file is as it was before",
			"an interrupted write was taken back, %zu files are as they were before",
			p->count),
		    p->count);
	error_at(&said, s->pending, 0, 0);
	s->diag->say(s->diag, &said);
}

bool store_cannot_undo(const char *path, uint64_t length, struct error *e)
{
	error_set(e, ERROR_DATA,
	    _("an interrupted write to it cannot be taken back: it was a file of %llu bytes, it is "
	      "shorter or no file now; put it back from a copy, or remove .pending to go on with "
	      "what is there"),
	    (unsigned long long)length);
	return error_at(e, path, 0, 0);
}

/* The file, when it can be cut off there; else −1 and *e. */
static int open_to_undo(const char *path, uint64_t length, struct error *e)
{
	struct stat st;
	int fd = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd < 0 || fstat(fd, &st) != 0)
		error_errno(
		    e, path, errno, "%s", _("an interrupted write to it cannot be taken back"));
	else if (!S_ISREG(st.st_mode) || (uint64_t)st.st_size < length)
		store_cannot_undo(path, length, e);
	else
		return fd;
	if (fd >= 0)
		close(fd);
	return -1;
}

static bool undo_append(const char *path, uint64_t length, struct error *e)
{
	int fd = open_to_undo(path, length, e);
	if (fd < 0)
		return false;
	bool good =
	    (io_truncate(fd, length) && io_sync(fd)) ||
	    error_errno(e, path, errno, _("what was written behind byte %llu cannot be taken back"),
		(unsigned long long)length);
	close(fd);
	return good;
}

static bool undo_create(const char *path, struct error *e)
{
	if ((unlink(path) == 0 || errno == ENOENT) && (io_sync_directory(path) || errno == ENOENT))
		return true;
	return error_errno(
	    e, path, errno, "%s", _("a new file that was half written cannot be removed"));
}

void store_file_name(char name[FILE_NAME_SIZE], const struct schema *schema, enum store_kind kind)
{
	snprintf(name, FILE_NAME_SIZE, "%s%s.csv", schema->name,
	    kind == STORE_JOURNAL ? ".journal" : "");
}

/* Writers announce nothing but registers, journals and what pending_is_other names; whatever else
 * is named stays untouched. */
static bool is_ours(
    const struct store *s, const struct pending_file *f, const char *path, struct error *e)
{
	char name[FILE_NAME_SIZE];
	bool absent;
	if (pending_is_other(str_of(f->name)))
		return !strchr(f->name, '/') || store_may_use_closed(s, &absent, e);
	for (int i = 0; i < FILES_MAX; i++) {
		store_file_name(name, schema_of((enum register_id)(i / 2)),
		    i % 2 ? STORE_JOURNAL : STORE_REGISTER);
		if (strcmp(name, f->name) == 0)
			return true;
	}
	error_set(e, ERROR_DATA, "%s", _("named in .pending, but neither register nor journal"));
	return error_at(e, path, 0, 0);
}

/* Whether all of p can be undone or finished: else nothing is touched. */
static bool is_possible(const struct store *s, const struct pending *p, struct error *e)
{
	bool good = true;
	for (size_t i = 0; i < p->count && good; i++) {
		const struct pending_file *f = &p->files[i];
		char *path = directory_file(s->directory, f->name);
		good = is_ours(s, f, path, e);
		if (good && !p->replaces && f->length != PENDING_ABSENT) {
			int fd = open_to_undo(path, f->length, e);
			good = fd >= 0;
			if (good)
				close(fd);
		}
		free(path);
	}
	return good;
}

/* It may have been made for the files that are no more; one that stays empty does no harm. */
static void remove_empty_closed(const struct store *s)
{
	char *path = directory_file(s->directory, "closed");
	rmdir(path);
	free(path);
}

/* Brings every file back to what p says. Safe to do again. */
bool store_undo(const struct store *s, const struct pending *p, struct error *e)
{
	bool in_closed = false;
	if (!is_possible(s, p, e))
		return false;
	for (size_t i = 0; i < p->count; i++) {
		const struct pending_file *f = &p->files[i];
		char *path = directory_file(s->directory, f->name);
		bool good = f->length == PENDING_ABSENT ? undo_create(path, e)
							: undo_append(path, f->length, e);
		free(path);
		if (!good)
			return false;
		in_closed = in_closed || strchr(f->name, '/');
	}
	if (in_closed)
		remove_empty_closed(s);
	return true;
}

/* Removes .pending durably. */
bool store_conclude(const struct store *s, struct error *e)
{
	if ((unlink(s->pending) != 0 && errno != ENOENT) || !io_sync_directory(s->pending))
		return error_errno(e, s->pending, errno, "%s", _("cannot be removed"));
	return true;
}

/* Puts the new content of a file in its place, where it may be already. */
static bool finish_file(const char *path, const char *prepared, struct error *e)
{
	if (rename(prepared, path) == 0 || (errno == ENOENT && access(path, F_OK) == 0))
		return true;
	return error_errno(e, path, errno, _("its new content in '%s' cannot be put in its place"),
	    error_quote(str_of(prepared)));
}

bool store_finish(const struct store *s, const struct pending *p, struct error *e)
{
	if (!is_possible(s, p, e))
		return false;
	for (size_t i = 0; i < p->count; i++) {
		char *path = directory_file(s->directory, p->files[i].name);
		char *name = pending_prepared_name(p->files[i].name);
		char *prepared = directory_file(s->directory, name);
		bool good = finish_file(path, prepared, e);
		free(prepared);
		free(name);
		free(path);
		if (!good)
			return false;
	}
	return io_sync_directory(s->pending) ||
	       error_errno(e, s->pending, errno, "%s", _("the new files cannot be made durable"));
}

bool store_leftover_name(size_t number, char name[STORE_NAME_SIZE])
{
	char file[STORE_NAME_SIZE - 16];
	if (number == 0) {
		snprintf(name, STORE_NAME_SIZE, ".pending.new");
		return true;
	}
	size_t at = number - 1;
	if (at >= FILES_MAX)
		return false;
	snprintf(file, sizeof(file), "%s%s", schema_of((enum register_id)(at / 2))->name,
	    at % 2 ? ".journal" : "");
	snprintf(name, STORE_NAME_SIZE, ".%s.csv.new", file);
	return true;
}

/* What was prepared but never named in .pending. */
static void remove_prepared(const struct store *s)
{
	char name[STORE_NAME_SIZE];
	for (size_t i = 0; store_leftover_name(i, name); i++) {
		char *path = directory_file(s->directory, name);
		unlink(path);
		free(path);
	}
}

bool store_recover(struct store *s, struct error *e)
{
	struct pending p;
	bool exists;
	bool good = pending_read(&p, s->directory->path, &exists, e);
	if (good && exists) {
		good = (p.replaces ? store_finish(s, &p, e) : store_undo(s, &p, e)) &&
		       store_conclude(s, e);
		if (good)
			note_ended(s, &p);
	}
	if (good)
		remove_prepared(s);
	pending_release(&p);
	return good;
}
