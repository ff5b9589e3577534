/*
 * amend_write: the new registers and journals. A register is copied line by line but for the lines
 * that change, so whatever else stands in it stays byte for byte; a journal gets rows at its end.
 */
#include "base/io.h"
#include "csv/writer.h"
#include "register/amend_internal.h"
#include "register/shape.h"

#include <errno.h>
#include <stdlib.h>

enum { BLOCK = 256 * 1024 };

/* One register that is written. */
struct rewriting {
	const struct schema *schema;
	struct store_file *file, *journal;
	int *journal_fields; /* by column of the journal behind its own: the register's field, −1 */
	size_t journal_count;
	uint32_t *drafts; /* the changed ones that stand in the file, by line */
	size_t count, capacity;
};

static bool in_file(const struct draft *d, const struct schema *s)
{
	return d->schema == s && d->change && d->line;
}

static int by_line(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;
	return x[0] < y[0] ? -1 : x[0] > y[0];
}

/* Drafts of the register that stand in the file, in the order of their lines. */
static void sort_drafts(const struct amending *a, struct rewriting *r)
{
	uint64_t(*lines)[2] = mem_alloc(a->drafts.count, sizeof(*lines));
	for (uint32_t i = 0; i < a->drafts.count; i++)
		if (in_file(&a->drafts.items[i], r->schema)) {
			lines[r->count][0] = a->drafts.items[i].line;
			lines[r->count++][1] = i;
		}
	qsort(lines, r->count, sizeof(*lines), by_line);
	r->drafts = mem_room(NULL, &r->capacity, r->count, sizeof(*r->drafts));
	for (size_t i = 0; i < r->count; i++)
		r->drafts[i] = (uint32_t)lines[i][1];
	free(lines);
}

/* --- lines ----------------------------------------------------------------------------------- */

static void put_line(const struct amending *a, const struct draft *d, struct buf *out)
{
	const struct draft_register *r = &a->drafts.registers[d->schema->id];
	for (size_t i = 0; i < r->width; i++) {
		bool recorded = (int)i == r->fields[d->schema->recorded];
		if (i > 0)
			buf_add_char(out, ',');
		csv_quote(out, str_of(recorded ? a->at : d->cells[i]));
	}
	buf_add_char(out, '\n');
}

/* What stands in the place of a line: nothing, the changed row, new versions behind it. */
static void put_replacement(
    const struct amending *a, const struct rewriting *r, uint32_t draft, struct buf *out)
{
	if (!a->drafts.items[draft].gone)
		put_line(a, &a->drafts.items[draft], out);
	for (uint32_t at = draft + 1; at < a->drafts.count; at++) {
		const struct draft *d = &a->drafts.items[at];
		if (d->schema == r->schema && !d->line && d->root == draft && !d->gone)
			put_line(a, d, out);
	}
}

static void put_journal_line(const struct amending *a, const struct rewriting *r,
    const char *const front[JOURNAL_COLUMNS], char *const *cells, const char *recorded,
    struct buf *out)
{
	int recorded_field = a->drafts.registers[r->schema->id].fields[r->schema->recorded];
	for (size_t i = 0; i < JOURNAL_COLUMNS; i++) {
		if (i > 0)
			buf_add_char(out, ',');
		csv_quote(out, str_of(front[i]));
	}
	for (size_t i = 0; i < r->journal_count; i++) {
		int field = r->journal_fields[i];
		const char *cell = field < 0 ? "" : cells[field];
		buf_add_char(out, ',');
		csv_quote(out, str_of(recorded && field == recorded_field ? recorded : cell));
	}
	buf_add_char(out, '\n');
}

/* The row that was replaced or withdrawn. */
static void put_former_row(
    const struct amending *a, const struct rewriting *r, const struct draft *d, struct buf *out)
{
	const char *const front[] = {
	    a->at, change_op_name(d->op), a->request->by, d->change->why ? d->change->why : ""};
	put_journal_line(a, r, front, d->was, NULL, out);
}

/* A late row as it is now, or the one that is no more. It is recorded at the time of the line, so
 * that no time lies between in which it would have been known. */
static void put_late_row(
    const struct amending *a, const struct rewriting *r, const struct draft *d, struct buf *out)
{
	const char *const front[] = {a->at, "late", a->request->by, amend_why_late(a, d)};
	put_journal_line(a, r, front, d->gone ? d->was : d->cells, a->at, out);
}

