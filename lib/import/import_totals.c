/*
 * import_totals: lines of totals, compared with the rows above them; see import.h. Numbers stand in
 * the columns that they count, or in words in a cell that counts nothing: 合计：2家. What cannot be
 * compared is told.
 */
#include "base/number.h"
#include "import/frame_words.h"
#include "import/import_internal.h"
#include "import/totals_words.h"

/* A line of totals. */
struct line {
	struct import_work *w;
	bool subtotal;
	size_t compared;
};

bool import_counts(const struct import_field *field)
{
	return field->column != COLUMN_NONE && field->at_count &&
	       (field->type.column->type == TYPE_INTEGER || field->type.column->type == TYPE_MONEY);
}

static bool number_of(const struct value_type_of *type, struct str value, int64_t *number)
{
	return type->column->type == TYPE_MONEY ? money_parse(value, number)
						: number_parse(value, number);
}

void import_add_to_totals(struct import_work *w, size_t i, bool good, struct str value)
{
	int64_t number;
	const struct import_field *field = &w->file->fields[i];
	if (!good)
		totals_add_unknown(&w->file->totals, i, w->row->number);
	else if (value.n && number_of(&field->type, value, &number))
		totals_add(&w->file->totals, i, number);
}

/* --- telling --------------------------------------------------------------------------------- */

static void tell_note(struct line *line, const char *heading, size_t at, const struct error *e)
{
	struct error told;
	error_set(&told, ERROR_NOTE, "%s: %s", heading, e->message);
	import_place(line->w->file, line->w->row->number, at, &told);
	line->w->diag->say(line->w->diag, &told);
}

static void print_number(bool money, int64_t number, struct buf *out)
{
	fixed_print(out, (struct fixed){number, money ? 2 : 0});
}

/* field: what is counted, its heading for messages; at: the cell that says it. */
static void refuse(struct line *line, const struct import_field *field, size_t at, int64_t said,
    enum totals_answer answer, int64_t sum)
{
	struct error e;
	struct buf a = BUF_INIT, b = BUF_INIT;
	bool rows = field->column == COLUMN_NONE;
	bool money = !rows && field->type.column->type == TYPE_MONEY;
	print_number(money, said, &a);
	print_number(money, sum, &b);
	if (answer == TOTALS_TOO_LARGE)
		error_set(&e, ERROR_ROW,
		    _("the total says %s, the rows above add up to more than can be counted"),
		    buf_text(&a));
	else if (rows)
		error_set(&e, ERROR_ROW, _("the total says %s rows, %s stand above"), buf_text(&a),
		    buf_text(&b));
	else
		error_set(&e, ERROR_ROW, _("the total says %s, the rows above add up to %s"),
		    buf_text(&a), buf_text(&b));
	import_refuse(line->w, field, at, frame_cell(line->w->row, at).text, &e);
	buf_release(&a);
	buf_release(&b);
}

static void compare(
    struct line *line, const struct import_field *field, size_t number, size_t at, int64_t said)
{
	struct error e;
	struct totals_sum sum;
	struct totals *t = &line->w->file->totals;
	enum totals_answer answer = totals_compare(t, number, line->subtotal, said, &sum);
	if (answer == TOTALS_UNKNOWN) {
		error_set(&e, ERROR_NOTE,
		    _("the total is not compared, since the cell in row %llu was refused"),
		    (unsigned long long)sum.unknown);
		tell_note(line, field->heading, at, &e);
		return;
	}
	line->compared++;
	if (answer != TOTALS_AGREE)
		refuse(line, field, at, said, answer, sum.value);
}

/* --- in words -------------------------------------------------------------------------------- */

static bool is_one_of(struct str word, const char *const *words)
{
	for (; *words; words++)
		if (str_equal_text(word, *words))
			return true;
	return false;
}

/* The noun that may stand with a number of units; with others it may be some of them. */
static bool is_any_unit(const struct schema *s, struct str noun)
{
	static const char *const nouns[] = {"单位", "组织", "两新组织", NULL};
	return noun.n == 0 || (s->id == REGISTER_UNITS && is_one_of(noun, nouns));
}

static bool counts_rows(const struct schema *s, const struct totals_word *word)
{
	static const char *const of_all[] = {"条", "行", NULL};
	static const char *const of[REGISTER_COUNT][4] = {[REGISTER_UNITS] = {"家", "户", "个"},
	    [REGISTER_ORGS] = {"个"},
	    [REGISTER_PEOPLE] = {"人", "名", "位"},
	    [REGISTER_VISITS] = {"次"},
	    [REGISTER_MEETINGS] = {"项", "个"},
	    [REGISTER_PROBLEMS] = {"件", "个", "项"},
	    [REGISTER_EVENTS] = {"场", "次", "项"},
	    [REGISTER_SITES] = {"个", "处", "家"},
	    [REGISTER_AWARDS] = {"个", "项"}};
	return is_any_unit(s, word->label) && is_any_unit(s, word->noun) &&
	       (is_one_of(word->unit, of[s->id]) || is_one_of(word->unit, of_all));
}

/* Whether a column counts what the unit is for. */
static bool is_counted_in(const struct import_field *field, struct str unit)
{
	static const char *const people[] = {"人", "名", "位", "人次", NULL};
	static const char *const yuan[] = {"元", "万元", NULL};
	static const char *const area[] = {"平方米", "平米", "㎡", NULL};
	struct str name = str_of(field->type.column->name);
	if (field->type.column->type == TYPE_MONEY)
		return is_one_of(unit, yuan);
	if (name.n > 3 && str_equal(str_from(name, name.n - 3), STR("_m2")))
		return is_one_of(unit, area);
	return !str_equal(name, STR("item")) && is_one_of(unit, people);
}

