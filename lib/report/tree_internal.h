/*
 * tree_internal: the signs within the text that is parsed, which tree.c and tree_code.c share.
 */
#ifndef REPORT_TREE_INTERNAL_H
#define REPORT_TREE_INTERNAL_H

#include "report/tree.h"

/*
 * A number is BEGIN, its place among the marks in hexadecimal digits from DIGITS on, BEHIND, the
 * text, END; a chart is CHART, digits and END in a paragraph of its own. While code is looked for
 * (tree_code.c), a character of data that was escaped is ESCAPE, digits and END. All are three
 * bytes.
 */
enum {
	BEGIN = 0xFDD0,
	BEHIND = 0xFDD1,
	END = 0xFDD2,
	CHART = 0xFDD3,
	ESCAPE = 0xFDD4,
	DIGITS = 0xFDE0,
	FIRST = 0xFDD0,
	LAST = 0xFDEF,
	SIGN_BYTES = 3,
};

/* The sign at the front of the text, 0 when there is none. */
uint32_t tree_sign_at(struct str text);
/* Appends a sign with a place behind it. */
void tree_add_place(struct buf *out, uint32_t sign, size_t place);
/* Appends text without signs. */
void tree_add_text(struct buf *out, struct str text);
/* The place behind a sign, which is cut off with it. */
size_t tree_take_place(struct str *rest);
/* To be freed; adjacent texts are several nodes. */
cmark_node *tree_parse_text(struct str text);

#endif
