/*
 * xlsx_strings: the texts that cells of a workbook share (sharedStrings.xml), one after another in
 * one arena. Runs of rich text are joined, reading aids (rPh) left out.
 */
#ifndef SHEET_XLSX_STRINGS_H
#define SHEET_XLSX_STRINGS_H

#include "sheet/zip_part.h"

/* A zero struct has none. */
struct xlsx_strings {
	struct buf arena;
	uint32_t *ends; /* by number */
	size_t count, capacity;
	uint32_t *bad; /* numbers of those that no cell may have, ascending */
	size_t bad_count, bad_capacity;
};

bool xlsx_strings_read(struct xlsx_strings *s, struct package *p, struct str part, struct error *e);
void xlsx_strings_release(struct xlsx_strings *s);
/* number < count; borrowed as long as s is. */
struct str xlsx_strings_text(const struct xlsx_strings *s, uint32_t number);
bool xlsx_strings_is_bad(const struct xlsx_strings *s, uint32_t number);

#endif
