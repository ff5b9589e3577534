/*
 * survey: what the rows of a survey sheet tell of organisations and guides becomes rows of orgs and
 * people. One of the same line and name in the same street is one, over all units that name it; in
 * two streets they are two.
 */
#ifndef IMPORT_SURVEY_H
#define IMPORT_SURVEY_H

#include "import/import_internal.h"

/* Reads the survey columns of the row at hand, which is to be row number batch->count of the units;
 * `area` and `name` are the unit's. False when a cell is refused, which has been told. */
bool survey_take(struct import_work *w, struct str area, struct str name);
/* Of a row of units, by its number in the batch: the id; empty: it was refused. */
void survey_judged(struct import *im, size_t row, struct str id);
void survey_init(struct import *im);
void survey_release(struct import *im);

#endif
