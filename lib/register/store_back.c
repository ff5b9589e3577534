/* store_back: the way back from what store_begin began; see store.h and store.c. */
#include "base/io.h"
#include "register/store_internal.h"

#include <errno.h>
#include <unistd.h>

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
	else if (!io_truncate(f->fd, f->length))
		add_to_message(e, _("what was written could not be cut off"));
	else
		add_to_message(e, _("a power cut may bring the row back"));
}

void store_end_sync(struct store_file *f)
{
	if (sync_end(&f->sync))
		return;
	f->failure = errno;
	f->store->distrusted = true;
}

/* Old lengths, no new files, no .pending. */
static bool undo(struct store *s, struct error *e)
{
	struct pending p = {0};
	store_list_files(s, true, &p);
	bool good = store_undo(s, &p, e) && (!s->announced || store_conclude(s, e));
	pending_release(&p);
	return good;
}

void store_take_back(struct store *s, struct error *e)
{
	struct error fault;
	s->writing = false;
	for (size_t i = 0; i < s->count; i++)
		store_end_sync(&s->files[i]);
	if (s->distrusted) {
		leave(s, e);
		return;
	}
	if (!undo(s, &fault)) {
		struct error first = *e;
		error_set(e, ERROR_SYSTEM,
		    /* TRANSLATORS: a message, a file and a second message about that file */
		    _("%s; and %s: %s"), first.message, fault.file, fault.message);
		error_at(e, first.file, 0, 0);
	}
}

void store_rewind(struct store_file *f)
{
	f->text.n = 0;
	f->failure = 0;
	store_end_sync(f);
	if (!f->failure && !io_truncate(f->fd, f->length))
		f->failure = errno;
}

void store_drop(struct store_file *f)
{
	if (!f->is_new)
		return;
	if (unlink(f->path) != 0)
		f->failure = errno;
	close(f->fd);
	f->fd = -1;
}

bool store_cancel(struct store *s, struct error *e)
{
	for (size_t i = 0; i < s->count; i++) {
		store_end_sync(&s->files[i]);
		if (s->distrusted) {
			error_errno(e, s->files[i].path, s->files[i].failure, "%s",
			    _("cannot be made durable"));
			store_take_back(s, e);
			return false;
		}
	}
	s->writing = false;
	return undo(s, e);
}
