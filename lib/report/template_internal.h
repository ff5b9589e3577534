/*
 * template_internal: the parser of templates, which template.c and template_file.c share.
 */
#ifndef REPORT_TEMPLATE_INTERNAL_H
#define REPORT_TEMPLATE_INTERNAL_H

#include "report/template.h"

/* A file of the template while it is read; its include that is being followed. */
struct inclusion {
	const struct inclusion *outer;
	const char *real; /* path without links */
	const char *name;
	uint64_t line, column;
	size_t depth;
};

struct parser {
	struct template *t;
	struct str text;
	const char *name;
	struct diag *diag;
	uint64_t line;
	size_t line_start;
	size_t *open; /* nodes of the #if and else that are not closed yet */
	size_t open_count, open_capacity;
	const char *root; /* directory of the template; NULL: nothing can be included */
	struct inclusion *inclusion;
	size_t loops_outside; /* loops around the include of this file */
	bool good;
};

/* Parses one file, whose text is copied, into the template; p has what does not begin empty. The
 * name is replaced by one that the template owns. */
bool parser_take(struct parser *p, struct str text);
/* How many loops stand around what comes next. */
size_t parser_loops(const struct parser *p);
/* Puts the file of an include in its place; `alone`: the tag has its line to itself. False and *e
 * when it may not be included; what is wrong within is told. */
bool parser_include(struct parser *p, const struct node *tag, bool alone, struct error *e);

#endif
