/* survey: see survey.h. */
#include "import/survey.h"

#include <stdlib.h>

/* An organisation or a guide. */
struct item {
	enum survey_of of;
	char *values[SCHEMA_COLUMNS_MAX]; /* by column of survey_schema(of); NULL: empty */
	char *texts[SCHEMA_COLUMNS_MAX];  /* what stood in the sheet for them */
	char *first;                      /* and in the first cell that tells of it */
	struct buf area;                  /* that holds the areas of its units */
	size_t file;                      /* where it was first told of */
	uint64_t row;
	size_t *units; /* rows of the batch of units */
	size_t count, capacity;
};

struct survey_feed {
	struct batch_feed feed; /* first */
	struct import *im;
	bool of_people;
	size_t *items; /* by row of the batch */
	size_t capacity;
};

struct survey {
	struct survey_feed orgs, people;
	struct intern keys; /* of items: line, street, name */
	struct item *items;
	size_t capacity;
	struct buf ids;  /* of units, each with a newline */
	size_t *id_ends; /* by row of the batch */
	size_t id_capacity;
};

/* --- a row of a sheet ------------------------------------------------------------------------- */

enum answer { UNKNOWN, NO, YES };

/* What a row tells of one organisation or guide. */
struct told {
	enum survey_of of;
	const struct schema *schema;
	struct import_field *fields[SCHEMA_COLUMNS_MAX]; /* by column; NULL: the sheet lacks it */
	struct import_field *first;                      /* any of them, for messages */
	struct str values[SCHEMA_COLUMNS_MAX];
	struct import_field *has;  /* or NULL */
	struct import_field *none; /* whose cell says that there is none, or NULL */
	enum answer answer;
	bool any, good;
	struct buf made; /* a name that was made */
};

static struct str text_of(const struct import_work *w, const struct import_field *field)
{
	return frame_cell(w->row, field->at[0]).text;
}

static bool refuse(
    struct import_work *w, struct told *t, struct import_field *field, const char *message)
{
	struct error e;
	error_set(&e, ERROR_ROW, "%s", message);
	import_refuse(w, field, field->at[0], text_of(w, field), &e);
	t->good = false;
	return false;
}

static bool is_number(struct str text)
{
	struct str digits = text;
	while (digits.n && digits.p[0] >= '0' && digits.p[0] <= '9')
		digits = str_from(digits, 1);
	return text.n && digits.n == 0;
}

/* What a cell says that should be a name: 未建立 is none. */
static enum answer answer_instead_of_name(struct str text)
{
	static const char *const none[] = {"否", "没有", "未建", "未建立", "未组建", "未成立",
	    "尚未建立", "尚未组建", "尚未成立", "无党组织", "×", "0", NULL};
	static const char *const one[] = {
	    "是", "有", "√", "✓", "✔", "已建", "已建立", "已组建", "已成立", NULL};
	struct buf plain = BUF_INIT;
	cell_normalise(text, &plain);
	enum answer answer = cell_means_nothing(buf_str(&plain)) ? NO : UNKNOWN;
	for (size_t i = 0; none[i]; i++)
		if (str_equal_text(buf_str(&plain), none[i]))
			answer = NO;
	for (size_t i = 0; one[i]; i++)
		if (str_equal_text(buf_str(&plain), one[i]))
			answer = YES;
	buf_release(&plain);
	return answer;
}

/* A cell for a name, or one under a heading that is the organisation alone: √, 无, or a name. */
static void read_name(struct import_work *w, struct told *t, struct import_field *field)
{
	struct str value = {"", 0};
	const struct cell_rules *rules = &w->im->request->cells;
	struct import_field as_name = *field;
	int name = schema_column(t->schema, STR("name"));
	enum answer answer = answer_instead_of_name(import_cell(w, field, field->at[0]).text);
	if (field->column == name || answer == UNKNOWN)
		t->fields[name] = field;
	if (answer == NO) {
		t->none = field;
	} else if (answer == YES) {
		t->answer = YES;
		t->has = field;
	} else {
		as_name.column = name;
		as_name.type = value_type_of(rules->directory, t->schema, name);
		t->good =
		    import_read_cell(w, &as_name, field->at[0], rules, &as_name.scratch, &value) &&
		    t->good;
		field->scratch = as_name.scratch;
		if (is_number(value))
			refuse(w, t, field, _("a name was expected, no number"));
		else if (value.n && t->values[name].n && !str_equal(value, t->values[name]))
			refuse(w, t, field, _("another column of this row has another name"));
		if (value.n)
			t->values[name] = value;
		t->any = t->any || value.n;
	}
}

