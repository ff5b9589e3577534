/* frame_header: the row or rows of headings, and what each column is; see frame.h. */
#include "import/frame_internal.h"

#include <stdlib.h>

enum { HEADER_WITHIN = 40 }; /* rows in which the headings must stand */

static struct heading_meaning meaning_of(const struct frame *f, struct str heading)
{
	return headings_meaning(f->spec->headings, f->spec->schema, heading);
}

static int column_of(const struct frame *f, struct str heading)
{
	return meaning_of(f, heading).column;
}

/* The columns of the register that the cells of a row name, a bit each. */
uint64_t frame_named(const struct frame *f, const struct sheet_row *row, size_t *filled)
{
	uint64_t seen = 0;
	*filled = 0;
	for (size_t i = 0; i < row->count; i++) {
		if (frame_is_empty(row, i))
			continue;
		int column = column_of(f, row->cells[i].text);
		++*filled;
		if (column != COLUMN_NONE)
			seen |= UINT64_C(1) << column;
	}
	return seen;
}

bool frame_is_code_word(const struct schema *s, struct str text)
{
	size_t count;
	const struct code *codes = schema_codes(&count);
	struct buf register_dot = BUF_INIT;
	bool found = false;
	buf_printf(&register_dot, "%s.", s->name);
	for (size_t i = 0; i < count && !found; i++) {
		struct str aliases = str_of(codes[i].aliases), alias;
		if (!str_starts(str_of(codes[i].field), buf_str(&register_dot)))
			continue;
		found = str_equal_text(text, codes[i].label);
		while (!found && str_split(&aliases, ';', &alias))
			found = alias.n && str_equal(text, alias);
	}
	buf_release(&register_dot);
	return found;
}

/* Words that stand in rows and titles, too: 企业 is also a kind, "单位：" stands before a name. */
static bool may_be_other(const struct frame *f, const struct sheet_row *row)
{
	size_t at = 0;
	while (frame_is_empty(row, at) || column_of(f, row->cells[at].text) == COLUMN_NONE)
		at++;
	struct str text = str_trim(row->cells[at].text);
	bool label = text.p[text.n - 1] == ':' ||
		     (text.n > 3 && str_equal_text(str_from(text, text.n - 3), "："));
	return label || frame_is_code_word(f->spec->schema, text);
}

/* Two columns are no chance; nor is one alone, or one that every row must fill, such as a name. A
 * line of the title may well say "area". */
static bool is_header(const struct frame *f, const struct sheet_row *row)
{
	size_t filled;
	const struct schema *s = f->spec->schema;
	uint64_t columns = frame_named(f, row, &filled);
	if (columns == 0)
		return false;
	bool several = (columns & (columns - 1)) != 0;
	int column = __builtin_ctzll(columns);
	if (several)
		return true;
	return (filled == 1 || (s->columns[column].required && column != s->area)) &&
	       !may_be_other(f, row);
}

/* A heading stands over several when the row below it has headings of its own, and nothing under
 * those that stand alone. */
static bool is_second_header(
    const struct frame *f, const struct sheet_row *header, const struct sheet_row *row)
{
	size_t new = 0;
	for (size_t i = 0; i < row->count; i++) {
		if (frame_is_empty(row, i))
			continue;
		if (row->cells[i].kind != SHEET_TEXT)
			return false;
		if (!frame_is_empty(header, i) &&
		    column_of(f, header->cells[i].text) != COLUMN_NONE)
			return false;
		new += frame_is_empty(header, i) || column_of(f, row->cells[i].text) != COLUMN_NONE;
	}
	return new > 0;
}

static bool is_left_out(const struct frame *f, const struct frame_column *c)
{
	struct buf letters = BUF_INIT, heading = BUF_INIT, other = BUF_INIT;
	bool found = false;
	sheet_letters(c->at, &letters);
	heading_normalise(str_of(c->heading), &heading);
	for (size_t i = 0; i < f->spec->left_out_count && !found; i++) {
		other.n = 0;
		heading_normalise(str_of(f->spec->left_out[i]), &other);
		found = str_equal(buf_str(&heading), buf_str(&other)) ||
			str_equal_text(buf_str(&letters), f->spec->left_out[i]);
	}
	buf_release(&letters);
	buf_release(&heading);
	buf_release(&other);
	return found;
}

static struct survey_meaning survey_of(const struct frame *f, struct str heading)
{
	const struct survey_meaning none = {SURVEY_NONE, COLUMN_NONE};
	bool units = f->spec->schema->id == REGISTER_UNITS;
	return units ? survey_meaning(f->spec->headings, heading) : none;
}

static bool is_survey(const struct frame *f, struct str heading)
{
	return survey_of(f, heading).of != SURVEY_NONE;
}

static void add_column(struct frame *f, size_t at, struct str heading, struct heading_meaning meant)
{
	f->columns = mem_room(f->columns, &f->capacity, f->count + 1, sizeof(*f->columns));
	struct frame_column *c = &f->columns[f->count++];
	*c = (struct frame_column){.at = at, .heading = str_dup(str_trim(heading))};
	c->column = meant.column;
	c->level = meant.level;
	c->ask = meant.ask;
	c->use = meant.column == COLUMN_NONE ? FRAME_OWN : FRAME_FIELD;
	c->of = SURVEY_NONE;
	if (c->use == FRAME_OWN) {
		struct survey_meaning meaning = survey_of(f, heading);
		c->of = meaning.of;
		c->column = meaning.column;
		c->use = meaning.of == SURVEY_NONE ? FRAME_OWN : FRAME_SURVEY;
	}
	if (is_left_out(f, c) ||
	    (c->use == FRAME_OWN && headings_is_number(f->spec->headings, heading)))
		c->use = FRAME_LEFT_OUT;
}

