/* xlsx_cells: see xlsx_cells.h. */
#include "sheet/xlsx_cells.h"
#include "sheet/xlsx_text.h"
#include "sheet/xlsx_xml.h"

#include <stdlib.h>

enum {
	SHEET = 1,
	COLUMNS,
	COLUMN,
	ROWS,
	ROW,
	CELL,
	FORMULA,
	VALUE,
	INLINE,
	INLINE_T,
	RUN,
	RUN_T,
	MERGES,
	MERGE,
};

static const struct xlsx_step steps[] = {
    {CELL, "v", VALUE, XLSX_TEXT},
    {ROW, "c", CELL, XLSX_NO_TEXT},
    {ROWS, "row", ROW, XLSX_NO_TEXT},
    {CELL, "f", FORMULA, XLSX_NO_TEXT},
    {CELL, "is", INLINE, XLSX_NO_TEXT},
    {INLINE, "t", INLINE_T, XLSX_PROSE},
    {INLINE, "r", RUN, XLSX_NO_TEXT},
    {RUN, "t", RUN_T, XLSX_PROSE},
    {SHEET, "sheetData", ROWS, XLSX_NO_TEXT},
    {SHEET, "cols", COLUMNS, XLSX_NO_TEXT},
    {COLUMNS, "col", COLUMN, XLSX_NO_TEXT},
    {SHEET, "mergeCells", MERGES, XLSX_NO_TEXT},
    {MERGES, "mergeCell", MERGE, XLSX_NO_TEXT},
    {0, "worksheet", SHEET, XLSX_NO_TEXT},
    {0, NULL, 0, XLSX_NO_TEXT},
};

enum cell_type { NUMBER, SHARED, STRING, TRUTH, FAULT, DATE };

static const char *const type_names[] = {"n", "s", "str", "b", "e", "d", "inlineStr"};
static const enum cell_type types[] = {NUMBER, SHARED, STRING, TRUTH, FAULT, DATE, STRING};

/* The cell at hand. */
struct current {
	uint32_t column; /* from 0 */
	enum cell_type type;
	uint32_t style;
	bool formula, valued, inline_text;
};

/* In `starts`. */
enum {
	ELSEWHERE = -1, /* the text is one of the shared ones */
	NO_CELL = -2,
};

enum { ROW_TEXT_MAX = 64 << 20 };

struct xlsx_cells {
	const struct xlsx_workbook *workbook;
	struct xlsx_xml *xml;
	struct sheet_facts *facts; /* of the call at hand */
	bool over;
	struct error fault; /* what every further call gives; kind ERROR_NONE: there is none */

	uint32_t row; /* the last that has begun, from 1; 0 before the first */
	bool hidden, in_cell, failed;
	struct current cell;
	struct buf value; /* as it stands in the XML, for one cell */

	struct sheet_cell *cells; /* of the row; their texts in `text` from `starts` on */
	ptrdiff_t *starts;
	size_t count, cell_capacity, start_capacity;
	struct buf text;

	unsigned char hidden_columns[XLSX_COLUMNS]; /* 1: hidden, 2: and counted */
};

/* --- rows --------------------------------------------------------------------------------- */

static struct error *fail(struct xlsx_cells *c)
{
	c->failed = true;
	return xlsx_xml_fail(c->xml);
}

static void start_row(struct xlsx_cells *c, const char **attributes)
{
	const char *number = xlsx_attribute(attributes, "r");
	uint32_t row = c->row + 1;
	if (number && (!xlsx_number(str_of(number), &row) || row <= c->row)) {
		error_set(fail(c), ERROR_DATA,
		    _("the sheet is damaged: row '%1$s' stands behind row %2$lu"),
		    error_quote(str_of(number)), (unsigned long)c->row);
		return;
	}
	if (row > XLSX_ROWS) {
		error_set(fail(c), ERROR_DATA, _("row %1$lu is beyond the last of a sheet, %2$d"),
		    (unsigned long)row, XLSX_ROWS);
		return;
	}
	c->row = row;
	c->hidden = xlsx_is_true(xlsx_attribute(attributes, "hidden"));
	c->count = 0;
	c->text.n = 0;
	c->cell.column = UINT32_MAX; /* the next one is the first */
}

