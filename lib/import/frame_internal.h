/* frame_internal: what the files of frame share; see frame.h. */
#ifndef IMPORT_FRAME_INTERNAL_H
#define IMPORT_FRAME_INTERNAL_H

#include "import/frame.h"

/* frame.c */
static inline bool frame_is_empty(const struct sheet_row *row, size_t at)
{
	struct str text = frame_cell(row, at).text;
	if (text.n == 0)
		return true;
	/* most texts begin with what is surely no blank */
	return (text.p[0] == ' ' || text.p[0] == '\t' || text.p[0] == '\xE3') &&
	       str_trim(text).n == 0;
}
/* Keeps a copy of a row as the one read ahead. */
void frame_keep(struct frame *f, const struct sheet_row *row);
/* The text of a row by which titles are compared. */
void frame_add_title(const struct sheet_row *row, struct buf *out);

/* frame_header.c: finds the headings and what each column is. */
bool frame_read_header(struct frame *f, struct error *e);
/* The columns of the register that the cells of a row name, a bit each; how many cells are filled.
 */
uint64_t frame_named(const struct frame *f, const struct sheet_row *row, size_t *filled);
/* Whether a text is a word for a code of the register: 企业. */
bool frame_is_code_word(const struct schema *s, struct str text);

#endif