/* --- copying --------------------------------------------------------------------------------- */

struct copying {
	const struct amending *a;
	const struct rewriting *r;
	uint64_t line; /* of the text that comes next */
	size_t next;   /* in r->drafts */
	struct buf out;
};

/* Takes over whole lines, or puts others in their place. */
static void copy_lines(struct copying *c, struct str text)
{
	struct str rest = text;
	while (rest.n) {
		const char *end = memchr(rest.p, '\n', rest.n);
		size_t n = end ? (size_t)(end - rest.p) + 1 : rest.n;
		uint32_t draft = c->next < c->r->count ? c->r->drafts[c->next] : DRAFT_NONE;
		if (draft != DRAFT_NONE && c->a->drafts.items[draft].line == c->line) {
			put_replacement(c->a, c->r, draft, &c->out);
			c->next++;
		} else {
			buf_add(&c->out, rest.p, n);
		}
		c->line++;
		rest = str_from(rest, n);
	}
	store_write(c->r->file, buf_str(&c->out));
	c->out.n = 0;
}

static size_t whole_lines(struct str text)
{
	size_t n = text.n;
	while (n > 0 && text.p[n - 1] != '\n')
		n--;
	return n;
}

/* Reads the file as it was made ready for writing (its last line is mended). */
static bool copy_register(const struct amending *a, const struct rewriting *r, struct error *e)
{
	struct copying c = {.a = a, .r = r, .line = 1};
	struct buf text = BUF_INIT;
	uint64_t at = 0;
	ssize_t got;
	do {
		buf_reserve(&text, BLOCK);
		got = store_file_read(r->file, text.p + text.n, BLOCK, at);
		if (got <= 0)
			break;
		at += (uint64_t)got;
		text.n += (size_t)got;
		size_t whole = whole_lines(buf_str(&text));
		copy_lines(&c, str_first(buf_str(&text), whole));
		text.n -= whole;
		memmove(text.p, text.p + whole, text.n);
	} while (got > 0);
	int number = errno;
	copy_lines(&c, buf_str(&text));
	buf_release(&text);
	buf_release(&c.out);
	if (got < 0)
		return error_errno(e, store_file_path(r->file), number, "%s", _("cannot be read"));
	if (c.next == r->count)
		return true;
	error_set(e, ERROR_SYSTEM, "%s",
	    _("was changed meanwhile by a program that does not take the lock; nothing was "
	      "written"));
	return error_at(e, store_file_path(r->file), 0, 0);
}

static bool copy_journal(const struct amending *a, const struct rewriting *r, struct error *e)
{
	struct buf block = BUF_INIT, line = BUF_INIT;
	const struct draft_register *d = &a->drafts.registers[r->schema->id];
	uint64_t at = 0;
	ssize_t got = 0;
	if (store_file_is_new(r->journal)) {
		buf_add_text(&line, "at,op,by,why");
		for (size_t i = 0; i < d->width; i++) {
			buf_add_char(&line, ',');
			csv_quote(&line, str_of(d->names[i]));
		}
		buf_add_char(&line, '\n');
	} else {
		buf_reserve(&block, BLOCK);
		while ((got = store_file_read(r->journal, block.p, BLOCK, at)) > 0) {
			store_write(r->journal, (struct str){block.p, (size_t)got});
			at += (uint64_t)got;
		}
	}
	int number = errno;
	for (size_t i = 0; i < r->count; i++)
		put_former_row(a, r, &a->drafts.items[r->drafts[i]], &line);
	for (size_t i = 0; i < a->drafts.count; i++) {
		const struct draft *late = &a->drafts.items[i];
		if (late->schema == r->schema && late->late && (late->was || !late->gone))
			put_late_row(a, r, late, &line);
	}
	store_write(r->journal, buf_str(&line));
	buf_release(&block);
	buf_release(&line);
	return got == 0 ||
	       error_errno(e, store_file_path(r->journal), number, "%s", _("cannot be read"));
}

/* --- getting ready --------------------------------------------------------------------------- */

static bool is_filled(const struct draft *d, size_t field)
{
	return d->was[field][0] || (d->late && d->cells[field][0]);
}

