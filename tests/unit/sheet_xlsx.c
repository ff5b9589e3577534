/*
 * Workbooks (.xlsx), made here in memory part by part. What is read of one is compared as text, a
 * row a line: "2h: t:甲|-|n:3" is the hidden row 2 with a text, an empty cell and a number. SEED
 * and FLIPS in the environment try other damages and more.
 */
#include "unit.h"

#include "base/utf8.h"
#include "csv/input.h"
#include "sheet/sheet_internal.h"
#include "sheet/xlsx_text.h"
#include "sheet/xlsx_value.h"

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

static void put(struct book *b, const char *name, const char *text)
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

static struct book new_book(const char *sheet)
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

static struct str pack(const struct book *b)
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

/* --- reading them ------------------------------------------------------------------------- */

struct got {
	struct buf rows;
	struct sheet_facts facts;
	bool opened;
	int status; /* the last that sheet_next gave */
	struct error e;
};

static void add_row(struct buf *out, const struct sheet_row *row)
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

static struct got read_bytes(struct str content, const char *tab)
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

static struct got read_book(const struct book *b, const char *tab)
{
	struct str bytes = pack(b);
	struct got g = read_bytes(bytes, tab);
	free((void *)(uintptr_t)bytes.p);
	return g;
}

static void expect_book(const struct book *b, const char *tab, const char *rows)
{
	struct got g = read_book(b, tab);
	assert_true(g.opened);
	if (g.status < 0)
		fail_msg(
		    "%s:%zu:%zu: %s", g.e.file, (size_t)g.e.line, (size_t)g.e.column, g.e.message);
	assert_str(buf_str(&g.rows), rows);
	buf_release(&g.rows);
}

static void expect(const char *sheet, const char *rows)
{
	struct book b = new_book(sheet);
	expect_book(&b, NULL, rows);
}

/* Refused at that row and column, and why. */
static void refuse_book(const struct book *b, const char *tab, enum error_kind kind, uint64_t line,
    uint64_t column, const char *why)
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

static void refuse(const char *sheet, uint64_t line, uint64_t column, const char *why)
{
	struct book b = new_book(sheet);
	refuse_book(&b, NULL, ERROR_DATA, line, column, why);
}

static void refuse_part(const char *part, const char *text, const char *why)
{
	struct book b = new_book(SHEET(""));
	put(&b, part, text);
	refuse_book(&b, NULL, ERROR_DATA, 0, 0, why);
}

/* --- cells -------------------------------------------------------------------------------- */

static void test_types(void **unused)
{
	(void)unused;
	expect(SHEET("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\"><v>12</v></c>"
		     "<c r=\"C1\" t=\"n\"><v> 0.5 </v></c><c r=\"D1\" t=\"b\"><v>1</v></c>"
		     "<c r=\"E1\" t=\"b\"><v>0</v></c><c r=\"F1\" t=\"e\"><v>#N/A</v></c>"
		     "<c r=\"G1\" t=\"str\"><v>串 </v></c>"
		     "<c r=\"H1\" t=\"inlineStr\"><is><t>内</t></is></c>"
		     "<c r=\"I1\" s=\"1\"><v>46150</v></c>"
		     "<c r=\"J1\" t=\"d\"><v>2026-05-08T00:00:00</v></c></row>"),
	    "1: t:甲|n:12|n:0.5|b:TRUE|b:FALSE|f:#N/A|t:串 |t:内|d:2026-05-08|d:2026-05-08\n");
	/* blank ones of every type */
	expect(SHEET("<row><c t=\"s\"/><c/><c s=\"1\"><v/></c><c t=\"inlineStr\"><is><t/></is></c>"
		     "<c t=\"str\"><v></v></c><c t=\"b\"/><c t=\"e\"><v/></c><c t=\"d\"/></row>"
		     "<row><c><v>1</v></c><c t=\"s\"/></row>"),
	    "2: n:1\n");
}

static void test_places(void **unused)
{
	(void)unused;
	expect(SHEET("<row r=\"3\"><c r=\"B3\"><v>1</v></c><c r=\"AA3\"><v>2</v></c></row>"
		     "<row><c><v>3</v></c><c r=\"D4\"><v>4</v></c><c><v>5</v></c></row><row/>"
		     "<row r=\"7\"><c r=\"C7\"><v>7</v></c><c r=\"A7\"><v>6</v></c></row>"),
	    "3: -|n:1|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|n:2\n"
	    "4: n:3|-|-|n:4|n:5\n7: n:6|-|n:7\n");
	/* the last cell of a sheet */
	struct book b =
	    new_book(SHEET("<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>"));
	struct got g = read_book(&b, NULL);
	assert_int_equal(g.status, 0);
	assert_true(str_starts(buf_str(&g.rows), STR("1048576: -|")));
	assert_int_equal(g.rows.n, 9 + 2 * 16383 + 4);
	buf_release(&g.rows);
	refuse(SHEET("<row r=\"1048577\"/>"), 0, 0, "row 1048577 is beyond the last");
	refuse(SHEET("<row r=\"1048576\"/><row/>"), 1048576, 0, "row 1048577 is beyond the last");
	refuse(SHEET("<row r=\"2\"/><row r=\"2\"/>"), 2, 0, "row '2' stands behind row 2");
	refuse(SHEET("<row r=\"0\"/>"), 0, 0, "row '0'");
	refuse(SHEET("<row r=\"-1\"/>"), 0, 0, "row '-1'");
	refuse(SHEET("<row r=\"4294967297\"/>"), 0, 0, "row '4294967297'");
	refuse(SHEET("<row><c r=\"XFD1\"/><c/></row>"), 1, 0, "more cells than a sheet, 16384");
	static const char *const bad[] = {"XFE1", "A2", "A0", "A01", "1", "A", "a1", "A1:B1",
	    "$A$1", "", "A-1", "AAAAAAAAAAAA1", "A99999999999999999999", "R1C1"};
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		char sheet[400];
		snprintf(sheet, sizeof(sheet),
		    SHEET("<row><c><v>1</v></c><c r=\"%s\"><v>2</v></c></row>"), bad[i]);
		refuse(sheet, 1, 0, "is no cell of this row");
	}
	refuse(SHEET("<row><c r=\"B1\"><v>1</v></c><c r=\"B1\"><v>2</v></c></row>"), 1, 2,
	    "this cell is there twice");
}