static void note_column(struct xlsx_cells *c, size_t column)
{
	if (c->hidden_columns[column] != 1)
		return;
	c->hidden_columns[column] = 2;
	c->facts->hidden_columns++;
}

/* An empty row is none. */
static void end_row(struct xlsx_cells *c)
{
	if (c->count == 0)
		return;
	for (size_t i = 0; i < c->count; i++) {
		if (c->starts[i] >= 0)
			c->cells[i].text.p = c->text.p + c->starts[i];
		if (c->cells[i].kind != SHEET_EMPTY)
			note_column(c, i);
	}
	c->facts->hidden_rows += c->hidden;
	xlsx_xml_pause(c->xml);
}

/* --- cells -------------------------------------------------------------------------------- */

/* "AB12"; false when it is no cell that a sheet can have. */
static bool parse_reference(const char *text, uint32_t *column, uint32_t *row)
{
	uint32_t letters = 0;
	while (*text >= 'A' && *text <= 'Z' && letters <= XLSX_COLUMNS)
		letters = letters * 26 + (uint32_t)(*text++ - 'A') + 1;
	*column = letters - 1;
	*row = 0;
	if (letters == 0 || letters > XLSX_COLUMNS || *text < '1' || *text > '9')
		return false;
	while (*text >= '0' && *text <= '9' && *row <= XLSX_ROWS)
		*row = *row * 10 + (uint32_t)(*text++ - '0');
	return *text == '\0' && *row <= XLSX_ROWS;
}

/* Where the cell stands: as it says, else behind the one before. */
static bool place_cell(struct xlsx_cells *c, const char *reference)
{
	uint32_t row, column = c->cell.column + 1;
	if (reference && (!parse_reference(reference, &column, &row) || row != c->row)) {
		error_set(fail(c), ERROR_DATA,
		    _("'%s' is no cell of this row; it would be like B12"),
		    error_quote(str_of(reference)));
		return false;
	}
	if (column >= XLSX_COLUMNS) {
		error_set(fail(c), ERROR_DATA, _("the row has more cells than a sheet, %d"),
		    XLSX_COLUMNS);
		return false;
	}
	c->cell.column = column;
	c->in_cell = true;
	return true;
}

static bool read_type(struct xlsx_cells *c, const char *name)
{
	c->cell.type = NUMBER;
	if (!name)
		return true;
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (strcmp(name, type_names[i]) == 0) {
			c->cell.type = types[i];
			return true;
		}
	error_set(fail(c), ERROR_DATA, _("the sheet is damaged: a cell of unknown type '%s'"),
	    error_quote(str_of(name)));
	return false;
}

static void read_style(struct xlsx_cells *c, const char *style)
{
	c->cell.style = 0;
	if (style && !xlsx_number(str_of(style), &c->cell.style))
		error_set(fail(c), ERROR_DATA,
		    _("the sheet is damaged: a cell of unknown style '%s'"),
		    error_quote(str_of(style)));
}

static void start_cell(struct xlsx_cells *c, const char **attributes)
{
	const char *reference = NULL, *type = NULL, *style = NULL;
	for (; *attributes; attributes += 2) {
		if (attributes[0][1] != '\0')
			continue;
		if (*attributes[0] == 'r')
			reference = attributes[1];
		else if (*attributes[0] == 't')
			type = attributes[1];
		else if (*attributes[0] == 's')
			style = attributes[1];
	}
	c->cell.formula = c->cell.valued = c->cell.inline_text = false;
	c->value.n = 0;
	if (place_cell(c, reference) && read_type(c, type))
		read_style(c, style);
}

