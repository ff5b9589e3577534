/*
 * Delimited text of any encoding. Both ways of cutting give the same; rows hold text without
 * control characters; written as CSV they are read as the same rows. Input: a line with the name of
 * an encoding (empty: it is found out), then the file.
 */
#include "fuzz.h"

#include "base/utf8.h"
#include "csv/writer.h"
#include "sheet/sheet_internal.h"

#include <stdlib.h>

enum { NAME_MAX_BYTES = 32 };

static void check_row(const struct sheet_row *row, uint64_t last)
{
	CHECK(row->number > last && row->count > 0 && !row->hidden);
	CHECK(row->cells[row->count - 1].text.n > 0);
	for (size_t i = 0; i < row->count; i++) {
		struct str text = row->cells[i].text;
		CHECK(row->cells[i].kind == (text.n ? SHEET_TEXT : SHEET_EMPTY));
		CHECK(utf8_valid_prefix(text) == text.n);
		for (size_t j = 0; j < text.n; j++) {
			unsigned char c = (unsigned char)text.p[j];
			CHECK(c == '\t' || (c >= ' ' && c != 0x7F));
		}
	}
}

/* The rows of a file as a CSV file: empty ones are blank lines, so that numbers stay. A first line
 * keeps what follows from being taken for one that names the delimiter. False for a cell that would
 * be taken for the text of a formula. */
static bool write_row(struct buf *out, const struct sheet_row *row, uint64_t last)
{
	bool plain = true;
	while (++last < row->number)
		buf_add_char(out, '\n');
	for (size_t i = 0; i < row->count; i++) {
		plain = plain && !str_starts(row->cells[i].text, STR("=\""));
		buf_add_text(out, i ? "," : "");
		csv_quote(out, row->cells[i].text);
	}
	buf_add_char(out, '\n');
	return plain;
}

/* *out: the rows, and where reading ended and why. Whether all was read and can be read again. */
static bool read_all(struct str content, const struct sheet_options *options, struct buf *out)
{
	static char path[] = "sheet.csv";
	struct sheet s = {.path = path};
	struct sheet_row row;
	struct error e = ERROR_INIT;
	uint64_t last = 0;
	bool plain = true;
	int status;
	buf_add_text(out, "sep=,\n");
	if (!sheet_open_text(&s, content, options, &e)) {
		CHECK(e.kind == ERROR_USAGE && options->encoding);
		return false;
	}
	while ((status = s.format->next(s.state, &row, &e)) > 0) {
		check_row(&row, last);
		plain = write_row(out, &row, last) && plain;
		last = row.number;
	}
	if (status < 0) {
		fuzz_check_error(&e);
		CHECK(e.kind == ERROR_DATA && e.line > last && e.column > 0);
		buf_printf(out, "%d:%d:%s", (int)e.line, (int)e.column, e.message);
	}
	s.format->close(s.state);
	return status == 0 && plain;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct str rest = fuzz_text(bytes, n), line;
	str_split(&rest, '\n', &line);
	if (line.n > NAME_MAX_BYTES || (line.n && memchr(line.p, '\0', line.n)))
		return 0;
	char *name = str_dup(line);
	/* a copy of exactly its size, so that a sanitizer sees every byte read beyond */
	char *copy = mem_alloc(rest.n, 1);
	if (rest.n)
		memcpy(copy, rest.p, rest.n);
	const struct str content = {copy, rest.n};
	const struct sheet_options options = {.encoding = line.n ? name : NULL};
	const struct sheet_options again = {.encoding = "UTF-8"};
	struct buf once = BUF_INIT, other = BUF_INIT, twice = BUF_INIT;
	bool plain = read_all(content, &options, &once);
	setenv("TAIZHANG_SIMD", "libcsv", 1);
	CHECK(read_all(content, &options, &other) == plain);
	unsetenv("TAIZHANG_SIMD");
	CHECK(str_equal(buf_str(&once), buf_str(&other)));
	if (plain) {
		CHECK(read_all(buf_str(&once), &again, &twice));
		CHECK(str_equal(buf_str(&once), buf_str(&twice)));
	}
	buf_release(&once);
	buf_release(&other);
	buf_release(&twice);
	free(copy);
	free(name);
	return 0;
}
