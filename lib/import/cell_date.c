/* cell_date: days as people and spreadsheet programs write them. */
#include "base/date.h"
#include "base/number.h"
#include "import/cell_internal.h"

/* Spreadsheet programs count days from 1899-12-30 (after their 29 February 1900). */
enum { SERIAL_OF_EPOCH = 25569, SERIAL_DIGITS = 5 };
enum { YEAR_FIRST = 1900, SERIAL_YEAR_FIRST = 1990, YEAR_LAST = 2100 };

/* The digits that stand in a cell, as far as it goes; empty for what is not there. */
struct parts {
	struct str year, month, day;
	bool dotted; /* 2026.5 */
};

static enum cell_verdict give(struct cell_job *job, day d, bool say)
{
	char text[DATE_SIZE];
	date_print(d, text);
	job->scratch->n = 0;
	buf_add_text(job->scratch, text);
	*job->out = buf_str(job->scratch);
	return say ? cell_change(job, *job->out) : CELL_GOOD;
}

static int number_of(struct str digits)
{
	int64_t number;
	return digits.n <= 4 && number_parse(digits, &number) ? (int)number : -1;
}

/* False for a day that is in no calendar. */
static bool make_day(struct parts p, day *d)
{
	int year = number_of(p.year), month = number_of(p.month), day_of_month = number_of(p.day);
	int same_year, same_month, same_day;
	if (year < 1 || month < 1 || month > 12 || day_of_month < 1 || day_of_month > 31)
		return false;
	*d = date_of(year, month, day_of_month);
	date_split(*d, &same_year, &same_month, &same_day);
	return same_day == day_of_month;
}

/* A time of day behind a day is cut off: " 0:00:00", "T12:30". False when something else stands
 * there; *midnight: nothing, or 00:00. */
static bool cut_time(struct str *text, bool *midnight)
{
	struct str time = {NULL, 0};
	*midnight = true;
	for (size_t i = text->n; i > 0 && !time.p; i--)
		if (text->p[i - 1] == ' ' || text->p[i - 1] == 'T')
			time = str_from(*text, i - 1);
	if (!time.p || !memchr(time.p, ':', time.n))
		return true;
	text->n -= time.n;
	time = str_from(time, 1);
	for (size_t i = 0; i < time.n; i++) {
		if ((time.p[i] < '0' || time.p[i] > '9') && time.p[i] != ':' && time.p[i] != '.')
			return false;
		*midnight = *midnight && (time.p[i] < '1' || time.p[i] > '9');
	}
	return true;
}

/* Cuts a separator off, with blanks around it. */
static bool cut(struct str *rest, const char *separator)
{
	struct str sign = str_of(separator), text = str_trim(*rest);
	if (!str_starts(text, sign))
		return false;
	*rest = str_trim(str_from(text, sign.n));
	return true;
}

static bool split_chinese(struct str text, struct parts *p)
{
	struct str digits = cell_take_digits(&text);
	if (cut(&text, "年")) {
		p->year = digits;
		digits = cell_take_digits(&text);
	}
	if (digits.n && cut(&text, "月")) {
		p->month = digits;
		digits = cell_take_digits(&text);
	}
	if (p->month.n && digits.n && (text.n == 0 || cut(&text, "日") || cut(&text, "号"))) {
		p->day = digits;
		digits.n = 0;
	}
	return text.n == 0 && digits.n == 0 && (p->year.n || p->month.n);
}

static bool split_at(struct str text, const char *separator, struct parts *p)
{
	struct str *const fields[] = {&p->year, &p->month, &p->day};
	for (size_t i = 0; i < 3; i++) {
		*fields[i] = cell_take_digits(&text);
		if (fields[i]->n == 0)
			return false;
		if (text.n == 0)
			break;
		if (i == 2 || !cut(&text, separator))
			return false;
	}
	p->dotted = *separator == '.';
	return true;
}

