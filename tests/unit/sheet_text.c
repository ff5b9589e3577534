/* Delimited text cut into rows and cells: delimiters, quotes; nothing guessed silently. */
#include "sheet_text.h"

/* --- rows and cells -------------------------------------------------------------------------- */

static void rows_are_cut_at_delimiters_and_line_ends(void **state)
{
	(void)state;
	CHECK_ROWS("a,b\n1,2\n", "1[a][b] 2[1][2] ");
	CHECK_ROWS("a,b\r\n1,2\r\n", "1[a][b] 2[1][2] ");
	CHECK_ROWS("a,b\r1,2\r", "1[a][b] 2[1][2] ");
	CHECK_ROWS("a,b\r1,2\n3,4\r\n5,6", "1[a][b] 2[1][2] 3[3][4] 4[5][6] ");
	CHECK_ROWS("a", "1[a] ");
	CHECK_ROWS("a,b\r\n1,2\r", "1[a][b] 2[1][2] ");
	CHECK_ROWS("", "");
	CHECK_ROWS("名称\n甲\n", "1[名称] 2[甲] ");
}

static void rows_may_be_short_long_or_empty(void **state)
{
	(void)state;
	CHECK_ROWS("a,b,c\n1\n1,2,3,4\n", "1[a][b][c] 2[1] 3[1][2][3][4] ");
	CHECK_ROWS("a,b\n\n,\n\r\n1,2\n\n", "1[a][b] 5[1][2] ");
	CHECK_ROWS("\"\",\na,b\n", "2[a][b] ");
	CHECK_ROWS("a,,\n,b,\n", "1[a] 2[][b] ");
	CHECK_ROWS(",,\n", "");
	CHECK_ROWS("\n\n\n", "");
}

static void blanks_and_tabs_are_kept(void **state)
{
	(void)state;
	CHECK_ROWS(" a , b\n\t1,2\t\n", "1[ a ][ b] 2[\\t1][2\\t] ");
	CHECK_ROWS("\" a \",\" \"\n", "1[ a ][ ] ");
	CHECK_ROWS(" ,a\n ,\n", "1[ ][a] 2[ ] ");
}

static void quotes_hold_delimiters_quotes_and_line_breaks(void **state)
{
	(void)state;
	CHECK_ROWS("\"a,b\",\"c\"\"d\"\n", "1[a,b][c\"d] ");
	CHECK_ROWS("\"\"\"\",\"\"\n1,2\n", "1[\"] 2[1][2] ");
	CHECK_ROWS("x,\"a\nb\",y\n1,2,3\n", "1[x][a b][y] 2[1][2][3] ");
	CHECK_ROWS("x,\"a\r\nb\"\r\n1,2\r\n", "1[x][a b] 2[1][2] ");
	CHECK_ROWS("x,\"a\rb\"\r1,2\r", "1[x][a b] 2[1][2] ");
	CHECK_ROWS("\"a\n\n\r\nb\",\"\n\"\n", "1[a   b][ ] ");
	CHECK_ROWS("\"a\",\"b\"", "1[a][b] ");
	CHECK_ROWS("a,\"b\tc\"\nd,e\n", "1[a][b\\tc] 2[d][e] ");
}

static void faulty_quotes_have_a_place(void **state)
{
	(void)state;
	CHECK_ROWS("a,b\n1,\"2\n3,4\n",
	    "1[a][b] !2:2 a quote that is not closed before the end of the file");
	CHECK_ROWS("a,b\n\n\"1\"x,2\n",
	    "1[a][b] !3:1 text after a closing quote, the end of the cell was expected");
	CHECK_ROWS("a,b\n1,2,\"3\" ,4\n",
	    "1[a][b] !2:3 text after a closing quote, the end of the cell was expected");
	CHECK_ROWS("a,b\n1,5\" pipe\n",
	    "1[a][b] !2:2 a quote inside a field that does not begin with one; quote the field and "
	    "double the quote");
	CHECK_ROWS(
	    "a,\"b\nc\"d,e\n", "!1:2 text after a closing quote, the end of the cell was expected");
}

