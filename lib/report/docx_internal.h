/*
 * docx_internal: what the parts of docx share. Lengths are in twips, twentieths of a point, where
 * their names say nothing else. Elements stand in the order that the schema asks for: Word takes a
 * document in another order for damaged.
 */
#ifndef REPORT_DOCX_INTERNAL_H
#define REPORT_DOCX_INTERNAL_H

#include "csv/zip_writer.h"
#include "report/docx.h"

#define DOCX_DECLARATION "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define DOCX_MAIN "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#define DOCX_OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define DOCX_PACKAGE "http://schemas.openxmlformats.org/package/2006/"

enum {
	/* The page and its grid, see docx_style.c. */
	DOCX_PAPER_WIDTH = 11906,
	DOCX_PAPER_HEIGHT = 16838,
	DOCX_TOP = 2095,
	DOCX_RIGHT = 1472,
	DOCX_BOTTOM = 1982,
	DOCX_LEFT = 1586,
	DOCX_TEXT_WIDTH = DOCX_PAPER_WIDTH - DOCX_LEFT - DOCX_RIGHT,
	DOCX_TEXT_HEIGHT = DOCX_PAPER_HEIGHT - DOCX_TOP - DOCX_BOTTOM,
	DOCX_LINE = 580,
	DOCX_CHARACTER = 316,        /* of the body */
	DOCX_CHARACTER_SPACE = -820, /* in 4096ths of a point, what makes it of one of 16 pt */
};

enum docx_font { DOCX_FANGSONG, DOCX_KAITI, DOCX_HEITI, DOCX_SONGTI, DOCX_XIAOBIAOSONG };

enum docx_style {
	DOCX_NORMAL,
	DOCX_TITLE,
	DOCX_SUBTITLE,   /* the date below the title */
	DOCX_RECIPIENTS, /* 主送机关 */
	DOCX_BODY,
	DOCX_HEADING, /* five of them: 一、 and below */
	DOCX_HEADING_LAST = DOCX_HEADING + 4,
	DOCX_LIST,
	DOCX_QUOTE,
	DOCX_CODE,
	DOCX_TABLE_HEAD,
	DOCX_TABLE_TEXT,
	DOCX_SIGNATURE,
	DOCX_PICTURE,
	DOCX_RULE, /* a line across */
	DOCX_FOOTER,
	DOCX_STYLE_COUNT,
};

/* --- docx_style.c --- */

const char *docx_style_id(enum docx_style style);
enum docx_font docx_style_font(enum docx_style style);
const char *docx_font_name(enum docx_font font);
/* Append styles.xml and fontTable.xml. */
void docx_add_styles(struct buf *xml);
void docx_add_fonts(struct buf *xml);

/* --- docx_text.c --- */

struct docx_run {
	enum docx_font font;
	bool bold;
};

/* `properties`: further children of w:pPr, from w:keepNext on, or "". */
void docx_begin_paragraph(struct buf *xml, enum docx_style style, const char *properties);
void docx_end_paragraph(struct buf *xml);
/* A run, in which tabs and line feeds are those of Word. */
void docx_begin_run(struct buf *xml, struct docx_run run);
void docx_add_text(struct buf *xml, struct str text);
void docx_end_run(struct buf *xml);
/* The three of them. */
void docx_add_run(struct buf *xml, struct docx_run run, struct str text);

/* --- docx_roles.c --- */

enum { DOCX_LINES_MAX = 8 };

/* What some paragraphs are by their place and text (taizhang-template(5)); each may be NULL. */
struct docx_roles {
	cmark_node *title;      /* the first heading of level 1 */
	cmark_node *subtitle;   /* the date below it */
	cmark_node *recipients; /* who the report is for */
	/* One paragraph or two: names of organisations and, in the last line, a date. */
	cmark_node *signature, *signature_end;
	size_t line_count;
	/* How far the lines stand from the right margin, in hundredths of a character. */
	int indents[DOCX_LINES_MAX];
};

void docx_find_roles(const struct tree *t, struct docx_roles *roles);
/* Appends the text of a block, a line feed for each break. */
void docx_plain(const struct tree *t, cmark_node *block, struct buf *text);

/* --- docx_table.c --- */

enum { DOCX_COLUMNS_MAX = 63 }; /* of Word */

struct docx_table {
	int widths[DOCX_COLUMNS_MAX];
	size_t columns;
	size_t column; /* the next cell's */
	bool head;     /* the row at hand */
};

/* False and *e when Word has no table of so many columns. */
bool docx_table_fits(const struct tree *t, cmark_node *table, struct error *e);
void docx_begin_table(
    struct buf *xml, const struct tree *t, struct docx_table *table, cmark_node *node);
void docx_end_table(struct buf *xml);
void docx_begin_row(struct buf *xml, struct docx_table *table, cmark_node *row);
void docx_end_row(struct buf *xml);
/* Up to the text of the cell's one paragraph; gives that one's style. */
enum docx_style docx_begin_cell(struct buf *xml, struct docx_table *table, cmark_node *cell);
void docx_end_cell(struct buf *xml);

/* --- docx_picture.c --- */

/* The charts of a report as PNG, in their order. A zero struct has none. */
struct docx_pictures {
	struct buf *items;
	size_t count, capacity;
};

/* False and *e when one cannot be drawn. */
bool docx_draw_pictures(const struct tree *t, struct docx_pictures *pictures, struct error *e);
void docx_release_pictures(struct docx_pictures *pictures);
/* Writes a part for each. */
void docx_write_pictures(const struct docx_pictures *pictures, struct zip_writer *zip);
/* Appends the relations that docx_add_picture names. */
void docx_add_picture_relations(struct buf *xml, const struct docx_pictures *pictures);
/* Appends the paragraph of a chart, which is the `number`th from 1. */
void docx_add_picture(struct buf *xml, size_t number, const struct chart *chart);

/* --- docx_body.c --- */

/* Writes the part word/document.xml. */
void docx_write_body(const struct tree *t, const struct docx_roles *roles, struct zip_writer *zip);

#endif
