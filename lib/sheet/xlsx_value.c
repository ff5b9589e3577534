/* xlsx_value: see xlsx_value.h. Programs leave LC_NUMERIC alone, so a point is a point. */
#include "sheet/xlsx_value.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { DIGITS = 15, NUMBER_MAX = 64, SECONDS_PER_DAY = 86400 };

/* --- numbers ------------------------------------------------------------------------------ */

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static size_t digits_at(struct str text)
{
	size_t n = 0;
	while (n < text.n && is_digit(text.p[n]))
		n++;
	return n;
}

/* A sign, digits with or without a point, an exponent: what XML Schema calls a double, but for its
 * infinities. */
static bool is_number(struct str text)
{
	if (text.n && (*text.p == '-' || *text.p == '+'))
		text = str_from(text, 1);
	size_t whole = digits_at(text), decimals = 0;
	text = str_from(text, whole);
	if (text.n && *text.p == '.') {
		decimals = digits_at(str_from(text, 1));
		text = str_from(text, 1 + decimals);
	}
	if (whole + decimals == 0)
		return false;
	if (text.n && (*text.p == 'e' || *text.p == 'E')) {
		text = str_from(text, 1);
		if (text.n && (*text.p == '-' || *text.p == '+'))
			text = str_from(text, 1);
		return text.n && digits_at(text) == text.n;
	}
	return text.n == 0;
}

static bool parse(struct str text, double *value)
{
	char copy[NUMBER_MAX];
	if (text.n >= sizeof(copy) || !is_number(text))
		return false;
	memcpy(copy, text.p, text.n);
	copy[text.n] = '\0';
	*value = strtod(copy, NULL);
	return isfinite(*value);
}

/* At most 15 digits, with or without a point, none of them needless, not below 0.00001: what most
 * numbers are, and a double gives the same text. */
static bool is_plain(struct str text)
{
	size_t whole = digits_at(text), decimals, zeros = 0;
	if (whole == 0 || whole > DIGITS || (*text.p == '0' && whole > 1))
		return false;
	if (whole == text.n)
		return true;
	struct str fraction = str_from(text, whole + 1);
	decimals = digits_at(fraction);
	if (text.p[whole] != '.' || decimals == 0 || decimals < fraction.n ||
	    whole + decimals > DIGITS || fraction.p[decimals - 1] == '0')
		return false;
	while (fraction.p[zeros] == '0')
		zeros++;
	return *text.p != '0' || zeros < 5;
}

/* d.ddd × 10^exponent with `count` digits, as decimal digits. */
static void add_digits(struct buf *out, const char *digits, int count, int exponent)
{
	if (exponent < 0) {
		buf_add_text(out, "0.");
		for (int i = -1; i > exponent; i--)
			buf_add_char(out, '0');
	}
	for (int i = 0; i < count || i <= exponent; i++) {
		if (i > 0 && i == exponent + 1)
			buf_add_char(out, '.');
		buf_add_char(out, i < count ? digits[i] : '0');
	}
}

static void print(double value, struct buf *out)
{
	char text[32], digits[DIGITS];
	snprintf(text, sizeof(text), "%.*e", DIGITS - 1, fabs(value));
	digits[0] = text[0];
	memcpy(digits + 1, text + 2, DIGITS - 1);
	int count = DIGITS, exponent = (int)strtol(text + DIGITS + 2, NULL, 10); /* d.ddde+XX */
	while (count > 1 && digits[count - 1] == '0')
		count--;
	if (value < 0)
		buf_add_char(out, '-');
	if (exponent >= -5 && exponent < DIGITS) {
		add_digits(out, digits, count, exponent);
		return;
	}
	add_digits(out, digits, count, 0);
	buf_printf(out, "E%+03d", exponent);
}

bool xlsx_number_text(struct str text, struct buf *out)
{
	double value;
	if (is_plain(text)) {
		buf_add_str(out, text);
		return true;
	}
	if (!parse(text, &value))
		return false;
	if (value == 0)
		buf_add_char(out, '0');
	else
		print(value, out);
	return true;
}

/* --- days --------------------------------------------------------------------------------- */

/* Seconds since 1970, rounded: a double cannot hold most times of day exactly. */
static bool to_instant(struct str text, bool since_1904, instant *t)
{
	double value;
	if (!parse(text, &value) || value < (since_1904 ? 0 : 1) || value > 3e6)
		return false;
	instant seconds = (instant)(value * SECONDS_PER_DAY + 0.5);
	day number = (day)(seconds / SECONDS_PER_DAY);
	/* as if 1900 had been a leap year: 60 is the day that it had not */
	day first = since_1904    ? date_of(1904, 1, 1)
		    : number < 60 ? date_of(1899, 12, 31)
				  : date_of(1899, 12, 30);
	*t = (instant)(first + number) * SECONDS_PER_DAY + seconds % SECONDS_PER_DAY;
	return (since_1904 || number != 60) && first + number <= date_of(9999, 12, 31);
}

