/*
 * chart_plot: a chart as commands for gnuplot: measures, axis, bars or lines, and every text at its
 * place. Measures are in pixels of a picture that is CHART_WIDTH wide.
 *
 * Texts are given to gnuplot between double quotes, every character of ASCII that is no letter,
 * digit or blank as its number (\140), so that none of them is seen by what looks for quotes,
 * backquotes, macros and comments; with `noenhanced` there is no markup either.
 */
#ifndef REPORT_CHART_PLOT_H
#define REPORT_CHART_PLOT_H

#include "report/chart_internal.h"

enum { CHART_FONT = 13, CHART_LINE = 16, CHART_MARGIN = 8, CHART_COLUMN = 7, CHART_SWATCH = 10 };

/* Where things stand. */
struct chart_layout {
	const struct chart *chart;
	struct chart_scale scale;
	int128 first, axis, step; /* where the axis begins and ends; between its marks */
	unsigned height;
	unsigned left, right, top, bottom; /* margins of the plot */
	unsigned title;                    /* height of the title */
	size_t label_columns;              /* of the labels of categories */
	unsigned value;                    /* width of a value; 0: there is no room for them */
	unsigned bar;                      /* thickness of a bar */
};

void chart_layout(struct chart_layout *l, const struct chart *c);
/* Height of a category in a chart of bars. */
unsigned chart_row_height(const struct chart_layout *l, size_t category);
/* Where the entry of a series in the legend stands, below the title. */
void chart_legend_place(const struct chart *c, size_t series, unsigned *x, unsigned *y);

/* A label broken into lines of so many columns: at most so many lines, the last cut with "…". */
struct chart_wrap {
	struct str rest;
	size_t columns, lines;
};
enum { CHART_LABEL_LINES = 3 };
struct chart_wrap chart_wrap(const char *text, size_t columns, size_t lines);
/* The next line; false when none is left. */
bool chart_wrap_next(struct chart_wrap *w, struct buf *line);

/* Appends the commands, without those that set the terminal. */
void chart_plot(const struct chart_layout *l, struct buf *script);

#endif