/* The cell at hand becomes one of the row. */
static void put(struct xlsx_cells *c, enum sheet_kind kind, struct str text, ptrdiff_t start)
{
	size_t column = c->cell.column;
	if (text.n == 0)
		return;
	c->cells = mem_room(c->cells, &c->cell_capacity, column + 1, sizeof(*c->cells));
	c->starts = mem_room(c->starts, &c->start_capacity, column + 1, sizeof(*c->starts));
	for (; c->count <= column; c->count++) {
		c->cells[c->count] = (struct sheet_cell){{NULL, 0}, SHEET_EMPTY};
		c->starts[c->count] = NO_CELL;
	}
	if (c->starts[column] != NO_CELL)
		error_set(fail(c), ERROR_DATA, _("the sheet is damaged: this cell is there twice"));
	c->cells[column] = (struct sheet_cell){text, kind};
	c->starts[column] = start;
}

/* With the text that stands in c->text from `start` on. */
static void put_own(struct xlsx_cells *c, enum sheet_kind kind, size_t start)
{
	if (c->text.n > ROW_TEXT_MAX)
		error_set(fail(c), ERROR_DATA, _("the row has more text than a sheet can show"));
	else
		put(c, kind, str_from(buf_str(&c->text), start), (ptrdiff_t)start);
}

static void fail_value(struct xlsx_cells *c)
{
	error_set(fail(c), ERROR_DATA,
	    _("the sheet is damaged: the value of this cell is not of the type that it has"));
}

static void end_number(struct xlsx_cells *c, struct str value)
{
	size_t start = c->text.n;
	enum xlsx_style style;
	bool since_1904 = c->workbook->since_1904, is_month;
	if (!xlsx_styles_find(&c->workbook->styles, c->cell.style, &style))
		error_set(fail(c), ERROR_DATA,
		    _("the sheet is damaged: a number of style %lu, which the workbook lacks"),
		    (unsigned long)c->cell.style);
	else if (style == XLSX_DAY && xlsx_day_text(value, since_1904, &c->text))
		put_own(c, SHEET_DATE, start);
	else if (style == XLSX_MONTH && xlsx_month_text(value, since_1904, &c->text, &is_month))
		put_own(c, is_month ? SHEET_TEXT : SHEET_DATE, start);
	else if (xlsx_number_text(value, &c->text))
		put_own(c, SHEET_NUMBER, start);
	else
		fail_value(c);
}

static void fail_text(struct xlsx_cells *c)
{
	error_set(fail(c), ERROR_DATA,
	    _("the cell has a control character that no text has; tabs and line breaks alone are "
	      "understood"));
}

static void end_text(struct xlsx_cells *c, enum sheet_kind kind, struct str value)
{
	size_t start = c->text.n;
	if (xlsx_text_add(value, &c->text) != XLSX_TEXT_GOOD)
		fail_text(c);
	else
		put_own(c, kind, start);
}

static void end_shared(struct xlsx_cells *c, struct str value)
{
	const struct xlsx_strings *strings = &c->workbook->strings;
	uint32_t number;
	if (!xlsx_number(value, &number))
		fail_value(c);
	else if (number >= strings->count)
		error_set(fail(c), ERROR_DATA,
		    _("the sheet is damaged: the cell has text %1$lu of the workbook's %2$zu, "
		      "which "
		      "are counted from 0"),
		    (unsigned long)number, strings->count);
	else if (xlsx_strings_is_bad(strings, number))
		fail_text(c);
	else
		put(c, SHEET_TEXT, xlsx_strings_text(strings, number), ELSEWHERE);
}

static void end_truth(struct xlsx_cells *c, struct str value)
{
	bool is_true = str_equal(value, STR("1")) || str_equal(value, STR("true"));
	if (is_true || str_equal(value, STR("0")) || str_equal(value, STR("false")))
		put(c, SHEET_TRUTH, is_true ? STR("TRUE") : STR("FALSE"), ELSEWHERE);
	else
		fail_value(c);
}

/* What is no day, such as a time alone, stays text. */
static void end_date(struct xlsx_cells *c, struct str value)
{
	size_t start = c->text.n;
	if (xlsx_iso_text(value, &c->text))
		put_own(c, SHEET_DATE, start);
	else
		end_text(c, SHEET_TEXT, value);
}

