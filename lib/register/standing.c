/* standing: see standing.h. */
#include "register/standing_internal.h"
#include "base/number.h"
#include "register/resolve.h"

#include <stdlib.h>

bool standing_has_items(const struct schema *schema)
{
	return schema->id == REGISTER_MEETINGS;
}

void standing_init(struct standing *s, const struct shape *shape)
{
	const struct schema *schema = shape->schema;
	bool meetings = standing_has_items(schema);
	*s = (struct standing){.shape = shape, .schema = schema, .width = 1};
	s->name = s->kind = COLUMN_NONE;
	s->id = schema_column(schema, STR("id"));
	s->code = schema_column(schema, STR("uscc"));
	s->meeting = meetings ? schema_column(schema, STR("meeting")) : COLUMN_NONE;
	s->item = meetings ? schema_column(schema, STR("item")) : COLUMN_NONE;
}

void standing_watch_names(struct standing *s)
{
	struct row_hash_columns key = row_hash_columns_of(s->schema, true);
	s->name = key.name;
	s->kind = key.kind;
}

void standing_release(struct standing *s)
{
	struct intern *interns[] = {&s->ids, &s->contents, &s->codes, &s->items, &s->names,
	    &s->lines, &s->ids_text, &s->left_out};
	for (size_t i = 0; i < sizeof(interns) / sizeof(interns[0]); i++)
		intern_release(interns[i]);
	spans_release(&s->versions);
	spans_release(&s->holders);
	spans_release(&s->agenda);
	spans_release(&s->named);
	buf_release(&s->kept);
	free(s->kept_at);
	free(s->equals);
	free(s->first);
	free(s->last);
	buf_release(&s->scratch);
	*s = (struct standing){0};
}

/* --- what a row is told apart by --- */

/* Beside hash_bytes, which it has nothing in common with: together 128 bits stand for a row's
 * content. */
static uint64_t second_hash(struct str text)
{
	uint64_t hash = UINT64_C(0xCBF29CE484222325) ^ text.n, word;
	for (; text.n; text = str_from(text, sizeof(word))) {
		word = 0;
		memcpy(&word, text.p, text.n < sizeof(word) ? text.n : sizeof(word));
		hash = (hash ^ word) * UINT64_C(0x9FB21C651E98DF25);
		hash ^= hash >> 35;
	}
	return hash;
}

struct content_key {
	uint64_t hash[2];
};

static void add_cell(struct buf *out, struct str cell)
{
	uint32_t n = (uint32_t)cell.n;
	buf_add(out, &n, sizeof(n));
	buf_add_str(out, cell);
}

static struct content_key key_of(struct str text)
{
	return (struct content_key){{hash_bytes(text.p, text.n), second_hash(text)}};
}

static struct str key_text(const struct content_key *key)
{
	return (struct str){(const char *)key->hash, sizeof(key->hash)};
}

static bool counts(const struct standing *s, size_t column)
{
	return column != s->shape->recorded && s->shape->columns[column].cell != s->id;
}

/* The content of a new row: its cells in the columns of the file but id and recorded. */
static struct content_key content_of_cells(struct standing *s, const struct str *cells)
{
	s->scratch.n = 0;
	for (size_t i = 0; i < s->shape->count; i++) {
		int cell = s->shape->columns[i].cell;
		if (counts(s, i))
			add_cell(
			    &s->scratch, cell == CELL_NONE ? (struct str){NULL, 0} : cells[cell]);
	}
	return key_of(buf_str(&s->scratch));
}

/* Whether contents of that length are asked about; else they need not be looked at. */
static bool is_length_wanted(const struct standing *s, const struct table *t, const struct row *row)
{
	size_t n = 0;
	for (size_t i = 0; i < s->shape->count; i++)
		if (counts(s, i))
			n += table_cell(t, row, i).n;
	return s->lengths[n / 64 % 4] >> n % 64 & 1;
}

static void want_length(struct standing *s, const struct str *cells)
{
	size_t n = 0;
	for (size_t i = 0; i < s->shape->count; i++)
		if (counts(s, i) && s->shape->columns[i].cell != CELL_NONE)
			n += cells[s->shape->columns[i].cell].n;
	s->lengths[n / 64 % 4] |= UINT64_C(1) << n % 64;
}

static struct content_key content_of_row(
    struct standing *s, const struct table *t, const struct row *row)
{
	s->scratch.n = 0;
	for (size_t i = 0; i < s->shape->count; i++)
		if (counts(s, i))
			add_cell(&s->scratch, table_cell(t, row, i));
	return key_of(buf_str(&s->scratch));
}

/* Meeting and item as one key; the empty str when the register has no such thing. */
struct str standing_item_key(struct standing *s, const struct str *cells)
{
	if (s->meeting == COLUMN_NONE)
		return (struct str){NULL, 0};
	s->scratch.n = 0;
	buf_add_str(&s->scratch, cells[s->meeting]);
	buf_add_char(&s->scratch, '\n');
	buf_add_str(&s->scratch, cells[s->item]);
	return buf_str(&s->scratch);
}

