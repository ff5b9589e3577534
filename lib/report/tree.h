/*
 * tree: a report in Markdown as a tree of blocks and inlines (CommonMark with the tables of GFM),
 * for the forms that are more than lines of text. The printed figures keep their marks: the text of
 * a node comes in pieces, of which some are numbers.
 *
 * Numbers are marked within the text that is parsed by noncharacters (U+FDD0 to U+FDEF), which
 * stand in no data: those of the document come out as U+FFFD.
 */
#ifndef REPORT_TREE_H
#define REPORT_TREE_H

#include "report/document.h"

#define CMARK_NO_SHORT_NAMES /* its NODE_TEXT is not that of template.h */
#include <cmark-gfm.h>

struct tree {
	cmark_node *root;                /* adjacent texts are one node */
	const struct document *document; /* borrowed */
};

/* A part of the text of a node: a number with its mark, or other text with NULL. */
struct tree_piece {
	struct str text; /* borrowed from the node */
	const struct mark *mark;
};

void tree_parse(struct tree *t, const struct document *markdown);
void tree_release(struct tree *t);
/* Cuts the next piece off the front of *rest, a literal of a node of text or code (str_of); false
 * when *rest is used up. Pieces are never empty. */
bool tree_next_piece(const struct tree *t, struct str *rest, struct tree_piece *piece);
/* A literal or an address of a node without marks (for places that cannot show them). Free it. */
char *tree_unmarked(const char *text);
/* The chart that a paragraph stands for; NULL when it is a paragraph. */
const struct chart *tree_chart(const struct tree *t, cmark_node *paragraph);
/* Likewise with the lines that it stands in place of. */
const struct chart_lines *tree_chart_lines(const struct tree *t, cmark_node *paragraph);
/* Puts the place in the template that a block comes from into *e. Always false. */
bool tree_error_at(const struct tree *t, cmark_node *block, struct error *e);
/* False and *e (ERROR_USAGE), with its place, when a chart of the document stands where it is no
 * paragraph: in a block of code or raw HTML. */
bool tree_has_all_charts(const struct tree *t, struct error *e);
/* Whether a node is a table, a row of it (the first is the head) or a cell. */
bool tree_is_table(cmark_node *node);
bool tree_is_row(cmark_node *node);
bool tree_is_cell(cmark_node *node);
/* How the column of a cell is aligned: 'l', 'c', 'r', or 0. */
char tree_alignment(cmark_node *cell);

#endif
