/* chart_plot: see chart_plot.h. */
#include "report/chart_plot.h"
#include "base/utf8.h"

/* Okabe and Ito's colours, which most colour-blind people tell apart, in an order in which
 * neighbours differ in lightness too, for paper without colours; grey in place of their black. */
static const char *const colours[CHART_SERIES_MAX] = {
    "#0072B2", "#E69F00", "#009E73", "#56B4E9", "#D55E00", "#CC79A7", "#F0E442", "#999999"};
/* Filled circle, square, triangle, … so that lines differ on paper too. */
static const int points[CHART_SERIES_MAX] = {7, 5, 9, 13, 11, 6, 4, 8};

#define GRID "#BBBBBB"

/* --- numbers and texts ------------------------------------------------------------------------ */

/* A share of the picture: "0.1234". */
static void add_share(struct buf *s, unsigned part, unsigned whole)
{
	wide_print(s, ((int128)part * 100000 + whole / 2) / whole, 5);
}

/* A place in pixels from the top left corner: "screen 0.1,screen 0.9". */
static void add_place(const struct chart_layout *l, struct buf *s, unsigned x, unsigned y)
{
	buf_add_text(s, "screen ");
	add_share(s, x, CHART_WIDTH);
	buf_add_text(s, ",screen ");
	add_share(s, l->height - y, l->height);
}