enum { STREET = 9 }; /* digits of its code */

/* What a row is known by when nobody gives an id; the empty str when that is not watched. */
struct str standing_name_key(struct standing *s, const struct str *cells)
{
	if (s->name == COLUMN_NONE || cells[s->name].n == 0)
		return (struct str){NULL, 0};
	s->scratch.n = 0;
	buf_add_str(&s->scratch, cells[s->name]);
	buf_add_char(&s->scratch, '\n');
	buf_add_str(&s->scratch, str_first(cells[s->schema->area], STREET));
	if (s->kind != COLUMN_NONE) {
		buf_add_char(&s->scratch, '\n');
		buf_add_str(&s->scratch, cells[s->kind]);
	}
	return buf_str(&s->scratch);
}

struct str standing_code_key(const struct standing *s, const struct str *cells)
{
	return s->code == COLUMN_NONE ? (struct str){NULL, 0} : cells[s->code];
}

/* Keeps the highest number of the ids that writers make: the register's letter and digits. */
static void count_id(struct standing *s, struct str id)
{
	int64_t number;
	struct str digits = str_from(id, 1);
	if (id.n < 2 || id.p[0] != s->schema->letter || !number_parse(digits, &number) ||
	    number > INT64_MAX / 2) /* nobody counts that far, but a slip may stand there */
		return;
	if (number > s->highest) {
		s->highest = number;
		s->width = digits.n;
	} else if (number == s->highest && digits.n > s->width) {
		s->width = digits.n;
	}
}

size_t standing_take_numbers(struct standing *s, size_t most, struct standing_numbers *n)
{
	enum { DIGITS = 20 };
	size_t width = s->width < DIGITS ? s->width : DIGITS, digits = 0;
	int64_t beyond = 1; /* the least number with more digits */
	*n = (struct standing_numbers){.first = s->highest + 1, .letter = s->schema->letter};
	for (; digits < width || beyond <= n->first; digits++)
		if (__builtin_mul_overflow(beyond, 10, &beyond))
			beyond = INT64_MAX;
	size_t left = (size_t)(beyond - n->first), count = most < left ? most : left;
	n->length = digits + 1;
	s->width = digits;
	s->highest += (int64_t)count;
	return count;
}

void standing_number(const struct standing_numbers *n, size_t i, char *out)
{
	int64_t rest = n->first + (int64_t)i;
	for (size_t at = n->length; --at > 0; rest /= 10)
		out[at] = (char)('0' + rest % 10);
	out[0] = n->letter;
}

void standing_next_id(struct standing *s, struct buf *out)
{
	struct standing_numbers n;
	standing_take_numbers(s, 1, &n);
	buf_reserve(out, n.length);
	standing_number(&n, 0, out->p + out->n);
	out->n += n.length;
}

uint32_t standing_want(struct standing *s, const struct str *cells)
{
	struct content_key key = content_of_cells(s, cells);
	uint32_t content = (uint32_t)intern_add(&s->contents, key_text(&key), NULL);
	want_length(s, cells);
	struct str code = standing_code_key(s, cells), item = standing_item_key(s, cells);
	if (cells[s->id].n)
		intern_add(&s->ids, cells[s->id], NULL);
	else
		s->any_without_id = true;
	if (code.n)
		intern_add(&s->codes, code, NULL);
	if (item.n)
		intern_add(&s->items, item, NULL);
	struct str name = standing_name_key(s, cells);
	if (name.n)
		intern_add(&s->names, name, NULL);
	count_id(s, cells[s->id]);
	return content;
}

/* --- reading the register --- */

static void add_equal(struct standing *s, uint32_t content, struct str id)
{
	s->equals = mem_room(s->equals, &s->equal_capacity, s->equal_count + 1, sizeof(*s->equals));
	uint32_t at = (uint32_t)s->equal_count++;
	s->equals[at] = (struct standing_equal){
	    (uint32_t)intern_add(&s->ids_text, id, NULL), EQUAL_NONE, false};
	if (s->first[content] == EQUAL_NONE)
		s->first[content] = at;
	else
		s->equals[s->last[content]].next = at;
	s->last[content] = at;
}

struct str standing_line_text(const uint64_t *line)
{
	return (struct str){(const char *)line, sizeof(*line)};
}

/* Keeps the cells of a row that may be one of the new ones in another state. */
static void keep_cells(struct standing *s, const struct table *t, const struct row *row)
{
	bool is_new;
	size_t number = intern_add(&s->lines, standing_line_text(&row->csv.number), &is_new);
	if (!is_new)
		return;
	s->kept_at = mem_room(s->kept_at, &s->kept_capacity, number + 1, sizeof(*s->kept_at));
	s->kept_at[number] = s->kept.n;
	for (int i = 0; i < s->schema->column_count; i++)
		add_cell(&s->kept, row->values[i]);
	for (size_t i = 0; i < s->shape->count; i++)
		if (s->shape->columns[i].cell >= s->schema->column_count)
			add_cell(&s->kept, table_cell(t, row, i));
}

