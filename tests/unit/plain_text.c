/* Markdown to plain text, and the marks of numbers on the way. */
#include "report/plain_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
/* cmocka needs those above */
#include <cmocka.h>

static void assert_plain(const char *markdown, const char *expected)
{
	struct document from = {0}, to = {0};
	document_markdown(&from, str_of(markdown));
	plain_text(&from, &to);
	assert_string_equal(buf_text(&to.text), expected);
	document_release(&from);
	document_release(&to);
}

static void inline_signs(void **state)
{
	(void)state;
	assert_plain("", "");
	assert_plain("甲**乙**丙", "甲乙丙");
	assert_plain("*a* _b_ ***c*** ~~d~~ __e__", "a b c d e");
	assert_plain("**甲*乙*丙**", "甲乙丙");
	assert_plain("2 * 3 * 4, a_b_c, 5*3, **x", "2 * 3 * 4, a_b_c, 5*3, **x");
	assert_plain("\\*a\\* \\\\ \\甲", "*a* \\ \\甲");
	assert_plain("`**a**` ``b`c``", "**a** b`c");
	assert_plain(
	    "[甲**乙**](http://x.cn) ![图](a.png) [x] (y)", "甲乙 (http://x.cn) 图 [x] (y)");
	assert_plain("a<b>", "a<b>");
}

static void blocks(void **state)
{
	(void)state;
	assert_plain("# 甲\n\n## 乙 ##\n#丙\n", "甲\n\n乙\n#丙\n");
	assert_plain("甲\n===\n乙\n---\n\n---\n", "甲\n乙\n\n---\n");
	assert_plain("- a\n* b\n1. **c**\n   - d\n", "- a\n* b\n1. c\n   - d\n");
	assert_plain("> a\n> > b\n", "a\nb\n");
	assert_plain("```\n# **a**\n```\nb  \nc\\\n", "# **a**\nb\nc\n");
	assert_plain("````\n```\n~~~~\n**a**\n````\n**b**\n", "```\n~~~~\n**a**\nb\n");
	assert_plain("~~~ x\n~~~ **a**\n~~~\n**b**\n", "~~~ **a**\nb\n");
	assert_plain("last", "last");
}

static void tables(void **state)
{
	(void)state;
	assert_plain("| 街道 | 数 |\n|---|---:|\n| 滕王阁 | 5 |\n| **a** | 1234 |\n\n尾",
	    "街道      数\n------  ----\n滕王阁     5\na       1234\n\n尾");
	assert_plain("a|b\n-|-\n1|2|3\n4\n", "a  b\n-  -\n1  2\n4\n");
	assert_plain("| a\\|b |\n|---|\n", "a|b\n---\n");
	assert_plain("a | b\nc\n", "a | b\nc\n");
	/* no table, of which nothing may be lost */
	assert_plain("- | a | b |\n  |---|---|\n", "- | a | b |\n  |---|---|\n");
	assert_plain("| a |\n|---|---|\n", "| a |\n|---|---|\n");
	assert_plain("| a | |\n|---|---|\n", "a\n-  \n");
}

static void marks_follow_the_text(void **state)
{
	(void)state;
	struct figure one = {.figure = STR("one"), .value = {1, 0}};
	struct figure two = {.figure = STR("two"), .value = {22, 0}};
	struct style style = STYLE_INIT;
	struct document from = {0}, to = {0};
	document_markdown(&from, STR("# **甲** "));
	document_number(&from, &one, &style);
	document_markdown(&from, STR("\n\n| a | b |\n|---|---:|\n| **"));
	document_number(&from, &two, &style);
	document_markdown(&from, STR("** | "));
	document_number(&from, &one, &style);
	document_markdown(&from, STR(" |\n"));
	plain_text(&from, &to);
	assert_string_equal(buf_text(&to.text), "甲 1\n\na   b\n--  -\n22  1\n");
	assert_int_equal(to.mark_count, 3);
	for (size_t i = 0; i < to.mark_count; i++) {
		struct buf number = BUF_INIT;
		fixed_print(&number, to.marks[i].row->value);
		assert_int_equal(to.marks[i].length, number.n);
		assert_memory_equal(to.text.p + to.marks[i].start, number.p, number.n);
		buf_release(&number);
	}
	document_release(&from);
	document_release(&to);
}

/* What document_data escapes comes out of plain_text as it went in, wherever it stands. */
static void data_survives(void **state)
{
	(void)state;
	static const char *const samples[] = {"*a*", "_b_", "1. x", "- y", "+", "=", "#", "> q",
	    "a|b", "[x](y)", "`c`", "~~d~~", "\\", "a\\*", "<b>", "&amp;", "12)", "a**b", "---",
	    "==="};
	static const char *const places[] = {"", "甲", "- ", "> ", "| ", "**", "# "};
	for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++)
		for (size_t j = 0; j < sizeof(places) / sizeof(places[0]); j++) {
			struct document from = {0}, to = {0}, bare = {0}, bare_to = {0};
			bool bold = strcmp(places[j], "**") == 0;
			document_markdown(&from, str_of(places[j]));
			document_data(&from, str_of(samples[i]));
			document_markdown(&from, str_of(bold ? "**" : ""));
			plain_text(&from, &to);
			document_markdown(&bare, str_of(places[j]));
			document_markdown(&bare, STR("x"));
			document_markdown(&bare, str_of(bold ? "**" : ""));
			plain_text(&bare, &bare_to);
			bare_to.text.n--; /* what the place itself leaves */
			document_markdown(&bare_to, str_of(samples[i]));
			assert_string_equal(buf_text(&to.text), buf_text(&bare_to.text));
			document_release(&from);
			document_release(&to);
			document_release(&bare);
			document_release(&bare_to);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(inline_signs),
	    cmocka_unit_test(blocks),
	    cmocka_unit_test(tables),
	    cmocka_unit_test(marks_follow_the_text),
	    cmocka_unit_test(data_survives),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
