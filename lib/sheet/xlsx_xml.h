/*
 * xlsx_xml: XML of a workbook's part, parsed as it is unfolded, block by block; never held whole.
 *
 * A reader says by a table of steps which elements it wants, each by its name and the element that
 * it must stand in; all others, and all that stands in them, are passed over. Prefixes of elements
 * are taken off. Refused: document types (so there are no entities), elements nested deeper than
 * any workbook has them, a tag without end, text longer than XLSX_TEXT_MAX.
 */
#ifndef SHEET_XLSX_XML_H
#define SHEET_XLSX_XML_H

#include "sheet/zip_part.h"

enum { XLSX_TEXT_MAX = 1 << 20 };

enum xlsx_wanted {
	XLSX_NO_TEXT,
	XLSX_TEXT,  /* what stands in the element itself */
	XLSX_PROSE, /* that without the blanks at its ends, unless xml:space is "preserve" */
};

/* Places are numbered from 1 by the reader; 0 is around the outermost element. */
struct xlsx_step {
	int within;
	const char *name;
	int place;
	enum xlsx_wanted text;
};

struct xlsx_xml;

/* A start gets the attributes (name, value, …, NULL), an end the text when the step wants it:
 * borrowed until the handler returns. `context` is the reader's. */
struct xlsx_reader {
	const struct xlsx_step *steps; /* the last has no name */
	void (*start)(struct xlsx_xml *x, void *context, int place, const char **attributes);
	void (*end)(struct xlsx_xml *x, void *context, int place, struct str text);
};

enum xlsx_status { XLSX_END, XLSX_PAUSE, XLSX_ERROR };

/* NULL and *e (ERROR_DATA, ERROR_SYSTEM; no place) when the part is not there or cannot be read. */
struct xlsx_xml *xlsx_xml_open(struct package *p, struct str part, uint64_t max_bytes,
    const struct xlsx_reader *reader, void *context, struct error *e);
/* Parses on until a handler pauses, an error or the end of the part. */
enum xlsx_status xlsx_xml_next(struct xlsx_xml *x, struct error *e);
void xlsx_xml_close(struct xlsx_xml *x);
/* All of these for a part that is read at one go; false and *e. */
bool xlsx_xml_read(struct package *p, struct str part, uint64_t max_bytes,
    const struct xlsx_reader *reader, void *context, struct error *e);

/* --- for handlers --- */

/* xlsx_xml_next returns as soon as this handler has. */
void xlsx_xml_pause(struct xlsx_xml *x);
/* The part is given up. Returns where to put the error: a waste basket when there has been one. */
struct error *xlsx_xml_fail(struct xlsx_xml *x);
/* The value of an attribute, NULL when it is not there. */
const char *xlsx_attribute(const char **attributes, const char *name);
/* The same of whatever prefix, which must be there: r:id. */
const char *xlsx_prefixed(const char **attributes, const char *name);
/* "1" or "true". */
bool xlsx_is_true(const char *value);
/* Whole number below 2^31, blanks around it allowed; false for the empty text. */
bool xlsx_number(struct str value, uint32_t *number);
/* Without blanks and line breaks at both ends. */
struct str xlsx_trimmed(struct str text);

#endif
