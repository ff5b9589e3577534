/* html_internal: what the files of html share. */
#ifndef REPORT_HTML_INTERNAL_H
#define REPORT_HTML_INTERNAL_H

#include "report/html.h"

enum { HEADING_DEPTH_MAX = 6 };

struct html_page {
	const struct html *html;
	struct buf *out;
	struct buf scratch;
	struct error *error; /* set when failed */
	bool failed;
	size_t blocks, tables, charts; /* so far */
	size_t column;                 /* of the cell, from 0 */
	/* Levels in the Markdown of the headings within which the next text stands. */
	int levels[HEADING_DEPTH_MAX];
	int depth;
};

/* The text of an inline node with its numbers. */
void html_text(struct html_page *page, const char *literal);
/* A link or image begins or ends. */
void html_link(struct html_page *page, cmark_node *link, bool begins);
void html_image(struct html_page *page, cmark_node *image);
/* The text of a node and what is in it, without marks or tags, as an attribute or title may hold
 * it. */
void html_plain(struct html_page *page, cmark_node *node);
/* A table, row or cell begins or ends. */
void html_table(struct html_page *page, cmark_node *table, bool begins);
void html_row(struct html_page *page, cmark_node *row, bool begins);
void html_cell(struct html_page *page, cmark_node *cell, bool begins);
/* The attribute by which a block is found. */
void html_block_id(struct html_page *page);

#endif
