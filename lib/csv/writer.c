/* writer: see writer.h. */
#include "csv/writer.h"

enum { LONG_DIGITS = 12 };

void csv_writer_init(struct csv_writer *w, struct output *out, bool excel)
{
	*w = (struct csv_writer){.out = out, .excel = excel};
}

void csv_writer_release(struct csv_writer *w)
{
	buf_release(&w->row);
}

bool csv_has_odd_ends(struct str field)
{
	return field.n && (field.p[0] == ' ' || field.p[field.n - 1] == ' ' ||
			      str_starts(field, STR("\xEF\xBB\xBF")));
}

bool csv_needs_quotes(struct str field)
{
	bool quote = csv_has_odd_ends(field);
	for (size_t i = 0; i < field.n && !quote; i++)
		quote = field.p[i] == ',' || field.p[i] == '"' || field.p[i] == '\n' ||
			field.p[i] == '\r';
	return quote;
}

void csv_quote(struct buf *out, struct str field)
{
	if (!csv_needs_quotes(field)) {
		buf_add_str(out, field);
		return;
	}
	buf_add_char(out, '"');
	for (size_t i = 0; i < field.n; i++) {
		if (field.p[i] == '"')
			buf_add_char(out, '"');
		buf_add_char(out, field.p[i]);
	}
	buf_add_char(out, '"');
}

static bool is_long_digits(struct str field)
{
	if (field.n == 0 || (field.n < LONG_DIGITS && (field.n == 1 || field.p[0] != '0')))
		return false;
	for (size_t i = 0; i < field.n; i++)
		if (field.p[i] < '0' || field.p[i] > '9')
			return false;
	return true;
}

static bool is_formula_start(char c)
{
	return c == '=' || c == '+' || c == '-' || c == '@' || c == '\t' || c == '\r';
}

/* A formula, also behind quotes: those are guarded too, so that the guard can be told from them. */
static bool is_formula(struct str field)
{
	size_t at = 0;
	while (at < field.n && field.p[at] == '\'')
		at++;
	return at < field.n && is_formula_start(field.p[at]);
}

void csv_excel_text(struct buf *out, struct str field)
{
	if (is_long_digits(field)) {
		buf_add_text(out, "=\"");
		buf_add_str(out, field);
		buf_add_text(out, "\"");
		return;
	}
	if (is_formula(field))
		buf_add_char(out, '\'');
	buf_add_str(out, field);
}

struct str csv_plain_text(struct str field)
{
	if (field.n > 1 && field.p[0] == '\'' && is_formula(field))
		return str_from(field, 1);
	if (field.n > 3 && str_starts(field, STR("=\"")) && field.p[field.n - 1] == '"') {
		struct str digits = {field.p + 2, field.n - 3};
		return is_long_digits(digits) ? digits : field;
	}
	return field;
}

void csv_writer_field(struct csv_writer *w, struct str field)
{
	if (w->excel && !w->started)
		output_str(w->out, STR("\xEF\xBB\xBF"));
	w->started = true;
	if (w->in_row)
		buf_add_char(&w->row, ',');
	w->in_row = true;
	if (!w->excel) {
		csv_quote(&w->row, field);
		return;
	}
	struct buf guarded = BUF_INIT;
	csv_excel_text(&guarded, field);
	csv_quote(&w->row, buf_str(&guarded));
	buf_release(&guarded);
}

void csv_writer_end_row(struct csv_writer *w)
{
	if (w->row.n == 0)
		buf_add_text(&w->row, "\"\"");
	if (w->excel)
		buf_add_char(&w->row, '\r');
	buf_add_char(&w->row, '\n');
	output_str(w->out, buf_str(&w->row));
	w->row.n = 0;
	w->in_row = false;
}
