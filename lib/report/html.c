/* html: see html.h. */
#include "report/html.h"
#include "html_style_data.h"
#include "report/chart.h"
#include "report/html_internal.h"
#include "report/markup.h"
#include "report/tree_trace.h"

#include <stdio.h>
#include <stdlib.h>

/* --- head and foot ---------------------------------------------------------------------------- */

static cmark_node *first_heading(cmark_node *root)
{
	cmark_node *found = NULL;
	cmark_iter *iter = cmark_iter_new(root);
	while (!found && cmark_iter_next(iter) != CMARK_EVENT_DONE) {
		cmark_node *node = cmark_iter_get_node(iter);
		if (cmark_node_get_type(node) == CMARK_NODE_HEADING && cmark_node_first_child(node))
			found = node;
	}
	cmark_iter_free(iter);
	return found;
}

static void print_head(struct html_page *page)
{
	cmark_node *heading = first_heading(page->html->tree->root);
	buf_add_text(page->out,
	    "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\"/>\n"
	    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
	    "style-src 'unsafe-inline'\"/>\n"
	    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n<title>");
	if (heading)
		html_plain(page, heading);
	else
		buf_add_text(page->out, "报告");
	buf_add_text(page->out, "</title>\n<style>\n");
	buf_add_text(page->out, html_style);
	buf_add_text(page->out, "</style>\n</head>\n<body>\n<main>\n");
}

static void print_foot(struct html_page *page)
{
	html_print_numbers(page);
	buf_add_text(page->out, "</main>\n</body>\n</html>\n");
}

/* --- blocks ----------------------------------------------------------------------------------- */

void html_block_id(struct html_page *page)
{
	buf_printf(page->out, " id=\"p%zu\"", ++page->blocks);
}

/* The numbers of a picture are those of the lines that it stands for. */
static void keep_numbers(struct html_page *page, const struct chart_lines *lines)
{
	const struct document *d = page->html->tree->document;
	size_t end = lines->start + lines->length;
	for (size_t i = 0; i < d->mark_count && d->marks[i].start < end; i++) {
		const struct mark *m = &d->marks[i];
		if (m->start >= lines->start)
			html_keep_number(page, (struct str){d->text.p + m->start, m->length}, m);
	}
}

static void chart(struct html_page *page, const struct chart_lines *lines)
{
	char id[32];
	snprintf(id, sizeof(id), "c%zu", ++page->charts);
	buf_add_text(page->out, "<figure");
	html_block_id(page);
	buf_add_char(page->out, '>');
	page->failed = !chart_svg(lines->chart, id, page->out, page->error) &&
		       !chart_error_at(lines->chart, page->error);
	keep_numbers(page, lines);
	buf_add_text(page->out, "</figure>\n");
}

static void paragraph(struct html_page *page, cmark_node *node, bool begins)
{
	const struct chart_lines *picture = tree_chart_lines(page->html->tree, node);
	if (picture && begins) {
		chart(page, picture);
	} else if (begins) {
		buf_add_text(page->out, "<p");
		html_block_id(page);
		buf_add_char(page->out, '>');
	} else if (!picture) {
		buf_add_text(page->out, "</p>\n");
	}
}

/* The first heading is the title, whatever its level, and the only h1; no level is left out. */
static int heading_depth(struct html_page *page, int level)
{
	while (page->depth > 1 && page->levels[page->depth - 1] >= level)
		page->depth--;
	if (page->depth < HEADING_DEPTH_MAX)
		page->levels[page->depth++] = level;
	return page->depth;
}

static void heading(struct html_page *page, cmark_node *node, bool begins)
{
	/* A heading without text is none for who has the headings read out. */
	if (!cmark_node_first_child(node)) {
		paragraph(page, node, begins);
	} else if (begins) {
		buf_printf(
		    page->out, "<h%d", heading_depth(page, cmark_node_get_heading_level(node)));
		html_block_id(page);
		buf_add_char(page->out, '>');
	} else {
		buf_printf(page->out, "</h%d>\n", page->depth);
	}
}

/* Code and raw HTML: lines as they are, which scroll. */
static void lines(struct html_page *page, cmark_node *node)
{
	buf_add_text(page->out, "<pre tabindex=\"0\"");
	html_block_id(page);
	buf_add_text(page->out, "><code>");
	html_text(page, cmark_node_get_literal(node));
	buf_add_text(page->out, "</code></pre>\n");
}

static void list(struct html_page *page, cmark_node *node, bool begins)
{
	bool ordered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
	buf_printf(page->out, "<%s%s", begins ? "" : "/", ordered ? "ol" : "ul");
	if (begins && ordered && cmark_node_get_list_start(node) != 1)
		buf_printf(page->out, " start=\"%d\"", cmark_node_get_list_start(node));
	if (begins && cmark_node_get_list_tight(node))
		buf_add_text(page->out, " class=\"tight\"");
	buf_add_text(page->out, ">\n");
}

/* --- all nodes -------------------------------------------------------------------------------- */

static void tag(struct html_page *page, const char *name, bool begins, const char *behind)
{
	buf_printf(page->out, "<%s%s>%s", begins ? "" : "/", name, behind);
}

static void extension(struct html_page *page, cmark_node *node, bool begins)
{
	if (tree_is_table(node))
		html_table(page, node, begins);
	else if (tree_is_row(node))
		html_row(page, node, begins);
	else if (tree_is_cell(node))
		html_cell(page, node, begins);
}

static void inline_node(struct html_page *page, cmark_node *node, bool begins)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_TEXT:
		html_text(page, cmark_node_get_literal(node));
		break;
	case CMARK_NODE_CODE:
	case CMARK_NODE_HTML_INLINE:
		tag(page, "code", true, "");
		html_text(page, cmark_node_get_literal(node));
		tag(page, "code", false, "");
		break;
	case CMARK_NODE_SOFTBREAK:
		buf_add_text(page->out, tree_soft_break(page->html->tree, node));
		break;
	case CMARK_NODE_LINEBREAK:
		buf_add_text(page->out, "<br/>");
		break;
	case CMARK_NODE_EMPH:
		tag(page, "em", begins, "");
		break;
	case CMARK_NODE_STRONG:
		tag(page, "strong", begins, "");
		break;
	case CMARK_NODE_LINK:
		html_link(page, node, begins);
		break;
	case CMARK_NODE_IMAGE:
		if (begins)
			html_image(page, node);
		break;
	default:
		extension(page, node, begins);
	}
}

