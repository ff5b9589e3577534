/*
 * docx_body: the text of a report, block after block; see docx_internal.h. The tree is walked, not
 * descended into, so that no depth of quotations or emphasis can exhaust the stack.
 */
#include "report/docx_internal.h"
#include "report/tree_trace.h"

#include <stdlib.h>

enum {
	BLOCK_BYTES = 64 * 1024, /* so many are written at a time */
	DEPTH_MAX = 6,           /* what stands deeper is not indented further */
	CHARACTERS_PER_DEPTH = 2,
	TABLE_GAP = 120, /* between a table and text */
};

struct list_level {
	bool ordered, bracket; /* 1) */
	int number;            /* of the item at hand */
};

struct body {
	const struct tree *tree;
	const struct docx_roles *roles;
	struct zip_writer *zip;
	struct buf xml; /* not written yet */
	struct list_level *lists;
	size_t list_count, list_capacity;
	size_t quotes, strong, emphasis;
	bool marker_due;       /* the item at hand has not shown its number yet */
	enum docx_style style; /* of the paragraph at hand */
	size_t signature_line;
	struct docx_table table;
	size_t chart_count; /* so far */
	bool behind_table;
};

static void write_xml(struct body *b, size_t keep)
{
	if (b->xml.n <= keep)
		return;
	zip_writer_add(b->zip, buf_str(&b->xml));
	b->xml.n = 0;
}

/* --- paragraphs ------------------------------------------------------------------------------- */

static struct docx_run run_of(const struct body *b)
{
	bool kaiti = b->emphasis && docx_style_font(b->style) == DOCX_FANGSONG;
	return (struct docx_run){
	    .font = kaiti ? DOCX_KAITI : docx_style_font(b->style),
	    .bold = b->strong > 0,
	};
}

/* Two tables with nothing between them would be one. */
static void separate(struct body *b)
{
	if (b->behind_table) {
		docx_begin_paragraph(&b->xml, DOCX_NORMAL, "");
		docx_end_paragraph(&b->xml);
	}
	b->behind_table = false;
}

/* How far quotations and lists within lists stand from the left margin; "" when they do not. */
static void add_indent(const struct body *b, struct buf *properties)
{
	size_t depth = b->quotes + (b->list_count > 1 ? b->list_count - 1 : 0);
	int characters = CHARACTERS_PER_DEPTH * (int)(depth < DEPTH_MAX ? depth : DEPTH_MAX);
	int first = b->style == DOCX_CODE ? 0 : 2;
	if (characters)
		buf_printf(properties,
		    "<w:ind w:leftChars=\"%d\" w:left=\"%d\" w:firstLineChars=\"%d\" "
		    "w:firstLine=\"%d\"/>",
		    characters * 100, characters * DOCX_CHARACTER, first * 100,
		    first * DOCX_CHARACTER);
}

/* Official documents number 1. and below that （1）; what has no number begins with a dash. */
static void add_marker(struct body *b)
{
	const struct list_level *list = &b->lists[b->list_count - 1];
	struct buf marker = BUF_INIT;
	if (!b->marker_due)
		return;
	b->marker_due = false;
	if (!list->ordered)
		buf_add_text(&marker, "——");
	else if (b->list_count > 1)
		buf_printf(&marker, "（%d）", list->number);
	else
		buf_printf(&marker, list->bracket ? "%d) " : "%d. ", list->number);
	docx_add_run(&b->xml, run_of(b), buf_str(&marker));
	buf_release(&marker);
}

static void add_gap(struct body *b, cmark_node *node, struct buf *properties)
{
	cmark_node *next = node ? cmark_node_next(node) : NULL;
	bool before_table = next && tree_is_table(next);
	if (!b->behind_table && !before_table)
		return;
	buf_add_text(properties, "<w:spacing");
	if (b->behind_table)
		buf_printf(properties, " w:before=\"%d\"", TABLE_GAP);
	if (before_table)
		buf_printf(properties, " w:after=\"%d\"", TABLE_GAP);
	buf_add_text(properties, "/>");
	b->behind_table = false;
}

