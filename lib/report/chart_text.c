/* chart_text: a chart drawn with the blocks of Unicode; see chart.h. */
#include "base/utf8.h"
#include "report/chart_internal.h"

#include <stdlib.h>

enum { GAP = 2, BAR_LEAST = 10, EIGHTHS = 8, SHADES = 4 };

static const char *const parts[EIGHTHS] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
static const char *const shades[SHADES] = {"█", "▓", "▒", "░"};

struct layout {
	const struct chart *chart;
	struct document *d;
	struct chart_scale scale;
	bool stacked;        /* one line for each category */
	bool by_series;      /* lines: the values of a series stand below each other */
	size_t outer, inner; /* columns of the labels; inner 0: none, as there is one series */
	size_t value;        /* columns of one value */
	size_t left, right;  /* columns of bars below and above zero */
};

static size_t width_of(const char *text)
{
	return utf8_width(str_of(text));
}

static size_t larger(size_t a, size_t b)
{
	return a > b ? a : b;
}

static void add_times(struct layout *l, const char *text, size_t times)
{
	while (times-- > 0)
		buf_add_text(&l->d->text, text);
}

static void add_padded(struct layout *l, const char *text, size_t width)
{
	size_t used = width_of(text);
	buf_add_text(&l->d->text, text);
	add_times(l, " ", width > used ? width - used : 0);
}

static void end_line(struct layout *l)
{
	struct buf *text = &l->d->text;
	while (text->n && text->p[text->n - 1] == ' ')
		text->n--;
	buf_add_char(text, '\n');
}

/* --- measures --------------------------------------------------------------------------------- */

static void measure_values(struct layout *l)
{
	const struct chart *c = l->chart;
	struct buf text = BUF_INIT;
	for (size_t i = 0; i < c->category_count; i++)
		for (size_t j = 0; j < c->series_count; j++) {
			text.n = 0;
			chart_print_value(c, i, j, &text);
			l->value = larger(l->value, utf8_width(buf_str(&text)));
		}
	buf_release(&text);
}

static void measure(struct layout *l, size_t columns)
{
	const struct chart *c = l->chart;
	size_t values = l->stacked ? c->series_count : 1;
	size_t categories = 0, series = 0;
	for (size_t i = 0; i < c->category_count; i++)
		categories = larger(categories, width_of(c->categories[i]));
	for (size_t i = 0; i < c->series_count; i++)
		series = larger(series, width_of(c->series[i].label));
	l->outer = l->by_series ? series : categories;
	if (c->series_count > 1 && !l->stacked)
		l->inner = GAP + (l->by_series ? categories : series);
	/* A label that is longer has a line to itself. */
	if (l->outer > columns * 2 / 5)
		l->outer = columns * 2 / 5;
	measure_values(l);
	size_t others = l->outer + GAP + l->inner + (GAP + l->value) * values;
	size_t bars = columns > others + BAR_LEAST ? columns - others : BAR_LEAST;
	int128 span = l->scale.most - l->scale.least;
	l->left = span ? (size_t)((int128)bars * -l->scale.least / span) : 0;
	if (l->left == 0 && l->scale.least < 0)
		l->left = 1;
	l->right = bars - l->left;
}

/* --- bars ------------------------------------------------------------------------------------- */

/* How many of `cells` a value fills; what is more than nothing fills at least one. */
static size_t share_of(int128 value, int128 most, size_t cells)
{
	size_t share = most > 0 ? (size_t)((value * (int128)cells * 2 + most) / (most * 2)) : 0;
	return value > 0 && share == 0 ? 1 : share;
}

static void add_bar(struct layout *l, size_t category, size_t series)
{
	int128 value = 0;
	chart_value(l->chart, &l->scale, category, series, &value);
	size_t below = value < 0 ? share_of(-value, -l->scale.least, l->left) : 0;
	add_times(l, " ", l->left - below);
	add_times(l, "█", below);
	size_t eighths = value > 0 ? share_of(value, l->scale.most, l->right * EIGHTHS) : 0;
	add_times(l, "█", eighths / EIGHTHS);
	buf_add_text(&l->d->text, parts[eighths % EIGHTHS]);
	add_times(l, " ", l->right - (eighths + EIGHTHS - 1) / EIGHTHS);
}

