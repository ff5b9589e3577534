/* Word documents: what paragraphs are by their place and text, and charts as pictures. How a whole
 * one looks is tested by report-docx.t. */
#include "report/chart.h"
#include "report/docx.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <zip.h>
/* cmocka needs those above */
#include <cmocka.h>

/* Appends a part of the document of a report; nothing when it is not there. */
static void read_part(const struct buf *bytes, const char *name, struct buf *out)
{
	zip_error_t error;
	zip_source_t *source = zip_source_buffer_create(bytes->p, bytes->n, 0, &error);
	assert_non_null(source);
	zip_t *archive = zip_open_from_source(source, ZIP_RDONLY, &error);
	assert_non_null(archive);
	zip_stat_t st;
	zip_file_t *file = zip_fopen(archive, name, 0);
	if (file && zip_stat(archive, name, 0, &st) == 0) {
		buf_reserve(out, st.size);
		assert_int_equal(zip_fread(file, out->p + out->n, st.size), st.size);
		out->n += st.size;
		zip_fclose(file);
	}
	zip_discard(archive);
}

static void print(const struct document *d, struct buf *bytes)
{
	struct tree t;
	struct error e = ERROR_INIT;
	tree_parse(&t, d);
	if (!docx_print(&t, bytes, &e))
		fail_msg("%s", e.message);
	tree_release(&t);
}

static bool holds(const struct buf *xml, const char *text)
{
	return str_find(buf_str(xml), str_of(text)) != SIZE_MAX;
}

/* --- paragraphs ------------------------------------------------------------------------------- */

/* The styles of the paragraphs, a letter for each: T title, S subtitle, R recipients, B body, G
 * signature and, behind each of these, its distance from the right in hundredths. */
static void assert_styles(const char *markdown, const char *expected)
{
	struct document d = {0};
	struct buf bytes = BUF_INIT, xml = BUF_INIT, found = BUF_INIT;
	document_markdown(&d, str_of(markdown));
	print(&d, &bytes);
	read_part(&bytes, "word/document.xml", &xml);
	struct str rest = buf_str(&xml);
	for (size_t at; (at = str_find(rest, STR("<w:pStyle w:val=\""))) != SIZE_MAX;) {
		rest = str_from(rest, at + strlen("<w:pStyle w:val=\""));
		struct str paragraph = str_first(rest, str_find(rest, STR("</w:pPr>")));
		bool signature = str_starts(rest, STR("Signature"));
		buf_add_char(&found, signature ? 'G' : rest.p[0]);
		size_t right = str_find(paragraph, STR("w:rightChars=\""));
		if (right != SIZE_MAX) {
			struct str number = str_from(paragraph, right + strlen("w:rightChars=\""));
			buf_add_str(&found, str_first(number, str_find(number, STR("\""))));
		}
	}
	assert_string_equal(buf_text(&found), expected);
	buf_release(&bytes);
	buf_release(&xml);
	buf_release(&found);
	document_release(&d);
}

static void a_date_and_recipients_stand_below_the_title(void **state)
{
	(void)state;
	assert_styles("# 汇报\n\n2024年6月30日\n\n各街道：\n\n正文：\n\n完。\n", "TSRBB");
	assert_styles("# 汇报\n\n（二〇二四年六月三十日）\n\n完。\n", "TSB");
	assert_styles("# 汇报\n\n2024年6月\n\n完。\n", "TBB");
	assert_styles("# 汇报\n\n2024年6月30日止\n\n完。\n", "TBB");
	assert_styles("# 汇报\n\n情况良好。现报告如下：\n\n完。\n", "TBB");
	assert_styles("引言。\n\n# 汇报\n\n各街道：\n\n完。\n", "BTRB");
	assert_styles("各街道：\n\n2024年6月30日\n\n完。\n", "BBB");
	assert_styles("# 一\n\n# 二\n\n各街道：\n\n完。\n", "TTBB");
}

