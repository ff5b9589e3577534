/* What is written into a workbook is what is read of it; its parts are a sound archive; what it
 * cannot hold is refused. */
#include "unit.h"

#include "csv/zip_writer.h"
#include "sheet/sheet.h"
#include "sheet/xlsx_writer.h"

#include <zip.h>

static char directory[TEST_PATH_SIZE];

static int in_directory(void **state)
{
	(void)state;
	return make_test_directory(directory) && chdir(directory) == 0 ? 0 : -1;
}

static int leave_directory(void **state)
{
	(void)state;
	unlink("book.xlsx");
	unlink("parts.zip");
	return chdir("/") == 0 && rmdir(directory) == 0 ? 0 : -1;
}

static const char *const pieces[] = {"&", "<", ">", "_", "x", "_x0041_", "_x00_", "\t", " ", "0",
    "台账", "=1", "\"", "a", "\xEF\xBC\x9D", "\xEF\xBF\xBE", "\xEF\xBF\xBF", "\xF0\x9F\x98\x80",
    "]]>", "-", "'"};

enum { COLUMNS = 4, ROWS = 1500 }; /* more than those whose widths count */

static void random_cell(uint64_t *seed, struct buf *cell)
{
	cell->n = 0;
	for (size_t n = random_below(seed, 6); n > 0; n--)
		buf_add_text(cell, pieces[random_below(seed, sizeof(pieces) / sizeof(pieces[0]))]);
}

static struct xlsx_writer *new_writer(struct output **out, const enum xlsx_kind *kinds, size_t n)
{
	struct error e;
	*out = output_open("book.xlsx", &e);
	assert_non_null(*out);
	return xlsx_writer_new(*out, "units", kinds, n);
}

static void end_writer(struct xlsx_writer *w, struct output *out)
{
	struct error e;
	assert_true(xlsx_writer_finish(w, &e));
	xlsx_writer_free(w);
	assert_true(output_finish(out, &e));
}

static void texts_come_back(void **state)
{
	(void)state;
	const enum xlsx_kind kinds[COLUMNS] = {XLSX_TEXT, XLSX_TEXT, XLSX_NUMBER, XLSX_MONEY};
	const struct sheet_options options = {0};
	struct buf *cells = mem_alloc((size_t)ROWS * COLUMNS, sizeof(*cells));
	struct output *out;
	struct error e;
	struct sheet_row row;
	uint64_t seed = 20240630;
	struct xlsx_writer *w = new_writer(&out, kinds, COLUMNS);
	for (size_t i = 0; i < ROWS; i++) {
		struct str texts[COLUMNS];
		for (size_t j = 0; j < COLUMNS; j++) {
			struct buf *cell = &cells[i * COLUMNS + j];
			random_cell(&seed, cell);
			if (j == 0)
				buf_add_text(cell, "."); /* no row is empty */
			texts[j] = buf_str(cell);
		}
		assert_true(xlsx_writer_row(w, texts, &e));
	}
	end_writer(w, out);
	struct sheet *s = sheet_open("book.xlsx", &options, &e);
	assert_non_null(s);
	assert_string_equal(sheet_facts(s)->name, "units");
	for (size_t i = 0; i < ROWS; i++) {
		assert_int_equal(sheet_next(s, &row, &e), 1);
		assert_int_equal(row.number, i + 1);
		for (size_t j = 0; j < COLUMNS; j++) {
			struct str want = buf_str(&cells[i * COLUMNS + j]);
			struct str got = j < row.count ? row.cells[j].text : STR("");
			assert_true(str_equal(got, want));
			buf_release(&cells[i * COLUMNS + j]);
		}
	}
	assert_int_equal(sheet_next(s, &row, &e), 0);
	sheet_close(s);
	free(cells);
}

