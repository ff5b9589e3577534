/* docx_table: tables as wide as the text, with thin borders; see docx_internal.h. */
#include "report/docx_internal.h"
#include "base/utf8.h"

#include <cmark-gfm-core-extensions.h>

enum {
	COLUMN = 120,      /* half a character of 12 pt */
	SPACE = 240,       /* on both sides of a cell's text, and a little more */
	COLUMNS_MAX = 200, /* of a text: longer ones need no more room */
};

bool docx_table_fits(cmark_node *table, struct error *e)
{
	unsigned columns = cmark_gfm_extensions_get_table_columns(table);
	return columns <= DOCX_COLUMNS_MAX ||
	       error_set(e, ERROR_DATA, _("a table has %u columns, Word takes at most %d"), columns,
		   DOCX_COLUMNS_MAX);
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

/* The room that each column needs to show its longest text in one line. */
static void measure(const struct tree *t, struct docx_table *table, cmark_node *node)
{
	size_t column = 0;
	int length = 0;
	cmark_iter *iter = cmark_iter_new(node);
	for (cmark_event_type event; (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE;) {
		cmark_node *part = cmark_iter_get_node(iter);
		bool enters = event == CMARK_EVENT_ENTER;
		if (tree_is_row(part)) {
			column = 0;
		} else if (tree_is_cell(part) && enters) {
			length = 0;
		} else if (tree_is_cell(part) && column < table->columns) {
			int width = length * COLUMN + SPACE;
			if (width > table->widths[column])
				table->widths[column] = width;
			column++;
		} else if (enters && length < COLUMNS_MAX) {
			length += text_columns(t, part);
		}
	}
	cmark_iter_free(iter);
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

static void set_widths(const struct tree *t, struct docx_table *table, cmark_node *node)
{
	int needed = 0;
	measure(t, table, node);
	for (size_t i = 0; i < table->columns; i++)
		needed += table->widths[i];
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
