/* html_inline: numbers, text and links; see html.h. */
#include "figures/listing_name.h"
#include "report/html_internal.h"
#include "report/markup.h"
#include "report/tree_trace.h"

#include <stdlib.h>

/* --- numbers ---------------------------------------------------------------------------------- */

static bool has_listing(const struct html_page *page, const struct figure *row)
{
	day from, to;
	return page->html->listings && figure_days(row, &from, &to);
}

/* Appends the path of an address: nothing in it is a scheme, query or markup. */
static void add_path(struct buf *out, struct str path)
{
	static const char plain[] = "/-._~@=,;+";
	for (size_t i = 0; i < path.n; i++) {
		unsigned char c = (unsigned char)path.p[i];
		bool good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			    (c >= '0' && c <= '9') || (c && strchr(plain, c));
		if (good)
			buf_add_char(out, (char)c);
		else
			buf_printf(out, "%%%02X", c);
	}
}

/* The address of the rows behind a figure, as an attribute. A path that begins with // would be the
 * name of a host. */
static void add_listing(struct html_page *page, const struct figure *row)
{
	struct str directory = str_of(page->html->listings);
	while (directory.n > 1 && directory.p[0] == '/' && directory.p[1] == '/')
		directory = str_from(directory, 1);
	page->scratch.n = 0;
	listing_name(&page->scratch, row, page->html->listings_ending);
	buf_add_text(page->out, " href=\"");
	add_path(page->out, directory);
	if (directory.n && directory.p[directory.n - 1] != '/')
		buf_add_char(page->out, '/');
	add_path(page->out, buf_str(&page->scratch));
	buf_add_char(page->out, '"');
}

static void print_origin(struct html_page *page, const struct mark *mark)
{
	page->scratch.n = 0;
	origin_print(&page->scratch, &page->html->words, mark);
	markup_text(page->out, buf_str(&page->scratch));
}

void html_keep_number(struct html_page *page, struct str text, const struct mark *mark)
{
	page->numbers = mem_room(
	    page->numbers, &page->number_capacity, page->number_count + 1, sizeof(*page->numbers));
	page->numbers[page->number_count++] = (struct html_number){page->blocks, text, mark};
}

static void print_listing(struct html_page *page, const char *text, const struct figure *row)
{
	if (!has_listing(page, row))
		return;
	buf_add_text(page->out, " <a");
	add_listing(page, row);
	buf_printf(page->out, ">%s</a>", text);
}

void html_print_numbers(struct html_page *page)
{
	if (!page->number_count)
		return;
	buf_add_text(page->out, "<details>\n<summary>数字出处</summary>\n<ol>\n");
	for (size_t i = 0; i < page->number_count; i++) {
		const struct html_number *number = &page->numbers[i];
		buf_printf(page->out, "<li><a href=\"#p%zu\">", number->block);
		markup_text(page->out, number->text);
		buf_add_text(page->out, "</a> ");
		print_origin(page, number->mark);
		print_listing(page, "明细", number->mark->row);
		if (number->mark->base)
			print_listing(page, "对比明细", number->mark->base);
		buf_add_text(page->out, "</li>\n");
	}
	buf_add_text(page->out, "</ol>\n</details>\n");
}

/* A number that compares two figures leads to the rows of the first. */
static void number(struct html_page *page, const struct tree_piece *piece)
{
	bool linked = !page->within_link && has_listing(page, piece->mark->row);
	const char *element = linked ? "a" : "span";
	html_keep_number(page, piece->text, piece->mark);
	buf_printf(page->out, "<%s class=\"number\"", element);
	if (linked)
		add_listing(page, piece->mark->row);
	buf_add_text(page->out, " title=\"");
	print_origin(page, piece->mark);
	buf_add_text(page->out, "\">");
	markup_text(page->out, piece->text);
	buf_printf(page->out, "</%s>", element);
}

void html_text(struct html_page *page, const char *literal)
{
	struct str rest = str_of(literal);
	for (struct tree_piece piece; tree_next_piece(page->html->tree, &rest, &piece);) {
		if (piece.mark)
			number(page, &piece);
		else
			markup_text(page->out, piece.text);
	}
}

void html_plain(struct html_page *page, cmark_node *node)
{
	const struct tree *t = page->html->tree;
	cmark_iter *iter = cmark_iter_new(node);
	for (cmark_event_type event; (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE;) {
		cmark_node *inner = cmark_iter_get_node(iter);
		struct str rest = str_of(cmark_node_get_literal(inner));
		if (event != CMARK_EVENT_ENTER)
			continue;
		for (struct tree_piece piece; tree_next_piece(t, &rest, &piece);)
			markup_text(page->out, piece.text);
		if (cmark_node_get_type(inner) == CMARK_NODE_SOFTBREAK)
			buf_add_text(page->out, tree_soft_break(t, inner));
		else if (cmark_node_get_type(inner) == CMARK_NODE_LINEBREAK)
			buf_add_char(page->out, ' ');
	}
	cmark_iter_free(iter);
}

/* --- links ------------------------------------------------------------------------------------ */

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool is_scheme(struct str name)
{
	static const char *const schemes[] = {"http", "https", "mailto"};
	for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++) {
		size_t n = 0;
		while (n < name.n && schemes[i][n] == lower(name.p[n]))
			n++;
		if (n == name.n && schemes[i][n] == '\0')
			return true;
	}
	return false;
}

/* Browsers skip controls and blanks in addresses and read \ as /, so that "java\nscript:" would do
 * harm; an address that begins with // leads elsewhere without saying how. */
static bool is_good_address(struct str address)
{
	size_t name = 0; /* bytes before what ends a scheme, or shows that there is none */
	for (size_t i = 0; i < address.n; i++)
		if ((unsigned char)address.p[i] <= ' ' || address.p[i] == 0x7F ||
		    address.p[i] == '\\')
			return false;
	while (name < address.n && !strchr(":/?#", address.p[name]))
		name++;
	if (name < address.n && address.p[name] == ':')
		return is_scheme(str_first(address, name));
	return !str_starts(address, STR("//"));
}

static void tell_left_out(const struct html *h, const char *address, const char *message)
{
	struct error e;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	error_set(&e, ERROR_NOTE, message, error_quote(str_of(address)));
#pragma GCC diagnostic pop
	error_at(&e, h->template_name, 0, 0);
	h->diag->say(h->diag, &e);
}

void html_link(struct html_page *page, cmark_node *link, bool begins)
{
	char *address = tree_unmarked(cmark_node_get_url(link));
	bool good = is_good_address(str_of(address));
	/* A link without text cannot be seen or read out. */
	if (good && cmark_node_first_child(link))
		page->within_link = begins;
	if (good && cmark_node_first_child(link) && begins) {
		buf_add_text(page->out, "<a href=\"");
		markup_text(page->out, str_of(address));
		buf_add_text(page->out, "\">");
	} else if (good && cmark_node_first_child(link)) {
		buf_add_text(page->out, "</a>");
	} else if (!good && begins) {
		tell_left_out(page->html, address,
		    _("the link to '%s' is left out, only its text is shown; write an address of "
		      "http, https or mailto, or a relative one"));
	}
	free(address);
}

void html_image(struct html_page *page, cmark_node *image)
{
	char *address = tree_unmarked(cmark_node_get_url(image));
	tell_left_out(page->html, address,
	    _("the image '%s' is left out, only its alternative text is shown: the report is one "
	      "file"));
	free(address);
}
