/*
 * template: the text of a report with tags in it, cut into a flat list of nodes.
 *
 *   {{figure@AREA[field=value]:PERIOD|filter}}      one number (reference.h)
 *   {{names LIST COLUMN|distinct|sort|quote|first:5}}
 *   {{table FIGURE… by area}}                       alone on its line; also by street … or by
 * FIELD; sort:-FIGURE and first:10 may follow
 *   {{table FIGURE… by figure: prev this grow:prev}} the figures as rows
 *   {{chart FIGURE… by area}}                       likewise, or by period; percent, stacked,
 * lines, sort:-FIGURE, first:10, and at the end title:… may follow
 *   {{#each FIGURE by area sort:… first:… join:、}} … {{/each}}   one turn for each area or group
 *   {{#each LIST sort:-column first:… join:、}} … {{/each}}        one turn for each row
 *   {{.}} {{.name}} {{.code}} {{.column}} {{figure@.}} {{figure[.]}} what stands for that of the
 * turn
 *   {{#if FIGURE}} … {{else}} … {{/if}}             non-zero; or FIGURE = != < > <= >= NUMBER
 *   {{include part.md}}                             another file (include.h)
 *   \{{                                             the two braces themselves
 *
 * A tag stands on one line. A line that holds nothing but #if, else, /if, #each or /each vanishes.
 * The nodes of a loop are there once; each.h repeats them. What a figure
 * is, and whether it exists, is not known here: binding.h.
 */
#ifndef REPORT_TEMPLATE_H
#define REPORT_TEMPLATE_H

#include "report/reference.h"

enum node_kind {
	NODE_TEXT,
	NODE_FIGURE, /* references[0] */
	NODE_NAMES,
	NODE_TABLE, /* references are its columns */
	NODE_CHART, /* references are its series */
	NODE_IF,    /* references[0] compared with a number */
	NODE_ELSE,
	NODE_END,  /* of an #if */
	NODE_EACH, /* references[0] by `by`, or the rows of `list` */
	NODE_EACH_END,
	NODE_FIELD,   /* of a turn */
	NODE_INCLUDE, /* `data` is the path; replaced by the nodes of that file */
	/* what loops become */
	NODE_DATA, /* `data` */
	NODE_LOOP, /* of a loop with `join`: before its first turn, between turns, behind the last
		    */
	NODE_JOIN,
	NODE_LOOP_END,
};

enum comparison {
	COMPARISON_EQUAL,
	COMPARISON_UNEQUAL,
	COMPARISON_LESS,
	COMPARISON_MORE,
	COMPARISON_LESS_EQUAL,
	COMPARISON_MORE_EQUAL,
};

enum name_step { NAME_DISTINCT, NAME_SORT, NAME_FIRST };

enum { NAME_STEPS_MAX = 4 };

/* What {{names}} asks for. */
struct name_request {
	struct str list, column;
	enum name_step steps[NAME_STEPS_MAX]; /* in the order in which they are done */
	size_t step_count;
	int64_t first; /* of the one NAME_FIRST */
	bool quote;
};

/* In which order the rows of a table come, and how many of them. */
struct order {
	bool sorted, descending;
	struct reference by; /* by the value that it prints */
	struct str column;   /* of a list */
	int64_t first;       /* 0: all */
};

/* A column of a table by figure. */
struct figure_column {
	enum { TABLE_THIS, TABLE_UNIT, TABLE_COMPARED } kind;
	struct growth growth; /* the earlier figure itself, or a change */
};

/* What a chart asks for that a table has not. */
struct chart_request {
	bool stacked, lines;
	struct str title; /* p is NULL when there is none */
};

struct node {
	enum node_kind kind;
	const char *file; /* for messages; of the template, as the texts */
	uint64_t line, column;
	struct str text; /* literal text; of a tag, what stands between the braces */
	struct reference *references;
	size_t reference_count;
	struct name_request names;
	struct str by;         /* of a table, chart or loop */
	struct str list, join; /* of a loop */
	struct str field;      /* of the turn, printed or asked for by an #if */
	struct str data;       /* what that is; of an include the path */
	struct chart_request chart;
	struct order order;
	struct figure_column *columns; /* of a table by figure; else none */
	size_t column_count;
	enum comparison comparison;
	struct fixed number;
	size_t
	    next; /* of an #if: where its else or end is; of an else or #each: where the end is */
};

/* A file of the template. */
struct template_file {
	char *name; /* for messages */
	struct buf text;
};

struct template
{
	struct template_file **sources;  /* what the nodes point into; the template itself first */
	size_t source_count, size_bytes; /* of all of them */
	struct node *nodes;
	size_t count, capacity;
};

/*
 * Parses `text` (copied; a byte order mark and CRLF are accepted). Every fault is told to diag with
 * its place in file `name`: ERROR_USAGE, or ERROR_DATA for bytes that are no text. False when there
 * was one.
 */
bool template_parse(struct template *t, struct str text, const char *name, struct diag *diag);
/* Reads the file ("-" is standard input, which includes nothing) and what it includes; also told is
 * what cannot be read. Without this, template_parse refuses to include. */
bool template_read(struct template *t, const char *path, struct diag *diag);
void template_release(struct template *t);

enum { LOOPS_MAX = 8, INCLUDES_MAX = 16 }; /* within each other */

/* Ties each #if, its else and its end together by their numbers. The blocks are well nested. */
void template_link(struct template *t);
/* A copy that owns what the node owns. */
struct node node_copy(const struct node *node);
void node_release(struct node *node);

#endif
