/* What comes twice may come again, and most of what comes once may not. */
#include "unit.h"

#include "register/repeats.h"

#include <stdio.h>

enum { COUNT = 20000 };

static struct str text_of(char buffer[32], size_t i)
{
	int n = snprintf(buffer, 32, "示例%zu号", i);
	return (struct str){buffer, (size_t)n};
}

/* Texts 0 to COUNT once, every seventh of them twice; returns how many of the others are said to
 * come again, too. */
static size_t said_too_often(uint64_t expected)
{
	char buffer[32];
	size_t wrong = 0;
	struct repeats r;
	repeats_init(&r, expected);
	for (size_t i = 0; i < COUNT; i++)
		repeats_see(&r, text_of(buffer, i));
	for (size_t i = 0; i < COUNT; i += 7)
		repeats_see(&r, text_of(buffer, i));
	for (size_t i = 0; i < COUNT; i++) {
		bool may = repeats_may(&r, text_of(buffer, i));
		assert_true(may || i % 7);
		wrong += may && i % 7;
	}
	repeats_release(&r);
	return wrong;
}

static void nothing_is_missed(void **state)
{
	(void)state;
	assert_true(said_too_often(COUNT) < COUNT / 5);
	said_too_often(0);
	said_too_often(UINT64_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(nothing_is_missed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
