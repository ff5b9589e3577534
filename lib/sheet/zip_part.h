/*
 * zip_part: the files in a zip archive that is an office document ("parts" of a "package", ISO/IEC
 * 29500-2), read one after another from the archive in memory. Hostile archives are refused: two
 * parts of one name, encrypted ones, and whatever unfolds to more than is plausible.
 *
 * Names are written without a slash in front and compared without regard to the case of ASCII
 * letters, as 29500-2 has it. Errors are ERROR_DATA without a place; ERROR_SYSTEM for the limit of
 * csv/input.h, which holds here too, for all parts that are read together.
 */
#ifndef SHEET_ZIP_PART_H
#define SHEET_ZIP_PART_H

#include "base/error.h"

#include <sys/types.h>

struct package;
struct part;

/* The archive's bytes are borrowed until package_close. */
struct package *package_open(struct str content, struct error *e);
bool package_has(const struct package *p, struct str name);
void package_close(struct package *p);

/* At most max_bytes, unfolded, are given; more is an error. The package must stay open. */
struct part *part_open(struct package *p, struct str name, uint64_t max_bytes, struct error *e);
/* At most n unfolded bytes: their number, 0 at the end, when they are found whole, −1 with *e. */
ssize_t part_read(struct part *t, void *bytes, size_t n, struct error *e);
/* As messages show it; valid as error_quote has it. */
const char *part_name(const struct part *t);
void part_close(struct part *t);

#endif
