/* Dates, times, periods and the expressions that stand for them. Input: the expression. */
#include "fuzz.h"

#include "base/date.h"

static day first_day(void)
{
	return date_of(1, 1, 1);
}

static day last_day(void)
{
	return date_of(9999, 12, 31);
}

static void check_day(day d)
{
	char printed[DATE_SIZE];
	day again;
	int year, month, day_of_month;
	CHECK(d >= first_day() && d <= last_day());
	date_print(d, printed);
	CHECK(date_parse(str_of(printed), &again) && again == d);
	date_split(d, &year, &month, &day_of_month);
	CHECK(date_of(year, month, day_of_month) == d);
}

static void check_date(struct str text)
{
	char printed[DATE_SIZE];
	day d, same;
	if (!date_parse(text, &d))
		return;
	check_day(d);
	date_print(d, printed);
	CHECK(str_equal_text(text, printed));
	CHECK(date_expression(text, 0, &same) && same == d);
}

static void check_time(struct str text)
{
	char printed[TIME_SIZE];
	instant t;
	if (!time_parse(text, &t))
		return;
	time_print(t, printed);
	CHECK(str_equal_text(text, printed));
	day d = date_at(t, 0);
	CHECK(t >= date_end(d - 1, 0) + 1 && t <= date_end(d, 0));
}

/* An expression moves with today, or does not depend on it. */
static void check_expression(struct str text)
{
	day today = date_of(2024, 6, 30), one, two;
	if (!date_expression(text, today, &one)) {
		CHECK(!str_equal_text(text, "today"));
		return;
	}
	check_day(one);
	if (date_expression(text, today + 1, &two))
		CHECK(two == one + (str_starts(text, STR("today")) ? 1 : 0));
}

static void check_period(struct str text)
{
	struct period period, again;
	char from[DATE_SIZE], to[DATE_SIZE];
	struct buf written = BUF_INIT;
	if (!period_parse(text, date_of(2024, 3, 31), &period))
		return;
	check_day(period.from);
	check_day(period.to);
	CHECK(period.from <= period.to);
	date_print(period.from, from);
	date_print(period.to, to);
	buf_printf(&written, "%s/%s", from, to);
	CHECK(period_parse(buf_str(&written), 0, &again));
	CHECK(again.from == period.from && again.to == period.to);
	buf_release(&written);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct str text = fuzz_text(bytes, n);
	check_date(text);
	check_time(text);
	check_expression(text);
	check_period(text);
	return 0;
}
