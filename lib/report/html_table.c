/* html_table: tables; see html.h. */
#include "report/html_internal.h"

/* The region can scroll and be reached by keyboard, so that the page need not; its name is read
 * out. */
void html_table(struct html_page *page, cmark_node *table, bool begins)
{
	if (!begins) {
		buf_add_text(page->out, "</tbody>\n</table>\n</div>\n");
		return;
	}
	cmark_node *head = cmark_node_first_child(table);
	const char *before = "：";
	buf_printf(page->out,
	    "<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"表%zu",
	    ++page->tables);
	for (cmark_node *cell = cmark_node_first_child(head); cell; cell = cmark_node_next(cell)) {
		if (!cmark_node_first_child(cell))
			continue;
		buf_add_text(page->out, before);
		html_plain(page, cell);
		before = "、";
	}
	buf_add_text(page->out, "\">\n<table>\n");
}

static bool is_head(cmark_node *row)
{
	return !cmark_node_previous(row);
}

void html_row(struct html_page *page, cmark_node *row, bool begins)
{
	if (!begins) {
		buf_add_text(page->out, is_head(row) ? "</tr>\n</thead>\n<tbody>\n" : "</tr>\n");
		return;
	}
	page->column = 0;
	buf_add_text(page->out, is_head(row) ? "<thead>\n<tr>" : "<tr>");
}

/* Cells that name a column or row; empty ones name nothing. */
static const char *scope_of(const struct html_page *page, cmark_node *cell)
{
	if (!cmark_node_first_child(cell))
		return NULL;
	if (is_head(cmark_node_parent(cell)))
		return "col";
	return page->column == 0 ? "row" : NULL;
}

void html_cell(struct html_page *page, cmark_node *cell, bool begins)
{
	const char *scope = scope_of(page, cell);
	if (!begins) {
		buf_add_text(page->out, scope ? "</th>" : "</td>");
		page->column++;
		return;
	}
	char alignment = tree_alignment(cell);
	buf_add_text(page->out, scope ? "<th" : "<td");
	html_block_id(page);
	if (scope)
		buf_printf(page->out, " scope=\"%s\"", scope);
	if (alignment == 'r' || alignment == 'c')
		buf_printf(page->out, " class=\"%s\"", alignment == 'r' ? "right" : "centre");
	buf_add_char(page->out, '>');
}
