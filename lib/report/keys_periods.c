/* keys_periods: the periods that are missing between others; see keys.h. */
#include "report/keys.h"

#include <stdlib.h>

enum { MONTHS_OF_YEAR = 12, PERIODS_MAX = 1200 };

/* Whole months, or the end of one. */
struct months {
	int first; /* since the year 0 */
	int count; /* 0: the last day of `first` */
};

static day first_day(int month)
{
	return date_of(month / MONTHS_OF_YEAR, month % MONTHS_OF_YEAR + 1, 1);
}

/* Of the month in which the day stands. */
static int month_of(day d)
{
	int year, month, day_of_month;
	date_split(d, &year, &month, &day_of_month);
	return year * MONTHS_OF_YEAR + month - 1;
}

static bool is_last_day(day d)
{
	return first_day(month_of(d) + 1) == d + 1;
}

static bool parse(struct str text, struct months *m)
{
	struct str to = text, from;
	day begin, end;
	str_split(&to, '/', &from);
	if (!date_parse(to.p ? to : text, &end) || !is_last_day(end))
		return false;
	*m = (struct months){month_of(end), 0};
	if (!to.p)
		return true;
	if (!date_parse(from, &begin) || begin > end || first_day(month_of(begin)) != begin)
		return false;
	m->count = m->first + 1 - month_of(begin);
	m->first = month_of(begin);
	return true;
}

static bool is_usual(int months)
{
	return months == 1 || months == 3 || months == 6 || months == MONTHS_OF_YEAR;
}

/* How many months lie between neighbours when none is missing: as many as the periods have, or, of
 * days, the fewest that there are. 0: they are not of one kind. */
static int step_of(const struct keys *k, const struct months *all)
{
	int step = all[0].count;
	for (size_t i = 1; i < k->count; i++) {
		int between = all[i].first - all[i - 1].first;
		if (all[i].count != all[0].count || between <= 0)
			return 0;
		if (all[0].count == 0 && (step == 0 || between < step))
			step = between;
	}
	for (size_t i = 1; i < k->count && step; i++)
		if ((all[i].first - all[0].first) % step != 0)
			return 0;
	return is_usual(step) ? step : 0;
}

static void add_period(struct keys *k, struct months m)
{
	char text[2 * DATE_SIZE], *end = text;
	day last = first_day(m.first + (m.count ? m.count : 1)) - 1;
	if (m.count) {
		date_print(first_day(m.first), text);
		end += DATE_SIZE - 1;
		*end++ = '/';
	}
	date_print(last, end);
	size_t n = strlen(text);
	char *kept = arena_room(&k->own, n);
	memcpy(kept, text, n);
	arena_take(&k->own, n);
	keys_put(k, (struct str){kept, n});
}

void keys_add_missing_periods(struct keys *k)
{
	size_t count = k->count;
	struct months *all = mem_alloc(count + 1, sizeof(*all));
	bool good = k->kind == KEYS_PERIODS && count > 1;
	for (size_t i = 0; i < count && good; i++)
		good = parse(k->items[i], &all[i]);
	int step = good ? step_of(k, all) : 0;
	if (step && (all[count - 1].first - all[0].first) / step < PERIODS_MAX) {
		for (size_t i = 1; i < count; i++)
			for (int month = all[i - 1].first + step; month < all[i].first;
			     month += step)
				add_period(k, (struct months){month, all[0].count});
		keys_sort(k);
	}
	free(all);
}
