/* survey: what the rows of a sheet tell; see survey.h. What was told becomes rows in survey_feed.c.
 */
#include "import/survey_internal.h"

#include <stdlib.h>

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

static struct survey_item *item_of(
    struct import *im, const struct told *t, struct str area, bool *is_new)
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
static bool tells_otherwise(const struct told *t, const struct survey_item *item, int column)
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
		const struct survey_item *item = &w->im->survey->items[number];
		struct import_field *field = t->fields[i] ? t->fields[i] : t->first;
		if (!tells_otherwise(t, item, i))
			continue;
		error_set(&e, ERROR_ROW, _("differs from another row of the same name: %s"),
		    value_quote(&t->schema->columns[i], str_of(item->values[i])));
		import_refuse(w, field, field->at[0], text_of(w, field), &e);
	}
}

/* The smallest area that holds both: of two communities of a street the street. */
static void join_area(struct survey_item *item, struct str area)
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

static void note_other_name(
    struct import_work *w, const struct told *t, const struct survey_item *item)
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
	struct survey_item *item = item_of(w->im, t, area, &is_new);
	if (is_new)
		*item = (struct survey_item){
		    .of = t->of, .file = w->file_number, .row = w->row->number};
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

/* --- the whole -------------------------------------------------------------------------------- */

void survey_init(struct import *im)
{
	im->survey = mem_alloc(1, sizeof(*im->survey));
	im->survey->orgs = survey_feed_of(im, false);
	im->survey->people = survey_feed_of(im, true);
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