static void test_strings(void **unused)
{
	(void)unused;
	struct book b = new_book(SHEET("<row><c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c>"
				       "<c t=\"s\"><v>2</v></c><c t=\"s\"><v>3</v></c></row>"));
	put(&b, strings_part,
	    "<sst " MAIN "count=\"9\"><si><r><rPr><b/></rPr><t>东</t></r><r><t "
	    "xml:space=\"preserve\"> 湖</t></r><rPh sb=\"0\" eb=\"1\"><t>ドン</t></rPh><phoneticPr "
	    "fontId=\"1\"/></si><si><t>\n 东 湖\t</t></si><si xml:space=\"preserve\"><t> 东 "
	    "</t><extLst><t>x</t></extLst></si><si><t>&lt;&amp;&#x4E1C;</t></si></sst>");
	expect_book(&b, NULL, "1: t:东 湖|t:东 湖|t: 东 |t:<&东\n");
	/* with a prefix, as some programs write them */
	put(&b, strings_part,
	    "<x:sst xmlns:x=\"main\"><x:si><x:t>a</x:t></x:si><x:si/><x:si><x:r><x:t>b</x:t></x:r>"
	    "</x:si><x:si><x:t><![CDATA[c<]]></x:t></x:si></x:sst>");
	expect_book(&b, NULL, "1: t:a|-|t:b|t:c<\n");
	refuse(SHEET("<row r=\"5\"><c/><c t=\"s\"><v>3</v></c></row>"), 5, 2,
	    "the cell has text 3 of the workbook's 3");
	refuse(SHEET("<row><c t=\"s\"><v>-1</v></c></row>"), 1, 1, "not of the type");
	refuse(SHEET("<row><c t=\"s\"><v>4294967296</v></c></row>"), 1, 1, "not of the type");
	/* a workbook without any */
	b = new_book(SHEET("<row><c t=\"s\"><v>0</v></c></row>"));
	put(&b, book_relations,
	    RELATIONS RELATION("r1", "worksheet", "worksheets/sheet1.xml") "</Relationships>");
	refuse_book(&b, NULL, ERROR_DATA, 1, 1, "the cell has text 0 of the workbook's 0");
}

static void expect_text(const char *raw, const char *want)
{
	struct buf out = BUF_INIT;
	struct str copy = exact_copy(str_of(raw));
	int32_t code = xlsx_text_add(copy, &out);
	if (want)
		assert_str(buf_str(&out), want);
	assert_int_equal(code == XLSX_TEXT_GOOD, want != NULL);
	assert_true(out.n <= copy.n);
	free((void *)(uintptr_t)copy.p);
	buf_release(&out);
}

static void test_text(void **unused)
{
	(void)unused;
	expect_text("", "");
	expect_text("a_x0041_", "aA");
	expect_text("_x4e1C_湖_xfF2f_", "东湖Ｏ");
	expect_text("\nx0041_", " x0041_");
	expect_text("_x005F_x0041_", "_x0041_");
	expect_text("_xD83D__xDE00_", "😀");
	expect_text("_xD800__xDC00__xDBFF__xDFFF_", "\xF0\x90\x80\x80\xF4\x8F\xBF\xBF");
	expect_text("_x41_ _X0041_ _x004G_ _x0041 _ __x0041_", "_x41_ _X0041_ _x004G_ _x0041 _ _A");
	expect_text("a\nb\r\nc\rd\n\ne_x000D_\nf_x000D__x000A_g\r", "a b c d  e f g ");
	expect_text("\r湖\n", " 湖 ");
	expect_text("\ta_x0009_b", "\ta\tb");
	expect_text("é\xC2\xA0", "é\xC2\xA0");
	expect_text("_x0000_", NULL);
	expect_text("_x0007_", NULL);
	expect_text("a\x7F", NULL);
	expect_text("\xC2\x85", NULL);
	expect_text("_xD83D_", NULL);
	expect_text("_xD83D__x0041_", NULL);
	expect_text("_xDE00_", NULL);
	refuse(SHEET("<row r=\"2\"><c/><c t=\"inlineStr\"><is><t>a_x0007_</t></is></c></row>"), 2,
	    2, "a control character");
	/* among the shared ones only when a cell has it */
	struct book b = new_book(SHEET("<row><c t=\"s\"><v>2</v></c></row>"));
	put(&b, strings_part,
	    "<sst><si><t>a</t></si><si><t>_x0001_b</t></si><si><t>c</t></si></sst>");
	expect_book(&b, NULL, "1: t:c\n");
	put(&b, sheet_part, SHEET("<row><c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c></row>"));
	refuse_book(&b, NULL, ERROR_DATA, 1, 2, "a control character");
}

