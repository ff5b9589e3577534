/* growth: see growth.h. */
#include "report/growth.h"
#include "report/relation.h"

enum { DECIMALS_MAX = 4 };

static const struct filter {
	const char *name;
	enum growth_kind kind;
	bool named;
} filters[] = {{"grow", GROWTH_PERCENT, false}, {"points", GROWTH_POINTS, false},
    {"change", GROWTH_PERCENT, true}, {"value", GROWTH_VALUE, false}};

static const struct filter *find_filter(struct str name)
{
	for (size_t i = 0; i < sizeof(filters) / sizeof(filters[0]); i++)
		if (str_equal_text(name, filters[i].name))
			return &filters[i];
	return NULL;
}

/* --- filters ---------------------------------------------------------------------------------- */

bool growth_is_filter(struct str filter)
{
	struct str rest = filter, name;
	str_split(&rest, ':', &name);
	return find_filter(name) || str_equal_text(name, "sign");
}

static bool add_sign(struct growth *g, struct str filter, struct error *e)
{
	if (!str_equal_text(filter, "sign"))
		return error_set(e, ERROR_USAGE, _("'%s' takes nothing behind a colon, write '%s'"),
		    error_quote(filter), "sign");
	g->sign = true;
	return true;
}

bool growth_add(struct growth *g, struct str filter, struct error *e)
{
	struct str rest = filter, name, base = {NULL, 0};
	str_split(&rest, ':', &name);
	const struct filter *known = find_filter(name);
	if (!known)
		return add_sign(g, filter, e);
	if (g->kind != GROWTH_NONE)
		return error_set(e, ERROR_USAGE,
		    _("'%s' is the second comparison, a figure is compared once"),
		    error_quote(filter));
	if (rest.p)
		str_split(&rest, ':', &base);
	if (base.n == 0)
		return error_set(e, ERROR_USAGE,
		    _("'%s' must name the earlier figures, such as %s:prev for --against "
		      "prev=FILE"),
		    error_quote(filter), known->name);
	int64_t decimals = 1;
	bool good = !rest.p || (known->kind != GROWTH_VALUE && number_parse(rest, &decimals) &&
				   decimals <= DECIMALS_MAX);
	if (!good)
		return error_set(e, ERROR_USAGE,
		    known->kind == GROWTH_VALUE
			? _("'%s' has too much behind the name of the earlier figures")
			: _("'%s' must end with a number of decimals from 0 to 4, or with the name "
			    "of the earlier figures"),
		    error_quote(filter));
	g->kind = known->kind;
	g->named = known->named;
	g->base = base;
	g->decimals = (int)decimals;
	return true;
}

bool growth_settle(struct growth *g, struct style *s, struct error *e)
{
	bool changes = g->kind == GROWTH_PERCENT || g->kind == GROWTH_POINTS;
	if (g->sign && !changes)
		return error_set(e, ERROR_USAGE, "%s",
		    _("'sign' belongs behind grow, points or change, such as grow:prev|sign"));
	if (!changes)
		return true;
	if (g->named && s->form == STYLE_PERCENT) {
		g->kind = GROWTH_POINTS;
		g->decimals = s->decimals < DECIMALS_MAX ? s->decimals : DECIMALS_MAX;
	} else if (s->form_given || s->over) {
		return error_set(e, ERROR_USAGE, "%s",
		    g->kind == GROWTH_POINTS
			? _("'points' is written in its own way, leave the other filter out")
			: _("'grow' and 'change' are written in their own way: leave the other "
			    "filter out, and write points:NAME or percent|change:NAME for a rate"));
	}
	return true;
}

/* --- measuring -------------------------------------------------------------------------------- */

static bool is_rate(const struct figure *row)
{
	return row->has_of && row->of.units > 0;
}

static bool measure_percent(
    const struct figure *row, const struct figure *base, struct fraction *change)
{
	*change = fraction_of(row->value, base->value);
	change->part -= change->whole;
	if (change->part == 0)
		change->whole = 1;
	return change->whole > 0;
}

static bool measure_points(
    const struct figure *row, const struct figure *base, struct fraction *change)
{
	if (!is_rate(row) || !is_rate(base))
		return false;
	struct fraction a = fraction_of(row->value, row->of);
	struct fraction b = fraction_of(base->value, base->of);
	int128 left, right;
	return !__builtin_mul_overflow(a.part, b.whole, &left) &&
	       !__builtin_mul_overflow(b.part, a.whole, &right) &&
	       !__builtin_mul_overflow(a.whole, b.whole, &change->whole) &&
	       !__builtin_sub_overflow(left, right, &change->part);
}

bool growth_measure(enum growth_kind kind, const struct figure *row, const struct figure *base,
    struct fraction *change)
{
	return kind == GROWTH_POINTS ? measure_points(row, base, change)
				     : measure_percent(row, base, change);
}

/* --- printing --------------------------------------------------------------------------------- */

static void print_amount(struct buf *out, const struct growth *g, bool more, int128 size)
{
	bool points = g->kind == GROWTH_POINTS;
	if (g->sign)
		buf_add_char(out, more ? '+' : '-');
	else
		buf_add_text(out, !more ? "下降" : points ? "提高" : "增长");
	wide_print(out, size, (unsigned)g->decimals);
	if (!points)
		buf_add_char(out, '%');
	else if (!g->sign || g->unit)
		buf_add_text(out, "个百分点");
}

void growth_print(
    struct buf *out, const struct growth *g, const struct figure *row, const struct figure *base)
{
	struct fraction change;
	if (!growth_measure(g->kind, row, base, &change)) {
		buf_add_text(out, "—");
		return;
	}
	if (g->named)
		buf_add_text(out, relation_word(relation_of(row->period, base->period)));
	if (change.part == 0) {
		buf_add_text(out, "持平");
		return;
	}
	int128 size = wide_size(fraction_round(change, 2 + (unsigned)g->decimals));
	int128 all = wide_power_of_ten(2 + (unsigned)g->decimals);
	bool leaves_something = g->kind == GROWTH_POINTS ? wide_size(change.part) < change.whole
							 : change.part < 0 && row->value.units > 0;
	if (leaves_something && size >= all)
		size = all - 1;
	print_amount(out, g, change.part > 0, size ? size : 1);
}
