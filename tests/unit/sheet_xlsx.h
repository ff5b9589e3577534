/*
 * Workbooks (.xlsx) for unit tests, made in memory part by part. What is read of one is compared as
 * text, a row a line: "2h: t:甲|-|n:3" is the hidden row 2 with a text, an empty cell and a number.
 */
#ifndef SHEET_XLSX_H
#define SHEET_XLSX_H

#include "unit.h"

#include "base/utf8.h"
#include "sheet/sheet_internal.h"

#include <zip.h>

/* --- making workbooks --------------------------------------------------------------------- */

#define MAIN "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" "
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define RELATIONS                                                                                  \
	"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
#define RELATION(id, kind, target)                                                                 \
	"<Relationship Id=\"" id "\" Type=\"" OFFICE "/" kind "\" Target=\"" target "\"/>"

struct file {
	const char *name, *text;
	size_t n; /* 0: that of the text */
};

enum { FILES_MAX = 16 };

/* A workbook of one sheet 东湖; the other parts can be replaced. */
struct book {
	struct file files[FILES_MAX];
	size_t count;
	zip_int32_t method; /* of packing */
	bool encrypted;
};

static inline void put(struct book *b, const char *name, const char *text)
{
	size_t i = 0;
	while (i < b->count && strcmp(b->files[i].name, name) != 0)
		i++;
	assert_true(i < FILES_MAX);
	b->files[i] = (struct file){name, text, 0};
	b->count += i == b->count;
}

static const char strings_part[] = "xl/sharedStrings.xml", styles_part[] = "xl/styles.xml",
		  sheet_part[] = "xl/worksheets/sheet1.xml", book_part[] = "xl/workbook.xml",
		  book_relations[] = "xl/_rels/workbook.xml.rels", root_relations[] = "_rels/.rels";

static inline struct book new_book(const char *sheet)
{
	struct book b = {.method = ZIP_CM_DEFLATE};
	put(&b, "[Content_Types].xml", "<Types/>");
	put(&b, root_relations,
	    RELATIONS RELATION("r1", "officeDocument", "xl/workbook.xml") "</Relationships>");
	put(&b, book_part,
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?><workbook " MAIN "xmlns:r=\"" OFFICE
	    "\"><sheets><sheet name=\"东湖\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>");
	put(&b, book_relations,
	    RELATIONS RELATION("r1", "worksheet", "worksheets/sheet1.xml")
		RELATION("r2", "styles", "/xl/styles.xml")
		    RELATION("r3", "sharedStrings", "sharedStrings.xml") "</Relationships>");
	put(&b, strings_part,
	    "<sst " MAIN "><si><t>甲</t></si><si><t> 乙 丙 </t></si><si><t "
	    "xml:space=\"preserve\"> 丁 </t></si></sst>");
	put(&b, styles_part,
	    "<styleSheet " MAIN "><numFmts><numFmt numFmtId=\"164\" "
	    "formatCode=\"yyyy\\-mm\\-dd;@\"/></numFmts><cellStyleXfs><xf "
	    "numFmtId=\"22\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf "
	    "numFmtId=\"164\"/><xf numFmtId=\"27\"/><xf numFmtId=\"20\"/></cellXfs></styleSheet>");
	put(&b, sheet_part, sheet);
	return b;
}

static inline struct str pack(const struct book *b)
{
	zip_source_t *archive = zip_source_buffer_create(NULL, 0, 0, NULL);
	zip_t *zip = zip_open_from_source(archive, ZIP_TRUNCATE, NULL);
	assert_non_null(zip);
	zip_source_keep(archive);
	for (size_t i = 0; i < b->count; i++) {
		const struct file *f = b->files + i;
		size_t n = f->n ? f->n : strlen(f->text);
		zip_source_t *text = zip_source_buffer(zip, f->text, n, 0);
		zip_int64_t at = zip_file_add(zip, f->name, text, ZIP_FL_ENC_UTF_8);
		assert_true(at >= 0);
		assert_int_equal(zip_set_file_compression(zip, (zip_uint64_t)at, b->method, 0), 0);
		if (b->encrypted && strcmp(f->name, sheet_part) == 0)
			assert_int_equal(zip_file_set_encryption(
					     zip, (zip_uint64_t)at, ZIP_EM_AES_256, "secret"),
			    0);
	}
	assert_int_equal(zip_close(zip), 0);
	zip_stat_t status;
	assert_int_equal(zip_source_stat(archive, &status), 0);
	char *bytes = malloc(status.size);
	assert_int_equal(zip_source_open(archive), 0);
	assert_int_equal(zip_source_read(archive, bytes, status.size), status.size);
	zip_source_close(archive);
	zip_source_free(archive);
	return (struct str){bytes, status.size};
}