static void a_signature_stands_last(void **state)
{
	(void)state;
	/* Six and a half characters of the date; as many names in the middle above them. */
	assert_styles("完。\n\n某区委\n\n2024年6月30日\n", "BG575G400");
	assert_styles("完。\n\n某区委\n2024年6月30日\n", "BG575G400");
	assert_styles("完。\n\n某区委\\\n某局\\\n2024年6月30日\n", "BG575G625G400");
	assert_styles("完。\n\n2024年6月30日\n", "BG400");
	/* A long name does not reach into the margin; the date moves with it. */
	assert_styles(
	    "完。\n\n一二三四五六七八九十一二三四五六七八九十\n2024年6月30日\n", "BG0G675");
	assert_styles("完，\n\n2024年6月30日\n", "BG400");
	assert_styles("完。\n\n2024年6月30日\n\n又及。\n", "BBB");
	assert_styles("完。\n2024年6月30日\n", "B");
	assert_styles("- 完。\n\n  2024年6月30日\n", "LL");
	assert_styles("# 汇报\n\n2024年6月30日\n", "TS");
	assert_styles("# 汇报\n\n2024年6月30日\n\n2024年6月30日\n", "TSG400");
}

/* --- charts ----------------------------------------------------------------------------------- */

static const struct figure rows[] = {{.value = {80, 0}}, {.value = {41, 0}}};

static void add_chart(struct document *d, struct chart *c)
{
	static const struct style style = {.form = STYLE_PLAIN, .decimals = -1};
	chart_init(c, CHART_BARS);
	chart_set_title(c, STR("非公<单位>"));
	chart_set_heading(c, STR("街道"));
	chart_add_category(c, STR("大院"));
	chart_add_category(c, STR("豫章"));
	chart_add_series(c, STR("单位"), &style);
	chart_set(c, 0, 0, &rows[0]);
	chart_set(c, 1, 0, &rows[1]);
	chart_add_to(c, d);
}

static void charts_are_pictures(void **state)
{
	(void)state;
	struct document d = {0};
	struct chart first, second;
	struct buf bytes = BUF_INIT, again = BUF_INIT, xml = BUF_INIT, png = BUF_INIT;
	if (system("command -v gnuplot >/dev/null 2>&1 && fc-list :lang=zh | grep -q .") != 0)
		skip();
	document_markdown(&d, STR("前\n\n"));
	add_chart(&d, &first);
	document_markdown(&d, STR("\n中\n\n"));
	add_chart(&d, &second);
	document_markdown(&d, STR("\n后\n"));
	print(&d, &bytes);
	print(&d, &again);
	assert_int_equal(bytes.n, again.n);
	assert_memory_equal(bytes.p, again.p, bytes.n);
	read_part(&bytes, "word/document.xml", &xml);
	assert_true(holds(&xml, "r:embed=\"rIdChart1\"") && holds(&xml, "r:embed=\"rIdChart2\""));
	assert_true(holds(&xml, "<wp:extent cx=\"5618480\""));
	assert_false(holds(&xml, "<单位>"));
	/* The text of the charts is in the pictures alone: three paragraphs have text. */
	size_t texts = 0;
	struct str rest = buf_str(&xml);
	for (size_t at; (at = str_find(rest, STR("<w:t "))) != SIZE_MAX; texts++)
		rest = str_from(rest, at + 1);
	assert_int_equal(texts, 3);
	read_part(&bytes, "word/media/chart2.png", &png);
	assert_true(str_starts(buf_str(&png), STR("\x89PNG\r\n")));
	xml.n = 0;
	read_part(&bytes, "word/_rels/document.xml.rels", &xml);
	assert_true(holds(&xml, "Target=\"media/chart1.png\"") &&
		    holds(&xml, "Target=\"media/chart2.png\""));
	buf_release(&bytes);
	buf_release(&again);
	buf_release(&xml);
	buf_release(&png);
	document_release(&d);
	chart_release(&first);
	chart_release(&second);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_date_and_recipients_stand_below_the_title),
	    cmocka_unit_test(a_signature_stands_last),
	    cmocka_unit_test(charts_are_pictures),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
