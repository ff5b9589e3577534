/* Numbering texts: first come, first numbered; found again whatever the bytes. */
#include "unit.h"

#include "base/intern.h"

#include <stdio.h>

static void numbers_follow_the_order(void **state)
{
	(void)state;
	enum { COUNT = 200000 };
	struct intern t = {0};
	char text[32];
	bool is_new;
	assert_true(intern_find(&t, STR("none")) == INTERN_NONE);
	for (size_t i = 0; i < COUNT; i++) {
		int n = snprintf(text, sizeof(text), "U%zu台账", i * 7919);
		assert_int_equal(intern_add(&t, (struct str){text, (size_t)n}, &is_new), i);
		assert_true(is_new);
	}
	assert_int_equal(t.count, COUNT);
	for (size_t i = 0; i < COUNT; i += 13) {
		int n = snprintf(text, sizeof(text), "U%zu台账", i * 7919);
		struct str key = {text, (size_t)n};
		assert_int_equal(intern_find(&t, key), i);
		assert_int_equal(intern_add(&t, key, &is_new), i);
		assert_false(is_new);
		assert_true(str_equal(intern_text(&t, i), key));
	}
	assert_true(intern_find(&t, STR("U1台账")) == INTERN_NONE);
	intern_release(&t);
	assert_true(intern_find(&t, STR("U0台账")) == INTERN_NONE);
}

/* Texts that only differ in a NUL or in length are different; the empty text is one too. */
static void bytes_are_what_counts(void **state)
{
	(void)state;
	struct intern t = {0};
	assert_int_equal(intern_add(&t, (struct str){NULL, 0}, NULL), 0);
	assert_int_equal(intern_add(&t, STR(""), NULL), 0);
	assert_int_equal(intern_add(&t, STR("\0"), NULL), 1);
	assert_int_equal(intern_add(&t, STR("\0\0"), NULL), 2);
	assert_int_equal(intern_add(&t, STR("12345678"), NULL), 3);
	assert_int_equal(intern_add(&t, STR("12345678\0"), NULL), 4);
	assert_int_equal(intern_find(&t, STR("")), 0);
	assert_int_equal(intern_find(&t, STR("12345678")), 3);
	intern_release(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(numbers_follow_the_order),
	    cmocka_unit_test(bytes_are_what_counts),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
