/* chart_layout: the measures of a picture; see chart_plot.h. */
#include "base/utf8.h"
#include "report/chart_plot.h"

enum {
	AXIS = 26,
	BAR_ALONE = 18,
	BAR_BESIDE_OTHERS = 14,
	BETWEEN = 10,
	LINES_HEIGHT = 230,
	LEGEND_ROW = 20,
	LEGEND_COLUMNS = (CHART_WIDTH - 2 * CHART_MARGIN - 2 * CHART_SWATCH) / CHART_COLUMN,
	LABEL_COLUMNS = 26,
	MARKS = 6, /* on the axis, at most */
};

/* --- text ------------------------------------------------------------------------------------- */

struct chart_wrap chart_wrap(const char *text, size_t columns, size_t lines)
{
	return (struct chart_wrap){.rest = str_of(text), .columns = columns, .lines = lines};
}

bool chart_wrap_next(struct chart_wrap *w, struct buf *line)
{
	size_t used = 0, n = 0;
	line->n = 0;
	if (w->rest.n == 0 || w->lines == 0)
		return false;
	bool cut = --w->lines == 0 && utf8_width(w->rest) > w->columns;
	size_t room = cut ? w->columns - 1 : w->columns;
	while (n < w->rest.n) {
		size_t length = utf8_length(str_from(w->rest, n));
		size_t width = utf8_width((struct str){w->rest.p + n, length});
		if (used + width > room && n > 0)
			break;
		used += width;
		n += length;
	}
	buf_add_str(line, str_first(w->rest, n));
	if (cut)
		buf_add_text(line, "…");
	w->rest = str_from(w->rest, n);
	return true;
}

static unsigned lines_of(const char *text, size_t columns, size_t most)
{
	struct chart_wrap wrap = chart_wrap(text, columns, most);
	struct buf line = BUF_INIT;
	unsigned lines = 0;
	while (chart_wrap_next(&wrap, &line))
		lines++;
	buf_release(&line);
	return lines;
}

static size_t value_columns(const struct chart *c)
{
	struct buf text = BUF_INIT;
	size_t most = 0;
	for (size_t i = 0; i < c->category_count; i++)
		for (size_t j = 0; j < c->series_count; j++) {
			text.n = 0;
			chart_print_value(c, i, j, &text);
			size_t width = utf8_width(buf_str(&text));
			most = width > most ? width : most;
		}
	buf_release(&text);
	return most;
}

static size_t label_columns(const struct chart *c)
{
	size_t most = 0;
	for (size_t i = 0; i < c->category_count; i++) {
		size_t width = utf8_width(str_of(c->categories[i]));
		most = width > most ? width : most;
	}
	return most < LABEL_COLUMNS ? most : LABEL_COLUMNS;
}

/* --- the axis --------------------------------------------------------------------------------- */

/* The least of 1, 2, 5, 10, 20, … that covers the span in MARKS steps. */
static int128 step_for(int128 span)
{
	int128 step = 1;
	for (int i = 0; step * MARKS < span; i++)
		step = i % 3 == 1 ? step / 2 * 5 : step * 2;
	return step;
}

static void set_axis(struct chart_layout *l)
{
	int128 one = 1, span = l->scale.most - l->scale.least;
	for (unsigned i = 0; i < l->scale.decimals; i++)
		one *= 10;
	if (l->chart->percent && span == 100 * one)
		l->step = 20 * one;
	else
		l->step = span ? step_for(span) : one;
	l->first = -((l->step - 1 - l->scale.least) / l->step * l->step);
	l->axis = (l->scale.most + l->step - 1) / l->step * l->step;
	if (span == 0)
		l->axis = one;
}

/* --- the legend ------------------------------------------------------------------------------- */

static unsigned legend_width(const struct chart_series *series)
{
	size_t columns = utf8_width(str_of(series->label));
	if (columns > LEGEND_COLUMNS)
		columns = LEGEND_COLUMNS;
	return 3 * CHART_SWATCH + (unsigned)columns * CHART_COLUMN;
}

void chart_legend_place(const struct chart *c, size_t series, unsigned *x, unsigned *y)
{
	*x = CHART_MARGIN;
	*y = 0;
	for (size_t i = 0; i <= series; i++) {
		unsigned width = legend_width(&c->series[i]);
		if (*x > CHART_MARGIN && *x + width > CHART_WIDTH) {
			*x = CHART_MARGIN;
			*y += LEGEND_ROW;
		}
		*x += i < series ? width : 0;
	}
}

static unsigned legend_height(const struct chart *c)
{
	unsigned x, y;
	if (c->series_count < 2)
		return 0;
	chart_legend_place(c, c->series_count - 1, &x, &y);
	return y + LEGEND_ROW + CHART_MARGIN;
}

/* --- the whole -------------------------------------------------------------------------------- */

unsigned chart_row_height(const struct chart_layout *l, size_t category)
{
	const struct chart *c = l->chart;
	unsigned text =
	    CHART_LINE * lines_of(c->categories[category], l->label_columns, CHART_LABEL_LINES);
	unsigned bars = l->bar * (c->kind == CHART_STACKED ? 1 : (unsigned)c->series_count);
	return BETWEEN + (text > bars ? text : bars);
}

static void layout_bars(struct chart_layout *l, unsigned value)
{
	const struct chart *c = l->chart;
	bool several = c->kind == CHART_BARS && c->series_count > 1;
	size_t values = c->kind == CHART_STACKED ? c->series_count : 1;
	l->bar = several ? BAR_BESIDE_OTHERS : BAR_ALONE;
	l->label_columns = label_columns(c);
	l->left = 2 * CHART_MARGIN + (unsigned)l->label_columns * CHART_COLUMN;
	l->value = value;
	if (values * (value + CHART_MARGIN) > CHART_WIDTH / 2)
		l->value = 0;
	l->right = 2 * CHART_MARGIN + (l->value ? (unsigned)values * (l->value + CHART_MARGIN) : 0);
	if (c->kind == CHART_STACKED && l->value)
		l->top += CHART_SWATCH;
	l->height = l->top + l->bottom;
	for (size_t i = 0; i < c->category_count; i++)
		l->height += chart_row_height(l, i);
}

static void layout_lines(struct chart_layout *l, unsigned value)
{
	struct buf mark = BUF_INIT;
	wide_print(&mark, l->axis, 0);
	size_t digits = mark.n - l->scale.decimals + (l->scale.decimals ? 3 : 1);
	buf_release(&mark);
	l->label_columns = label_columns(l->chart);
	l->value = value;
	l->left = 2 * CHART_MARGIN + (unsigned)digits * CHART_COLUMN;
	l->right = 2 * CHART_MARGIN;
	if (l->chart->series_count > 1)
		l->right += CHART_SWATCH + 4 + value;
	l->top += CHART_LINE;
	l->height = l->top + LINES_HEIGHT + l->bottom;
}

void chart_layout(struct chart_layout *l, const struct chart *c)
{
	*l = (struct chart_layout){.chart = c, .scale = chart_scale_of(c), .bottom = AXIS};
	set_axis(l);
	l->title = CHART_LINE * lines_of(c->title, LEGEND_COLUMNS, CHART_LABEL_LINES);
	l->title += l->title ? CHART_MARGIN : 0;
	l->top = CHART_MARGIN + l->title + legend_height(c);
	unsigned value = (unsigned)value_columns(c) * CHART_COLUMN;
	if (c->kind == CHART_LINES)
		layout_lines(l, value);
	else
		layout_bars(l, value);
}

unsigned chart_height(const struct chart *c)
{
	struct chart_layout l;
	chart_layout(&l, c);
	return l.height;
}
