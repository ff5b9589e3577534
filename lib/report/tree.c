/* tree: see tree.h. */
#include "report/tree_internal.h"
#include "base/utf8.h"
#include "report/chart.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>
#include <stdlib.h>

uint32_t tree_sign_at(struct str text)
{
	size_t length;
	if (text.n < SIGN_BYTES || text.p[0] != '\xEF')
		return 0;
	uint32_t code = utf8_decode(text, &length);
	return code >= FIRST && code <= LAST ? code : 0;
}

/* --- the text that is parsed ------------------------------------------------------------------ */

void tree_add_place(struct buf *out, uint32_t sign, size_t place)
{
	utf8_encode(out, sign);
	do {
		utf8_encode(out, DIGITS + (uint32_t)(place & 15));
		place >>= 4;
	} while (place);
}

void tree_add_text(struct buf *out, struct str text)
{
	for (size_t i = 0; i < text.n; i++) {
		if (tree_sign_at(str_from(text, i))) {
			utf8_encode(out, 0xFFFD);
			i += SIGN_BYTES - 1;
		} else {
			buf_add_char(out, text.p[i]);
		}
	}
}

static struct str part(const struct document *d, size_t begin, size_t end)
{
	return begin == end ? (struct str){NULL, 0} : (struct str){d->text.p + begin, end - begin};
}

/* The bytes from `begin` up to `end`, in which no chart stands. */
static size_t add_marked(
    struct buf *out, const struct document *d, size_t mark, size_t begin, size_t end)
{
	for (; mark < d->mark_count && d->marks[mark].start < end; mark++) {
		const struct mark *m = &d->marks[mark];
		tree_add_text(out, part(d, begin, m->start));
		begin = m->start + m->length;
		tree_add_place(out, BEGIN, mark);
		utf8_encode(out, BEHIND);
		tree_add_text(out, part(d, m->start, begin));
		utf8_encode(out, END);
	}
	tree_add_text(out, part(d, begin, end));
	return mark;
}

static void mark_text(struct buf *out, const struct document *d)
{
	size_t at = 0, mark = 0;
	for (size_t i = 0; i < d->chart_count; i++) {
		const struct chart_lines *chart = &d->charts[i];
		mark = add_marked(out, d, mark, at, chart->start);
		at = chart->start + chart->length;
		while (mark < d->mark_count && d->marks[mark].start < at)
			mark++;
		buf_add_char(out, '\n');
		tree_add_place(out, CHART, i);
		utf8_encode(out, END);
		buf_add_text(out, "\n\n");
	}
	add_marked(out, d, mark, at, d->text.n);
}

/* --- parsing ---------------------------------------------------------------------------------- */

static void *allocate(size_t count, size_t size)
{
	return mem_alloc(count, size);
}

static void *reallocate(void *old, size_t size)
{
	return mem_grow(old, size, 1);
}

cmark_node *tree_parse_text(struct str text)
{
	static cmark_mem memory = {allocate, reallocate, free};
	cmark_gfm_core_extensions_ensure_registered();
	cmark_parser *parser = cmark_parser_new_with_mem(CMARK_OPT_DEFAULT, &memory);
	cmark_syntax_extension *table = cmark_find_syntax_extension("table");
	if (table)
		cmark_parser_attach_syntax_extension(parser, table);
	cmark_parser_feed(parser, text.p, text.n);
	cmark_node *root = cmark_parser_finish(parser);
	cmark_parser_free(parser);
	return root;
}

void tree_parse(struct tree *t, const struct document *markdown)
{
	struct buf text = BUF_INIT;
	mark_text(&text, markdown);
	t->root = tree_parse_text(buf_str(&text));
	t->document = markdown;
	cmark_consolidate_text_nodes(t->root);
	buf_release(&text);
}

void tree_release(struct tree *t)
{
	if (t->root)
		cmark_node_free(t->root);
	t->root = NULL;
}

/* --- pieces ----------------------------------------------------------------------------------- */

size_t tree_take_place(struct str *rest)
{
	size_t place = 0;
	unsigned shift = 0;
	*rest = str_from(*rest, SIGN_BYTES);
	for (uint32_t sign; (sign = tree_sign_at(*rest)) >= DIGITS; shift += 4) {
		place |= (size_t)(sign - DIGITS) << shift;
		*rest = str_from(*rest, SIGN_BYTES);
	}
	return place;
}

/* Up to the next sign, or the end. */
static struct str take_text(struct str *rest)
{
	size_t n = 0;
	while (n < rest->n && !tree_sign_at(str_from(*rest, n)))
		n++;
	struct str text = str_first(*rest, n);
	*rest = str_from(*rest, n);
	return text;
}