static void end_cell(struct xlsx_cells *c)
{
	struct str whole = buf_str(&c->value), value = xlsx_trimmed(whole);
	enum cell_type type = c->cell.inline_text ? STRING : c->cell.type;
	if (c->cell.formula && (type == STRING ? !c->cell.valued : value.n == 0))
		put(c, SHEET_FAULT, STR("="), ELSEWHERE);
	else if (type == STRING)
		end_text(c, SHEET_TEXT, whole);
	else if (value.n == 0)
		;
	else if (type == NUMBER)
		end_number(c, value);
	else if (type == SHARED)
		end_shared(c, value);
	else if (type == TRUTH)
		end_truth(c, value);
	else if (type == DATE)
		end_date(c, value);
	else
		end_text(c, SHEET_FAULT, value);
	c->in_cell = c->failed; /* what is wrong is this one */
}

/* --- the part ----------------------------------------------------------------------------- */

static void start_column(struct xlsx_cells *c, const char **attributes)
{
	uint32_t from, to;
	if (!xlsx_is_true(xlsx_attribute(attributes, "hidden")) ||
	    !xlsx_number(str_of(xlsx_attribute(attributes, "min")), &from) ||
	    !xlsx_number(str_of(xlsx_attribute(attributes, "max")), &to) || from == 0)
		return;
	for (uint32_t i = from - 1; i < to && i < XLSX_COLUMNS; i++)
		c->hidden_columns[i] = 1;
}

static void start(struct xlsx_xml *x, void *context, int place, const char **attributes)
{
	struct xlsx_cells *c = context;
	(void)x;
	if (place == CELL)
		start_cell(c, attributes);
	else if (place == FORMULA)
		c->cell.formula = true;
	else if (place == INLINE)
		c->cell.inline_text = true;
	else if (place == ROW)
		start_row(c, attributes);
	else if (place == COLUMN)
		start_column(c, attributes);
	else if (place == MERGE)
		c->facts->merged++;
}

static void add_value(struct xlsx_cells *c, struct str text)
{
	c->cell.valued = true;
	if (c->value.n + text.n > XLSX_TEXT_MAX)
		error_set(fail(c), ERROR_DATA, _("the cell has more text than a sheet can show"));
	else
		buf_add_str(&c->value, text);
}

static void end(struct xlsx_xml *x, void *context, int place, struct str text)
{
	struct xlsx_cells *c = context;
	(void)x;
	if (place == VALUE || place == INLINE_T || place == RUN_T)
		add_value(c, text);
	else if (place == CELL)
		end_cell(c);
	else if (place == ROW)
		end_row(c);
}

struct xlsx_cells *xlsx_cells_open(const struct xlsx_workbook *w, const char *part, struct error *e)
{
	static const struct xlsx_reader reader = {steps, start, end};
	struct xlsx_cells *c = mem_alloc(1, sizeof(*c));
	c->workbook = w;
	c->xml = xlsx_xml_open(w->package, str_of(part), UINT64_MAX, &reader, c, e);
	if (c->xml)
		return c;
	xlsx_cells_close(c);
	return NULL;
}

int xlsx_cells_next(
    struct xlsx_cells *c, struct sheet_row *row, struct sheet_facts *facts, struct error *e)
{
	if (c->over)
		*e = c->fault;
	if (c->over)
		return c->fault.kind == ERROR_NONE ? 0 : -1;
	c->facts = facts;
	switch (xlsx_xml_next(c->xml, e)) {
	case XLSX_PAUSE:
		*row = (struct sheet_row){c->row, c->hidden, c->count, c->cells};
		return 1;
	case XLSX_END:
		c->over = true;
		return 0;
	default:
		e->line = c->row;
		e->column = c->in_cell ? c->cell.column + 1 : 0;
		c->fault = *e;
		c->over = true;
		return -1;
	}
}

void xlsx_cells_close(struct xlsx_cells *c)
{
	if (!c)
		return;
	xlsx_xml_close(c->xml);
	free(c->cells);
	free(c->starts);
	buf_release(&c->value);
	buf_release(&c->text);
	free(c);
}
