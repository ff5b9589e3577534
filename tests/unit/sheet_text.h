/* Delimited text for unit tests: read from memory, shown as one line, put into other encodings. */
#ifndef SHEET_TEXT_H
#define SHEET_TEXT_H

#include "unit.h"

#include "sheet/sheet_internal.h"

#include <iconv.h>

static const struct sheet_options plain = {NULL, '\0', NULL};

/* Appends a row as 3[first][second], a tab in a cell as \t. */
static inline void show_row(struct buf *out, const struct sheet_row *row)
{
	buf_printf(out, "%d", (int)row->number);
	for (size_t i = 0; i < row->count; i++) {
		struct str text = row->cells[i].text;
		assert_int_equal(row->cells[i].kind, text.n ? SHEET_TEXT : SHEET_EMPTY);
		buf_add_char(out, '[');
		for (size_t j = 0; j < text.n; j++)
			if (text.p[j] == '\t')
				buf_add_text(out, "\\t");
			else
				buf_add_char(out, text.p[j]);
		buf_add_char(out, ']');
	}
	assert_true(row->count && row->cells[row->count - 1].text.n);
	assert_false(row->hidden);
	buf_add_char(out, ' ');
}

/* All rows, then of a fault !row:cell message. *facts: of what was opened; encoding NULL when it
 * was not. */
static inline void read_with(struct str content, const struct sheet_options *options,
    struct buf *out, struct sheet_facts *facts)
{
	static char path[] = "test.csv";
	struct str copy = exact_copy(content);
	struct sheet s = {.path = path};
	struct sheet_row row;
	struct error e = ERROR_INIT;
	int status;
	out->n = 0;
	*facts = (struct sheet_facts){0};
	if (!sheet_open_text(&s, copy, options, &e)) {
		buf_printf(out, "!%s", e.message);
		assert_int_equal(e.kind, ERROR_USAGE);
	} else {
		while ((status = sheet_next(&s, &row, &e)) > 0)
			show_row(out, &row);
		*facts = s.facts;
		if (status < 0) {
			buf_printf(out, "!%d:%d %s", (int)e.line, (int)e.column, e.message);
			assert_int_equal(e.kind, ERROR_DATA);
			assert_string_equal(e.file, path);
		}
		s.format->close(s.state);
	}
	free((char *)copy.p);
}

/* In both ways of cutting. */
static inline void check_with(
    struct str content, const struct sheet_options *options, const char *want)
{
	struct buf got = BUF_INIT;
	struct sheet_facts facts;
	read_with(content, options, &got, &facts);
	assert_string_equal(buf_text(&got), want);
	setenv("TAIZHANG_SIMD", "libcsv", 1);
	read_with(content, options, &got, &facts);
	unsetenv("TAIZHANG_SIMD");
	assert_string_equal(buf_text(&got), want);
	buf_release(&got);
}

#define CHECK_ROWS(content, want) check_with(STR(content), &plain, want)

/* `text` from UTF-8 into an encoding. */
static inline void convert(struct buf *out, const char *encoding, struct str text)
{
	iconv_t c = iconv_open(encoding, "UTF-8");
	assert_true(c != (iconv_t)-1);
	char *in = (char *)text.p;
	size_t left = text.n;
	out->n = 0;
	buf_reserve(out, 4 * text.n + 16);
	char *to = out->p;
	size_t room = 4 * text.n + 16;
	assert_true(iconv(c, &in, &left, &to, &room) != (size_t)-1);
	out->n = (size_t)(to - out->p);
	iconv_close(c);
}

/* A text of `length` pieces that are apt to make trouble. */
static inline void make_text(struct buf *out, uint64_t *seed, size_t length, bool well_quoted)
{
	static const char *const pieces[] = {"a", "名", "é", "𠀀", ",", ",", ",", "\n", "\n",
	    "\r\n", "\r", "\t", ";", " ", "12", "=", "=\"7\"", "\xC2\xA0", "\"x,\"\"y\n\"", "\"",
	    "\x01"};
	size_t count = sizeof(pieces) / sizeof(pieces[0]) - (well_quoted ? 2 : 0);
	out->n = 0;
	for (size_t i = 0; i < length; i++)
		buf_add_text(out, pieces[random_below(seed, count)]);
}

#endif