static void test_numbers(void **unused)
{
	(void)unused;
	static const char *const good[][2] = {
	    {"0", "0"},
	    {"7", "7"},
	    {"-7", "-7"},
	    {"+7", "7"},
	    {"007", "7"},
	    {"-0", "0"},
	    {"0.0", "0"},
	    {"1.50", "1.5"},
	    {".5", "0.5"},
	    {"5.", "5"},
	    {"-.25", "-0.25"},
	    {"999999999999999", "999999999999999"},
	    {"1000000000000000", "1E+15"},
	    {"914403001922038216", "9.14403001922038E+17"},
	    {"9.14E+17", "9.14E+17"},
	    {"9.14e17", "9.14E+17"},
	    {"360102002", "360102002"},
	    {"1E3", "1000"},
	    {"1.5E-3", "0.0015"},
	    {"0.00001", "0.00001"},
	    {"0.000001", "1E-06"},
	    {"1.2345678E-7", "1.2345678E-07"},
	    {"0.30000000000000004", "0.3"},
	    {"1234.5600000000002", "1234.56"},
	    {"0.1", "0.1"},
	    {"847433.74", "847433.74"},
	    {"2.2000000000000002", "2.2"},
	    {"99999999999999.9", "99999999999999.9"},
	    {"999999999999999.6", "1E+15"},
	    {"1E-400", "0"},
	    {"-1E300", "-1E+300"},
	    {"120", "120"},
	    {"0.50", "0.5"},
	    {"00.5", "0.5"},
	    {"0.000012", "0.000012"},
	    {"0.0000012", "1.2E-06"},
	    {"10.000001", "10.000001"},
	    {"1234567890.123456", "1234567890.12346"},
	    {"1.2E2", "120"},
	    {"123456789012.25", "123456789012.25"},
	    {"4.9406564584124654E-324", "4.94065645841247E-324"},
	};
	static const char *const bad[] = {"", "-", ".", "+.", "1,234", "1e", "1e+", "0x10", "INF",
	    "NaN", "1E400", "1 2", "１", "--1", "1.2.3", "1-", " 1",
	    "0000000000000000000000000000000000000000000000000000000000000001"};
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		struct buf out = BUF_INIT;
		struct str copy = exact_copy(str_of(good[i][0]));
		assert_true(xlsx_number_text(copy, &out));
		assert_str(buf_str(&out), good[i][1]);
		buf_release(&out);
		free((void *)(uintptr_t)copy.p);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct buf out = BUF_INIT;
		if (xlsx_number_text(str_of(bad[i]), &out) || out.n)
			fail_msg("'%s' is taken for a number", bad[i]);
		buf_release(&out);
	}
	refuse(SHEET("<row><c/><c/><c><v>12人</v></c></row>"), 1, 3, "not of the type");
	refuse(SHEET("<row><c t=\"b\"><v>2</v></c></row>"), 1, 1, "not of the type");
	refuse(SHEET("<row><c t=\"x\"><v>2</v></c></row>"), 1, 1, "unknown type 'x'");
	refuse(SHEET("<row><c s=\"x\"><v>2</v></c></row>"), 1, 1, "unknown style 'x'");
	refuse(SHEET("<row><c s=\"5\"><v>2</v></c></row>"), 1, 1, "style 5, which");
}

/* --- dates -------------------------------------------------------------------------------- */

static void expect_day(const char *number, bool since_1904, const char *want)
{
	struct buf out = BUF_INIT;
	bool good = xlsx_day_text(str_of(number), since_1904, &out);
	assert_int_equal(good, want != NULL);
	assert_str(buf_str(&out), want ? want : "");
	buf_release(&out);
}

static void test_days(void **unused)
{
	(void)unused;
	expect_day("1", false, "1900-01-01");
	expect_day("59", false, "1900-02-28");
	expect_day("60", false, NULL);
	expect_day("60.5", false, NULL);
	expect_day("61", false, "1900-03-01");
	expect_day("46150", false, "2026-05-08");
	expect_day("46150.520833333336", false, "2026-05-08T12:30:00");
	expect_day("46150.999999", false, "2026-05-09");
	expect_day("46150.99998", false, "2026-05-08T23:59:58");
	expect_day("2958465", false, "9999-12-31");
	expect_day("2958466", false, NULL);
	expect_day("20260508", false, NULL);
	expect_day("1E300", false, NULL);
	expect_day("0", false, NULL);
	expect_day("0.5", false, NULL);
	expect_day("-1", false, NULL);
	expect_day("x", false, NULL);
	expect_day("0", true, "1904-01-01");
	expect_day("60", true, "1904-03-01");
	expect_day("44688", true, "2026-05-08");
	expect_day("2957003", true, "9999-12-31");
	expect_day("2957004", true, NULL);
	/* in a sheet: what is no day stays a number, and so does a time of day alone */
	expect(SHEET("<row><c s=\"2\"><v>46150</v></c><c s=\"2\"><v>60</v></c><c "
		     "s=\"2\"><v>20260508</v></c><c s=\"4\"><v>0.5</v></c><c t=\"n\" "
		     "s=\"1\"><v>46150</v></c></row>"
		     /* of a month alone nobody knows whether its first day was meant */
		     "<row><c s=\"3\"><v>46143</v></c><c s=\"3\"><v>46150</v></c><c "
		     "s=\"3\"><v>46143.5</v></c><c s=\"3\"><v>0</v></c></row>"),
	    "1: d:2026-05-08|n:60|n:20260508|n:0.5|d:2026-05-08\n"
	    "2: t:2026年5月|d:2026-05-08|d:2026-05-01T12:00:00|n:0\n");
	struct book b = new_book(SHEET("<row><c s=\"1\"><v>44688</v></c></row>"));
	put(&b, book_part,
	    "<workbook xmlns:r=\"r\"><workbookPr date1904=\"1\"/><sheets><sheet name=\"a\" "
	    "r:id=\"r1\"/></sheets></workbook>");
	expect_book(&b, NULL, "1: d:2026-05-08\n");
}

static void test_iso_days(void **unused)
{
	(void)unused;
	expect(SHEET("<row><c t=\"d\"><v>2026-05-08</v></c><c t=\"d\"><v>2026-05-08T12:30:00Z</v>"
		     "</c><c t=\"d\"><v>2026-05-08T12:30:00.250</v></c><c t=\"d\"><v>12:30:00</v>"
		     "</c><c t=\"d\"><v>2026-02-30</v></c><c t=\"d\"><v>2026-05-08T12:30:00+08:00"
		     "</v></c><c t=\"d\"><v>2026-05-08T12:30:00.</v></c></row>"),
	    "1: d:2026-05-08|d:2026-05-08T12:30:00|d:2026-05-08T12:30:00|t:12:30:00|t:2026-02-30|"
	    "t:2026-05-08T12:30:00+08:00|d:2026-05-08T12:30:00\n");
}

