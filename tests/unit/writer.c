/* Write then read is identity, for random fields; and what a spreadsheet is given comes back. */
#include "unit.h"

#include "csv/reader.h"
#include "csv/writer.h"

#include <stdio.h>
#include <unistd.h>

static const char *const pieces[] = {"\"", ",", " ", "'", "=", "+", "-", "@", "\t", "0", "7",
    "台账", "；", "a", "", "123456789012", "\xF0\x9F\x98\x80", "=\"0\"", "　"};

static void random_field(uint64_t *seed, struct buf *field)
{
	field->n = 0;
	for (size_t n = random_below(seed, 6); n > 0; n--)
		buf_add_text(field, pieces[random_below(seed, sizeof(pieces) / sizeof(pieces[0]))]);
}

enum { ROWS = 400, COLUMNS = 5 };

static void write_rows(const char *path, bool excel, struct buf fields[ROWS * COLUMNS], int columns)
{
	struct error e;
	struct csv_writer w;
	struct output *out = output_open(path, &e);
	assert_non_null(out);
	csv_writer_init(&w, out, excel);
	for (int i = 0; i < columns; i++) {
		char name[] = {(char)('a' + i)};
		csv_writer_field(&w, (struct str){name, 1});
	}
	csv_writer_end_row(&w);
	for (int i = 0; i < ROWS * columns; i++) {
		csv_writer_field(&w, buf_str(&fields[i]));
		if (i % columns == columns - 1)
			csv_writer_end_row(&w);
	}
	csv_writer_release(&w);
	assert_true(output_finish(out, &e));
}

static void read_rows(const char *path, bool excel, struct buf fields[ROWS * COLUMNS], int columns)
{
	struct error e;
	struct csv_row row;
	struct csv_reader *r = csv_reader_open(input_open(path, &e), &e);
	assert_non_null(r);
	assert_int_equal(csv_reader_is_spreadsheet(r), excel);
	for (int i = 0; i < ROWS; i++) {
		assert_int_equal(csv_reader_next(r, &row, &e), CSV_STATUS_ROW);
		for (int j = 0; j < columns; j++) {
			struct str want = buf_str(&fields[i * columns + j]), got = row.fields[j];
			assert_true(str_equal(excel ? csv_plain_text(got) : got, want));
		}
	}
	assert_int_equal(csv_reader_next(r, &row, &e), CSV_STATUS_END);
	csv_reader_close(r);
}

static void write_then_read_is_identity(void **state)
{
	(void)state;
	static const char *const names[] = {"rows.csv", "rows.csv.gz"};
	static struct buf fields[ROWS * COLUMNS];
	char directory[TEST_PATH_SIZE], path[2 * TEST_PATH_SIZE];
	uint64_t seed = 4711;
	assert_true(make_test_directory(directory));
	for (int round = 0; round < 24; round++) {
		int columns = round % 6 < 2 ? 1 : COLUMNS;
		for (int i = 0; i < ROWS * columns; i++) {
			random_field(&seed, &fields[i]);
			if (columns == 1 && str_equal(buf_str(&fields[i]), STR("a")))
				buf_add_char(&fields[i], 'x'); /* else the header again */
		}
		snprintf(path, sizeof(path), "%s/%s", directory, names[round % 2]);
		write_rows(path, round % 4 >= 2, fields, columns);
		read_rows(path, round % 4 >= 2, fields, columns);
		assert_int_equal(unlink(path), 0);
	}
	for (int i = 0; i < ROWS * COLUMNS; i++)
		buf_release(&fields[i]);
	assert_int_equal(rmdir(directory), 0);
}

/* The guard is undone for every text of up to five of the characters that matter. */
static void the_guard_is_undone(void **state)
{
	(void)state;
	static const char letters[] = "'=\"0@x";
	struct buf guarded = BUF_INIT;
	for (unsigned code = 0; code < 6 * 6 * 6 * 6 * 6; code++)
		for (size_t n = 0; n <= 5; n++) {
			char text[5];
			unsigned rest = code;
			for (size_t i = 0; i < 5; i++, rest /= 6)
				text[i] = letters[rest % 6];
			struct str field = {text, n};
			guarded.n = 0;
			csv_excel_text(&guarded, field);
			assert_true(str_equal(csv_plain_text(buf_str(&guarded)), field));
		}
	buf_release(&guarded);
}

static void expect_quoted(const char *field, const char *want)
{
	struct buf out = BUF_INIT;
	csv_quote(&out, str_of(field));
	assert_str(buf_str(&out), want);
	buf_release(&out);
}

static void quotes_only_where_needed(void **state)
{
	(void)state;
	expect_quoted("东湖", "东湖");
	expect_quoted("a b", "a b");
	expect_quoted("a;b", "a;b");
	expect_quoted("", "");
	expect_quoted(" a", "\" a\"");
	expect_quoted("a ", "\"a \"");
	expect_quoted("a,b", "\"a,b\"");
	expect_quoted("a\"b", "\"a\"\"b\"");
	expect_quoted("a\nb", "\"a\nb\"");
}

static void expect_excel(const char *field, const char *want)
{
	struct buf out = BUF_INIT;
	csv_excel_text(&out, str_of(field));
	assert_str(buf_str(&out), want);
	buf_release(&out);
}

static void spreadsheets_keep_texts(void **state)
{
	(void)state;
	expect_excel("=1+1", "'=1+1");
	expect_excel("@a", "'@a");
	expect_excel("''-1", "'''-1");
	expect_excel("'a", "'a");
	expect_excel("360102002011", "=\"360102002011\"");
	expect_excel("36010200201", "36010200201");
	expect_excel("007", "=\"007\"");
	expect_excel("0", "0");
	expect_excel("0.5", "0.5");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(write_then_read_is_identity),
	    cmocka_unit_test(the_guard_is_undone),
	    cmocka_unit_test(quotes_only_where_needed),
	    cmocka_unit_test(spreadsheets_keep_texts),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
