/* Delimited text as streets send it: encodings, delimiters, quotes; nothing guessed silently. */
#include "unit.h"

#include "base/utf8.h"
#include "sheet/decode.h"
#include "sheet/sheet_internal.h"

#include <iconv.h>

/* --- helpers --------------------------------------------------------------------------------- */

static const struct sheet_options plain = {NULL, '\0', NULL};

/* Appends a row as 3[first][second], a tab in a cell as \t. */
static void show_row(struct buf *out, const struct sheet_row *row)
{
	buf_printf(out, "%d", (int)row->number);
	for (size_t i = 0; i < row->count; i++) {
		struct str text = row->cells[i].text;
		assert_int_equal(row->cells[i].kind, text.n ? SHEET_TEXT : SHEET_EMPTY);
		buf_add_char(out, '[');
		for (size_t j = 0; j < text.n; j++)
			if (text.p[j] == '\t')
				buf_add_text(out, "\\t");
			else
				buf_add_char(out, text.p[j]);
		buf_add_char(out, ']');
	}
	assert_true(row->count && row->cells[row->count - 1].text.n);
	assert_false(row->hidden);
	buf_add_char(out, ' ');
}

/* All rows, then of a fault !row:cell message. *facts: of what was opened; encoding NULL when it
 * was not. */
static void read_with(struct str content, const struct sheet_options *options, struct buf *out,
    struct sheet_facts *facts)
{
	static char path[] = "test.csv";
	struct str copy = exact_copy(content);
	struct sheet s = {.path = path};
	struct sheet_row row;
	struct error e = ERROR_INIT;
	int status;
	out->n = 0;
	*facts = (struct sheet_facts){0};
	if (!sheet_open_text(&s, copy, options, &e)) {
		buf_printf(out, "!%s", e.message);
		assert_int_equal(e.kind, ERROR_USAGE);
	} else {
		while ((status = sheet_next(&s, &row, &e)) > 0)
			show_row(out, &row);
		*facts = s.facts;
		if (status < 0) {
			buf_printf(out, "!%d:%d %s", (int)e.line, (int)e.column, e.message);
			assert_int_equal(e.kind, ERROR_DATA);
			assert_string_equal(e.file, path);
		}
		s.format->close(s.state);
	}
	free((char *)copy.p);
}

/* In both ways of cutting. */
static void check_with(struct str content, const struct sheet_options *options, const char *want)
{
	struct buf got = BUF_INIT;
	struct sheet_facts facts;
	read_with(content, options, &got, &facts);
	assert_string_equal(buf_text(&got), want);
	setenv("TAIZHANG_SIMD", "libcsv", 1);
	read_with(content, options, &got, &facts);
	unsetenv("TAIZHANG_SIMD");
	assert_string_equal(buf_text(&got), want);
	buf_release(&got);
}

#define CHECK_ROWS(content, want) check_with(STR(content), &plain, want)

static void check_delimiter(const char *content, char want)
{
	struct buf got = BUF_INIT;
	struct sheet_facts facts;
	read_with(str_of(content), &plain, &got, &facts);
	assert_int_equal(facts.delimiter, want);
	buf_release(&got);
}

/* `text` from UTF-8 into an encoding. */
static void convert(struct buf *out, const char *encoding, struct str text)
{
	iconv_t c = iconv_open(encoding, "UTF-8");
	assert_true(c != (iconv_t)-1);
	char *in = (char *)text.p;
	size_t left = text.n;
	out->n = 0;
	buf_reserve(out, 4 * text.n + 16);
	char *to = out->p;
	size_t room = 4 * text.n + 16;
	assert_true(iconv(c, &in, &left, &to, &room) != (size_t)-1);
	out->n = (size_t)(to - out->p);
	iconv_close(c);
}

/* That a text in an encoding is found to be in that encoding and read. */
static void check_encoding(
    const char *encoding, const char *mark, size_t mark_bytes, const char *text, const char *want)
{
	struct buf bytes = BUF_INIT, body = BUF_INIT, got = BUF_INIT;
	struct sheet_facts facts;
	convert(&body, encoding, str_of(text));
	buf_add(&bytes, mark, mark_bytes);
	buf_add_str(&bytes, buf_str(&body));
	read_with(buf_str(&bytes), &plain, &got, &facts);
	assert_string_equal(facts.format, "CSV");
	assert_string_equal(facts.encoding, encoding);
	assert_string_equal(buf_text(&got), want);
	buf_release(&bytes);
	buf_release(&body);
	buf_release(&got);
}

