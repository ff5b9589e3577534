/*
 * html: a report as one HTML file that needs nothing else: no scripts, no pictures or fonts from
 * elsewhere, its style sheet within it (html.css). An XML parser can read it too.
 *
 * Every number says in its title where it comes from (origin.h), and so does a list at the end,
 * which is closed at first and not printed. With listings it is a link to the file with the rows
 * behind it (listing_name.h), whether that file is there or not. Blocks have ids p1, p2, …, which
 * are the lines of the trace (tree_trace.h). Text of data and templates is text: raw HTML is shown,
 * only http, https, mailto and relative links are links, of images the alternative text is shown.
 * Charts are drawn by gnuplot, as SVG within the page.
 */
#ifndef REPORT_HTML_H
#define REPORT_HTML_H

#include "report/origin.h"
#include "report/tree.h"

struct html {
	const struct tree *tree;
	struct origin_words words;
	const char *template_name; /* for messages */
	struct diag *diag;         /* told what is left out (ERROR_NOTE) */
	/* The directory of the listings, as seen from the page, and what their names end in; NULL:
	 * no links. */
	const char *listings, *listings_ending;
};

/* Appends the file. False and *e (ERROR_SYSTEM) when a chart cannot be drawn. */
bool html_print(const struct html *h, struct buf *out, struct error *e);

#endif
