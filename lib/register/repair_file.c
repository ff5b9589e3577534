/* repair_file: one register or journal: which of its lines can never be rows, and how they leave
 * it. See repair.h. */
#include "base/io.h"
#include "register/repair_internal.h"
#include "register/tail.h"
#include "register/torn.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BLOCK = 64 * 1024, FEW_LINES = 2 };

struct look {
	struct repair *repair;
	struct store *store; /* NULL: only looking */
	const struct schema *schema;
	enum store_kind kind;
	const struct snapshot *snapshot;
	const struct snapshot_file *file;
	const char *name; /* within the directory */
	size_t first;     /* item of this file */
	size_t inner;     /* how many of the items are lines within the file; they come first */
	unsigned long long rows;
	uint64_t last_line; /* of a last line without newline; 0: there is none */
	struct stat before;
};

static bool refuse(const struct look *l, struct error *e, const char *why)
{
	error_set(e, ERROR_DATA, "%s", why);
	return error_at(e, l->file->path, 0, 0);
}

/* --- an empty file ---------------------------------------------------------------------------- */

/* Whether rows of another register refer to this one, or may. */
static bool is_referred_to_by(const struct look *l, enum register_id other)
{
	const struct schema *s = schema_of(other);
	struct diag silent = {diag_ignore};
	struct table_spec spec = {.schema = s,
	    .directory = l->repair->directory,
	    .snapshot = l->snapshot,
	    .known_by = INSTANT_NONE,
	    .unchecked = UINT64_MAX,
	    .diag = &silent};
	struct error e;
	struct row row;
	const struct snapshot_file *f = &l->snapshot->registers[other];
	if (f->fd < 0 || f->size == 0)
		return false;
	struct table *t = table_open(&spec, &e);
	bool found = !t;
	while (t && !found && table_next(t, &row, &e) == TABLE_ROW)
		for (int i = 0; i < s->column_count; i++)
			found = found || (s->columns[i].target && row.values[i].n &&
					     strcmp(s->columns[i].target, l->schema->name) == 0);
	table_close(t);
	return found;
}

/* That it has no byte says nothing of what stood there. */
static bool may_have_held_rows(const struct look *l)
{
	enum register_id id = l->schema->id;
	const struct snapshot_file *other =
	    l->kind == STORE_REGISTER ? &l->snapshot->journals[id] : &l->snapshot->registers[id];
	bool may = other->fd >= 0 && other->size > 0;
	for (int i = 0; i < REGISTER_COUNT && !may && l->kind == STORE_REGISTER; i++)
		may = i != (int)id && is_referred_to_by(l, (enum register_id)i);
	return may;
}

static bool look_at_empty(struct look *l, struct error *e)
{
	if (may_have_held_rows(l))
		return refuse(l, e,
		    l->kind == STORE_REGISTER
			? _("the file is empty, but its journal or other registers show that it "
			    "held rows; put it back from a copy, or remove it to go on without")
			: _("the file is empty and may have held what rows of the register were; "
			    "put it back from a copy, or remove it to go on without"));
	repair_add(l->repair, (struct repair_place){.file = l->name}, REPAIR_REMOVE, "%s",
	    _("an empty file without a header, which nothing refers to"));
	return true;
}

static bool remove_empty(const struct look *l, struct error *e)
{
	if (unlink(l->file->path) == 0 && io_sync_directory(l->file->path))
		return true;
	return error_errno(e, l->file->path, errno, "%s", _("cannot be removed"));
}

/* --- looking ---------------------------------------------------------------------------------- */

static struct csv_reader *open_reader(const struct look *l, struct error *e)
{
	struct input *in = input_of_descriptor(l->file->fd, l->file->path, l->file->size);
	struct csv_reader *r =
	    l->kind == STORE_JOURNAL ? csv_reader_open_journal(in, e) : csv_reader_open(in, e);
	if (r || e->kind != ERROR_DATA)
		return r;
	struct error first = *e;
	error_set(e, ERROR_DATA,
	    /* TRANSLATORS: what is wrong with the first line, and what to do */
	    _("%s; without its header the file cannot be mended, put it back from a copy"),
	    first.message);
	error_at(e, first.file, first.line, first.column);
	return NULL;
}