/* Each part ends where the sum so far ends, so that roundings do not add up. */
static void add_stack(struct layout *l, size_t category)
{
	int128 sum = 0, value;
	size_t filled = 0;
	for (size_t i = 0; i < l->chart->series_count; i++) {
		if (!chart_value(l->chart, &l->scale, category, i, &value))
			continue;
		sum += value;
		size_t end = share_of(sum, l->scale.most, l->right);
		add_times(l, shades[i], end > filled ? end - filled : 0);
		filled = larger(filled, end);
	}
	add_times(l, " ", l->right - filled);
}

static void add_number(struct layout *l, size_t category, size_t series)
{
	struct buf text = BUF_INIT;
	const struct figure *row = chart_row(l->chart, category, series);
	chart_print_value(l->chart, category, series, &text);
	add_times(l, " ", GAP + l->value - utf8_width(buf_str(&text)));
	if (row)
		document_number(l->d, row, &l->chart->series[series].style);
	else
		buf_add_str(&l->d->text, buf_str(&text));
	buf_release(&text);
}

/* --- lines ------------------------------------------------------------------------------------ */

static void add_label(struct layout *l, const char *label)
{
	add_padded(l, label, l->outer + GAP);
	if (width_of(label) <= l->outer)
		return;
	end_line(l);
	add_padded(l, "", l->outer + GAP);
}

/* A bar of its own for one value, below the label of what it stands under. */
static void add_line(struct layout *l, const char *label, size_t category, size_t series)
{
	if (l->inner)
		add_padded(l, label, l->inner);
	add_bar(l, category, series);
	add_number(l, category, series);
	end_line(l);
}

static void add_category(struct layout *l, size_t category)
{
	const struct chart *c = l->chart;
	add_label(l, c->categories[category]);
	if (l->stacked)
		add_stack(l, category);
	for (size_t i = 0; i < c->series_count; i++) {
		if (l->stacked) {
			add_number(l, category, i);
			continue;
		}
		if (i)
			add_padded(l, "", l->outer + GAP);
		add_line(l, c->series[i].label, category, i);
	}
	if (l->stacked)
		end_line(l);
}

static void add_series(struct layout *l, size_t series)
{
	const struct chart *c = l->chart;
	add_label(l, c->series[series].label);
	for (size_t i = 0; i < c->category_count; i++) {
		if (i)
			add_padded(l, "", l->outer + GAP);
		add_line(l, c->categories[i], i, series);
	}
}

static void add_legend(struct layout *l)
{
	for (size_t i = 0; i < l->chart->series_count; i++) {
		if (i)
			add_times(l, " ", GAP);
		add_times(l, shades[i], 1);
		add_times(l, " ", 1);
		buf_add_text(&l->d->text, l->chart->series[i].label);
	}
	end_line(l);
	end_line(l);
}

void chart_text(const struct chart *c, size_t columns, struct document *d)
{
	struct layout l = {.chart = c, .d = d, .scale = chart_scale_of(c)};
	l.stacked = c->kind == CHART_STACKED && c->series_count <= SHADES && l.scale.least == 0;
	l.by_series = c->kind == CHART_LINES && c->series_count > 1;
	measure(&l, columns);
	if (c->title[0]) {
		buf_add_text(&d->text, c->title);
		end_line(&l);
		end_line(&l);
	}
	if (l.stacked)
		add_legend(&l);
	for (size_t i = 0; i < c->series_count && l.by_series; i++)
		add_series(&l, i);
	for (size_t i = 0; i < c->category_count && !l.by_series; i++)
		add_category(&l, i);
}

/* --- in a report ------------------------------------------------------------------------------ */

static size_t longest_run(struct str text, char sign)
{
	size_t longest = 0, run = 0;
	for (size_t i = 0; i < text.n; i++) {
		run = text.p[i] == sign ? run + 1 : 0;
		longest = larger(longest, run);
	}
	return longest;
}

void chart_add_to(const struct chart *c, struct document *d)
{
	struct document lines = {0};
	chart_text(c, CHART_COLUMNS, &lines);
	size_t fence = larger(3, longest_run(buf_str(&lines.text), '`') + 1);
	document_begin_block(d);
	size_t start = d->text.n;
	for (size_t i = 0; i < fence; i++)
		buf_add_char(&d->text, '`');
	buf_add_char(&d->text, '\n');
	struct document_copy copy = {.from = &lines, .to = d};
	document_copy(&copy, 0, lines.text.n);
	for (size_t i = 0; i < fence; i++)
		buf_add_char(&d->text, '`');
	buf_add_char(&d->text, '\n');
	document_add_chart(d, start, c);
	document_end_block(d);
	document_release(&lines);
}
