/* import_words: the words of columns that have few different ones, such as names of streets and
 * kinds; see import.h. Where a cell has been seen before, nothing need be asked. */
#include "base/short.h"
#include "import/import_internal.h"

/* Where a word, of 1 to IMPORT_KNOWN_LENGTH bytes, is among those of its column, or can be put. */
static struct import_known *known_at(
    struct import_field *field, struct str word, struct import_known *as)
{
	size_t low = word.n < 8 ? word.n : 8;
	*as = (struct import_known){
	    short_load(word.p, low), short_load(word.p + low, word.n - low), word.n, {NULL, 0}};
	uint64_t mixed = (as->low ^ as->high * 0xC2B2AE3D27D4EB4Fu ^ as->n) * 0x9E3779B97F4A7C15u;
	return &field->known[mixed >> 32 & (IMPORT_KNOWN - 1)];
}

bool import_take_word(
    const struct import_work *w, struct import_field *field, struct str word, struct str *value)
{
	struct import_known as, *known = known_at(field, word, &as);
	if ((known->low == as.low) & (known->high == as.high) & (known->n == as.n)) {
		*value = known->value;
		return true;
	}
	const struct sheet_cell cell = {word, SHEET_TEXT};
	if (!cell_is_good(&w->im->request->cells, &field->type, &cell, value))
		return false;
	if (value->p == word.p)
		return true; /* it goes with the row */
	as.value = *value;
	*known = as;
	return true;
}