static void take_bad_line(struct look *l, const struct csv_row *row, const struct error *e)
{
	repair_add(l->repair, (struct repair_place){l->name, row->number, row->offset, row->bytes},
	    REPAIR_SET_ASIDE, "%s", e->message);
	l->inner++;
}

/* Finds the lines that are no rows; a last one without newline is left to look_at_tail. */
static bool scan(struct look *l, struct csv_reader *r, struct error *e)
{
	struct csv_row row;
	enum csv_status status;
	while ((status = csv_reader_next(r, &row, e)) != CSV_STATUS_END) {
		struct error fault = *e, ignored;
		if (status == CSV_STATUS_FAILED) /* a line too long, or something worse */
			if (e->kind != ERROR_DATA || !csv_reader_skip_line(r, &row, &ignored))
				return false;
		if (!row.ended)
			l->last_line = row.number;
		else if (status == CSV_STATUS_ROW)
			l->rows++;
		else
			take_bad_line(l, &row, &fault);
	}
	return true;
}

static bool look_at_lines(struct look *l, struct error *e)
{
	struct csv_reader *r = open_reader(l, e);
	bool good = r && scan(l, r, e);
	csv_reader_close(r);
	if (good && !l->repair->most && l->inner > FEW_LINES && l->inner > l->rows) {
		error_set(e, ERROR_DATA,
		    _("%zu of %llu lines are no rows: more likely the header or the encoding is "
		      "not right; left as it is (--most sets them aside all the same)"),
		    l->inner, l->inner + l->rows);
		return error_at(e, l->file->path, 0, 0);
	}
	return good;
}

static bool look_at_tail(struct look *l, struct error *e)
{
	enum tail_state state;
	uint64_t start, size = l->file->size;
	struct diag silent = {diag_ignore};
	struct tail_file tail = {l->repair->directory, l->schema, l->file->path, l->file->fd,
	    l->kind == STORE_JOURNAL, &silent};
	if (!tail_judge(&tail, size, &state, &start, e))
		return false;
	uint64_t line = l->last_line ? l->last_line : 1;
	if (state == TAIL_TORN)
		repair_add(l->repair, (struct repair_place){l->name, line, start, size - start},
		    REPAIR_SET_ASIDE, "%s", _("the last line is torn (no newline, not complete)"));
	else if (state == TAIL_ROW)
		repair_add(l->repair, (struct repair_place){l->name, line, size, 1},
		    REPAIR_END_LINE, "%s", _("the last line is complete and has no newline"));
	return true;
}

static bool is_folded(const struct look *l)
{
	unsigned char magic[2] = {0};
	return io_pread(l->file->fd, magic, 2, 0) == 2 && magic[0] == 0x1F && magic[1] == 0x8B;
}

/* A compressed register is nowhere written to. */
static bool look_at_folded(struct look *l, struct error *e)
{
	struct csv_reader *r = open_reader(l, e);
	bool good = r && scan(l, r, e);
	csv_reader_close(r);
	if (good && l->inner > 0) {
		error_set(e, ERROR_DATA,
		    ngettext("%zu line is no row; the file is compressed, gunzip it and repair "
			     "again",
			"%zu lines are no rows; the file is compressed, gunzip it and repair again",
			l->inner),
		    l->inner);
		return error_at(e, l->file->path, l->repair->items[l->first].line, 0);
	}
	return good;
}

static bool look(struct look *l, struct error *e)
{
	if (fstat(l->file->fd, &l->before) != 0)
		return error_errno(e, l->file->path, errno, "%s", _("cannot be read"));
	if (l->file->size == 0)
		return look_at_empty(l, e);
	if (is_folded(l))
		return look_at_folded(l, e);
	return look_at_lines(l, e) && look_at_tail(l, e);
}

