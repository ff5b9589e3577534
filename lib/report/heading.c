/* heading: see heading.h. */
#include "report/heading.h"

static void print_in_brackets(struct document *d, struct str text)
{
	document_markdown(d, STR("（"));
	document_data(d, text);
	document_markdown(d, STR("）"));
}

static bool is_month(const struct reference *r)
{
	return str_equal_text(r->period, "month");
}

static void print_period(struct document *d, struct str period)
{
	if (str_equal_text(period, "ytd"))
		period = STR("本年累计");
	print_in_brackets(d, period);
}

void heading_of_figure(
    struct document *d, const struct definitions *definitions, const struct reference *r)
{
	struct str value = r->group, field;
	document_data(d, label_of_figure(definitions, r->figure));
	if (r->style.form == STYLE_PERCENT || r->growth.kind == GROWTH_POINTS)
		document_markdown(d, STR("占比"));
	if (r->area.p)
		print_in_brackets(d, r->area_name.p ? r->area_name : r->area);
	if (r->group.p) {
		str_split(&value, '=', &field);
		print_in_brackets(d, label_of_value(definitions, r->figure, field, value));
	}
	if (r->period.p && !is_month(r))
		print_period(d, r->period);
}

static void print_value_heading(
    struct document *d, const struct growth *growth, enum relation relation)
{
	if (relation == RELATION_YEAR)
		document_markdown(d, STR("上年同期"));
	else if (relation == RELATION_BEFORE)
		document_markdown(d, STR("上期"));
	else
		document_data(d, growth->base);
}

void heading_of_growth(struct document *d, const struct growth *growth, enum relation relation)
{
	struct str word = str_of(relation_word(relation));
	if (growth->kind == GROWTH_VALUE) {
		print_value_heading(d, growth, relation);
		return;
	}
	if (word.n)
		document_markdown(d, word);
	else {
		document_markdown(d, STR("比"));
		document_data(d, growth->base);
	}
	bool bare_points = growth->kind == GROWTH_POINTS && growth->sign && !growth->unit;
	document_markdown(d, bare_points ? STR("（百分点）") : STR("增减"));
}

void heading_print(
    struct document *d, const struct definitions *definitions, const struct reference *r)
{
	heading_of_figure(d, definitions, r);
	if (r->growth.kind == GROWTH_NONE) {
		if (is_month(r))
			print_in_brackets(d, STR("本期"));
		return;
	}
	enum relation relation = relation_of(r->row->period, r->base->period);
	if (r->growth.kind == GROWTH_VALUE)
		document_markdown(d, STR("（"));
	heading_of_growth(d, &r->growth, relation);
	if (r->growth.kind == GROWTH_VALUE)
		document_markdown(d, STR("）"));
}
