/*
 * check_pass: the rows of a register in one of the passes of check; see check.h. Most rows come in
 * blocks, and of most of these a glance says that their cells are well-formed (value.h); the others
 * are read one by one. Large files are read by several threads, each a part at a time; what must
 * happen in the order of the rows waits until it is the part's turn. At the first row that is not
 * good the threads stop; what stands behind is left to one thread, which tells all of it.
 */
#include "csv/parts.h"
#include "register/check_internal.h"

#include <stdlib.h>

struct looker {
	struct check *check;
	struct table *table;     /* of a part: a share */
	struct csv_reader *part; /* or NULL */
	struct checked_row row;
	struct row raw;
	uint64_t
	    done; /* bytes from the file's begin of which all rows have been looked at before */
	/* of parts */
	uint64_t *lines; /* that stand before the next part */
};

static void look(struct looker *l, bool plain)
{
	static void (*const rows[])(struct check *, const struct checked_row *) = {
	    [PASS_COLLECT] = check_collect_row,
	    [PASS_EXAMINE] = check_examine_row,
	    [PASS_UNITS] = check_unit,
	};
	struct check *c = l->check;
	bool report = c->pass == PASS_EXAMINE;
	c->line = l->raw.csv.number;
	if (plain)
		check_plain_cells(c, &l->row, report);
	if (plain || check_cells(c, &l->row, report))
		rows[c->pass](c, &l->row);
}

/* Takes what is found and what waits so far, whose lines count from behind line `before`. */
static void have_turn(struct check *c, uint64_t before)
{
	check_settle(c, before);
	if (c->pass == PASS_EXAMINE)
		check_give(c, before + c->line);
	else
		check_put_by(c);
}

/* --- blocks ----------------------------------------------------------------------------------- */

/* Sets what is looked at of a row whose cells need not be read. */
static void take_plain_row(struct looker *l, const struct csv_block *b, size_t row)
{
	const char *from = csv_block_field(b, row, 0).p;
	const char *end = b->text + b->ends[(row + 1) * b->columns - 1];
	table_block_values(l->table, b, row, l->check->wanted, &l->raw);
	l->raw.csv.number = b->number + row;
	l->raw.csv.line = (struct str){from, (size_t)(end - from)};
	l->raw.csv.ended = true;
	look(l, true);
}

/* False when the row is not good, of parts only. */
static bool take_odd_row(struct looker *l, const struct csv_block *b, size_t row)
{
	struct csv_row csv;
	struct error e;
	if (l->part) {
		csv_reader_block_row(l->part, b, row, &csv);
		if (!table_row(l->table, &csv, &l->raw, &e))
			return false;
	} else if (!table_block_row(l->table, b, row, &l->raw)) {
		return true;
	}
	look(l, false);
	return true;
}

static bool take_block(struct looker *l, const struct csv_block *b)
{
	const struct check *c = l->check;
	uint64_t plain = 0;
	for (size_t i = 0; i < b->rows; i++, plain >>= 1) {
		if (i % VALUES_ROWS_MAX == 0) {
			size_t left = b->rows - i;
			plain = values_are_plain(c->places, c->place_count, b, i,
			    left < VALUES_ROWS_MAX ? left : VALUES_ROWS_MAX);
		}
		const char *from = csv_block_field(b, i, 0).p;
		if (b->offset + (uint64_t)(from - b->text) - b->start < l->done)
			continue;
		if (plain & 1)
			take_plain_row(l, b, i);
		else if (!take_odd_row(l, b, i))
			return false;
	}
	return true;
}

/* --- parts ------------------------------------------------------------------------------------ */

static bool read_part(void *context, struct csv_reader *part)
{
	struct looker *l = context;
	struct csv_block block;
	struct csv_row csv;
	struct error e;
	l->part = part;
	for (;;) {
		if (csv_reader_block(part, &block)) {
			if (!take_block(l, &block))
				return false;
			continue;
		}
		enum csv_status status = csv_reader_next(part, &csv, &e);
		if (status == CSV_STATUS_END)
			break;
		if (status != CSV_STATUS_ROW || !table_row(l->table, &csv, &l->raw, &e))
			return false;
		look(l, false);
	}
	l->check->line = csv_reader_lines(part);
	return true;
}

static bool give_part(void *context)
{
	struct looker *l = context;
	uint64_t lines = l->check->line;
	have_turn(l->check, *l->lines);
	*l->lines += lines;
	l->check->line = 0;
	return true;
}

static void looker_release(struct looker *l)
{
	for (int i = 0; i < SCHEMA_COLUMNS_MAX; i++)
		buf_release(&l->row.texts[i]);
}

static struct looker *looker_of_parts(const struct check *c, struct table *t, uint64_t *lines)
{
	struct looker *l = mem_alloc(1, sizeof(*l));
	l->check = check_share(c);
	l->table = table_share(t, &l->check->diag);
	l->row.raw = &l->raw;
	l->lines = lines;
	return l;
}

static void free_looker_of_parts(struct looker *l)
{
	table_close(l->table);
	check_release(l->check);
	free(l->check);
	looker_release(l);
	free(l);
}

/* Reads as much as can be read in parts; *done as in struct looker. True when that is all. */
static bool pass_in_parts(const struct check *c, struct table *t, uint64_t *done)
{
	struct csv_reader *reader = check_needs_order(c->schema) ? NULL : table_reader(t);
	unsigned threads = reader ? csv_parts_threads_in_order(reader) : 1;
	if (threads < 2)
		return false;
	const struct csv_row *header = csv_reader_header(reader);
	uint64_t bytes, lines = header->number;
	void **lookers = mem_alloc(threads, sizeof(*lookers));
	for (unsigned i = 0; i < threads; i++)
		lookers[i] = looker_of_parts(c, t, &lines);
	bool all = csv_parts_read_in_order(reader, read_part, give_part, lookers, threads, &bytes);
	if (all)
		csv_reader_pass(reader);
	*done = header->offset + header->bytes + bytes;
	for (unsigned i = 0; i < threads; i++)
		free_looker_of_parts(lookers[i]);
	free(lookers);
	return all;
}

/* --- all rows --------------------------------------------------------------------------------- */

static bool pass_in_one(struct looker *l, struct error *e)
{
	struct csv_block block;
	for (;;) {
		if (table_block(l->table, &block)) {
			take_block(l, &block);
		} else {
			enum table_status status = table_next(l->table, &l->raw, e);
			if (status != TABLE_ROW)
				return status == TABLE_END;
			if (l->raw.csv.offset >= l->done)
				look(l, false);
		}
		have_turn(l->check, 0);
	}
}

bool check_pass(struct check *c, struct table *t, struct error *e)
{
	struct looker l = {.check = c, .table = t};
	l.row.raw = &l.raw;
	have_turn(c, 0); /* what was found in the header */
	bool done = pass_in_parts(c, t, &l.done) || pass_in_one(&l, e);
	have_turn(c, 0);
	looker_release(&l);
	return done;
}
