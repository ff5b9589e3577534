/*
 * xlsx_writer: see xlsx_writer.h. A cell's text stands in the cell itself ("inline"), not in a
 * table of shared strings, which would have to be kept. Sections are those of ISO/IEC 29500-1.
 */
#include "sheet/xlsx_writer.h"
#include "base/utf8.h"
#include "csv/zip_writer.h"
#include "sheet/letters.h"

#include <stdio.h>
#include <stdlib.h>

enum {
	/* Rows whose widths count, or what they take before. */
	SAMPLE_ROWS = 1000,
	SAMPLE_BYTES = 1024 * 1024,
	BLOCK_BYTES = 64 * 1024,
	/* Widths, in digits of the font; a Chinese character takes two of them. */
	WIDTH_MIN = 8,
	WIDTH_MAX = 60,
	MARGIN = 2,
	/* A double holds these exactly. */
	DIGITS_MAX = 15,
};

/* Numbers of the formats in styles.xml. */
enum { STYLE_NONE, STYLE_TEXT, STYLE_NUMBER, STYLE_MONEY, STYLE_HEADER };

struct xlsx_column {
	enum xlsx_kind kind;
	size_t width;
	char letters[4];
};

struct xlsx_writer {
	struct zip_writer *zip;
	const char *name;
	struct xlsx_column *columns;
	size_t count;
	uint64_t rows;
	char number[24];      /* of the row at hand: rows, as text */
	bool header, started; /* started: the sheet's part has begun, widths are settled */
	struct buf xml;       /* of rows, not yet written */
};

#define DECLARATION "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/"
#define CONTENT "application/vnd.openxmlformats-officedocument.spreadsheetml."

static const char content_types[] = DECLARATION
    "<Types xmlns=\"" PACKAGE "content-types\">"
    "<Default Extension=\"rels\" ContentType=\"application/"
    "vnd.openxmlformats-package.relationships+xml\"/>"
    "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
    "<Override PartName=\"/xl/workbook.xml\" ContentType=\"" CONTENT "sheet.main+xml\"/>"
    "<Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"" CONTENT "worksheet+xml\"/>"
    "<Override PartName=\"/xl/styles.xml\" ContentType=\"" CONTENT "styles+xml\"/>"
    "</Types>\n";

static const char package_relations[] =
    DECLARATION "<Relationships xmlns=\"" PACKAGE "relationships\">"
		"<Relationship Id=\"rId1\" Type=\"" OFFICE
		"/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>\n";

static const char workbook_relations[] = DECLARATION
    "<Relationships xmlns=\"" PACKAGE "relationships\">"
    "<Relationship Id=\"rId1\" Type=\"" OFFICE "/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
    "<Relationship Id=\"rId2\" Type=\"" OFFICE "/styles\" Target=\"styles.xml\"/>"
    "</Relationships>\n";

/* The number formats 0, 1, 2 and 49 are General, 0, 0.00 and @, text (18.8.30). */
static const char styles[] =
    DECLARATION "<styleSheet xmlns=\"" MAIN "\">"
		"<fonts count=\"2\">"
		"<font><sz val=\"11\"/><name val=\"宋体\"/><charset val=\"134\"/></font>"
		"<font><b/><sz val=\"11\"/><name val=\"宋体\"/><charset val=\"134\"/></font>"
		"</fonts>"
		"<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill>"
		"<fill><patternFill patternType=\"gray125\"/></fill></fills>"
		"<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border>"
		"</borders>"
		"<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" "
		"borderId=\"0\"/></cellStyleXfs>"
		"<cellXfs count=\"5\">"
		"<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>"
		"<xf numFmtId=\"49\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" "
		"applyNumberFormat=\"1\"/>"
		"<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>"
		"<xf numFmtId=\"2\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" "
		"applyNumberFormat=\"1\"/>"
		"<xf numFmtId=\"49\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" "
		"applyNumberFormat=\"1\" applyFont=\"1\"/>"
		"</cellXfs>"
		"<cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/>"
		"</cellStyles></styleSheet>\n";

static const int style_of_kind[] = {STYLE_TEXT, STYLE_NUMBER, STYLE_MONEY};

static void add_part(struct xlsx_writer *w, const char *name, const char *content)
{
	zip_writer_begin(w->zip, name);
	zip_writer_add(w->zip, str_of(content));
}

static void add_workbook(struct xlsx_writer *w)
{
	struct buf xml = BUF_INIT;
	buf_printf(&xml,
	    DECLARATION "<workbook xmlns=\"" MAIN "\" xmlns:r=\"" OFFICE "\"><sheets>"
			"<sheet name=\"%s\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>\n",
	    w->name);
	add_part(w, "xl/workbook.xml", buf_text(&xml));
	buf_release(&xml);
}

