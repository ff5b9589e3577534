/*
 * document: a report in the making: its text, and which bytes of it are printed figures. The marks
 * follow the text through later changes of form (document_copy), so that each number can be traced.
 */
#ifndef REPORT_DOCUMENT_H
#define REPORT_DOCUMENT_H

#include "figures/figure.h"
#include "report/growth.h"

struct chart;
struct node;

struct mark {
	size_t start, length; /* bytes of the text */
	const struct figure *row;
	const struct figure *base; /* with which the row is compared, or NULL */
};

/* Lines that stand for a chart where no picture can be shown. */
struct chart_lines {
	size_t start, length; /* bytes of the text: whole lines */
	const struct chart *chart;
};

/* What of the template the text comes from, up to the next one. */
struct document_source {
	size_t start;
	const struct node *node; /* borrowed */
};

struct document {
	struct buf text;
	struct mark *marks; /* in the order of the text, not overlapping */
	size_t mark_count, mark_capacity;
	struct chart_lines *charts; /* likewise; not copied by document_copy */
	size_t chart_count, chart_capacity;
	size_t *escapes; /* where data have got a backslash, in order; not copied either */
	size_t escape_count, escape_capacity;
	struct document_source *sources; /* likewise */
	size_t source_count, source_capacity;
	struct chart **owned;
	size_t owned_count, owned_capacity;
	bool behind_table; /* the next line must be blank */
	bool verbatim;     /* no Markdown: nothing is escaped */
};

void document_release(struct document *d);
/* Markdown as it stands. */
void document_markdown(struct document *d, struct str text);
/* Text that must come out as it stands: escaped for Markdown. */
void document_data(struct document *d, struct str text);
/* A figure, printed and marked. */
void document_number(struct document *d, const struct figure *row, const struct style *style);
/* Likewise; when growth compares it, the comparison, or the earlier figure, instead of the figure.
 */
void document_compared(struct document *d, const struct figure *row, const struct figure *base,
    const struct style *style, const struct growth *growth);
/* For Markdown blocks that need a blank line before and behind them. */
void document_begin_block(struct document *d);
void document_end_block(struct document *d);
/* What is appended from now on comes from that node of the template. */
void document_begin_source(struct document *d, const struct node *node);
/* Puts the place in the template that byte `at` of the text comes from into *e. Always false. */
bool document_error_at(const struct document *d, size_t at, struct error *e);
/* A chart that lives as long as the document, to be made. */
struct chart *document_new_chart(struct document *d);
/* The bytes of the text from `start` on, whole lines, stand for a chart (borrowed). */
void document_add_chart(struct document *d, size_t start, const struct chart *chart);

/* Copies parts of one document to another, front to back, marks included. */
struct document_copy {
	const struct document *from;
	struct document *to;
	size_t next_mark;
};

/* Appends the bytes from `begin` up to `end`. */
void document_copy(struct document_copy *c, size_t begin, size_t end);

/* Appends the trace of all numbers as CSV: line,column,text,figure,area,period,group,value,of. Line
 * and column in characters from 1. */
void document_trace(const struct document *d, struct csv_writer *w);

#endif
