/*
 * render: a bound template, its loops unrolled, becomes a document in Markdown.
 */
#ifndef REPORT_RENDER_H
#define REPORT_RENDER_H

#include "report/grid.h"
#include "report/names.h"

struct render {
	const struct template *template;
	const struct binding *binding;
	const struct lists *lists;
	const struct definitions *definitions;
	struct diag *diag;
};

/* False when something was told that leaves no report (a table without rows). */
bool render_markdown(const struct render *r, struct document *d);

#endif
