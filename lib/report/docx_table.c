/* docx_table: tables as wide as the text, with thin borders; see docx_internal.h. */
#include "report/docx_internal.h"
#include "base/utf8.h"

#include <cmark-gfm-core-extensions.h>

enum {
	COLUMN = 120,      /* half a character of 12 pt */
	SPACE = 240,       /* on both sides of a cell's text, and a little more */
	COLUMNS_MAX = 200, /* of a text: longer ones need no more room */
	HEAD_LINES_MAX = 6,
	BODY_LINES_MAX = 4,
};

bool docx_table_fits(const struct tree *t, cmark_node *table, struct error *e)
{
	unsigned columns = cmark_gfm_extensions_get_table_columns(table);
	if (columns <= DOCX_COLUMNS_MAX)
		return true;
	error_set(e, ERROR_DATA, _("a table has %u columns, Word takes at most %d"), columns,
	    DOCX_COLUMNS_MAX);
	return tree_error_at(t, table, e);
}

/* --- widths ----------------------------------------------------------------------------------- */

static int text_columns(const struct tree *t, cmark_node *node)
{
	struct str rest = str_of(cmark_node_get_literal(node));
	size_t columns = 0;
	for (struct tree_piece piece; tree_next_piece(t, &rest, &piece);)
		columns += utf8_width(piece.text);
	return columns < COLUMNS_MAX ? (int)columns : COLUMNS_MAX;
}

/* What the texts of a column take, each in one line. */
struct measure {
	int head, body;
	bool numbers; /* a line break within one would be a fault */
};

