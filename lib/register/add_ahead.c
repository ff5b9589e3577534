/*
 * add_ahead: the rows of a large input that are to begin a register are written while those behind
 * them are read, by a thread of its own; see add.h. Nothing of it counts before store_commit. It is
 * a guess that they will all be new: rows that need not be looked at again (batch.h, sound), with
 * the ids that they get then. When all rows have been judged, the lines stay if it is so; else they
 * are taken back and written as for any other input.
 */
#include "base/threads.h"
#include "register/add_internal.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

enum { ID_SIZE = 32 };

struct ahead {
	struct batch_watch watch; /* first */
	struct adding *a;
	struct add_sheets sheets;
	struct shape shape;
	struct standing standing;
	struct add_lines lines;
	size_t done, end; /* rows that are written; up to there they may be */
	struct standing_numbers numbers;
	size_t left;      /* of them */
	char id[ID_SIZE]; /* of the row at hand */
	struct buf text;
	bool asked, begun;
	bool stopped; /* at a row that is not sound, or for good */
	bool failed;  /* the directory; e says why */
	struct error e;
	pthread_t thread;
	bool in_thread;
	atomic_bool idle;
};

/* Whether there is something to tell that others have left. */
static bool is_interrupted(const struct directory *d)
{
	char *path = directory_file(d, ".pending");
	bool there = access(path, F_OK) == 0;
	free(path);
	return there;
}

/* Whether it may be that nothing but lines of the register will have to be written. */
static bool may_begin(const struct adding *a)
{
	const struct add_request *r = a->request;
	return !r->dry_run && r->allowed_count == 0 && r->source.feed->told &&
	       !batch_may_fill(&a->batch, a->id) && !add_may_refer(a) &&
	       !standing_has_items(a->schema) && !directory_has(a->directory, a->schema) &&
	       !is_interrupted(a->directory);
}

static void say_nothing(struct diag *diag, const struct error *e)
{
	(void)diag;
	(void)e;
}

/* Whether the register is new and nothing stands in the way. */
static bool is_possible(struct ahead *w)
{
	struct error ignored;
	struct adding *a = w->a;
	struct add_shared *t = a->shared;
	struct diag silent = {say_nothing}; /* it is told when the rows are judged */
	if (t->closed.end[0] ||
	    !shape_make(&w->shape, &a->batch, &t->snapshot, &silent, &ignored) || !w->shape.is_new)
		return false;
	standing_init(&w->standing, &w->shape);
	return standing_load(&w->standing, a->directory, &t->snapshot, &silent, &ignored) &&
	       add_set_time(t, &ignored) && add_open_sheets(t, &w->sheets, &ignored) &&
	       store_begin(t->store, false, &ignored);
}

/* As if nothing had been begun. What is wrong with the directory is found out again, and told, when
 * it is its turn. */
static void leave(struct ahead *w)
{
	w->begun = false;
	add_leave_state(w->a->shared);
	w->a->result->recorded[0] = '\0';
}

/* The lock is what may fail for good: nobody wants to wait for it twice. */
static void begin(struct ahead *w)
{
	struct adding *a = w->a;
	w->asked = true;
	if (!may_begin(a))
		return;
	w->failed = !add_take_state(a->shared, &w->e);
	w->begun = !w->failed && is_possible(w);
	if (!w->begun) {
		leave(w);
		return;
	}
	store_sync_early(a->file);
	add_lines_init(&w->lines, a, &w->shape);
	add_write_header(a, &w->shape);
}

/* Becomes w->id. */
static void next_id(struct ahead *w)
{
	if (w->left == 0) {
		w->left = standing_take_numbers(&w->standing, w->end - w->done, &w->numbers);
		standing_number(&w->numbers, 0, w->id);
	} else {
		standing_next_number(w->id, w->numbers.length);
	}
	w->left--;
}

static bool is_next_sound(const struct ahead *w)
{
	return w->done < w->end && w->a->batch.rows.items[w->done].sound;
}

static void *write_rows(void *context)
{
	enum { BLOCK = 2 * 1024 * 1024 };
	struct ahead *w = context;
	while (is_next_sound(w)) {
		for (w->text.n = 0; is_next_sound(w) && w->text.n < BLOCK; w->done++) {
			next_id(w);
			add_lines_add(
			    &w->lines, w->done, (struct str){w->id, w->numbers.length}, &w->text);
		}
		store_write(w->a->file, buf_str(&w->text));
	}
	w->stopped = w->done < w->end;
	w->idle = true;
	return NULL;
}

static bool is_ready(const struct batch_watch *watch)
{
	const struct ahead *w = (const struct ahead *)watch;
	return !w->in_thread || w->idle;
}

/* The rows are about to move, or all have come. */
static void wait(struct batch_watch *watch)
{
	struct ahead *w = (struct ahead *)watch;
	if (w->in_thread)
		pthread_join(w->thread, NULL);
	w->in_thread = false;
}

static void more(struct batch_watch *watch)
{
	struct ahead *w = (struct ahead *)watch;
	if (!w->asked && !w->stopped)
		begin(w);
	if (!w->begun || w->stopped)
		return;
	w->end = w->a->batch.rows.count;
	w->idle = false;
	w->in_thread = threads_start(&w->thread, write_rows, w, 0);
}

/* When none will be written, nobody need wait for the lock until a person has read why. */
static void refused(struct batch_watch *watch)
{
	struct ahead *w = (struct ahead *)watch;
	if (w->a->request->keep_going)
		return;
	wait(watch);
	w->stopped = true;
	if (!w->begun)
		return;
	w->failed = !store_cancel(w->a->shared->store, &w->e);
	leave(w);
}

struct ahead *add_ahead_new(struct adding *a)
{
	struct ahead *w = mem_alloc(1, sizeof(*w));
	*w = (struct ahead){.watch = {more, is_ready, wait, refused}, .a = a};
	a->batch.watch = &w->watch;
	return w;
}

bool add_ahead_failed(const struct ahead *w, struct error *e)
{
	if (w && w->failed)
		*e = w->e;
	return w && w->failed;
}

const struct add_sheets *add_ahead_end(struct ahead *w)
{
	if (w)
		wait(&w->watch);
	return w && w->begun ? &w->sheets : NULL;
}

size_t add_ahead_keep(struct ahead *w)
{
	const struct adding *a = w->a;
	size_t rows = a->batch.rows.count, right = a->result->added == rows ? rows : 0;
	while (right < w->done && a->plans[right].fate == FATE_NEW)
		right++;
	if (w->done > 0 && right >= w->done)
		return w->done;
	store_rewind(a->file);
	return 0;
}

void add_ahead_free(struct ahead *w)
{
	if (!w)
		return;
	wait(&w->watch);
	add_lines_release(&w->lines);
	standing_release(&w->standing);
	shape_release(&w->shape);
	buf_release(&w->text);
	free(w);
}