static void test_formats(void **unused)
{
	(void)unused;
	static const char *const days[] = {"yyyy-mm-dd", "m/d/yy h:mm", "yyyy\"年\"m\"月\"d\"日\"",
	    "[$-804]yyyy\"年\"m\"月\"d\"日\";@", "[DBNum1][$-804]m\"月\"d\"日\";@", "D-MMM",
	    "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "dddd", "aaaa", "h:mm d", "dd",
	    "[Red]yyyy/m/d", "yyyy/m/d\\ h:mm AM/PM", "e\"年\"m\"月\"d\"日\""};
	static const char *const months[] = {"mmm-yy", "h\\ mmm", "yyyy\"年\"m\"月\"", "yyyy",
	    "m\"月\"", "mmmm", "yyyy-mm", "h:mm yyyy-mm", "ee", "m\"月\" h:mm", "h:mm:ss m"};
	static const char *const numbers[] = {"General", "0.00", "0.00E+00", "##0.0E-0", "#,##0",
	    "@", "h:mm", "h:mm:ss", "mm:ss", "[h]:mm", "[hh]:mm:ss", "[mm]:ss", "mm:ss.0",
	    "h:mm AM/PM", "\"上午/下午\"h\"时\"mm\"分\"", "上午/下午h\"时\"mm\"分\"", "0\"days\"",
	    "0\\d", "0_d", "0*y", "[Red]0", "[>100]0", "G/通用格式\"元\"", "\"元\"0;yyyy", "0.0\"",
	    "[Red", "0\\", "", "\"US$\"#,##0", "_-* #,##0_-", "a/p", "[$¥-804]#,##0.00",
	    "General\"年\""};
	for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++)
		if (xlsx_format_style(str_of(days[i])) != XLSX_DAY)
			fail_msg("'%s' shows a day", days[i]);
	for (size_t i = 0; i < sizeof(months) / sizeof(months[0]); i++)
		if (xlsx_format_style(str_of(months[i])) != XLSX_MONTH)
			fail_msg("'%s' shows a month", months[i]);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		struct str copy = exact_copy(str_of(numbers[i]));
		if (xlsx_format_style(copy) != XLSX_PLAIN)
			fail_msg("'%s' shows a number", numbers[i]);
		free((void *)(uintptr_t)copy.p);
	}
}

static void test_builtin_formats(void **unused)
{
	(void)unused;
	/* by number from 0: day, month or neither */
	static const char want[] = "--------------dddm----d----mdddd----m-------------mdmdd--md-";
	for (uint32_t id = 0; id < sizeof(want) - 1; id++) {
		char letter = "-dm"[xlsx_builtin_style(id)];
		if (letter != want[id])
			fail_msg("format %u is %c", id, letter);
	}
	/* the workbook's own goes before */
	struct book b = new_book(SHEET("<row><c s=\"0\"><v>46150</v></c><c s=\"1\"><v>46150</v></c>"
				       "<c s=\"2\"><v>46150</v></c></row>"));
	put(&b, styles_part,
	    "<styleSheet><cellXfs><xf numFmtId=\"14\"/><xf numFmtId=\"31\"/><xf/></cellXfs>"
	    "<numFmts><numFmt numFmtId=\"31\" formatCode=\"d\"/><numFmt numFmtId=\"14\" "
	    "formatCode=\"0\"/></numFmts></styleSheet>");
	expect_book(&b, NULL, "1: n:46150|d:2026-05-08|n:46150\n");
	refuse_part(styles_part, "<styleSheet><numFmts><numFmt/></numFmts></styleSheet>",
	    "the workbook's styles are damaged");
	refuse_part(styles_part, "<styleSheet><cellXfs><xf numFmtId=\"x\"/></cellXfs></styleSheet>",
	    "the workbook's styles are damaged");
	refuse_part(styles_part, "<sst/>", "'xl/styles.xml' is not what a workbook has there");
}

static void test_formulas(void **unused)
{
	(void)unused;
	expect(SHEET("<row><c><f>1+1</f><v>2</v></c><c><f>1+1</f></c><c><f>1+1</f><v></v></c>"
		     "<c t=\"str\"><f>A1</f><v></v></c><c t=\"str\"><f>A1</f></c>"
		     "<c t=\"e\"><f>1/0</f><v>#DIV/0!</v></c><c t=\"b\"><f>A1</f><v>1</v></c>"
		     "<c t=\"b\"><f>A1</f></c><c s=\"1\"><f t=\"shared\" si=\"0\"/><v>46150</v></c>"
		     "<c t=\"str\"><f>A1</f><v>合计</v></c></row>"),
	    "1: n:2|f:=|f:=|-|f:=|f:#DIV/0!|b:TRUE|f:=|d:2026-05-08|t:合计\n");
}

