/* Numbers in the cells of a workbook (.xlsx), and days, which only their format tells from them. */
#include "sheet_xlsx.h"

#include "sheet/xlsx_value.h"

/* --- numbers ------------------------------------------------------------------------------ */

static void test_numbers(void **unused)
{
	(void)unused;
	static const char *const good[][2] = {
	    {"0", "0"},
	    {"7", "7"},
	    {"-7", "-7"},
	    {"+7", "7"},
	    {"007", "7"},
	    {"-0", "0"},
	    {"0.0", "0"},
	    {"1.50", "1.5"},
	    {".5", "0.5"},
	    {"5.", "5"},
	    {"-.25", "-0.25"},
	    {"999999999999999", "999999999999999"},
	    {"1000000000000000", "1E+15"},
	    {"914403001922038216", "9.14403001922038E+17"},
	    {"9.14E+17", "9.14E+17"},
	    {"9.14e17", "9.14E+17"},
	    {"360102002", "360102002"},
	    {"1E3", "1000"},
	    {"1.5E-3", "0.0015"},
	    {"0.00001", "0.00001"},
	    {"0.000001", "1E-06"},
	    {"1.2345678E-7", "1.2345678E-07"},
	    {"0.30000000000000004", "0.3"},
	    {"1234.5600000000002", "1234.56"},
	    {"0.1", "0.1"},
	    {"847433.74", "847433.74"},
	    {"2.2000000000000002", "2.2"},
	    {"99999999999999.9", "99999999999999.9"},
	    {"999999999999999.6", "1E+15"},
	    {"1E-400", "0"},
	    {"-1E300", "-1E+300"},
	    {"120", "120"},
	    {"0.50", "0.5"},
	    {"00.5", "0.5"},
	    {"0.000012", "0.000012"},
	    {"0.0000012", "1.2E-06"},
	    {"10.000001", "10.000001"},
	    {"1234567890.123456", "1234567890.12346"},
	    {"1.2E2", "120"},
	    {"123456789012.25", "123456789012.25"},
	    {"4.9406564584124654E-324", "4.94065645841247E-324"},
	};
	static const char *const bad[] = {"", "-", ".", "+.", "1,234", "1e", "1e+", "0x10", "INF",
	    "NaN", "1E400", "1 2", "１", "--1", "1.2.3", "1-", " 1",
	    "0000000000000000000000000000000000000000000000000000000000000001"};
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		struct buf out = BUF_INIT;
		struct str copy = exact_copy(str_of(good[i][0]));
		assert_true(xlsx_number_text(copy, &out));
		assert_str(buf_str(&out), good[i][1]);
		buf_release(&out);
		free((void *)(uintptr_t)copy.p);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct buf out = BUF_INIT;
		if (xlsx_number_text(str_of(bad[i]), &out) || out.n)
			fail_msg("'%s' is taken for a number", bad[i]);
		buf_release(&out);
	}
	refuse(SHEET("<row><c/><c/><c><v>12人</v></c></row>"), 1, 3, "not of the type");
	refuse(SHEET("<row><c t=\"b\"><v>2</v></c></row>"), 1, 1, "not of the type");
	refuse(SHEET("<row><c t=\"x\"><v>2</v></c></row>"), 1, 1, "unknown type 'x'");
	refuse(SHEET("<row><c s=\"x\"><v>2</v></c></row>"), 1, 1, "unknown style 'x'");
	refuse(SHEET("<row><c s=\"5\"><v>2</v></c></row>"), 1, 1, "style 5, which");
}

/* --- dates -------------------------------------------------------------------------------- */

static void expect_day(const char *number, bool since_1904, const char *want)
{
	struct buf out = BUF_INIT;
	bool good = xlsx_day_text(str_of(number), since_1904, &out);
	assert_int_equal(good, want != NULL);
	assert_str(buf_str(&out), want ? want : "");
	buf_release(&out);
}

static void test_days(void **unused)
{
	(void)unused;
	expect_day("1", false, "1900-01-01");
	expect_day("59", false, "1900-02-28");
	expect_day("60", false, NULL);
	expect_day("60.5", false, NULL);
	expect_day("61", false, "1900-03-01");
	expect_day("46150", false, "2026-05-08");
	expect_day("46150.520833333336", false, "2026-05-08T12:30:00");
	expect_day("46150.999999", false, "2026-05-09");
	expect_day("46150.99998", false, "2026-05-08T23:59:58");
	expect_day("2958465", false, "9999-12-31");
	expect_day("2958466", false, NULL);
	expect_day("20260508", false, NULL);
	expect_day("1E300", false, NULL);
	expect_day("0", false, NULL);
	expect_day("0.5", false, NULL);
	expect_day("-1", false, NULL);
	expect_day("x", false, NULL);
	expect_day("0", true, "1904-01-01");
	expect_day("60", true, "1904-03-01");
	expect_day("44688", true, "2026-05-08");
	expect_day("2957003", true, "9999-12-31");
	expect_day("2957004", true, NULL);
	/* in a sheet: what is no day stays a number, and so does a time of day alone */
	expect(SHEET("<row><c s=\"2\"><v>46150</v></c><c s=\"2\"><v>60</v></c><c "
		     "s=\"2\"><v>20260508</v></c><c s=\"4\"><v>0.5</v></c><c t=\"n\" "
		     "s=\"1\"><v>46150</v></c></row>"
		     /* of a month alone nobody knows whether its first day was meant */
		     "<row><c s=\"3\"><v>46143</v></c><c s=\"3\"><v>46150</v></c><c "
		     "s=\"3\"><v>46143.5</v></c><c s=\"3\"><v>0</v></c></row>"),
	    "1: d:2026-05-08|n:60|n:20260508|n:0.5|d:2026-05-08\n"
	    "2: t:2026年5月|d:2026-05-08|d:2026-05-01T12:00:00|n:0\n");
	struct book b = new_book(SHEET("<row><c s=\"1\"><v>44688</v></c></row>"));
	put(&b, book_part,
	    "<workbook xmlns:r=\"r\"><workbookPr date1904=\"1\"/><sheets><sheet name=\"a\" "
	    "r:id=\"r1\"/></sheets></workbook>");
	expect_book(&b, NULL, "1: d:2026-05-08\n");
}

