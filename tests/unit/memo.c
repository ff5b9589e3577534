/* Memos: they may forget, but what they give is the number of that very text. */
#include "unit.h"

#include "base/memo.h"

/* Text `number`: of `length` bytes, the same as others' up to one that differs. The bytes behind it
 * are of no account. */
static struct str text_of(size_t number, size_t length, char bytes[MEMO_TEXT_MAX + 64])
{
	memset(bytes, 'x', length);
	memset(bytes + length, (int)(number * 7 % 251), MEMO_TEXT_MAX + 64 - length);
	for (size_t i = 0; i < 2; i++, number /= 100)
		if (length > 9 * i)
			bytes[length - 1 - 9 * i] = (char)('0' + number % 100);
	return (struct str){bytes, length};
}

static void gives_what_was_noted(void **state)
{
	(void)state;
	static uint32_t numbers[MEMO_TEXT_MAX + 1][10000];
	struct memo *m = calloc(1, sizeof(*m));
	uint64_t seed = 11;
	char bytes[MEMO_TEXT_MAX + 64];
	size_t given = 0;
	assert_non_null(m);
	for (uint32_t turn = 1; turn < 400000; turn++) {
		size_t length = random_below(&seed, MEMO_TEXT_MAX + 1);
		size_t number = length == 0   ? 0
				: length < 10 ? random_below(&seed, 100)
					      : random_below(&seed, 10000);
		struct str text = text_of(number, length, bytes);
		uint32_t found = memo_find(m, text);
		if (found != MEMO_UNKNOWN)
			assert_int_equal(found, numbers[length][number]);
		given += found != MEMO_UNKNOWN;
		if (found != MEMO_UNKNOWN && random_below(&seed, 10))
			continue;
		numbers[length][number] = turn;
		memo_note(m, text, turn);
		memset(bytes + length, (int)(turn % 251), sizeof(bytes) - length);
		assert_int_equal(memo_find(m, text), turn);
	}
	assert_true(given > 1000);
	free(m);
}

static void long_texts_are_not_kept(void **state)
{
	(void)state;
	struct memo *m = calloc(1, sizeof(*m));
	assert_non_null(m);
	struct str text = STR("0123456789ABCDEFG");
	memo_note(m, text, 7);
	assert_int_equal(memo_find(m, text), MEMO_UNKNOWN);
	assert_int_equal(memo_find(m, str_first(text, 16)), MEMO_UNKNOWN);
	memo_note(m, str_first(text, 16), 8);
	assert_int_equal(memo_find(m, str_first(text, 16)), 8);
	assert_int_equal(
	    memo_find(m, str_first(STR("0123456789ABCDE\0                "), 16)), MEMO_UNKNOWN);
	free(m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(gives_what_was_noted),
	    cmocka_unit_test(long_texts_are_not_kept),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
