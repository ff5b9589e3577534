/*
 * breakdown: by what figures are broken down, areas of a level and groups of fields, and the
 * address of one figure within that (`party.covered@360102002[mode=joint]`).
 */
#ifndef FIGURES_BREAKDOWN_H
#define FIGURES_BREAKDOWN_H

#include "base/intern.h"
#include "figures/figure.h"
#include "register/directory.h"
#include "register/value.h"

/*
 * The areas of a run. An area's key is the first `level` digits of a code; a shorter code is an
 * area of its own. Level 0: no areas, only the whole.
 */
struct area_keys {
	size_t level; /* digits */
	struct intern keys;
};

#define AREA_WHOLE 0

/* What stands for the areas of a level in the figures: the first digits, or all of a short code. */
struct str area_key(struct str code, size_t level);
/* The number of a code's area, from 1 on; AREA_WHOLE when there is no level or the code is empty.
 */
size_t area_keys_add(struct area_keys *a, struct str code);
/* All areas of areas.csv that have exactly the digits of the level. */
void area_keys_add_all(struct area_keys *a, const struct areas *areas);
/* The key of an area's number; empty for AREA_WHOLE. Borrowed until the next area is added. */
struct str area_keys_text(const struct area_keys *a, size_t number);
void area_keys_release(struct area_keys *a);

/*
 * The groups of a figure: "field=value" texts, numbered from 1; 0 is all of them together. A zero
 * struct has none.
 */
struct groups {
	struct intern texts;
	struct buf scratch;
};

#define GROUP_ALL 0

size_t groups_add(struct groups *g, const char *field, struct str value);
/* The groups that are there without any row: the codes of a column of type code or codes, yes and
 * no. */
void groups_add_codes(struct groups *g, const char *field, const struct value_type_of *type);
/* The text of a group's number; empty for GROUP_ALL. Borrowed until the next group is added. */
struct str groups_text(const struct groups *g, size_t number);
void groups_release(struct groups *g);

/* NAME, NAME@AREA, NAME[FIELD=VALUE] or NAME@AREA[FIELD=VALUE]; parts are empty when not named. All
 * borrowed from the text. */
struct address {
	struct str figure, area, field, value;
	bool has_group;
};

/* False and *e (ERROR_USAGE) when the text has another form. */
bool address_parse(struct address *a, struct str text, struct error *e);
/* The address of a row of figures; false when it has none: an area that is no code, a group without
 * a field. Borrows from the row. */
bool address_of_figure(struct address *a, const struct figure *row);
/* The area of an address as a division code, which may be given as a name of areas.csv: false and
 * *e (ERROR_USAGE) when it is neither. Borrowed. */
bool address_area(
    const struct address *a, const struct directory *d, struct str *code, struct error *e);

#endif