/* Every column that is filled in a row to be kept must be there. */
static bool journal_is_wide_enough(
    const struct amending *a, const struct rewriting *r, const char *path, struct error *e)
{
	const struct draft_register *d = &a->drafts.registers[r->schema->id];
	for (size_t field = 0; field < d->width; field++) {
		bool there = false, filled = false;
		for (size_t i = 0; i < r->journal_count; i++)
			there = there || r->journal_fields[i] == (int)field;
		for (size_t i = 0; i < r->count && !there; i++)
			filled = filled || is_filled(&a->drafts.items[r->drafts[i]], field);
		if (there || !filled)
			continue;
		error_set(e, ERROR_DATA,
		    _("the header lacks column %s, which %s.csv has; add it there first"),
		    d->names[field], r->schema->name);
		return error_at(e, path, 1, 0);
	}
	return true;
}

static bool map_journal(const struct amending *a, struct rewriting *r, struct error *e)
{
	const struct snapshot_file *f = &a->snapshot.journals[r->schema->id];
	const struct draft_register *d = &a->drafts.registers[r->schema->id];
	struct batch none = {.schema = r->schema, .directory = a->directory};
	struct shape shape, of_register = {.schema = r->schema};
	if (f->fd < 0) {
		r->journal_count = d->width;
		r->journal_fields = mem_alloc(d->width, sizeof(*r->journal_fields));
		for (size_t i = 0; i < d->width; i++)
			r->journal_fields[i] = (int)i;
		return true;
	}
	bool good = shape_of_journal(&shape, &of_register, &none, f, e);
	r->journal_count = good ? shape.count : 0;
	r->journal_fields = mem_alloc(r->journal_count, sizeof(*r->journal_fields));
	for (size_t i = 0; i < r->journal_count; i++) {
		int cell = shape.columns[i].cell;
		r->journal_fields[i] =
		    draft_field(&a->drafts, r->schema, cell, shape.columns[i].name);
	}
	shape_release(&shape);
	return good && journal_is_wide_enough(a, r, f->path, e);
}

/* Whether what is to be kept has its place in the journal. */
static bool plan(struct amending *a, struct rewriting *r, struct error *e)
{
	const struct schema *s = r->schema;
	sort_drafts(a, r);
	if (a->drafts.registers[s->id].fields[s->recorded] < 0) {
		error_set(e, ERROR_DATA, "%s",
		    _("the header lacks column recorded, without which --known-by would find both "
		      "the old rows and the new; add it first"));
		return error_at(e, a->snapshot.registers[s->id].path, 1, 0);
	}
	return map_journal(a, r, e);
}

static bool prepare(struct amending *a, struct rewriting *r, struct error *e)
{
	const struct schema *s = r->schema;
	if (!plan(a, r, e))
		return false;
	r->file = store_replace(a->store, s, STORE_REGISTER, e);
	r->journal = r->file ? store_replace(a->store, s, STORE_JOURNAL, e) : NULL;
	return r->journal != NULL;
}

static void rewriting_release(struct rewriting *r)
{
	free(r->journal_fields);
	free(r->drafts);
}

static bool has_changes(const struct amending *a, const struct schema *s)
{
	for (uint32_t i = 0; i < a->drafts.count; i++)
		if (in_file(&a->drafts.items[i], s))
			return true;
	return false;
}

bool amend_can_write(struct amending *a, struct error *e)
{
	bool good = true;
	for (int i = 0; i < REGISTER_COUNT && good; i++) {
		struct rewriting r = {.schema = schema_of((enum register_id)i)};
		good = !has_changes(a, r.schema) || plan(a, &r, e);
		rewriting_release(&r);
	}
	return good;
}

bool amend_write(struct amending *a, struct error *e)
{
	struct rewriting all[REGISTER_COUNT] = {0};
	size_t count = 0;
	bool good = true;
	for (int i = 0; i < REGISTER_COUNT && good; i++) {
		if (!has_changes(a, schema_of((enum register_id)i)))
			continue;
		all[count].schema = schema_of((enum register_id)i);
		good = prepare(a, &all[count++], e);
	}
	good = good && count && store_begin(a->store, false, e);
	for (size_t i = 0; i < count && good; i++)
		good = copy_register(a, &all[i], e) && copy_journal(a, &all[i], e);
	good = good && store_commit(a->store, e);
	for (size_t i = 0; i < count; i++)
		rewriting_release(&all[i]);
	return good;
}
