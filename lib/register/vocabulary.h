/*
 * vocabulary: the code lists in use: the built-in ones, extended (never shortened) by codes.csv of
 * a register directory. A word for a code is the code itself, its Chinese label or an alias.
 */
#ifndef REGISTER_VOCABULARY_H
#define REGISTER_VOCABULARY_H

#include "base/error.h"
#include "base/intern.h"
#include "register/code_set.h"
#include "register/schema.h"

struct code_word {
	char *code, *label;
};

struct code_list {
	char *field; /* "units.kind", "step", "awards.sponsor" */
	struct code_word *codes;
	size_t count, capacity;
	struct intern words;
	size_t *word_codes; /* by number in words: index into codes */
	size_t word_capacity;
	struct code_set plain; /* the codes, without their other words */
};

struct vocabulary {
	struct code_list *lists;
	size_t count, capacity;
};

/* The built-in lists. */
void vocabulary_init(struct vocabulary *v);
/* Adds the rows of a codes.csv (field,code,label,aliases); blanks around words do not belong to
 * them. False and *e (ERROR_DATA) when it is ill-formed or a word already stands for another code
 * of the list. */
bool vocabulary_extend(struct vocabulary *v, const char *path, struct error *e);
void vocabulary_release(struct vocabulary *v);

/* The list of a column of a register, or NULL: a code column always has one, a text column when
 * codes.csv names it. */
const struct code_list *vocabulary_list(
    const struct vocabulary *v, const struct schema *s, const struct column *c);
/* Index of the code that word stands for, or SIZE_MAX. */
size_t code_list_find(const struct code_list *list, struct str word);
/* The code that has a word differing least from this one, for "did you mean"; NULL when none is
 * near. */
const char *code_list_nearest(const struct code_list *list, struct str word);
/* Appends the codes with their labels, commas between: "party 党组织, union 工会组织"; the first
 * twelve of a long list. */
void code_list_print(const struct code_list *list, struct buf *out);

#endif
