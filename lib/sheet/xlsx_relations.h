/*
 * xlsx_relations: the parts that a part of a workbook refers to (ISO/IEC 29500-2, clause 8: its
 * .rels). What lies outside the file is never looked for.
 */
#ifndef SHEET_XLSX_RELATIONS_H
#define SHEET_XLSX_RELATIONS_H

#include "sheet/zip_part.h"

struct xlsx_relation {
	char *id;
	char *kind; /* the last word of its type: worksheet, sharedStrings */
	char *target;
	bool external;
};

struct xlsx_relations {
	char *source; /* the part that they are of; "" for the package */
	struct xlsx_relation *list;
	size_t count, capacity;
};

/* Those of a part. False and *e when they are not there or damaged; release them either way. */
bool xlsx_relations_read(
    struct xlsx_relations *r, struct package *p, const char *source, struct error *e);
void xlsx_relations_release(struct xlsx_relations *r);
/* NULL when there is none; the first of several. */
const struct xlsx_relation *xlsx_relations_by_id(const struct xlsx_relations *r, const char *id);
const struct xlsx_relation *xlsx_relations_by_kind(
    const struct xlsx_relations *r, const char *kind);
/* The part that it leads to, to be freed; NULL and *e when that is not within the package. */
char *xlsx_relation_part(
    const struct xlsx_relations *r, const struct xlsx_relation *to, struct error *e);

#endif