static void test_facts(void **unused)
{
	(void)unused;
	struct book b = new_book("<worksheet><cols><col min=\"2\" max=\"3\" hidden=\"1\"/><col "
				 "min=\"4\" max=\"4\"/><col "
				 "min=\"7\" max=\"99999\" hidden=\"true\"/></cols><sheetData><row "
				 "hidden=\"1\"><c r=\"A1\">"
				 "<v>1</v></c></row><row hidden=\"0\"><c r=\"B2\"><v>1</v></c><c "
				 "r=\"D2\"><v>1</v></c></row>"
				 "<row hidden=\"true\"/><row><c r=\"B4\"><v>2</v></c><c "
				 "r=\"G4\"><v>2</v></c></row></sheetData>"
				 "<mergeCells><mergeCell ref=\"A1:B1\"/><mergeCell "
				 "ref=\"A3:B3\"/></mergeCells></worksheet>");
	struct got g = read_book(&b, NULL);
	assert_int_equal(g.status, 0);
	assert_str(buf_str(&g.rows), "1h: n:1\n2: -|n:1|-|n:1\n4: -|n:2|-|-|-|-|n:2\n");
	assert_int_equal(g.facts.hidden_rows, 1);
	assert_int_equal(g.facts.hidden_columns, 2);
	assert_int_equal(g.facts.merged, 2);
	assert_string_equal(g.facts.format, "XLSX");
	assert_null(g.facts.encoding);
	buf_release(&g.rows);
}

/* Rows that go over many blocks, and cells that are cut by their ends. */
static void test_many_rows(void **unused)
{
	(void)unused;
	enum { ROWS = 20000 };
	struct buf sheet = BUF_INIT, want = BUF_INIT;
	buf_add_text(&sheet, "<worksheet><sheetData>");
	for (int i = 1; i <= ROWS; i++) {
		buf_printf(&sheet,
		    "<row r=\"%d\"><c r=\"A%d\"><v>%d</v></c><c r=\"B%d\" t=\"s\"><v>%d</v></c>"
		    "<c r=\"C%d\" t=\"inlineStr\"><is><t>东湖样本单位第%d号</t></is></c></row>",
		    i, i, i * 7, i, i % 2 * 2, i, i);
		buf_printf(&want, "%d: n:%d|t:%s|t:东湖样本单位第%d号\n", i, i * 7,
		    i % 2 ? " 丁 " : "甲", i);
	}
	buf_add_text(&sheet, "</sheetData></worksheet>");
	expect(buf_text(&sheet), buf_text(&want));
	struct book b = new_book(buf_text(&sheet));
	b.method = ZIP_CM_STORE;
	expect_book(&b, NULL, buf_text(&want));
	buf_release(&sheet);
	buf_release(&want);
}

/* --- sheets ------------------------------------------------------------------------------- */

static struct book three_sheets(const char *one, const char *two, const char *three)
{
	struct book b = new_book(one);
	put(&b, book_part,
	    "<workbook xmlns:r=\"r\"><sheets><sheet name=\"豫章\" r:id=\"r1\"/><sheet name=\"隐\" "
	    "state=\"hidden\" r:id=\"r2\"/><sheet name=\"图\" r:id=\"r4\"/><sheet name=\"大院\" "
	    "state=\"visible\" r:id=\"r3\"/></sheets></workbook>");
	put(&b, book_relations,
	    RELATIONS RELATION("r1", "worksheet", "worksheets/sheet1.xml")
		RELATION("r2", "worksheet", "../xl/./worksheets/sheet2.xml")
		    RELATION("r3", "worksheet", "/xl/worksheets/SHEET3.xml")
			RELATION("r4", "chartsheet", "charts/1.xml") "</Relationships>");
	put(&b, "xl/worksheets/sheet2.xml", two);
	put(&b, "xl/worksheets/sheet3.xml", three);
	return b;
}

#define ONE SHEET("<row><c><v>1</v></c></row>")
#define TWO SHEET("<row><c><v>2</v></c></row>")
#define THREE SHEET("<row/><row><c/><c><v>3</v></c></row>")

static void test_choice(void **unused)
{
	(void)unused;
	struct book b = three_sheets(ONE, TWO, THREE);
	refuse_book(&b, NULL, ERROR_USAGE, 0, 0,
	    "several sheets: '豫章', '图', '大院'; choose one with --sheet");
	expect_book(&b, "豫章", "1: n:1\n");
	expect_book(&b, "隐", "1: n:2\n");
	expect_book(&b, "大院", "2: -|n:3\n");
	/* numbers count what a person sees */
	expect_book(&b, "1", "1: n:1\n");
	expect_book(&b, "3", "2: -|n:3\n");
	refuse_book(&b, "2", ERROR_USAGE, 0, 0, "the sheet '图' is a chart");
	static const char *const none[] = {"0", "4", "-1", "豫", "", "1.0"};
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
		refuse_book(&b, none[i], ERROR_USAGE, 0, 0, "it has '豫章', '隐', '图', '大院'");
	b = three_sheets(ONE, TWO, SHEET("<row><c s=\"1\"/><c t=\"str\"><v/></c></row>"));
	expect_book(&b, NULL, "1: n:1\n");
	b = three_sheets(SHEET(""), TWO, THREE);
	expect_book(&b, NULL, "2: -|n:3\n");
	b = three_sheets(SHEET(""), TWO, SHEET(""));
	expect_book(&b, NULL, "");
	b = three_sheets(SHEET("<row r=\"4\"><c t=\"s\"><v>9</v></c></row>"), TWO, THREE);
	refuse_book(&b, NULL, ERROR_DATA, 4, 1, "the cell has text 9");
}

static void test_names(void **unused)
{
	(void)unused;
	struct book b = new_book(ONE);
	put(&b, book_part,
	    "<workbook xmlns:r=\"r\"><sheets><sheet name=\"2\" state=\"veryHidden\" r:id=\"r1\"/>"
	    "</sheets></workbook>");
	refuse_book(
	    &b, NULL, ERROR_USAGE, 0, 0, "no sheet with cells; choose one of '2' with --sheet");
	expect_book(&b, "2", "1: n:1\n");
	refuse_book(&b, "1", ERROR_USAGE, 0, 0, "no sheet '1'; it has '2'");
	struct buf many = BUF_INIT;
	buf_add_text(&many, "<workbook xmlns:r=\"r\"><sheets>");
	for (int i = 1; i <= 11; i++)
		buf_printf(&many, "<sheet name=\"a%d_x0041_\" r:id=\"r1\"/>", i);
	buf_add_text(&many, "</sheets></workbook>");
	put(&b, book_part, buf_text(&many));
	refuse_book(&b, NULL, ERROR_USAGE, 0, 0, "'a9A', 'a10A', …; choose one");
	expect_book(&b, "a11A", "1: n:1\n");
	buf_release(&many);
}