bool tree_next_piece(const struct tree *t, struct str *rest, struct tree_piece *piece)
{
	piece->mark = NULL;
	while (rest->n) {
		uint32_t sign = tree_sign_at(*rest);
		if (!sign) {
			piece->text = take_text(rest);
			return true;
		}
		size_t place = tree_take_place(rest);
		if (sign == BEGIN && place < t->document->mark_count &&
		    tree_sign_at(*rest) == BEHIND) {
			*rest = str_from(*rest, SIGN_BYTES);
			piece->text = take_text(rest);
			piece->mark = &t->document->marks[place];
			if (piece->text.n)
				return true;
			piece->mark = NULL;
		}
	}
	return false;
}

char *tree_unmarked(const char *text)
{
	const struct document empty = {0};
	const struct tree none = {.root = NULL, .document = &empty};
	struct str rest = str_of(text);
	struct buf out = BUF_INIT;
	for (struct tree_piece piece; tree_next_piece(&none, &rest, &piece);)
		buf_add_str(&out, piece.text);
	char *copy = str_dup(buf_str(&out));
	buf_release(&out);
	return copy;
}

const struct chart_lines *tree_chart_lines(const struct tree *t, cmark_node *paragraph)
{
	cmark_node *text = cmark_node_first_child(paragraph);
	if (cmark_node_get_type(paragraph) != CMARK_NODE_PARAGRAPH || !text ||
	    cmark_node_get_type(text) != CMARK_NODE_TEXT || cmark_node_next(text))
		return NULL;
	struct str literal = str_of(cmark_node_get_literal(text));
	if (tree_sign_at(literal) != CHART)
		return NULL;
	size_t place = tree_take_place(&literal);
	return place < t->document->chart_count ? &t->document->charts[place] : NULL;
}

const struct chart *tree_chart(const struct tree *t, cmark_node *paragraph)
{
	const struct chart_lines *lines = tree_chart_lines(t, paragraph);
	return lines ? lines->chart : NULL;
}

bool tree_has_all_charts(const struct tree *t, struct error *e)
{
	const struct document *d = t->document;
	size_t count = 0; /* so many came, in their order */
	cmark_iter *iter = cmark_iter_new(t->root);
	for (cmark_event_type event; (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE;)
		if (event == CMARK_EVENT_ENTER && count < d->chart_count &&
		    tree_chart_lines(t, cmark_iter_get_node(iter)) == &d->charts[count])
			count++;
	cmark_iter_free(iter);
	if (count == d->chart_count)
		return true;
	error_set(e, ERROR_USAGE, "%s",
	    _("a chart cannot stand in a block of code or raw HTML, put it behind the block"));
	return chart_error_at(d->charts[count].chart, e);
}

/* --- places ----------------------------------------------------------------------------------- */

/* Where a line of the text that was parsed, from 1, begins in the document: charts have three lines
 * there (mark_text), and as many as they need here. */
static size_t start_of_line(const struct document *d, size_t line)
{
	enum { LINES_OF_CHART = 3 };
	size_t at = 0, chart = 0;
	for (size_t i = 1; i < line && at < d->text.n; i++) {
		if (chart < d->chart_count && d->charts[chart].start == at) {
			at += d->charts[chart++].length;
			i += LINES_OF_CHART - 1;
			continue;
		}
		size_t newline = str_find(str_from(buf_str(&d->text), at), STR("\n"));
		at = newline == SIZE_MAX ? d->text.n : at + newline + 1;
	}
	return at;
}

/* Of a table behind a paragraph the parser gives the first line of that. */
static int first_line(cmark_node *block)
{
	if (!tree_is_table(block))
		return cmark_node_get_start_line(block);
	int rows = 0, end = cmark_node_get_end_line(block);
	for (cmark_node *row = cmark_node_first_child(block); row; row = cmark_node_next(row))
		rows++;
	return end - rows; /* and one line of dashes */
}

bool tree_error_at(const struct tree *t, cmark_node *block, struct error *e)
{
	int line = first_line(block);
	return line > 0 &&
	       document_error_at(t->document, start_of_line(t->document, (size_t)line), e);
}

/* --- tables ----------------------------------------------------------------------------------- */

static bool is_type(cmark_node *node, const char *name)
{
	return strcmp(cmark_node_get_type_string(node), name) == 0;
}

bool tree_is_table(cmark_node *node)
{
	return is_type(node, "table");
}

bool tree_is_row(cmark_node *node)
{
	return is_type(node, "table_row") || is_type(node, "table_header");
}

bool tree_is_cell(cmark_node *node)
{
	return is_type(node, "table_cell");
}

char tree_alignment(cmark_node *cell)
{
	cmark_node *table = cmark_node_parent(cmark_node_parent(cell));
	uint8_t *alignments = cmark_gfm_extensions_get_table_alignments(table);
	int column = 0;
	for (cmark_node *before = cmark_node_previous(cell); before;
	     before = cmark_node_previous(before))
		column++;
	if (!alignments || column >= cmark_gfm_extensions_get_table_columns(table))
		return 0;
	return (char)alignments[column];
}