/* --- rows and cells -------------------------------------------------------------------------- */

static void rows_are_cut_at_delimiters_and_line_ends(void **state)
{
	(void)state;
	CHECK_ROWS("a,b\n1,2\n", "1[a][b] 2[1][2] ");
	CHECK_ROWS("a,b\r\n1,2\r\n", "1[a][b] 2[1][2] ");
	CHECK_ROWS("a,b\r1,2\r", "1[a][b] 2[1][2] ");
	CHECK_ROWS("a,b\r1,2\n3,4\r\n5,6", "1[a][b] 2[1][2] 3[3][4] 4[5][6] ");
	CHECK_ROWS("a", "1[a] ");
	CHECK_ROWS("a,b\r\n1,2\r", "1[a][b] 2[1][2] ");
	CHECK_ROWS("", "");
	CHECK_ROWS("名称\n甲\n", "1[名称] 2[甲] ");
}

static void rows_may_be_short_long_or_empty(void **state)
{
	(void)state;
	CHECK_ROWS("a,b,c\n1\n1,2,3,4\n", "1[a][b][c] 2[1] 3[1][2][3][4] ");
	CHECK_ROWS("a,b\n\n,\n\r\n1,2\n\n", "1[a][b] 5[1][2] ");
	CHECK_ROWS("\"\",\na,b\n", "2[a][b] ");
	CHECK_ROWS("a,,\n,b,\n", "1[a] 2[][b] ");
	CHECK_ROWS(",,\n", "");
	CHECK_ROWS("\n\n\n", "");
}

static void blanks_and_tabs_are_kept(void **state)
{
	(void)state;
	CHECK_ROWS(" a , b\n\t1,2\t\n", "1[ a ][ b] 2[\\t1][2\\t] ");
	CHECK_ROWS("\" a \",\" \"\n", "1[ a ][ ] ");
	CHECK_ROWS(" ,a\n ,\n", "1[ ][a] 2[ ] ");
}

static void quotes_hold_delimiters_quotes_and_line_breaks(void **state)
{
	(void)state;
	CHECK_ROWS("\"a,b\",\"c\"\"d\"\n", "1[a,b][c\"d] ");
	CHECK_ROWS("\"\"\"\",\"\"\n1,2\n", "1[\"] 2[1][2] ");
	CHECK_ROWS("x,\"a\nb\",y\n1,2,3\n", "1[x][a b][y] 2[1][2][3] ");
	CHECK_ROWS("x,\"a\r\nb\"\r\n1,2\r\n", "1[x][a b] 2[1][2] ");
	CHECK_ROWS("x,\"a\rb\"\r1,2\r", "1[x][a b] 2[1][2] ");
	CHECK_ROWS("\"a\n\n\r\nb\",\"\n\"\n", "1[a   b][ ] ");
	CHECK_ROWS("\"a\",\"b\"", "1[a][b] ");
	CHECK_ROWS("a,\"b\tc\"\nd,e\n", "1[a][b\\tc] 2[d][e] ");
}

static void faulty_quotes_have_a_place(void **state)
{
	(void)state;
	CHECK_ROWS("a,b\n1,\"2\n3,4\n",
	    "1[a][b] !2:2 a quote that is not closed before the end of the file");
	CHECK_ROWS("a,b\n\n\"1\"x,2\n",
	    "1[a][b] !3:1 text after a closing quote, the end of the cell was expected");
	CHECK_ROWS("a,b\n1,2,\"3\" ,4\n",
	    "1[a][b] !2:3 text after a closing quote, the end of the cell was expected");
	CHECK_ROWS("a,b\n1,5\" pipe\n",
	    "1[a][b] !2:2 a quote inside a field that does not begin with one; quote the field and "
	    "double the quote");
	CHECK_ROWS(
	    "a,\"b\nc\"d,e\n", "!1:2 text after a closing quote, the end of the cell was expected");
}

