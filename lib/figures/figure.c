/*
 * figure: see figure.h. Texts stand in blocks that never move, so that rows can point into them;
 * an open-addressing index finds a row by its key.
 */
#include "figures/figure.h"
#include "base/intern.h"
#include "csv/reader.h"
#include "register/schema.h"

#include <stdlib.h>

enum { BLOCK_SIZE = 64 * 1024, COLUMN_COUNT = 6 };

static const char *const column_names[COLUMN_COUNT] = {
    "figure", "area", "period", "group", "value", "of"};

struct block {
	struct block *next;
	size_t used, size;
	char bytes[];
};

struct figures_store {
	struct block *blocks; /* the one in use first */
	uint32_t *slots;      /* row number + 1, 0 is free */
	size_t slot_count;    /* a power of two, or 0 */
	/* rows of the same figure, area and group; made when first asked for */
	uint32_t *like_slots; /* as many as slots: the first one's number + 1 */
	uint32_t *like_next;  /* by row: number + 1 of the next one, 0 behind the last */
	size_t like_count;    /* rows that stand there */
};

bool figure_name_is_good(const char *name)
{
	return name[0] && !strpbrk(name, "@[]{}|: ");
}

void figures_init(struct figures *f)
{
	*f = (struct figures){.store = mem_alloc(1, sizeof(*f->store))};
}

void figures_release(struct figures *f)
{
	struct block *next;
	for (struct block *b = f->store ? f->store->blocks : NULL; b; b = next) {
		next = b->next;
		free(b);
	}
	if (f->store) {
		free(f->store->slots);
		free(f->store->like_slots);
		free(f->store->like_next);
	}
	free(f->store);
	free(f->rows);
	*f = (struct figures){0};
}

static struct str keep(struct figures_store *s, struct str text)
{
	struct block *b = s->blocks;
	if (!b || text.n > b->size - b->used) {
		size_t size = text.n > BLOCK_SIZE ? text.n : BLOCK_SIZE;
		b = mem_alloc(1, sizeof(*b) + size);
		b->size = size;
		b->next = s->blocks;
		s->blocks = b;
	}
	char *copy = b->bytes + b->used;
	if (text.n)
		memcpy(copy, text.p, text.n);
	b->used += text.n;
	return (struct str){copy, text.n};
}

static bool same_key(const struct figure *a, const struct figure *b)
{
	return str_equal(a->figure, b->figure) && str_equal(a->area, b->area) &&
	       str_equal(a->period, b->period) && str_equal(a->group, b->group);
}

static size_t hash_key(const struct figure *key)
{
	const struct str *parts[] = {&key->figure, &key->area, &key->period, &key->group};
	uint64_t hash = 0;
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		hash = (hash ^ hash_bytes(parts[i]->p, parts[i]->n)) * 0x9E3779B97F4A7C15u;
	return (size_t)(hash >> 20);
}

/* The slot that holds the key, or the free one where it belongs. */
static size_t slot_of(const struct figures *f, const struct figure *key)
{
	const struct figures_store *s = f->store;
	size_t at = hash_key(key) & (s->slot_count - 1);
	while (s->slots[at] && !same_key(&f->rows[s->slots[at] - 1], key))
		at = (at + 1) & (s->slot_count - 1);
	return at;
}

static void index_make(struct figures *f, size_t slot_count)
{
	struct figures_store *s = f->store;
	free(s->slots);
	s->slots = mem_alloc(slot_count, sizeof(*s->slots));
	s->slot_count = slot_count;
	s->like_count = 0;
	for (size_t i = 0; i < f->count; i++)
		s->slots[slot_of(f, &f->rows[i])] = (uint32_t)(i + 1);
}

bool figure_same_value(const struct figure *a, const struct figure *b)
{
	return fixed_compare(a->value, b->value) == 0 && a->has_of == b->has_of &&
	       (!a->has_of || fixed_compare(a->of, b->of) == 0);
}

bool figures_add(struct figures *f, const struct figure *row)
{
	if (f->count + f->count / 2 >= f->store->slot_count)
		index_make(f, f->store->slot_count ? f->store->slot_count * 2 : 64);
	size_t at = slot_of(f, row);
	if (f->store->slots[at])
		return figure_same_value(&f->rows[f->store->slots[at] - 1], row);
	if (f->count >= UINT32_MAX - 1)
		mem_fail();
	f->rows = mem_room(f->rows, &f->capacity, f->count + 1, sizeof(*f->rows));
	struct figure *added = &f->rows[f->count];
	*added = *row;
	added->figure = keep(f->store, row->figure);
	added->area = keep(f->store, row->area);
	added->period = keep(f->store, row->period);
	added->group = keep(f->store, row->group);
	f->store->slots[at] = (uint32_t)++f->count;
	return true;
}

