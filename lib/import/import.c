/* import: see import.h. Cells are read in import_cells.c, lines of totals in import_totals.c; the
 * file of rejects is in import_rejects.c. */
#include "import/survey.h"

#include <stdlib.h>

/* --- the columns of a file ------------------------------------------------------------------- */

static struct import *of_feed(struct batch_feed *feed)
{
	return (struct import *)feed; /* it stands first */
}

/* The field for a column of the sheet: areas share one. */
static struct import_field *field_for(struct import_file *f, const struct frame_column *c)
{
	for (size_t i = 0; i < f->count && c->use == FRAME_FIELD; i++)
		if (f->fields[i].column == c->column)
			return &f->fields[i];
	struct import_field *field = &f->fields[f->count++];
	field->column = c->use == FRAME_FIELD ? c->column : COLUMN_NONE;
	field->heading = c->heading;
	field->of = SURVEY_NONE;
	return field;
}

/* Whether a column of the sheet is meant by a field or, but for marks and blanks, its heading. */
static bool is_named(const struct schema *s, const struct frame_column *c, const char *name)
{
	struct buf heading = BUF_INIT, other = BUF_INIT;
	heading_normalise(str_of(c->heading), &heading);
	heading_normalise(str_of(name), &other);
	bool same = str_equal(buf_str(&heading), buf_str(&other));
	buf_release(&heading);
	buf_release(&other);
	return same || (c->use == FRAME_FIELD && schema_column(s, str_of(name)) == c->column);
}

static bool is_filled_down(const struct import *im, const struct frame_column *c)
{
	const struct import_request *r = im->request;
	for (size_t i = 0; i < r->fill_down_count; i++)
		if (is_named(r->frame.schema, c, r->fill_down[i]))
			return true;
	return false;
}

/* Values that are given for the file: for a field that its table has, or one more. */
static void add_standards(struct import *im, struct import_file *f, const struct set_from *set)
{
	const struct schema *s = im->request->frame.schema;
	for (int column = 0; column < s->column_count; column++) {
		size_t i = 0;
		if (!set->has[column])
			continue;
		while (i < f->count && f->fields[i].column != column)
			i++;
		struct import_field *field = &f->fields[i];
		if (i == f->count) {
			f->count++;
			field->column = column;
			field->heading = s->columns[column].label;
			field->of = SURVEY_NONE;
			field->type = value_type_of(im->request->cells.directory, s, column);
		}
		field->standard = buf_str(&set->values[column]);
	}
}

static void add_survey_field(struct import *im, struct import_file *f, const struct frame_column *c)
{
	static const struct column has = {.name = "has", .label = "是否建立", .type = TYPE_YESNO};
	const struct schema *s = survey_schema(c->of);
	struct import_field *field = &f->survey[f->survey_count++];
	*field = (struct import_field){
	    .column = c->column, .heading = c->heading, .of = c->of, .at = {c->at}, .at_count = 1};
	field->type = c->column >= 0 ? value_type_of(im->request->cells.directory, s, c->column)
				     : (struct value_type_of){s, &has, NULL};
	field->above[0].on = is_filled_down(im, c);
}

static void make_fields(struct import *im, struct import_file *f, size_t number)
{
	const struct schema *s = im->request->frame.schema;
	const struct frame *frame = f->sheet.frame;
	f->fields = mem_alloc(frame->count + SCHEMA_COLUMNS_MAX, sizeof(*f->fields));
	f->survey = mem_alloc(frame->count, sizeof(*f->survey));
	for (size_t i = 0; i < frame->count; i++) {
		const struct frame_column *c = &frame->columns[i];
		if (c->use == FRAME_SURVEY)
			add_survey_field(im, f, c);
		if (c->use == FRAME_SURVEY || c->use == FRAME_LEFT_OUT ||
		    (c->use == FRAME_FIELD && c->column == s->recorded))
			continue;
		struct import_field *field = field_for(f, c);
		if (field->at_count < IMPORT_PLACES) {
			field->above[field->at_count].on = is_filled_down(im, c);
			field->levels[field->at_count] = c->level;
			field->at[field->at_count++] = c->at;
		}
		if (field->column != COLUMN_NONE)
			field->type = value_type_of(im->request->cells.directory, s, field->column);
	}
	if (im->request->set_from)
		add_standards(im, f, &im->request->set_from[number]);
	for (size_t i = 0; i < f->count; i++)
		f->personal = f->personal || (f->fields[i].column != COLUMN_NONE &&
						 f->fields[i].type.column->personal);
	while (f->closed < frame->count && frame->columns[f->closed].at == f->closed)
		f->closed++;
	f->values = mem_alloc(f->count, sizeof(*f->values));
	totals_init(&f->totals, f->count);
}