/* The names of ISO/IEC 29500 "strict", in another encoding, and a workbook of charts alone. */
static void test_strict(void **unused)
{
	(void)unused;
#define STRICT "http://purl.oclc.org/ooxml/officeDocument/relationships/"
	struct book b =
	    new_book("<?xml version='1.0' encoding='ISO-8859-1'?><w:worksheet "
		     "xmlns:w=\"http://purl.oclc.org/ooxml/spreadsheetml/main\">"
		     "<w:sheetData><w:row w:r=\"9\" r=\"2\"><w:c t=\"d\"><w:v>2026-05-08"
		     "</w:v></w:c><w:c t=\"str\"><w:v>\xE9</w:v></w:c></w:row></w:sheetData>"
		     "</w:worksheet>");
	put(&b, root_relations,
	    RELATIONS "<Relationship Id=\"a\" Type=\"" STRICT
		      "officeDocument\" Target=\"/xl/workbook.xml\"/></Relationships>");
	put(&b, book_relations,
	    RELATIONS "<Relationship Id=\"r1\" Type=\"" STRICT
		      "worksheet\" Target=\"worksheets/sheet1.xml\" TargetMode=\"Internal\"/>"
		      "</Relationships>");
	expect_book(&b, NULL, "2: d:2026-05-08|t:é\n");
}

static void test_charts(void **unused)
{
	(void)unused;
	struct book b = new_book(ONE);
	put(&b, book_relations,
	    RELATIONS RELATION("r1", "chartsheet", "charts/1.xml") "</Relationships>");
	refuse_book(&b, NULL, ERROR_USAGE, 0, 0, "shows no sheet with cells; choose one of '东湖'");
}

/* --- hostile and damaged ------------------------------------------------------------------ */

static void test_doctype(void **unused)
{
	(void)unused;
	static const char bomb[] =
	    "<!DOCTYPE worksheet [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>" SHEET(
		"<row><c t=\"str\"><v>&b;</v></c></row>");
	refuse(bomb, 0, 0, "'xl/worksheets/sheet1.xml' declares a document type");
	refuse("<!DOCTYPE worksheet SYSTEM \"http://example.com/x.dtd\">" SHEET(""), 0, 0,
	    "declares a document type");
	static const char *const parts[] = {
	    strings_part, styles_part, book_part, book_relations, root_relations};
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		refuse_part(parts[i], bomb, "declares a document type");
	refuse(SHEET("<row r=\"2\"><c t=\"str\"><v>&b;</v></c></row>"), 2, 1, "not well-formed");
}

static void test_nesting(void **unused)
{
	(void)unused;
	enum { DEPTH = 10000 };
	struct buf deep = BUF_INIT;
	buf_add_text(&deep, "<worksheet><extLst>");
	for (int i = 0; i < DEPTH; i++)
		buf_add_text(&deep, "<a>");
	for (int i = 0; i < DEPTH; i++)
		buf_add_text(&deep, "</a>");
	buf_add_text(&deep, "</extLst></worksheet>");
	refuse(buf_text(&deep), 0, 0, "nests elements deeper");
	buf_release(&deep);
	/* as deep as is allowed */
	buf_add_text(&deep, "<worksheet>");
	for (int i = 0; i < 59; i++)
		buf_add_text(&deep, "<a>");
	for (int i = 0; i < 59; i++)
		buf_add_text(&deep, "</a>");
	buf_add_text(&deep, "<sheetData><row><c><v>1</v></c></row></sheetData></worksheet>");
	expect(buf_text(&deep), "1: n:1\n");
	buf_release(&deep);
}

/* What is passed over is not taken for cells. */
static void test_elsewhere(void **unused)
{
	(void)unused;
	expect(
	    "<worksheet><row><c><v>1</v></c></row><sheetData><c><v>2</v></c><x><row><c><v>3</v></c>"
	    "</row></x><row><x><c><v>4</v></c></x><c><x><v>5</v></x><v>6<x>7</x></v><extLst><v>8</"
	    "v>"
	    "</extLst></c></row></sheetData></worksheet>",
	    "1: n:6\n");
	refuse("<chartsheet/>", 0, 0, "is not what a workbook has there");
}

/* `n` times the same in front of a sheet's end. */
static void refuse_long(
    const char *begin, const char *one, size_t n, const char *end, const char *why)
{
	struct buf text = BUF_INIT;
	buf_add_text(&text, begin);
	for (size_t i = 0; i < n; i++)
		buf_add_text(&text, one);
	buf_add_text(&text, end);
	struct book b = new_book(buf_text(&text));
	struct got g = read_book(&b, NULL);
	assert_int_equal(g.status, -1);
	if (!strstr(g.e.message, why))
		fail_msg("'%s' lacks '%s'", g.e.message, why);
	buf_release(&g.rows);
	buf_release(&text);
}

