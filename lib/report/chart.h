/*
 * chart: figures as a picture: bars, stacked bars or lines, with one value for each category (an
 * area, a group, a period) and series (a figure). A chart is made from rows of figures and shown in
 * three forms: text, SVG and PNG; the last two are drawn by gnuplot, which must be installed then.
 *
 * Same chart, same bytes: no clock, no locale, nothing random. No text of a chart can make gnuplot
 * do anything but draw it.
 */
#ifndef REPORT_CHART_H
#define REPORT_CHART_H

#include "report/document.h"

enum chart_kind {
	CHART_BARS,    /* each series has a bar of its own in a category */
	CHART_STACKED, /* the series of a category are one bar of several parts */
	CHART_LINES,   /* each series is a line across the categories, which are periods */
};

struct chart_series {
	char *label;
	struct style style;           /* how its values are printed */
	const struct figure **values; /* by category; NULL where there is none; borrowed */
};

struct chart {
	enum chart_kind kind;
	bool percent;      /* values are shares of their denominators, on an axis from 0 to 100 */
	char *title;       /* "" for none; this and the labels are owned */
	char *heading;     /* what the categories are: 街道 */
	char **categories; /* their labels */
	size_t category_count, category_capacity;
	struct chart_series *series;
	size_t series_count, series_capacity;
	const char *file; /* borrowed; with line and column the place of its tag; NULL for none */
	uint64_t line, column;
};

/* The width for which a chart is laid out, in pixels of CSS (96 to the inch). */
enum { CHART_WIDTH = 480 };
/* The columns of the text form in a report. */
enum { CHART_COLUMNS = 72 };
/* More series are not told apart. */
enum { CHART_SERIES_MAX = 8 };

void chart_init(struct chart *c, enum chart_kind kind);
void chart_release(struct chart *c);
/* What is there already is replaced. Texts are copied, here and below. */
void chart_set_title(struct chart *c, struct str title);
void chart_set_heading(struct chart *c, struct str heading);
/* All categories come first, then the series. */
void chart_add_category(struct chart *c, struct str label);
void chart_add_series(struct chart *c, struct str label, const struct style *style);
/* row NULL, a percentage of a row without denominator or of nothing: a gap. */
void chart_set(struct chart *c, size_t category, size_t series, const struct figure *row);
/* The row behind a value, NULL where there is none. */
const struct figure *chart_row(const struct chart *c, size_t category, size_t series);

/* Puts the place of the chart's tag into *e. Always false. */
bool chart_error_at(const struct chart *c, struct error *e);

/* One sentence that says what the picture shows, for those who cannot see it: the kind, the
 * series, how many categories, and the largest and smallest value of a single series. Free it. */
char *chart_description(const struct chart *c);

/*
 * Appends the text form to a document, its values marked as numbers: lines of at most `columns`
 * columns (more when labels and values leave no room for bars), aligned by display width, without
 * a blank line before or behind.
 */
void chart_text(const struct chart *c, size_t columns, struct document *d);
/*
 * The same in a fenced block that stands for the chart in a report (document_add_chart).
 */
void chart_add_to(const struct chart *c, struct document *d);

/*
 * Appends an <svg> element, complete in itself (no script, no address, no style sheet): as wide as
 * its place and at most CHART_WIDTH, text in the colour of the text around it, `id` (letters,
 * digits, '-') in front of every id so that several fit into one page. Written to a file of its own
 * it is an SVG document. False and *e (ERROR_SYSTEM) when gnuplot is missing or fails; nothing is
 * appended then.
 */
bool chart_svg(const struct chart *c, const char *id, struct buf *out, struct error *e);
/* Appends a PNG that is width_px wide, on white. False and *e (ERROR_SYSTEM) likewise, and when no
 * font for Chinese is installed. */
bool chart_png(const struct chart *c, unsigned width_px, struct buf *out, struct error *e);
/* The height of a chart that is CHART_WIDTH wide. */
unsigned chart_height(const struct chart *c);

#endif
