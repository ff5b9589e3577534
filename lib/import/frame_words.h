/* frame_words: the words by which a row of a sheet is a total, or the first line below the table.
 */
#ifndef IMPORT_FRAME_WORDS_H
#define IMPORT_FRAME_WORDS_H

#include "base/str.h"

enum frame_word { WORD_OTHER, WORD_SUBTOTAL, WORD_TOTAL, WORD_SIGNATURE };

/* What a cell says: 小 计, 合计：, 豫章街道小计 (only in the first filled cell), 填表人：…. */
enum frame_word frame_word_of(struct str cell, bool first);

#endif
