/* charting: see charting.h. */
#include "report/charting.h"
#include "report/heading.h"
#include "report/keys.h"
#include "report/order.h"

struct charting {
	struct chart *chart;
	const struct node *tag;
	const struct definitions *definitions;
	struct diag *diag;
	struct keys keys;
	bool groups_of_one; /* several series, all of them groups of one figure */
	size_t all;         /* categories, before the first ones were chosen */
};

/* --- what is asked for ------------------------------------------------------------------------ */

static bool is_percentage(const struct reference *r)
{
	return r->style.form == STYLE_PERCENT;
}

static bool check(const struct node *tag, struct error *e)
{
	const struct reference *first = &tag->references[0];
	for (size_t i = 0; i < tag->reference_count; i++) {
		const struct reference *r = &tag->references[i];
		if (is_percentage(r) != is_percentage(first))
			return error_set(e, ERROR_USAGE,
			    _("a chart has one axis, '%s' and '%s' are a percentage and a number"),
			    error_quote(first->text), error_quote(r->text));
	}
	return true;
}

static bool is_groups_of_one(const struct node *tag)
{
	bool good = tag->reference_count > 1;
	for (size_t i = 0; i < tag->reference_count && good; i++) {
		const struct reference *r = &tag->references[i];
		const struct reference *first = &tag->references[0];
		good = r->group.p && str_equal(r->figure, first->figure) &&
		       str_equal(r->area, first->area) && str_equal(r->period, first->period);
	}
	return good;
}

static enum chart_kind kind_of(const struct charting *g)
{
	if (g->tag->chart.stacked)
		return CHART_STACKED;
	return g->keys.kind == KEYS_PERIODS ? CHART_LINES : CHART_BARS;
}

static bool collect_keys(struct charting *g, struct error *e)
{
	keys_add(&g->keys, g->tag->references, g->tag->reference_count);
	if (g->keys.count == 0)
		return keys_tell_none(&g->keys, g->tag->text, e);
	struct keys missing = keys_missing(&g->keys);
	for (size_t i = 0; i < missing.count; i++)
		keys_put(&g->keys, missing.items[i]);
	keys_release(&missing);
	keys_sort(&g->keys);
	keys_add_missing_periods(&g->keys);
	g->all = g->keys.count;
	order_keys(&g->keys, &g->tag->order);
	return true;
}

/* --- texts ------------------------------------------------------------------------------------ */

static void add_categories(struct charting *g)
{
	struct str figure = g->tag->references[0].figure;
	struct buf scratch = BUF_INIT;
	for (size_t i = 0; i < g->keys.count; i++)
		chart_add_category(g->chart,
		    keys_label(&g->keys, g->definitions, figure, g->keys.items[i], &scratch));
	buf_release(&scratch);
	chart_set_heading(g->chart, keys_heading(&g->keys, g->definitions, figure));
}

/* How a figure is called. */
static void print_label(
    const struct charting *g, struct reference r, bool with_group, struct buf *out)
{
	struct document label = {.verbatim = true};
	if (!with_group)
		r.group.p = NULL;
	heading_of_figure(&label, g->definitions, &r);
	buf_add_str(out, buf_str(&label.text));
	document_release(&label);
}

static void set_title(struct charting *g)
{
	struct buf title = BUF_INIT;
	if (g->tag->chart.title.n)
		buf_add_str(&title, g->tag->chart.title);
	else if (g->chart->series_count == 1)
		buf_add_text(&title, g->chart->series[0].label);
	else if (g->groups_of_one)
		print_label(g, g->tag->references[0], false, &title);
	if (!g->tag->chart.title.n && g->keys.count < g->all)
		buf_printf(&title, "%s%zu项中的%s%zu项%s", title.n ? "（" : "", g->all,
		    g->tag->order.sorted && g->tag->order.descending ? "最大" : "前", g->keys.count,
		    title.n ? "）" : "");
	chart_set_title(g->chart, buf_str(&title));
	buf_release(&title);
}

/* --- values ----------------------------------------------------------------------------------- */

static void note_gaps(const struct charting *g, const struct reference *r, size_t gaps)
{
	struct error e;
	if (gaps == 0)
		return;
	error_set(&e, ERROR_NOTE,
	    ngettext("'%s' has no value for %zu of %zu, the chart has a gap there",
		"'%s' has no value for %zu of %zu, the chart has gaps there", (unsigned long)gaps),
	    error_quote(r->text), gaps, g->keys.count);
	error_at(&e, g->tag->file, g->tag->line, g->tag->column);
	g->diag->say(g->diag, &e);
}

static void add_series(struct charting *g, const struct reference *r)
{
	struct buf label = BUF_INIT;
	struct str value = r->group, field;
	size_t series = g->chart->series_count, gaps = 0;
	if (g->groups_of_one && str_split(&value, '=', &field))
		buf_add_str(&label, label_of_value(g->definitions, r->figure, field, value));
	else
		print_label(g, *r, true, &label);
	chart_add_series(g->chart, buf_str(&label), &r->style);
	buf_release(&label);
	for (size_t i = 0; i < g->keys.count; i++) {
		chart_set(g->chart, i, series, keys_row(&g->keys, r, g->keys.items[i]));
		gaps += !chart_row(g->chart, i, series);
	}
	note_gaps(g, r, gaps);
}

bool charting_make(struct chart *c, const struct node *tag, const struct binding *b,
    const struct definitions *definitions, struct diag *diag, struct error *e)
{
	struct charting g = {.chart = c, .tag = tag, .definitions = definitions, .diag = diag};
	keys_init(&g.keys, b, tag->by);
	g.groups_of_one = is_groups_of_one(tag);
	chart_init(c, kind_of(&g));
	c->file = tag->file;
	c->line = tag->line;
	c->column = tag->column;
	c->percent = is_percentage(&tag->references[0]);
	bool good = check(tag, e) && collect_keys(&g, e);
	if (good) {
		add_categories(&g);
		for (size_t i = 0; i < tag->reference_count; i++)
			add_series(&g, &tag->references[i]);
		set_title(&g);
	}
	keys_release(&g.keys);
	return good || error_at(e, tag->file, tag->line, tag->column);
}
