/* relation: see relation.h. */
#include "report/relation.h"
#include "base/date.h"

enum { MONTHS = 12 };

struct span {
	enum { SPAN_OTHER, SPAN_NONE, SPAN_DAY, SPAN_DAYS } kind;
	struct period days;
};

static struct span span_of(struct str text)
{
	struct span span = {.kind = SPAN_OTHER};
	struct str to = text, from;
	if (text.n == 0)
		span.kind = SPAN_NONE;
	else if (date_parse(text, &span.days.to))
		span.kind = SPAN_DAY;
	else if (str_split(&to, '/', &from) && date_parse(from, &span.days.from) &&
		 date_parse(to, &span.days.to) && span.days.from <= span.days.to)
		span.kind = SPAN_DAYS;
	return span;
}

/* --- months ----------------------------------------------------------------------------------- */

/* Months since the year 0, and the day in its month. */
static int month_of(day d, int *day_of_month)
{
	int year, month;
	date_split(d, &year, &month, day_of_month);
	return year * MONTHS + month - 1;
}

static bool is_month_start(day d)
{
	int day_of_month;
	month_of(d, &day_of_month);
	return day_of_month == 1;
}

static bool is_month_end(day d)
{
	return is_month_start(d + 1);
}

/* Whether `base` is that many months before d: the same day of the month, or the last one where
 * there is no such day or both are the last. */
static bool is_before_by(day d, day base, int months)
{
	int day_of_month, base_day;
	if (month_of(d, &day_of_month) - month_of(base, &base_day) != months)
		return false;
	return day_of_month == base_day ||
	       (is_month_end(base) && (is_month_end(d) || base_day < day_of_month));
}

/* The number of whole months, or 0. */
static int whole_months(struct period p)
{
	int unused;
	if (!is_month_start(p.from) || !is_month_end(p.to))
		return 0;
	return month_of(p.to, &unused) - month_of(p.from, &unused) + 1;
}

/* --- relations -------------------------------------------------------------------------------- */

/* The last days of two quarters or half-years one behind the other. */
static bool are_neighbours(day d, day base, int months)
{
	int unused;
	return is_before_by(d, base, months) && is_month_end(d) &&
	       (month_of(d, &unused) + 1) % months == 0;
}

static enum relation relation_of_days(day d, day base)
{
	if (is_before_by(d, base, MONTHS))
		return RELATION_YEAR;
	if (is_before_by(d, base, 1) || are_neighbours(d, base, 3) || are_neighbours(d, base, 6))
		return RELATION_BEFORE;
	return RELATION_LIKE;
}

/* The same days of two years. */
static bool same_days(struct period p, struct period base, int *years)
{
	int unused, months = month_of(p.from, &unused) - month_of(base.from, &unused);
	*years = months / MONTHS;
	return months % MONTHS == 0 && is_before_by(p.from, base.from, months) &&
	       is_before_by(p.to, base.to, months);
}

static enum relation relation_of_stretches(struct period p, struct period base)
{
	int years, months = whole_months(p), base_months = whole_months(base);
	if (same_days(p, base, &years))
		return years == 1 ? RELATION_YEAR : RELATION_LIKE;
	bool like = months == base_months && (months || p.to - p.from == base.to - base.from);
	if (!like)
		return RELATION_NONE;
	return base.to + 1 == p.from ? RELATION_BEFORE : RELATION_LIKE;
}

enum relation relation_of(struct str period, struct str base)
{
	struct span a = span_of(period), b = span_of(base);
	if (a.kind != b.kind)
		return RELATION_NONE;
	switch (a.kind) {
	case SPAN_DAY:
		return relation_of_days(a.days.to, b.days.to);
	case SPAN_DAYS:
		return relation_of_stretches(a.days, b.days);
	default:
		return str_equal(period, base) ? RELATION_LIKE : RELATION_NONE;
	}
}

const char *relation_word(enum relation relation)
{
	if (relation == RELATION_YEAR)
		return "同比";
	return relation == RELATION_BEFORE ? "环比" : "";
}
