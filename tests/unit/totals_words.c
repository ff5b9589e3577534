/* What a line of totals says in words. */
#include "unit.h"

#include "import/totals_words.h"

/* label|amount|unit|noun of each, and what is left. */
static void expect(const char *text, const char *wanted)
{
	struct buf found = BUF_INIT;
	struct str rest = str_of(text);
	struct totals_word word;
	while (totals_words_next(&rest, &word)) {
		const struct str parts[] = {word.label, word.amount, word.unit, word.noun};
		for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
			buf_add_str(&found, parts[i]);
			buf_add_char(&found, i < 3 ? '|' : '/');
		}
	}
	buf_add_str(&found, rest);
	assert_string_equal(buf_text(&found), wanted);
	buf_release(&found);
}

static void takes_them_apart(void **state)
{
	(void)state;
	expect("", "");
	expect("公司", "公司");
	expect("2家", "|2家|家|/");
	expect("(2家)", "|2家|家|/");
	expect(":2家企业", "|2家|家|企业/");
	expect("2家,职工数:1,234人", "|2家|家|/职工数|1,234人|人|/");
	expect("2家22人", "|2家|家|/|22人|人|/");
	expect("2家职工22人。", "|2家|家|/职工|22人|人|/");
	expect("2,22,222人", "|2||/|22,222人|人|/");
	expect("1,2345", "|1||/|2345||/");
	expect("100人次、1.2万元", "|100人次|人次|/|1.2万元|万元|/");
	expect("1.", "|1||./");
	expect("2栋3家", "|2||/栋|3家|家|/");
	expect("2家;已注销", "|2家|家|/已注销");
}

static void knows_what_is_nothing_else(void **state)
{
	(void)state;
	static const char *const plain[] = {"12人", "2家22人", "2家、1,234人"};
	static const char *const others[] = {
	    "", "公司", "12", "1咖啡", "2家企业", "职工2人", "2家;已注销", "2家3"};
	for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++)
		assert_true(totals_words_are_plain(str_of(plain[i])));
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		assert_false(totals_words_are_plain(str_of(others[i])));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(takes_them_apart),
	    cmocka_unit_test(knows_what_is_nothing_else),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
