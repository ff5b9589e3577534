/* document: see document.h. */
#include "report/document.h"
#include "report/chart.h"
#include "base/utf8.h"
#include "report/template.h"
#include "report/trace.h"

#include <stdlib.h>

void document_release(struct document *d)
{
	buf_release(&d->text);
	free(d->marks);
	free(d->charts);
	free(d->escapes);
	free(d->sources);
	for (size_t i = 0; i < d->owned_count; i++) {
		chart_release(d->owned[i]);
		free(d->owned[i]);
	}
	free(d->owned);
	*d = (struct document){0};
}

static void add_mark(struct document *d, struct mark mark)
{
	d->marks = mem_room(d->marks, &d->mark_capacity, d->mark_count + 1, sizeof(*d->marks));
	d->marks[d->mark_count++] = mark;
}

/* --- blocks ----------------------------------------------------------------------------------- */

/* The blank line that a table needs behind it, unless the text brings one. */
static void separate(struct document *d, struct str next)
{
	if (next.n == 0)
		return;
	if (d->behind_table && next.p[0] != '\n')
		buf_add_char(&d->text, '\n');
	d->behind_table = false;
}

void document_begin_block(struct document *d)
{
	separate(d, STR("|"));
	size_t n = d->text.n;
	if (n > 0 && (n < 2 || d->text.p[n - 1] != '\n' || d->text.p[n - 2] != '\n'))
		buf_add_char(&d->text, '\n');
}

void document_end_block(struct document *d)
{
	d->behind_table = true;
}

struct chart *document_new_chart(struct document *d)
{
	d->owned = mem_room(d->owned, &d->owned_capacity, d->owned_count + 1, sizeof(*d->owned));
	return d->owned[d->owned_count++] = mem_alloc(1, sizeof(struct chart));
}

void document_add_chart(struct document *d, size_t start, const struct chart *chart)
{
	d->charts = mem_room(d->charts, &d->chart_capacity, d->chart_count + 1, sizeof(*d->charts));
	d->charts[d->chart_count++] =
	    (struct chart_lines){.start = start, .length = d->text.n - start, .chart = chart};
}

/* --- text ------------------------------------------------------------------------------------- */

void document_markdown(struct document *d, struct str text)
{
	separate(d, text);
	buf_add_str(&d->text, text);
}

/* Whether nothing but what may precede a block's first character stands in the last line. */
static bool at_block_start(const struct document *d)
{
	for (size_t i = d->text.n; i > 0 && d->text.p[i - 1] != '\n'; i--)
		if (!strchr(" \t>-+*.)0123456789", d->text.p[i - 1]))
			return false;
	return true;
}

/* At a block's start these make a list item, or the underline of a heading. */
static size_t marker_length(struct str text)
{
	size_t digits = 0;
	if (text.n && strchr("-+=", text.p[0]))
		return 1;
	while (digits < text.n && text.p[digits] >= '0' && text.p[digits] <= '9')
		digits++;
	return digits && digits < text.n && strchr(".)", text.p[digits]) ? digits + 1 : 0;
}

/* "&amp;" and the like. */
static bool is_entity(struct str text)
{
	size_t n = 1;
	while (n < text.n && (text.p[n] == '#' || (text.p[n] >= '0' && text.p[n] <= '9') ||
				 (text.p[n] >= 'a' && text.p[n] <= 'z') ||
				 (text.p[n] >= 'A' && text.p[n] <= 'Z')))
		n++;
	return n > 1 && n < text.n && text.p[n] == ';';
}

static void add_escape(struct document *d)
{
	d->escapes =
	    mem_room(d->escapes, &d->escape_capacity, d->escape_count + 1, sizeof(*d->escapes));
	d->escapes[d->escape_count++] = d->text.n;
	buf_add_char(&d->text, '\\');
}

void document_data(struct document *d, struct str text)
{
	separate(d, text);
	if (d->verbatim) {
		buf_add_str(&d->text, text);
		return;
	}
	size_t marker = at_block_start(d) ? marker_length(text) : 0;
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];
		if (memchr("\\`*_[]<>#|~", c, 11) || i + 1 == marker ||
		    (c == '&' && is_entity(str_from(text, i))))
			add_escape(d);
		buf_add_char(&d->text, c);
	}
}

void document_number(struct document *d, const struct figure *row, const struct style *style)
{
	const struct growth none = {.kind = GROWTH_NONE};
	document_compared(d, row, NULL, style, &none);
}

void document_compared(struct document *d, const struct figure *row, const struct figure *base,
    const struct style *style, const struct growth *growth)
{
	separate(d, STR("0"));
	struct mark mark = {.start = d->text.n, .row = row};
	if (growth->kind == GROWTH_NONE || growth->kind == GROWTH_VALUE) {
		mark.row = growth->kind == GROWTH_VALUE ? base : row;
		style_print(&d->text, style, mark.row->value, mark.row->of);
	} else {
		mark.base = base;
		growth_print(&d->text, growth, row, base);
	}
	mark.length = d->text.n - mark.start;
	add_mark(d, mark);
}

/* --- copies ----------------------------------------------------------------------------------- */

void document_copy(struct document_copy *c, size_t begin, size_t end)
{
	const struct document *from = c->from;
	while (c->next_mark < from->mark_count && from->marks[c->next_mark].start < begin)
		c->next_mark++;
	while (c->next_mark < from->mark_count && from->marks[c->next_mark].start < end) {
		struct mark mark = from->marks[c->next_mark++];
		mark.start = c->to->text.n + mark.start - begin;
		add_mark(c->to, mark);
	}
	buf_add(&c->to->text, from->text.p + begin, end - begin);
}

/* --- places in the template ------------------------------------------------------------------- */

void document_begin_source(struct document *d, const struct node *node)
{
	if (node->line == 0)
		return;
	d->sources =
	    mem_room(d->sources, &d->source_capacity, d->source_count + 1, sizeof(*d->sources));
	d->sources[d->source_count++] = (struct document_source){d->text.n, node};
}

/* The line of a literal text is the one in which it ends. */
static bool error_at_text(const struct node *node, size_t at, struct error *e)
{
	struct str text = node->text;
	size_t start = at < text.n ? at : text.n, newlines = 0;
	while (start > 0 && text.p[start - 1] != '\n')
		start--;
	for (size_t i = start; i < text.n; i++)
		newlines += text.p[i] == '\n';
	return error_at(e, node->file, node->line - newlines,
	    utf8_count((struct str){text.p + start, at - start}) + 1);
}

bool document_error_at(const struct document *d, size_t at, struct error *e)
{
	size_t i = d->source_count;
	while (i > 0 && d->sources[i - 1].start > at)
		i--;
	if (i == 0)
		return false;
	const struct document_source *source = &d->sources[i - 1];
	const struct node *node = source->node;
	if (node->kind == NODE_TEXT)
		return error_at_text(node, at - source->start, e);
	return error_at(e, node->file, node->line, node->column);
}

/* --- trace ------------------------------------------------------------------------------------ */

void document_trace(const struct document *d, struct csv_writer *w)
{
	trace_begin(w);
	size_t line = 1, line_start = 0, at = 0;
	for (size_t i = 0; i < d->mark_count; i++) {
		const struct mark *mark = &d->marks[i];
		for (; at < mark->start; at++)
			if (d->text.p[at] == '\n') {
				line++;
				line_start = at + 1;
			}
		struct str before = {d->text.p + line_start, at - line_start};
		struct str text = {d->text.p + at, mark->length};
		trace_number(w, line, utf8_count(before) + 1, text, mark->row, mark->base);
	}
}
