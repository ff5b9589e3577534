/*
 * plain_text: a report without its Markdown: headings, emphasis, links, quotation marks of blocks
 * and backslashes lose their signs, lists keep theirs, code stands as it is, tables are aligned by
 * display width. Of CommonMark this is what reports use, line by line; it is no renderer.
 */
#ifndef REPORT_PLAIN_TEXT_H
#define REPORT_PLAIN_TEXT_H

#include "report/document.h"

/* Appends `from` to `to`, marks included. */
void plain_text(const struct document *from, struct document *to);

/* Appends the bytes from `begin` up to `end`, which hold no line break, without inline signs. */
void plain_inline(struct document_copy *c, size_t begin, size_t end);
/* Likewise of a cell, in whose code '|' is escaped too. */
void plain_cell(struct document_copy *c, size_t begin, size_t end);

/* Whether a table stands at `begin`: a line with '|' and under it |---|. */
bool plain_table_begins(struct str text, size_t begin);
/* Appends that table aligned; returns where it ends. */
size_t plain_table(struct document_copy *c, size_t begin);

/* Where the line that starts at `begin` ends (its newline, or the end of the text). */
size_t plain_line_end(struct str text, size_t begin);

#endif