/* gnuplot takes digits behind a number for more of it. */
static bool is_harmless(char c, bool behind_number)
{
	bool digit = c >= '0' && c <= '9';
	return (unsigned char)c >= 0x80 || c == ' ' || (digit && !behind_number) ||
	       (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Labels of an axis are formats of numbers, in which '%' is written twice. */
static void add_quoted(struct buf *s, struct str text, bool is_format)
{
	bool number = false;
	buf_add_char(s, '"');
	for (size_t i = 0; i < text.n; i++) {
		number = !is_harmless(text.p[i], number);
		if (!number) {
			buf_add_char(s, text.p[i]);
			continue;
		}
		for (int times = text.p[i] == '%' && is_format ? 2 : 1; times > 0; times--)
			buf_printf(s, "\\%03o", (unsigned char)text.p[i]);
	}
	buf_add_char(s, '"');
}

/* `y` is the middle of the line; alignment "left", "right" or "center". */
static void add_text(const struct chart_layout *l, struct buf *s, struct str text, unsigned x,
    unsigned y, const char *alignment)
{
	buf_add_text(s, "set label ");
	add_quoted(s, text, false);
	buf_add_text(s, " at ");
	add_place(l, s, x, y);
	buf_printf(s, " %s front\n", alignment);
}

/* `y` is the middle of all lines. */
static void add_wrapped(const struct chart_layout *l, struct buf *s, struct chart_wrap wrap,
    unsigned x, unsigned y, const char *alignment)
{
	struct chart_wrap count = wrap;
	struct buf line = BUF_INIT;
	unsigned lines = 0;
	while (chart_wrap_next(&count, &line))
		lines++;
	y -= (lines ? lines - 1 : 0) * CHART_LINE / 2;
	for (; chart_wrap_next(&wrap, &line); y += CHART_LINE)
		add_text(l, s, buf_str(&line), x, y, alignment);
	buf_release(&line);
}

static void add_value(const struct chart_layout *l, struct buf *s, size_t category, size_t series,
    unsigned x, unsigned y, const char *alignment)
{
	struct buf text = BUF_INIT;
	chart_print_value(l->chart, category, series, &text);
	add_text(l, s, buf_str(&text), x, y, alignment);
	buf_release(&text);
}

/* What a series looks like: a square of its colour, or the point of its line. x and y are the top
 * left corner. */
static void add_swatch(
    const struct chart_layout *l, struct buf *s, size_t series, unsigned x, unsigned y)
{
	if (l->chart->kind == CHART_LINES) {
		buf_add_text(s, "set label '' at ");
		add_place(l, s, x + CHART_SWATCH / 2, y + CHART_SWATCH / 2);
		buf_printf(
		    s, " point pt %d ps 0.8 lc rgb '%s' front\n", points[series], colours[series]);
		return;
	}
	buf_add_text(s, "set object rectangle from ");
	add_place(l, s, x, y);
	buf_add_text(s, " to ");
	add_place(l, s, x + CHART_SWATCH, y + CHART_SWATCH);
	buf_printf(s, " fc rgb '%s' fs solid noborder\n", colours[series]);
}

/* --- head and axis ---------------------------------------------------------------------------- */

static void add_head(const struct chart_layout *l, struct buf *s)
{
	const struct chart *c = l->chart;
	unsigned title = l->title ? l->title - CHART_MARGIN : 0, x, y;
	size_t columns = (CHART_WIDTH - 2 * CHART_MARGIN - 2 * CHART_SWATCH) / CHART_COLUMN;
	add_wrapped(l, s, chart_wrap(c->title, columns, CHART_LABEL_LINES), CHART_MARGIN,
	    CHART_MARGIN + title / 2, "left");
	for (size_t i = 0; i < c->series_count && c->series_count > 1; i++) {
		chart_legend_place(c, i, &x, &y);
		y += CHART_MARGIN + l->title;
		add_swatch(l, s, i, x, y + 2);
		add_wrapped(l, s, chart_wrap(c->series[i].label, columns, 1), x + CHART_SWATCH + 5,
		    y + 2 + CHART_SWATCH / 2, "left");
	}
}

static void add_margins(const struct chart_layout *l, struct buf *s)
{
	buf_add_text(s, "set lmargin at screen ");
	add_share(s, l->left, CHART_WIDTH);
	buf_add_text(s, "\nset rmargin at screen ");
	add_share(s, CHART_WIDTH - l->right, CHART_WIDTH);
	buf_add_text(s, "\nset tmargin at screen ");
	add_share(s, l->height - l->top, l->height);
	buf_add_text(s, "\nset bmargin at screen ");
	add_share(s, l->bottom, l->height);
	buf_add_char(s, '\n');
}

/* Without decimals that are zero. */
static void add_mark(const struct chart_layout *l, struct buf *s, int128 mark)
{
	unsigned decimals = l->scale.decimals;
	for (int128 rest = mark; decimals && rest % 10 == 0; decimals--)
		rest = mark /= 10;
	wide_print(s, mark, decimals);
	if (l->chart->percent)
		buf_add_text(s, "%%");
}

/* The axis of values, `axis` 'x' or 'y', with a line across the plot at each mark. */
static void add_axis(const struct chart_layout *l, struct buf *s, char axis)
{
	buf_printf(s, "set %crange [", axis);
	wide_print(s, l->first, l->scale.decimals);
	buf_add_char(s, ':');
	wide_print(s, l->axis, l->scale.decimals);
	buf_printf(s, "]\nset %ctics scale 0 (", axis);
	for (int128 mark = l->first; mark <= l->axis; mark += l->step) {
		buf_add_text(s, mark == l->first ? "'" : ",'");
		add_mark(l, s, mark);
		buf_add_text(s, "' ");
		wide_print(s, mark, l->scale.decimals);
	}
	buf_printf(s, ")\nset grid %ctics lt 1 lc rgb '" GRID "' lw 0.5\n", axis);
}

/* How far along an axis of so many pixels a value lies. */
static unsigned pixel_of(const struct chart_layout *l, int128 value, unsigned room)
{
	int128 span = l->axis - l->first;
	return (unsigned)(((value - l->first) * room + span / 2) / span);
}

/* --- bars ------------------------------------------------------------------------------------- */

/* One row of a series' data: a rectangle; one without width where there is nothing. */
static void add_rectangle(const struct chart_layout *l, struct buf *s, int128 from, int128 to,
    unsigned top, unsigned bottom)
{
	buf_add_text(s, "0 0 ");
	wide_print(s, from, l->scale.decimals);
	buf_add_char(s, ' ');
	wide_print(s, to, l->scale.decimals);
	buf_printf(s, " %u %u\n", top, bottom);
}

/* What the series before it in the category add up to on the same side of zero. */
static int128 stacked_before(
    const struct chart_layout *l, size_t category, size_t series, int128 value)
{
	int128 sum = 0, other;
	for (size_t i = 0; i < series && l->chart->kind == CHART_STACKED; i++)
		if (chart_value(l->chart, &l->scale, category, i, &other) &&
		    (other < 0) == (value < 0))
			sum += other;
	return sum;
}

static void add_bars(const struct chart_layout *l, struct buf *s, size_t series)
{
	const struct chart *c = l->chart;
	bool stacked = c->kind == CHART_STACKED;
	unsigned y = 0, bars = l->bar * (stacked ? 1 : (unsigned)c->series_count);
	buf_printf(s, "$s%zu << END\n", series);
	for (size_t i = 0; i < c->category_count; i++) {
		unsigned height = chart_row_height(l, i);
		unsigned top = y + (height - bars) / 2 + (stacked ? 0 : l->bar * (unsigned)series);
		int128 value = 0;
		chart_value(c, &l->scale, i, series, &value);
		int128 before = stacked_before(l, i, series, value);
		add_rectangle(l, s, before, before + value, top, top + l->bar - 1);
		y += height;
	}
	buf_add_text(s, "END\n");
}

/* At the ends of the bars; of stacked bars in columns at the right, each below its colour. */
static void add_values_of_bars(
    const struct chart_layout *l, struct buf *s, size_t category, unsigned y, unsigned height)
{
	const struct chart *c = l->chart;
	unsigned right = CHART_WIDTH - l->right + CHART_MARGIN;
	unsigned room = CHART_WIDTH - l->left - l->right;
	for (size_t i = 0; i < c->series_count; i++) {
		if (c->kind == CHART_STACKED) {
			right += l->value + CHART_MARGIN;
			add_value(l, s, category, i, right, y + height / 2, "right");
			continue;
		}
		int128 value = 0;
		chart_value(c, &l->scale, category, i, &value);
		unsigned top = y + (height - l->bar * (unsigned)c->series_count) / 2;
		add_value(l, s, category, i, l->left + pixel_of(l, value > 0 ? value : 0, room) + 4,
		    top + l->bar * (unsigned)i + l->bar / 2, "left");
	}
}

static void add_rows(const struct chart_layout *l, struct buf *s)
{
	const struct chart *c = l->chart;
	unsigned y = l->top, right = CHART_WIDTH - l->right + CHART_MARGIN;
	for (size_t i = 0; i < c->category_count; i++) {
		unsigned height = chart_row_height(l, i);
		struct chart_wrap label =
		    chart_wrap(c->categories[i], l->label_columns, CHART_LABEL_LINES);
		add_wrapped(l, s, label, l->left - CHART_MARGIN, y + height / 2, "right");
		if (l->value)
			add_values_of_bars(l, s, i, y, height);
		y += height;
	}
	for (size_t i = 0; i < c->series_count && c->kind == CHART_STACKED && l->value; i++) {
		right += l->value + CHART_MARGIN;
		add_swatch(l, s, i, right - CHART_SWATCH, l->top - CHART_SWATCH);
	}
}

static void plot_bars(const struct chart_layout *l, struct buf *s)
{
	const struct chart *c = l->chart;
	add_axis(l, s, 'x');
	buf_printf(s, "set yrange [%u:0]\nunset ytics\n", l->height - l->top - l->bottom);
	buf_add_text(s,
	    "set arrow from first 0,graph 0 to first 0,graph 1 nohead front lw 1 lc rgb "
	    "'black'\n");
	add_rows(l, s);
	for (size_t i = 0; i < c->series_count; i++)
		add_bars(l, s, i);
	for (size_t i = 0; i < c->series_count; i++)
		buf_printf(s,
		    "%s $s%zu using 1:2:3:4:5:6 with boxxyerror fs solid noborder fc rgb '%s'",
		    i ? "," : "plot", i, colours[i]);
	buf_add_char(s, '\n');
}

/* --- lines ------------------------------------------------------------------------------------ */

/* Every how many categories there is room for a text of so many pixels. */
static size_t every(const struct chart_layout *l, unsigned width)
{
	size_t room = CHART_WIDTH - l->left - l->right, count = l->chart->category_count;
	return ((width + CHART_MARGIN) * count + room - 1) / room;
}

static void add_categories(const struct chart_layout *l, struct buf *s)
{
	const struct chart *c = l->chart;
	size_t step = every(l, (unsigned)l->label_columns * CHART_COLUMN);
	struct buf line = BUF_INIT;
	buf_add_text(s, "set xtics nomirror scale 0.5 (");
	for (size_t i = (c->category_count - 1) % step; i < c->category_count; i += step) {
		struct chart_wrap label = chart_wrap(c->categories[i], l->label_columns, 1);
		chart_wrap_next(&label, &line);
		buf_add_text(s, i >= step ? "," : "");
		add_quoted(s, buf_str(&line), true);
		buf_printf(s, " %zu", i);
	}
	buf_add_text(s, ")\n");
	buf_printf(s, "set xrange [-0.5:%zu.5]\n", c->category_count - 1);
	buf_release(&line);
}

static unsigned height_of(const struct chart_layout *l, int128 value)
{
	unsigned room = l->height - l->top - l->bottom;
	return l->top + room - pixel_of(l, value, room);
}

/* Above the points of a single line, as many as there is room for. */
static void add_values_of_line(const struct chart_layout *l, struct buf *s)
{
	size_t count = l->chart->category_count, step = every(l, l->value);
	unsigned room = CHART_WIDTH - l->left - l->right;
	for (size_t i = (count - 1) % step; i < count; i += step) {
		int128 value;
		unsigned x = l->left + (unsigned)(room * (2 * i + 1) / (2 * count));
		if (chart_value(l->chart, &l->scale, i, 0, &value))
			add_value(l, s, i, 0, x, height_of(l, value) - 12, "center");
	}
}

/* The last values, to the right of their points, moved apart where they would overlap. */
static void add_last_values(const struct chart_layout *l, struct buf *s)
{
	const struct chart *c = l->chart;
	size_t order[CHART_SERIES_MAX], count = 0, last = c->category_count - 1;
	int128 values[CHART_SERIES_MAX];
	for (size_t i = 0; i < c->series_count; i++) {
		if (!chart_value(c, &l->scale, last, i, &values[i]))
			continue;
		size_t at = count++;
		for (; at > 0 && values[order[at - 1]] < values[i]; at--)
			order[at] = order[at - 1];
		order[at] = i;
	}
	unsigned lowest =
	    l->height - l->bottom - (unsigned)(count ? count - 1 : 0) * (CHART_LINE - 2);
	unsigned free_from = 0, right = CHART_WIDTH - l->right + CHART_MARGIN;
	for (size_t i = 0; i < count; i++, lowest += CHART_LINE - 2) {
		unsigned y = height_of(l, values[order[i]]);
		y = y < free_from ? free_from : y;
		y = y > lowest ? lowest : y;
		free_from = y + CHART_LINE - 2;
		add_swatch(l, s, order[i], right, y - CHART_SWATCH / 2);
		add_value(l, s, last, order[i], right + CHART_SWATCH + 4, y, "left");
	}
}

static void add_points(const struct chart_layout *l, struct buf *s, size_t series)
{
	buf_printf(s, "$s%zu << END\n", series);
	for (size_t i = 0; i < l->chart->category_count; i++) {
		int128 value;
		buf_printf(s, "%zu ", i);
		if (chart_value(l->chart, &l->scale, i, series, &value))
			wide_print(s, value, l->scale.decimals);
		else
			buf_add_text(s, "NaN");
		buf_add_char(s, '\n');
	}
	buf_add_text(s, "END\n");
}

static void plot_lines(const struct chart_layout *l, struct buf *s)
{
	const struct chart *c = l->chart;
	add_axis(l, s, 'y');
	add_categories(l, s);
	if (c->series_count == 1)
		add_values_of_line(l, s);
	else
		add_last_values(l, s);
	for (size_t i = 0; i < c->series_count; i++)
		add_points(l, s, i);
	for (size_t i = 0; i < c->series_count; i++)
		buf_printf(s,
		    "%s $s%zu using 1:2 with linespoints lw 2 ps 0.6 pt %d dt %zu lc rgb '%s'",
		    i ? "," : "plot", i, points[i], i % 5 + 1, colours[i]);
	buf_add_char(s, '\n');
}

void chart_plot(const struct chart_layout *l, struct buf *script)
{
	buf_add_text(script, "set encoding utf8\nunset key\nset border 0\n");
	add_head(l, script);
	add_margins(l, script);
	if (l->chart->kind == CHART_LINES)
		plot_lines(l, script);
	else
		plot_bars(l, script);
}
