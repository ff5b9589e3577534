/* html_internal: what the files of html share. */
#ifndef REPORT_HTML_INTERNAL_H
#define REPORT_HTML_INTERNAL_H

#include "report/html.h"

enum { HEADING_DEPTH_MAX = 6 };

/* A number on the page. */
struct html_number {
	size_t block;
	struct str text; /* borrowed from the tree or document */
	const struct mark *mark;
};

struct html_page {
	const struct html *html;
	struct buf *out;
	struct buf scratch;
	struct html_number *numbers; /* so far */
	size_t number_count, number_capacity;
	struct error *error; /* set when failed */
	bool failed;
	size_t blocks, tables, charts; /* so far */
	size_t column;                 /* of the cell, from 0 */
	bool within_link;              /* a link of the template, which can hold no other */
	/* Levels in the Markdown of the headings within which the next text stands. */
	int levels[HEADING_DEPTH_MAX];
	int depth;
};

/* Keeps a number of the block at hand for the list of them. */
void html_keep_number(struct html_page *page, struct str text, const struct mark *mark);
/* The list of the numbers and where they come from, for those who cannot point at them. */
void html_print_numbers(struct html_page *page);
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