static void texts_of_formulas_are_texts(void **state)
{
	(void)state;
	CHECK_ROWS("=\"0012\",x,=\"34\"\n=\"5\"\n", "1[0012][x][34] 2[5] ");
	CHECK_ROWS("\"=\"\"0012\"\"\",x\n", "1[0012][x] ");
	CHECK_ROWS("=\"a,b\",=\"c\"\"d\"\n", "1[a,b][c\"d] ");
	CHECK_ROWS("\"x,=\"\"1\"\"\",y\n", "1[x,=\"1\"][y] ");
	CHECK_ROWS("\"a\nb\",=\"1\"\n", "1[a b][1] ");
	CHECK_ROWS("\"a,\n=\"\"1\"\"\",b\n", "1[a, =\"1\"][b] ");
	CHECK_ROWS("=1+1,=A1\n", "1[=1+1][=A1] ");
	CHECK_ROWS("\"=\"\"a\"\"&\"\"b\"\"\"\n", "1[=\"a\"&\"b\"] ");
	CHECK_ROWS(
	    "=\"a\"&\"b\"\n", "!1:1 text after a closing quote, the end of the cell was expected");
	CHECK_ROWS("x=\"1\"\n",
	    "!1:1 a quote inside a field that does not begin with one; quote the field and double "
	    "the quote");
	CHECK_ROWS("\"=\"\"\"\"\",x\n", "1[][x] ");
}

static void control_characters_have_a_place(void **state)
{
	(void)state;
	CHECK_ROWS("a,b\n1,x\001\n", "1[a][b] !2:2 control character U+0001, text was expected");
	CHECK_ROWS("a,b\n1,x\177y\n", "1[a][b] !2:2 control character U+007F, text was expected");
	CHECK_ROWS(
	    "a,b\n\"1\",\"x\033\"\n", "1[a][b] !2:2 control character U+001B, text was expected");
	CHECK_ROWS(
	    "a,b\n1\xC2\x85,2\n", "1[a][b] !2:1 control character U+0085, text was expected");
	CHECK_ROWS("a,b\n\"1\",\"\xC2\x9F\"\n",
	    "1[a][b] !2:2 control character U+009F, text was expected");
	CHECK_ROWS("a\xC2\xA0\xC3\x80,\"\xC2\xA0\"\n", "1[a\xC2\xA0\xC3\x80][\xC2\xA0] ");
	CHECK_ROWS("a,b\n1,2\0\n", "1[a][b] !2:2 a NUL byte, text was expected");
	CHECK_ROWS("单位,人数\n甲,1\0002\n", "1[单位][人数] !2:2 a NUL byte, text was expected");
}

static void too_long_a_row_is_refused(void **state)
{
	(void)state;
	struct buf text = BUF_INIT;
	buf_add_text(&text, "a,b\n");
	for (int i = 0; i < 16383; i++)
		buf_add_char(&text, ',');
	buf_add_text(&text, "x\n1,2\n");
	struct buf got = BUF_INIT;
	struct sheet_facts facts;
	read_with(buf_str(&text), &plain, &got, &facts);
	assert_null(strstr(buf_text(&got), "!"));
	text.n = 4;
	for (int i = 0; i < 17000; i++)
		buf_add_char(&text, ',');
	size_t end = text.n;
	buf_add_text(&text, "\n\"\",");
	for (int i = 0; i < 17000; i++)
		buf_add_char(&text, ',');
	buf_add_text(&text, "\n1,2\n");
	check_with(buf_str(&text), &plain, "1[a][b] 4[1][2] ");
	text.n = end;
	buf_add_text(&text, "x\n");
	check_with(buf_str(&text), &plain,
	    "1[a][b] !2:16385 a row of more than 16384 cells, a table was expected");
	text.n = 4;
	buf_add_text(&text, "1,\"2");
	while (text.n < 17 * 1024 * 1024)
		buf_add_text(&text, "0123456789\n");
	check_with(buf_str(&text), &plain,
	    "1[a][b] !2:2 a row longer than 16 MiB, a quote may not be closed");
	buf_release(&text);
	buf_release(&got);
}

/* --- delimiters ------------------------------------------------------------------------------ */

static void the_delimiter_is_found(void **state)
{
	(void)state;
	check_delimiter("a,b\n1,2\n", ',');
	check_delimiter("a\tb\n1\t2\n", '\t');
	check_delimiter("a;b\n1;2\n", ';');
	check_delimiter("名称\n甲\n乙\n", ',');
	check_delimiter("", ',');
	check_delimiter("东湖区两新组织情况统计表,,,\n名称,人数,党员,备注\n甲,1,2,\n", ',');
	check_delimiter("东湖区两新组织情况统计表\n名称\t人数\t党员\n甲\t1\t2\n", '\t');
	check_delimiter("统计表;2024年\n名称,人数,党员\n甲,1,2\n乙,3,4\n", ',');
	check_delimiter("截至6月,单位:人\n名称\t人数\t党员\n甲\t1\t2\n填表人:张,审核人:李\n", '\t');
}

