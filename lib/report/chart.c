/* chart: making a chart, its axis and its description; see chart.h. */
#include "report/chart_internal.h"
#include "base/utf8.h"
#include "report/markup.h"

#include <stdlib.h>

enum { PERCENT_DECIMALS = 4 };

void chart_init(struct chart *c, enum chart_kind kind)
{
	*c = (struct chart){.kind = kind};
	c->title = str_dup(STR(""));
	c->heading = str_dup(STR(""));
}

void chart_release(struct chart *c)
{
	for (size_t i = 0; i < c->category_count; i++)
		free(c->categories[i]);
	for (size_t i = 0; i < c->series_count; i++) {
		free(c->series[i].label);
		free(c->series[i].values);
	}
	free(c->categories);
	free(c->series);
	free(c->title);
	free(c->heading);
	*c = (struct chart){.kind = CHART_BARS};
}

/* A copy without line breaks and the like, and without what no picture can hold (markup.h). */
static char *copy_label(struct str text)
{
	struct buf copy = BUF_INIT;
	size_t length;
	for (size_t at = 0; at < text.n; at += length) {
		uint32_t code = utf8_decode(str_from(text, at), &length);
		if (code < ' ' || code == 0x7F)
			buf_add_char(&copy, ' ');
		else
			utf8_encode(&copy, markup_is_harmful(code) ? 0xFFFD : code);
	}
	char *label = str_dup(buf_str(&copy));
	buf_release(&copy);
	return label;
}

static void replace(char **text, struct str by)
{
	char *copy = copy_label(by);
	free(*text);
	*text = copy;
}

void chart_set_title(struct chart *c, struct str title)
{
	replace(&c->title, title);
}

void chart_set_heading(struct chart *c, struct str heading)
{
	replace(&c->heading, heading);
}

void chart_add_category(struct chart *c, struct str label)
{
	c->categories = mem_room(
	    c->categories, &c->category_capacity, c->category_count + 1, sizeof(*c->categories));
	c->categories[c->category_count++] = copy_label(label);
}

void chart_add_series(struct chart *c, struct str label, const struct style *style)
{
	c->series =
	    mem_room(c->series, &c->series_capacity, c->series_count + 1, sizeof(*c->series));
	c->series[c->series_count++] = (struct chart_series){.label = copy_label(label),
	    .style = *style,
	    .values = mem_alloc(c->category_count, sizeof(*c->series->values))};
}

void chart_set(struct chart *c, size_t category, size_t series, const struct figure *row)
{
	if (row && c->percent && (!row->has_of || row->of.units <= 0))
		row = NULL;
	c->series[series].values[category] = row;
}

const struct figure *chart_row(const struct chart *c, size_t category, size_t series)
{
	return c->series[series].values[category];
}

bool chart_error_at(const struct chart *c, struct error *e)
{
	return c->file && error_at(e, c->file, c->line, c->column);
}

/* --- the axis --------------------------------------------------------------------------------- */

bool chart_value(const struct chart *c, const struct chart_scale *scale, size_t category,
    size_t series, int128 *value)
{
	const struct figure *row = chart_row(c, category, series);
	if (!row)
		return false;
	int128 units = row->value.units;
	if (c->percent) {
		int128 part = units * wide_power_of_ten(row->of.decimals) * 100;
		int128 whole = row->of.units * wide_power_of_ten(row->value.decimals);
		*value = part * wide_power_of_ten(scale->decimals) / whole;
	} else {
		*value = units * wide_power_of_ten(scale->decimals - row->value.decimals);
	}
	return true;
}

static unsigned decimals_of(const struct chart *c)
{
	unsigned most = 0;
	for (size_t i = 0; i < c->series_count; i++)
		for (size_t j = 0; j < c->category_count; j++) {
			const struct figure *row = chart_row(c, j, i);
			if (row && row->value.decimals > most)
				most = row->value.decimals;
		}
	return c->percent ? PERCENT_DECIMALS : most;
}

static void widen(struct chart_scale *scale, int128 value)
{
	if (value < scale->least)
		scale->least = value;
	if (value > scale->most)
		scale->most = value;
}

struct chart_scale chart_scale_of(const struct chart *c)
{
	struct chart_scale scale = {.decimals = decimals_of(c)};
	if (c->percent)
		scale.most = 100 * wide_power_of_ten(scale.decimals);
	for (size_t i = 0; i < c->category_count; i++) {
		int128 above = 0, below = 0, value;
		for (size_t j = 0; j < c->series_count; j++) {
			if (!chart_value(c, &scale, i, j, &value))
				continue;
			widen(&scale, value);
			*(value < 0 ? &below : &above) += value;
		}
		if (c->kind == CHART_STACKED) {
			widen(&scale, above);
			widen(&scale, below);
		}
	}
	return scale;
}

void chart_print_value(const struct chart *c, size_t category, size_t series, struct buf *out)
{
	const struct figure *row = chart_row(c, category, series);
	if (row)
		style_print(out, &c->series[series].style, row->value, row->of);
	else
		buf_add_text(out, "—");
}

/* --- description ------------------------------------------------------------------------------ */

static void describe_value(
    const struct chart *c, const char *what, size_t category, struct buf *out)
{
	buf_printf(out, "%s%s", what, c->categories[category]);
	buf_add_text(out, "（");
	chart_print_value(c, category, 0, out);
	buf_add_text(out, "）");
}

/* "，最高为滕王阁街道（57），最低为大院街道（3）" */
static void describe_extremes(const struct chart *c, struct buf *out)
{
	struct chart_scale scale = chart_scale_of(c);
	size_t low = SIZE_MAX, high = SIZE_MAX;
	int128 least = 0, most = 0, value;
	for (size_t i = 0; i < c->category_count; i++) {
		if (!chart_value(c, &scale, i, 0, &value))
			continue;
		if (high == SIZE_MAX || value > most) {
			high = i;
			most = value;
		}
		if (low == SIZE_MAX || value < least) {
			low = i;
			least = value;
		}
	}
	if (high == SIZE_MAX)
		return;
	describe_value(c, least == most ? "，" : "，最高为", high, out);
	if (least != most)
		describe_value(c, "，最低为", low, out);
}

static size_t gaps_of(const struct chart *c)
{
	size_t gaps = 0;
	for (size_t i = 0; i < c->category_count; i++)
		for (size_t j = 0; j < c->series_count; j++)
			gaps += !chart_row(c, i, j);
	return gaps;
}

char *chart_description(const struct chart *c)
{
	static const char *const kinds[] = {"条形图", "堆积条形图", "折线图"};
	struct buf out = BUF_INIT;
	buf_add_text(&out, kinds[c->kind]);
	if (c->title[0])
		buf_printf(&out, "“%s”", c->title);
	buf_add_text(&out, "：");
	for (size_t i = 0; i < c->series_count; i++)
		buf_printf(&out, "%s%s", i ? "、" : "", c->series[i].label);
	buf_printf(&out, "，按%s%zu项", c->heading[0] ? c->heading : "类别", c->category_count);
	if (c->series_count == 1)
		describe_extremes(c, &out);
	size_t gaps = gaps_of(c);
	if (gaps)
		buf_printf(&out, "，缺%zu个数", gaps);
	buf_add_text(&out, "。");
	char *text = str_dup(buf_str(&out));
	buf_release(&out);
	return text;
}