const struct figure *figures_find(const struct figures *f, struct str figure, struct str area,
    struct str period, struct str group)
{
	const struct figure key = {
	    .figure = figure, .area = area, .period = period, .group = group};
	if (f->store->slot_count == 0)
		return NULL;
	uint32_t slot = f->store->slots[slot_of(f, &key)];
	return slot ? &f->rows[slot - 1] : NULL;
}

/* --- rows of all periods ---------------------------------------------------------------------- */

static bool is_like(const struct figure *a, const struct figure *b)
{
	return str_equal(a->figure, b->figure) && str_equal(a->area, b->area) &&
	       str_equal(a->group, b->group);
}

static size_t like_slot_of(const struct figures *f, const struct figure *key)
{
	const struct figures_store *s = f->store;
	struct figure without = *key;
	without.period = (struct str){NULL, 0};
	size_t at = hash_key(&without) & (s->slot_count - 1);
	while (s->like_slots[at] && !is_like(&f->rows[s->like_slots[at] - 1], key))
		at = (at + 1) & (s->slot_count - 1);
	return at;
}

/* From the last row on, so that each is put before those that follow it. */
static void like_make(const struct figures *f)
{
	struct figures_store *s = f->store;
	free(s->like_slots);
	free(s->like_next);
	s->like_slots = mem_alloc(s->slot_count, sizeof(*s->like_slots));
	s->like_next = mem_alloc(f->count, sizeof(*s->like_next));
	for (size_t i = f->count; i-- > 0;) {
		size_t at = like_slot_of(f, &f->rows[i]);
		s->like_next[i] = s->like_slots[at];
		s->like_slots[at] = (uint32_t)(i + 1);
	}
	s->like_count = f->count;
}

const struct figure *figures_next_like(
    const struct figures *f, const struct figure *key, const struct figure *after)
{
	const struct figures_store *s = f->store;
	if (f->count == 0)
		return NULL;
	if (s->like_count != f->count)
		like_make(f);
	uint32_t number =
	    after ? s->like_next[after - f->rows] : s->like_slots[like_slot_of(f, key)];
	return number ? &f->rows[number - 1] : NULL;
}

/* --- order and text --------------------------------------------------------------------------- */

static int by_key(const void *left, const void *right)
{
	const struct figure *a = left, *b = right;
	int order = str_compare(a->figure, b->figure);
	if (order == 0)
		order = str_compare(a->area, b->area);
	if (order == 0)
		order = str_compare(a->period, b->period);
	return order ? order : str_compare(a->group, b->group);
}

void figures_sort(struct figures *f)
{
	if (f->count == 0)
		return;
	qsort(f->rows, f->count, sizeof(*f->rows), by_key);
	index_make(f, f->store->slot_count);
}

/* The cells of a row; numbers are printed into `text`, which is emptied first. */
static void row_cells(const struct figure *row, struct buf *text, struct str cells[COLUMN_COUNT])
{
	text->n = 0;
	fixed_print(text, row->value);
	size_t value = text->n;
	if (row->has_of)
		fixed_print(text, row->of);
	cells[0] = row->figure;
	cells[1] = row->area;
	cells[2] = row->period;
	cells[3] = row->group;
	cells[4] = str_first(buf_str(text), value);
	cells[5] = str_from(buf_str(text), value);
}

void figures_write(struct figures *f, struct csv_writer *w)
{
	struct buf text = BUF_INIT;
	struct str cells[COLUMN_COUNT];
	figures_sort(f);
	for (size_t i = 0; i < COLUMN_COUNT; i++)
		csv_writer_field(w, str_of(column_names[i]));
	csv_writer_end_row(w);
	for (size_t i = 0; i < f->count; i++) {
		row_cells(&f->rows[i], &text, cells);
		for (size_t j = 0; j < COLUMN_COUNT; j++)
			csv_writer_field(w, cells[j]);
		csv_writer_end_row(w);
	}
	buf_release(&text);
}

void figures_print(struct figures *f, struct buf *out)
{
	struct buf text = BUF_INIT;
	struct str cells[COLUMN_COUNT];
	figures_sort(f);
	for (size_t i = 0; i < COLUMN_COUNT; i++)
		buf_printf(out, "%s%c", column_names[i], i + 1 < COLUMN_COUNT ? ',' : '\n');
	for (size_t i = 0; i < f->count; i++) {
		row_cells(&f->rows[i], &text, cells);
		for (size_t j = 0; j < COLUMN_COUNT; j++) {
			csv_quote(out, cells[j]);
			buf_add_char(out, j + 1 < COLUMN_COUNT ? ',' : '\n');
		}
	}
	buf_release(&text);
}