static void what_stands_in_cells_is_no_delimiter(void **state)
{
	(void)state;
	/* decimal commas; lists; tabs behind codes; within quotes */
	check_delimiter("单位;金额\n甲;1,234,567\n乙;2,345,678\n丙;3,456,789\n", ';');
	check_delimiter("名称,线,人数\n甲,党;工,3\n乙,党;团,4\n", ',');
	check_delimiter("代码,名称\n9136\t,甲\n9137\t,乙\n", ',');
	check_delimiter("代码,名称\n9136\t,甲\t\n9137\t,乙\t\n", ',');
	check_delimiter("a;b\n\"1,2,3\";x\n\"4,5,6\";y\n", ';');
	check_delimiter("a\tb\n\"1;\n2;\n3;\"\tx\n", '\t');
	/* ragged rows */
	check_delimiter("名称,人数,党员,备注\n甲,1\n乙,2,3\n丙;丁,4\n戊,5,6,x\n", ',');
	/* one column with a semicolon in few of its rows */
	check_delimiter("名称\n甲\n乙;丙\n丁\n戊\n己\n庚\n辛\n", ',');
	/* of two that are equally regular the one with more cells */
	check_delimiter("a;b,c,d\n1;2,3,4\n", ',');
	check_delimiter("a,b;c;d\n1,2;3;4\n", ';');
}

static void the_delimiter_can_be_given(void **state)
{
	(void)state;
	struct sheet_options o = {.delimiter = ';'};
	check_with(STR("a,b;c\n"), &o, "1[a,b][c] ");
	o.delimiter = '|';
	check_with(STR("a|\"b|c\"|d\n"), &o, "1[a][b|c][d] ");
	o.delimiter = '"';
	check_with(
	    STR("a,b\n"), &o, "!'\"' cannot stand between cells; comma, tab and semicolon can");
	o.delimiter = '\n';
	struct buf got = BUF_INIT;
	struct sheet_facts facts;
	read_with(STR("a,b\n"), &o, &got, &facts);
	assert_null(facts.encoding);
	buf_release(&got);
}

static void a_first_line_may_name_the_delimiter(void **state)
{
	(void)state;
	CHECK_ROWS("sep=;\r\na,b;c\r\n1,2;3\r\n", "1[a,b][c] 2[1,2][3] ");
	CHECK_ROWS("\xEF\xBB\xBFsep=|\na,b|c\n", "1[a,b][c] ");
	CHECK_ROWS("SEP=\t\ra,b\tc\r", "1[a,b][c] ");
	CHECK_ROWS("sep=;", "");
	CHECK_ROWS("sep=;x,y\n1,2\n", "1[sep=;x][y] 2[1][2] ");
	CHECK_ROWS("sep=\"\n",
	    "!1:1 a quote inside a field that does not begin with one; quote the "
	    "field and double the quote");
	struct sheet_options o = {.delimiter = ','};
	check_with(STR("sep=;\na,b;c\n"), &o, "1[a][b;c] ");
}

/* --- encodings ------------------------------------------------------------------------------- */

static void encodings_are_found(void **state)
{
	(void)state;
	const char *text = "单位名称,人数\r\n东湖示例公司,３\r\n",
		   *want = "1[单位名称][人数] 2[东湖示例公司][３] ";
	check_encoding("UTF-8", "", 0, text, want);
	check_encoding("UTF-8", "\xEF\xBB\xBF", 3, text, want);
	check_encoding("GB18030", "", 0, text, want);
	check_encoding("UTF-16LE", "\xFF\xFE", 2, text, want);
	check_encoding("UTF-16BE", "\xFE\xFF", 2, text, want);
	check_encoding("UTF-16LE", "", 0, text, want);
	check_encoding("UTF-16BE", "", 0, text, want);
	check_encoding("UTF-16LE", "", 0, "id,n\n1,2\n", "1[id][n] 2[1][2] ");
	check_encoding("UTF-16BE", "", 0, "id,n\n1,2\n", "1[id][n] 2[1][2] ");
	check_encoding("UTF-8", "", 0, "id,n\n1,2\n", "1[id][n] 2[1][2] ");
	check_encoding("UTF-8", "\xEF\xBB\xBF", 3, "\"a\",b\n", "1[a][b] ");
	check_encoding("GB18030", "\x84\x31\x95\x33", 4, text, want);
	check_encoding("UTF-16LE", "\xFF\xFE", 2, "", "");
	/* 一 is 4E00: its zero is not that of ASCII */
	check_encoding("UTF-16LE", "", 0, "一名称,一\n一,二\n", "1[一名称][一] 2[一][二] ");
	check_encoding("UTF-16BE", "", 0, "一名称,一\n一,二\n", "1[一名称][一] 2[一][二] ");
}

