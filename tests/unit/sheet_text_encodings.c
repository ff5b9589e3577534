/* Delimited text in the encodings in which streets send it: none of them guessed silently. */
#include "sheet_text.h"

#include "base/utf8.h"
#include "sheet/decode.h"

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

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(encodings_are_found),
	    cmocka_unit_test(gb18030_is_read_whole),
	    cmocka_unit_test(bytes_without_meaning_have_a_place),
	    cmocka_unit_test(damaged_utf8_is_not_taken_for_gb18030),
	    cmocka_unit_test(a_few_zeros_are_not_utf16),
	    cmocka_unit_test(the_encoding_can_be_given),
	    cmocka_unit_test(pairs_are_as_iconv_has_them),
	    cmocka_unit_test(windows_do_not_show),
	    cmocka_unit_test(long_cells_are_whole),
	    cmocka_unit_test(any_bytes_are_read_or_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
