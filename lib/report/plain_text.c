/* plain_text: the blocks; see plain_text.h. */
#include "report/plain_text.h"

enum { HEADING_MAX = 6, INDENT_MAX = 3, FENCE_LEAST = 3 };

struct blocks {
	struct document_copy copy;
	struct str text;
	bool in_code;
	char fence; /* of the code: its sign, and how many of them */
	size_t fence_length;
	bool behind_paragraph; /* the line before is one of a paragraph */
};

size_t plain_line_end(struct str text, size_t begin)
{
	size_t newline = str_find(str_from(text, begin), STR("\n"));
	return newline == SIZE_MAX ? text.n : begin + newline;
}

static size_t skip(struct str text, size_t at, size_t end, char sign)
{
	while (at < end && text.p[at] == sign)
		at++;
	return at;
}

static size_t trim_end(struct str text, size_t begin, size_t end, char sign)
{
	while (end > begin && text.p[end - 1] == sign)
		end--;
	return end;
}

/* Whether a line opens a block of code, or closes the one that is open: by at least as many of the
 * same sign and nothing else. */
static bool is_fence(struct blocks *b, size_t begin, size_t end)
{
	char sign = begin < end ? b->text.p[begin] : ' ';
	size_t behind = skip(b->text, begin, end, sign), length = behind - begin;
	if ((sign != '`' && sign != '~') || length < FENCE_LEAST)
		return false;
	if (b->in_code)
		return sign == b->fence && length >= b->fence_length &&
		       skip(b->text, behind, end, ' ') == end;
	b->fence = sign;
	b->fence_length = length;
	return true;
}

/* Where a heading's text begins: behind one to six '#' and a blank; `end` when it is none. */
static size_t heading_text(struct str text, size_t begin, size_t end)
{
	size_t behind = skip(text, begin, end, '#');
	if (behind == begin || behind - begin > HEADING_MAX)
		return end;
	return behind < end && text.p[behind] == ' ' ? skip(text, behind, end, ' ') : end;
}

static void copy_heading(struct blocks *b, size_t begin, size_t end)
{
	size_t last = trim_end(b->text, begin, end, ' ');
	size_t signs = trim_end(b->text, begin, last, '#');
	bool closed = signs < last && (signs == begin || b->text.p[signs - 1] == ' ');
	plain_inline(&b->copy, begin, closed ? trim_end(b->text, begin, signs, ' ') : last);
}

/* The === or --- under a heading. */
static bool is_underline(const struct blocks *b, size_t begin, size_t end)
{
	end = trim_end(b->text, begin, end, ' ');
	if (!b->behind_paragraph || begin == end)
		return false;
	return skip(b->text, begin, end, '=') == end || skip(b->text, begin, end, '-') == end;
}

/* A line of a paragraph, a list or a quotation; a hard break at its end loses its sign. */
static void copy_paragraph(struct blocks *b, size_t line, size_t begin, size_t end)
{
	if (begin < end && b->text.p[begin] == '>') {
		while (begin < end && b->text.p[begin] == '>')
			begin = skip(b->text, begin + 1, end, ' ');
		line = begin;
	}
	if (end > begin && b->text.p[end - 1] == '\\' &&
	    (end - begin < 2 || b->text.p[end - 2] != '\\'))
		end--;
	plain_inline(&b->copy, line, trim_end(b->text, line, end, ' '));
}

/* One line from `line` up to `end`. False when it leaves nothing behind, not even an empty line. */
static bool copy_line(struct blocks *b, size_t line, size_t end)
{
	size_t begin = skip(b->text, line, end, ' ');
	bool behind_paragraph = false, stays = true;
	if (begin - line <= INDENT_MAX && is_fence(b, begin, end)) {
		b->in_code = !b->in_code;
		stays = false;
	} else if (b->in_code) {
		document_copy(&b->copy, line, end);
	} else if (begin - line <= INDENT_MAX && heading_text(b->text, begin, end) < end) {
		copy_heading(b, heading_text(b->text, begin, end), end);
	} else if (is_underline(b, begin, end)) {
		stays = false;
	} else {
		copy_paragraph(b, line, begin, end);
		behind_paragraph = begin < end;
	}
	b->behind_paragraph = behind_paragraph;
	return stays;
}

void plain_text(const struct document *from, struct document *to)
{
	struct blocks b = {.copy = {.from = from, .to = to}, .text = buf_str(&from->text)};
	size_t at = 0;
	while (at < b.text.n) {
		if (!b.in_code && plain_table_begins(b.text, at)) {
			at = plain_table(&b.copy, at);
			continue;
		}
		size_t end = plain_line_end(b.text, at);
		bool newline = end < b.text.n;
		if (copy_line(&b, at, end) && newline)
			document_markdown(to, STR("\n"));
		at = newline ? end + 1 : end;
	}
}
