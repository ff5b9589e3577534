/*
 * batch_rows: the rows of a batch in memory; see batch.h. Most rows of a large input are plain: for
 * them the line is kept, which holds the cells, and the lengths of its fields, a byte each.
 */
#include "base/short.h"
#include "csv/writer.h"
#include "register/batch_internal.h"
#include "register/rules.h"

#include <stdlib.h>

/* --- bytes of a line ------------------------------------------------------------------------- */

enum { VECTOR = 16 };
typedef unsigned char vector __attribute__((vector_size(VECTOR)));
typedef signed char mask __attribute__((vector_size(VECTOR)));

struct found {
	mask controls, edges;
};

static inline void look_at(const char *p, struct found *found)
{
	vector v;
	memcpy(&v, p, sizeof(v));
	/* C2 begins the control characters from U+0080 on, EF the byte order mark */
	found->controls |= (mask)(v < 0x20) | (mask)(v == 0x7F) | (mask)(v == 0xC2);
	found->edges |= (mask)(v == ' ') | (mask)(v == 0xEF);
}

static bool any(mask m)
{
	uint64_t halves[2];
	memcpy(halves, &m, sizeof(halves));
	return (halves[0] | halves[1]) != 0;
}

unsigned batch_bytes(struct str text)
{
	struct found found = {{0}, {0}};
	char small[VECTOR];
	size_t at = 0;
	for (; at + VECTOR <= text.n; at += VECTOR)
		look_at(text.p + at, &found);
	if (at < text.n) {
		memset(small, '.', sizeof(small));
		memcpy(small, text.p + at, text.n - at);
		look_at(small, &found);
	}
	return (any(found.controls) ? BYTES_CONTROLS : 0u) | (any(found.edges) ? BYTES_EDGES : 0u);
}

/* --- packing --------------------------------------------------------------------------------- */

enum { LENGTH_MAX = 10 }; /* bytes of a length */

static char *put_length(char *at, size_t n)
{
	for (; n >= 0x80; n >>= 7)
		*at++ = (char)(n | 0x80);
	*at++ = (char)n;
	return at;
}

static inline size_t take_length(const char **at)
{
	size_t n = (unsigned char)*(*at)++;
	if (n < 0x80)
		return n;
	n &= 0x7F;
	for (unsigned shift = 7;; shift += 7) {
		unsigned char byte = (unsigned char)*(*at)++;
		n |= (size_t)(byte & 0x7F) << shift;
		if (byte < 0x80)
			return n;
	}
}

static char *put(char *at, struct str text)
{
	return short_copy(at, text.p, text.n);
}

/* Adds a row for which there are at least n bytes at `bytes`. */
static struct batch_row *add_row(struct batch_rows *rows, size_t n)
{
	rows->items = mem_room(rows->items, &rows->capacity, rows->count + 1, sizeof(*rows->items));
	struct batch_row *made = &rows->items[rows->count++];
	*made = (struct batch_row){.bytes = arena_room(&rows->arena, n), .input = BATCH_OPERANDS};
	return made;
}

/* What was written behind the bytes of the last row up to `end` belongs to it. */
static void end_row(struct batch_rows *rows, const char *end)
{
	arena_take(&rows->arena, (size_t)(end - rows->arena.at));
}

/* Not a plain one: cells and line, each behind its length. */
static struct batch_row *pack(
    struct batch_rows *rows, const struct str *cells, size_t count, struct str line)
{
	size_t n = (count + 1) * LENGTH_MAX + line.n;
	for (size_t i = 0; i < count; i++)
		n += cells[i].n;
	struct batch_row *made = add_row(rows, n);
	char *at = rows->arena.at;
	for (size_t i = 0; i < count; i++)
		at = put(put_length(at, cells[i].n), cells[i]);
	end_row(rows, put(put_length(at, line.n), line));
	return made;
}

static struct str unpack(const char **at)
{
	size_t n = take_length(at);
	struct str text = {*at, n};
	*at += n;
	return text;
}

/* --- files ----------------------------------------------------------------------------------- */

/* The file that a row comes from; its fields stand in the order of its header. */
static uint32_t input_of(struct batch *b, const struct row *row)
{
	size_t last = b->input_count - 1;
	if (b->input_count && b->inputs[last].fields == row->fields)
		return (uint32_t)last;
	b->inputs = mem_room(b->inputs, &b->input_capacity, b->input_count + 1, sizeof(*b->inputs));
	struct batch_input *in = &b->inputs[b->input_count++];
	*in = (struct batch_input){
	    .file = row->file, .fields = row->fields, .field_count = row->csv.count};
	in->cells = mem_alloc(in->field_count, sizeof(*in->cells));
	for (size_t i = 0; i < in->field_count; i++)
		in->cells[i] = CELL_NONE;
	for (int i = 0; i < b->schema->column_count; i++)
		if (row->fields[i] >= 0 && i != b->schema->recorded)
			in->cells[row->fields[i]] = i;
	for (size_t i = 0; i < b->extra_count; i++) {
		int field = b->extras[i].in_file ? row->cells[b->extras[i].column] : -1;
		if (field >= 0)
			in->cells[field] = b->schema->column_count + (int)i;
	}
	return (uint32_t)(b->input_count - 1);
}