static void read_answer(struct import_work *w, struct told *t, struct import_field *field)
{
	struct str value = {"", 0};
	const struct cell_rules *rules = &w->im->request->cells;
	if (!import_read_cell(w, field, field->at[0], rules, &field->scratch, &value)) {
		t->good = false;
	} else if (value.n && str_equal(value, STR("no"))) {
		t->none = field;
	} else if (value.n) {
		t->answer = YES;
		t->has = field;
	}
}

static void read_told(struct import_work *w, struct told *t, struct import_field *field)
{
	struct str value = {"", 0};
	const struct cell_rules *rules = &w->im->request->cells;
	t->first = t->first ? t->first : field;
	if (field->column == SURVEY_HAS) {
		read_answer(w, t, field);
	} else if (field->column == SURVEY_EITHER ||
		   field->column == schema_column(t->schema, STR("name"))) {
		read_name(w, t, field);
	} else if (!import_read_cell(w, field, field->at[0], rules, &field->scratch, &value)) {
		t->good = false;
	} else if (value.n && !cell_means_nothing(value)) {
		t->fields[field->column] = field;
		t->values[field->column] = value;
		/* what is filled from above tells of one only together with its name */
		t->any = t->any || str_trim(text_of(w, field)).n;
	}
}

/* An organisation over one unit alone has the unit's name when the sheet gives none. */
static bool make_name(struct import_work *w, struct told *t, struct str unit)
{
	struct error e;
	int name = schema_column(t->schema, STR("name"));
	int mode = t->of == SURVEY_GUIDE ? COLUMN_NONE : schema_column(t->schema, STR("mode"));
	if (t->of == SURVEY_GUIDE || t->fields[name])
		return refuse(w, t, t->first, _("there is one, but its name is empty"));
	if (t->values[mode].n && !str_equal(t->values[mode], STR("single")))
		return refuse(w, t, t->fields[mode],
		    _("one over several units, but no column has its name, by which they are "
		      "known"));
	const struct code_list *lines = value_type_of(
	    w->im->request->cells.directory, t->schema, schema_column(t->schema, STR("line")))
					    .codes;
	size_t line = code_list_find(lines, str_of(survey_word(t->of)));
	buf_add_str(&t->made, unit);
	buf_add_text(&t->made, lines->codes[line].label);
	t->values[name] = buf_str(&t->made);
	t->values[mode] = STR("single");
	error_set(&e, ERROR_NOTE, _("named '%s'"), error_quote(t->values[name]));
	import_note(w, t->first, t->first->at[0], &e);
	return true;
}

/* Whether the row tells of one at all. */
static bool is_told(struct import_work *w, struct told *t, struct str unit)
{
	int name = schema_column(t->schema, STR("name"));
	if (!t->good || (t->answer != YES && !t->any))
		return false;
	if (t->none)
		return refuse(w, t, t->none, _("there is none, but other cells tell of one"));
	return t->values[name].n ? true : make_name(w, t, unit);
}

/* --- one of many rows ------------------------------------------------------------------------- */

static struct str street_of(struct str area)
{
	enum { STREET = 9 };
	return str_first(area, STREET);
}

/* Blanks in a name do not make another of it; one that is said to be one in all streets has none.
 */
static void make_key(struct import *im, const struct told *t, struct str area, struct buf *key)
{
	struct buf plain = BUF_INIT;
	struct str name = t->values[schema_column(t->schema, STR("name"))];
	bool one = joint_see(im->request->joint, survey_word(t->of), name, street_of(area));
	cell_normalise(name, &plain);
	buf_add_text(key, survey_word(t->of));
	buf_add_char(key, '\n');
	buf_add_str(key, one ? (struct str){"", 0} : street_of(area));
	buf_add_char(key, '\n');
	for (size_t i = 0; i < plain.n; i++)
		if (plain.p[i] != ' ')
			buf_add_char(key, plain.p[i]);
	buf_release(&plain);
}

