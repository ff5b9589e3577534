/*
 * tree_code: data in code. Names of lists and areas are escaped for Markdown; where the template
 * has them in code (`…`, or a fenced block) backslashes mean themselves and would be seen. A block
 * that is code by its indentation alone is left as it is: plain text takes it for a paragraph.
 */
#ifndef REPORT_TREE_CODE_H
#define REPORT_TREE_CODE_H

#include "report/document.h"

/*
 * Takes back the escapes of data that stand in code. Those stay without which the text would be
 * read otherwise: in a paragraph or table in which data have a '`', at the start of a line, and of
 * '|' in a table, which GFM takes away itself.
 */
void tree_mend_code(struct document *d);

#endif