static void texts_of_formulas_are_texts(void **state)
{
	(void)state;
	CHECK_ROWS("=\"0012\",x,=\"34\"\n=\"5\"\n", "1[0012][x][34] 2[5] ");
	CHECK_ROWS("\"=\"\"0012\"\"\",x\n", "1[0012][x] ");
	CHECK_ROWS("=\"a,b\",=\"c\"\"d\"\n", "1[a,b][c\"d] ");
	CHECK_ROWS("\"x,=\"\"1\"\"\",y\n", "1[x,=\"1\"][y] ");
	CHECK_ROWS("\"a\nb\",=\"1\"\n", "1[a b][1] ");
	CHECK_ROWS("\"a,\n=\"\"1\"\"\",b\n", "1[a, =\"1\"][b] ");
	CHECK_ROWS("=1+1,=A1\n", "1[=1+1][=A1] ");
	CHECK_ROWS("\"=\"\"a\"\"&\"\"b\"\"\"\n", "1[=\"a\"&\"b\"] ");
	CHECK_ROWS(
	    "=\"a\"&\"b\"\n", "!1:1 text after a closing quote, the end of the cell was expected");
	CHECK_ROWS("x=\"1\"\n",
	    "!1:1 a quote inside a field that does not begin with one; quote the field and double "
	    "the quote");
	CHECK_ROWS("\"=\"\"\"\"\",x\n", "1[][x] ");
}

static void control_characters_have_a_place(void **state)
{
	(void)state;
	CHECK_ROWS("a,b\n1,x\001\n", "1[a][b] !2:2 control character U+0001, text was expected");
	CHECK_ROWS("a,b\n1,x\177y\n", "1[a][b] !2:2 control character U+007F, text was expected");
	CHECK_ROWS(
	    "a,b\n\"1\",\"x\033\"\n", "1[a][b] !2:2 control character U+001B, text was expected");
	CHECK_ROWS(
	    "a,b\n1\xC2\x85,2\n", "1[a][b] !2:1 control character U+0085, text was expected");
	CHECK_ROWS("a,b\n\"1\",\"\xC2\x9F\"\n",
	    "1[a][b] !2:2 control character U+009F, text was expected");
	CHECK_ROWS("a\xC2\xA0\xC3\x80,\"\xC2\xA0\"\n", "1[a\xC2\xA0\xC3\x80][\xC2\xA0] ");
	CHECK_ROWS("a,b\n1,2\0\n", "1[a][b] !2:2 a NUL byte, text was expected");
	CHECK_ROWS("单位,人数\n甲,1\0002\n", "1[单位][人数] !2:2 a NUL byte, text was expected");
}

static void too_long_a_row_is_refused(void **state)
{
	(void)state;
	struct buf text = BUF_INIT;
	buf_add_text(&text, "a,b\n");
	for (int i = 0; i < 16383; i++)
		buf_add_char(&text, ',');
	buf_add_text(&text, "x\n1,2\n");
	struct buf got = BUF_INIT;
	struct sheet_facts facts;
	read_with(buf_str(&text), &plain, &got, &facts);
	assert_null(strstr(buf_text(&got), "!"));
	text.n = 4;
	for (int i = 0; i < 17000; i++)
		buf_add_char(&text, ',');
	size_t end = text.n;
	buf_add_text(&text, "\n\"\",");
	for (int i = 0; i < 17000; i++)
		buf_add_char(&text, ',');
	buf_add_text(&text, "\n1,2\n");
	check_with(buf_str(&text), &plain, "1[a][b] 4[1][2] ");
	text.n = end;
	buf_add_text(&text, "x\n");
	check_with(buf_str(&text), &plain,
	    "1[a][b] !2:16385 a row of more than 16384 cells, a table was expected");
	text.n = 4;
	buf_add_text(&text, "1,\"2");
	while (text.n < 17 * 1024 * 1024)
		buf_add_text(&text, "0123456789\n");
	check_with(buf_str(&text), &plain,
	    "1[a][b] !2:2 a row longer than 16 MiB, a quote may not be closed");
	buf_release(&text);
	buf_release(&got);
}

/* --- delimiters ------------------------------------------------------------------------------ */

static void check_delimiter(const char *content, char want)
{
	struct buf got = BUF_INIT;
	struct sheet_facts facts;
	read_with(str_of(content), &plain, &got, &facts);
	assert_int_equal(facts.delimiter, want);
	buf_release(&got);
}

static void the_delimiter_is_found(void **state)
{
	(void)state;
	check_delimiter("a,b\n1,2\n", ',');
	check_delimiter("a\tb\n1\t2\n", '\t');
	check_delimiter("a;b\n1;2\n", ';');
	check_delimiter("名称\n甲\n乙\n", ',');
	check_delimiter("", ',');
	check_delimiter("东湖区两新组织情况统计表,,,\n名称,人数,党员,备注\n甲,1,2,\n", ',');
	check_delimiter("东湖区两新组织情况统计表\n名称\t人数\t党员\n甲\t1\t2\n", '\t');
	check_delimiter("统计表;2024年\n名称,人数,党员\n甲,1,2\n乙,3,4\n", ',');
	check_delimiter("截至6月,单位:人\n名称\t人数\t党员\n甲\t1\t2\n填表人:张,审核人:李\n", '\t');
}

