/*
 * chart_glyphs: characters that no font of the machine has. pango draws each as a box of its own
 * size, which in a picture of gnuplot covers bars and labels.
 */
#ifndef REPORT_CHART_GLYPHS_H
#define REPORT_CHART_GLYPHS_H

#include "base/str.h"

/* Appends the text with 〓, the sign for a missing character, in place of each of them. Without
 * fontconfig's fc-list nothing is known of fonts and the text stays as it is. */
void chart_glyphs_add(struct buf *out, struct str text);

#endif
