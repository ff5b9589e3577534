/* survey_internal: what the files of survey share; see survey.h. */
#ifndef IMPORT_SURVEY_INTERNAL_H
#define IMPORT_SURVEY_INTERNAL_H

#include "import/survey.h"

/* An organisation or a guide. */
struct survey_item {
	enum survey_of of;
	char *values[SCHEMA_COLUMNS_MAX]; /* by column of survey_schema(of); NULL: empty */
	char *texts[SCHEMA_COLUMNS_MAX];  /* what stood in the sheet for them */
	char *first;                      /* and in the first cell that tells of it */
	struct buf area;                  /* that holds the areas of its units */
	size_t file;                      /* where it was first told of */
	uint64_t row;
	size_t *units; /* rows of the batch of units */
	size_t count, capacity;
};

struct survey_feed {
	struct batch_feed feed; /* first */
	struct import *im;
	bool of_people;
	size_t *items; /* by row of the batch */
	size_t capacity;
};

struct survey {
	struct survey_feed orgs, people;
	struct intern keys; /* of items: line, street, name */
	struct survey_item *items;
	size_t capacity;
	struct buf ids;  /* of units, each with a newline */
	size_t *id_ends; /* by row of the batch */
	size_t id_capacity;
};

/* survey_feed.c: gives what was told as rows of orgs, or of people. */
struct survey_feed survey_feed_of(struct import *im, bool of_people);

#endif