static void node(struct html_page *page, cmark_node *node, bool begins)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_DOCUMENT:
		break;
	case CMARK_NODE_PARAGRAPH:
		paragraph(page, node, begins);
		break;
	case CMARK_NODE_HEADING:
		heading(page, node, begins);
		break;
	case CMARK_NODE_CODE_BLOCK:
	case CMARK_NODE_HTML_BLOCK:
		lines(page, node);
		break;
	case CMARK_NODE_THEMATIC_BREAK:
		buf_add_text(page->out, "<hr/>\n");
		break;
	case CMARK_NODE_BLOCK_QUOTE:
		tag(page, "blockquote", begins, "\n");
		break;
	case CMARK_NODE_LIST:
		list(page, node, begins);
		break;
	case CMARK_NODE_ITEM:
		tag(page, "li", begins, "\n");
		break;
	default:
		inline_node(page, node, begins);
	}
}

bool html_print(const struct html *h, struct buf *out, struct error *e)
{
	struct html_page page = {.html = h, .out = out, .error = e};
	cmark_iter *iter = cmark_iter_new(h->tree->root);
	print_head(&page);
	for (cmark_event_type event;
	     !page.failed && (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE;)
		node(&page, cmark_iter_get_node(iter), event == CMARK_EVENT_ENTER);
	print_foot(&page);
	cmark_iter_free(iter);
	buf_release(&page.scratch);
	free(page.numbers);
	return !page.failed;
}
