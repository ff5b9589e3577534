/* Borrowed and owned runs of bytes: cutting, finding, splitting, growing. */
#include "unit.h"

static void cuts_stay_inside(void **state)
{
	(void)state;
	struct str text = STR("台账abc");
	assert_str(str_from(text, 6), "abc");
	assert_str(str_from(text, 9), "");
	assert_str(str_from(text, SIZE_MAX), "");
	assert_str(str_first(text, 6), "台账");
	assert_str(str_first(text, 100), "台账abc");
	assert_str(str_from((struct str){NULL, 0}, 3), "");
}

static void order_is_by_bytes(void **state)
{
	(void)state;
	assert_true(str_compare(STR("a"), STR("ab")) < 0);
	assert_true(str_compare(STR("b"), STR("ab")) > 0);
	assert_true(str_compare(STR("z"), STR("台")) < 0); /* bytes are unsigned */
	assert_int_equal(str_compare((struct str){NULL, 0}, STR("")), 0);
	assert_true(str_equal((struct str){NULL, 0}, STR("")));
	assert_true(str_compare(STR("a\0b"), STR("a\0c")) < 0);
}

static void needles_are_found(void **state)
{
	(void)state;
	assert_int_equal(str_find(STR("a;b"), STR(";")), 1);
	assert_true(str_find(STR("a"), STR("ab")) == SIZE_MAX);
	assert_int_equal(str_find(STR(""), STR("")), 0);
	assert_true(str_find((struct str){NULL, 0}, STR("x")) == SIZE_MAX);
	assert_true(str_starts(STR("abc"), STR("")));
	assert_false(str_starts(STR("ab"), STR("abc")));
}

static void blanks_are_trimmed(void **state)
{
	(void)state;
	assert_str(str_trim(STR(" \t　东湖 区　\t")), "东湖 区");
	assert_str(str_trim(STR("　　")), "");
	assert_str(str_trim(STR("")), "");
	assert_str(str_trim(STR("\xE3\x80")), "\xE3\x80"); /* half an ideographic space is none */
}

/* Joining what str_split has cut gives the text back, for every text over a small alphabet. */
static void split_and_join_is_identity(void **state)
{
	(void)state;
	static const char letters[] = "a;b";
	for (unsigned code = 0; code < 3 * 3 * 3 * 3 * 3; code++) {
		char text[5];
		unsigned rest_of_code = code;
		size_t parts = 0, separators = 0;
		for (size_t i = 0; i < 5; i++, rest_of_code /= 3) {
			text[i] = letters[rest_of_code % 3];
			separators += text[i] == ';';
		}
		struct str rest = {text, 5}, part;
		struct buf joined = BUF_INIT;
		while (str_split(&rest, ';', &part)) {
			if (parts++)
				buf_add_char(&joined, ';');
			buf_add_str(&joined, part);
		}
		assert_int_equal(parts, separators + 1);
		assert_true(str_equal(buf_str(&joined), (struct str){text, 5}));
		buf_release(&joined);
	}
	struct str empty = STR(""), part;
	assert_true(str_split(&empty, ';', &part));
	assert_int_equal(part.n, 0);
	assert_false(str_split(&empty, ';', &part));
}

static void buffers_grow(void **state)
{
	(void)state;
	struct buf b = BUF_INIT;
	for (int i = 0; i < 5000; i++)
		buf_printf(&b, "%04d", i);
	assert_int_equal(b.n, 20000);
	assert_int_equal(strlen(buf_text(&b)), 20000);
	assert_memory_equal(b.p + 4 * 4321, "4321", 4);
	buf_add(&b, NULL, 0);
	assert_int_equal(b.n, 20000);
	buf_release(&b);
	assert_string_equal(buf_text(&b), "");
	buf_release(&b);
}

static void pairs_are_keys(void **state)
{
	(void)state;
	struct buf b = BUF_INIT;
	assert_str(buf_pair(&b, STR("ab"), STR("c")), "ab\nc");
	assert_str(buf_pair(&b, STR("a"), STR("bc")), "a\nbc");
	assert_str(buf_pair(&b, (struct str){NULL, 0}, STR("")), "\n");
	buf_release(&b);
}

static void arrays_keep_their_content(void **state)
{
	(void)state;
	int *numbers = NULL;
	size_t capacity = 0;
	for (int i = 0; i < 1000; i++) {
		numbers = mem_room(numbers, &capacity, (size_t)i + 1, sizeof(*numbers));
		numbers[i] = i;
	}
	assert_true(capacity >= 1000);
	for (int i = 0; i < 1000; i++)
		assert_int_equal(numbers[i], i);
	free(numbers);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(cuts_stay_inside),
	    cmocka_unit_test(order_is_by_bytes),
	    cmocka_unit_test(needles_are_found),
	    cmocka_unit_test(blanks_are_trimmed),
	    cmocka_unit_test(split_and_join_is_identity),
	    cmocka_unit_test(buffers_grow),
	    cmocka_unit_test(pairs_are_keys),
	    cmocka_unit_test(arrays_keep_their_content),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
