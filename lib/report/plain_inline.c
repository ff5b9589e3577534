/* plain_inline: emphasis, code, links and escapes of one line; see plain_text.h. */
#include "report/plain_text.h"
#include "base/utf8.h"

enum { DEPTH_MAX = 16 };

/* One pair of signs that is open, such as the first ** of **word**. */
struct opened {
	char sign;
	size_t length;
};

struct inline_text {
	struct document_copy *copy;
	struct str text; /* the whole document, so that positions are those of the copy */
	size_t end;
	bool in_cell;     /* of a table, where '|' is escaped in code too */
	size_t kept_from; /* bytes from here on are still to be copied */
	struct opened stack[DEPTH_MAX];
	size_t depth;
};

static bool is_punctuation(char c)
{
	return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') ||
	       (c >= '{' && c <= '~');
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

static bool is_word(char c)
{
	return !is_blank(c) && !is_punctuation(c);
}

static size_t run_length(const struct inline_text *t, size_t at)
{
	size_t n = 1;
	while (at + n < t->end && t->text.p[at + n] == t->text.p[at])
		n++;
	return n;
}

/* Copies what was kept so far and leaves out the bytes from `from` up to `to`. */
static void leave_out(struct inline_text *t, size_t from, size_t to)
{
	document_copy(t->copy, t->kept_from, from);
	t->kept_from = to;
}

/* --- emphasis --------------------------------------------------------------------------------- */

static char neighbour(const struct inline_text *t, size_t begin, size_t at, bool before)
{
	if (before)
		return at > begin ? t->text.p[at - 1] : ' ';
	return at < t->end ? t->text.p[at] : ' ';
}

/* '_' inside a word is a letter of it. */
static bool may_open(const struct inline_text *t, size_t begin, size_t at, size_t length)
{
	if (is_blank(neighbour(t, begin, at + length, false)))
		return false;
	return t->text.p[at] != '_' || !is_word(neighbour(t, begin, at, true));
}

static bool may_close(const struct inline_text *t, size_t begin, size_t at, size_t length)
{
	if (is_blank(neighbour(t, begin, at, true)))
		return false;
	return t->text.p[at] != '_' || !is_word(neighbour(t, begin, at + length, false));
}

/* Whether signs of the same kind and length close what opens at `at`. */
static bool closes_later(const struct inline_text *t, size_t begin, size_t at, size_t length)
{
	size_t next = at + length;
	while (next < t->end) {
		if (t->text.p[next] == '\\') {
			next += 2;
		} else if (t->text.p[next] != t->text.p[at]) {
			next++;
		} else {
			size_t n = run_length(t, next);
			if (n == length && may_close(t, begin, next, n))
				return true;
			next += n;
		}
	}
	return false;
}

static size_t take_emphasis(struct inline_text *t, size_t begin, size_t at)
{
	char sign = t->text.p[at];
	size_t length = run_length(t, at);
	struct opened *last = t->depth ? &t->stack[t->depth - 1] : NULL;
	bool usual = sign == '~' ? length == 2 : length <= 3;
	if (last && last->sign == sign && last->length == length &&
	    may_close(t, begin, at, length)) {
		t->depth--;
		leave_out(t, at, at + length);
	} else if (usual && t->depth < DEPTH_MAX && may_open(t, begin, at, length) &&
		   closes_later(t, begin, at, length)) {
		t->stack[t->depth++] = (struct opened){sign, length};
		leave_out(t, at, at + length);
	}
	return at + length;
}

static void copy_inline(struct document_copy *c, size_t begin, size_t end, bool in_cell);

/* --- code, links ------------------------------------------------------------------------------ */

static size_t take_code(struct inline_text *t, size_t at)
{
	size_t length = run_length(t, at), next = at + length;
	while (next < t->end) {
		size_t n = t->text.p[next] == '`' ? run_length(t, next) : 1;
		if (t->text.p[next] == '`' && n == length) {
			leave_out(t, at, at + length);
			for (at += length; at < next && t->in_cell; at++)
				if (t->text.p[at] == '\\' && t->text.p[at + 1] == '|')
					leave_out(t, at, at + 1);
			leave_out(t, next, next + length);
			return next + length;
		}
		next += n;
	}
	return at + length;
}

static size_t find_sign(const struct inline_text *t, size_t at, char sign)
{
	for (; at < t->end && t->text.p[at] != sign; at++)
		if (t->text.p[at] == '\\')
			at++;
	return at < t->end ? at : t->end;
}

/* [text](address) becomes "text (address)"; of an image only the text stays. */
static size_t take_link(struct inline_text *t, size_t at)
{
	bool image = t->text.p[at] == '!';
	size_t open = image ? at + 1 : at;
	size_t close = find_sign(t, open, ']');
	if (close + 1 >= t->end || t->text.p[close + 1] != '(')
		return at + 1;
	size_t stop = find_sign(t, close + 1, ')');
	if (stop == t->end)
		return at + 1;
	leave_out(t, at, open + 1);
	struct document_copy *c = t->copy;
	copy_inline(c, open + 1, close, t->in_cell);
	if (!image) {
		document_markdown(c->to, STR(" ("));
		document_copy(c, close + 2, stop);
		document_markdown(c->to, STR(")"));
	}
	t->kept_from = stop + 1;
	return stop + 1;
}

/* --- all -------------------------------------------------------------------------------------- */

static void copy_inline(struct document_copy *c, size_t begin, size_t end, bool in_cell)
{
	struct inline_text t = {.copy = c,
	    .text = buf_str(&c->from->text),
	    .end = end,
	    .in_cell = in_cell,
	    .kept_from = begin};
	for (size_t at = begin; at < end;) {
		char sign = t.text.p[at];
		bool more = at + 1 < end;
		if (sign == '\\' && more && is_punctuation(t.text.p[at + 1])) {
			leave_out(&t, at, at + 1);
			at += 2;
		} else if (sign == '*' || sign == '_' || sign == '~') {
			at = take_emphasis(&t, begin, at);
		} else if (sign == '`') {
			at = take_code(&t, at);
		} else if (sign == '[' || (sign == '!' && more && t.text.p[at + 1] == '[')) {
			at = take_link(&t, at);
		} else {
			at++;
		}
	}
	document_copy(c, t.kept_from, end);
}

void plain_inline(struct document_copy *c, size_t begin, size_t end)
{
	copy_inline(c, begin, end, false);
}

void plain_cell(struct document_copy *c, size_t begin, size_t end)
{
	copy_inline(c, begin, end, true);
}
