/*
 * frame: the table within a sheet. Above it stand title lines; then its headings, in one row, or in
 * two where a heading stands over several; then its rows, totals among them; below it signature
 * lines. Which is which is told by the headings (header.h) and by the words that streets use for
 * totals and signatures.
 */
#ifndef IMPORT_FRAME_H
#define IMPORT_FRAME_H

#include "import/header.h"
#include "import/survey_words.h"
#include "sheet/sheet.h"

enum frame_use {
	FRAME_FIELD,    /* a column of the register */
	FRAME_SURVEY,   /* tells of the unit's organisations or guide (survey.h) */
	FRAME_OWN,      /* kept under its heading */
	FRAME_LEFT_OUT, /* a running number, or left out by the user */
};

struct frame_column {
	size_t at; /* in the sheet, from 0 */
	char *heading;
	char *printed[2]; /* the cells of the rows of headings */
	enum frame_use use;
	int column; /* FRAME_FIELD: of the schema; FRAME_SURVEY: see survey_words.h */
	enum survey_of of;
	size_t level; /* of an area, see struct heading_meaning */
	bool ask;     /* the heading does not say surely that it is this column */
};

struct frame_spec {
	const struct schema *schema;
	const struct headings *headings;
	struct sheet_options sheet;
	const char *const *left_out; /* headings, letters or columns of the register */
	size_t left_out_count;
};

struct frame {
	const struct frame_spec *spec;
	struct sheet *sheet;
	char *label;                  /* the file, and the sheet in brackets, for messages */
	struct frame_column *columns; /* by their place in the sheet */
	size_t count, capacity;
	bool *numbers; /* by column of the sheet up to width: it counts something */
	size_t width;
	uint64_t header_row, header_rows; /* where it stands; 1 or 2 rows */
	size_t titles;                    /* rows above */
	struct buf title_texts;           /* a line each, without digits */
	uint64_t end_row;                 /* the first row below the table, or 0 */
	size_t below;                     /* rows below the table */
	/* the row read ahead, when there is one */
	struct sheet_row ahead;
	struct sheet_cell *ahead_cells;
	struct buf ahead_text;
};

enum frame_status {
	FRAME_ROW,
	FRAME_SUBTOTAL,
	FRAME_TOTAL,
	FRAME_DIVIDER, /* a cell alone that says of what the rows below it are: 一、非公企业 */
	FRAME_END,
	FRAME_FAILED
};

/* Opens a file and finds the headings. `spec` is borrowed. NULL and *e otherwise. */
struct frame *frame_open(const char *path, const struct frame_spec *spec, struct error *e);
/* The next row of the table, borrowed until the next call. */
enum frame_status frame_next(struct frame *f, struct sheet_row *row, struct error *e);
void frame_close(struct frame *f);
/* The number of the row up to which the sheet has been read when the headings had been found. */
uint64_t frame_read_so_far(const struct frame *f);
/* Makes *part the same table, of which rows come from another reader (sheet_of_parts); it borrows
 * all of f and is not to be closed. */
void frame_of_part(struct frame *part, const struct frame *f, struct sheet *sheet);

/* The cell of a row at a column of the sheet; empty behind its last one. */
static inline struct sheet_cell frame_cell(const struct sheet_row *row, size_t at)
{
	return at < row->count ? row->cells[at] : (struct sheet_cell){{"", 0}, SHEET_EMPTY};
}
/* The first column that is this one of the register, or NULL. */
const struct frame_column *frame_find(const struct frame *f, int column);

#endif