static void test_sizes(void **unused)
{
	(void)unused;
	static const char blanks[] = "                                                  ";
	refuse_long(
	    "<worksheet>", blanks, 800000, "</worksheet>", "'xl/worksheets/sheet1.xml' unfolds to");
	refuse_long("<worksheet><a b=\"", "abcdefghijklmnopqrstuvwxyz0123456789", 130000,
	    "\"/></worksheet>", "a tag or comment of several million bytes");
	refuse_long("<worksheet><!-- ", "abcdefghijklmnopqrstuvwxyz0123456789", 130000,
	    "--></worksheet>", "a tag or comment of several million bytes");
	refuse_long("<worksheet><sheetData><row><c t=\"str\"><v>",
	    "abcdefghijklmnopqrstuvwxyz0123456789", 30000, "</v></c></row></sheetData></worksheet>",
	    "a text of more than a million bytes");
	refuse_long("<worksheet><sheetData><row><c t=\"inlineStr\"><is>",
	    "<r><t>abcdefghijklmnopqrstuvwxyz0123456789</t></r>", 30000,
	    "</is></c></row></sheetData></worksheet>", "more text than a sheet can show");
	/* the limit of the process */
	struct book b = new_book(ONE);
	expect_book(&b, NULL, "1: n:1\n");
	input_set_max_bytes(2000);
	expect_book(&b, NULL, "1: n:1\n");
	input_set_max_bytes(1600);
	refuse_book(
	    &b, NULL, ERROR_SYSTEM, 0, 0, "more than 1600 bytes, the most that are allowed");
	input_set_max_bytes(INPUT_NO_LIMIT);
}

static void refuse_target(const char *relation)
{
	char relations[600];
	snprintf(relations, sizeof(relations), RELATIONS "%s</Relationships>", relation);
	refuse_part(book_relations, relations, "outside of its file");
	refuse_part(root_relations, relations, "outside of its file");
}

static void test_targets(void **unused)
{
	(void)unused;
	static const char *const targets[] = {"../../../etc/passwd", "http://example.com/a.xml",
	    "//example.com/a.xml", "file:///etc/passwd", "/../a.xml", "..\\\\a.xml", "C:\\\\a.xml",
	    "/", ""};
	for (size_t i = 0; i < sizeof(targets) / sizeof(targets[0]); i++) {
		char one[400];
		snprintf(one, sizeof(one),
		    "<Relationship Id=\"r1\" Type=\"a/worksheet\" Target=\"%s\"/><Relationship "
		    "Id=\"r2\" "
		    "Type=\"a/officeDocument\" Target=\"%s\"/>",
		    targets[i], targets[i]);
		if (*targets[i])
			refuse_target(one);
	}
	refuse_target(
	    "<Relationship Id=\"r1\" Type=\"a/worksheet\" Target=\"worksheets/sheet1.xml\" "
	    "TargetMode=\"External\"/><Relationship Id=\"r2\" Type=\"a/officeDocument\" "
	    "Target=\"xl/workbook.xml\" TargetMode=\"External\"/>");
	refuse_part(book_relations,
	    RELATIONS RELATION("r1", "worksheet", "worksheets/sheet9.xml") "</Relationships>",
	    "the workbook lacks its part 'xl/worksheets/sheet9.xml'");
	refuse_part(book_relations, RELATIONS "<Relationship Id=\"r1\"/></Relationships>",
	    "a reference between its parts lacks");
	refuse_part(book_relations, RELATIONS "</Relationships>", "a sheet without name or place");
	refuse_part(book_part, "<workbook><sheets/></workbook>", "the workbook has no sheets");
}

static void test_other_archives(void **unused)
{
	(void)unused;
	struct book b = {.method = ZIP_CM_DEFLATE};
	put(&b, "content.xml", "<office:document-content/>");
	refuse_book(&b, NULL, ERROR_DATA, 0, 0, "an OpenDocument file (.ods); save it as .xlsx");
	b.files[0].name = "a.txt";
	refuse_book(&b, NULL, ERROR_DATA, 0, 0, "a zip archive that is no workbook");
	refuse_part(
	    root_relations, RELATIONS "</Relationships>", "a zip archive that is no workbook");
	refuse_part(root_relations,
	    RELATIONS RELATION("r1", "officeDocument", "xl/workbook.bin") "</Relationships>",
	    "a binary workbook (.xlsb)");
	refuse_part(root_relations,
	    RELATIONS RELATION("r1", "officeDocument", "word/document.xml") "</Relationships>",
	    "a text document or slides");
}

static void test_archives(void **unused)
{
	(void)unused;
	struct book b = new_book(ONE);
	b.encrypted = true;
	refuse_book(&b, NULL, ERROR_DATA, 0, 0, "'xl/worksheets/sheet1.xml' is encrypted");
	b = new_book(ONE);
	put(&b, "xl/Worksheets/Sheet1.XML", TWO);
	refuse_book(&b, NULL, ERROR_DATA, 0, 0, "two files of the name 'xl/");
	if (zip_compression_method_supported(ZIP_CM_BZIP2, 1)) {
		b = new_book(ONE);
		b.method = ZIP_CM_BZIP2;
		refuse_book(&b, NULL, ERROR_DATA, 0, 0, "packed in a way that no .xlsx is");
	}
}

/* Whatever is wrong with a file, what comes of it is rows and then an end or an error. */
static void check_damaged(struct str bytes, const char *whole)
{
	struct got g = read_bytes(bytes, NULL);
	if (g.status < 0) {
		assert_true(g.e.kind == ERROR_DATA || g.e.kind == ERROR_USAGE);
		assert_true(g.e.message[0] != '\0');
		assert_string_equal(g.e.file, "表.xlsx");
	} else if (whole) {
		assert_str(buf_str(&g.rows), whole);
	}
	buf_release(&g.rows);
}

static const char rich_sheet[] =
    "<worksheet><cols><col min=\"2\" max=\"3\" hidden=\"1\"/></cols><sheetData><row r=\"1\"><c "
    "r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"inlineStr\"><is><r><t>a</t></r></is></c><c "
    "r=\"C1\" s=\"1\"><v>46150.5</v></c></row><row r=\"2\" hidden=\"1\"><c t=\"b\"><v>1</v></c><c "
    "t=\"e\"><v>#N/A</v></c><c><f>A1</f></c><c "
    "s=\"3\"><v>46143</v></c></row></sheetData><mergeCells>"
    "<mergeCell ref=\"A1:B1\"/></mergeCells></worksheet>";
