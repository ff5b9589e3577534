/* chart_svg: see chart_svg.h. */
#include "report/chart_svg.h"

#include <stdio.h>
#include <stdlib.h>

enum { DEPTH_MAX = 32 };

#define FONT_STACK                                                                                 \
	"'Noto Sans CJK SC','Source Han Sans SC','PingFang SC','Microsoft YaHei','WenQuanYi "      \
	"Micro "                                                                                   \
	"Hei',sans-serif"

/* Elements that are kept; of others only what stands in them, and text stands in <text> alone. */
static const char *const elements[] = {
    "g", "path", "polygon", "polyline", "circle", "rect", "use", "text"};

struct cleaner {
	struct buf *out;
	const char *id;
	struct str rest;
	bool in_text, in_definitions;
	bool canvas_seen; /* the <rect> of the whole picture */
	struct {
		size_t start, inside; /* of an open <g>, in `out` */
	} open[DEPTH_MAX];
	size_t depth;
};

/* --- attributes ------------------------------------------------------------------------------- */

struct attribute {
	struct str name, value;
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void skip_blanks(struct str *rest)
{
	while (rest->n && is_blank(rest->p[0]))
		*rest = str_from(*rest, 1);
}

/* Cuts the next attribute off the front; false when there is none. */
static bool take_attribute(struct str *rest, struct attribute *a)
{
	size_t n = 0;
	skip_blanks(rest);
	while (n < rest->n && rest->p[n] != '=' && !is_blank(rest->p[n]))
		n++;
	a->name = str_first(*rest, n);
	*rest = str_from(*rest, n);
	skip_blanks(rest);
	if (n == 0 || rest->n == 0 || rest->p[0] != '=')
		return false;
	*rest = str_from(*rest, 1);
	skip_blanks(rest);
	if (rest->n == 0 || (rest->p[0] != '"' && rest->p[0] != '\''))
		return false;
	const char *end = memchr(rest->p + 1, rest->p[0], rest->n - 1);
	if (!end)
		return false;
	a->value = (struct str){rest->p + 1, (size_t)(end - rest->p - 1)};
	*rest = str_from(*rest, a->value.n + 2);
	return true;
}

static void add_attribute(struct cleaner *c, const char *name, const char *prefix, struct str value)
{
	buf_printf(c->out, " %s=\"%s", name, prefix);
	buf_add_str(c->out, str_trim(value));
	buf_add_char(c->out, '"');
}

static void clean_attribute(struct cleaner *c, const struct attribute *a)
{
	static const char *const dropped[] = {"font-family", "xml:space", "class", "style"};
	bool black =
	    str_equal_text(a->value, "black") || str_equal_text(a->value, "rgb(  0,   0,   0)");
	for (size_t i = 0; i < sizeof(dropped) / sizeof(dropped[0]); i++)
		if (str_equal_text(a->name, dropped[i]))
			return;
	char prefix[80];
	if (memchr(a->value.p, '"', a->value.n) || (black && str_equal_text(a->name, "color")))
		return;
	snprintf(prefix, sizeof(prefix), "%.64s-", c->id);
	if (str_equal_text(a->name, "id")) {
		if (c->in_definitions)
			add_attribute(c, "id", prefix, a->value);
	} else if (str_equal_text(a->name, "xlink:href") || str_equal_text(a->name, "href")) {
		struct buf target = BUF_INIT;
		buf_printf(&target, "#%s", prefix);
		if (str_starts(a->value, STR("#")))
			add_attribute(c, "href", buf_text(&target), str_from(a->value, 1));
		buf_release(&target);
	} else {
		char *name = str_dup(a->name);
		add_attribute(c, name, "", black ? STR("currentColor") : a->value);
		free(name);
	}
}

/* --- elements --------------------------------------------------------------------------------- */

/* Cuts a tag without its angle brackets off the front; an attribute may hold '>'. */
static bool take_tag(struct cleaner *c, struct str *tag)
{
	size_t n = 1;
	char quote = 0;
	for (; n < c->rest.n && (quote || c->rest.p[n] != '>'); n++) {
		char sign = c->rest.p[n];
		if (sign == quote)
			quote = 0;
		else if (!quote && (sign == '"' || sign == '\''))
			quote = sign;
	}
	if (n == c->rest.n)
		return false;
	*tag = (struct str){c->rest.p + 1, n - 1};
	c->rest = str_from(c->rest, n + 1);
	return true;
}

static struct str name_of(struct str tag)
{
	size_t n = 0;
	while (n < tag.n && !is_blank(tag.p[n]) && (tag.p[n] != '/' || n == 0))
		n++;
	return str_first(tag, n);
}

static bool is_kept(struct str name)
{
	for (size_t i = 0; i < sizeof(elements) / sizeof(elements[0]); i++)
		if (str_equal_text(name, elements[i]))
			return true;
	return false;
}

/* A group in which nothing is left vanishes. */
static void close_element(struct cleaner *c, struct str name)
{
	if (str_equal_text(name, "g") && c->depth) {
		c->depth--;
		if (c->depth < DEPTH_MAX && c->out->n == c->open[c->depth].inside) {
			c->out->n = c->open[c->depth].start;
			return;
		}
	}
	buf_add_text(c->out, "</");
	buf_add_str(c->out, name);
	buf_add_text(c->out, ">\n");
}

static void open_element(struct cleaner *c, struct str name, struct str tag)
{
	struct attribute a;
	bool alone = tag.n && tag.p[tag.n - 1] == '/';
	struct str rest = str_from(str_first(tag, tag.n - alone), name.n);
	size_t start = c->out->n;
	buf_add_char(c->out, '<');
	buf_add_str(c->out, name);
	while (take_attribute(&rest, &a))
		clean_attribute(c, &a);
	buf_add_text(c->out, alone ? "/>\n" : ">");
	if (alone || !str_equal_text(name, "g"))
		return;
	if (c->depth < DEPTH_MAX) {
		c->open[c->depth].start = start;
		c->open[c->depth].inside = c->out->n;
	}
	c->depth++;
}

static void clean_tag(struct cleaner *c, struct str tag, bool with_points)
{
	struct str name = name_of(tag);
	bool closing = str_starts(name, STR("/"));
	struct str element = closing ? str_from(name, 1) : name;
	if (str_equal_text(element, "defs"))
		c->in_definitions = !closing;
	if (str_equal_text(element, "text"))
		c->in_text = !closing;
	if (str_equal_text(element, "defs") && with_points) {
		buf_printf(c->out, "<%sdefs>\n", closing ? "/" : "");
		return;
	}
	if (!is_kept(element) || (c->in_definitions && !with_points))
		return;
	bool canvas = !c->canvas_seen && !c->in_definitions && str_equal_text(element, "rect");
	c->canvas_seen = c->canvas_seen || canvas;
	if (closing)
		close_element(c, element);
	else if (!canvas)
		open_element(c, element, tag);
}

/* --- the whole -------------------------------------------------------------------------------- */

static void add_escaped(struct buf *out, const char *text)
{
	for (; *text; text++) {
		if (*text == '&')
			buf_add_text(out, "&amp;");
		else if (*text == '<')
			buf_add_text(out, "&lt;");
		else if (*text == '"')
			buf_add_text(out, "&quot;");
		else
			buf_add_char(out, *text);
	}
}

/* Text of gnuplot, which escapes all but '>'; "]]>" is none in XML. */
static void add_text(struct buf *out, struct str text)
{
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '>')
			buf_add_text(out, "&gt;");
		else
			buf_add_char(out, text.p[i]);
	}
}

