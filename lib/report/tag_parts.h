/*
 * tag_parts: what the parsers of several tags share. For tag.c and tag_….c alone.
 */
#ifndef REPORT_TAG_PARTS_H
#define REPORT_TAG_PARTS_H

#include "report/template.h"

/* Cuts the next word, up to a blank outside of "[…]", off the front. False when there is none. */
bool tag_take_word(struct str *rest, struct str *word);
/* Adds a reference with the place of the tag. False and *e (ERROR_USAGE) when it is ill-formed. */
bool tag_add_reference(struct node *tag, struct str text, struct error *e);
/* Cuts "FIGURE… by WHAT" off the front: the references, and tag->by. *whole: no part of it is
 * missing. False and *e (ERROR_USAGE) when a reference is ill-formed. */
bool tag_take_figures(struct node *tag, struct str *rest, bool *whole, struct error *e);
/* A word behind "by …": "sort:[-]figure" or "first:N". False and *e (ERROR_USAGE) when it is
 * neither or ill-formed. */
bool tag_add_order(struct node *tag, struct str word, struct error *e);
/* {{table …}}: `rest` is what stands behind the word. */
bool tag_parse_table(struct node *tag, struct str rest, struct error *e);
/* {{#each …}} likewise. */
bool tag_parse_each(struct node *tag, struct str rest, struct error *e);
/* {{chart …}} likewise. */
bool tag_parse_chart(struct node *tag, struct str rest, struct error *e);
/* A word behind "by …" of a chart but title:, when its references are there. */
bool tag_add_to_chart(struct node *tag, struct str word, struct error *e);
/* When all is there: whether it goes together. False and *e (ERROR_USAGE), here and above. */
bool tag_settle_chart(struct node *tag, struct error *e);

#endif
