/* import_totals: the columns of a sheet that count, and its lines of totals; see totals.h. */
#include "base/number.h"
#include "import/import_internal.h"

static bool counts(const struct import_field *field)
{
	return field->column != COLUMN_NONE &&
	       (field->type.column->type == TYPE_INTEGER || field->type.column->type == TYPE_MONEY);
}

static bool number_of(const struct import_field *field, struct str value, int64_t *number)
{
	return field->type.column->type == TYPE_MONEY ? money_parse(value, number)
						      : number_parse(value, number);
}

void import_add_to_totals(struct import_work *w, size_t i, bool good, struct str value)
{
	int64_t number;
	const struct import_field *field = &w->file->fields[i];
	if (!counts(field))
		return;
	if (!good)
		totals_add_unknown(&w->file->totals, i);
	else if (value.n && number_of(field, value, &number))
		totals_add(&w->file->totals, i, number);
}

static void print_number(const struct import_field *field, int64_t number, struct buf *out)
{
	bool money = field->type.column->type == TYPE_MONEY;
	fixed_print(out, (struct fixed){number, money ? 2 : 0});
}

static void differs(struct import_work *w, size_t i, int64_t said, int64_t sum)
{
	struct error e;
	struct buf a = BUF_INIT, b = BUF_INIT;
	struct import_field *field = &w->file->fields[i];
	print_number(field, said, &a);
	print_number(field, sum, &b);
	error_set(&e, ERROR_ROW, _("the total says %s, the rows above add up to %s"), buf_text(&a),
	    buf_text(&b));
	import_refuse(w, field, field->at[0], frame_cell(w->row, field->at[0]).text, &e);
	buf_release(&a);
	buf_release(&b);
}

void import_compare_totals(struct import_work *w, bool subtotal)
{
	struct import_file *f = w->file;
	w->is_row = false;
	for (size_t i = 0; i < f->count; i++) {
		struct str value;
		int64_t said, sum;
		if (!counts(&f->fields[i]) || !import_read_field(w, &f->fields[i], &value) ||
		    value.n == 0 || !number_of(&f->fields[i], value, &said))
			continue;
		if (!totals_agree(&f->totals, i, subtotal, said, &sum))
			differs(w, i, said, sum);
	}
	totals_start(&f->totals, subtotal);
	f->sheet.totals++;
}
