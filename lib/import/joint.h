/*
 * joint: organisations of one line and name in several streets. They are taken for several, unless
 * a file says that they are one: a CSV line,name,areas,one whose column `one` is yes. Guides have
 * the line "guide".
 */
#ifndef IMPORT_JOINT_H
#define IMPORT_JOINT_H

#include "base/error.h"
#include "base/intern.h"

struct joint {
	struct intern one;   /* confirmed: line, newline, name as cell_normalise has it */
	struct intern seen;  /* the same keys, of all that the sheets tell of */
	struct buf *streets; /* by number in seen: the streets, ';' between */
	size_t capacity;
};

/* Reads a file. False and *e when it is ill-formed. */
bool joint_read(struct joint *j, const char *path, struct error *e);
void joint_release(struct joint *j);
/* Notes that the sheets tell of one in that street. Whether those of all streets are one. */
bool joint_see(struct joint *j, const char *line, struct str name, struct str street);
/* How many names stand in several streets and are not confirmed. */
size_t joint_open(const struct joint *j);
/* Writes all that stand in several streets, for a person to say which are one: the file is whole or
 * not there. False and *e otherwise. */
bool joint_write(const struct joint *j, const char *path, struct error *e);

#endif
