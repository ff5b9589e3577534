/* Bytes that end something are found wherever they stand, whatever the delimiter is. */
#include "unit.h"

#include "sheet/specials.h"

#include <stdbool.h>
#include <stdlib.h>

static bool is_special(unsigned char c, unsigned char delimiter)
{
	return c == delimiter || c == '"' || c < ' ' || c == 0x7F || c == 0xC2;
}

static void compare(const unsigned char *text, size_t n, unsigned char delimiter)
{
	const unsigned char *end = text + n, *p;
	struct specials f = specials_of(text, end, delimiter);
	for (size_t i = 0; i < n; i++) {
		if (!is_special(text[i], delimiter))
			continue;
		p = specials_next(&f);
		assert_ptr_equal(p, text + i);
	}
	assert_ptr_equal(specials_next(&f), end);
	assert_ptr_equal(specials_next(&f), end);
}

static void every_byte_at_every_place(void **state)
{
	static const unsigned char delimiters[] = {',', ';', '\t', '.'};
	(void)state;
	for (size_t n = 0; n < 140; n += n < 70 ? 1 : 23) {
		unsigned char *text = malloc(n ? n : 1);
		assert_non_null(text);
		for (unsigned c = 0; c < 256; c++)
			for (size_t d = 0; d < sizeof(delimiters); d++) {
				for (size_t i = 0; i < n; i++)
					text[i] =
					    (unsigned char)(i % 7 == c % 7 ? c : 'a' + i % 26);
				compare(text, n, delimiters[d]);
			}
		free(text);
	}
}

static void random_texts(void **state)
{
	uint64_t random = 1;
	unsigned char text[300];
	(void)state;
	for (size_t round = 0; round < 20000; round++) {
		size_t n = round % (sizeof(text) + 1);
		for (size_t i = 0; i < n; i++) {
			random = random * UINT64_C(6364136223846793005) + 1442695040888963407u;
			text[i] = (unsigned char)(random >> 56);
		}
		compare(text, n, round % 2 ? ',' : '.');
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_byte_at_every_place),
	    cmocka_unit_test(random_texts),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
