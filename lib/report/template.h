/*
 * template: the text of a report with tags in it, cut into a flat list of nodes.
 *
 *   {{figure@AREA[field=value]:PERIOD|filter}}      one number (reference.h)
 *   {{names LIST COLUMN|distinct|sort|quote|first:5}}
 *   {{table FIGURE… by area}}                       alone on its line; also by street … or by FIELD
 *   {{#if FIGURE}} … {{else}} … {{/if}}             non-zero; or FIGURE = != < > <= >= NUMBER
 *   \{{                                             the two braces themselves
 *
 * A tag stands on one line. A line that holds nothing but #if, else or /if vanishes. What a figure
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
	NODE_IF,    /* references[0] compared with a number */
	NODE_ELSE,
	NODE_END, /* of an #if */
};

enum comparison {
	COMPARISON_EQUAL,
	COMPARISON_UNEQUAL,
	COMPARISON_LESS,
	COMPARISON_MORE,
	COMPARISON_LESS_EQUAL,
	COMPARISON_MORE_EQUAL,
};

/* What {{names}} asks for. */
struct name_request {
	struct str list, column;
	bool distinct, sort, quote;
	int64_t first; /* 0: all */
};

struct node {
	enum node_kind kind;
	uint64_t line, column;
	struct str text; /* literal text; of a tag, what stands between the braces */
	struct reference *references;
	size_t reference_count;
	struct name_request names;
	struct str by; /* of a table */
	enum comparison comparison;
	struct fixed number;
	size_t next; /* of an #if: where its else or end is; of an else: where the end is */
};

struct template
{
	struct buf text; /* what the nodes point into */
	struct node *nodes;
	size_t count, capacity;
};

/*
 * Parses `text` (copied; a byte order mark and CRLF are accepted). Every fault is told to diag with
 * its place in file `name`: ERROR_USAGE, or ERROR_DATA for bytes that are no text. False when there
 * was one.
 */
bool template_parse(struct template *t, struct str text, const char *name, struct diag *diag);
void template_release(struct template *t);

#endif
