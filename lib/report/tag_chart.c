/* tag_chart: the tag {{chart}}; see tag_parts.h. */
#include "report/chart.h"
#include "report/keys.h"
#include "report/tag_parts.h"

static bool add_percent(struct node *tag, struct str filter, struct error *e)
{
	for (size_t i = 0; i < tag->reference_count; i++)
		if (!style_add(&tag->references[i].style, filter, e))
			return false;
	return true;
}

static bool refuse_word(const struct node *tag, struct str word, struct error *e)
{
	return error_set(e, ERROR_USAGE,
	    _("no '%s' behind 'by %s' of a chart, only percent, stacked, lines, sort:…, first:… "
	      "and title:… can stand there (bars are drawn without a word)"),
	    error_quote(word), error_quote(tag->by));
}

bool tag_add_to_chart(struct node *tag, struct str word, struct error *e)
{
	bool *flag = NULL;
	if (str_equal_text(word, "stacked"))
		flag = &tag->chart.stacked;
	else if (str_equal_text(word, "lines"))
		flag = &tag->chart.lines;
	else if (str_equal_text(word, "percent") || str_starts(word, STR("percent:")))
		return add_percent(tag, word, e);
	else if (str_starts(word, STR("sort:")) || str_starts(word, STR("first:")))
		return tag_add_order(tag, word, e);
	else
		return refuse_word(tag, word, e);
	if (*flag)
		return error_set(e, ERROR_USAGE, _("'%s' stands twice"), error_quote(word));
	return *flag = true;
}

bool tag_settle_chart(struct node *tag, struct error *e)
{
	bool by_period = keys_kind_of(tag->by) == KEYS_PERIODS;
	if (tag->reference_count > CHART_SERIES_MAX)
		return error_set(e, ERROR_USAGE,
		    _("%zu figures in one chart, at most %d can be told apart"),
		    tag->reference_count, CHART_SERIES_MAX);
	if (tag->chart.stacked && tag->chart.lines)
		return error_set(e, ERROR_USAGE, "%s", _("a chart is either stacked or of lines"));
	if (tag->chart.lines && !by_period)
		return error_set(e, ERROR_USAGE,
		    _("lines join periods, write 'by period' instead of 'by %s'"),
		    error_quote(tag->by));
	for (size_t i = 0; i < tag->reference_count; i++) {
		struct reference *r = &tag->references[i];
		r->any_period = by_period;
		if (r->growth.kind != GROWTH_NONE)
			return error_set(e, ERROR_USAGE,
			    _("a chart shows figures, not what '%s' is compared with"),
			    error_quote(r->text));
	}
	tag->order.by.any_period = by_period;
	return true;
}

bool tag_parse_chart(struct node *tag, struct str rest, struct error *e)
{
	tag->kind = NODE_CHART;
	struct str word;
	bool whole;
	if (!tag_take_figures(tag, &rest, &whole, e))
		return false;
	if (!whole)
		return error_set(e, ERROR_USAGE,
		    _("'%s' must name figures and what the chart is by, such as 'chart units by "
		      "street'"),
		    error_quote(tag->text));
	while (rest = str_trim(rest), rest.n) {
		if (str_starts(rest, STR("title:"))) {
			tag->chart.title = str_trim(str_from(rest, strlen("title:")));
			break;
		}
		if (!tag_take_word(&rest, &word) || !tag_add_to_chart(tag, word, e))
			return false;
	}
	return tag_settle_chart(tag, e);
}
