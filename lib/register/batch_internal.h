/* batch_internal: what the files of batch share; see batch.h. */
#ifndef REGISTER_BATCH_INTERNAL_H
#define REGISTER_BATCH_INTERNAL_H

#include "register/batch.h"

/* What the bytes of a line may make necessary; a bit that is not set never is. */
enum {
	BYTES_CONTROLS = 1, /* a control character may stand in it */
	BYTES_EDGES = 2,    /* a field may begin or end in a way that needs quotes */
};
unsigned batch_bytes(struct str text);

/* Whether a row of a file is plain, its cells being those and its line having those bytes. */
bool batch_is_plain(
    struct batch *b, const struct row *row, const struct str *cells, unsigned bytes);
/* Keeps a row. row NULL: it is made of operands. The cells get their defaults. */
void batch_add(struct batch *b, const struct row *row, struct str *cells, bool plain);
/* Whether a row with these cells is sound, if it is plain. Asked while the cells are at hand, so
 * that most rows need not be looked at again. */
bool batch_is_sound(const struct batch *b, const struct str *cells, bool codes_conform);
/* Keeps a row of a feed, of which the arguments are those of batch_feed_row; cells: room for them.
 */
void batch_pack(const struct batch *b, struct batch_rows *rows, struct str *cells, size_t input,
    uint64_t line, const struct str *values, bool codes_conform);
/* The rows are about to move: nobody else looks at them any more. */
void batch_wait(const struct batch *b);
void batch_release_rows(struct batch *b);

#endif