struct xlsx_writer *xlsx_writer_new(
    struct output *out, const char *name, const enum xlsx_kind *kinds, size_t columns)
{
	struct xlsx_writer *w = mem_alloc(1, sizeof(*w));
	struct buf letters = BUF_INIT;
	w->zip = zip_writer_new(out);
	w->name = name;
	w->columns = mem_alloc(columns, sizeof(*w->columns));
	w->count = columns;
	for (size_t i = 0; i < columns && i < XLSX_COLUMNS_MAX; i++) {
		letters.n = 0;
		sheet_letters(i, &letters);
		w->columns[i] = (struct xlsx_column){.kind = kinds[i], .width = WIDTH_MIN};
		memcpy(w->columns[i].letters, letters.p, letters.n);
	}
	buf_release(&letters);
	add_part(w, "[Content_Types].xml", content_types);
	add_part(w, "_rels/.rels", package_relations);
	add_workbook(w);
	add_part(w, "xl/_rels/workbook.xml.rels", workbook_relations);
	add_part(w, "xl/styles.xml", styles);
	return w;
}

/* --- cells ------------------------------------------------------------------------------------ */

/* At most 15 digits, in the one way to write the number; *point is where a point stands, else the
 * end. */
static bool is_number(struct str text, size_t *point)
{
	bool negative = text.n > 1 && text.p[0] == '-', zero = true;
	size_t digits = 0, begin = negative;
	*point = text.n;
	for (size_t i = begin; i < text.n; i++) {
		if (text.p[i] == '.' && *point == text.n)
			*point = i;
		else if (text.p[i] >= '0' && text.p[i] <= '9')
			digits++, zero = zero && text.p[i] == '0';
		else
			return false;
	}
	bool padded = *point > begin + 1 && text.p[begin] == '0';
	return digits > 0 && digits <= DIGITS_MAX && *point > begin && *point + 1 != text.n &&
	       !padded && !(negative && zero);
}

static bool is_hex(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
}

/* Whether readers would take the text for the escape of a character: _xHHHH_ (22.9.2.19). */
static bool is_escape(struct str text)
{
	return text.n > 6 && text.p[1] == 'x' && is_hex(text.p[2]) && is_hex(text.p[3]) &&
	       is_hex(text.p[4]) && is_hex(text.p[5]) && text.p[6] == '_';
}

static bool stands_for_itself(char c)
{
	return ((unsigned char)c >= 0x20 && c != '&' && c != '<' && c != '>' && c != '_' &&
		   c != '\xEF') ||
	       c == '\t' || c == '\n';
}

/* A character that needs a look; gives its bytes. */
static size_t add_special(struct buf *out, struct str text)
{
	char c = text.p[0];
	if (c == '&')
		buf_add_text(out, "&amp;");
	else if (c == '<')
		buf_add_text(out, "&lt;");
	else if (c == '>')
		buf_add_text(out, "&gt;");
	else if (c == '_' && is_escape(text))
		buf_add_text(out, "_x005F_");
	else if ((unsigned char)c < 0x20)
		buf_printf(out, "_x%04X_", (unsigned)c);
	else if (str_starts(text, STR("\xEF\xBF\xBE")) || str_starts(text, STR("\xEF\xBF\xBF")))
		return buf_add_text(out, text.p[2] == '\xBE' ? "_xFFFE_" : "_xFFFF_"), 3;
	else
		buf_add_char(out, c);
	return 1;
}

static void add_text(struct buf *out, struct str text)
{
	while (text.n) {
		size_t n = 0;
		while (n < text.n && stands_for_itself(text.p[n]))
			n++;
		buf_add(out, text.p, n);
		text = str_from(text, n);
		if (text.n)
			text = str_from(text, add_special(out, text));
	}
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

/* What the limit counts: UTF-16 units. */
static size_t count_units(struct str text)
{
	size_t units = 0;
	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];
		units += (c & 0xC0) != 0x80;
		units += c >= 0xF0;
	}
	return units;
}

/* The cell of the row at hand, up to its content. */
static void begin_cell(struct xlsx_writer *w, const struct xlsx_column *c, int style)
{
	buf_add_text(&w->xml, "<c r=\"");
	buf_add_text(&w->xml, c->letters);
	buf_add_text(&w->xml, w->number);
	buf_add_text(&w->xml, "\" s=\"");
	buf_add_char(&w->xml, (char)('0' + style));
	buf_add_char(&w->xml, '"');
}

static void add_number(
    struct xlsx_writer *w, const struct xlsx_column *c, struct str text, size_t point)
{
	begin_cell(w, c, point + 3 == text.n ? STYLE_MONEY : STYLE_NUMBER);
	buf_add_text(&w->xml, "><v>");
	buf_add_str(&w->xml, text);
	buf_add_text(&w->xml, "</v></c>");
}

static void add_string(
    struct xlsx_writer *w, const struct xlsx_column *c, int style, struct str text)
{
	bool kept = is_blank(text.p[0]) || is_blank(text.p[text.n - 1]);
	begin_cell(w, c, style);
	buf_add_text(&w->xml, " t=\"inlineStr\"><is><t");
	buf_add_text(&w->xml, kept ? " xml:space=\"preserve\">" : ">");
	add_text(&w->xml, text);
	buf_add_text(&w->xml, "</t></is></c>");
}

