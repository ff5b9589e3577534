/*
 * xlsx_value: numbers of cells as text, and what the style of a cell makes of them. A spreadsheet
 * program keeps every number as a double and shows 15 digits of it at most, so this is what is
 * given: 0.30000000000000004 is 0.3, a credit code of 18 digits is 9.14E+17 and lost.
 */
#ifndef SHEET_XLSX_VALUE_H
#define SHEET_XLSX_VALUE_H

#include "base/date.h"

enum xlsx_style {
	XLSX_PLAIN, /* a number; also a time of day without a day */
	XLSX_DAY,   /* a date */
	XLSX_MONTH, /* a date of which year or month are shown, but no day */
};

/* The style that a number format means, "yyyy\-mm\-dd;@" (ISO/IEC 29500-1, 18.8.31). Of several
 * sections the first counts. */
enum xlsx_style xlsx_format_style(struct str format);
/* That of a built-in format, with those of Chinese editions (27–36 and 50–58; 18.8.30). */
enum xlsx_style xlsx_builtin_style(uint32_t id);

/* Appends the number that the value of a cell means: decimal digits, with at most 15 of them before
 * a point and none of them needless; else, and below 0.00001, as 9.14E+17. False when text is no
 * finite number. */
bool xlsx_number_text(struct str text, struct buf *out);
/* Appends the day that a number of days means, 2026-05-08, with a time of day behind it when it is
 * not midnight: 2026-05-08T12:30:00. False when there is no such day: 60 is 29 February 1900, which
 * never was, and below 1 there is a time of day alone. */
bool xlsx_day_text(struct str text, bool since_1904, struct buf *out);
/* The same for a month, when it is the first of it and midnight: 2026年5月, since nobody can tell
 * whether the day was meant. Other days as xlsx_day_text has them; *is_month says which. */
bool xlsx_month_text(struct str text, bool since_1904, struct buf *out, bool *is_month);
/* The same for a date of ISO 8601: 2026-05-08T12:30:00Z. */
bool xlsx_iso_text(struct str text, struct buf *out);

#endif