/* A sheet of these rows. */
#define SHEET(rows) "<worksheet " MAIN "><sheetData>" rows "</sheetData></worksheet>"
#define ONE SHEET("<row><c><v>1</v></c></row>")
#define TWO SHEET("<row><c><v>2</v></c></row>")

/* --- reading them ------------------------------------------------------------------------- */

struct got {
	struct buf rows;
	struct sheet_facts facts;
	bool opened;
	int status; /* the last that sheet_next gave */
	struct error e;
};

static inline void add_row(struct buf *out, const struct sheet_row *row)
{
	static const char kinds[] = "-tndbf";
	assert_true(row->count > 0 && row->cells[row->count - 1].kind != SHEET_EMPTY);
	buf_printf(out, "%zu%s:", (size_t)row->number, row->hidden ? "h" : "");
	for (size_t i = 0; i < row->count; i++) {
		const struct sheet_cell *cell = row->cells + i;
		buf_add_char(out, i ? '|' : ' ');
		buf_add_char(out, kinds[cell->kind]);
		assert_int_equal(cell->kind == SHEET_EMPTY, cell->text.n == 0);
		assert_int_equal(utf8_valid_prefix(cell->text), cell->text.n);
		if (cell->text.n)
			buf_add_char(out, ':');
		buf_add_str(out, cell->text);
	}
	buf_add_char(out, '\n');
}

static inline struct got read_bytes(struct str content, const char *tab)
{
	struct got g = {.status = -1};
	struct sheet s = {.path = (char[]){"表.xlsx"}};
	struct sheet_options options = {.sheet = tab};
	struct sheet_row row;
	struct str copy = exact_copy(content);
	g.opened = sheet_open_xlsx(&s, copy, &options, &g.e);
	if (g.opened) {
		while ((g.status = s.format->next(s.state, &row, &g.e)) > 0)
			add_row(&g.rows, &row);
		/* at the end or a fault it stays */
		struct error again = ERROR_INIT;
		assert_int_equal(s.format->next(s.state, &row, &again), g.status);
		if (g.status < 0)
			assert_string_equal(again.message, g.e.message);
		g.facts = s.facts;
		g.facts.name = NULL;
		s.format->close(s.state);
	}
	free((void *)(uintptr_t)copy.p);
	return g;
}

static inline struct got read_book(const struct book *b, const char *tab)
{
	struct str bytes = pack(b);
	struct got g = read_bytes(bytes, tab);
	free((void *)(uintptr_t)bytes.p);
	return g;
}

static inline void expect_book(const struct book *b, const char *tab, const char *rows)
{
	struct got g = read_book(b, tab);
	assert_true(g.opened);
	if (g.status < 0)
		fail_msg(
		    "%s:%zu:%zu: %s", g.e.file, (size_t)g.e.line, (size_t)g.e.column, g.e.message);
	assert_str(buf_str(&g.rows), rows);
	buf_release(&g.rows);
}

static inline void expect(const char *sheet, const char *rows)
{
	struct book b = new_book(sheet);
	expect_book(&b, NULL, rows);
}

/* Refused at that row and column, and why. */
static inline void refuse_book(const struct book *b, const char *tab, enum error_kind kind,
    uint64_t line, uint64_t column, const char *why)
{
	struct got g = read_book(b, tab);
	assert_int_equal(g.status, -1);
	if (!strstr(g.e.message, why))
		fail_msg("'%s' lacks '%s'", g.e.message, why);
	assert_int_equal(g.e.kind, kind);
	assert_string_equal(g.e.file, "表.xlsx");
	assert_int_equal(g.e.line, line);
	assert_int_equal(g.e.column, column);
	buf_release(&g.rows);
}

static inline void refuse(const char *sheet, uint64_t line, uint64_t column, const char *why)
{
	struct book b = new_book(sheet);
	refuse_book(&b, NULL, ERROR_DATA, line, column, why);
}

static inline void refuse_part(const char *part, const char *text, const char *why)
{
	struct book b = new_book(SHEET(""));
	put(&b, part, text);
	refuse_book(&b, NULL, ERROR_DATA, 0, 0, why);
}

#endif
