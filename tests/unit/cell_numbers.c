/* Numbers and days as people write them in cells: what is taken, what is refused and why. */
#include "cell_expect.h"

/* --- counts and money ------------------------------------------------------------------------ */

static void counts(void **state)
{
	(void)state;
	expect(REGISTER_UNITS, "employees", SHEET_TEXT,
	    LIST{{"12", "12"}, {"0", "0"}, {"007", "7"}, {"000", "0"}, {"1,234", "1234"},
		{"1,234,567", "1234567"}, {"１，２３４", "1234"}, {"３名", "3"}, {"12人", "12"},
		{"12个", "12"}, {"3 名", "3"}, {"3位", "3"}, {"3家", "3"}, {"3户", "3"},
		{"3次", "3"}, {"３０人次", "30"}, {"1,234人", "1234"}, {"12.0", "12"},
		{"12.00", "12"}, {"0.0", "0"}, {"　5　", "5"},
		{"\xC2\xA0"
		 "5",
		    "5"},
		{"5\xE2\x80\x8B", "5"}, {" ", ""}, END});
	expect(REGISTER_UNITS, "employees", SHEET_TEXT,
	    LIST{{"约12", "!a single whole number (no estimate"}, {"12+3", "!whole number"},
		{"3-5", "!whole number"}, {"12余", "!whole number"}, {"12.5", "!whole number"},
		{"-3", "!whole number"}, {"+3", "!whole number"}, {"12万", "!whole number"},
		{"12元", "!whole number"}, {"12平方米", "!whole number"}, {"人", "!whole number"},
		{"1,23", "!whole number"}, {"1,2345", "!whole number"}, {",123", "!whole number"},
		{"1234,567", "!whole number"}, {"1,", "!whole number"}, {"1 2", "!whole number"},
		{".0", "!whole number"}, {"9223372036854775808", "!whole number"},
		{"12人人人", "!whole number"}, {"('约12')", "!employees"}, END});
}

/* What a number in words would be is said, but never taken. */
static void counts_in_words(void **state)
{
	(void)state;
	expect(REGISTER_UNITS, "employees", SHEET_TEXT,
	    LIST{{"十二", "!digits (12, "}, {"十二人", "!digits (12, "}, {"三", "!digits (3, "},
		{"一百零三", "!digits (103, "}, {"二〇", "!digits (20, "},
		{"两百", "!digits (200, "}, {"一千二百三十四", "!digits (1234, "},
		{"二十", "!digits (20, "}, {"一万零五十", "!digits (10050, "},
		{"十二万三千", "!digits (123000, "}, {"零", "!digits (0, "},
		{"几", "!whole number"}, {"十几", "!whole number"},
		{"一二三四五六七八九一二三四五", "!whole number"}, END});
}

static void areas_of_floors(void **state)
{
	(void)state;
	expect(REGISTER_SITES, "floor_m2", SHEET_TEXT,
	    LIST{{"120", "120"}, {"120㎡", "120"}, {"120平方米", "120"}, {"1,200 m2", "1200"},
		{"120m²", "120"}, {"120平米", "120"}, {"120人", "!whole number"},
		{"120亩", "!whole number"}, {"120.5", "!whole number"}, END});
}

static void numbers_of_workbooks(void **state)
{
	(void)state;
	expect(REGISTER_UNITS, "employees", SHEET_NUMBER,
	    LIST{{"12", "12"}, {"12.0", "12"}, {"12.5", "!whole number"}, {"-1", "!whole number"},
		{"1.5E+17", "!whole number"}, END});
	expect(REGISTER_UNITS, "employees", SHEET_DATE, LIST{{"1900-01-12", "!whole number"}, END});
	expect(REGISTER_UNITS, "employees", SHEET_TRUTH, LIST{{"TRUE", "!whole number"}, END});
	expect(REGISTER_VISITS, "value", SHEET_NUMBER,
	    LIST{{"12", "12.00"}, {"12.5", "12.50"}, {"12.345", "!two decimals"}, END});
}