/* Characters of one, two and four bytes, those that GBK and GB 2312 lack among them. */
static void gb18030_is_read_whole(void **state)
{
	(void)state;
	check_encoding(
	    "GB18030", "", 0, "㐀𠀀,镕€,é\n囍,堃,A𪚥\n", "1[㐀𠀀][镕€][é] 2[囍][堃][A𪚥] ");
}

static void bytes_without_meaning_have_a_place(void **state)
{
	(void)state;
	CHECK_ROWS("\xC3\xFB\xB3\xC6,b\n\xBC\xD7,\xD2\xFF,3\n",
	    "1[名称][b] !2:2 byte D2 is neither UTF-8 nor GB18030 here; name the encoding "
	    "(--encoding)");
	CHECK_ROWS("\xC3\xFB\xB3\xC6,b\n\xBC\xD7,2,\"x,\n\x80\"\n",
	    "1[名称][b] !2:3 byte 80 is neither UTF-8 nor GB18030 here; name the encoding "
	    "(--encoding)");
	/* behind a line break that might have had a second byte */
	CHECK_ROWS("\xC3\xFB\xB3\xC6,b\r\xFF",
	    "1[名称][b] !2:1 byte FF is neither UTF-8 nor GB18030 here; name the encoding "
	    "(--encoding)");
	/* cut off in the middle of a character */
	CHECK_ROWS("\xC3\xFB\xB3\xC6,b\n\xBC\xD7,\xD2",
	    "1[名称][b] !2:2 byte D2 is neither UTF-8 nor GB18030 here; name the encoding "
	    "(--encoding)");
	CHECK_ROWS("\xC3\xFB\xB3\xC6\n\xBC\xD7\n\xFF",
	    "1[名称] 2[甲] !3:1 byte FF is neither UTF-8 nor GB18030 here; name the encoding "
	    "(--encoding)");
	struct buf text = BUF_INIT;
	convert(&text, "UTF-16LE", STR("名称,b\n甲,2\n"));
	buf_add(&text, "\x00\xD8,\0", 4); /* half a surrogate pair */
	check_with(buf_str(&text), &plain, "1[名称][b] 2[甲][2] !3:1 byte 00 is not UTF-16LE here");
	buf_release(&text);
}

/* What is UTF-8 but for a few bytes is damaged; as GB18030 it would be read as other characters. */
static void damaged_utf8_is_not_taken_for_gb18030(void **state)
{
	(void)state;
	CHECK_ROWS("单位名称,人数\n东湖示例公司,\xFF\n",
	    "1[单位名称][人数] !2:2 byte FF is not UTF-8 here");
	CHECK_ROWS("单位名称,人数\n东湖示例公司\xE4,1\n",
	    "1[单位名称][人数] !2:1 byte E4 is not UTF-8 here");
	CHECK_ROWS("\xEF\xBB\xBF"
		   "a,b\n\xBC\xD7,1\n",
	    "1[a][b] !2:1 byte BC is not UTF-8 here");
}

static void a_few_zeros_are_not_utf16(void **state)
{
	(void)state;
	CHECK_ROWS("name,n\nA\0B,1\n", "1[name][n] !2:1 a NUL byte, text was expected");
	CHECK_ROWS("\xC3\xFB,1\0\n", "!1:2 a NUL byte, text was expected");
	CHECK_ROWS("\xC3\xFB,12\0\n", "!1:2 a NUL byte, text was expected");
}

static void the_encoding_can_be_given(void **state)
{
	(void)state;
	struct sheet_options o = {.encoding = "GBK"};
	check_with(STR("\xC3\xFB\xB3\xC6,b\n"), &o, "1[名称][b] ");
	check_with(STR("a,\x81\x30\x81\x30\n"), &o, "!1:2 byte 81 is not GBK here");
	o.encoding = "UTF-8";
	check_with(STR("a,\xC3\xFB\n"), &o, "!1:2 byte C3 is not UTF-8 here");
	o.encoding = "utf8";
	check_with(STR("\xEF\xBB\xBF名,b\n"), &o, "1[名][b] ");
	o.encoding = "BIG5";
	check_with(STR("\xA6\x57,b\n"), &o, "1[名][b] ");
	o.encoding = "UTF-16";
	check_with(STR("\xFE\xFF\x54\x0D\0,\0b"), &o, "1[名][b] ");
	o.encoding = "GB18030";
	check_with(STR("\xD2\xBB,\xE4\xB8\x80\x30\n"), &o, "!1:2 byte 80 is not GB18030 here");
	o.encoding = "latin9000";
	check_with(STR("a\n"), &o,
	    "!'latin9000' is no encoding that is known here; UTF-8, GB18030 and UTF-16 are");
	/* would leave out what has no meaning */
	o.encoding = "GBK//IGNORE";
	check_with(STR("a\n"), &o,
	    "!'GBK//IGNORE' is no encoding that is known here; UTF-8, GB18030 and UTF-16 are");
}

