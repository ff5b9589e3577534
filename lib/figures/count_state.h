/* count_state: what the files of count share; not for others. */
#ifndef FIGURES_COUNT_STATE_H
#define FIGURES_COUNT_STATE_H

#include "figures/count.h"
#include "figures/counter.h"
#include "figures/kept.h"
#include "register/field.h"
#include "register/filter.h"
#include "register/selection.h"

#include <stdio.h>

struct counted {
	const struct definition *definition;
	struct selection selection;
	char period[2 * DATE_SIZE];
	struct filter *filter;
	struct field measure; /* not for MEASURE_ROWS */
	struct field *groups; /* one breakdown each */
	size_t group_count;
	struct counter counter;
	size_t latest_list; /* + 1; 0: none */
};

/* The rows behind one figure. */
struct counted_list {
	const struct figure *row; /* of options.wanted; NULL: of options.list */
	size_t counted;
	size_t earlier;  /* list of the same counted, + 1; 0: none */
	struct str area; /* what the area of a row is at the level; empty: any */
	size_t level, group;
	struct counter value; /* with row */
	size_t *rows;         /* kept rows of the register */
	size_t row_count, row_capacity;
};

struct count {
	struct count_options options;
	struct counted *counted;
	size_t counted_count;
	unsigned registers; /* REGISTER_BITs */
	struct lookups *lookups;
	struct area_keys areas;
	bool needs_area; /* that of each row */
	bool has_lists;  /* perhaps none, but no figures are counted */
	struct counted_list *lists;
	size_t list_count;
	struct kept rows[REGISTER_COUNT]; /* that are in a list */
};

/* --- count.c --- */

/* One more definition to be counted in that time; there must be room for it. */
bool count_add(
    struct count *c, const struct definition *d, const struct count_time *time, struct error *e);

/* --- count_list.c --- */

/* Sets up the list of options.list, or those of options.wanted. */
bool count_set_list(struct count *c, struct error *e);
bool count_set_lists(struct count *c, struct error *e);
/* Whether a row of that area, whose groups its counter has, is in the list. */
bool count_list_has(const struct count *c, const struct counted_list *list, struct str area);
void count_release_lists(struct count *c);

#endif