static void keep_row(struct standing *s, const struct table *t, const struct row *row)
{
	day since, until;
	struct str id = row->values[s->id];
	bool wanted = intern_find(&s->ids, id) != INTERN_NONE;
	size_t content = INTERN_NONE;
	uint64_t line = row->csv.number;
	count_id(s, id);
	if (intern_find(&s->left_out, standing_line_text(&line)) != INTERN_NONE)
		return;
	if ((wanted || s->any_without_id) && is_length_wanted(s, t, row)) {
		struct content_key key = content_of_row(s, t, row);
		content = intern_find(&s->contents, key_text(&key));
	}
	cells_days(s->schema, row->values, &since, &until);
	if (content != INTERN_NONE)
		add_equal(s, (uint32_t)content, id);
	if (wanted)
		spans_add(&s->versions, id, since, until,
		    content == INTERN_NONE ? STANDING_NONE : (uint32_t)content, row->csv.number);
	struct str code = standing_code_key(s, row->values),
		   item = standing_item_key(s, row->values);
	if (code.n && intern_find(&s->codes, code) != INTERN_NONE)
		spans_add(&s->holders, code, since, until,
		    (uint32_t)intern_add(&s->ids_text, id, NULL), row->csv.number);
	if (item.n && intern_find(&s->items, item) != INTERN_NONE)
		spans_add(&s->agenda, item, since, until,
		    (uint32_t)intern_add(&s->ids_text, id, NULL), row->csv.number);
	struct str name = standing_name_key(s, row->values);
	bool same_name = name.n && intern_find(&s->names, name) != INTERN_NONE;
	if (same_name)
		spans_add(&s->named, name, since, until,
		    (uint32_t)intern_add(&s->ids_text, id, NULL), row->csv.number);
	bool same_code = code.n && intern_find(&s->codes, code) != INTERN_NONE;
	if (s->name != COLUMN_NONE && (wanted || same_name || same_code))
		keep_cells(s, t, row);
}

/* Damaged rows are noted by the caller's diag; their ids must still not be given again. */
struct bad_rows {
	struct diag diag; /* first */
	struct diag *outer;
	struct standing *standing;
	const struct row *row;
};

static void hear_bad_row(struct diag *diag, const struct error *e)
{
	struct bad_rows *bad = (struct bad_rows *)diag;
	struct str rest = bad->row->csv.line, first;
	if (e->kind == ERROR_ROW && str_split(&rest, ',', &first))
		count_id(bad->standing, first);
	bad->outer->say(bad->outer, e);
}

void standing_leave_out(struct standing *s, uint64_t line)
{
	intern_add(&s->left_out, standing_line_text(&line), NULL);
}

static bool load_register(struct standing *s, const struct directory *d,
    const struct snapshot *snapshot, struct diag *diag, struct error *e)
{
	struct row row;
	struct bad_rows bad = {{hear_bad_row}, diag, s, &row};
	struct table_spec spec = {
	    .schema = s->schema,
	    .directory = d,
	    .snapshot = snapshot,
	    .known_by = INSTANT_NONE,
	    .mode = VALUE_STORED,
	    .diag = &bad.diag,
	};
	struct table *t = table_open(&spec, e);
	enum table_status status = TABLE_FAILED;
	while (t && (status = table_next(t, &row, e)) == TABLE_ROW)
		keep_row(s, t, &row);
	table_close(t);
	return status == TABLE_END;
}

/* The numbers of withdrawn rows are not given again. */
static bool load_journal(struct standing *s, const struct snapshot_file *f, struct error *e)
{
	struct csv_row row;
	enum csv_status status;
	const struct column *id = &s->schema->columns[s->id];
	struct csv_reader *r = csv_reader_open_journal(snapshot_input(f), e);
	if (!r)
		return false;
	const struct csv_row *header = csv_reader_header(r);
	size_t at = 0;
	while (at < header->count && !str_equal_text(header->fields[at], id->name) &&
	       !str_equal_text(header->fields[at], id->label))
		at++;
	while (
	    (status = csv_reader_next(r, &row, e)) != CSV_STATUS_END && status != CSV_STATUS_FAILED)
		if (status == CSV_STATUS_ROW && at < row.count)
			count_id(s, row.fields[at]);
	csv_reader_close(r);
	return status == CSV_STATUS_END;
}

bool standing_load(struct standing *s, const struct directory *d, const struct snapshot *snapshot,
    struct diag *diag, struct error *e)
{
	const struct snapshot_file *journal = &snapshot->journals[s->schema->id];
	s->first = mem_room(NULL, &s->first_capacity, s->contents.count, sizeof(*s->first));
	s->last = mem_room(NULL, &s->last_capacity, s->contents.count, sizeof(*s->last));
	for (size_t i = 0; i < s->contents.count; i++)
		s->first[i] = EQUAL_NONE;
	return (s->shape->is_new || load_register(s, d, snapshot, diag, e)) &&
	       (journal->fd < 0 || load_journal(s, journal, e));
}