static void test_iso_days(void **unused)
{
	(void)unused;
	expect(SHEET("<row><c t=\"d\"><v>2026-05-08</v></c><c t=\"d\"><v>2026-05-08T12:30:00Z</v>"
		     "</c><c t=\"d\"><v>2026-05-08T12:30:00.250</v></c><c t=\"d\"><v>12:30:00</v>"
		     "</c><c t=\"d\"><v>2026-02-30</v></c><c t=\"d\"><v>2026-05-08T12:30:00+08:00"
		     "</v></c><c t=\"d\"><v>2026-05-08T12:30:00.</v></c></row>"),
	    "1: d:2026-05-08|d:2026-05-08T12:30:00|d:2026-05-08T12:30:00|t:12:30:00|t:2026-02-30|"
	    "t:2026-05-08T12:30:00+08:00|d:2026-05-08T12:30:00\n");
}

static void test_formats(void **unused)
{
	(void)unused;
	static const char *const days[] = {"yyyy-mm-dd", "m/d/yy h:mm", "yyyy\"年\"m\"月\"d\"日\"",
	    "[$-804]yyyy\"年\"m\"月\"d\"日\";@", "[DBNum1][$-804]m\"月\"d\"日\";@", "D-MMM",
	    "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "dddd", "aaaa", "h:mm d", "dd",
	    "[Red]yyyy/m/d", "yyyy/m/d\\ h:mm AM/PM", "e\"年\"m\"月\"d\"日\""};
	static const char *const months[] = {"mmm-yy", "h\\ mmm", "yyyy\"年\"m\"月\"", "yyyy",
	    "m\"月\"", "mmmm", "yyyy-mm", "h:mm yyyy-mm", "ee", "m\"月\" h:mm", "h:mm:ss m"};
	static const char *const numbers[] = {"General", "0.00", "0.00E+00", "##0.0E-0", "#,##0",
	    "@", "h:mm", "h:mm:ss", "mm:ss", "[h]:mm", "[hh]:mm:ss", "[mm]:ss", "mm:ss.0",
	    "h:mm AM/PM", "\"上午/下午\"h\"时\"mm\"分\"", "上午/下午h\"时\"mm\"分\"", "0\"days\"",
	    "0\\d", "0_d", "0*y", "[Red]0", "[>100]0", "G/通用格式\"元\"", "\"元\"0;yyyy", "0.0\"",
	    "[Red", "0\\", "", "\"US$\"#,##0", "_-* #,##0_-", "a/p", "[$¥-804]#,##0.00",
	    "General\"年\""};
	for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++)
		if (xlsx_format_style(str_of(days[i])) != XLSX_DAY)
			fail_msg("'%s' shows a day", days[i]);
	for (size_t i = 0; i < sizeof(months) / sizeof(months[0]); i++)
		if (xlsx_format_style(str_of(months[i])) != XLSX_MONTH)
			fail_msg("'%s' shows a month", months[i]);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		struct str copy = exact_copy(str_of(numbers[i]));
		if (xlsx_format_style(copy) != XLSX_PLAIN)
			fail_msg("'%s' shows a number", numbers[i]);
		free((void *)(uintptr_t)copy.p);
	}
}

static void test_builtin_formats(void **unused)
{
	(void)unused;
	/* by number from 0: day, month or neither */
	static const char want[] = "--------------dddm----d----mdddd----m-------------mdmdd--md-";
	for (uint32_t id = 0; id < sizeof(want) - 1; id++) {
		char letter = "-dm"[xlsx_builtin_style(id)];
		if (letter != want[id])
			fail_msg("format %u is %c", id, letter);
	}
	/* the workbook's own goes before */
	struct book b = new_book(SHEET("<row><c s=\"0\"><v>46150</v></c><c s=\"1\"><v>46150</v></c>"
				       "<c s=\"2\"><v>46150</v></c></row>"));
	put(&b, styles_part,
	    "<styleSheet><cellXfs><xf numFmtId=\"14\"/><xf numFmtId=\"31\"/><xf/></cellXfs>"
	    "<numFmts><numFmt numFmtId=\"31\" formatCode=\"d\"/><numFmt numFmtId=\"14\" "
	    "formatCode=\"0\"/></numFmts></styleSheet>");
	expect_book(&b, NULL, "1: n:46150|d:2026-05-08|n:46150\n");
	refuse_part(styles_part, "<styleSheet><numFmts><numFmt/></numFmts></styleSheet>",
	    "the workbook's styles are damaged");
	refuse_part(styles_part, "<styleSheet><cellXfs><xf numFmtId=\"x\"/></cellXfs></styleSheet>",
	    "the workbook's styles are damaged");
	refuse_part(styles_part, "<sst/>", "'xl/styles.xml' is not what a workbook has there");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_numbers),
	    cmocka_unit_test(test_days),
	    cmocka_unit_test(test_iso_days),
	    cmocka_unit_test(test_formats),
	    cmocka_unit_test(test_builtin_formats),
	};
	return cmocka_run_group_tests_name("sheet_xlsx_values", tests, NULL, NULL);
}