static bool add_cell(struct xlsx_writer *w, const struct xlsx_column *c, bool header,
    struct str text, struct error *e)
{
	size_t point;
	if (text.n == 0)
		return true;
	if (text.n > XLSX_CELL_MAX && count_units(text) > XLSX_CELL_MAX)
		return error_set(e, ERROR_SYSTEM,
		    /* TRANSLATORS: a cell such as C17 */
		    _("cell %s%s has %zu characters, a workbook takes %d in one; write .csv"),
		    c->letters, w->number, utf8_count(text), XLSX_CELL_MAX);
	if (!header && c->kind != XLSX_TEXT && is_number(text, &point))
		add_number(w, c, text, point);
	else
		add_string(w, c, header ? STYLE_HEADER : STYLE_TEXT, text);
	return true;
}

/* --- the sheet -------------------------------------------------------------------------------- */

static void write_xml(struct xlsx_writer *w)
{
	zip_writer_add(w->zip, buf_str(&w->xml));
	w->xml.n = 0;
}

/* Columns have their style too, for cells that are filled in later. */
static void add_columns(const struct xlsx_writer *w, struct buf *xml)
{
	if (w->count == 0)
		return;
	buf_add_text(xml, "<cols>");
	for (size_t i = 0; i < w->count; i++)
		buf_printf(xml,
		    "<col min=\"%zu\" max=\"%zu\" width=\"%zu\" style=\"%d\" customWidth=\"1\"/>",
		    i + 1, i + 1, w->columns[i].width, style_of_kind[w->columns[i].kind]);
	buf_add_text(xml, "</cols>");
}

static void begin_sheet(struct xlsx_writer *w)
{
	struct buf xml = BUF_INIT;
	if (w->started)
		return;
	w->started = true;
	zip_writer_begin(w->zip, "xl/worksheets/sheet1.xml");
	buf_add_text(&xml, DECLARATION "<worksheet xmlns=\"" MAIN "\"><sheetViews>"
				       "<sheetView tabSelected=\"1\" workbookViewId=\"0\">");
	if (w->header)
		buf_add_text(&xml, "<pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\""
				   " state=\"frozen\"/><selection pane=\"bottomLeft\"/>");
	buf_add_text(&xml, "</sheetView></sheetViews>");
	add_columns(w, &xml);
	buf_add_text(&xml, "<sheetData>");
	zip_writer_add(w->zip, buf_str(&xml));
	buf_release(&xml);
}

static void widen(struct xlsx_writer *w, const struct str *cells)
{
	for (size_t i = 0; i < w->count; i++) {
		size_t width = utf8_width(cells[i]) + MARGIN;
		if (width > WIDTH_MAX)
			width = WIDTH_MAX;
		if (width > w->columns[i].width)
			w->columns[i].width = width;
	}
}

static bool has_room(const struct xlsx_writer *w, struct error *e)
{
	if (w->count > XLSX_COLUMNS_MAX)
		return error_set(e, ERROR_SYSTEM,
		    _("%zu columns are more than a workbook takes (%d); choose some with --fields, "
		      "or write .csv"),
		    w->count, XLSX_COLUMNS_MAX);
	if (w->rows >= XLSX_ROWS_MAX)
		return error_set(e, ERROR_SYSTEM,
		    _("there are more rows than a workbook takes (%d); choose some with "
		      "conditions, or write .csv"),
		    XLSX_ROWS_MAX);
	if (zip_writer_is_full(w->zip))
		return error_set(e, ERROR_SYSTEM, "%s", _("the file would be longer than 4 GiB"));
	return true;
}

static bool add_row(struct xlsx_writer *w, const struct str *cells, bool header, struct error *e)
{
	if (!has_room(w, e))
		return false;
	w->rows++;
	if (!w->started)
		widen(w, cells);
	snprintf(w->number, sizeof(w->number), "%llu", (unsigned long long)w->rows);
	buf_printf(&w->xml, "<row r=\"%s\">", w->number);
	for (size_t i = 0; i < w->count; i++)
		if (!add_cell(w, &w->columns[i], header, cells[i], e))
			return false;
	buf_add_text(&w->xml, "</row>");
	if (w->rows >= SAMPLE_ROWS || w->xml.n >= SAMPLE_BYTES)
		begin_sheet(w);
	if (w->started && w->xml.n >= BLOCK_BYTES)
		write_xml(w);
	return true;
}

bool xlsx_writer_header(struct xlsx_writer *w, const struct str *cells, struct error *e)
{
	w->header = true;
	return add_row(w, cells, true, e);
}

bool xlsx_writer_row(struct xlsx_writer *w, const struct str *cells, struct error *e)
{
	return add_row(w, cells, false, e);
}

bool xlsx_writer_finish(struct xlsx_writer *w, struct error *e)
{
	begin_sheet(w);
	write_xml(w);
	zip_writer_add(w->zip, STR("</sheetData></worksheet>\n"));
	return zip_writer_finish(w->zip, e);
}

void xlsx_writer_free(struct xlsx_writer *w)
{
	if (!w)
		return;
	zip_writer_free(w->zip);
	free(w->columns);
	buf_release(&w->xml);
	free(w);
}