/* The columns of text in a cell. */
static int cell_columns(const struct tree *t, cmark_node *cell)
{
	int columns = 0;
	cmark_iter *iter = cmark_iter_new(cell);
	for (cmark_event_type event; (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE;)
		if (event == CMARK_EVENT_ENTER && columns < COLUMNS_MAX)
			columns += text_columns(t, cmark_iter_get_node(iter));
	cmark_iter_free(iter);
	return columns;
}

static void measure(const struct tree *t, struct measure *columns, size_t count, cmark_node *table)
{
	for (cmark_node *row = cmark_node_first_child(table); row; row = cmark_node_next(row)) {
		cmark_node *cell = cmark_node_first_child(row);
		for (size_t i = 0; cell && i < count; i++, cell = cmark_node_next(cell)) {
			bool head = !cmark_node_previous(row);
			int *most = head ? &columns[i].head : &columns[i].body;
			int width = cell_columns(t, cell);
			*most = width > *most ? width : *most;
			columns[i].numbers = tree_alignment(cell) == 'r';
		}
	}
}

/* A text of so many columns in so many lines. */
static int broken(int columns, int lines)
{
	return (columns + lines - 1) / lines;
}

/* The room of a column whose head takes so many lines, and its other texts so many. */
static int room(const struct measure *m, int head_lines, int body_lines)
{
	int head = broken(m->head, head_lines), body = m->body;
	if (!m->numbers)
		body = broken(body, body_lines);
	/* numbers may be of a font that is a little wider than half as wide as high */
	return (head > body ? head : body) * COLUMN + SPACE +
	       (m->numbers ? m->body * COLUMN / 8 : 0);
}

/* What is left over is shared out by need. */
static void widen(struct docx_table *table, int needed)
{
	int left = DOCX_TEXT_WIDTH;
	for (size_t i = 0; i < table->columns; i++) {
		table->widths[i] =
		    (int)((long)table->widths[i] * DOCX_TEXT_WIDTH / (needed ? needed : 1));
		left -= table->widths[i];
	}
	table->widths[table->columns - 1] += left;
}

/* Columns that need no more than an even share get that, the others share the rest evenly. */
static void narrow(struct docx_table *table)
{
	bool settled[DOCX_COLUMNS_MAX] = {false};
	int left = DOCX_TEXT_WIDTH, open = (int)table->columns;
	for (bool changed = true; changed && open;) {
		int share = left / open;
		changed = false;
		for (size_t i = 0; i < table->columns; i++)
			if (!settled[i] && table->widths[i] <= share) {
				settled[i] = changed = true;
				left -= table->widths[i];
				open--;
			}
	}
	for (size_t i = 0; i < table->columns; i++)
		if (!settled[i]) {
			table->widths[i] = left / open;
			left -= table->widths[i];
			open--;
		}
}

static int set_rooms(
    struct docx_table *table, const struct measure *columns, int head_lines, int body_lines)
{
	int needed = 0;
	for (size_t i = 0; i < table->columns; i++)
		needed += table->widths[i] = room(&columns[i], head_lines, body_lines);
	return needed;
}

/* With as few lines as it takes, rather in the head than below. */
static void set_widths(const struct tree *t, struct docx_table *table, cmark_node *node)
{
	struct measure columns[DOCX_COLUMNS_MAX] = {{0}};
	int needed = DOCX_TEXT_WIDTH + 1;
	measure(t, columns, table->columns, node);
	for (int body = 1; body <= BODY_LINES_MAX && needed > DOCX_TEXT_WIDTH; body++)
		for (int head = 1; head <= HEAD_LINES_MAX && needed > DOCX_TEXT_WIDTH; head++)
			needed = set_rooms(table, columns, head, body);
	if (needed > DOCX_TEXT_WIDTH)
		narrow(table);
	else if (table->columns)
		widen(table, needed);
}

/* --- rows and cells --------------------------------------------------------------------------- */

#define BORDER(side) "<w:" side " w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>"
#define MARGIN(side, twips) "<w:" side " w:w=\"" twips "\" w:type=\"dxa\"/>"

void docx_begin_table(
    struct buf *xml, const struct tree *t, struct docx_table *table, cmark_node *node)
{
	*table = (struct docx_table){.columns = cmark_gfm_extensions_get_table_columns(node)};
	set_widths(t, table, node);
	buf_printf(xml,
	    "<w:tbl><w:tblPr><w:tblW w:w=\"%d\" w:type=\"dxa\"/><w:jc w:val=\"center\"/>"
	    "<w:tblBorders>" BORDER("top") BORDER("left") BORDER("bottom") BORDER("right")
		BORDER("insideH")
		    BORDER("insideV") "</w:tblBorders><w:tblLayout "
				      "w:type=\"fixed\"/><w:tblCellMar>" MARGIN("top", "28")
					  MARGIN("left", "85") MARGIN("bottom", "28") MARGIN(
					      "right", "85") "</w:tblCellMar></w:tblPr><w:tblGrid>",
	    DOCX_TEXT_WIDTH);
	for (size_t i = 0; i < table->columns; i++)
		buf_printf(xml, "<w:gridCol w:w=\"%d\"/>", table->widths[i]);
	buf_add_text(xml, "</w:tblGrid>");
}

void docx_end_table(struct buf *xml)
{
	buf_add_text(xml, "</w:tbl>");
}

void docx_begin_row(struct buf *xml, struct docx_table *table, cmark_node *row)
{
	table->column = 0;
	table->head = !cmark_node_previous(row);
	buf_printf(
	    xml, "<w:tr><w:trPr><w:cantSplit/>%s</w:trPr>", table->head ? "<w:tblHeader/>" : "");
}

void docx_end_row(struct buf *xml)
{
	buf_add_text(xml, "</w:tr>");
}

enum docx_style docx_begin_cell(struct buf *xml, struct docx_table *table, cmark_node *cell)
{
	enum docx_style style = table->head ? DOCX_TABLE_HEAD : DOCX_TABLE_TEXT;
	char alignment = table->head ? 'c' : tree_alignment(cell);
	int width = table->column < table->columns ? table->widths[table->column++] : 0;
	buf_printf(xml,
	    "<w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/><w:vAlign w:val=\"center\"/>"
	    "</w:tcPr>",
	    width);
	docx_begin_paragraph(xml, style,
	    alignment == 'r'   ? "<w:jc w:val=\"right\"/>"
	    : alignment == 'c' ? "<w:jc w:val=\"center\"/>"
			       : "<w:jc w:val=\"left\"/>");
	return style;
}

void docx_end_cell(struct buf *xml)
{
	docx_end_paragraph(xml);
	buf_add_text(xml, "</w:tc>");
}