static struct item *item_of(struct import *im, const struct told *t, struct str area, bool *is_new)
{
	struct survey *s = im->survey;
	struct buf key = BUF_INIT;
	make_key(im, t, area, &key);
	size_t number = intern_add(&s->keys, buf_str(&key), is_new);
	s->items = mem_room(s->items, &s->capacity, number + 1, sizeof(*s->items));
	buf_release(&key);
	return &s->items[number];
}

/* Whether a cell tells otherwise than another row did of the same one. */
static bool tells_otherwise(const struct told *t, const struct item *item, int column)
{
	return t->values[column].n && item->values[column] &&
	       column != schema_column(t->schema, STR("name")) &&
	       !str_equal_text(t->values[column], item->values[column]);
}

/* Cells of several rows that tell of the same one must agree. */
static void compare(struct import_work *w, struct told *t, struct str area)
{
	struct error e;
	struct buf key = BUF_INIT;
	make_key(w->im, t, area, &key);
	size_t number = intern_find(&w->im->survey->keys, buf_str(&key));
	buf_release(&key);
	for (int i = 0; number != INTERN_NONE && i < t->schema->column_count; i++) {
		const struct item *item = &w->im->survey->items[number];
		struct import_field *field = t->fields[i] ? t->fields[i] : t->first;
		if (!tells_otherwise(t, item, i))
			continue;
		error_set(&e, ERROR_ROW, _("differs from another row of the same name: %s"),
		    value_quote(&t->schema->columns[i], str_of(item->values[i])));
		import_refuse(w, field, field->at[0], text_of(w, field), &e);
	}
}

/* The smallest area that holds both: of two communities of a street the street. */
static void join_area(struct item *item, struct str area)
{
	static const size_t levels[] = {12, 9, 6, 4, 2, 0};
	struct str have = buf_str(&item->area);
	if (have.n == 0) {
		buf_add_str(&item->area, area);
		return;
	}
	for (size_t i = 0; i < sizeof(levels) / sizeof(levels[0]); i++) {
		struct str first = str_first(have, levels[i]);
		if (have.n < levels[i] || area.n < levels[i] || !str_starts(area, first))
			continue;
		item->area.n = levels[i];
		return;
	}
}

static void note_other_name(struct import_work *w, const struct told *t, const struct item *item)
{
	struct error e;
	int name = schema_column(t->schema, STR("name"));
	if (str_equal_text(t->values[name], item->values[name]))
		return;
	error_set(&e, ERROR_NOTE, _("taken for the one of another row, %s"),
	    value_quote(&t->schema->columns[name], str_of(item->values[name])));
	import_note(w, t->fields[name], t->fields[name]->at[0], &e);
}

static void join(struct import_work *w, const struct told *t, struct str area)
{
	bool is_new;
	struct item *item = item_of(w->im, t, area, &is_new);
	if (is_new)
		*item = (struct item){.of = t->of, .file = w->file_number, .row = w->row->number};
	if (is_new)
		item->first = str_dup(text_of(w, t->first));
	for (int i = 0; i < t->schema->column_count; i++) {
		if (t->values[i].n == 0 || item->values[i])
			continue;
		item->values[i] = str_dup(t->values[i]);
		item->texts[i] = t->fields[i] ? str_dup(text_of(w, t->fields[i])) : NULL;
	}
	note_other_name(w, t, item);
	join_area(item, area);
	item->units = mem_room(item->units, &item->capacity, item->count + 1, sizeof(*item->units));
	item->units[item->count++] = w->batch->rows.count;
}

static void read_row(struct import_work *w, struct told *t, struct str area, struct str name)
{
	for (size_t i = 0; i < w->file->survey_count; i++)
		if (w->file->survey[i].of == t->of)
			read_told(w, t, &w->file->survey[i]);
	t->any = t->first && is_told(w, t, name);
	if (t->any)
		compare(w, t, area);
}

/* Nothing of a row is kept when any of it is refused: its unit will not be there. */
bool survey_take(struct import_work *w, struct str area, struct str name)
{
	struct told told[SURVEY_COUNT];
	for (int of = 0; of < SURVEY_COUNT; of++) {
		told[of] = (struct told){.of = (enum survey_of)of,
		    .schema = survey_schema((enum survey_of)of),
		    .good = true};
		read_row(w, &told[of], area, name);
	}
	for (int of = 0; of < SURVEY_COUNT; of++) {
		if (w->good && told[of].any)
			join(w, &told[of], area);
		buf_release(&told[of].made);
	}
	return w->good;
}