static void keep_printed(struct frame *f, const struct sheet_row *header, int line)
{
	for (size_t i = 0; i < f->count; i++)
		f->columns[i].printed[line] =
		    str_dup(str_trim(frame_cell(header, f->columns[i].at).text));
}

/* The headings of one row. */
static void take_header(struct frame *f, const struct sheet_row *header)
{
	for (size_t i = 0; i < header->count; i++)
		if (!frame_is_empty(header, i))
			add_column(
			    f, i, header->cells[i].text, meaning_of(f, header->cells[i].text));
	keep_printed(f, header, 0);
}

/* The headings of two rows: the lower one where there is one, alone or with the one above it. */
static void take_two_headers(
    struct frame *f, const struct sheet_row *header, const struct sheet_row *second)
{
	struct buf both = BUF_INIT;
	struct str over = {"", 0};
	size_t count = header->count > second->count ? header->count : second->count;
	for (size_t i = 0; i < count; i++) {
		struct str upper = str_trim(frame_cell(header, i).text);
		struct str lower = str_trim(frame_cell(second, i).text);
		if (upper.n)
			over = upper;
		if (lower.n == 0 && upper.n == 0)
			continue;
		both.n = 0;
		buf_add_str(&both, lower.n == 0 ? upper : over);
		buf_add_str(&both, lower);
		struct heading_meaning meant = meaning_of(f, buf_str(&both));
		if (meant.column == COLUMN_NONE && lower.n && !is_survey(f, buf_str(&both)))
			meant = meaning_of(f, lower);
		add_column(f, i, buf_str(&both), meant);
	}
	keep_printed(f, header, 0);
	keep_printed(f, second, 1);
	buf_release(&both);
}

static const char *meaning_name(const struct frame *f, const struct frame_column *c)
{
	if (c->use == FRAME_FIELD)
		return f->spec->schema->columns[c->column].name;
	return c->use == FRAME_SURVEY ? survey_word(c->of) : _("a column of your own");
}

/* Two columns of the sheet cannot both be one of the register; but for areas, of which the deeper
 * counts. */
static bool columns_differ(struct frame *f, struct error *e)
{
	for (size_t i = 0; i < f->count; i++)
		for (size_t j = 0; j < i; j++) {
			const struct frame_column *a = &f->columns[j], *b = &f->columns[i];
			bool same = a->use == b->use && a->use != FRAME_LEFT_OUT;
			if (!same || a->column != b->column || a->of != b->of ||
			    (a->use == FRAME_OWN && strcmp(a->heading, b->heading) != 0))
				continue;
			if (a->use == FRAME_FIELD && a->column == f->spec->schema->area)
				continue;
			error_set(e, ERROR_DATA,
			    _("'%s' and '%s' are both %s; --leave-out one of them, or tell with "
			      "--map"),
			    error_quote(str_of(a->heading)), error_quote(str_of(b->heading)),
			    meaning_name(f, a));
			return error_at(e, f->label, f->header_row, b->at + 1);
		}
	return true;
}

static void find_numbers(struct frame *f)
{
	f->width = f->count ? f->columns[f->count - 1].at + 1 : 0;
	f->numbers = mem_alloc(f->width, sizeof(*f->numbers));
	for (size_t i = 0; i < f->count; i++) {
		const struct frame_column *c = &f->columns[i];
		if (c->use != FRAME_FIELD)
			continue;
		enum value_type type = f->spec->schema->columns[c->column].type;
		f->numbers[c->at] = type == TYPE_INTEGER || type == TYPE_MONEY;
	}
}

static bool no_header(struct frame *f, struct error *e)
{
	if (f->titles == 0) {
		error_set(e, ERROR_DATA, "%s",
		    sheet_facts(f->sheet)->name ? _("the sheet is empty") : _("the file is empty"));
		return error_at(e, f->label, 0, 0);
	}
	error_set(e, ERROR_DATA,
	    _("no row with headings of %s is found among the first %d; --map FILE gives names to "
	      "headings"),
	    f->spec->schema->name, HEADER_WITHIN);
	return error_at(e, f->label, 0, 0);
}

/* With the header kept as the row read ahead. */
static bool read_second_header(struct frame *f, struct error *e)
{
	struct sheet_row second, header = f->ahead;
	struct sheet_cell *cells = f->ahead_cells;
	struct buf text = f->ahead_text;
	f->ahead = (struct sheet_row){0};
	f->ahead_cells = NULL;
	f->ahead_text = BUF_INIT;
	f->header_rows = 1;
	int got = sheet_next(f->sheet, &second, e);
	if (got == 1 && is_second_header(f, &header, &second)) {
		f->header_rows = 2;
		take_two_headers(f, &header, &second);
	} else if (got >= 0) {
		take_header(f, &header);
		if (got == 1)
			frame_keep(f, &second);
	}
	free(cells);
	buf_release(&text);
	find_numbers(f);
	return got >= 0 && columns_differ(f, e);
}

bool frame_read_header(struct frame *f, struct error *e)
{
	struct sheet_row row;
	int got = 0;
	while (f->titles < HEADER_WITHIN && (got = sheet_next(f->sheet, &row, e)) == 1) {
		if (!is_header(f, &row)) {
			f->titles++;
			frame_add_title(&row, &f->title_texts);
			buf_add_char(&f->title_texts, '\n');
			continue;
		}
		f->header_row = row.number;
		frame_keep(f, &row);
		return read_second_header(f, e);
	}
	return got < 0 ? false : no_header(f, e);
}