/* --- rows ------------------------------------------------------------------------------------ */

/* Keeps the cells that those below take. What stands to the left of an empty one, of street and
 * community the street, begins a group: the community above is of another. */
static void keep_above(struct import_work *w, struct import_field *field)
{
	bool begins = false;
	for (size_t i = 0; i < field->at_count; i++) {
		struct import_above *above = &field->above[i];
		struct sheet_cell cell = frame_cell(w->row, field->at[i]);
		bool empty = str_trim(cell.text).n == 0;
		if (!empty || begins)
			above->text.n = 0;
		if (!empty && above->on) {
			buf_add_str(&above->text, cell.text);
			above->kind = cell.kind;
		}
		w->file->sheet.filled += import_is_filled(w, field, i);
		begins = begins || !empty;
	}
}

static void keep_all_above(struct import_work *w)
{
	if (w->im->request->fill_down_count == 0)
		return;
	for (size_t i = 0; i < w->file->count; i++)
		keep_above(w, &w->file->fields[i]);
	for (size_t i = 0; i < w->file->survey_count; i++)
		keep_above(w, &w->file->survey[i]);
}

/* The value of a column in the row at hand, be it a default. */
static struct str value_of(const struct import_work *w, const char *name)
{
	int column = schema_column(w->batch->schema, str_of(name));
	for (size_t i = 0; i < w->file->count; i++)
		if (w->file->fields[i].column == column && w->file->values[i].n)
			return w->file->values[i];
	return buf_str(&w->batch->defaults[column]);
}

/* Cells outside the columns that have headings would be lost. */
static void look_outside(struct import_work *w)
{
	const struct frame *frame = w->file->sheet.frame;
	size_t next = w->file->closed;
	for (size_t at = next; at < w->row->count; at++) {
		while (next < frame->count && frame->columns[next].at < at)
			next++;
		if (next < frame->count && frame->columns[next].at == at)
			continue;
		if (str_trim(w->row->cells[at].text).n == 0)
			continue;
		struct error e;
		struct buf letters = BUF_INIT;
		sheet_letters(at, &letters);
		struct import_field outside = {.heading = (char *)(uintptr_t)buf_text(&letters)};
		error_set(&e, ERROR_ROW, "%s", _("a cell in a column without a heading"));
		import_refuse(w, &outside, at, w->row->cells[at].text, &e);
		buf_release(&letters);
	}
}

/* A line of a register must not be longer than readers take, with quotes and defaults as well. */
enum { LENGTH_MOST = CSV_LINE_LIMIT / 4 };

static void refuse_length(struct import_work *w, size_t length)
{
	struct error e;
	size_t longest = 0;
	for (size_t i = 0; i < w->file->count; i++)
		longest = w->file->values[i].n > w->file->values[longest].n ? i : longest;
	const struct import_field *field = &w->file->fields[longest];
	error_set(&e, ERROR_ROW, _("the row has %zu bytes, at most %zu are possible"), length,
	    (size_t)LENGTH_MOST);
	import_refuse(w, field, field->at_count ? field->at[0] : 0, STR(""), &e);
}

/* Whether a cell shows that the row is out of joint: it is empty where every row has something, or
 * is no id. */
static bool shows_displacement(const struct import_work *w, const struct import_field *field)
{
	struct str text = str_trim(frame_cell(w->row, field->at[0]).text);
	if (field->type.column->type == TYPE_ID)
		return text.n > 0 && !value_is_plain_input(&field->type, text);
	return field->type.column->required && text.n == 0 && field->standard.n == 0 &&
	       w->batch->defaults[field->column].n == 0 && !import_is_filled(w, field, 0);
}

/* In a register with personal columns cells of such a row may stand under other headings than their
 * own, so messages do not show them. */
static bool is_displaced(const struct import_work *w)
{
	bool displaced = false;
	for (size_t i = 0; w->file->personal && i < w->file->count && !displaced; i++) {
		const struct import_field *field = &w->file->fields[i];
		displaced =
		    field->column != COLUMN_NONE && field->at_count && shows_displacement(w, field);
	}
	return displaced;
}

/* The value of a field of the row at hand. False: it was refused. */
static bool take_value(struct import_work *w, struct import_field *field, struct str *value)
{
	if (field->at_once) {
		struct sheet_cell cell = frame_cell(w->row, field->at[0]);
		bool word = field->of_words & (cell.kind == SHEET_TEXT) &
			    (cell.text.n - 1 < IMPORT_KNOWN_LENGTH);
		if (word ? import_take_word(w, field, cell.text, value)
			 : cell_is_good(&w->im->request->cells, &field->type, &cell, value))
			return true;
	}
	if (field->column != COLUMN_NONE && field->type.column->type == TYPE_USCC)
		w->codes_conform = false; /* one may be let in that does not */
	return import_read_field(w, field, value);
}

