/*
 * tree_trace: where numbers stand in a report that has no lines of text (HTML, Word).
 *
 * Blocks are what holds text: headings, paragraphs (those of list items and quotations too), cells
 * of tables, empty ones too, blocks of code and of raw HTML, and charts. They are counted from 1 in
 * the order of the report. A form numbers them alike, shows the text of each whole (raw HTML and
 * the alternative texts of images are text; a line break is one character), and shows nothing else
 * in them, so that "line 3, column 5" is the fifth character of its third block. In a chart,
 * columns count its numbers.
 */
#ifndef REPORT_TREE_TRACE_H
#define REPORT_TREE_TRACE_H

#include "report/tree.h"

/* Whether a node is a block, as explained above. */
bool tree_is_block(cmark_node *node);
/* What a line break of the Markdown text that means none in the report becomes: a blank, or nothing
 * beside a Chinese character. */
const char *tree_soft_break(const struct tree *t, cmark_node *soft_break);
/* Appends the trace of all numbers as CSV (trace.h): line is the block, column the character. */
void tree_trace(const struct tree *t, struct csv_writer *w);

#endif
