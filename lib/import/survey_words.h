/*
 * survey_words: headings of a survey sheet, which has one row for each unit and columns that tell
 * of its organisations and its guide: 是否建立党组织, 工会名称, 团组织组建方式, 党建指导员. The
 * word for the organisation is taken out of the heading; what is left is a heading of orgs or
 * people.
 */
#ifndef IMPORT_SURVEY_WORDS_H
#define IMPORT_SURVEY_WORDS_H

#include "import/header.h"

enum survey_of {
	SURVEY_PARTY,
	SURVEY_UNION,
	SURVEY_YOUTH,
	SURVEY_WOMEN,
	SURVEY_GUIDE,
	SURVEY_COUNT,
	SURVEY_NONE = SURVEY_COUNT
};

/* Instead of a column of orgs or people: */
enum {
	SURVEY_HAS = -2,    /* whether there is one */
	SURVEY_EITHER = -3, /* that, or its name */
};

struct survey_meaning {
	enum survey_of of;
	int column; /* of survey_schema(of), or one of the above */
};

struct survey_meaning survey_meaning(const struct headings *h, struct str heading);
/* orgs, or people for the guide. */
const struct schema *survey_schema(enum survey_of of);
/* "party", …, "guide": the value of orgs.line or people.role. */
const char *survey_word(enum survey_of of);

#endif