static void money(void **state)
{
	(void)state;
	expect(REGISTER_VISITS, "value", SHEET_TEXT,
	    LIST{{"500", "500.00"}, {"500.00", "500.00"}, {"¥5", "5.00"}, {"￥1,234.5", "1234.50"},
		{"5元", "5.00"}, {"５００元", "500.00"}, {"人民币5元整", "5.00"}, {"¥ 5", "5.00"},
		{"1,234,567.89", "1234567.89"}, {"5.10元", "5.10"}, {"5.120", "5.12"},
		{"1.2万元", "~12000.00"}, {"1.23456万元", "~12345.60"}, {"３万", "~30000.00"},
		{"1,000万元", "~10000000.00"}, {"0.000001万元", "~0.01"}, END});
	expect(REGISTER_VISITS, "value", SHEET_TEXT,
	    LIST{{"5.125", "!two decimals"}, {"1.2345678万元", "!two decimals"},
		{"-5", "!two decimals"}, {"1,2.3", "!two decimals"}, {"1.234,5", "!two decimals"},
		{"5角", "!two decimals"}, {"约500元", "!two decimals"}, {"元", "!two decimals"},
		{"¥-5", "!two decimals"}, {"¥", "!two decimals"}, {"5.", "!two decimals"},
		{"$5", "!two decimals"}, {"五百元", "!two decimals"},
		{"92233720368547758.08", "!two decimals"},
		{"9223372036854775807万", "!two decimals"}, END});
}

/* --- dates ----------------------------------------------------------------------------------- */

static void dates(void **state)
{
	(void)state;
	expect(REGISTER_UNITS, "since", SHEET_TEXT,
	    LIST{{"2026-05-08", "2026-05-08"}, {"2026.5.8", "2026-05-08"},
		{"2026/5/8", "2026-05-08"}, {"2026-5-8", "2026-05-08"},
		{"2026年5月8日", "2026-05-08"}, {"20260508", "2026-05-08"},
		{"2026.05.08", "2026-05-08"}, {"２０２６．５．８", "2026-05-08"},
		{"２０２６年５月８日", "2026-05-08"}, {"2026／5／8", "2026-05-08"},
		{"2026 年 5 月 8 日", "2026-05-08"}, {"2026年5月8号", "2026-05-08"},
		{"2026年5月8", "2026-05-08"}, {"2026. 5. 8", "2026-05-08"},
		{"2024.2.29", "2024-02-29"}, {"2026-05-08 00:00:00", "2026-05-08"},
		{"2026/5/8 0:00", "2026-05-08"}, {"2026-05-08T00:00:00", "2026-05-08"},
		{"1900.1.1", "1900-01-01"}, {"2100.12.31", "2100-12-31"},
		{"2026/5/8 12:30", "~2026-05-08"}, {"2026-05-08 00:00:01", "~2026-05-08"},
		{"2026年5月8日 9:05", "~2026-05-08"}, END});
	expect(REGISTER_UNITS, "since", SHEET_TEXT,
	    LIST{{"2026-02-30", "!a day that there is"}, {"2026.2.29", "!a day that there is"},
		{"2026.13.1", "!a day that there is"}, {"2026.0.1", "!a day that there is"},
		{"2026.4.31", "!a day that there is"}, {"20261345", "!a day that there is"},
		{"5月8日", "!with its year"}, {"5/8", "!with its year"},
		{"12-31", "!with its year"}, {"26.5.8", "!four digits of the year"},
		{"26年5月8日", "!four digits of the year"},
		{"8/5/2026", "!four digits of the year"}, {"2026年", "!month and day"},
		{"2026", "!month and day"}, {"1899.12.31", "!1900 to 2100"},
		{"2101.1.1", "!1900 to 2100"}, {"22026.5.8", "!four digits of the year"}, END});
	expect(REGISTER_UNITS, "since", SHEET_TEXT,
	    LIST{{"today", "!such as"}, {"2026-05-08-1d", "!such as"}, {"2026.5/8", "!such as"},
		{"2026.5.8.1", "!such as"}, {"2026.005.8", "!such as"}, {"2026.5.008", "!such as"},
		{"2026.5.", "!such as"}, {"2026年5月8日左右", "!such as"}, {"上周", "!such as"},
		{"2026-05-08 下午3:00", "!such as"}, {"2026-05-08 晚", "!such as"},
		{"年月日", "!such as"}, {"2026年5月8日9", "!such as"}, {"202605081", "!such as"},
		{"9日", "!such as"}, END});
}