static void add_root(const struct chart *c, unsigned height, struct buf *out)
{
	char *description = chart_description(c);
	buf_printf(out,
	    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %u\" width=\"100%%\" "
	    "style=\"max-width:%dpx\" font-family=\"" FONT_STACK "\" role=\"img\" aria-label=\"",
	    CHART_WIDTH, height, CHART_WIDTH);
	add_escaped(out, description);
	buf_add_text(out, "\">\n");
	free(description);
}

bool chart_svg_clean(const struct chart *c, unsigned height, const char *id, struct str drawn,
    struct buf *out, struct error *e)
{
	static const char canvas[] = "<g id=\"gnuplot_canvas\">";
	struct cleaner cleaner = {.out = out, .id = id};
	size_t at = str_find(drawn, str_of(canvas)), start = out->n;
	struct str tag;
	if (at == SIZE_MAX || str_find(drawn, STR("</svg>")) == SIZE_MAX)
		return error_set(e, ERROR_SYSTEM, "%s", _("gnuplot made no SVG"));
	cleaner.rest = str_from(drawn, at + sizeof(canvas) - 1);
	add_root(c, height, out);
	buf_add_text(out, "<g>");
	cleaner.open[0].start = cleaner.open[0].inside = start;
	cleaner.depth = 1;
	while (cleaner.rest.n && cleaner.depth) {
		size_t n = 0;
		while (n < cleaner.rest.n && cleaner.rest.p[n] != '<')
			n++;
		if (cleaner.in_text)
			add_text(out, str_first(cleaner.rest, n));
		cleaner.rest = str_from(cleaner.rest, n);
		if (cleaner.rest.n == 0 || !take_tag(&cleaner, &tag))
			break;
		clean_tag(&cleaner, tag, c->kind == CHART_LINES);
	}
	buf_add_text(out, "</svg>\n");
	return true;
}
