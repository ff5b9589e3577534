/* Short texts are loaded and copied as memcpy would, and nothing beside them is touched. */
#include "unit.h"

#include "base/short.h"

#include <stdlib.h>

enum { LONGEST = 70 };

/* A text of its own piece of memory, so that a byte read beyond it is noticed. */
static char *make_text(size_t n)
{
	char *text = malloc(n ? n : 1);
	assert_non_null(text);
	for (size_t i = 0; i < n; i++)
		text[i] = (char)(i * 37 + 1);
	return text;
}

static void loads_what_memcpy_does(void **state)
{
	(void)state;
	for (size_t n = 0; n <= 8; n++) {
		uint64_t expected = 0;
		char *text = make_text(n);
		memcpy(&expected, text, n);
		assert_int_equal(short_load(text, n), expected);
		free(text);
	}
}

static void copies_what_memcpy_does(void **state)
{
	(void)state;
	for (size_t n = 0; n <= LONGEST; n++) {
		char *text = make_text(n), *copy = malloc(n ? n : 1);
		assert_non_null(copy);
		assert_ptr_equal(short_copy(copy, text, n), copy + n);
		assert_memory_equal(copy, text, n);
		free(copy);
		free(text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(loads_what_memcpy_does),
	    cmocka_unit_test(copies_what_memcpy_does),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
