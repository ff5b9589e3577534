/* Days, times, periods and date expressions. */
#include "unit.h"

#include "base/date.h"

/* Every day of the years 1 to 9999: the count goes up by one, text and parts come back. */
static void every_day_round_trips(void **state)
{
	(void)state;
	static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	day expected = date_of(1, 1, 1);
	for (int year = 1; year <= 9999; year++)
		for (int month = 1; month <= 12; month++) {
			bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
			int last = lengths[month - 1] + (month == 2 && leap);
			for (int d = 1; d <= last; d++, expected++) {
				int y, m, dd;
				assert_int_equal(date_of(year, month, d), expected);
				date_split(expected, &y, &m, &dd);
				assert_true(y == year && m == month && dd == d);
			}
		}
	assert_int_equal(expected - 1, date_of(9999, 12, 31));
	assert_int_equal(date_of(1970, 1, 1), 0);
	assert_int_equal(date_of(2000, 3, 1), 11017);
}

static void texts_round_trip(void **state)
{
	(void)state;
	char text[DATE_SIZE];
	day back;
	for (day d = date_of(1, 1, 1); d <= date_of(9999, 12, 31); d += 37) {
		date_print(d, text);
		assert_true(date_parse(str_of(text), &back));
		assert_int_equal(back, d);
	}
}

static void bad_dates_are_refused(void **state)
{
	(void)state;
	static const char *const bad[] = {"", "2024-6-1", "2024-06-31", "2023-02-29", "1900-02-29",
	    "0000-01-01", "2024-13-01", "2024-00-10", "2024-01-00", "2024/06/30", "20240630",
	    "2024-06-30 ", " 2024-06-3", "2024-06-3a", "+024-06-30", "２０２４-06-30"};
	day d;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(date_parse(str_of(bad[i]), &d));
	assert_true(date_parse(STR("2000-02-29"), &d));
}

static void times_round_trip(void **state)
{
	(void)state;
	char text[TIME_SIZE];
	instant back;
	uint64_t seed = 99;
	for (int i = 0; i < 100000; i++) {
		instant t = (instant)date_of(1, 1, 1) * 86400 +
			    (instant)(random_next(&seed) % (UINT64_C(3652059) * 86400));
		time_print(t, text);
		assert_true(time_parse(str_of(text), &back));
		assert_true(back == t);
	}
	static const char *const bad[] = {"2024-06-30", "2024-06-30T08:00:00",
	    "2024-06-30T24:00:00Z", "2024-06-30T08:60:00Z", "2024-06-30T08:00:60Z",
	    "2024-06-30t08:00:00Z", "2024-06-30T08:00:00+08:00", "2024-06-31T08:00:00Z"};
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(time_parse(str_of(bad[i]), &back));
}

static void days_are_cut_by_the_zone(void **state)
{
	(void)state;
	int32_t china = 8 * 3600;
	day d = date_of(2024, 6, 30);
	char text[TIME_SIZE];
	time_print(date_end(d, china), text);
	assert_string_equal(text, "2024-06-30T15:59:59Z");
	assert_int_equal(date_at(date_end(d, china), china), d);
	assert_int_equal(date_at(date_end(d, china) + 1, china), d + 1);
	assert_int_equal(date_at(-1, 0), -1);
	assert_int_equal(date_at(-86400, 0), -1);
	assert_int_equal(date_at(-86401, 0), -2);
}

static void the_environment_sets_clock_and_zone(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		bool good;
		int32_t seconds;
	} zones[] = {{"Z", true, 0}, {"+08:00", true, 28800}, {"-03:30", true, -12600},
	    {"", true, 28800}, {"8", false, 0}, {"+8:00", false, 0}, {"+08:60", false, 0},
	    {"Asia/Shanghai", false, 0}};
	for (size_t i = 0; i < sizeof(zones) / sizeof(zones[0]); i++) {
		int32_t seconds;
		setenv("TAIZHANG_ZONE", zones[i].text, 1);
		assert_int_equal(clock_zone(&seconds), zones[i].good);
		if (zones[i].good)
			assert_int_equal(seconds, zones[i].seconds);
	}
	unsetenv("TAIZHANG_ZONE");
	setenv("SOURCE_DATE_EPOCH", "1719705600", 1);
	assert_true(clock_now() == 1719705600);
	unsetenv("SOURCE_DATE_EPOCH");
	assert_true(clock_now() > 1719705600);
}

static void expect_expression(const char *text, const char *want)
{
	day d;
	char got[DATE_SIZE] = "refused";
	if (date_expression(str_of(text), date_of(2024, 3, 1), &d))
		date_print(d, got);
	assert_string_equal(got, want);
}

static void expressions(void **state)
{
	(void)state;
	expect_expression("today", "2024-03-01");
	expect_expression("today-1d", "2024-02-29");
	expect_expression("2024-06-30-90d", "2024-04-01");
	expect_expression("2023-12-31+1d", "2024-01-01");
	expect_expression("0001-01-01", "0001-01-01");
	static const char *const bad[] = {"", "today-", "today-d", "today-1", "today1d",
	    "today--1d", "0001-01-01-1d", "9999-12-31+1d", "2024-06-30-9999999999999d", "2024-6-30",
	    "Today"};
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		expect_expression(bad[i], "refused");
}

static void expect_period(const char *text, const char *want)
{
	struct period period;
	char got[2 * DATE_SIZE] = "refused";
	if (period_parse(str_of(text), date_of(2024, 1, 15), &period)) {
		date_print(period.from, got);
		got[DATE_SIZE - 1] = '/';
		date_print(period.to, got + DATE_SIZE);
	}
	assert_string_equal(got, want);
}

static void periods(void **state)
{
	(void)state;
	expect_period("2024", "2024-01-01/2024-12-31");
	expect_period("2024-02", "2024-02-01/2024-02-29");
	expect_period("2024Q2", "2024-04-01/2024-06-30");
	expect_period("2024H2", "2024-07-01/2024-12-31");
	expect_period("last-month", "2023-12-01/2023-12-31");
	expect_period("2024-01-05/2024-01-05", "2024-01-05/2024-01-05");
	static const char *const bad[] = {"", "24", "2024Q0", "2024Q5", "2024H3", "2024-13",
	    "2024-00", "2024q1", "2024-06-30", "2024-02-01/2024-01-01", "0000", "2024Q", "2024/",
	    "/"};
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		expect_period(bad[i], "refused");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_day_round_trips),
	    cmocka_unit_test(texts_round_trip),
	    cmocka_unit_test(bad_dates_are_refused),
	    cmocka_unit_test(times_round_trip),
	    cmocka_unit_test(days_are_cut_by_the_zone),
	    cmocka_unit_test(the_environment_sets_clock_and_zone),
	    cmocka_unit_test(expressions),
	    cmocka_unit_test(periods),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