/* `node`: the block whose text it is, or NULL. */
static void begin_text(struct body *b, enum docx_style style, cmark_node *node)
{
	struct buf properties = BUF_INIT;
	b->style = style;
	add_gap(b, node, &properties);
	add_indent(b, &properties);
	docx_begin_paragraph(&b->xml, style, buf_text(&properties));
	buf_release(&properties);
	if (b->list_count)
		add_marker(b);
}

/* For what cannot stand in a paragraph with the number of its item. */
static void begin_apart(struct body *b)
{
	if (!b->marker_due)
		return;
	begin_text(b, DOCX_LIST, NULL);
	docx_end_paragraph(&b->xml);
}

/* --- the parts of an official document -------------------------------------------------------- */

static void begin_signature_line(struct body *b)
{
	const struct docx_roles *roles = b->roles;
	size_t line = b->signature_line++;
	int indent = line < roles->line_count ? roles->indents[line] : 0;
	struct buf properties = BUF_INIT;
	b->behind_table = false;
	if (b->signature_line < roles->line_count)
		buf_add_text(&properties, "<w:keepNext/>");
	if (line == 0)
		buf_printf(
		    &properties, "<w:spacing w:beforeLines=\"100\" w:before=\"%d\"/>", DOCX_LINE);
	buf_printf(&properties, "<w:ind w:rightChars=\"%d\" w:right=\"%d\"/>", indent,
	    indent * DOCX_CHARACTER / 100);
	b->style = DOCX_SIGNATURE;
	docx_begin_paragraph(&b->xml, DOCX_SIGNATURE, buf_text(&properties));
	buf_release(&properties);
}

static bool is_signature(const struct body *b, cmark_node *node)
{
	return b->roles->signature &&
	       (node == b->roles->signature || node == b->roles->signature_end);
}

static enum docx_style style_of_paragraph(const struct body *b, cmark_node *node)
{
	return node == b->roles->subtitle     ? DOCX_SUBTITLE
	       : node == b->roles->recipients ? DOCX_RECIPIENTS
	       : b->quotes                    ? DOCX_QUOTE
	       : b->list_count                ? DOCX_LIST
					      : DOCX_BODY;
}

static void begin_paragraph(struct body *b, cmark_node *node)
{
	if (is_signature(b, node))
		begin_signature_line(b);
	else
		begin_text(b, style_of_paragraph(b, node), node);
}

/* The date below the title stands without a line between them. */
static void begin_heading(struct body *b, cmark_node *node)
{
	int level = cmark_node_get_heading_level(node);
	begin_apart(b);
	if (level > 1) {
		int style = DOCX_HEADING + level - 2;
		begin_text(b,
		    style < DOCX_HEADING_LAST ? (enum docx_style)style : DOCX_HEADING_LAST, node);
		return;
	}
	b->behind_table = false;
	b->style = DOCX_TITLE;
	docx_begin_paragraph(&b->xml, DOCX_TITLE,
	    node == b->roles->title && b->roles->subtitle
		? "<w:spacing w:afterLines=\"0\" w:after=\"0\"/>"
		: "");
}

/* --- blocks without inlines ------------------------------------------------------------------- */

static void add_pieces(struct body *b, struct docx_run run, struct str rest)
{
	docx_begin_run(&b->xml, run);
	for (struct tree_piece piece; tree_next_piece(b->tree, &rest, &piece);)
		docx_add_text(&b->xml, piece.text);
	docx_end_run(&b->xml);
}

/* Code and raw HTML, as they stand; the last line break ends the paragraph. */
static void add_code(struct body *b, cmark_node *node)
{
	struct str text = str_of(cmark_node_get_literal(node));
	while (text.n && text.p[text.n - 1] == '\n')
		text.n--;
	begin_apart(b);
	begin_text(b, DOCX_CODE, node);
	add_pieces(b, run_of(b), text);
	docx_end_paragraph(&b->xml);
}

static void add_rule(struct body *b)
{
	begin_apart(b);
	begin_text(b, DOCX_RULE, NULL);
	docx_end_paragraph(&b->xml);
}

