/* letters: see letters.h. */
#include "sheet/letters.h"

void sheet_letters(size_t column, struct buf *out)
{
	char letters[16];
	size_t n = sizeof(letters);
	do {
		letters[--n] = (char)('A' + column % 26);
		column /= 26;
	} while (column-- > 0);
	buf_add(out, letters + n, sizeof(letters) - n);
}