/* --- plain rows ------------------------------------------------------------------------------ */

static bool same(struct str a, struct str b)
{
	return a.n == b.n && (a.p == b.p || a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static bool need_no_quotes(const struct row *row)
{
	for (size_t i = 0; i < row->csv.count; i++)
		if (csv_needs_quotes(row->csv.fields[i]))
			return false;
	return true;
}

/* A line of one empty field would be written as a pair of quotes; it is none here. */
bool batch_is_plain(struct batch *b, const struct row *row, const struct str *cells, unsigned bytes)
{
	uint32_t number = input_of(b, row);
	const struct batch_input *in = &b->inputs[number];
	const struct str *fields = row->csv.fields;
	if (fields[0].p != row->csv.line.p)
		return false;
	for (size_t i = 0; i < in->field_count; i++)
		if (in->cells[i] != CELL_NONE && !same(cells[in->cells[i]], fields[i]))
			return false;
	return !(bytes & BYTES_EDGES) || need_no_quotes(row);
}

static struct batch_row *pack_plain(struct batch_rows *rows, const struct row *row)
{
	struct batch_row *made = add_row(rows, row->csv.count * LENGTH_MAX + row->csv.line.n);
	char *at = rows->arena.at;
	for (size_t i = 0; i < row->csv.count; i++)
		at = put_length(at, row->csv.fields[i].n);
	end_row(rows, put(at, row->csv.line));
	made->plain = true;
	return made;
}

static void plain_cells(const struct batch *b, const struct batch_row *r, struct str *cells)
{
	const struct batch_input *in = &b->inputs[r->input];
	const char *lengths = r->bytes, *text = lengths;
	memset(cells, 0, b->width * sizeof(*cells));
	for (size_t i = 0; i < in->field_count; i++)
		take_length(&text);
	for (size_t i = 0; i < in->field_count; i++) {
		size_t n = take_length(&lengths);
		if (in->cells[i] != CELL_NONE)
			cells[in->cells[i]] = (struct str){text, n};
		text += n + 1;
	}
}

static void add_defaults(const struct batch *b, struct str *cells)
{
	for (size_t i = 0; i < b->width && b->any_default; i++)
		if (cells[i].n == 0)
			cells[i] = buf_str(&b->defaults[i]);
}

struct str batch_plain_line(const struct batch *b, size_t row, size_t *ends)
{
	const struct batch_row *r = &b->rows.items[row];
	const char *at = r->bytes;
	size_t end = 0;
	for (size_t i = 0; i < b->inputs[r->input].field_count; i++) {
		end += take_length(&at);
		ends[i] = end++;
	}
	return (struct str){at, end - 1};
}

/* --- all rows -------------------------------------------------------------------------------- */

void batch_add(struct batch *b, const struct row *row, struct str *cells, bool plain)
{
	struct str none = {NULL, 0};
	struct batch_row *made = plain
				     ? pack_plain(&b->rows, row)
				     : pack(&b->rows, cells, b->width, row ? row->csv.line : none);
	add_defaults(b, cells);
	made->hashes = row_hashes(&b->key, cells);
	if (!row)
		return;
	made->line = row->csv.number;
	made->input = input_of(b, row);
}

bool batch_is_sound(const struct batch *b, const struct str *cells, bool codes_conform)
{
	int column;
	struct error ignored;
	return cells[b->id].n == 0 &&
	       rules_hold(b->schema, cells, codes_conform, &column, &ignored);
}

/* --- rows of feeds --------------------------------------------------------------------------- */

static bool any_needs_quotes(const struct str *values, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (csv_needs_quotes(values[i]))
			return true;
	return false;
}

/* Where the next row will stand if it is plain. */
struct layout {
	const char *line, *end;
	bool odd; /* a field may need quotes */
};

/* What may make quotes necessary. */
static inline mask odd_bytes(vector v)
{
	return (mask)(v == ',') | (mask)(v == '"') | (mask)(v == ' ') | (mask)(v == 0xEF) |
	       (mask)(v == '\n') | (mask)(v == '\r');
}

/* Copies a text of at most VECTOR bytes; as many may be written. */
static inline void lay_short(char *at, struct str text, mask *odd)
{
	size_t low = text.n < VECTOR / 2 ? text.n : VECTOR / 2;
	uint64_t words[2] = {short_load(text.p, low), short_load(text.p + low, text.n - low)};
	vector v;
	memcpy(&v, words, sizeof(v));
	memcpy(at, &v, sizeof(v));
	*odd |= odd_bytes(v);
}

static inline void lay_long(char *at, struct str text, mask *odd)
{
	vector v;
	for (size_t i = 0; i + VECTOR < text.n; i += VECTOR) {
		memcpy(&v, text.p + i, sizeof(v));
		memcpy(at + i, &v, sizeof(v));
		*odd |= odd_bytes(v);
	}
	memcpy(&v, text.p + text.n - VECTOR, sizeof(v)); /* some of it twice */
	memcpy(at + text.n - VECTOR, &v, sizeof(v));
	*odd |= odd_bytes(v);
}

/* Lengths, then the texts with commas between. The texts are looked at while they are copied: a
 * processor that has just written bytes one by one has to wait before it can read them sixteen at
 * once. */
static struct layout lay_out(struct batch_rows *rows, const struct str *values, size_t count)
{
	mask odd = {0};
	size_t n = count * (LENGTH_MAX + 1) + VECTOR;
	for (size_t i = 0; i < count; i++)
		n += values[i].n;
	char *at = arena_room(&rows->arena, n);
	for (size_t i = 0; i < count; i++)
		at = put_length(at, values[i].n);
	const char *line = at;
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			*at++ = ',';
		if (values[i].n > VECTOR)
			lay_long(at, values[i], &odd);
		else if (values[i].n)
			lay_short(at, values[i], &odd);
		at += values[i].n;
	}
	return (struct layout){line, at, any(odd)};
}

/* Fields become cells; the others are empty. */
static void spread(const struct batch *b, size_t input, const struct str *values, struct str *cells)
{
	const struct batch_input *in = &b->inputs[input];
	memset(cells, 0, b->width * sizeof(*cells));
	for (size_t i = 0; i < in->field_count; i++)
		cells[in->cells[i]] = values[i];
}

/* One that needs quotes is kept without a line. */
void batch_pack(const struct batch *b, struct batch_rows *rows, struct str *cells, size_t input,
    uint64_t line, const struct str *values, bool codes_conform)
{
	size_t count = b->inputs[input].field_count;
	struct str none = {NULL, 0};
	struct batch_row *made;
	struct layout layout = lay_out(rows, values, count);
	spread(b, input, values, cells);
	add_defaults(b, cells);
	struct row_hashes hashes = row_hashes(&b->key, cells);
	bool sound = batch_is_sound(b, cells, codes_conform && !b->any_default);
	if (!layout.odd || !any_needs_quotes(values, count)) {
		made = add_row(rows, 0);
		made->plain = true;
		end_row(rows, layout.end);
	} else {
		spread(b, input, values, cells);
		made = pack(rows, cells, b->width, none);
	}
	made->line = line;
	made->input = (uint32_t)input;
	made->hashes = hashes;
	made->sound = sound;
}

void batch_wait(const struct batch *b)
{
	if (b->watch)
		b->watch->wait(b->watch);
}

void batch_feed_row(
    struct batch *b, size_t input, uint64_t line, const struct str *values, bool codes_conform)
{
	if (!b->cells)
		b->cells = mem_alloc(b->width, sizeof(*b->cells));
	batch_wait(b);
	batch_pack(b, &b->rows, b->cells, input, line, values, codes_conform);
}

static void release_rows(struct batch_rows *rows)
{
	free(rows->items);
	arena_release(&rows->arena);
}

/* --- asking ---------------------------------------------------------------------------------- */

void batch_given(const struct batch *b, size_t row, struct str *cells)
{
	const struct batch_row *r = &b->rows.items[row];
	const char *at = r->bytes;
	if (r->plain) {
		plain_cells(b, r, cells);
		return;
	}
	for (size_t i = 0; i < b->width; i++)
		cells[i] = unpack(&at);
}

void batch_cells(const struct batch *b, size_t row, struct str *cells)
{
	batch_given(b, row, cells);
	add_defaults(b, cells);
}

struct str batch_line(const struct batch *b, size_t row)
{
	const struct batch_row *r = &b->rows.items[row];
	const char *at = r->bytes;
	struct str line = {NULL, 0};
	for (size_t i = 0; r->plain && i < b->inputs[r->input].field_count; i++)
		line.n += take_length(&at) + (i > 0);
	if (r->plain) {
		line.p = at;
		return line;
	}
	for (size_t i = 0; i < b->width; i++)
		unpack(&at);
	return unpack(&at);
}

bool batch_place(const struct batch *b, size_t row, int column, struct error *e)
{
	const struct batch_row *r = &b->rows.items[row];
	if (r->input == BATCH_OPERANDS)
		return false;
	const struct batch_input *in = &b->inputs[r->input];
	int field = column == COLUMN_NONE ? -1 : in->fields[column];
	if (in->positions)
		return error_at(e, in->file, r->line, field < 0 ? 0 : in->positions[field]);
	return error_at(
	    e, in->file, r->line, field < 0 ? 1 : csv_column_of(batch_line(b, row), (size_t)field));
}

void batch_release_rows(struct batch *b)
{
	for (size_t i = 0; i < b->input_count; i++) {
		free(b->inputs[i].cells);
		if (b->inputs[i].positions)
			free((int *)b->inputs[i].fields);
		free(b->inputs[i].positions);
	}
	free(b->inputs);
	release_rows(&b->rows);
	free(b->cells);
}