void import_take_row(struct import_work *w)
{
	struct import_file *f = w->file;
	w->good = true;
	w->is_row = true;
	w->codes_conform = true;
	w->displaced = is_displaced(w);
	size_t length = 0;
	keep_all_above(w);
	f->sheet.rows++;
	f->sheet.last_row = w->row->number;
	if (f->sheet.first_row == 0)
		f->sheet.first_row = w->row->number;
	for (size_t i = 0; i < f->count; i++) {
		struct str *value = &f->values[i];
		bool good = take_value(w, &f->fields[i], value);
		if (f->fields[i].counts && !import_is_filled(w, &f->fields[i], 0))
			import_add_to_totals(w, i, good, *value);
		if (value->n == 0)
			*value = f->fields[i].standard;
		length += value->n;
	}
	totals_add(&f->totals, totals_rows(&f->totals), 1);
	look_outside(w);
	if (length > LENGTH_MOST)
		refuse_length(w, length);
	if (f->survey_count && !survey_take(w, value_of(w, "area"), value_of(w, "name")))
		w->good = false;
	if (!w->good)
		return;
	import_keep_recorded(w);
	if (w->part)
		batch_part_row(w->part, f->input, w->row->number, f->values, w->codes_conform);
	else
		batch_feed_row(w->batch, f->input, w->row->number, f->values, w->codes_conform);
	f->sheet.given++;
}

/* Nothing of it is in a row of the register: 一、非公企业. */
static void tell_divider(struct import_work *w)
{
	struct error note;
	size_t at = 0;
	while (str_trim(frame_cell(w->row, at).text).n == 0)
		at++;
	error_set(&note, ERROR_NOTE, _("'%s' divides the table, it is left out"),
	    error_quote(str_trim(frame_cell(w->row, at).text)));
	import_place(w->file, w->row->number, at, &note);
	w->diag->say(w->diag, &note);
}

/* Somebody who hides rows may not want them counted; they are taken. */
static void tell_hidden(struct import_work *w)
{
	struct error note;
	const struct sheet_facts *facts = sheet_facts(w->file->sheet.frame->sheet);
	if (facts->hidden_rows == 0 && facts->hidden_columns == 0)
		return;
	error_set(&note, ERROR_NOTE,
	    _("hidden rows: %zu, hidden columns: %zu; they are taken as well"), facts->hidden_rows,
	    facts->hidden_columns);
	import_place(w->file, 0, SIZE_MAX, &note);
	w->diag->say(w->diag, &note);
}

bool import_take_rows(struct import_work *w, struct error *e)
{
	struct sheet_row row;
	enum frame_status status;
	w->row = &row;
	while ((status = frame_next(w->file->sheet.frame, &row, e)) != FRAME_END) {
		if (status == FRAME_FAILED)
			return false;
		if (status == FRAME_ROW)
			import_take_row(w);
		else if (status == FRAME_DIVIDER)
			tell_divider(w);
		else
			import_compare_totals(w, status == FRAME_SUBTOTAL);
	}
	return true;
}

/* A credit code that stands in for empty cells may be one that does not conform. */
static bool is_standard_code(const struct import_field *field)
{
	return field->type.column->type == TYPE_USCC && field->standard.n > 0;
}

/* Those of which a cell need only be looked at by itself. */
static void find_at_once(struct import_work *w)
{
	const struct schema *s = w->batch->schema;
	for (size_t i = 0; i < w->file->count; i++) {
		struct import_field *field = &w->file->fields[i];
		field->at_once = field->column != COLUMN_NONE && field->at_count == 1 &&
				 !field->above[0].on && !is_standard_code(field) &&
				 (field->column != s->area || import_area_of_all(w, field).n == 0);
		field->counts = import_counts(field);
		enum value_type type =
		    field->column == COLUMN_NONE ? TYPE_TEXT : field->type.column->type;
		field->of_words = type == TYPE_CODE || type == TYPE_YESNO || type == TYPE_AREA;
	}
}

static bool take_file(struct import_work *w, struct error *e)
{
	find_at_once(w);
	if (!(import_has_parts(w) ? import_take_parts(w, e) : import_take_rows(w, e)))
		return false;
	tell_hidden(w);
	sheet_rest(w->file->sheet.frame->sheet);
	return sheet_is_unchanged(w->file->sheet.frame->sheet, e);
}

