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
};

struct count {
	struct count_options options;
	struct counted *counted;
	size_t counted_count;
	unsigned registers; /* REGISTER_BITs */
	struct lookups *lookups;
	struct area_keys areas;
	/* for a list, which has one counted */
	bool has_list;
	size_t list_area, list_group;
	struct kept rows;
};

#endif