static void what_stands_in_cells_is_no_delimiter(void **state)
{
	(void)state;
	/* decimal commas; lists; tabs behind codes; within quotes */
	check_delimiter("单位;金额\n甲;1,234,567\n乙;2,345,678\n丙;3,456,789\n", ';');
	check_delimiter("名称,线,人数\n甲,党;工,3\n乙,党;团,4\n", ',');
	check_delimiter("代码,名称\n9136\t,甲\n9137\t,乙\n", ',');
	check_delimiter("代码,名称\n9136\t,甲\t\n9137\t,乙\t\n", ',');
	check_delimiter("a;b\n\"1,2,3\";x\n\"4,5,6\";y\n", ';');
	check_delimiter("a\tb\n\"1;\n2;\n3;\"\tx\n", '\t');
	/* ragged rows */
	check_delimiter("名称,人数,党员,备注\n甲,1\n乙,2,3\n丙;丁,4\n戊,5,6,x\n", ',');
	/* one column with a semicolon in few of its rows */
	check_delimiter("名称\n甲\n乙;丙\n丁\n戊\n己\n庚\n辛\n", ',');
	/* of two that are equally regular the one with more cells */
	check_delimiter("a;b,c,d\n1;2,3,4\n", ',');
	check_delimiter("a,b;c;d\n1,2;3;4\n", ';');
}

static void the_delimiter_can_be_given(void **state)
{
	(void)state;
	struct sheet_options o = {.delimiter = ';'};
	check_with(STR("a,b;c\n"), &o, "1[a,b][c] ");
	o.delimiter = '|';
	check_with(STR("a|\"b|c\"|d\n"), &o, "1[a][b|c][d] ");
	o.delimiter = '"';
	check_with(
	    STR("a,b\n"), &o, "!'\"' cannot stand between cells; comma, tab and semicolon can");
	o.delimiter = '\n';
	struct buf got = BUF_INIT;
	struct sheet_facts facts;
	read_with(STR("a,b\n"), &o, &got, &facts);
	assert_null(facts.encoding);
	buf_release(&got);
}

static void a_first_line_may_name_the_delimiter(void **state)
{
	(void)state;
	CHECK_ROWS("sep=;\r\na,b;c\r\n1,2;3\r\n", "1[a,b][c] 2[1,2][3] ");
	CHECK_ROWS("\xEF\xBB\xBFsep=|\na,b|c\n", "1[a,b][c] ");
	CHECK_ROWS("SEP=\t\ra,b\tc\r", "1[a,b][c] ");
	CHECK_ROWS("sep=;", "");
	CHECK_ROWS("sep=;x,y\n1,2\n", "1[sep=;x][y] 2[1][2] ");
	CHECK_ROWS("sep=\"\n",
	    "!1:1 a quote inside a field that does not begin with one; quote the "
	    "field and double the quote");
	struct sheet_options o = {.delimiter = ','};
	check_with(STR("sep=;\na,b;c\n"), &o, "1[a][b;c] ");
}

/* --- properties ------------------------------------------------------------------------------ */

static void both_ways_of_cutting_agree(void **state)
{
	(void)state;
	uint64_t seed = 20260508;
	struct buf text = BUF_INIT, fast = BUF_INIT, slow = BUF_INIT;
	struct sheet_facts facts;
	const struct sheet_options comma = {.delimiter = ','};
	size_t read = 0;
	for (int i = 0; i < 20000; i++) {
		make_text(&text, &seed, random_below(&seed, 40), i % 2);
		read_with(buf_str(&text), &comma, &fast, &facts);
		setenv("TAIZHANG_SIMD", "libcsv", 1);
		read_with(buf_str(&text), &comma, &slow, &facts);
		unsetenv("TAIZHANG_SIMD");
		assert_string_equal(buf_text(&fast), buf_text(&slow));
		read += strchr(buf_text(&fast), '!') == NULL;
	}
	assert_true(read > 1000 && read < 19000);
	buf_release(&text);
	buf_release(&fast);
	buf_release(&slow);
}

/* --- files ----------------------------------------------------------------------------------- */

static char directory[TEST_PATH_SIZE];

static const char *put(const char *name, struct str content)
{
	static char path[TEST_PATH_SIZE + 32];
	snprintf(path, sizeof(path), "%s/%s", directory, name);
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	assert_int_equal(fwrite(content.p, 1, content.n, f), content.n);
	assert_int_equal(fclose(f), 0);
	return path;
}