/* Decodes all of a text; false when something in it has no meaning. */
static bool decode(struct buf *out, const char *encoding, struct str bytes)
{
	struct decoder d;
	struct error e;
	out->n = 0;
	assert_true(decoder_open(&d, bytes, encoding, &e));
	while (!d.over)
		buf_add_str(out, decoder_next(&d, STR("")));
	bool good = !d.bad;
	decoder_close(&d);
	return good;
}

/* The table of pairs says what iconv says: of all that have a meaning, and of some that have none.
 */
static void pairs_are_as_iconv_has_them(void **state)
{
	(void)state;
	static const char *const names[] = {"GB18030", "GBK", "GB2312", "CP936"};
	struct buf bytes = BUF_INIT, want = BUF_INIT, got = BUF_INIT;
	for (size_t i = 0; i < 4; i++) {
		iconv_t c = iconv_open("UTF-8", names[i]);
		assert_true(c != (iconv_t)-1);
		bytes.n = want.n = 0;
		for (unsigned pair = 0x8000; pair <= 0xFFFF; pair++) {
			char two[2] = {(char)(pair >> 8), (char)pair}, utf8[16];
			char *in = two, *out = utf8;
			size_t left = 2, room = sizeof(utf8);
			if (iconv(c, &in, &left, &out, &room) != (size_t)-1 && left == 0) {
				buf_add(&bytes, two, 2);
				buf_add(&want, utf8, (size_t)(out - utf8));
			} else if (pair % 37 == 0) {
				assert_false(decode(&got, names[i], (struct str){two, 2}));
			}
		}
		assert_true(bytes.n > 2 * 6000);
		assert_true(decode(&got, names[i], buf_str(&bytes)));
		assert_true(str_equal(buf_str(&got), buf_str(&want)));
		iconv_close(c);
	}
	buf_release(&bytes);
	buf_release(&want);
	buf_release(&got);
}

/* --- properties ------------------------------------------------------------------------------ */

/* A text of `length` pieces that are apt to make trouble. */
static void make_text(struct buf *out, uint64_t *seed, size_t length, bool well_quoted)
{
	static const char *const pieces[] = {"a", "名", "é", "𠀀", ",", ",", ",", "\n", "\n",
	    "\r\n", "\r", "\t", ";", " ", "12", "=", "=\"7\"", "\xC2\xA0", "\"x,\"\"y\n\"", "\"",
	    "\x01"};
	size_t count = sizeof(pieces) / sizeof(pieces[0]) - (well_quoted ? 2 : 0);
	out->n = 0;
	for (size_t i = 0; i < length; i++)
		buf_add_text(out, pieces[random_below(seed, count)]);
}

static void both_ways_of_cutting_agree(void **state)
{
	(void)state;
	uint64_t seed = 20260508;
	struct buf text = BUF_INIT, fast = BUF_INIT, slow = BUF_INIT;
	struct sheet_facts facts;
	const struct sheet_options comma = {.delimiter = ','};
	size_t read = 0;
	for (int i = 0; i < 20000; i++) {
		make_text(&text, &seed, random_below(&seed, 40), i % 2);
		read_with(buf_str(&text), &comma, &fast, &facts);
		setenv("TAIZHANG_SIMD", "libcsv", 1);
		read_with(buf_str(&text), &comma, &slow, &facts);
		unsetenv("TAIZHANG_SIMD");
		assert_string_equal(buf_text(&fast), buf_text(&slow));
		read += strchr(buf_text(&fast), '!') == NULL;
	}
	assert_true(read > 1000 && read < 19000);
	buf_release(&text);
	buf_release(&fast);
	buf_release(&slow);
}

/* A text that is long enough for several windows, the borders of which fall anywhere: the rows are
 * the same in each encoding. */
