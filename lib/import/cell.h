/*
 * cell: a cell of a sheet as people write it, read for a column of a register: full-width letters
 * and digits, 1,234, 12人, ２０２６年５月８日, √. What is not surely meant is refused, never
 * guessed.
 */
#ifndef IMPORT_CELL_H
#define IMPORT_CELL_H

#include "register/value.h"
#include "sheet/sheet.h"

struct cell_rules {
	const struct directory *directory;
	bool month_first;           /* 2026年5月 is its first day, not ambiguous */
	const char *const *allowed; /* credit codes let in although they do not conform */
	size_t allowed_count;
	struct str area; /* names of areas are looked for below this one; may be empty */
	size_t level;    /* of an area: how many digits the code of its kind has (street 9), 0 when
			    that is not known; a name that several have means the one of that kind */
};

enum cell_verdict {
	/* surely meant: 12人 is 12, 2026.5.8 is 2026-05-08, 东湖区豫章街道 its code */
	CELL_GOOD,
	/* good, but worth saying what was made of it: *e (ERROR_NOTE). A word for nothing (无, -)
	 * in a column that is no text nor yes/no, 万元, a spreadsheet's number for a day, a time of
	 * day left out, a month's first day, a credit code in other letters or with blanks in it */
	CELL_CHANGED,
	CELL_REFUSED, /* *e (ERROR_ROW), without a place */
};

/*
 * The canonical value, as value_read has it (references stay names, trimmed), in *out: either the
 * cell's own text, text in `scratch` (cleared first), or of the directory's words and areas. Text
 * of a personal column is never shown in *e. Looks at nothing but its arguments.
 */
enum cell_verdict cell_read(const struct cell_rules *rules, const struct value_type_of *type,
    const struct sheet_cell *cell, struct buf *scratch, struct str *out, struct error *e);

/* Whether a cell is good as it stands, or a word that is known as it stands; then *out is what
 * cell_read gives, in the cell's own text or of the directory's words and areas. False means "not
 * known": then ask cell_read. */
bool cell_is_good(const struct cell_rules *rules, const struct value_type_of *type,
    const struct sheet_cell *cell, struct str *out);

/* Appends `text` with full-width ASCII made half-width, other blanks (U+3000, U+00A0) made ' ',
 * and blanks at both ends and doubled ones inside taken away. */
void cell_normalise(struct str text, struct buf *out);

/* Whether a cell says that it has nothing to say: 无, -, /. */
bool cell_means_nothing(struct str text);

#endif