static void numbers_are_numbers(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		bool number;
	} cases[] = {{"0", true}, {"7", true}, {"120", true}, {"-3", true}, {"0.25", true},
	    {"500.50", true}, {"999999999999999", true}, {"1000000000000000", false},
	    {"9999999999999.99", true}, {"99999999999999.99", false}, {"007", false}, {"-", false},
	    {"-0", false}, {"-0.00", false}, {"1.", false}, {".5", false}, {"1.2.3", false},
	    {"1e5", false}, {"1,000", false}, {"３", false}, {" 3", false}};
	const enum xlsx_kind kinds[] = {XLSX_NUMBER, XLSX_MONEY, XLSX_TEXT};
	const struct sheet_options options = {0};
	const size_t count = sizeof(cases) / sizeof(cases[0]);
	struct output *out;
	struct error e;
	struct sheet_row row;
	struct xlsx_writer *w = new_writer(&out, kinds, 3);
	for (size_t i = 0; i < count; i++) {
		struct str text = str_of(cases[i].text);
		assert_true(xlsx_writer_row(w, (struct str[]){text, text, text}, &e));
	}
	end_writer(w, out);
	struct sheet *s = sheet_open("book.xlsx", &options, &e);
	assert_non_null(s);
	for (size_t i = 0; i < count; i++) {
		enum sheet_kind want = cases[i].number ? SHEET_NUMBER : SHEET_TEXT;
		assert_int_equal(sheet_next(s, &row, &e), 1);
		assert_int_equal(row.count, 3);
		assert_int_equal(row.cells[0].kind, want);
		assert_int_equal(row.cells[1].kind, want);
		assert_int_equal(row.cells[2].kind, SHEET_TEXT);
		assert_str(row.cells[2].text, cases[i].text);
	}
	sheet_close(s);
}

/* UTF-16 units are counted, of which a character beyond U+FFFF has two. */
static void long_cells_are_refused(void **state)
{
	(void)state;
	static const char smile[] = "\xF0\x9F\x98\x80";
	const enum xlsx_kind kinds[] = {XLSX_TEXT, XLSX_TEXT};
	struct buf text = BUF_INIT;
	struct output *out;
	struct error e;
	struct xlsx_writer *w = new_writer(&out, kinds, 2);
	for (size_t i = 0; i < XLSX_CELL_MAX / 2; i++)
		buf_add_text(&text, smile);
	buf_add_char(&text, 'a');
	assert_true(xlsx_writer_row(w, (struct str[]){STR("a"), buf_str(&text)}, &e));
	buf_add_char(&text, 'a');
	assert_false(xlsx_writer_row(w, (struct str[]){STR("a"), buf_str(&text)}, &e));
	assert_int_equal(e.kind, ERROR_SYSTEM);
	assert_string_equal(
	    e.message, "cell B2 has 16385 characters, a workbook takes 32767 in one; write .csv");
	xlsx_writer_free(w);
	output_abandon(out);
	buf_release(&text);
}

static void many_columns_are_refused(void **state)
{
	(void)state;
	enum xlsx_kind *kinds = mem_alloc(XLSX_COLUMNS_MAX + 1, sizeof(*kinds));
	struct str *cells = mem_alloc(XLSX_COLUMNS_MAX + 1, sizeof(*cells));
	struct output *out;
	struct error e;
	struct xlsx_writer *w = new_writer(&out, kinds, XLSX_COLUMNS_MAX);
	cells[XLSX_COLUMNS_MAX - 1] = STR("last");
	assert_true(xlsx_writer_row(w, cells, &e));
	end_writer(w, out);
	const struct sheet_options options = {0};
	struct sheet_row row;
	struct sheet *s = sheet_open("book.xlsx", &options, &e);
	assert_int_equal(sheet_next(s, &row, &e), 1);
	assert_int_equal(row.count, XLSX_COLUMNS_MAX);
	assert_str(row.cells[XLSX_COLUMNS_MAX - 1].text, "last");
	sheet_close(s);
	w = new_writer(&out, kinds, XLSX_COLUMNS_MAX + 1);
	assert_false(xlsx_writer_row(w, cells, &e));
	assert_non_null(strstr(e.message, "16385 columns are more than a workbook takes (16384)"));
	xlsx_writer_free(w);
	output_abandon(out);
	free(kinds);
	free(cells);
}

/* Text over text, so that nothing depends on where a part is cut. */
static void add_bytes(struct zip_writer *z, uint64_t *seed, size_t n, struct buf *all)
{
	struct buf piece = BUF_INIT;
	while (n > 0) {
		size_t take = 1 + random_below(seed, n < 5000 ? n : 5000);
		piece.n = 0;
		for (size_t i = 0; i < take; i++)
			buf_add_char(&piece, (char)random_next(seed));
		zip_writer_add(z, buf_str(&piece));
		buf_add_str(all, buf_str(&piece));
		n -= take;
	}
	buf_release(&piece);
}

