/* Text within markup: escaped, and nothing in it that HTML or XML refuses or that hides text. */
#include "report/markup.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
/* cmocka needs those above */
#include <cmocka.h>

static void assert_markup(const char *text, const char *expected)
{
	struct buf out = BUF_INIT;
	markup_text(&out, str_of(text));
	assert_string_equal(buf_text(&out), expected);
	buf_release(&out);
}

static void signs_of_markup_are_escaped(void **state)
{
	(void)state;
	assert_markup("<a href=\"x\">R&D</a>", "&lt;a href=&quot;x&quot;&gt;R&amp;D&lt;/a&gt;");
	assert_markup("]]>", "]]&gt;");
	assert_markup("东湖区'", "东湖区'");
	assert_markup("", "");
}

static void controls_are_replaced(void **state)
{
	(void)state;
	assert_markup("a\x01\x1B[0m\x7F\rb\t\n", "a��[0m��b\t\n");
	assert_markup("\xC2\x85\xEF\xBF\xBE\xF0\x9F\xBF\xBF\xEF\xBF\xBC", "���\xEF\xBF\xBC");
	assert_markup("\xFFgood", "�good");
}

static void marks_of_direction_are_replaced(void **state)
{
	(void)state;
	assert_markup("a\xE2\x80\xAE"
		      "b\xE2\x81\xA6"
		      "c\xE2\x81\xA9\xE2\x80\x8F\xD8\x9C",
	    "a�b�c���");
	assert_markup("\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x92\xBB", "👩\xE2\x80\x8D💻");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(signs_of_markup_are_escaped),
	    cmocka_unit_test(controls_are_replaced),
	    cmocka_unit_test(marks_of_direction_are_replaced),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
