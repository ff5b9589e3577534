/* Workbooks (.xlsx) as programs write them: places and texts of cells, formulas, several sheets. */
#include "sheet_xlsx.h"

#include "sheet/xlsx_text.h"

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

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_types),
	    cmocka_unit_test(test_places),
	    cmocka_unit_test(test_strings),
	    cmocka_unit_test(test_text),
	    cmocka_unit_test(test_formulas),
	    cmocka_unit_test(test_facts),
	    cmocka_unit_test(test_many_rows),
	    cmocka_unit_test(test_choice),
	    cmocka_unit_test(test_names),
	    cmocka_unit_test(test_strict),
	    cmocka_unit_test(test_charts),
	};
	return cmocka_run_group_tests_name("sheet_xlsx", tests, NULL, NULL);
}