static void check_refused(const char *path, const char *message)
{
	struct error e = ERROR_INIT;
	assert_null(sheet_open(path, &plain, &e));
	assert_string_equal(e.file, path);
	assert_non_null(strstr(e.message, message));
}

static void check_file(const char *path, const char *want)
{
	struct error e = ERROR_INIT;
	struct sheet_row row;
	struct buf got = BUF_INIT;
	struct sheet *s = sheet_open(path, &plain, &e);
	assert_non_null(s);
	assert_string_equal(sheet_path(s), path);
	assert_string_equal(sheet_facts(s)->format, "CSV");
	while (sheet_next(s, &row, &e) > 0)
		show_row(&got, &row);
	assert_string_equal(buf_text(&got), want);
	sheet_close(s);
	buf_release(&got);
}

static void files_are_told_by_their_bytes(void **state)
{
	(void)state;
	/* printf 'a,b\n1,2\n' | gzip -n */
	static const char folded[] = "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\x4b\xd4\x49\xe2\x32"
				     "\xd4\x31\xe2\x02\x00\x7b\x07"
				     "\x97\x0a\x08\x00\x00\x00";
	check_file(put("units.xlsx", STR("a,b\n1,2\n")), "1[a][b] 2[1][2] ");
	check_file(put("empty.csv", STR("")), "");
	check_file(put("units.csv", STR(folded)), "1[a][b] 2[1][2] ");
	check_refused(put("cut.csv", (struct str){folded, 20}), "gzip");
	check_refused(put("old.csv", STR("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and more")),
	    "save it as .xlsx without one, or as CSV");
	check_refused("/nowhere/units.csv", "cannot be opened");
	check_refused(directory, "cannot be read");
}

static void large_files_are_read_whole(void **state)
{
	(void)state;
	struct buf text = BUF_INIT;
	for (int i = 0; i < 200000; i++)
		buf_printf(&text, "U%d,东湖单位\n", i);
	struct error e = ERROR_INIT;
	struct sheet_row row;
	struct sheet *s = sheet_open(put("large.csv", buf_str(&text)), &plain, &e);
	assert_non_null(s);
	uint64_t rows = 0;
	while (sheet_next(s, &row, &e) > 0)
		assert_int_equal(row.number, ++rows);
	assert_int_equal(rows, 200000);
	sheet_close(s);
	buf_release(&text);
}

static void columns_have_letters(void **state)
{
	(void)state;
	static const struct {
		size_t column;
		const char *letters;
	} cases[] = {{0, "A"}, {25, "Z"}, {26, "AA"}, {51, "AZ"}, {52, "BA"}, {701, "ZZ"},
	    {702, "AAA"}, {16383, "XFD"}};
	struct buf out = BUF_INIT;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		out.n = 0;
		sheet_letters(cases[i].column, &out);
		assert_string_equal(buf_text(&out), cases[i].letters);
	}
	buf_release(&out);
}

static int make_directory(void **state)
{
	(void)state;
	return make_test_directory(directory) ? 0 : -1;
}

static int remove_directory(void **state)
{
	static const char *const names[] = {
	    "units.xlsx", "empty.csv", "units.csv", "cut.csv", "old.csv", "large.csv"};
	(void)state;
	char path[TEST_PATH_SIZE + 32];
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", directory, names[i]);
		unlink(path);
	}
	return rmdir(directory);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(rows_are_cut_at_delimiters_and_line_ends),
	    cmocka_unit_test(rows_may_be_short_long_or_empty),
	    cmocka_unit_test(blanks_and_tabs_are_kept),
	    cmocka_unit_test(quotes_hold_delimiters_quotes_and_line_breaks),
	    cmocka_unit_test(faulty_quotes_have_a_place),
	    cmocka_unit_test(texts_of_formulas_are_texts),
	    cmocka_unit_test(control_characters_have_a_place),
	    cmocka_unit_test(too_long_a_row_is_refused),
	    cmocka_unit_test(the_delimiter_is_found),
	    cmocka_unit_test(what_stands_in_cells_is_no_delimiter),
	    cmocka_unit_test(the_delimiter_can_be_given),
	    cmocka_unit_test(a_first_line_may_name_the_delimiter),
	    cmocka_unit_test(both_ways_of_cutting_agree),
	    cmocka_unit_test(files_are_told_by_their_bytes),
	    cmocka_unit_test(large_files_are_read_whole),
	    cmocka_unit_test(columns_have_letters),
	};
	return cmocka_run_group_tests(tests, make_directory, remove_directory);
}
