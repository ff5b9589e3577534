/*
 * docx: a report as a Word document (ECMA-376, transitional) in the layout of official documents,
 * GB/T 9704-2012: the paper, the grid of 22 lines of 28 characters, the type of each level of
 * heading, the place of title, recipients, signature, date and page number. Nothing is embedded and
 * nothing is numbered by Word: what is printed stands in the text.
 *
 * Same tree, same bytes: no clock, no locale, nothing random.
 */
#ifndef REPORT_DOCX_H
#define REPORT_DOCX_H

#include "report/tree.h"

/* Appends the document's bytes. False and *e when the report cannot be such a document
 * (ERROR_DATA), or is too long for one (ERROR_SYSTEM). */
bool docx_print(const struct tree *t, struct buf *out, struct error *e);

#endif
