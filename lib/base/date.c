/* date: see date.h. Calendar arithmetic counts days from 1 March, so that the leap day is the last
 * of its year. */
#include "base/date.h"
#include "base/number.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { DAYS_PER_ERA = 146097, DAYS_TO_EPOCH = 719468, SECONDS_PER_DAY = 86400 };

day date_of(int year, int month, int day_of_month)
{
	year -= month <= 2;
	int era = year / 400;
	int year_of_era = year - era * 400;
	int day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day_of_month - 1;
	int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
	return era * DAYS_PER_ERA + day_of_era - DAYS_TO_EPOCH;
}

void date_split(day d, int *year, int *month, int *day_of_month)
{
	int shifted = d + DAYS_TO_EPOCH;
	int era = shifted / DAYS_PER_ERA;
	int day_of_era = shifted - era * DAYS_PER_ERA;
	int year_of_era =
	    (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int march_month = (5 * day_of_year + 2) / 153;
	*day_of_month = day_of_year - (153 * march_month + 2) / 5 + 1;
	*month = march_month < 10 ? march_month + 3 : march_month - 9;
	*year = year_of_era + era * 400 + (*month <= 2);
}

static int days_in_month(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	return days[month - 1] + (month == 2 && leap);
}

/* Exactly n digits from `from` on. */
static bool digits(struct str text, size_t from, size_t n, int *value)
{
	int64_t number;
	if (from + n > text.n || !number_parse(str_first(str_from(text, from), n), &number))
		return false;
	*value = (int)number;
	return true;
}

bool date_parse(struct str text, day *d)
{
	int year, month, day_of_month;
	if (text.n != 10 || text.p[4] != '-' || text.p[7] != '-')
		return false;
	if (!digits(text, 0, 4, &year) || !digits(text, 5, 2, &month) ||
	    !digits(text, 8, 2, &day_of_month))
		return false;
	if (year < 1 || month < 1 || month > 12 || day_of_month < 1 ||
	    day_of_month > days_in_month(year, month))
		return false;
	*d = date_of(year, month, day_of_month);
	return true;
}

static void put_digits(char *out, int value, size_t n)
{
	while (n-- > 0) {
		out[n] = (char)('0' + value % 10);
		value /= 10;
	}
}

void date_print(day d, char out[DATE_SIZE])
{
	int year, month, day_of_month;
	date_split(d, &year, &month, &day_of_month);
	memcpy(out, "0000-00-00", DATE_SIZE);
	put_digits(out, year, 4);
	put_digits(out + 5, month, 2);
	put_digits(out + 8, day_of_month, 2);
}

bool time_parse(struct str text, instant *t)
{
	day d;
	int hour, minute, second;
	if (text.n != 20 || text.p[10] != 'T' || text.p[13] != ':' || text.p[16] != ':' ||
	    text.p[19] != 'Z')
		return false;
	if (!date_parse(str_first(text, 10), &d) || !digits(text, 11, 2, &hour) ||
	    !digits(text, 14, 2, &minute) || !digits(text, 17, 2, &second))
		return false;
	if (hour > 23 || minute > 59 || second > 59)
		return false;
	*t = (instant)d * SECONDS_PER_DAY + hour * 3600 + minute * 60 + second;
	return true;
}

void time_print(instant t, char out[TIME_SIZE])
{
	char date[DATE_SIZE];
	day d = date_at(t, 0);
	unsigned rest = (unsigned)(t - (instant)d * SECONDS_PER_DAY);
	date_print(d, date);
	snprintf(out, TIME_SIZE,
	    "%s"
	    "T%02u:%02u:%02uZ",
	    date, rest / 3600 % 24, rest / 60 % 60, rest % 60);
}

instant clock_now(void)
{
	const char *fixed = getenv("SOURCE_DATE_EPOCH");
	int64_t seconds;
	if (fixed && number_parse(str_of(fixed), &seconds) && seconds < INT64_C(253402300800))
		return seconds;
	return (instant)time(NULL);
}

bool clock_zone(int32_t *seconds)
{
	const char *zone = getenv("TAIZHANG_ZONE");
	int hours, minutes;
	*seconds = 8 * 3600;
	if (!zone || !*zone)
		return true;
	struct str text = str_of(zone);
	if (str_equal_text(text, "Z")) {
		*seconds = 0;
		return true;
	}
	if (text.n != 6 || (zone[0] != '+' && zone[0] != '-') || zone[3] != ':')
		return false;
	if (!digits(text, 1, 2, &hours) || !digits(text, 4, 2, &minutes) || hours > 14 ||
	    minutes > 59)
		return false;
	*seconds = (hours * 3600 + minutes * 60) * (zone[0] == '-' ? -1 : 1);
	return true;
}

day date_at(instant t, int32_t zone_seconds)
{
	instant local = t + zone_seconds;
	instant d = local / SECONDS_PER_DAY;
	return (day)(d - (local % SECONDS_PER_DAY < 0));
}

instant date_end(day d, int32_t zone_seconds)
{
	return ((instant)d + 1) * SECONDS_PER_DAY - zone_seconds - 1;
}

bool date_expression(struct str text, day today, day *d)
{
	struct str rest;
	if (str_starts(text, STR("today"))) {
		*d = today;
		rest = str_from(text, 5);
	} else {
		if (!date_parse(str_first(text, 10), d))
			return false;
		rest = str_from(text, 10);
	}
	if (rest.n == 0)
		return true;
	int64_t count;
	bool back = rest.p[0] == '-';
	if (rest.n < 3 || rest.p[rest.n - 1] != 'd' || (!back && rest.p[0] != '+'))
		return false;
	if (!number_parse((struct str){rest.p + 1, rest.n - 2}, &count) || count > 3000000)
		return false;
	int64_t moved = back ? *d - count : *d + count;
	if (moved < date_of(1, 1, 1) || moved > date_of(9999, 12, 31))
		return false;
	*d = (day)moved;
	return true;
}

static struct period months(int year, int first, int last)
{
	return (struct period){
	    date_of(year, first, 1), date_of(year, last, days_in_month(year, last))};
}

bool period_parse(struct str text, day today, struct period *period)
{
	int year, number;
	if (str_equal_text(text, "last-month")) {
		int day_of_month;
		date_split(today, &year, &number, &day_of_month);
		*period =
		    number == 1 ? months(year - 1, 12, 12) : months(year, number - 1, number - 1);
		return true;
	}
	size_t slash = str_find(text, STR("/"));
	if (slash != SIZE_MAX)
		return date_parse(str_first(text, slash), &period->from) &&
		       date_parse(str_from(text, slash + 1), &period->to) &&
		       period->from <= period->to;
	if (!digits(text, 0, 4, &year) || year < 1)
		return false;
	if (text.n == 4) {
		*period = months(year, 1, 12);
		return true;
	}
	if (text.n == 7 && text.p[4] == '-' && digits(text, 5, 2, &number) && number >= 1 &&
	    number <= 12)
		*period = months(year, number, number);
	else if (text.n == 6 && text.p[4] == 'Q' && digits(text, 5, 1, &number) && number >= 1 &&
		 number <= 4)
		*period = months(year, number * 3 - 2, number * 3);
	else if (text.n == 6 && text.p[4] == 'H' && digits(text, 5, 1, &number) && number >= 1 &&
		 number <= 2)
		*period = months(year, number * 6 - 5, number * 6);
	else
		return false;
	return true;
}

bool period_name(const struct period *period, char out[PERIOD_NAME_SIZE])
{
	int year, month, last_year, last_month, day_of_month;
	date_split(period->to, &last_year, &last_month, &day_of_month);
	date_split(period->from, &year, &month, &day_of_month);
	struct period whole = months(year, month, last_month);
	int count = last_month - month + 1;
	if (year != last_year || whole.from != period->from || whole.to != period->to)
		return false;
	if (count == 1)
		snprintf(out, PERIOD_NAME_SIZE, "%04d-%02d", year, month);
	else if (count == 3 && month % 3 == 1)
		snprintf(out, PERIOD_NAME_SIZE, "%04dQ%d", year, month / 3 + 1);
	else if (count == 6 && month % 6 == 1)
		snprintf(out, PERIOD_NAME_SIZE, "%04dH%d", year, month / 6 + 1);
	else if (count == 12)
		snprintf(out, PERIOD_NAME_SIZE, "%04d", year);
	else
		return false;
	return true;
}