static void windows_do_not_show(void **state)
{
	(void)state;
	static const char *const names[] = {"GB18030", "UTF-16LE", "UTF-16BE"};
	uint64_t seed = 99;
	struct buf text = BUF_INIT, bytes = BUF_INIT, want = BUF_INIT, got = BUF_INIT;
	struct sheet_facts facts;
	for (int i = 0; i < 12; i++) {
		buf_add_text(&text, "名称,人数\r\n");
		make_text(&bytes, &seed, 60000, true);
		buf_add_str(&text, buf_str(&bytes));
		read_with(buf_str(&text), &plain, &want, &facts);
		for (size_t j = 0; j < 3; j++) {
			struct sheet_options o = {
			    .encoding = names[j], .delimiter = facts.delimiter};
			convert(&bytes, names[j], buf_str(&text));
			read_with(buf_str(&bytes), &o, &got, &facts);
			assert_string_equal(facts.encoding, names[j]);
			assert_string_equal(buf_text(&got), buf_text(&want));
		}
		text.n = 0;
		for (size_t j = random_below(&seed, 3); j > 0; j--)
			buf_add_char(&text, 'x');
	}
	buf_release(&text);
	buf_release(&bytes);
	buf_release(&want);
	buf_release(&got);
}

/* A cell longer than many windows. */
static void long_cells_are_whole(void **state)
{
	(void)state;
	struct buf text = BUF_INIT, bytes = BUF_INIT, got = BUF_INIT;
	struct sheet_facts facts;
	buf_add_text(&text, "a,\"");
	for (int i = 0; i < 200000; i++)
		buf_add_text(&text, i % 1000 ? "名" : "\r\n");
	buf_add_text(&text, "\",b\r\n1,2,3\r\n");
	convert(&bytes, "GB18030", buf_str(&text));
	read_with(buf_str(&bytes), &plain, &got, &facts);
	assert_int_equal(
	    got.n, strlen("1[a][") + (200000 - 200) * 3 + 200 + strlen("][b] 2[1][2][3] "));
	assert_true(strcmp(buf_text(&got) + got.n - 16, "][b] 2[1][2][3] ") == 0);
	buf_release(&text);
	buf_release(&bytes);
	buf_release(&got);
}

/* Whatever bytes come: rows or a fault with its place, valid UTF-8 without control characters. */
static void any_bytes_are_read_or_refused(void **state)
{
	(void)state;
	static const char *const names[] = {NULL, "UTF-8", "GB18030", "UTF-16LE"};
	uint64_t seed = 7;
	struct buf text = BUF_INIT, bytes = BUF_INIT, got = BUF_INIT;
	struct sheet_facts facts;
	for (int i = 0; i < 20000; i++) {
		make_text(&text, &seed, random_below(&seed, 60), true);
		const char *name = names[random_below(&seed, 4)];
		convert(&bytes, i % 2 ? "GB18030" : "UTF-16LE", buf_str(&text));
		for (size_t j = random_below(&seed, 4); j > 0 && bytes.n; j--)
			bytes.p[random_below(&seed, bytes.n)] = (char)random_next(&seed);
		bytes.n -= bytes.n ? random_below(&seed, 2) : 0;
		struct sheet_options o = {.encoding = name};
		read_with(buf_str(&bytes), &o, &got, &facts);
		assert_non_null(facts.encoding);
		for (size_t j = 0; j < got.n; j++)
			assert_true((unsigned char)got.p[j] >= ' ' && got.p[j] != 0x7F);
		assert_true(utf8_valid_prefix(buf_str(&got)) == got.n);
	}
	buf_release(&text);
	buf_release(&bytes);
	buf_release(&got);
}

/* --- files ----------------------------------------------------------------------------------- */

static char directory[TEST_PATH_SIZE];

static const char *put(const char *name, struct str content)
{
	static char path[TEST_PATH_SIZE + 32];
	snprintf(path, sizeof(path), "%s/%s", directory, name);
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	assert_int_equal(fwrite(content.p, 1, content.n, f), content.n);
	assert_int_equal(fclose(f), 0);
	return path;
}

static void check_refused(const char *path, const char *message)
{
	struct error e = ERROR_INIT;
	assert_null(sheet_open(path, &plain, &e));
	assert_string_equal(e.file, path);
	assert_non_null(strstr(e.message, message));
}

static void check_file(const char *path, const char *want)
{
	struct error e = ERROR_INIT;
	struct sheet_row row;
	struct buf got = BUF_INIT;
	struct sheet *s = sheet_open(path, &plain, &e);
	assert_non_null(s);
	assert_string_equal(sheet_path(s), path);
	assert_string_equal(sheet_facts(s)->format, "CSV");
	while (sheet_next(s, &row, &e) > 0)
		show_row(&got, &row);
	assert_string_equal(buf_text(&got), want);
	sheet_close(s);
	buf_release(&got);
}