static bool give_rows(struct batch_feed *feed, struct batch *b, struct diag *diag, struct error *e)
{
	struct import *im = of_feed(feed);
	for (size_t i = 0; i < im->count; i++) {
		struct import_work w = {
		    .im = im, .batch = b, .diag = diag, .file = &im->files[i], .file_number = i};
		if (!take_file(&w, e))
			return false;
	}
	import_start_digests(im);
	return true;
}

static void judged(struct batch_feed *feed, size_t row, struct str id, bool there)
{
	struct import *im = of_feed(feed);
	survey_judged(im, row, there || !im->request->changes ? id : (struct str){"", 0});
}

static bool give_columns(struct batch_feed *feed, struct batch *b, struct error *e)
{
	struct import *im = of_feed(feed);
	(void)e;
	for (size_t i = 0; i < im->count; i++) {
		struct import_file *f = &im->files[i];
		struct batch_feed_column *columns = mem_alloc(f->count, sizeof(*columns));
		for (size_t c = 0; c < f->count; c++)
			columns[c] = (struct batch_feed_column){f->fields[c].column,
			    str_of(f->fields[c].heading), f->sheet.frame->header_row,
			    f->fields[c].at_count ? f->fields[c].at[0] + 1 : 0};
		f->input = batch_feed_input(b, f->sheet.frame->label, columns, f->count);
		free(columns);
	}
	return true;
}

/* --- the whole ------------------------------------------------------------------------------- */

/* A column that is named but that no sheet has is a slip of the pen. */
static bool names_are_used(const struct import *im, struct error *e)
{
	const struct import_request *r = im->request;
	for (size_t n = 0; n < r->fill_down_count; n++) {
		bool used = false;
		for (size_t i = 0; i < im->count && !used; i++)
			for (size_t c = 0; c < im->files[i].sheet.frame->count && !used; c++) {
				const struct frame *f = im->files[i].sheet.frame;
				used = is_named(r->frame.schema, &f->columns[c], r->fill_down[n]);
			}
		if (!used)
			return error_set(e, ERROR_USAGE,
			    _("--fill-down '%s' is no column of the sheets"),
			    error_quote(str_of(r->fill_down[n])));
	}
	return true;
}

struct import *import_new(const struct import_request *request, struct error *e)
{
	struct import *im = mem_alloc(1, sizeof(*im));
	im->feed = (struct batch_feed){.begin = give_columns,
	    .rows = give_rows,
	    .original = import_original,
	    .judged = judged,
	    .write_rejects = import_write_rejects,
	    .told = "at,file,digest,area,period,rows",
	    .tell = import_tell};
	im->request = request;
	if (request->changes)
		im->feed.differs = import_differs;
	survey_init(im);
	im->files = mem_alloc(request->file_count, sizeof(*im->files));
	for (size_t i = 0; i < request->file_count; i++) {
		struct import_file *f = &im->files[im->count];
		f->sheet.frame = frame_open(request->files[i], &request->frame, e);
		if (!f->sheet.frame) {
			import_free(im);
			return NULL;
		}
		im->count++;
		make_fields(im, f, i);
	}
	if (!import_is_survey(im))
		im->feed.judged = NULL;
	if (names_are_used(im, e))
		return im;
	import_free(im);
	return NULL;
}

static void release_field(struct import_field *field)
{
	buf_release(&field->scratch);
	for (size_t i = 0; i < IMPORT_PLACES; i++)
		buf_release(&field->above[i].text);
}

static void release_file(struct import_file *f)
{
	for (size_t i = 0; i < f->count; i++)
		release_field(&f->fields[i]);
	for (size_t i = 0; i < f->survey_count; i++)
		release_field(&f->survey[i]);
	free(f->survey);
	free(f->fields);
	free(f->values);
	totals_release(&f->totals);
	frame_close(f->sheet.frame);
}

void import_free(struct import *im)
{
	if (!im)
		return;
	import_end_digests(im);
	for (size_t i = 0; i < im->count; i++)
		release_file(&im->files[i]);
	free(im->files);
	sheet_close(im->again.sheet);
	buf_release(&im->recorded);
	free(im->recorded_ends);
	buf_release(&im->changes);
	survey_release(im);
	free(im);
}

struct batch_feed *import_feed(struct import *im)
{
	return &im->feed;
}

const struct import_sheet *import_sheet(const struct import *im, size_t file)
{
	return &im->files[file].sheet;
}

size_t import_refused(const struct import *im)
{
	return im->refused;
}
