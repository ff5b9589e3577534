/* style: see style.h. */
#include "report/style.h"
#include "report/nearest.h"
#include "report/wide.h"

enum { PERCENT_DECIMALS_MAX = 6, WAN_DECIMALS_MAX = 4, WAN_DIGITS = 4, WAN = 10000 };

/* --- filters ---------------------------------------------------------------------------------- */

static bool set_form(struct style *s, enum style_form form, struct str filter, struct error *e)
{
	if (s->form_given)
		return error_set(e, ERROR_USAGE,
		    _("'%s' does not go with the filter before it, one of percent, wan, han and "
		      "plain can stand"),
		    error_quote(filter));
	s->form = form;
	s->form_given = true;
	return true;
}

/* The number of decimals behind "percent:" or "wan:"; without one, `otherwise`. */
static bool set_decimals(struct style *s, struct str filter, struct str argument, int otherwise,
    int most, struct error *e)
{
	int64_t decimals = otherwise;
	if (argument.p && (!number_parse(argument, &decimals) || decimals > most))
		return error_set(e, ERROR_USAGE,
		    _("'%s' must name a number of decimals from 0 to %d"), error_quote(filter),
		    most);
	s->decimals = (int)decimals;
	return true;
}

static bool set_over(struct style *s, struct str filter, struct str argument, struct error *e)
{
	int64_t step = 0, rest;
	bool good = argument.p && number_parse(argument, &step) && step >= 10;
	for (rest = step; good && rest % 10 == 0;)
		rest /= 10;
	if (!good || rest != 1)
		return error_set(e, ERROR_USAGE,
		    _("'%s' must name the rounding step, a power of ten such as over:10"),
		    error_quote(filter));
	if (s->over)
		return error_set(
		    e, ERROR_USAGE, _("'%s' is the second rounding step"), error_quote(filter));
	s->over = step;
	return true;
}

static bool set_fraction(struct style *s, struct error *e)
{
	if (s->form != STYLE_PERCENT)
		return error_set(e, ERROR_USAGE, "%s",
		    _("'fraction' belongs behind percent: percent|fraction is 71.3%（57/80）"));
	return s->fraction = true;
}

static bool refuse_argument(struct str name, struct str filter, struct error *e)
{
	return error_set(e, ERROR_USAGE, _("'%s' takes nothing behind a colon, write '%s'"),
	    error_quote(filter), error_quote(name));
}

static bool refuse_filter(struct str name, struct error *e)
{
	static const char *const names[] = {"percent", "over", "wan", "han", "plain", "fraction",
	    "grow", "points", "change", "value", "sign"};
	struct nearest nearest = nearest_to(name);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		nearest_offer(&nearest, str_of(names[i]));
	return error_set(e, ERROR_USAGE, _("no filter '%s', the nearest is %s"), error_quote(name),
	    nearest_first(&nearest));
}

/* What `over` leaves of a number would not be rounded once more. */
static bool check_together(const struct style *s, struct str filter, struct error *e)
{
	bool rounds = s->form == STYLE_PERCENT || (s->form == STYLE_WAN && s->decimals >= 0);
	if (s->over && rounds)
		return error_set(e, ERROR_USAGE, _("'%s' and the filter before it both round"),
		    error_quote(filter));
	return true;
}

bool style_add(struct style *s, struct str filter, struct error *e)
{
	struct str argument = filter, name;
	str_split(&argument, ':', &name);
	bool good;
	if (str_equal_text(name, "percent"))
		good = set_form(s, STYLE_PERCENT, filter, e) &&
		       set_decimals(s, filter, argument, 1, PERCENT_DECIMALS_MAX, e);
	else if (str_equal_text(name, "wan"))
		good = set_form(s, STYLE_WAN, filter, e) &&
		       set_decimals(s, filter, argument, -1, WAN_DECIMALS_MAX, e);
	else if (str_equal_text(name, "over"))
		good = set_over(s, filter, argument, e);
	else if (!str_equal_text(name, "han") && !str_equal_text(name, "plain") &&
		 !str_equal_text(name, "fraction"))
		good = refuse_filter(name, e);
	else if (argument.p)
		good = refuse_argument(name, filter, e);
	else if (str_equal_text(name, "fraction"))
		good = set_fraction(s, e);
	else
		good =
		    set_form(s, str_equal_text(name, "han") ? STYLE_HAN : STYLE_PLAIN, filter, e);
	return good && check_together(s, filter, e);
}

/* --- printing --------------------------------------------------------------------------------- */

