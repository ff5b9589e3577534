/* frame_words: the words by which a row of a sheet is a total, or the first line below the table.
 */
#ifndef IMPORT_FRAME_WORDS_H
#define IMPORT_FRAME_WORDS_H

#include "base/str.h"

/* In frame_word_ends: such a byte may end a word whatever stands before it. Others stand for the
 * byte that must stand before them; 0: none may. */
enum { FRAME_WORD_END = 1 };

enum frame_word { WORD_OTHER, WORD_SUBTOTAL, WORD_TOTAL, WORD_SIGNATURE, WORD_DIVIDER };

/* What a cell says: 小 计, 合计：, 豫章街道小计 (only in the first filled cell), 填表人：…. */
enum frame_word frame_word_of(struct str cell, bool first);
/* Whether a cell, which must not be empty, ends as a word may in one that is not the first. Most do
 * not; the last two bytes show it. */
extern const unsigned char frame_word_ends[256];
static inline bool frame_ends_as_word(struct str cell)
{
	unsigned char before = frame_word_ends[(unsigned char)cell.p[cell.n - 1]],
		      second = (unsigned char)cell.p[cell.n - 1 - (cell.n > 1)];
	return (before == second) | (before == FRAME_WORD_END);
}
/* What stands behind such a word, without blanks and with plain digits: 2家 of 合计：２ 家; all of
 * a cell without one. Borrowed from scratch. */
struct str frame_total_said(struct str cell, struct buf *scratch);
/* What a cell says that is the only one of its row: 一、非公企业 divides the table; a day, a
 * sentence or anything with a colon stands below it. */
enum frame_word frame_word_of_lone(struct str cell);
/* Appends the cell as titles are compared, without blanks and digits: 名单（第2页）. */
void frame_title_of(struct str cell, struct buf *out);

#endif