/* --- inlines ---------------------------------------------------------------------------------- */

static void add_literal(struct body *b, cmark_node *node, bool code)
{
	struct docx_run run = run_of(b);
	if (code && run.font == DOCX_FANGSONG)
		run.font = DOCX_SONGTI;
	add_pieces(b, run, str_of(cmark_node_get_literal(node)));
}

static void add_break(struct body *b, cmark_node *node)
{
	bool hard = cmark_node_get_type(node) == CMARK_NODE_LINEBREAK;
	if (b->style == DOCX_SIGNATURE && b->signature_line < b->roles->line_count) {
		docx_end_paragraph(&b->xml);
		begin_signature_line(b);
	} else {
		docx_add_run(
		    &b->xml, run_of(b), hard ? STR("\n") : str_of(tree_soft_break(b->tree, node)));
	}
}

/* A report is printed: the address of a link stands behind its text, unless it is the text. */
static void add_address(struct body *b, cmark_node *link)
{
	char *address = tree_unmarked(cmark_node_get_url(link));
	cmark_node *child = cmark_node_first_child(link);
	const char *literal =
	    child && !cmark_node_next(child) ? cmark_node_get_literal(child) : NULL;
	char *text = tree_unmarked(literal ? literal : "");
	struct str shown = str_of(address);
	if (str_starts(shown, STR("mailto:")))
		shown = str_from(shown, strlen("mailto:"));
	if (shown.n && shown.p[0] != '#' && !str_equal_text(shown, text)) {
		struct buf behind = BUF_INIT;
		buf_printf(&behind, "（%.*s）", (int)shown.n, shown.p);
		docx_add_run(&b->xml, run_of(b), buf_str(&behind));
		buf_release(&behind);
	}
	free(text);
	free(address);
}

/* --- the walk --------------------------------------------------------------------------------- */

static void begin_list(struct body *b, cmark_node *node)
{
	begin_apart(b);
	b->lists = mem_room(b->lists, &b->list_capacity, b->list_count + 1, sizeof(*b->lists));
	b->lists[b->list_count++] = (struct list_level){
	    .ordered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST,
	    .bracket = cmark_node_get_list_delim(node) == CMARK_PAREN_DELIM,
	    .number = cmark_node_get_list_start(node) - 1,
	};
}

static void begin_item(struct body *b)
{
	b->lists[b->list_count - 1].number++;
	b->marker_due = true;
}

static void enter_table(struct body *b, cmark_node *node)
{
	if (tree_is_table(node)) {
		begin_apart(b);
		separate(b);
		docx_begin_table(&b->xml, b->tree, &b->table, node);
	} else if (tree_is_row(node)) {
		docx_begin_row(&b->xml, &b->table, node);
	} else if (tree_is_cell(node)) {
		b->style = docx_begin_cell(&b->xml, &b->table, node);
	}
}

static void leave_table(struct body *b, cmark_node *node)
{
	if (tree_is_table(node)) {
		docx_end_table(&b->xml);
		b->behind_table = true;
	} else if (tree_is_row(node)) {
		docx_end_row(&b->xml);
	} else if (tree_is_cell(node)) {
		docx_end_cell(&b->xml);
	}
}

/* The sign for the chart, which is the text of its paragraph, is passed over. */
static void add_chart(struct body *b, cmark_iter *iter, cmark_node *node)
{
	begin_apart(b);
	b->behind_table = false;
	docx_add_picture(&b->xml, ++b->chart_count, tree_chart(b->tree, node));
	cmark_iter_reset(iter, node, CMARK_EVENT_EXIT);
}

