/* import_words: the words of columns that have few different ones, such as names of streets and
 * kinds; see import.h. Where a cell has been seen before, nothing need be asked. */
#include "import/import_internal.h"

bool import_take_word(
    const struct import_work *w, struct import_field *field, struct str word, struct str *value)
{
	struct memo_key key = memo_key_alone(word);
	struct import_known *known =
	    &field->known[memo_hash(key, word.n) >> 32 & (IMPORT_KNOWN - 1)];
	if ((known->key.low == key.low) & (known->key.high == key.high) & (known->n == word.n)) {
		*value = known->value;
		return true;
	}
	const struct sheet_cell cell = {word, SHEET_TEXT};
	if (!cell_is_good(&w->im->request->cells, &field->type, &cell, value))
		return false;
	if (value->p == word.p)
		return true; /* it goes with the row */
	*known = (struct import_known){key, word.n, *value};
	return true;
}