static bool is_labelled(const struct line *line, const struct import_field *field, struct str label)
{
	const struct frame_spec *spec = &line->w->im->request->frame;
	struct buf heading = BUF_INIT;
	heading_normalise(str_of(field->heading), &heading);
	bool same = str_equal(buf_str(&heading), label) ||
		    headings_find(spec->headings, spec->schema, label) == field->column;
	buf_release(&heading);
	return same;
}

/* The one column that is meant; SIZE_MAX: none, or it may be one of several. */
static size_t column_meant(const struct line *line, const struct totals_word *word)
{
	const struct import_file *f = line->w->file;
	size_t found = SIZE_MAX;
	for (size_t i = 0; i < f->count && word->noun.n == 0; i++) {
		if (!import_counts(&f->fields[i]) ||
		    !(word->label.n ? is_labelled(line, &f->fields[i], word->label)
				    : is_counted_in(&f->fields[i], word->unit)))
			continue;
		if (found != SIZE_MAX)
			return SIZE_MAX;
		found = i;
	}
	return found;
}

static bool read_amount(
    const struct line *line, const struct value_type_of *type, struct str amount, int64_t *number)
{
	struct error ignored;
	struct str value;
	struct buf scratch = BUF_INIT;
	struct sheet_cell cell = {amount, SHEET_TEXT};
	bool good = cell_read(&line->w->im->request->cells, type, &cell, &scratch, &value,
			&ignored) != CELL_REFUSED &&
		    number_of(type, value, number);
	buf_release(&scratch);
	return good;
}

/* False: it is not plain what the number is of. */
static bool compare_word(
    struct line *line, const struct totals_word *word, const char *heading, size_t at)
{
	static const struct column rows = {.name = "rows", .label = "", .type = TYPE_INTEGER};
	const struct import_file *f = line->w->file;
	const struct schema *s = line->w->batch->schema;
	int64_t said;
	if (counts_rows(s, word)) {
		const struct import_field field = {
		    .column = COLUMN_NONE, .heading = heading, .type = {s, &rows, NULL}};
		if (!read_amount(line, &field.type, word->amount, &said))
			return false;
		compare(line, &field, totals_rows(&f->totals), at, said);
		return true;
	}
	size_t i = column_meant(line, word);
	if (i == SIZE_MAX || !read_amount(line, &f->fields[i].type, word->amount, &said))
		return false;
	compare(line, &f->fields[i], i, at, said);
	return true;
}

/* The heading of a column of the sheet; its letters when there is none. */
static const char *heading_at(
    const struct frame *frame, size_t at, struct buf *letters, const struct frame_column **column)
{
	*column = NULL;
	for (size_t i = 0; i < frame->count; i++)
		if (frame->columns[i].at == at)
			*column = &frame->columns[i];
	sheet_letters(at, letters);
	return *column ? (*column)->heading : buf_text(letters);
}

/* Whether what is not compared is worth a word: not a running number, nor a telephone number. */
static bool is_said(const struct line *line, const struct frame_column *c, bool behind_word)
{
	const struct schema *s = line->w->batch->schema;
	if (behind_word || !c)
		return true;
	return c->use != FRAME_LEFT_OUT &&
	       !(c->use == FRAME_FIELD && s->columns[c->column].personal);
}

/* A cell that is no number of a column that counts. */
static void compare_cell(struct line *line, size_t at)
{
	struct error e;
	struct totals_word word;
	struct buf text = BUF_INIT, letters = BUF_INIT;
	const struct frame_column *column;
	struct str cell = frame_cell(line->w->row, at).text;
	struct str said = frame_total_said(cell, &text);
	bool plain = true, any = false;
	const char *heading = heading_at(line->w->file->sheet.frame, at, &letters, &column);
	bool behind_word = said.n < text.n;
	while (plain && totals_words_next(&said, &word)) {
		any = true;
		plain = compare_word(line, &word, heading, at);
	}
	if (any && (!plain || said.n) && is_said(line, column, behind_word)) {
		error_set(&e, ERROR_NOTE, "%s",
		    behind_word ? _("the total is not compared: it is not plain what it counts")
				: _("the total is not compared: this is no column that counts"));
		tell_note(line, heading, at, &e);
	}
	buf_release(&text);
	buf_release(&letters);
}

/* --- a line ---------------------------------------------------------------------------------- */

static bool is_of_counting_column(const struct import_file *f, size_t at)
{
	for (size_t i = 0; i < f->count; i++)
		if (import_counts(&f->fields[i]) && f->fields[i].at[0] == at)
			return true;
	return false;
}

void import_compare_totals(struct import_work *w, bool subtotal)
{
	struct import_file *f = w->file;
	struct line line = {.w = w, .subtotal = subtotal};
	w->is_row = false;
	for (size_t i = 0; i < f->count; i++) {
		struct str value;
		int64_t said;
		if (import_counts(&f->fields[i]) && import_read_field(w, &f->fields[i], &value) &&
		    value.n && number_of(&f->fields[i].type, value, &said))
			compare(&line, &f->fields[i], i, f->fields[i].at[0], said);
	}
	for (size_t at = 0; at < w->row->count; at++)
		if (!is_of_counting_column(f, at))
			compare_cell(&line, at);
	totals_start(&f->totals, subtotal);
	f->sheet.totals += line.compared > 0;
	f->sheet.totals_left += line.compared == 0;
}
