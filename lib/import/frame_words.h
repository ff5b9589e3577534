/* frame_words: the words by which a row of a sheet is a total, or the first line below the table.
 */
#ifndef IMPORT_FRAME_WORDS_H
#define IMPORT_FRAME_WORDS_H

#include "base/str.h"

enum frame_word { WORD_OTHER, WORD_SUBTOTAL, WORD_TOTAL, WORD_SIGNATURE, WORD_DIVIDER };

/* What a cell says: 小 计, 合计：, 豫章街道小计 (only in the first filled cell), 填表人：…. */
enum frame_word frame_word_of(struct str cell, bool first);
/* The last bytes of what may be a word in a cell that is not the first one. */
extern const bool frame_word_ends[256];
/* What stands behind such a word, without blanks and with plain digits: 2家 of 合计：２ 家; all of
 * a cell without one. Borrowed from scratch. */
struct str frame_total_said(struct str cell, struct buf *scratch);
/* What a cell says that is the only one of its row: 一、非公企业 divides the table; a day, a
 * sentence or anything with a colon stands below it. */
enum frame_word frame_word_of_lone(struct str cell);
/* Appends the cell as titles are compared, without blanks and digits: 名单（第2页）. */
void frame_title_of(struct str cell, struct buf *out);

#endif
