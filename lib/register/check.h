/*
 * check: finds every fault of a register directory; never writes. What each code means stands in
 * register-check(1).
 *
 * Two passes over each register: the first collects ids and the days on which they are in force,
 * and what else must be unique; the second looks at every cell and row with that knowledge. A bad
 * cell does not hide the rest of its row. Large registers are read by several threads; what is
 * found does not depend on how many.
 */
#ifndef REGISTER_CHECK_H
#define REGISTER_CHECK_H

#include "register/table.h"

struct finding {
	enum register_id register_id;
	bool journal; /* found in the register's journal, not in the register */
	uint64_t line;
	int column;       /* of the schema, or COLUMN_NONE */
	const char *code; /* "dangling-reference"; one that begins with "note-" is no fault */
	char *message;
};

/* Is given the findings, borrowed, one by one. */
struct finding_sink {
	void (*take)(struct finding_sink *sink, const struct finding *f);
};

/*
 * Checks the registers whose REGISTER_BITs are set; the snapshot must hold all of them, and the
 * journals. `as_of`: the day on which rows that have not ended are looked at. The findings come
 * sorted by register, line, column and code; returned is how many of them are faults and no notes.
 * A register that cannot be read at all goes to diag (ERROR_DATA, ERROR_SYSTEM), the others are
 * still checked.
 */
size_t check_registers(const struct directory *d, const struct snapshot *snapshot,
    unsigned registers, day as_of, struct finding_sink *sink, struct diag *diag);

#endif
