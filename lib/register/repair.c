/* repair: see repair.h. Here is what concerns the directory: the lock, .pending, what nothing
 * names. The files themselves are in repair_file.c. */
#include "register/lock.h"
#include "register/pending.h"
#include "register/repair_internal.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

const char *repair_action_name(enum repair_action action)
{
	static const char *const names[] = {[REPAIR_UNDO] = "undo",
	    [REPAIR_FINISH] = "finish",
	    [REPAIR_REMOVE] = "remove",
	    [REPAIR_SET_ASIDE] = "set-aside",
	    [REPAIR_END_LINE] = "end-line"};
	return names[action];
}

void repair_add(
    struct repair *r, struct repair_place place, enum repair_action action, const char *format, ...)
{
	struct buf message = BUF_INIT;
	va_list arguments;
	va_start(arguments, format);
	buf_vprintf(&message, format, arguments);
	va_end(arguments);
	buf_text(&message);
	r->items = mem_room(r->items, &r->capacity, r->count + 1, sizeof(*r->items));
	r->items[r->count++] = (struct repair_item){
	    str_dup(str_of(place.file)), place.line, place.offset, place.bytes, action, message.p};
}

void repair_forget(struct repair *r, size_t from)
{
	while (r->count > from) {
		struct repair_item *item = &r->items[--r->count];
		free(item->file);
		free(item->message);
	}
}

void repair_release(struct repair *r)
{
	repair_forget(r, 0);
	free(r->items);
	*r = (struct repair){0};
}

/* Whether there is something of that name, and what. */
static bool is_there(const struct repair *r, const char *name, struct stat *st)
{
	char *path = directory_file(r->directory, name);
	bool there = lstat(path, st) == 0;
	free(path);
	return there;
}

/* What an interrupted write of rows has added to the file. False and *e when it cannot be told. */
static bool look_at_appended(struct repair *r, const struct pending_file *f, struct error *e)
{
	struct stat st = {0};
	bool there = is_there(r, f->name, &st);
	struct repair_place place = {.file = f->name, .bytes = (uint64_t)st.st_size};
	if (f->length == PENDING_ABSENT) {
		if (there)
			repair_add(
			    r, place, REPAIR_UNDO, "%s", _("a new file that was half written"));
		return true;
	}
	if (!there || !S_ISREG(st.st_mode) || place.bytes < f->length) {
		char *path = directory_file(r->directory, f->name);
		store_cannot_undo(path, f->length, e);
		free(path);
		return false;
	}
	place.offset = f->length;
	place.bytes -= f->length;
	if (place.bytes)
		repair_add(r, place, REPAIR_UNDO, "%s", _("rows of an interrupted write"));
	return true;
}

static bool look_at_replaced(struct repair *r, const struct pending_file *f, struct error *e)
{
	struct stat st;
	char *prepared = pending_prepared_name(f->name);
	bool ready = is_there(r, prepared, &st), good = true;
	if (ready)
		repair_add(r, (struct repair_place){.file = f->name, .bytes = (uint64_t)st.st_size},
		    REPAIR_FINISH, _("its new content stands in '%s'"), prepared);
	else if (!is_there(r, f->name, &st)) {
		char *path = directory_file(r->directory, f->name);
		good = error_errno(e, path, ENOENT,
		    _("its new content in '%s' cannot be put in its place"),
		    error_quote(str_of(prepared)));
		free(path);
	}
	free(prepared);
	return good;
}

static bool is_named(const struct pending *p, const char *leftover)
{
	bool named = false;
	for (size_t i = 0; i < p->count && p->replaces && !named; i++) {
		char *prepared = pending_prepared_name(p->files[i].name);
		named = strcmp(prepared, leftover) == 0;
		free(prepared);
	}
	return named;
}

static void look_at_leftovers(struct repair *r, const struct pending *p)
{
	struct stat st;
	char name[STORE_NAME_SIZE];
	for (size_t i = 0; store_leftover_name(i, name); i++)
		if (!is_named(p, name) && is_there(r, name, &st))
			repair_add(r,
			    (struct repair_place){.file = name, .bytes = (uint64_t)st.st_size},
			    REPAIR_REMOVE, "%s",
			    _("left by an interrupted program; nothing names it"));
}

