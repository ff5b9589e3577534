/* docx_roles: title, recipients and signature of a report; see docx_internal.h. */
#include "report/docx_internal.h"
#include "base/utf8.h"

enum {
	NAME_COLUMNS_MAX = 50,     /* of an organisation that signs */
	DATE_INDENT = 400,         /* 7.3.5.1 of the standard: four characters from the right */
	HUNDREDTHS_PER_COLUMN = 50 /* a digit has half a character */
};

void docx_plain(const struct tree *t, cmark_node *block, struct buf *text)
{
	cmark_iter *iter = cmark_iter_new(block);
	for (cmark_event_type event; (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE;) {
		cmark_node *node = cmark_iter_get_node(iter);
		cmark_node_type type = cmark_node_get_type(node);
		if (event != CMARK_EVENT_ENTER)
			continue;
		if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK) {
			buf_add_char(text, '\n');
			continue;
		}
		struct str rest = str_of(cmark_node_get_literal(node));
		for (struct tree_piece piece; tree_next_piece(t, &rest, &piece);)
			buf_add_str(text, piece.text);
	}
	cmark_iter_free(iter);
}

/* --- dates and names -------------------------------------------------------------------------- */

/* Cuts digits, Arabic or Chinese ones, and the sign behind them off the front. */
static bool take_number(struct str *text, struct str sign)
{
	static const char *const digits = "0123456789〇○零一二三四五六七八九十";
	size_t count = 0;
	while (text->n && !str_starts(*text, sign)) {
		struct str digit = str_first(*text, utf8_length(*text));
		if (str_find(str_of(digits), digit) == SIZE_MAX)
			return false;
		*text = str_from(*text, digit.n);
		count++;
	}
	*text = str_from(*text, sign.n);
	return count > 0 && text->p;
}

static bool is_date(struct str line)
{
	struct str rest = str_trim(line);
	bool year = str_find(rest, STR("年")) != SIZE_MAX;
	return year && take_number(&rest, STR("年")) && str_find(rest, STR("月")) != SIZE_MAX &&
	       take_number(&rest, STR("月")) && str_find(rest, STR("日")) != SIZE_MAX &&
	       take_number(&rest, STR("日")) && rest.n == 0;
}

/* Cuts brackets off both ends. */
static struct str without_brackets(struct str line)
{
	const size_t n = sizeof("（") - 1;
	line = str_trim(line);
	if (line.n > 2 * n && str_starts(line, STR("（")) &&
	    str_equal(str_from(line, line.n - n), STR("）")))
		return str_first(str_from(line, n), line.n - 2 * n);
	return line;
}

static bool is_name(struct str line)
{
	static const char *const signs[] = {"。", "，", "；", "：", "！", "？", ",", ";", ":"};
	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (str_find(line, str_of(signs[i])) != SIZE_MAX)
			return false;
	return str_trim(line).n > 0 && utf8_width(line) <= NAME_COLUMNS_MAX;
}

static bool is_paragraph(const struct tree *t, cmark_node *node)
{
	return node && cmark_node_get_type(node) == CMARK_NODE_PARAGRAPH && !tree_chart(t, node);
}

/* --- the signature ---------------------------------------------------------------------------- */

/* The lines of a signature with their widths in columns; false when it is none. */
struct lines {
	int columns[DOCX_LINES_MAX];
	size_t count;
};

/* Whether all lines of the text are names, and the last one a date when that is wanted. */
static bool add_lines(struct lines *lines, struct str text, bool dated)
{
	for (struct str line; str_split(&text, '\n', &line);) {
		bool last = !text.p;
		if (lines->count == DOCX_LINES_MAX ||
		    !(dated && last ? is_date(line) : is_name(line)))
			return false;
		lines->columns[lines->count++] = (int)utf8_width(str_trim(line));
	}
	return true;
}

static bool read_lines(const struct tree *t, cmark_node *block, bool dated, struct lines *lines)
{
	struct buf text = BUF_INIT;
	docx_plain(t, block, &text);
	bool good = add_lines(lines, buf_str(&text), dated);
	buf_release(&text);
	return good;
}

/*
 * The date stands four characters from the right margin and each name in the middle above it
 * (7.3.5.1); when a name would reach into the margin then, all stand further left.
 */
static void set_indents(struct docx_roles *roles, const struct lines *lines)
{
	int date = lines->columns[lines->count - 1], least = 0;
	roles->line_count = lines->count;
	for (size_t i = 0; i < lines->count; i++) {
		int over = (date - lines->columns[i]) * HUNDREDTHS_PER_COLUMN / 2;
		roles->indents[i] = DATE_INDENT + over;
		if (roles->indents[i] < least)
			least = roles->indents[i];
	}
	for (size_t i = 0; i < lines->count; i++)
		roles->indents[i] -= least;
}

static void find_signature(const struct tree *t, struct docx_roles *roles)
{
	cmark_node *last = cmark_node_last_child(t->root);
	struct lines date = {.count = 0}, all = {.count = 0};
	if (!is_paragraph(t, last) || last == roles->subtitle || !read_lines(t, last, true, &date))
		return;
	cmark_node *before = cmark_node_previous(last);
	roles->signature = roles->signature_end = last;
	if (date.count == 1 && is_paragraph(t, before) && before != roles->subtitle &&
	    before != roles->recipients && read_lines(t, before, false, &all) &&
	    all.count < DOCX_LINES_MAX) {
		roles->signature = before;
		all.columns[all.count++] = date.columns[0];
		set_indents(roles, &all);
	} else {
		set_indents(roles, &date);
	}
}

/* --- title and recipients --------------------------------------------------------------------- */

static cmark_node *find_title(const struct tree *t)
{
	cmark_node *node = cmark_node_first_child(t->root);
	while (node && (cmark_node_get_type(node) != CMARK_NODE_HEADING ||
			   cmark_node_get_heading_level(node) != 1))
		node = cmark_node_next(node);
	return node;
}

static bool is_subtitle(struct str text)
{
	return is_date(text) || is_date(without_brackets(text));
}

static bool is_recipients(struct str text)
{
	const size_t n = sizeof("：") - 1;
	text = str_trim(text);
	return text.n > n && str_equal(str_from(text, text.n - n), STR("：")) &&
	       str_find(text, STR("。")) == SIZE_MAX;
}

void docx_find_roles(const struct tree *t, struct docx_roles *roles)
{
	struct buf text = BUF_INIT;
	*roles = (struct docx_roles){.title = find_title(t)};
	cmark_node *next = roles->title ? cmark_node_next(roles->title) : NULL;
	if (is_paragraph(t, next)) {
		docx_plain(t, next, &text);
		if (is_subtitle(buf_str(&text))) {
			roles->subtitle = next;
			next = cmark_node_next(next);
		}
	}
	text.n = 0;
	if (is_paragraph(t, next)) {
		docx_plain(t, next, &text);
		if (is_recipients(buf_str(&text)))
			roles->recipients = next;
	}
	find_signature(t, roles);
	buf_release(&text);
}
