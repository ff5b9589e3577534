/* Whole numbers, money and fixed-point figures: strict, exact, no overflow. */
#include "unit.h"

#include "base/number.h"

static bool parses(const char *text)
{
	int64_t value;
	return number_parse(str_of(text), &value);
}

static bool fixed_parses(const char *text)
{
	struct fixed value;
	return fixed_parse(str_of(text), &value);
}

static void whole_numbers(void **state)
{
	(void)state;
	int64_t value;
	assert_true(number_parse(STR("9223372036854775807"), &value));
	assert_true(value == INT64_MAX);
	assert_true(number_parse(STR("007"), &value));
	assert_int_equal(value, 7);
	static const char *const bad[] = {"", "9223372036854775808", "99999999999999999999", "-1",
	    "+1", " 1", "1 ", "1.0", "1e3", "３", "0x1", "1,000"};
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(parses(bad[i]));
	assert_false(number_parse(STR("1\0"), &value));
}

static void money_is_in_fen(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		int64_t fen;
	} good[] = {{"5", 500}, {"5.5", 550}, {"5.50", 550}, {"0.01", 1}, {"0", 0},
	    {"50000.00", 5000000}, {"92233720368547758.07", INT64_MAX}};
	int64_t fen;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		assert_true(money_parse(str_of(good[i].text), &fen));
		assert_true(fen == good[i].fen);
	}
	static const char *const bad[] = {"", "-1", "-0", ".5", "5.", "5.001",
	    "92233720368547758.08", "1,000", "5万", "￥5", "1e2", "5.5.5", "5.-1"};
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(money_parse(str_of(bad[i]), &fen));
}

static void fixed_refuses(void **state)
{
	(void)state;
	static const char *const bad[] = {"", "-", "--1", "+1", "1.", ".1", "-.1", "1.0123456789",
	    "9223372036854775807.0", "1.-1", "1. 1"};
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(fixed_parses(bad[i]));
}

/* Printing and parsing are inverse, for random numbers and the ends of the range. */
static void fixed_round_trips(void **state)
{
	(void)state;
	uint64_t seed = 7;
	struct buf b = BUF_INIT;
	for (int i = 0; i < 100000; i++) {
		struct fixed value = {(int64_t)random_next(&seed) >> random_below(&seed, 63),
		    (unsigned)random_below(&seed, 10)};
		if (i == 0)
			value = (struct fixed){INT64_MAX, 9};
		if (i == 1)
			value = (struct fixed){-INT64_MAX, 9};
		if (value.units == INT64_MIN)
			continue;
		struct fixed back;
		b.n = 0;
		fixed_print(&b, value);
		assert_true(fixed_parse(buf_str(&b), &back));
		assert_true(back.units == value.units && back.decimals == value.decimals);
		assert_int_equal(fixed_compare(value, back), 0);
	}
	b.n = 0;
	fixed_print(&b, (struct fixed){INT64_MIN, 2});
	assert_str(buf_str(&b), "-92233720368547758.08");
	b.n = 0;
	fixed_print(&b, (struct fixed){-5, 2});
	assert_str(buf_str(&b), "-0.05");
	buf_release(&b);
}

static void fixed_adds_and_compares(void **state)
{
	(void)state;
	struct fixed sum;
	assert_true(fixed_add((struct fixed){15, 1}, (struct fixed){-25, 2}, &sum));
	assert_true(sum.units == 125 && sum.decimals == 2);
	assert_false(fixed_add((struct fixed){INT64_MAX, 0}, (struct fixed){1, 0}, &sum));
	assert_false(fixed_add((struct fixed){INT64_MAX, 0}, (struct fixed){1, 1}, &sum));
	assert_true(fixed_compare((struct fixed){INT64_MAX, 0}, (struct fixed){INT64_MAX, 9}) > 0);
	assert_true(fixed_compare((struct fixed){-1, 0}, (struct fixed){-11, 1}) > 0);
	assert_int_equal(fixed_compare((struct fixed){1, 0}, (struct fixed){100, 2}), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(whole_numbers),
	    cmocka_unit_test(money_is_in_fen),
	    cmocka_unit_test(fixed_refuses),
	    cmocka_unit_test(fixed_round_trips),
	    cmocka_unit_test(fixed_adds_and_compares),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
