/* tree_code: see tree_code.h. */
#include "report/tree_code.h"
#include "base/utf8.h"
#include "report/tree_internal.h"

#include <stdlib.h>

struct mending {
	struct document *d;
	enum where { IN_TEXT, IN_SPAN, IN_CELL, IN_BLOCK } * where; /* by escape: in which code */
	size_t chunk_end; /* of the lines without a blank one between them */
	bool chunk_has_backtick;
	size_t line_end;
	bool before_delimiters;
};

/* --- what stands in code ---------------------------------------------------------------------- */

/* Each escaped character is a sign, so that nothing in data can begin or end code. */
static cmark_node *parse_with_signs(const struct document *d)
{
	struct buf text = BUF_INIT;
	size_t at = 0;
	for (size_t i = 0; i < d->escape_count; i++) {
		size_t escape = d->escapes[i];
		if (escape > at)
			tree_add_text(&text, (struct str){d->text.p + at, escape - at});
		tree_add_place(&text, ESCAPE, i);
		utf8_encode(&text, END);
		at = escape + 2;
	}
	tree_add_text(&text, str_from(buf_str(&d->text), at));
	cmark_node *root = tree_parse_text(buf_str(&text));
	buf_release(&text);
	return root;
}

static enum where where_of(cmark_node *node)
{
	if (cmark_node_get_type(node) == CMARK_NODE_CODE_BLOCK)
		return IN_BLOCK;
	for (; node; node = cmark_node_parent(node))
		if (tree_is_cell(node))
			return IN_CELL;
	return IN_SPAN;
}

static void note_code(struct mending *m, cmark_node *node)
{
	cmark_node_type type = cmark_node_get_type(node);
	int length, offset;
	char sign;
	bool block =
	    type == CMARK_NODE_CODE_BLOCK && cmark_node_get_fenced(node, &length, &offset, &sign);
	if (type != CMARK_NODE_CODE && !block)
		return;
	struct str rest = str_of(cmark_node_get_literal(node));
	while (rest.n) {
		if (tree_sign_at(rest) != ESCAPE) {
			rest = str_from(rest, 1);
			continue;
		}
		size_t place = tree_take_place(&rest);
		if (place < m->d->escape_count)
			m->where[place] = where_of(node);
	}
}

static void find_code(struct mending *m)
{
	cmark_node *root = parse_with_signs(m->d);
	cmark_iter *iter = cmark_iter_new(root);
	for (cmark_event_type event; (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE;)
		if (event == CMARK_EVENT_ENTER)
			note_code(m, cmark_iter_get_node(iter));
	cmark_iter_free(iter);
	cmark_node_free(root);
}

/* --- which escapes can go --------------------------------------------------------------------- */

static char escaped(const struct document *d, size_t number)
{
	return d->text.p[d->escapes[number] + 1];
}

/* Goes on to the lines around an escape, up to the next blank line, beyond which no code span goes:
 * whether a '`' of data stands in them. */
static void enter_chunk(struct mending *m, size_t number)
{
	struct str text = buf_str(&m->d->text);
	if (m->d->escapes[number] < m->chunk_end)
		return;
	size_t blank = str_find(str_from(text, m->d->escapes[number]), STR("\n\n"));
	m->chunk_end = blank == SIZE_MAX ? text.n : m->d->escapes[number] + blank;
	m->chunk_has_backtick = false;
	for (size_t i = number; i < m->d->escape_count && m->d->escapes[i] < m->chunk_end; i++)
		m->chunk_has_backtick = m->chunk_has_backtick || escaped(m->d, i) == '`';
}

static bool at_line_start(struct str text, size_t at)
{
	while (at > 0 && strchr(" \t>-+*.)0123456789", text.p[at - 1]))
		at--;
	return at == 0 || text.p[at - 1] == '\n';
}

/* Whether three '`' or '~' follow, escaped or not. */
static bool is_fence(struct str text)
{
	enum { LEAST = 3 };
	char sign = text.p[1];
	int signs = 0;
	while ((sign == '`' || sign == '~') && text.n) {
		size_t backslash = text.p[0] == '\\' && text.n > 1;
		if (text.p[backslash] != sign)
			break;
		text = str_from(text, backslash + 1);
		signs++;
	}
	return signs >= LEAST;
}

/* Goes on to the line of an escape: whether the one behind it makes a table of a '|' in it. */
static void enter_line(struct mending *m, size_t at)
{
	struct str text = buf_str(&m->d->text);
	if (at < m->line_end)
		return;
	size_t newline = str_find(str_from(text, at), STR("\n"));
	m->line_end = newline == SIZE_MAX ? text.n : at + newline;
	struct str rest = str_from(text, m->line_end + (newline != SIZE_MAX));
	size_t n = 0;
	bool dashes = false;
	for (; n < rest.n && strchr(" \t>|:-", rest.p[n]); n++)
		dashes = dashes || rest.p[n] == '-';
	m->before_delimiters = dashes && (n == rest.n || rest.p[n] == '\n');
}

static bool can_go(struct mending *m, size_t number)
{
	struct str text = buf_str(&m->d->text);
	size_t at = m->d->escapes[number];
	char c = escaped(m->d, number);
	enter_chunk(m, number);
	enter_line(m, at);
	switch (m->where[number]) {
	case IN_TEXT:
		return false;
	case IN_BLOCK: /* a fence in data would end it */
		return !is_fence(str_from(text, at)) || !at_line_start(text, at);
	case IN_CELL: /* a backslash before '|' would escape it, or no longer do so */
		return !m->chunk_has_backtick && c != '|' &&
		       !(c == '\\' && str_starts(str_from(text, at + 2), STR("\\|")));
	default:
		return !m->chunk_has_backtick && !at_line_start(text, at) &&
		       !(c == '|' && m->before_delimiters);
	}
}

/* --- all -------------------------------------------------------------------------------------- */

/* Takes the bytes at `gone`, in order, out of the text; what stands behind them moves up. */
static void take_out(struct document *d, const size_t *gone, size_t count)
{
	size_t mark = 0, chart = 0, source = 0, at = 0, to = 0;
	for (size_t i = 0; i <= count; i++) {
		size_t end = i < count ? gone[i] : d->text.n;
		for (; mark < d->mark_count && d->marks[mark].start <= end; mark++)
			d->marks[mark].start -= i;
		for (; chart < d->chart_count && d->charts[chart].start <= end; chart++)
			d->charts[chart].start -= i;
		for (; source < d->source_count && d->sources[source].start <= end; source++)
			d->sources[source].start -= i;
		memmove(d->text.p + to, d->text.p + at, end - at);
		to += end - at;
		at = end + 1;
	}
	d->text.n = to;
	d->text.p[to] = '\0';
}

void tree_mend_code(struct document *d)
{
	if (d->escape_count == 0)
		return;
	struct mending m = {.d = d, .where = mem_alloc(d->escape_count, sizeof(*m.where))};
	size_t *gone = mem_alloc(d->escape_count, sizeof(*gone)), count = 0;
	find_code(&m);
	for (size_t i = 0; i < d->escape_count; i++)
		if (can_go(&m, i))
			gone[count++] = d->escapes[i];
	if (count)
		take_out(d, gone, count);
	d->escape_count = 0;
	free(m.where);
	free(gone);
}
