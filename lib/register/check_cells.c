/* check_cells: what can be said of one cell by itself; see check.h. */
#include "base/uscc.h"
#include "base/utf8.h"
#include "register/check_internal.h"

/* Sixteen bytes; of a comparison 0xFF where it holds, else 0. */
typedef unsigned char bytes16 __attribute__((vector_size(16)));
typedef uint64_t words2 __attribute__((vector_size(16)));

static bool has_control(struct str text)
{
	bytes16 bytes, found = {0};
	size_t i = 0;
	unsigned rest = 0;
	for (; i + sizeof(bytes) <= text.n; i += sizeof(bytes)) {
		memcpy(&bytes, text.p + i, sizeof(bytes));
		found |= (bytes16)(bytes < 0x20) | (bytes16)(bytes == 0x7F);
	}
	for (; i < text.n; i++)
		rest |= ((unsigned char)text.p[i] < 0x20) | (text.p[i] == 0x7F);
	words2 words = (words2)found;
	return rest | (words[0] != 0) | (words[1] != 0);
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* 9.14E+17: a spreadsheet has taken a long number for a measurement. */
static bool has_lost_digits(struct str cell)
{
	size_t i = 0;
	if (cell.n < 4 || !is_digit(cell.p[0]))
		return false;
	while (i < cell.n && (is_digit(cell.p[i]) || cell.p[i] == '.'))
		i++;
	if (i + 2 >= cell.n || (cell.p[i] != 'E' && cell.p[i] != 'e') || cell.p[i + 1] != '+')
		return false;
	for (i += 2; i < cell.n; i++)
		if (!is_digit(cell.p[i]))
			return false;
	return true;
}

static bool is_formula(struct str cell)
{
	return cell.n > 1 &&
	       (cell.p[0] == '=' || cell.p[0] == '+' || cell.p[0] == '-' || cell.p[0] == '@');
}

static void check_uscc(struct check *c, uint64_t line, int column, struct str cell)
{
	struct uscc_result result = uscc_check(cell);
	if (result.fault == USCC_OK || intern_find(&c->known->allowed, cell) != INTERN_NONE)
		return;
	const char *quoted = error_quote(cell);
	if (result.fault == USCC_CHARACTER)
		check_find(c, line, column, "uscc",
		    _("character %zu of '%s' is not in the alphabet of credit codes"),
		    result.position, quoted);
	else
		check_find(c, line, column, "uscc", _("check character %zu of '%s' should be %c"),
		    result.position, quoted, result.expected);
}

static void check_text(struct check *c, uint64_t line, int column, struct str cell)
{
	const struct column *about = &c->schema->columns[column];
	const struct code_list *words = c->types[column].codes;
	if (is_formula(cell))
		check_find(c, line, column, "formula",
		    _("%s %s begins like a formula; a spreadsheet may run it"), about->name,
		    value_quote(about, cell));
	if (!words || code_list_find(words, cell) != SIZE_MAX)
		return;
	const char *nearest = code_list_nearest(words, cell);
	if (nearest)
		check_find(c, line, column, "unknown-word",
		    _("%s %s is not in codes.csv; nearest is '%s'"), about->name,
		    value_quote(about, cell), nearest);
	else
		check_find(c, line, column, "unknown-word", _("%s %s is not in codes.csv"),
		    about->name, value_quote(about, cell));
}

static void check_area(struct check *c, uint64_t line, int column, struct str cell)
{
	const struct areas *areas = &c->known->directory->areas;
	if (areas->codes.count && intern_find(&areas->codes, cell) == INTERN_NONE)
		check_find(c, line, column, "unknown-area", _("area '%s' is not in areas.csv"),
		    error_quote(cell));
}

static void check_time(struct check *c, uint64_t line, int column, struct str cell)
{
	if (str_compare(cell, str_of(c->known->latest)) > 0)
		check_find(c, line, column, "future-recorded",
		    _("recorded '%s' is more than a day later than now"), error_quote(cell));
}

/* A cell that is well-formed by its type. */
static void check_good_cell(
    struct check *c, uint64_t line, int column, struct str cell, struct str raw)
{
	const struct column *about = &c->schema->columns[column];
	if (cell.p != raw.p && !str_equal(cell, raw))
		check_find(c, line, column, "note-not-canonical", _("%s %s would be written %s"),
		    about->name, value_quote(about, raw), value_quote(about, cell));
	if (about->type == TYPE_TEXT)
		check_text(c, line, column, cell);
	else if (about->type == TYPE_USCC)
		check_uscc(c, line, column, cell);
	else if (about->type == TYPE_AREA)
		check_area(c, line, column, cell);
	else if (about->type == TYPE_TIME)
		check_time(c, line, column, cell);
}

static void check_bad_cell(
    struct check *c, uint64_t line, int column, struct str raw, const struct error *e)
{
	enum value_type type = c->schema->columns[column].type;
	if (has_lost_digits(raw))
		check_find(c, line, column, "lost-digits",
		    _("%s %s has lost its digits in a spreadsheet"),
		    c->schema->columns[column].name, value_quote(&c->schema->columns[column], raw));
	else
		check_find(c, line, column,
		    type == TYPE_CODE || type == TYPE_CODES ? "unknown-code" : "ill-typed", "%s",
		    e->message);
}

/* Reads a cell; most are as they should be and need no more than a glance. */
static bool read_cell(struct check *c, struct checked_row *row, int column, struct error *e)
{
	struct str raw = row->raw->values[column];
	row->cells[column] = raw;
	if (value_is_plain(&c->types[column], raw) ||
	    value_read(c->known->directory, &c->types[column], VALUE_STORED, raw,
		&row->texts[column], &row->cells[column], e)) {
		row->good |= COLUMN_BIT(column);
		return true;
	}
	row->cells[column] = (struct str){NULL, 0};
	return false;
}

static void report_cell(struct check *c, struct checked_row *row, int column, bool controls)
{
	struct error e;
	const struct column *about = &c->schema->columns[column];
	struct str raw = row->raw->values[column];
	uint64_t line = row->raw->csv.number;
	bool good = row->good & COLUMN_BIT(column) || read_cell(c, row, column, &e);
	if (controls && has_control(raw))
		check_find(c, line, column, "control-character", _("%s holds a control character"),
		    about->name);
	if (!good)
		check_bad_cell(c, line, column, raw, &e);
	else if (raw.n)
		check_good_cell(c, line, column, row->cells[column], raw);
	else if (about->required && row->raw->fields[column] >= 0)
		check_find(c, line, column, "required-empty", _("%s is empty, it is required"),
		    about->name);
}

/* Empty since: since before records began; empty until: not ended. */
static void read_span(
    const struct check *c, struct checked_row *row, bool (*read)(struct str, day *))
{
	const struct schema *s = c->schema;
	row->since = INT32_MIN;
	row->until = INT32_MAX;
	if (s->start == COLUMN_NONE) {
		if (read(row->cells[s->happens], &row->since))
			row->until = row->since + 1;
		return;
	}
	read(row->cells[s->start], &row->since);
	read(row->cells[s->end], &row->until);
}

/* The number that two digits are. */
static int two(const char *p)
{
	return (p[0] - '0') * 10 + p[1] - '0';
}

/* A date that is known to be one. */
static bool read_plain_date(struct str text, day *d)
{
	if (text.n)
		*d = date_of(two(text.p) * 100 + two(text.p + 2), two(text.p + 5), two(text.p + 8));
	return text.n;
}

bool check_cells(struct check *c, struct checked_row *row, bool report)
{
	const struct schema *s = c->schema;
	struct error ignored;
	bool last = !row->raw->csv.ended;
	row->good = 0;
	uint64_t wanted = report || last ? UINT64_MAX : c->wanted;
	for (int i = 0; i < s->column_count; i++)
		if (wanted & COLUMN_BIT(i))
			read_cell(c, row, i, &ignored);
	if (last && row->good != COLUMN_BIT(s->column_count) - 1) {
		if (report)
			check_find(c, row->raw->csv.number, COLUMN_NONE, "torn-tail",
			    _("the last line is torn (no newline, not complete)"));
		return false;
	}
	bool controls = report && has_control(row->raw->csv.line);
	for (int i = 0; i < s->column_count && report; i++)
		report_cell(c, row, i, controls);
	read_span(c, row, date_parse);
	return true;
}

/* Most cells are of a few areas. Bytes may be read behind the cell, it is one of a block. */
static void check_plain_area(struct check *c, uint64_t line, int column, struct str cell)
{
	size_t before = c->found.count;
	if (memo_find(&c->good_areas, cell) != MEMO_UNKNOWN)
		return;
	check_area(c, line, column, cell);
	if (c->found.count == before)
		memo_note(&c->good_areas, cell, 1);
}

void check_plain_cells(struct check *c, struct checked_row *row, bool report)
{
	const struct schema *s = c->schema;
	uint64_t line = row->raw->csv.number;
	row->good = COLUMN_BIT(s->column_count) - 1;
	memcpy(row->cells, row->raw->values, (size_t)s->column_count * sizeof(*row->cells));
	bool controls = report && has_control(row->raw->csv.line);
	for (int i = 0; i < s->column_count && controls; i++)
		if (has_control(row->cells[i]))
			check_find(c, line, i, "control-character",
			    _("%s holds a control character"), s->columns[i].name);
	for (size_t i = 0; i < c->looked_at_count && report; i++) {
		int column = c->looked_at[i];
		struct str cell = row->cells[column];
		if (cell.n && s->columns[column].type == TYPE_AREA)
			check_plain_area(c, line, column, cell);
		else if (cell.n)
			check_good_cell(c, line, column, cell, cell);
	}
	read_span(c, row, read_plain_date);
}