/* --- mending ---------------------------------------------------------------------------------- */

static const struct repair_item *inner_item(const struct look *l, size_t number)
{
	return &l->repair->items[l->first + number];
}

static bool keep_lines(const struct look *l, struct error *e)
{
	struct torn torn;
	bool good = torn_open(&torn, l->repair->directory, l->file->path);
	for (size_t i = 0; i < l->inner && good; i++) {
		const struct repair_item *item = inner_item(l, i);
		good = torn_add(&torn, l->file->fd, item->offset, item->offset + item->bytes);
	}
	good = good && torn_sync(&torn);
	if (!good)
		error_errno(e, torn.path, errno, "%s",
		    _("what is to be set aside cannot be kept there; nothing was changed"));
	torn_close(&torn);
	return good;
}

/* All of the file that is not set aside. */
static bool copy_rest(const struct look *l, struct store_file *f, struct error *e)
{
	char block[BLOCK];
	uint64_t at = 0;
	for (size_t next = 0;;) {
		const struct repair_item *item = next < l->inner ? inner_item(l, next) : NULL;
		if (item && at == item->offset) {
			at += item->bytes;
			next++;
			continue;
		}
		size_t want =
		    item && item->offset - at < BLOCK ? (size_t)(item->offset - at) : sizeof(block);
		ssize_t got = store_file_read(f, block, want, at);
		if (got < 0)
			return error_errno(e, l->file->path, errno, "%s", _("cannot be read"));
		if (got == 0)
			return true;
		store_write(f, (struct str){block, (size_t)got});
		at += (uint64_t)got;
	}
}

static bool is_untouched(const struct look *l, struct error *e)
{
	struct stat now;
	const struct stat *old = &l->before;
	if (lstat(l->file->path, &now) == 0 && now.st_dev == old->st_dev &&
	    now.st_ino == old->st_ino && now.st_size == old->st_size &&
	    now.st_mtim.tv_sec == old->st_mtim.tv_sec &&
	    now.st_mtim.tv_nsec == old->st_mtim.tv_nsec)
		return true;
	error_set(e, ERROR_SYSTEM, "%s",
	    _("was changed meanwhile by a program that does not take the lock; nothing was "
	      "written"));
	return error_at(e, l->file->path, 0, 0);
}

static bool mend(const struct look *l, struct error *e)
{
	if (!is_untouched(l, e))
		return false;
	if (l->repair->items[l->first].action == REPAIR_REMOVE)
		return remove_empty(l, e);
	if (l->inner == 0) /* opening it mends its end */
		return store_append(l->store, l->schema, l->kind, e) != NULL;
	struct store_file *f = store_replace(l->store, l->schema, l->kind, e);
	return f && store_begin(l->store, false, e) && keep_lines(l, e) && copy_rest(l, f, e) &&
	       store_commit(l->store, e);
}

void repair_file(struct repair *r, struct store *s, const struct snapshot *snapshot,
    enum register_id id, enum store_kind kind)
{
	struct error e;
	struct look l = {.repair = r,
	    .store = s,
	    .schema = schema_of(id),
	    .kind = kind,
	    .snapshot = snapshot,
	    .file = kind == STORE_JOURNAL ? &snapshot->journals[id] : &snapshot->registers[id],
	    .first = r->count};
	if (l.file->fd < 0)
		return;
	const char *slash = strrchr(l.file->path, '/');
	l.name = slash ? slash + 1 : l.file->path;
	bool good = look(&l, &e);
	if (good && r->count > l.first)
		good = store_may_write(l.file->path, &e) && (!s || mend(&l, &e));
	if (!good) {
		repair_forget(r, l.first);
		r->diag->say(r->diag, &e);
	}
}
