/* frame: see frame.h. The headings are found in frame_header.c; the words for totals and signatures
 * are in frame_words.c. */
#include "import/frame_internal.h"
#include "import/frame_words.h"

#include <stdlib.h>

const struct frame_column *frame_find(const struct frame *f, int column)
{
	for (size_t i = 0; i < f->count; i++)
		if (f->columns[i].use == FRAME_FIELD && f->columns[i].column == column)
			return &f->columns[i];
	return NULL;
}

/* The text of a row by which titles are compared. */
void frame_add_title(const struct sheet_row *row, struct buf *out)
{
	for (size_t i = 0; i < row->count; i++)
		frame_title_of(row->cells[i].text, out);
}

/* --- reading ahead --------------------------------------------------------------------------- */

/* Keeps a copy of a row as the one read ahead. */
void frame_keep(struct frame *f, const struct sheet_row *row)
{
	f->ahead = *row;
	f->ahead_text.n = 0;
	f->ahead_cells = mem_grow(f->ahead_cells, row->count, sizeof(*f->ahead_cells));
	for (size_t i = 0; i < row->count; i++)
		buf_add_str(&f->ahead_text, row->cells[i].text);
	const char *at = f->ahead_text.p;
	for (size_t i = 0; i < row->count; i++) {
		f->ahead_cells[i] = row->cells[i];
		f->ahead_cells[i].text.p = at;
		at += row->cells[i].text.n;
	}
	f->ahead.cells = f->ahead_cells;
}

static int next_row(struct frame *f, struct sheet_row *row, struct error *e)
{
	if (f->ahead.number == 0)
		return sheet_next(f->sheet, row, e);
	*row = f->ahead;
	f->ahead.number = 0;
	return 1;
}

/* --- rows ------------------------------------------------------------------------------------ */

static bool is_digits(struct str text)
{
	size_t n = 0;
	while (n < text.n && text.p[n] >= '0' && text.p[n] <= '9')
		n++;
	return n == text.n;
}

static bool is_number_left_out(const struct frame *f, const struct sheet_row *row, size_t at)
{
	for (size_t i = 0; i < f->count && f->columns[i].at <= at; i++)
		if (f->columns[i].at == at)
			return f->columns[i].use == FRAME_LEFT_OUT &&
			       is_digits(str_trim(row->cells[at].text));
	return false;
}

/* Blanks alone, or a running number that was printed for a row that nobody has filled in. */
static bool has_nothing(const struct frame *f, const struct sheet_row *row)
{
	for (size_t i = 0; i < row->count; i++)
		if (!frame_is_empty(row, i) && !is_number_left_out(f, row, i))
			return false;
	return true;
}

/* Headings printed again at the top of a page. */
static bool is_printed(const struct frame *f, const struct sheet_row *row, uint64_t line)
{
	for (size_t i = 0; i < f->count; i++) {
		struct str text = str_trim(frame_cell(row, f->columns[i].at).text);
		const char *printed = f->columns[i].printed[line];
		if (text.n == 0 ? printed[0] != '\0'
				: printed[0] != text.p[0] || !str_equal_text(text, printed))
			return false;
	}
	return f->count > 1;
}

static bool is_header_again(const struct frame *f, const struct sheet_row *row)
{
	return is_printed(f, row, 0) || (f->header_rows > 1 && is_printed(f, row, 1));
}

/* The only cell of a row of a table with several columns; NULL when there are others. */
static const struct sheet_cell *lone_cell(const struct frame *f, const struct sheet_row *row)
{
	enum { SEVERAL = 3 };
	const struct sheet_cell *found = NULL;
	for (size_t i = 0; i < row->count; i++) {
		if (frame_is_empty(row, i))
			continue;
		if (found)
			return NULL;
		found = &row->cells[i];
	}
	return f->count < SEVERAL ? NULL : found;
}

/* A colon of either width. */
static bool has_colon(struct str text)
{
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] == ':' ||
		    (text.p[i] == '\xEF' && str_starts(str_from(text, i), STR("："))))
			return true;
	return false;
}

/* Titles are a cell alone, or begin as "单位：". */
static bool may_be_title(const struct frame *f, const struct sheet_row *row)
{
	size_t first = 0;
	if (f->title_texts.n == 0)
		return false;
	while (first < row->count && frame_is_empty(row, first))
		first++;
	return has_colon(frame_cell(row, first).text) || lone_cell(f, row);
}

/* The line is that of a title, but for its digits: 单位名单（第2页）. */
static bool is_title_again(const struct frame *f, const struct sheet_row *row)
{
	struct buf text = BUF_INIT;
	struct str titles = buf_str(&f->title_texts), title;
	bool found = false;
	frame_add_title(row, &text);
	while (!found && str_split(&titles, '\n', &title))
		found = title.n && str_equal(title, buf_str(&text));
	buf_release(&text);
	return found;
}

