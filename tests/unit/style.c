/* Number style: rates, 余, 万, Chinese numerals. */
#include "report/style.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
/* cmocka needs those above */
#include <cmocka.h>

/* The text of value (of `of`) under filters that are written as in a template. */
static const char *print(const char *value, const char *of, const char *filters)
{
	static struct buf out;
	struct style style = STYLE_INIT;
	struct str rest = str_of(filters), filter;
	struct fixed number = {0}, denominator = {0};
	struct error e = ERROR_INIT;
	if (rest.n)
		while (str_split(&rest, '|', &filter))
			if (!style_add(&style, filter, &e))
				fail_msg("%s: %s", filters, e.message);
	assert_true(fixed_parse(str_of(value), &number));
	assert_true(!of || fixed_parse(str_of(of), &denominator));
	buf_release(&out);
	style_print(&out, &style, number, denominator);
	static char text[200];
	assert_true(out.n < sizeof(text));
	memcpy(text, buf_text(&out), out.n + 1);
	buf_release(&out);
	return text;
}

struct example {
	const char *value, *of, *filters, *text;
};

static void check(const struct example *examples, size_t count)
{
	for (size_t i = 0; i < count; i++)
		assert_string_equal(print(examples[i].value, examples[i].of, examples[i].filters),
		    examples[i].text);
}

#define CHECK(examples) check(examples, sizeof(examples) / sizeof(examples[0]))

static void rates_round_half_up_and_never_lie(void **state)
{
	(void)state;
	const struct example examples[] = {
	    {"57", "80", "percent", "71.3%"},
	    {"1999", "2000", "percent", "99.9%"},
	    {"1", "3000", "percent", "0.1%"},
	    {"1", "2000", "percent", "0.1%"},
	    {"0", "80", "percent", "0.0%"},
	    {"80", "80", "percent", "100.0%"},
	    {"0", "0", "percent", "—"},
	    {"3", "0", "percent", "—"},
	    {"81", "80", "percent", "101.3%"},
	    {"57", "80", "percent:2", "71.25%"},
	    {"57", "80", "percent:0", "71%"},
	    {"199999", "200000", "percent:2", "99.99%"},
	    {"1", "300000", "percent:2", "0.01%"},
	    {"199", "200", "percent:0", "99%"},
	    {"1.5", "3", "percent", "50.0%"},
	    {"150.00", "200", "percent", "75.0%"},
	    {"9223372036854775806", "9223372036854775807", "percent:6", "99.999999%"},
	    {"-1", "100000", "percent", "-0.1%"},
	    {"-1999", "2000", "percent", "-99.9%"},
	    {"-2000", "2000", "percent", "-100.0%"},
	};
	CHECK(examples);
}

static void over_is_true_of_what_it_says(void **state)
{
	(void)state;
	const struct example examples[] = {
	    {"46", NULL, "over:10", "40余"},
	    {"41", NULL, "over:10", "40余"},
	    {"49", NULL, "over:10", "40余"},
	    {"40", NULL, "over:10", "40"},
	    {"9", NULL, "over:10", "9"},
	    {"10", NULL, "over:10", "10"},
	    {"11", NULL, "over:10", "10余"},
	    {"0", NULL, "over:10", "0"},
	    {"1126", NULL, "over:100", "1100余"},
	    {"107", NULL, "over:100", "100余"},
	    {"34", NULL, "over:10", "30余"},
	    {"99", NULL, "over:100", "99"},
	    {"40.50", NULL, "over:10", "40余"},
	    {"123456.00", NULL, "over:10000|wan", "12万余"},
	    {"46", NULL, "han|over:10", "四十余"},
	};
	CHECK(examples);
	/* N余 is said of x exactly when N < x < N + 10^(trailing zeros of N). */
	for (int64_t x = 0; x < 3000; x++) {
		char value[24];
		snprintf(value, sizeof(value), "%d", (int)x);
		const char *text = print(value, NULL, "over:10");
		int64_t said = strtol(text, NULL, 10), zeros = 1;
		if (!strstr(text, "余")) {
			assert_int_equal(said, x);
			continue;
		}
		for (int64_t n = said; n % 10 == 0; n /= 10)
			zeros *= 10;
		assert_true(said < x && x < said + zeros);
	}
}

