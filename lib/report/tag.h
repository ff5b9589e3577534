/*
 * tag: what stands between the braces of a template's tag (template.h has the forms).
 */
#ifndef REPORT_TAG_H
#define REPORT_TAG_H

#include "report/template.h"

/* Fills everything but line, column and next from tag->text; the references get the tag's place.
 * False and *e (ERROR_USAGE, without a place) when it is ill-formed; the kind is set as far as it
 * is known. */
bool tag_parse(struct node *tag, struct error *e);

#endif
