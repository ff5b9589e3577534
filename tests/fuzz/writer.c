/* Rows that are written. Input: lines of fields with tabs between; a backslash stands for a quote.
 */
#include "fuzz.h"

#include "base/utf8.h"
#include "csv/writer.h"

static void print(struct str text, bool excel, struct buf *out)
{
	struct csv_writer w;
	struct error e;
	struct str line, field;
	struct output *o = output_open(fuzz_path("rows.csv"), &e);
	CHECK(o);
	csv_writer_init(&w, o, excel);
	while (str_split(&text, '\n', &line)) {
		while (str_split(&line, '\t', &field))
			csv_writer_field(&w, field);
		csv_writer_end_row(&w);
	}
	csv_writer_release(&w);
	CHECK(output_finish(o, &e) && fuzz_get("rows.csv", out));
}

static bool same_fields(struct str line, const struct csv_row *row, bool excel)
{
	struct str field;
	size_t i = 0;
	for (; str_split(&line, '\t', &field); i++) {
		struct str got = i < row->count ? row->fields[i] : STR("?");
		if (i >= row->count || !str_equal(excel ? csv_plain_text(got) : got, field))
			return false;
	}
	return i == row->count;
}

/* Every line is a row with the same fields. */
static void check_reading(struct str text, struct str csv, bool excel)
{
	struct error e = ERROR_INIT;
	struct str line;
	struct csv_row row;
	struct csv_reader *r = csv_reader_open(input_of_text(csv, "rows"), &e);
	CHECK(r && csv_reader_is_spreadsheet(r) == excel);
	str_split(&text, '\n', &line);
	CHECK(same_fields(line, csv_reader_header(r), excel));
	struct buf header = BUF_INIT;
	buf_add_str(&header, line);
	while (str_split(&text, '\n', &line)) {
		if (str_equal(line, buf_str(&header)))
			continue;
		CHECK(csv_reader_next(r, &row, &e) == CSV_STATUS_ROW);
		CHECK(same_fields(line, &row, excel));
	}
	CHECK(csv_reader_next(r, &row, &e) == CSV_STATUS_END);
	csv_reader_close(r);
	buf_release(&header);
}

/* A text whose first line can be a header, and whose lines have as many fields. */
static bool is_table(struct str text)
{
	struct str line, field, other;
	size_t count = 0;
	if (text.n == 0 || utf8_valid_prefix(text) < text.n || memchr(text.p, '\0', text.n) ||
	    memchr(text.p, '\r', text.n) || str_starts(text, STR("PK\x03\x04")))
		return false; /* the last is how a workbook begins, which is named and refused */
	for (bool header = true; str_split(&text, '\n', &line); header = false) {
		struct str rest = line;
		size_t fields = 0;
		for (; str_split(&rest, '\t', &field); fields++)
			for (struct str more = rest;
			     header && more.p && str_split(&more, '\t', &other);)
				if (str_equal(field, other))
					return false;
		if (header)
			count = fields;
		if (fields != count)
			return false;
	}
	return count > 1;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct buf text = BUF_INIT, csv = BUF_INIT;
	buf_add(&text, bytes, n);
	for (size_t i = 0; i < n; i++)
		if (text.p[i] == '\\')
			text.p[i] = '"';
	if (is_table(buf_str(&text))) {
		print(buf_str(&text), false, &csv);
		check_reading(buf_str(&text), buf_str(&csv), false);
		csv.n = 0;
		print(buf_str(&text), true, &csv);
		check_reading(buf_str(&text), buf_str(&csv), true);
	}
	buf_release(&text);
	buf_release(&csv);
	return 0;
}