static void ten_thousands(void **state)
{
	(void)state;
	const struct example examples[] = {
	    {"50000.00", NULL, "wan", "5万"},
	    {"20000", NULL, "wan", "2万"},
	    {"12345", NULL, "wan", "1.2345万"},
	    {"12345.60", NULL, "wan", "1.23456万"},
	    {"5000.00", NULL, "wan", "5000"},
	    {"9999.50", NULL, "wan", "9999.50"},
	    {"0", NULL, "wan", "0"},
	    {"100000000", NULL, "wan", "10000万"},
	    {"12500", NULL, "wan:1", "1.3万"},
	    {"12499", NULL, "wan:1", "1.2万"},
	    {"50000.00", NULL, "wan:1", "5.0万"},
	    {"50000.00", NULL, "wan:0", "5万"},
	    {"-12345", NULL, "wan", "-1.2345万"},
	};
	CHECK(examples);
}

static void chinese_numerals(void **state)
{
	(void)state;
	const struct example examples[] = {
	    {"0", NULL, "han", "零"},
	    {"10", NULL, "han", "十"},
	    {"11", NULL, "han", "十一"},
	    {"20", NULL, "han", "二十"},
	    {"110", NULL, "han", "一百一十"},
	    {"101", NULL, "han", "一百零一"},
	    {"1010", NULL, "han", "一千零一十"},
	    {"1001", NULL, "han", "一千零一"},
	    {"10005", NULL, "han", "一万零五"},
	    {"100010", NULL, "han", "十万零一十"},
	    {"110000", NULL, "han", "十一万"},
	    {"100000001", NULL, "han", "一亿零一"},
	    {"2024", NULL, "han", "二千零二十四"},
	    {"12.50", NULL, "han", "十二点五零"},
	    {"50000.00", NULL, "han", "五万"},
	    {"-3", NULL, "han", "负三"},
	};
	CHECK(examples);
}

static void plain_numbers(void **state)
{
	(void)state;
	const struct example examples[] = {
	    {"70", NULL, "", "70"},
	    {"50000.00", NULL, "plain", "50000"},
	    {"12.50", NULL, "", "12.50"},
	    {"57", "80", "", "57"},
	    {"57", "80", "percent|fraction", "71.3%（57/80）"},
	    {"50000.00", "100000.00", "percent:0|fraction", "50%（50000/100000）"},
	    {"0", "0", "percent|fraction", "—（0/0）"},
	    {"0.05", NULL, "", "0.05"},
	    {"-0.05", NULL, "", "-0.05"},
	    {"-7", NULL, "", "-7"},
	    {"9223372036854775807", NULL, "", "9223372036854775807"},
	};
	CHECK(examples);
}

static void refused(const char *filters, const char *message)
{
	struct style style = STYLE_INIT;
	struct str rest = str_of(filters), filter;
	struct error e = ERROR_INIT;
	while (e.kind == ERROR_NONE && str_split(&rest, '|', &filter))
		style_add(&style, filter, &e);
	assert_int_equal(e.kind, ERROR_USAGE);
	if (!strstr(e.message, message))
		fail_msg("%s: %s", filters, e.message);
}

static void wrong_filters_are_named(void **state)
{
	(void)state;
	refused("percnt", "the nearest is 'percent'");
	refused("percent:7", "0 to 6");
	refused("percent:", "0 to 6");
	refused("over", "power of ten");
	refused("over:5", "power of ten");
	refused("over:20", "power of ten");
	refused("over:1", "power of ten");
	refused("over:10|over:10", "second");
	refused("han:1", "write 'han'");
	refused("percent|han", "does not go with");
	refused("over:10|percent", "both round");
	refused("wan:1|over:10", "both round");
	refused("fraction", "behind percent");
	refused("percent|fraction:1", "write 'fraction'");
	refused("", "no filter ''");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(rates_round_half_up_and_never_lie),
	    cmocka_unit_test(over_is_true_of_what_it_says),
	    cmocka_unit_test(ten_thousands),
	    cmocka_unit_test(chinese_numerals),
	    cmocka_unit_test(plain_numbers),
	    cmocka_unit_test(wrong_filters_are_named),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