/* 5/8 and 12-31 have no year, whatever they were split into. */
static void shift_without_year(struct parts *p)
{
	if (p->year.n > 2 || p->day.n)
		return;
	p->day = p->month;
	p->month = p->year;
	p->year.n = 0;
}

/* Digits alone: 20260508, 202605, 2026. */
static bool split_compact(struct str text, struct parts *p)
{
	p->year = str_first(text, 4);
	p->month = str_first(str_from(text, 4), 2);
	p->day = str_from(text, 6);
	return text.n == 8 || text.n == 6 || text.n == 4;
}

static bool split(struct str text, struct parts *p)
{
	static const char *const separators[] = {".", "/", "-"};
	struct str rest = text;
	*p = (struct parts){{NULL, 0}, {NULL, 0}, {NULL, 0}, false};
	if (cell_take_digits(&rest).n == 0)
		return false;
	if (rest.n == 0)
		return split_compact(text, p);
	for (size_t i = 0; i < sizeof(separators) / sizeof(separators[0]); i++) {
		if (!cut(&rest, separators[i]))
			continue;
		if (!split_at(text, separators[i], p))
			return false;
		shift_without_year(p);
		return true;
	}
	return split_chinese(text, p);
}

static bool is_plausible(struct str year)
{
	return number_of(year) >= YEAR_FIRST && number_of(year) <= YEAR_LAST;
}

static enum cell_verdict read_month(struct cell_job *job, struct parts p)
{
	day d;
	p.day = STR("1");
	if (!make_day(p, &d))
		return cell_refuse(job, _("a date such as 2024-06-30"));
	/* a program that takes 2026.10 for a number makes 2026.1 of it */
	if (p.dotted && str_equal(p.month, STR("1")))
		return cell_refuse(job, _("a date with its day (January or October?)"));
	if (!job->rules->month_first)
		return cell_refuse(
		    job, _("a date with its day (--month first takes the first of the month)"));
	return give(job, d, true);
}

static enum cell_verdict read_parts(struct cell_job *job, struct parts p, bool midnight)
{
	day d;
	if (p.year.n == 0)
		return cell_refuse(job, _("a date with its year"));
	if (p.year.n != 4)
		return cell_refuse(job, _("a date with four digits of the year in front"));
	if (!is_plausible(p.year))
		return cell_refuse(job, _("a date of the years 1900 to 2100"));
	if (p.month.n == 0)
		return cell_refuse(job, _("a date with its month and day"));
	if (p.day.n == 0)
		return read_month(job, p);
	if (p.month.n > 2 || p.day.n > 2)
		return cell_refuse(job, _("a date such as 2024-06-30"));
	if (!make_day(p, &d))
		return cell_refuse(job, _("a day that there is"));
	return give(job, d, !midnight);
}

/* A day as a spreadsheet program counts them, perhaps with a part of a day behind it. */
static bool read_serial(struct str text, enum sheet_kind kind, day *d, bool *midnight)
{
	struct str rest = text, digits = cell_take_digits(&rest);
	int64_t serial;
	*midnight = rest.n == 0;
	if (digits.n != SERIAL_DIGITS || !number_parse(digits, &serial))
		return false;
	if (rest.n && (kind != SHEET_NUMBER || rest.p[0] != '.'))
		return false;
	*d = (day)(serial - SERIAL_OF_EPOCH);
	return *d >= date_of(SERIAL_YEAR_FIRST, 1, 1) && *d <= date_of(YEAR_LAST, 12, 31);
}

enum cell_verdict cell_read_date(struct cell_job *job)
{
	struct str text = job->text;
	struct parts p;
	day d;
	bool midnight;
	if (read_serial(text, job->asked->kind, &d, &midnight))
		return give(job, d, true);
	if (job->asked->kind == SHEET_TRUTH || !cut_time(&text, &midnight) || !split(text, &p))
		return cell_refuse(job, _("a date such as 2024-06-30"));
	return read_parts(job, p, midnight);
}
