/*
 * each: the loops of a template, unrolled: in place of {{#each}} … {{/each}} its nodes stand once
 * for each turn, with the area, group or row of the turn put in where they say ".". What is bound
 * and printed then is a template without loops.
 *
 * A turn is an area or group that the figure has (keys.h), or a row of a list. An area of areas.csv
 * at the level that the figure lacks is left out, which is told as a note.
 */
#ifndef REPORT_EACH_H
#define REPORT_EACH_H

#include "report/keys.h"
#include "report/lists.h"

struct each_sources {
	const struct binding *binding;
	const struct lists *lists;
	const struct definitions *definitions;
};

/* Told to diag with their place: figures of loops that are missing, "." without a loop around it,
 * fields that a turn has not, too many turns. False when there was one; the template may only be
 * released then. A list that could not be read, which was told, has no turns. */
bool each_unroll(struct template *t, const struct each_sources *sources, struct diag *diag);

#endif