/* Where the six columns stand in the file. */
static bool find_columns(const struct csv_reader *r, size_t fields[COLUMN_COUNT], struct error *e)
{
	const struct csv_row *header = csv_reader_header(r);
	for (size_t i = 0; i < COLUMN_COUNT; i++) {
		fields[i] = 0;
		while (fields[i] < header->count &&
		       !str_equal_text(header->fields[fields[i]], column_names[i]))
			fields[i]++;
		if (fields[i] < header->count)
			continue;
		error_set(e, ERROR_DATA,
		    _("the header lacks column '%s'; figures have "
		      "figure,area,period,group,value,of"),
		    column_names[i]);
		return error_at(e, csv_reader_name(r), 1, 1);
	}
	return true;
}

static bool read_number(const struct csv_reader *r, const struct csv_row *row, size_t field,
    const char *name, struct fixed *value, struct error *e)
{
	if (fixed_parse(row->fields[field], value))
		return true;
	error_set(e, ERROR_ROW,
	    _("%s is not right ('%s'), a number such as 70 or 50000.00 was expected"), name,
	    error_quote(row->fields[field]));
	return error_at(e, csv_reader_name(r), row->number, csv_column_of(row->line, field));
}

static bool read_figure(const struct csv_reader *r, const struct csv_row *row,
    const size_t fields[COLUMN_COUNT], struct figure *figure, struct error *e)
{
	*figure = (struct figure){.figure = row->fields[fields[0]],
	    .area = row->fields[fields[1]],
	    .period = row->fields[fields[2]],
	    .group = row->fields[fields[3]],
	    .has_of = row->fields[fields[5]].n > 0};
	if (figure->figure.n == 0) {
		error_set(
		    e, ERROR_ROW, "%s", _("figure is empty, the name of a figure was expected"));
		return error_at(
		    e, csv_reader_name(r), row->number, csv_column_of(row->line, fields[0]));
	}
	return read_number(r, row, fields[4], column_names[4], &figure->value, e) &&
	       (!figure->has_of || read_number(r, row, fields[5], column_names[5], &figure->of, e));
}

void figure_print_value(const struct figure *figure, struct buf *out)
{
	fixed_print(out, figure->value);
	if (!figure->has_of)
		return;
	buf_add_text(out, "/");
	fixed_print(out, figure->of);
}

void figure_print_key(const struct figure *figure, struct buf *out)
{
	struct str group = figure->group;
	size_t sign = str_find(group, STR("="));
	bool hidden = sign != SIZE_MAX && schema_is_personal(str_first(group, sign));
	if (hidden)
		group = str_first(group, sign + 1);
	const struct str parts[] = {figure->figure, figure->area, figure->period, group};
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		buf_add_text(out, i ? "," : "");
		buf_add_str(out, parts[i]);
	}
	buf_add_text(out, hidden ? "…" : "");
}

bool figure_days(const struct figure *figure, day *from, day *to)
{
	struct str last = figure->period, first;
	*from = DAY_NONE;
	if (date_parse(figure->period, to))
		return true;
	return str_split(&last, '/', &first) && last.p && date_parse(first, from) &&
	       date_parse(last, to) && *from <= *to;
}

static bool refuse_twice(const struct figures *f, const struct csv_reader *r,
    const struct csv_row *row, const struct figure *figure, struct error *e)
{
	const struct figure *first =
	    figures_find(f, figure->figure, figure->area, figure->period, figure->group);
	struct buf key = BUF_INIT, old = BUF_INIT, new = BUF_INIT;
	figure_print_key(figure, &key);
	figure_print_value(first, &old);
	figure_print_value(figure, &new);
	error_set(e, ERROR_DATA, _("figure '%s' comes twice with different values, %s and %s"),
	    buf_text(&key), buf_text(&old), buf_text(&new));
	buf_release(&key);
	buf_release(&old);
	buf_release(&new);
	return error_at(e, csv_reader_name(r), row->number, 1);
}

bool figures_read(struct figures *f, struct input *in, struct diag *diag, struct error *e)
{
	size_t fields[COLUMN_COUNT];
	struct csv_reader *r = csv_reader_open(in, e);
	bool good = r && find_columns(r, fields, e);
	while (good) {
		struct csv_row row;
		struct figure figure;
		enum csv_status status = csv_reader_next(r, &row, e);
		if (status == CSV_STATUS_END)
			break;
		good = status != CSV_STATUS_FAILED;
		if (status == CSV_STATUS_BAD ||
		    (status == CSV_STATUS_ROW && !read_figure(r, &row, fields, &figure, e)))
			diag->say(diag, e);
		else if (good && !figures_add(f, &figure))
			good = refuse_twice(f, r, &row, &figure, e);
	}
	csv_reader_close(r);
	return good;
}
