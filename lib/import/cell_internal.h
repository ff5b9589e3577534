/*
 * cell_internal: what the parts of cell.c share. Each reads one kind of column from a text that
 * cell_normalise has been over; `asked` is the cell as it stood, for messages.
 */
#ifndef IMPORT_CELL_INTERNAL_H
#define IMPORT_CELL_INTERNAL_H

#include "import/cell.h"

struct cell_job {
	const struct cell_rules *rules;
	const struct value_type_of *type;
	const struct sheet_cell *asked;
	struct str text;     /* normalised; stands in scratch */
	struct buf *scratch; /* what is made of the cell may take its place */
	struct str *out;
	struct error *e;
};

enum cell_verdict cell_read_integer(struct cell_job *job);
enum cell_verdict cell_read_money(struct cell_job *job);
enum cell_verdict cell_read_date(struct cell_job *job);
enum cell_verdict cell_read_area(struct cell_job *job);
enum cell_verdict cell_read_uscc(struct cell_job *job);

/* "column ('cell') is not right, `expected` was expected". */
enum cell_verdict cell_refuse(const struct cell_job *job, const char *expected);
/* Takes `value` and says that the cell was read so. */
enum cell_verdict cell_change(const struct cell_job *job, struct str value);

/* Whether a text, which must not be empty, needs no more than that: no blanks at its ends, no
 * characters that are not seen, none that are controls, nothing by which a spreadsheet program
 * marks a text. */
bool cell_text_is_clean(struct str text);
/* Appends a text without the characters that are not seen and without blanks at its ends; other
 * blanks than U+3000 become ' ', all else stays. So does its width, but in what is only digits and
 * hyphens (telephone numbers), in a reference also in what is only ids. */
void cell_clean_text(struct str text, bool reference, struct buf *out);
/* 9.14E+17, with at least two digits of exponent as spreadsheet programs write it: the digits
 * behind the first few are gone. */
bool cell_is_lost_number(struct str text);

/* Takes the blanks out of a text of the job's scratch, where it stands: 豫章 街道. */
struct str cell_without_blanks(struct str text);
/* A run of ASCII digits at the start of *rest is cut off. */
struct str cell_take_digits(struct str *rest);

#endif