/* Without decimals that are zero: all of them, or only those at the end. */
static struct fixed drop_zeros(struct fixed value, bool each)
{
	struct fixed shorter = value;
	while (shorter.decimals && shorter.units % 10 == 0) {
		shorter.units /= 10;
		shorter.decimals--;
	}
	return each || shorter.decimals == 0 ? shorter : value;
}

static void print_percent(struct buf *out, struct fixed value, struct fixed of, int decimals)
{
	struct fraction rate = fraction_of(value, of);
	int128 hundred = 100 * wide_power_of_ten((unsigned)decimals);
	if (rate.whole <= 0) {
		buf_add_text(out, "—");
		return;
	}
	int128 part = wide_size(rate.part);
	int128 printed = wide_divide_half_up(part * hundred, rate.whole);
	if (part < rate.whole && printed >= hundred)
		printed = hundred - 1;
	if (part > 0 && printed == 0)
		printed = 1;
	wide_print(out, rate.part < 0 ? -printed : printed, (unsigned)decimals);
	buf_add_char(out, '%');
}

static void print_fraction(struct buf *out, struct fixed value, struct fixed of)
{
	value = drop_zeros(value, false);
	of = drop_zeros(of, false);
	buf_add_text(out, "（");
	wide_print(out, value.units, value.decimals);
	buf_add_char(out, '/');
	wide_print(out, of.units, of.decimals);
	buf_add_text(out, "）");
}

static void print_wan(struct buf *out, struct fixed value, int decimals)
{
	int128 one = wide_power_of_ten(value.decimals);
	if (wide_size(value.units) < WAN * one) {
		value = drop_zeros(value, false);
		wide_print(out, value.units, value.decimals);
		return;
	}
	if (decimals >= 0) {
		int128 rounded = wide_divide_half_up(
		    value.units * wide_power_of_ten((unsigned)decimals), WAN * one);
		wide_print(out, rounded, (unsigned)decimals);
	} else {
		value.decimals += WAN_DIGITS;
		value = drop_zeros(value, true);
		wide_print(out, value.units, value.decimals);
	}
	buf_add_text(out, "万");
}

static const char *const han_digits[] = {
    "零", "一", "二", "三", "四", "五", "六", "七", "八", "九"};

/* `leading`: nothing stands before, so that 10–19 begin with 十, not 一十. */
static void print_han_whole(struct buf *out, uint64_t number, bool leading)
{
	static const struct {
		uint64_t size;
		const char *name;
	} units[] = {{100000000, "亿"}, {WAN, "万"}, {1000, "千"}, {100, "百"}, {10, "十"}};
	if (number < 10) {
		buf_add_text(out, han_digits[number]);
		return;
	}
	size_t unit = 0;
	while (number < units[unit].size)
		unit++;
	uint64_t size = units[unit].size, rest = number % size;
	if (!(leading && number < 20))
		print_han_whole(out, number / size, leading);
	buf_add_text(out, units[unit].name);
	if (rest && rest < size / 10)
		buf_add_text(out, "零");
	if (rest)
		print_han_whole(out, rest, false);
}

static void print_han(struct buf *out, struct fixed value)
{
	value = drop_zeros(value, false);
	int128 one = wide_power_of_ten(value.decimals), size = wide_size(value.units);
	if (value.units < 0)
		buf_add_text(out, "负");
	print_han_whole(out, (uint64_t)(size / one), true);
	if (value.decimals)
		buf_add_text(out, "点");
	for (unsigned i = value.decimals; i > 0; i--)
		buf_add_text(out, han_digits[(size_t)(size / wide_power_of_ten(i - 1) % 10)]);
}

/* The multiple of the step below value, when it is true to say 余 of it. N余 says N < x < N + 10^z,
 * z the zeros that N ends with; a power of ten as step makes the upper bound true by itself. */
static bool round_over(struct fixed *value, int64_t step)
{
	int128 one = wide_power_of_ten(value->decimals);
	int128 steps = value->units / one / step;
	if (value->units < 0 || steps == 0 || steps * step * one == value->units)
		return false;
	*value = (struct fixed){(int64_t)(steps * step), 0};
	return true;
}

void style_print(struct buf *out, const struct style *s, struct fixed value, struct fixed of)
{
	bool over = s->over && round_over(&value, s->over);
	switch (s->form) {
	case STYLE_PERCENT:
		print_percent(out, value, of, s->decimals);
		if (s->fraction)
			print_fraction(out, value, of);
		break;
	case STYLE_WAN:
		print_wan(out, value, s->decimals);
		break;
	case STYLE_HAN:
		print_han(out, value);
		break;
	case STYLE_PLAIN:
		value = drop_zeros(value, false);
		wide_print(out, value.units, value.decimals);
		break;
	}
	if (over)
		buf_add_text(out, "余");
}