void survey_judged(struct import *im, size_t row, struct str id)
{
	struct survey *s = im->survey;
	s->id_ends = mem_room(s->id_ends, &s->id_capacity, row + 1, sizeof(*s->id_ends));
	buf_add_str(&s->ids, id);
	s->id_ends[row] = s->ids.n;
}

/* --- feeding ---------------------------------------------------------------------------------- */

static struct survey_feed *of_feed(struct batch_feed *feed)
{
	return (struct survey_feed *)feed; /* it stands first */
}

enum { LINES = SURVEY_GUIDE };

/* Columns that the rows have: all but those that writers make. */
static size_t fed_columns(const struct schema *s, int columns[SCHEMA_COLUMNS_MAX])
{
	size_t count = 0;
	for (int i = 0; i < s->column_count; i++)
		if (i != s->recorded && i != schema_column(s, STR("id")))
			columns[count++] = i;
	return count;
}

/* Where messages place a column: at its cell, else at the first that tells of it. */
static uint64_t position(const struct import_file *f, enum survey_of of, int column)
{
	uint64_t first = 0;
	for (size_t i = 0; i < f->survey_count; i++) {
		if (f->survey[i].of != of)
			continue;
		if (f->survey[i].column == column)
			return f->survey[i].at[0] + 1;
		first = first ? first : f->survey[i].at[0] + 1;
	}
	return first;
}

static bool give_columns(struct batch_feed *feed, struct batch *b, struct error *e)
{
	const struct survey_feed *s = of_feed(feed);
	int columns[SCHEMA_COLUMNS_MAX];
	size_t count = fed_columns(b->schema, columns);
	struct batch_feed_column fed[SCHEMA_COLUMNS_MAX];
	(void)e;
	int first = s->of_people ? SURVEY_GUIDE : 0, end = s->of_people ? SURVEY_COUNT : LINES;
	for (size_t i = 0; i < s->im->count; i++)
		for (int of = first; of < end; of++) {
			const struct import_file *f = &s->im->files[i];
			for (size_t c = 0; c < count; c++)
				fed[c] = (struct batch_feed_column){.column = columns[c],
				    .position = position(f, (enum survey_of)of, columns[c])};
			batch_feed_input(b, f->sheet.frame->label, fed, count);
		}
	return true;
}

static int by_bytes(const void *a, const void *b)
{
	return str_compare(*(const struct str *)a, *(const struct str *)b);
}

/* The ids of its units, sorted, ';' between; their number. */
static size_t list_units(const struct survey *s, const struct item *item, struct buf *out)
{
	size_t count = 0, kept = 0;
	struct str *ids = mem_alloc(item->count, sizeof(*ids));
	for (size_t i = 0; i < item->count; i++) {
		size_t row = item->units[i], from = row ? s->id_ends[row - 1] : 0;
		ids[count] = (struct str){s->ids.p + from, s->id_ends[row] - from};
		count += ids[count].n > 0;
	}
	qsort(ids, count, sizeof(*ids), by_bytes);
	for (size_t i = 0; i < count; i++) {
		if (i > 0 && str_equal(ids[i], ids[i - 1]))
			continue;
		if (kept++)
			buf_add_char(out, ';');
		buf_add_str(out, ids[i]);
	}
	free(ids);
	return kept;
}

static void give_item(struct survey_feed *s, struct batch *b, const struct item *item)
{
	struct buf units = BUF_INIT;
	struct str values[SCHEMA_COLUMNS_MAX];
	int columns[SCHEMA_COLUMNS_MAX];
	size_t count = fed_columns(b->schema, columns);
	size_t covered = list_units(s->im->survey, item, &units);
	for (size_t i = 0; i < count; i++) {
		const char *name = b->schema->columns[columns[i]].name;
		values[i] = str_of(item->values[columns[i]]);
		if (strcmp(name, "units") == 0)
			values[i] = buf_str(&units);
		else if (strcmp(name, "area") == 0)
			values[i] = buf_str(&item->area);
		else if (strcmp(name, "line") == 0 || strcmp(name, "role") == 0)
			values[i] = str_of(survey_word(item->of));
		else if (strcmp(name, "mode") == 0 && values[i].n == 0)
			values[i] = covered > 1 ? STR("joint") : STR("single");
	}
	size_t input = s->of_people ? item->file : item->file * LINES + item->of;
	if (covered) {
		s->items = mem_room(s->items, &s->capacity, b->rows.count + 1, sizeof(*s->items));
		s->items[b->rows.count] = (size_t)(item - s->im->survey->items);
		batch_feed_row(b, input, item->row, values, false);
	}
	buf_release(&units);
}