static void check_part(zip_t *archive, const char *name, struct str want)
{
	zip_file_t *part = zip_fopen(archive, name, 0);
	char *got = malloc(want.n + 1);
	assert_non_null(part);
	assert_non_null(got);
	assert_int_equal(zip_fread(part, got, want.n + 1), (zip_int64_t)want.n);
	assert_true(str_equal((struct str){got, want.n}, want));
	assert_int_equal(zip_fclose(part), 0); /* the check of the part */
	free(got);
}

static void parts_are_an_archive(void **state)
{
	(void)state;
	static const size_t sizes[] = {0, 1, 100000, 32 * 1024};
	static const char *const names[] = {"empty", "a/one", "a/b/many", "block"};
	struct buf contents[4] = {BUF_INIT, BUF_INIT, BUF_INIT, BUF_INIT};
	struct error e;
	uint64_t seed = 1;
	struct output *out = output_open("parts.zip", &e);
	struct zip_writer *z = zip_writer_new(out);
	for (size_t i = 0; i < 4; i++) {
		zip_writer_begin(z, names[i]);
		add_bytes(z, &seed, sizes[i], &contents[i]);
	}
	assert_false(zip_writer_is_full(z));
	assert_true(zip_writer_finish(z, &e));
	zip_writer_free(z);
	assert_true(output_finish(out, &e));
	zip_t *archive = zip_open("parts.zip", ZIP_RDONLY | ZIP_CHECKCONS, NULL);
	assert_non_null(archive);
	assert_int_equal(zip_get_num_entries(archive, 0), 4);
	for (size_t i = 0; i < 4; i++) {
		check_part(archive, names[i], buf_str(&contents[i]));
		buf_release(&contents[i]);
	}
	zip_discard(archive);
}

static void long_parts_are_refused(void **state)
{
	(void)state;
	static const char zeros[70000];
	struct buf bytes = BUF_INIT;
	struct error e;
	struct output *out = output_to_buf(&bytes);
	struct zip_writer *z = zip_writer_new(out);
	zip_writer_set_most(z, sizeof(zeros));
	zip_writer_begin(z, "p");
	zip_writer_add(z, (struct str){zeros, sizeof(zeros)});
	assert_false(zip_writer_is_full(z));
	zip_writer_add(z, STR("0"));
	assert_true(zip_writer_is_full(z));
	assert_false(zip_writer_finish(z, &e));
	assert_int_equal(e.kind, ERROR_SYSTEM);
	assert_string_equal(e.message, "the file would be longer than 4 GiB");
	zip_writer_free(z);
	assert_true(output_finish(out, &e));
	buf_release(&bytes);
}

/* Parts that are short enough make an archive that is not. */
static void long_archives_are_refused(void **state)
{
	(void)state;
	struct buf bytes = BUF_INIT, all = BUF_INIT;
	struct error e;
	uint64_t seed = 3;
	struct output *out = output_to_buf(&bytes);
	struct zip_writer *z = zip_writer_new(out);
	zip_writer_set_most(z, 10000);
	for (int i = 0; i < 2; i++) {
		assert_false(zip_writer_is_full(z));
		zip_writer_begin(z, "p");
		add_bytes(z, &seed, 6000, &all);
	}
	assert_false(zip_writer_finish(z, &e));
	zip_writer_free(z);
	assert_true(output_finish(out, &e));
	buf_release(&bytes);
	buf_release(&all);
}

static void too_many_parts_are_refused(void **state)
{
	(void)state;
	struct buf bytes = BUF_INIT;
	struct error e;
	struct output *out = output_to_buf(&bytes);
	struct zip_writer *z = zip_writer_new(out);
	for (size_t i = 0; i < UINT16_MAX; i++)
		zip_writer_begin(z, "p");
	assert_false(zip_writer_is_full(z));
	zip_writer_begin(z, "p");
	assert_true(zip_writer_is_full(z));
	assert_false(zip_writer_finish(z, &e));
	assert_int_equal(e.kind, ERROR_SYSTEM);
	zip_writer_free(z);
	assert_true(output_finish(out, &e));
	buf_release(&bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(texts_come_back),
	    cmocka_unit_test(numbers_are_numbers),
	    cmocka_unit_test(long_cells_are_refused),
	    cmocka_unit_test(many_columns_are_refused),
	    cmocka_unit_test(parts_are_an_archive),
	    cmocka_unit_test(long_parts_are_refused),
	    cmocka_unit_test(long_archives_are_refused),
	    cmocka_unit_test(too_many_parts_are_refused),
	};
	return cmocka_run_group_tests(tests, in_directory, leave_directory);
}