static void print_time(instant t, struct buf *out)
{
	char text[TIME_SIZE];
	time_print(t, text);
	buf_add(out, text, t % SECONDS_PER_DAY ? TIME_SIZE - 2 : DATE_SIZE - 1);
}

bool xlsx_day_text(struct str text, bool since_1904, struct buf *out)
{
	instant t;
	if (!to_instant(text, since_1904, &t))
		return false;
	print_time(t, out);
	return true;
}

bool xlsx_month_text(struct str text, bool since_1904, struct buf *out, bool *is_month)
{
	instant t;
	int year, month, day_of_month;
	if (!to_instant(text, since_1904, &t))
		return false;
	date_split(date_at(t, 0), &year, &month, &day_of_month);
	*is_month = day_of_month == 1 && t % SECONDS_PER_DAY == 0;
	if (*is_month)
		buf_printf(out, "%d年%d月", year, month);
	else
		print_time(t, out);
	return true;
}

bool xlsx_iso_text(struct str text, struct buf *out)
{
	day d;
	instant t;
	char whole[TIME_SIZE];
	if (date_parse(text, &d)) {
		buf_add_str(out, text);
		return true;
	}
	if (text.n < TIME_SIZE - 2)
		return false;
	/* a fraction of a second and the Z, which here is no zone, are left out */
	snprintf(whole, sizeof(whole), "%.*sZ", TIME_SIZE - 2, text.p);
	struct str rest = str_from(text, TIME_SIZE - 2);
	if (rest.n && *rest.p == '.')
		rest = str_from(rest, 1 + digits_at(str_from(rest, 1)));
	if ((rest.n && !str_equal(rest, STR("Z"))) || !time_parse(str_of(whole), &t))
		return false;
	print_time(t, out);
	return true;
}

/* --- styles ------------------------------------------------------------------------------- */

enum xlsx_style xlsx_builtin_style(uint32_t id)
{
	switch (id) {
	case 17: /* mmm-yy */
	case 27: /* yyyy"年"m"月", as are the others here */
	case 36:
	case 50:
	case 52:
	case 57:
		return XLSX_MONTH;
	case 14:
	case 15:
	case 16:
	case 22:
	case 28:
	case 29:
	case 30:
	case 31:
	case 51:
	case 53:
	case 54:
	case 58:
		return XLSX_DAY;
	default: /* 18–21, 32–35, 45–47, 55 and 56 show a time of day alone */
		return XLSX_PLAIN;
	}
}

static char small(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool starts_with(struct str text, const char *word)
{
	size_t n = strlen(word);
	if (text.n < n)
		return false;
	for (size_t i = 0; i < n; i++)
		if (small(text.p[i]) != word[i])
			return false;
	return true;
}

/* Bytes that are shown as they are or not at all: quoted, escaped, in brackets, the words of a half
 * of the day, of a general number, of an exponent. 0 when text starts with none of these. */
static size_t passed_over(struct str text)
{
	static const char *const words[] = {"am/pm", "a/p", "general", "e+", "e-"};
	const char *end;
	switch (*text.p) {
	case '"':
		end = memchr(text.p + 1, '"', text.n - 1);
		return end ? (size_t)(end - text.p) + 1 : text.n;
	case '[':
		end = memchr(text.p, ']', text.n);
		return end ? (size_t)(end - text.p) + 1 : text.n;
	case '\\':
	case '_':
	case '*':
		return text.n < 2 ? 1 : 2;
	default:
		for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
			if (starts_with(text, words[i]))
				return strlen(words[i]);
		return 0;
	}
}

/* What the letters of a format show. An m is minutes behind h or before s, else the month. */
struct shown {
	bool day, month, year, hours, pending;
};

static void note_letters(struct shown *s, char letter, size_t count)
{
	switch (letter) {
	case 'd':
		s->day = true;
		break;
	case 'a':
		s->day = s->day || count >= 3; /* 星期五 */
		break;
	case 'y':
	case 'e':
		s->year = true;
		break;
	case 'm':
		if (count >= 3)
			s->month = true;
		else if (!s->hours)
			s->pending = true;
		break;
	case 's':
		s->pending = false;
		break;
	default:
		break;
	}
	if (letter == 'm')
		return;
	if (letter != 's')
		s->month = s->month || s->pending;
	s->pending = false;
	s->hours = letter == 'h';
}

enum xlsx_style xlsx_format_style(struct str format)
{
	struct shown s = {0};
	size_t n;
	for (; format.n && *format.p != ';'; format = str_from(format, n)) {
		n = passed_over(format);
		if (n) {
			s.hours = s.hours || starts_with(format, "[h"); /* may exceed a day */
			continue;
		}
		char letter = small(*format.p);
		for (n = 1; n < format.n && small(format.p[n]) == letter;)
			n++;
		if (letter && strchr("dayemhs", letter))
			note_letters(&s, letter, n);
	}
	if (s.day)
		return XLSX_DAY;
	return s.year || s.month || s.pending ? XLSX_MONTH : XLSX_PLAIN;
}
