/* pairs: numbering and finding. */
#include "figures/pairs.h"

#include <stdarg.h>
#include <setjmp.h>
#include <cmocka.h>

static void numbers_in_order(void **state)
{
	(void)state;
	struct pairs p = {0};
	bool fresh;
	assert_int_equal(pairs_find(&p, 0, 0), PAIRS_NONE);
	for (size_t i = 0; i < 300; i++) {
		assert_int_equal(pairs_add(&p, i / 20, i % 20, &fresh), i);
		assert_true(fresh);
	}
	assert_int_equal(pairs_add(&p, 7, 3, &fresh), 143);
	assert_false(fresh);
	assert_int_equal(pairs_find(&p, 3, 7), 67);
	assert_int_equal(pairs_find(&p, 3, 20), PAIRS_NONE);
	assert_int_equal(p.entries[67].first, 3);
	assert_int_equal(p.count, 300);
	pairs_release(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(numbers_in_order)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