static void files_are_told_by_their_bytes(void **state)
{
	(void)state;
	/* printf 'a,b\n1,2\n' | gzip -n */
	static const char folded[] = "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\x4b\xd4\x49\xe2\x32"
				     "\xd4\x31\xe2\x02\x00\x7b\x07"
				     "\x97\x0a\x08\x00\x00\x00";
	check_file(put("units.xlsx", STR("a,b\n1,2\n")), "1[a][b] 2[1][2] ");
	check_file(put("empty.csv", STR("")), "");
	check_file(put("units.csv", STR(folded)), "1[a][b] 2[1][2] ");
	check_refused(put("cut.csv", (struct str){folded, 20}), "gzip");
	check_refused(put("old.csv", STR("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and more")),
	    "save it as .xlsx without one, or as CSV");
	check_refused("/nowhere/units.csv", "cannot be opened");
	check_refused(directory, "cannot be read");
}

static void large_files_are_read_whole(void **state)
{
	(void)state;
	struct buf text = BUF_INIT;
	for (int i = 0; i < 200000; i++)
		buf_printf(&text, "U%d,东湖单位\n", i);
	struct error e = ERROR_INIT;
	struct sheet_row row;
	struct sheet *s = sheet_open(put("large.csv", buf_str(&text)), &plain, &e);
	assert_non_null(s);
	uint64_t rows = 0;
	while (sheet_next(s, &row, &e) > 0)
		assert_int_equal(row.number, ++rows);
	assert_int_equal(rows, 200000);
	sheet_close(s);
	buf_release(&text);
}

static void columns_have_letters(void **state)
{
	(void)state;
	static const struct {
		size_t column;
		const char *letters;
	} cases[] = {{0, "A"}, {25, "Z"}, {26, "AA"}, {51, "AZ"}, {52, "BA"}, {701, "ZZ"},
	    {702, "AAA"}, {16383, "XFD"}};
	struct buf out = BUF_INIT;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		out.n = 0;
		sheet_letters(cases[i].column, &out);
		assert_string_equal(buf_text(&out), cases[i].letters);
	}
	buf_release(&out);
}

static int make_directory(void **state)
{
	(void)state;
	return make_test_directory(directory) ? 0 : -1;
}

static int remove_directory(void **state)
{
	static const char *const names[] = {
	    "units.xlsx", "empty.csv", "units.csv", "cut.csv", "old.csv", "large.csv"};
	(void)state;
	char path[TEST_PATH_SIZE + 32];
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", directory, names[i]);
		unlink(path);
	}
	return rmdir(directory);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(rows_are_cut_at_delimiters_and_line_ends),
	    cmocka_unit_test(rows_may_be_short_long_or_empty),
	    cmocka_unit_test(blanks_and_tabs_are_kept),
	    cmocka_unit_test(quotes_hold_delimiters_quotes_and_line_breaks),
	    cmocka_unit_test(faulty_quotes_have_a_place),
	    cmocka_unit_test(texts_of_formulas_are_texts),
	    cmocka_unit_test(control_characters_have_a_place),
	    cmocka_unit_test(too_long_a_row_is_refused),
	    cmocka_unit_test(the_delimiter_is_found),
	    cmocka_unit_test(what_stands_in_cells_is_no_delimiter),
	    cmocka_unit_test(the_delimiter_can_be_given),
	    cmocka_unit_test(a_first_line_may_name_the_delimiter),
	    cmocka_unit_test(encodings_are_found),
	    cmocka_unit_test(gb18030_is_read_whole),
	    cmocka_unit_test(bytes_without_meaning_have_a_place),
	    cmocka_unit_test(damaged_utf8_is_not_taken_for_gb18030),
	    cmocka_unit_test(a_few_zeros_are_not_utf16),
	    cmocka_unit_test(the_encoding_can_be_given),
	    cmocka_unit_test(pairs_are_as_iconv_has_them),
	    cmocka_unit_test(both_ways_of_cutting_agree),
	    cmocka_unit_test(windows_do_not_show),
	    cmocka_unit_test(long_cells_are_whole),
	    cmocka_unit_test(any_bytes_are_read_or_refused),
	    cmocka_unit_test(files_are_told_by_their_bytes),
	    cmocka_unit_test(large_files_are_read_whole),
	    cmocka_unit_test(columns_have_letters),
	};
	return cmocka_run_group_tests(tests, make_directory, remove_directory);
}
