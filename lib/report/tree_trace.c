/* tree_trace: see tree_trace.h. */
#include "report/tree_trace.h"
#include "base/utf8.h"
#include "report/trace.h"

bool tree_is_block(cmark_node *node)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_PARAGRAPH:
	case CMARK_NODE_HEADING:
	case CMARK_NODE_CODE_BLOCK:
	case CMARK_NODE_HTML_BLOCK:
		return true;
	default:
		return tree_is_cell(node);
	}
}

/* --- line breaks ------------------------------------------------------------------------------ */

/* The text, code, … that stands before or behind a node in its block, or NULL. */
static cmark_node *leaf_beside(cmark_node *node, bool before)
{
	cmark_node *beside;
	while (!(beside = before ? cmark_node_previous(node) : cmark_node_next(node))) {
		node = cmark_node_parent(node);
		if (!node || tree_is_block(node))
			return NULL;
	}
	for (cmark_node *child = beside; child;
	     child = before ? cmark_node_last_child(child) : cmark_node_first_child(child))
		beside = child;
	return beside;
}

static bool is_wide_beside(const struct tree *t, cmark_node *node, bool before)
{
	cmark_node *leaf = leaf_beside(node, before);
	struct str rest = str_of(leaf ? cmark_node_get_literal(leaf) : NULL), text = {NULL, 0};
	for (struct tree_piece piece; tree_next_piece(t, &rest, &piece);) {
		text = piece.text;
		if (!before)
			break;
	}
	if (!text.n)
		return false;
	size_t start = 0;
	if (before)
		for (start = text.n - 1; start && (text.p[start] & 0xC0) == 0x80;)
			start--;
	text = str_from(text, start);
	return utf8_width(str_first(text, utf8_length(text))) == 2;
}

const char *tree_soft_break(const struct tree *t, cmark_node *soft_break)
{
	bool wide = is_wide_beside(t, soft_break, true) || is_wide_beside(t, soft_break, false);
	return wide ? "" : " ";
}

/* --- trace ------------------------------------------------------------------------------------ */

struct place {
	size_t line, column;
};

static void trace_text(
    const struct tree *t, const char *literal, struct place *at, struct csv_writer *w)
{
	struct str rest = str_of(literal);
	for (struct tree_piece piece; tree_next_piece(t, &rest, &piece);) {
		if (piece.mark)
			trace_number(
			    w, at->line, at->column, piece.text, piece.mark->row, piece.mark->base);
		at->column += utf8_count(piece.text);
	}
}

static void trace_chart(const struct document *d, const struct chart_lines *chart, struct place *at,
    struct csv_writer *w)
{
	size_t end = chart->start + chart->length;
	for (size_t i = 0; i < d->mark_count && d->marks[i].start < end; i++) {
		const struct mark *m = &d->marks[i];
		if (m->start >= chart->start)
			trace_number(w, at->line, at->column++,
			    (struct str){d->text.p + m->start, m->length}, m->row, m->base);
	}
}

static void trace_node(
    const struct tree *t, cmark_node *node, struct place *at, struct csv_writer *w)
{
	if (tree_is_block(node))
		*at = (struct place){at->line + 1, 1};
	const struct chart_lines *chart = tree_chart_lines(t, node);
	if (chart)
		trace_chart(t->document, chart, at, w);
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_TEXT:
	case CMARK_NODE_CODE:
	case CMARK_NODE_CODE_BLOCK:
	case CMARK_NODE_HTML_INLINE:
	case CMARK_NODE_HTML_BLOCK:
		trace_text(t, cmark_node_get_literal(node), at, w);
		break;
	case CMARK_NODE_SOFTBREAK:
		at->column += strlen(tree_soft_break(t, node));
		break;
	case CMARK_NODE_LINEBREAK:
		at->column++;
		break;
	default:
		break;
	}
}

void tree_trace(const struct tree *t, struct csv_writer *w)
{
	struct place at = {0, 1};
	cmark_iter *iter = cmark_iter_new(t->root);
	trace_begin(w);
	for (cmark_event_type event; (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE;)
		if (event == CMARK_EVENT_ENTER)
			trace_node(t, cmark_iter_get_node(iter), &at, w);
	cmark_iter_free(iter);
}