static enum frame_status kind_of_lone(const struct frame *f, const struct sheet_cell *cell)
{
	if (!cell || (cell->kind != SHEET_TEXT && cell->kind != SHEET_DATE))
		return FRAME_ROW;
	switch (frame_word_of_lone(cell->text)) {
	case WORD_SIGNATURE:
		return FRAME_END;
	case WORD_DIVIDER:
		return FRAME_DIVIDER;
	default:
		return frame_is_code_word(f->spec->schema, str_trim(cell->text)) ? FRAME_DIVIDER
										 : FRAME_ROW;
	}
}

/* A row is a total by the word in one of the columns that do not count. */
static enum frame_status kind_of(const struct frame *f, const struct sheet_row *row)
{
	bool first = true;
	for (size_t i = 0; i < row->count; i++) {
		if (row->cells[i].kind != SHEET_TEXT || (i < f->width && f->numbers[i]) ||
		    frame_is_empty(row, i))
			continue;
		struct str cell = row->cells[i].text;
		if (!first && !frame_ends_as_word(cell))
			continue;
		enum frame_word word = frame_word_of(cell, first);
		if (word == WORD_SUBTOTAL)
			return FRAME_SUBTOTAL;
		if (word == WORD_TOTAL)
			return FRAME_TOTAL;
		if (word == WORD_SIGNATURE && first)
			return FRAME_END;
		first = false;
	}
	return kind_of_lone(f, lone_cell(f, row));
}

static size_t filled_fields(const struct frame *f, const struct sheet_row *row)
{
	size_t filled = 0;
	for (size_t i = 0; i < f->count; i++)
		filled +=
		    f->columns[i].use == FRAME_FIELD && !frame_is_empty(row, f->columns[i].at);
	return filled;
}

/* What stands below must not be a part of the table: nothing is lost silently. */
static bool is_below(struct frame *f, const struct sheet_row *row, struct error *e)
{
	size_t filled;
	uint64_t columns = frame_named(f, row, &filled);
	f->below++;
	if (columns & (columns - 1)) {
		error_set(e, ERROR_DATA,
		    _("a second row of headings, below the table that ends above row %llu; one "
		      "table in a sheet can be read"),
		    (unsigned long long)f->end_row);
		return error_at(e, f->label, row->number, 0);
	}
	if (filled_fields(f, row) < 3 || kind_of(f, row) == FRAME_END)
		return true;
	error_set(e, ERROR_DATA,
	    _("this may be a row of the table, but row %llu is taken for the first below it"),
	    (unsigned long long)f->end_row);
	return error_at(e, f->label, row->number, 0);
}

static enum frame_status read_below(struct frame *f, struct error *e)
{
	struct sheet_row row;
	int got;
	while ((got = next_row(f, &row, e)) == 1)
		if (!is_below(f, &row, e))
			return FRAME_FAILED;
	return got < 0 ? FRAME_FAILED : FRAME_END;
}

enum frame_status frame_next(struct frame *f, struct sheet_row *row, struct error *e)
{
	int got;
	if (f->end_row)
		return read_below(f, e);
	while ((got = next_row(f, row, e)) == 1) {
		if (has_nothing(f, row) || is_header_again(f, row))
			continue;
		enum frame_status kind = kind_of(f, row);
		if ((kind == FRAME_END || may_be_title(f, row)) && is_title_again(f, row))
			continue;
		if (kind != FRAME_END)
			return kind;
		f->end_row = row->number;
		f->below = 1;
		return read_below(f, e);
	}
	return got < 0 ? FRAME_FAILED : FRAME_END;
}

/* --- parts ----------------------------------------------------------------------------------- */

uint64_t frame_read_so_far(const struct frame *f)
{
	return f->ahead.number ? f->ahead.number : f->header_row + f->header_rows - 1;
}

void frame_of_part(struct frame *part, const struct frame *f, struct sheet *sheet)
{
	*part = *f;
	part->sheet = sheet;
	part->ahead.number = 0;
}

/* --- opening --------------------------------------------------------------------------------- */

static void make_label(struct frame *f)
{
	struct buf label = BUF_INIT;
	const char *name = sheet_facts(f->sheet)->name;
	buf_add_text(&label, sheet_path(f->sheet));
	if (name)
		buf_printf(&label, "[%s]", name);
	f->label = str_dup(buf_str(&label));
	buf_release(&label);
}

struct frame *frame_open(const char *path, const struct frame_spec *spec, struct error *e)
{
	struct sheet *sheet = sheet_open(path, &spec->sheet, e);
	if (!sheet)
		return NULL;
	struct frame *f = mem_alloc(1, sizeof(*f));
	f->spec = spec;
	f->sheet = sheet;
	make_label(f);
	if (frame_read_header(f, e))
		return f;
	frame_close(f);
	return NULL;
}

void frame_close(struct frame *f)
{
	if (!f)
		return;
	for (size_t i = 0; i < f->count; i++) {
		free(f->columns[i].heading);
		free(f->columns[i].printed[0]);
		free(f->columns[i].printed[1]);
	}
	free(f->columns);
	buf_release(&f->title_texts);
	free(f->numbers);
	free(f->ahead_cells);
	buf_release(&f->ahead_text);
	sheet_close(f->sheet);
	free(f->label);
	free(f);
}
