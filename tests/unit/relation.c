/* How two periods lie to each other: 同比, 环比, of the same kind, or not to be compared. */
#include "report/relation.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
/* cmocka needs those above */
#include <cmocka.h>

struct example {
	const char *period, *base;
	enum relation relation;
};

static void check(const struct example *examples, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct example *x = &examples[i];
		enum relation found = relation_of(str_of(x->period), str_of(x->base));
		if (found != x->relation)
			fail_msg("%s, %s: %d is not %d", x->period, x->base, (int)found,
			    (int)x->relation);
	}
}

#define CHECK(examples) check(examples, sizeof(examples) / sizeof(examples[0]))

static void days(void **state)
{
	(void)state;
	const struct example examples[] = {
	    {"2024-06-30", "2023-06-30", RELATION_YEAR},
	    {"2024-02-29", "2023-02-28", RELATION_YEAR},
	    {"2025-02-28", "2024-02-29", RELATION_YEAR},
	    {"2025-02-28", "2024-02-28", RELATION_YEAR},
	    {"2024-12-31", "2023-12-31", RELATION_YEAR},
	    {"2024-06-30", "2024-05-31", RELATION_BEFORE},
	    {"2024-01-31", "2023-12-31", RELATION_BEFORE},
	    {"2024-03-30", "2024-02-29", RELATION_BEFORE},
	    {"2024-06-15", "2024-05-15", RELATION_BEFORE},
	    {"2024-06-30", "2024-03-31", RELATION_BEFORE},
	    {"2024-06-30", "2023-12-31", RELATION_BEFORE},
	    {"2024-05-31", "2024-02-29", RELATION_LIKE},
	    {"2024-06-29", "2024-03-29", RELATION_LIKE},
	    {"2024-03-31", "2023-09-30", RELATION_LIKE},
	    {"2024-06-30", "2024-06-30", RELATION_LIKE},
	    {"2024-06-30", "2022-06-30", RELATION_LIKE},
	    {"2024-05-31", "2024-06-30", RELATION_LIKE},
	    {"2024-06-30", "2024-06-01/2024-06-30", RELATION_NONE},
	    {"2024-06-01/2024-06-30", "2024-05-31", RELATION_NONE},
	    {"2024-06-30", "", RELATION_NONE},
	    {"", "", RELATION_LIKE},
	    {"June", "June", RELATION_LIKE},
	    {"June", "May", RELATION_NONE},
	};
	CHECK(examples);
}

static void stretches(void **state)
{
	(void)state;
	const struct example examples[] = {
	    {"2024-06-01/2024-06-30", "2024-05-01/2024-05-31", RELATION_BEFORE},
	    {"2024-06-01/2024-06-30", "2023-06-01/2023-06-30", RELATION_YEAR},
	    {"2024-02-01/2024-02-29", "2023-02-01/2023-02-28", RELATION_YEAR},
	    {"2024-01-01/2024-06-30", "2023-01-01/2023-06-30", RELATION_YEAR},
	    {"2024-01-01/2024-02-28", "2023-01-01/2023-02-28", RELATION_YEAR},
	    {"2024-01-01/2024-06-15", "2023-01-01/2023-06-15", RELATION_YEAR},
	    {"2024-01-01/2024-06-30", "2023-07-01/2023-12-31", RELATION_BEFORE},
	    {"2024-04-01/2024-06-30", "2024-01-01/2024-03-31", RELATION_BEFORE},
	    {"2024-01-01/2024-12-31", "2023-01-01/2023-12-31", RELATION_YEAR},
	    {"2024-06-03/2024-06-09", "2024-05-27/2024-06-02", RELATION_BEFORE},
	    {"2024-06-01/2024-06-30", "2024-03-01/2024-03-31", RELATION_LIKE},
	    {"2024-06-01/2024-06-30", "2022-06-01/2022-06-30", RELATION_LIKE},
	    {"2024-01-01/2024-06-30", "2024-01-01/2024-05-31", RELATION_NONE},
	    {"2024-01-01/2024-06-30", "2023-01-01/2023-12-31", RELATION_NONE},
	    {"2024-06-01/2024-06-30", "2024-01-01/2024-06-30", RELATION_NONE},
	    {"2024-06-01/2024-06-30", "2024-04-02/2024-05-01", RELATION_NONE},
	    {"2024-06-30/2024-06-01", "2024-05-01/2024-05-31", RELATION_NONE},
	};
	CHECK(examples);
}

static void words(void **state)
{
	(void)state;
	assert_string_equal(relation_word(RELATION_YEAR), "同比");
	assert_string_equal(relation_word(RELATION_BEFORE), "环比");
	assert_string_equal(relation_word(RELATION_LIKE), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(days),
	    cmocka_unit_test(stretches),
	    cmocka_unit_test(words),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
