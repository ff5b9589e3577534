/*
 * totals_words: what a line of totals says in words, behind 合计 or in a cell of its own: 2家,
 * 职工22人, 1.2万元.
 */
#ifndef IMPORT_TOTALS_WORDS_H
#define IMPORT_TOTALS_WORDS_H

#include "base/str.h"

struct totals_word {
	struct str label;  /* what stands in front of the number: 职工 */
	struct str amount; /* the number with its unit: 22人 */
	struct str unit;   /* empty: none that is known */
	struct str noun;   /* what stands behind the unit, at the end or before a comma: 企业 */
};

/* Takes the next one off *rest, which has neither blanks nor full-width digits. Parts of it are
 * borrowed. False: no number follows. */
bool totals_words_next(struct str *rest, struct totals_word *word);
/* Whether the text is nothing but numbers with units: 2家，22人. */
bool totals_words_are_plain(struct str text);

#endif