/* Nobody can tell any more which rows of the interrupted write are all there. */
static bool say_way_out(struct error *e)
{
	struct error first = *e;
	if (first.kind != ERROR_DATA)
		return false;
	error_set(e, first.kind,
	    /* TRANSLATORS: a message about .pending, and what to do */
	    _("%s; compare the last rows of the registers with what was to be written, move "
	      ".pending "
	      "away and repair again"),
	    first.message);
	return error_at(e, first.file, first.line, first.column);
}

/* Under the lock: what an interrupted program has left beside the registers. */
static bool look_at_pending(struct repair *r, struct error *e)
{
	struct pending p;
	struct stat st;
	bool exists;
	bool good = pending_read(&p, r->directory->path, &exists, e) || say_way_out(e);
	for (size_t i = 0; i < p.count && good; i++)
		good = p.replaces ? look_at_replaced(r, &p.files[i], e)
				  : look_at_appended(r, &p.files[i], e);
	if (good && exists && is_there(r, ".pending", &st))
		repair_add(r,
		    (struct repair_place){.file = ".pending", .bytes = (uint64_t)st.st_size},
		    p.replaces ? REPAIR_FINISH : REPAIR_UNDO, "%s",
		    p.replaces ? _("a change was interrupted when it was complete; it is finished")
			       : _("a write was interrupted; it is taken back"));
	if (good)
		look_at_leftovers(r, &p);
	pending_release(&p);
	return good;
}

/* Takes the snapshot under the same lock, so that both tell of one state. */
static bool look(struct repair *r, struct snapshot *snapshot, struct error *e)
{
	bool absent;
	const struct directory *d = r->directory;
	int lock = lock_take(d->path, LOCK_SHARED, d->lock_timeout, &absent, e);
	if (lock < 0 && !absent)
		return false;
	bool good = look_at_pending(r, e) && snapshot_take(snapshot, d, REGISTER_ALL, true, e);
	if (lock >= 0)
		close(lock);
	if (good && !snapshot->any_register && r->count == 0) {
		snapshot_release(snapshot);
		error_set(e, ERROR_SYSTEM, "%s",
		    _("no register here; name the register directory with -d DIR or TAIZHANG_DIR"));
		return error_at(e, d->path, 0, 0);
	}
	return good;
}

static bool end_pending(struct repair *r, struct diag *silent, struct error *e)
{
	struct store *s = store_lock(r->directory, silent, e);
	bool good = s && look_at_pending(r, e) && store_recover(s, e);
	store_close(s);
	if (!good)
		repair_forget(r, 0);
	return good;
}

/* Each file under a lock of its own: what cannot be mended does not hinder the next. */
static bool mend(struct repair *r, struct diag *silent, enum register_id id, enum store_kind kind,
    struct error *e)
{
	struct snapshot snapshot;
	struct store *s = store_open(r->directory, silent, e);
	bool good = s && snapshot_take_locked(&snapshot, r->directory, REGISTER_ALL, true, e);
	if (good) {
		repair_file(r, s, &snapshot, id, kind);
		snapshot_release(&snapshot);
	}
	store_close(s);
	return good;
}

bool repair_run(struct repair *r, struct error *e)
{
	struct snapshot snapshot;
	struct diag silent = {diag_ignore};
	if (!look(r, &snapshot, e)) {
		repair_forget(r, 0);
		return false;
	}
	if (r->write) {
		snapshot_release(&snapshot);
		repair_forget(r, 0);
		if (!end_pending(r, &silent, e))
			return false;
	}
	bool good = true;
	for (int i = 0; i < 2 * REGISTER_COUNT && good; i++) {
		enum register_id id = (enum register_id)(i / 2);
		enum store_kind kind = i % 2 ? STORE_JOURNAL : STORE_REGISTER;
		if (!(r->registers & REGISTER_BIT(id)))
			continue;
		if (r->write)
			good = mend(r, &silent, id, kind, e);
		else
			repair_file(r, NULL, &snapshot, id, kind);
	}
	if (!r->write)
		snapshot_release(&snapshot);
	return good;
}
