/* xlsx_styles: which styles of a workbook's cells show dates (styles.xml). */
#ifndef SHEET_XLSX_STYLES_H
#define SHEET_XLSX_STYLES_H

#include "sheet/xlsx_value.h"
#include "sheet/zip_part.h"

/* A zero struct knows only style 0, a plain number. */
struct xlsx_styles {
	unsigned char *styles; /* enum xlsx_style by the number that cells have */
	size_t count;
};

bool xlsx_styles_read(struct xlsx_styles *s, struct package *p, struct str part, struct error *e);
void xlsx_styles_release(struct xlsx_styles *s);
/* False when there is no such style. */
bool xlsx_styles_find(const struct xlsx_styles *s, uint32_t number, enum xlsx_style *style);

#endif
