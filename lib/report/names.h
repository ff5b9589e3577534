/*
 * names: what {{names LIST COLUMN}} prints: a column of a list, in one sentence.
 */
#ifndef REPORT_NAMES_H
#define REPORT_NAMES_H

#include "report/document.h"
#include "report/lists.h"

/* Prints the names of a tag, joined by 、 and 和; list and column are there. Behind a list that is
 * cut short stands 等, unless the text that follows begins with it. */
void names_print(
    const struct lists *lists, const struct node *node, struct str following, struct document *d);

#endif
