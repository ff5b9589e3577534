/* standing_internal: what the files of standing share; see standing.h. */
#ifndef REGISTER_STANDING_INTERNAL_H
#define REGISTER_STANDING_INTERNAL_H

#include "register/standing.h"

/* What a row is told apart by; borrowed until the next call of any. The empty str when a part of it
 * is missing. */
struct str standing_item_key(struct standing *s, const struct str *cells);
struct str standing_name_key(struct standing *s, const struct str *cells);
struct str standing_code_key(const struct standing *s, const struct str *cells);
/* The number of a line, as s->lines has it. */
struct str standing_line_text(const uint64_t *line);

#endif
