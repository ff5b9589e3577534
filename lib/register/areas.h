/*
 * areas: the division codes and names of areas.csv (code,name,vintage). A code's prefix is its
 * parent: 2 digits a province, 4 a city, 6 a district, 9 a street, 12 a community (GB/T 2260 and
 * its extension).
 */
#ifndef REGISTER_AREAS_H
#define REGISTER_AREAS_H

#include "base/error.h"
#include "base/intern.h"

struct areas {
	struct intern codes; /* in file order */
	struct intern names;
	size_t *name_of; /* by code number: name number */
	size_t *code_of; /* by name number: code number, or INTERN_NONE when several areas have the
			    name */
	size_t code_capacity, name_capacity;
};

/* Reads areas.csv; a second call adds. False and *e when it is ill-formed or a code stands twice.
 */
bool areas_read(struct areas *a, const char *path, struct error *e);
void areas_release(struct areas *a);

bool area_is_code(struct str text);
/* The code of the one area with that name, before which the names of areas that it lies in may
 * stand (江西省南昌市东湖区豫章街道); the empty str when there is none or several. Borrowed. */
struct str areas_code(const struct areas *a, struct str name);
/* The name of a code, or the empty str. Borrowed. */
struct str areas_name(const struct areas *a, struct str code);
/* The name when areas_code finds the code back by it, else the code itself. */
struct str areas_unique_name(const struct areas *a, struct str code);

/* Digits of a level's name: province 2, city 4, district 6, street 9, community 12; 0 for another
 * word. */
size_t area_level(struct str word);

#endif
