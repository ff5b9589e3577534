/*
 * listing_name: how the file with the rows behind a figure is called: made by who writes it, linked
 * to by who prints the figure, from the first four columns of the figure alone.
 *
 *	party.covered@360102002_mode=joint_2024-06-30.csv
 *	visits_2024-01-01..2024-06-30.csv
 *
 * It is the name of a file in one directory on Linux and on Windows, whatever the columns hold: at
 * most 200 bytes, none of / \ : * ? " < > |, no control, no name of a device. Different figures
 * have different names, also where letters that differ in case alone are the same: what could be
 * taken for something else, or is left out or cut off, is told apart by 16 digits of a digest at
 * the end.
 */
#ifndef FIGURES_LISTING_NAME_H
#define FIGURES_LISTING_NAME_H

#include "figures/figure.h"

/* Appends the name with that ending (".csv"). */
void listing_name(struct buf *out, const struct figure *row, const char *ending);

#endif