static void months(void **state)
{
	(void)state;
	static const struct expectation refused[] = {{"2026年5月", "!--month first"},
	    {"2026.5", "!--month first"}, {"2026-05", "!--month first"},
	    {"2026/5", "!--month first"}, {"202605", "!--month first"},
	    {"2026.1", "!January or October"}, END};
	static const struct expectation taken[] = {{"2026年5月", "~2026-05-01"},
	    {"2026.5", "~2026-05-01"}, {"2026-05", "~2026-05-01"}, {"2026/5", "~2026-05-01"},
	    {"202605", "~2026-05-01"}, {"2026.01", "~2026-01-01"}, {"2026-1", "~2026-01-01"},
	    {"2026年1月", "~2026-01-01"}, {"2026年", "!month and day"}, {"2026", "!month and day"},
	    {"2026年13月", "!such as"}, {"2026.1", "!January or October"}, END};
	expect(REGISTER_UNITS, "since", SHEET_TEXT, refused);
	expect(REGISTER_UNITS, "since", SHEET_NUMBER,
	    LIST{{"2026.5", "!--month first"}, {"2026.1", "!January or October"}, END});
	rules.month_first = true;
	expect(REGISTER_UNITS, "since", SHEET_TEXT, taken);
	rules.month_first = false;
}

static void serial_numbers(void **state)
{
	(void)state;
	static const struct expectation both[] = {{"46150", "~2026-05-08"},
	    {"32874", "~1990-01-01"}, {"73415", "~2100-12-31"}, {"32873", "!such as"},
	    {"73416", "!such as"}, {"4615", "!1900 to 2100"}, {"461500", "!1900 to 2100"},
	    {"20260508", "2026-05-08"}, END};
	static const struct expectation halves[] = {{"46150.5", "~2026-05-08"}, END};
	static const struct expectation not_halves[] = {
	    {"46150.5", "!four digits of the year"}, END};
	static const struct expectation of_dates[] = {{"2026-05-08", "2026-05-08"},
	    {"2026-05-08T00:00:00", "2026-05-08"}, {"2026-05-08T12:30:00", "~2026-05-08"}, END};
	static const struct expectation truth[] = {{"TRUE", "!such as"}, END};
	expect(REGISTER_UNITS, "since", SHEET_TEXT, both);
	expect(REGISTER_UNITS, "since", SHEET_NUMBER, both);
	expect(REGISTER_UNITS, "since", SHEET_NUMBER, halves);
	expect(REGISTER_UNITS, "since", SHEET_TEXT, not_halves);
	expect(REGISTER_UNITS, "since", SHEET_DATE, of_dates);
	expect(REGISTER_UNITS, "since", SHEET_TRUTH, truth);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(counts),
	    cmocka_unit_test(counts_in_words),
	    cmocka_unit_test(areas_of_floors),
	    cmocka_unit_test(numbers_of_workbooks),
	    cmocka_unit_test(money),
	    cmocka_unit_test(dates),
	    cmocka_unit_test(months),
	    cmocka_unit_test(serial_numbers),
	};
	return cmocka_run_group_tests(tests, open_directory, close_directory);
}
