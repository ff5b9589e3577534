/*
 * closing_verify: whether what was closed is still so: the rows of every register and the figures,
 * as they were known by each closing, and the files in closed/. Never writes to the directory.
 */
#ifndef FIGURES_CLOSING_VERIFY_H
#define FIGURES_CLOSING_VERIFY_H

#include "csv/writer.h"
#include "register/directory.h"

struct closing_verification {
	size_t editions; /* looked at */
	size_t differences;
};

/*
 * Writes period,register,key,figure,area,group,was,is, a line for each difference: of a row its
 * register, key and digests; of a figure its name, area, group and values; of a kept file or of the
 * whole of a register just the digests. The snapshot holds all registers and journals. period NULL:
 * all that are closed. Damaged rows and files go to diag as something found. False and *e when it
 * cannot be told.
 */
bool closing_verify(const struct directory *d, const struct snapshot *snapshot,
    const struct period *period, struct diag *diag, struct csv_writer *w,
    struct closing_verification *v, struct error *e);

#endif
