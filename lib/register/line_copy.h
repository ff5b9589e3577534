/*
 * line_copy: lines of a register made of lines of an input by copying them piece by piece, the
 * commas between their fields included: for rows whose cells are their fields as they stand
 * (batch.h, plain rows). What it makes is what shape_line makes of the cells of the row.
 */
#ifndef REGISTER_LINE_COPY_H
#define REGISTER_LINE_COPY_H

#include "register/shape.h"

/* Some text, then neighbouring fields. */
struct line_piece {
	size_t text_end; /* in texts; it begins where that of the piece before ends */
	size_t first, count;
};

struct line_copy {
	struct line_piece *pieces; /* behind the last one stands the rest of the texts */
	size_t count, capacity;
	struct buf texts;
	size_t id_piece, id_at; /* where the id is put in: in the text of that piece */
	size_t *ends;           /* room for batch_plain_line */
	bool usable; /* else a default stands for empty fields: the cells must be asked */
};

/* For the plain rows of an input; `recorded` is the same for all of them. Release it also when it
 * is not usable. */
void line_copy_make(struct line_copy *c, const struct shape *shape, const struct batch *b,
    uint32_t input, struct str recorded);
void line_copy_release(struct line_copy *c);
/* Appends the line of a plain row of that input. */
void line_copy_add(
    const struct line_copy *c, const struct batch *b, size_t row, struct str id, struct buf *out);

#endif