static void enter(struct body *b, cmark_node *node)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_BLOCK_QUOTE:
		begin_apart(b);
		b->quotes++;
		break;
	case CMARK_NODE_LIST:
		begin_list(b, node);
		break;
	case CMARK_NODE_ITEM:
		begin_item(b);
		break;
	case CMARK_NODE_PARAGRAPH:
		begin_paragraph(b, node);
		break;
	case CMARK_NODE_HEADING:
		begin_heading(b, node);
		break;
	case CMARK_NODE_CODE_BLOCK:
	case CMARK_NODE_HTML_BLOCK:
		add_code(b, node);
		break;
	case CMARK_NODE_THEMATIC_BREAK:
		add_rule(b);
		break;
	case CMARK_NODE_TEXT:
	case CMARK_NODE_HTML_INLINE:
		add_literal(b, node, false);
		break;
	case CMARK_NODE_CODE:
		add_literal(b, node, true);
		break;
	case CMARK_NODE_SOFTBREAK:
	case CMARK_NODE_LINEBREAK:
		add_break(b, node);
		break;
	case CMARK_NODE_EMPH:
		b->emphasis++;
		break;
	case CMARK_NODE_STRONG:
		b->strong++;
		break;
	default:
		enter_table(b, node);
		break;
	}
}

static void leave(struct body *b, cmark_node *node)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_BLOCK_QUOTE:
		b->quotes--;
		break;
	case CMARK_NODE_LIST:
		b->list_count--;
		break;
	case CMARK_NODE_ITEM:
		begin_apart(b);
		break;
	case CMARK_NODE_PARAGRAPH:
	case CMARK_NODE_HEADING:
		docx_end_paragraph(&b->xml);
		break;
	case CMARK_NODE_EMPH:
		b->emphasis--;
		break;
	case CMARK_NODE_STRONG:
		b->strong--;
		break;
	case CMARK_NODE_LINK:
		add_address(b, node);
		break;
	default:
		leave_table(b, node);
		break;
	}
}

#define DRAWING "http://schemas.openxmlformats.org/drawingml/2006/"

static const char head[] = DOCX_DECLARATION
    "<w:document xmlns:w=\"" DOCX_MAIN "\" xmlns:r=\"" DOCX_OFFICE "\" xmlns:wp=\"" DRAWING
    "wordprocessingDrawing\" xmlns:a=\"" DRAWING "main\" xmlns:pic=\"" DRAWING "picture\"><w:body>";

/* The paper, 22 lines of 28 characters, and the numbers of odd and even pages. */
static void add_foot(struct buf *xml)
{
	buf_add_text(xml, "<w:sectPr><w:footerReference w:type=\"even\" r:id=\"rIdEven\"/>"
			  "<w:footerReference w:type=\"default\" r:id=\"rIdOdd\"/>");
	buf_printf(xml,
	    "<w:pgSz w:w=\"%d\" w:h=\"%d\"/>"
	    "<w:pgMar w:top=\"%d\" w:right=\"%d\" w:bottom=\"%d\" w:left=\"%d\" w:header=\"851\" "
	    "w:footer=\"1435\" w:gutter=\"0\"/><w:cols w:space=\"425\"/>"
	    "<w:docGrid w:type=\"linesAndChars\" w:linePitch=\"%d\" w:charSpace=\"%d\"/>"
	    "</w:sectPr></w:body></w:document>\n",
	    DOCX_PAPER_WIDTH, DOCX_PAPER_HEIGHT, DOCX_TOP, DOCX_RIGHT, DOCX_BOTTOM, DOCX_LEFT,
	    DOCX_LINE, DOCX_CHARACTER_SPACE);
}

void docx_write_body(const struct tree *t, const struct docx_roles *roles, struct zip_writer *zip)
{
	struct body b = {.tree = t, .roles = roles, .zip = zip};
	cmark_iter *iter = cmark_iter_new(t->root);
	zip_writer_begin(zip, "word/document.xml");
	buf_add_text(&b.xml, head);
	for (cmark_event_type event; (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE;) {
		cmark_node *node = cmark_iter_get_node(iter);
		if (event == CMARK_EVENT_ENTER && tree_chart(t, node))
			add_chart(&b, iter, node);
		else if (event == CMARK_EVENT_ENTER)
			enter(&b, node);
		else
			leave(&b, node);
		write_xml(&b, BLOCK_BYTES);
	}
	cmark_iter_free(iter);
	separate(&b); /* a table cannot stand last */
	add_foot(&b.xml);
	write_xml(&b, 0);
	buf_release(&b.xml);
	free(b.lists);
}
