/*
 * xlsx_text: the text of a cell as a spreadsheet program shows it, of what stands in the XML.
 */
#ifndef SHEET_XLSX_TEXT_H
#define SHEET_XLSX_TEXT_H

#include "base/str.h"

#include <stdint.h>

enum { XLSX_TEXT_GOOD = -1 };

/*
 * Appends `raw` with _xHHHH_ read as the UTF-16 unit that it stands for (ISO/IEC
 * 29500-1, 22.9.2.19) and every line break made one blank; never more bytes than raw has. Gives
 * XLSX_TEXT_GOOD, or the control character or half of a pair of units that no cell may have: what
 * is appended is void then.
 */
int32_t xlsx_text_add(struct str raw, struct buf *out);

#endif
