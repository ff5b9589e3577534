/*
 * Workbooks (.xlsx) that are hostile or damaged, and files that only look like workbooks. SEED and
 * FLIPS in the environment try other damages and more.
 */
#include "sheet_xlsx.h"

#include "csv/input.h"

/* --- hostile ------------------------------------------------------------------------------ */

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

/* --- damaged ------------------------------------------------------------------------------ */

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
	    cmocka_unit_test(test_doctype),
	    cmocka_unit_test(test_nesting),
	    cmocka_unit_test(test_elsewhere),
	    cmocka_unit_test(test_sizes),
	    cmocka_unit_test(test_targets),
	    cmocka_unit_test(test_other_archives),
	    cmocka_unit_test(test_archives),
	    cmocka_unit_test(test_cut),
	    cmocka_unit_test(test_claims),
	    cmocka_unit_test(test_check_sum),
	    cmocka_unit_test(test_flips),
	};
	return cmocka_run_group_tests_name("sheet_xlsx_damaged", tests, NULL, NULL);
}