static const char rich_rows[] =
    "1: t:甲|t:a|d:2026-05-08T12:00:00\n2h: b:TRUE|f:#N/A|f:=|t:2026年5月\n";

static void test_cut(void **unused)
{
	(void)unused;
	struct book b = new_book(rich_sheet);
	struct str bytes = pack(&b);
	expect_book(&b, NULL, rich_rows);
	for (size_t n = 0; n < bytes.n; n += n % 64 == 63 ? 1 : 3) {
		struct got g = read_bytes(str_first(bytes, n), NULL);
		assert_int_equal(g.status, -1);
		assert_int_equal(g.e.kind, ERROR_DATA);
		buf_release(&g.rows);
	}
	free((void *)(uintptr_t)bytes.p);
}

static size_t number_of(const char *name, size_t otherwise)
{
	const char *text = getenv(name);
	return text ? strtoul(text, NULL, 10) : otherwise;
}

/* Flips of the archive: the check sums of zip find most of them. Of XML that is stored anew: none
 * but ours do. */
static void flip(zip_int32_t method, bool inside)
{
	uint64_t state = number_of("SEED", 7);
	size_t flips = number_of("FLIPS", 400);
	struct book b = new_book(rich_sheet);
	b.method = method;
	struct str bytes = pack(&b);
	for (size_t i = 0; i < flips; i++) {
		char *copy = str_dup(bytes);
		struct book changed = b;
		struct file *f = changed.files + 1 + random_below(&state, b.count - 1);
		char *text = str_dup(str_of(f->text));
		size_t many = 1 + random_below(&state, 3);
		for (size_t j = 0; j < many; j++) {
			char bit = (char)(1 << random_below(&state, 8));
			copy[random_below(&state, bytes.n)] ^= bit;
			text[random_below(&state, strlen(f->text))] ^= bit;
		}
		f->n = strlen(f->text);
		f->text = text;
		struct str damaged = inside ? pack(&changed) : (struct str){copy, bytes.n};
		check_damaged(damaged, NULL);
		if (inside)
			free((void *)(uintptr_t)damaged.p);
		free(copy);
		free(text);
	}
	free((void *)(uintptr_t)bytes.p);
}

static void test_flips(void **unused)
{
	(void)unused;
	flip(ZIP_CM_DEFLATE, false);
	flip(ZIP_CM_STORE, false);
	flip(ZIP_CM_STORE, true);
}

/* A number of four bytes in the directory's entry of the sheet, behind that many others. */
static void refuse_claim(size_t behind, const char *bytes, const char *why)
{
	struct book b = new_book(rich_sheet);
	struct str whole = pack(&b);
	char *copy = str_dup(whole);
	size_t at = str_find(whole, STR("PK\x01\x02"));
	for (;;) {
		size_t next = str_find(str_from(whole, at + 4), STR("PK\x01\x02"));
		if (str_starts(str_from(whole, at + 46), str_of(sheet_part)))
			break;
		assert_true(next != SIZE_MAX);
		at += next + 4;
	}
	memcpy(copy + at + behind, bytes, 4);
	struct got g = read_bytes((struct str){copy, whole.n}, NULL);
	assert_int_equal(g.status, -1);
	assert_int_equal(g.e.kind, ERROR_DATA);
	if (!strstr(g.e.message, why))
		fail_msg("'%s' lacks '%s'", g.e.message, why);
	buf_release(&g.rows);
	free(copy);
	free((void *)(uintptr_t)whole.p);
}

/* What the archive says of sizes is not believed. */
static void test_claims(void **unused)
{
	enum { PACKED = 20, SIZE = 24 };
	(void)unused;
	refuse_claim(SIZE, "\xF0\xFF\xFF\xFF", "unfolds to");
	refuse_claim(SIZE, "\x20\0\0", "the archive is damaged");
	refuse_claim(PACKED, "\x20\0\0", "the archive is damaged");
}

/* One flip in what is packed: found by its check sum. */
static void test_check_sum(void **unused)
{
	(void)unused;
	struct book b = new_book(SHEET("<row><c><v>1234567</v></c></row>"));
	b.method = ZIP_CM_STORE;
	struct str bytes = pack(&b);
	size_t at = str_find(bytes, STR("1234567"));
	assert_true(at < bytes.n);
	char *copy = str_dup(bytes);
	copy[at] = '2';
	struct got g = read_bytes((struct str){copy, bytes.n}, NULL);
	assert_int_equal(g.status, -1);
	assert_non_null(strstr(g.e.message, "check sum"));
	buf_release(&g.rows);
	free(copy);
	free((void *)(uintptr_t)bytes.p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_types),
	    cmocka_unit_test(test_places),
	    cmocka_unit_test(test_strings),
	    cmocka_unit_test(test_text),
	    cmocka_unit_test(test_numbers),
	    cmocka_unit_test(test_days),
	    cmocka_unit_test(test_iso_days),
	    cmocka_unit_test(test_formats),
	    cmocka_unit_test(test_builtin_formats),
	    cmocka_unit_test(test_formulas),
	    cmocka_unit_test(test_facts),
	    cmocka_unit_test(test_many_rows),
	    cmocka_unit_test(test_choice),
	    cmocka_unit_test(test_names),
	    cmocka_unit_test(test_doctype),
	    cmocka_unit_test(test_nesting),
	    cmocka_unit_test(test_elsewhere),
	    cmocka_unit_test(test_sizes),
	    cmocka_unit_test(test_targets),
	    cmocka_unit_test(test_other_archives),
	    cmocka_unit_test(test_archives),
	    cmocka_unit_test(test_cut),
	    cmocka_unit_test(test_claims),
	    cmocka_unit_test(test_strict),
	    cmocka_unit_test(test_charts),
	    cmocka_unit_test(test_check_sum),
	    cmocka_unit_test(test_flips),
	};
	return cmocka_run_group_tests_name("sheet_xlsx", tests, NULL, NULL);
}