static bool give_rows(struct batch_feed *feed, struct batch *b, struct diag *diag, struct error *e)
{
	struct survey_feed *s = of_feed(feed);
	(void)diag;
	(void)e;
	for (size_t i = 0; i < s->im->survey->keys.count; i++) {
		const struct item *item = &s->im->survey->items[i];
		if ((item->of == SURVEY_GUIDE) == s->of_people)
			give_item(s, b, item);
	}
	return true;
}

/* Of the cell where messages place the column (position). */
static struct str original(struct batch_feed *feed, const struct batch *b, size_t row, int column)
{
	const struct survey_feed *s = of_feed(feed);
	const struct item *item = &s->im->survey->items[s->items[row]];
	(void)b;
	if (column == COLUMN_NONE)
		return STR("");
	return str_of(item->texts[column] ? item->texts[column] : item->first);
}

/* Lines, areas and modes may be made up. */
static bool is_told_of(struct batch_feed *feed, size_t row, int column)
{
	const struct survey_feed *s = of_feed(feed);
	const struct item *item = &s->im->survey->items[s->items[row]];
	return item->values[column] ||
	       strcmp(survey_schema(item->of)->columns[column].name, "units") == 0;
}

static bool differs(struct batch_feed *feed, size_t row, const struct str *stands,
    const char *column, struct str now, struct error *e)
{
	const struct survey_feed *s = of_feed(feed);
	const struct schema *schema = survey_schema(s->of_people ? SURVEY_GUIDE : SURVEY_PARTY);
	struct str id = stands[schema_column(schema, STR("id"))];
	int mode = s->of_people ? COLUMN_NONE : schema_column(schema, STR("mode"));
	bool grows = strcmp(column, "units") == 0 && memchr(now.p, ';', now.n);
	(void)e;
	/* over several units it is not single any more */
	if (grows && mode != COLUMN_NONE && str_equal(stands[mode], STR("single")) &&
	    !is_told_of(feed, row, mode))
		import_change(s->im, schema, id, "mode", STR("joint"));
	return import_change(s->im, schema, id, column, now);
}

/* --- the whole -------------------------------------------------------------------------------- */

static struct survey_feed feed_of(struct import *im, bool of_people)
{
	return (struct survey_feed){.feed = {.begin = give_columns,
					.rows = give_rows,
					.original = original,
					.is_told = is_told_of,
					.partial = true,
					.differs = im->request->changes ? differs : NULL},
	    .im = im,
	    .of_people = of_people};
}

void survey_init(struct import *im)
{
	im->survey = mem_alloc(1, sizeof(*im->survey));
	im->survey->orgs = feed_of(im, false);
	im->survey->people = feed_of(im, true);
}

void survey_release(struct import *im)
{
	struct survey *s = im->survey;
	for (size_t i = 0; i < s->keys.count; i++) {
		for (int c = 0; c < SCHEMA_COLUMNS_MAX; c++) {
			free(s->items[i].values[c]);
			free(s->items[i].texts[c]);
		}
		free(s->items[i].first);
		buf_release(&s->items[i].area);
		free(s->items[i].units);
	}
	free(s->items);
	free(s->orgs.items);
	free(s->people.items);
	intern_release(&s->keys);
	buf_release(&s->ids);
	free(s->id_ends);
	free(s);
}

bool import_is_survey(const struct import *im)
{
	for (size_t i = 0; i < im->count; i++)
		if (im->files[i].survey_count)
			return true;
	return false;
}

struct batch_feed *import_survey_feed(struct import *im, enum register_id of)
{
	return of == REGISTER_PEOPLE ? &im->survey->people.feed : &im->survey->orgs.feed;
}
