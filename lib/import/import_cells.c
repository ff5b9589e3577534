/* import_cells: the cells of a row, each read for its column, or refused and told; see import.h. */
#include "import/import_internal.h"

/* --- refusing -------------------------------------------------------------------------------- */

void import_place(const struct import_file *f, uint64_t row, size_t at, struct error *e)
{
	error_at(e, f->sheet.frame->label, row, at + 1);
}

/* The heading stands before the message: the reader has the sheet before him, not the register. */
void import_refuse(struct import_work *w, const struct import_field *field, size_t at,
    struct str text, struct error *e)
{
	struct error told;
	w->good = false;
	w->gave_up = true;
	if (w->part)
		return;
	error_set(&told, ERROR_FOUND, "%s: %s", field->heading, e->message);
	import_place(w->file, w->row->number, at, &told);
	batch_refuses(w->batch);
	rejects_add(&w->batch->rejects, &told, text);
	w->im->refused++;
	w->diag->say(w->diag, &told);
}

void import_note(
    struct import_work *w, const struct import_field *field, size_t at, struct error *e)
{
	struct error told;
	if (!w->im->request->verbose)
		return;
	w->gave_up = true;
	if (w->part)
		return;
	error_set(&told, ERROR_NOTE, "%s: %s", field->heading, e->message);
	import_place(w->file, w->row->number, at, &told);
	w->diag->say(w->diag, &told);
}

/* --- one cell -------------------------------------------------------------------------------- */

/* A column of the user's own: the text as it is. */
static enum cell_verdict read_own(const struct import_field *field, const struct sheet_cell *cell,
    struct str *out, struct error *e)
{
	*out = str_trim(cell->text);
	if (cell->kind != SHEET_FAULT)
		return batch_is_plain_text(str_of(field->heading), true, *out, e) ? CELL_GOOD
										  : CELL_REFUSED;
	error_set(e, ERROR_ROW, _("a formula that failed ('%s')"), error_quote(cell->text));
	return CELL_REFUSED;
}

bool import_is_filled(const struct import_work *w, const struct import_field *field, size_t place)
{
	const struct import_above *above = &field->above[place];
	return w->is_row && above->on && above->text.n &&
	       str_trim(frame_cell(w->row, field->at[place]).text).n == 0;
}

struct sheet_cell import_cell(
    const struct import_work *w, const struct import_field *field, size_t at)
{
	for (size_t i = 0; i < field->at_count; i++)
		if (field->at[i] == at && import_is_filled(w, field, i))
			return (struct sheet_cell){
			    buf_str(&field->above[i].text), field->above[i].kind};
	return frame_cell(w->row, at);
}

/* False: refused, and told. */
bool import_read_cell(struct import_work *w, struct import_field *field, size_t at,
    const struct cell_rules *rules, struct buf *scratch, struct str *out)
{
	struct error e;
	struct column hidden;
	struct value_type_of type = field->type;
	struct sheet_cell cell = import_cell(w, field, at);
	if (w->displaced && field->column != COLUMN_NONE) {
		hidden = *type.column;
		hidden.personal = true;
		type.column = &hidden;
	}
	enum cell_verdict verdict = field->column == COLUMN_NONE
					? read_own(field, &cell, out, &e)
					: cell_read(rules, &type, &cell, scratch, out, &e);
	if (verdict == CELL_REFUSED)
		import_refuse(w, field, at, frame_cell(w->row, at).text, &e);
	else if (verdict == CELL_CHANGED)
		import_note(w, field, at, &e);
	return verdict != CELL_REFUSED;
}

/* --- areas ----------------------------------------------------------------------------------- */

/* The field as it is at one of its columns, for messages. */
static struct import_field field_at(
    const struct import_work *w, const struct import_field *field, size_t at)
{
	struct import_field one = *field;
	const struct frame *frame = w->file->sheet.frame;
	for (size_t i = 0; i < frame->count; i++)
		if (frame->columns[i].at == at)
			one.heading = frame->columns[i].heading;
	return one;
}

/* A name that several areas have means the one within `within`, if that is one. */
static bool read_area(struct import_work *w, const struct import_field *field, size_t place,
    struct str within, struct buf *scratch, struct str *out)
{
	struct error e;
	size_t at = field->at[place];
	struct sheet_cell cell = import_cell(w, field, at);
	struct cell_rules rules = w->im->request->cells;
	rules.level = field->levels[place];
	rules.area = within;
	if (within.n && cell_read(&rules, &field->type, &cell, scratch, out, &e) == CELL_GOOD)
		return true;
	struct import_field one = field_at(w, field, at);
	rules.area = w->im->request->cells.area;
	return import_read_cell(w, &one, at, &rules, scratch, out);
}

/* Of several areas the deepest counts; the others must hold it. */
static bool join_areas(
    struct import_work *w, struct import_field *field, size_t at, struct str next)
{
	struct error e;
	struct buf *deepest = &field->scratch;
	struct str have = buf_str(deepest);
	struct str longer = have.n > next.n ? have : next, shorter = have.n > next.n ? next : have;
	if (!str_starts(longer, shorter)) {
		struct import_field one = field_at(w, field, at);
		error_set(&e, ERROR_ROW, _("'%s' is not in '%s', the area in another column"),
		    error_quote(longer), error_quote(shorter));
		import_refuse(w, &one, at, frame_cell(w->row, at).text, &e);
		return false;
	}
	if (next.n > have.n) {
		deepest->n = 0;
		buf_add_str(deepest, next);
	}
	return true;
}

struct str import_area_of_all(const struct import_work *w, const struct import_field *field)
{
	return field->standard.n ? field->standard : buf_str(&w->batch->defaults[field->column]);
}

/* The places of a field in the order in which they are read: a street before its communities,
 * however the columns stand. */
static void order_places(const struct import_field *field, size_t *order)
{
	for (size_t i = 0; i < field->at_count; i++)
		order[i] = i;
	for (size_t i = 0; i < field->at_count; i++)
		for (size_t j = i + 1; j < field->at_count; j++) {
			size_t first = field->levels[order[i]], second = field->levels[order[j]];
			if (first == 0 || second == 0 || first <= second)
				continue;
			size_t place = order[i];
			order[i] = order[j];
			order[j] = place;
		}
}

/* A name of a community need be unique only in its street. */
static bool read_areas(struct import_work *w, struct import_field *field, struct str *out)
{
	struct buf scratch = BUF_INIT;
	size_t order[IMPORT_PLACES];
	bool good = true;
	order_places(field, order);
	field->scratch.n = 0;
	for (size_t i = 0; i < field->at_count && good; i++) {
		struct str value;
		struct str within =
		    field->scratch.n ? buf_str(&field->scratch) : import_area_of_all(w, field);
		good = read_area(w, field, order[i], within, &scratch, &value) &&
		       join_areas(w, field, field->at[order[i]], value);
	}
	*out = buf_str(&field->scratch);
	buf_release(&scratch);
	return good;
}

bool import_read_field(struct import_work *w, struct import_field *field, struct str *out)
{
	*out = (struct str){"", 0};
	if (field->at_count == 0)
		return true;
	if (field->column != COLUMN_NONE && field->column == w->batch->schema->area)
		return read_areas(w, field, out);
	return import_read_cell(
	    w, field, field->at[0], &w->im->request->cells, &field->scratch, out);
}
