/* xlsx_workbook: what a workbook has for all of its sheets: their names, texts, styles. */
#ifndef SHEET_XLSX_WORKBOOK_H
#define SHEET_XLSX_WORKBOOK_H

#include "sheet/xlsx_strings.h"
#include "sheet/xlsx_styles.h"

struct xlsx_tab {
	char *name;
	char *part; /* NULL: no table but a chart or a dialogue */
	bool hidden;
};

struct xlsx_workbook {
	struct package *package;
	struct xlsx_tab *tabs; /* as they stand, at least one */
	size_t count, capacity;
	bool since_1904;
	struct xlsx_strings strings;
	struct xlsx_styles styles;
};

/* The content is borrowed until xlsx_workbook_release, which is needed either way. */
bool xlsx_workbook_read(struct xlsx_workbook *w, struct str content, struct error *e);
void xlsx_workbook_release(struct xlsx_workbook *w);

#endif
