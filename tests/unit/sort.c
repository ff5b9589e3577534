/* Kept rows come in the same order whether all of them fit into memory or not. */
#include "unit.h"

#include "register/sort.h"

#include <stdio.h>

enum { CELLS = 2, KEYS = 2, WIDTH = CELLS + KEYS, ROWS = 2000 };

static const struct sort_key keys[KEYS] = {{TYPE_INTEGER, true}, {TYPE_TEXT, false}};

static void add(struct sorter *s, const char *number, struct str text, size_t order)
{
	char mark[32];
	struct error e;
	snprintf(mark, sizeof(mark), "%zu", order);
	const struct str texts[WIDTH] = {str_of(mark), text, str_of(number), text};
	assert_true(sorter_add(s, texts, &e));
}

/* Rows of few different keys, so that many are equal; one text is longer than any buffer. */
static struct sorter *filled(size_t memory, size_t rows)
{
	struct sorter *s = sorter_new(CELLS, keys, KEYS);
	struct buf large = BUF_INIT;
	uint64_t seed = 7;
	sorter_set_memory(s, memory);
	for (size_t i = 0; i < 300000; i++)
		buf_add_char(&large, (char)('a' + i % 26));
	for (size_t i = 0; i < rows; i++) {
		char number[8], text[8];
		snprintf(number, sizeof(number), "%zu", random_below(&seed, 12));
		snprintf(text, sizeof(text), "%zu", random_below(&seed, 5));
		if (i == rows / 2)
			add(s, "6", buf_str(&large), i);
		else
			add(s, random_below(&seed, 20) ? number : "",
			    random_below(&seed, 20) ? str_of(text) : (struct str){NULL, 0}, i);
	}
	buf_release(&large);
	return s;
}

/* All rows as one text. */
static struct buf sorted(struct sorter *s)
{
	struct buf all = BUF_INIT;
	struct error e;
	const struct str *texts;
	assert_true(sorter_sort(s, &e));
	for (;;) {
		assert_true(sorter_next(s, &texts, &e));
		if (!texts)
			break;
		for (size_t i = 0; i < WIDTH; i++) {
			buf_add_str(&all, texts[i]);
			buf_add_char(&all, i + 1 < WIDTH ? ',' : '\n');
		}
	}
	assert_true(sorter_next(s, &texts, &e) && !texts);
	return all;
}

static void expect_same(size_t memory, size_t rows)
{
	struct sorter *whole = filled(SIZE_MAX, rows), *pieces = filled(memory, rows);
	struct buf want = sorted(whole);
	for (int i = 0; i < 2; i++) { /* rows can be asked for again */
		struct buf got = sorted(pieces);
		assert_int_equal(got.n, want.n);
		if (got.n)
			assert_memory_equal(got.p, want.p, want.n);
		buf_release(&got);
	}
	buf_release(&want);
	sorter_free(whole);
	sorter_free(pieces);
}

static void the_same_in_pieces(void **state)
{
	(void)state;
	static const size_t memories[] = {0, 100, 1000, 10000, 50000, 1000000};
	for (size_t i = 0; i < sizeof(memories) / sizeof(memories[0]); i++) {
		expect_same(memories[i], ROWS);
		expect_same(memories[i], 33);
		expect_same(memories[i], 1);
		expect_same(memories[i], 0);
	}
}

static size_t number_of(struct str text)
{
	char copy[32];
	snprintf(copy, sizeof(copy), "%.*s", (int)text.n, text.p);
	return (size_t)strtoul(copy, NULL, 10);
}

/* Greatest numbers first, empty ones last, then by text; equal rows as they came. */
static void in_order_and_stable(void **state)
{
	(void)state;
	struct sorter *s = filled(3000, ROWS);
	struct error e;
	const struct str *texts;
	size_t count = 0, mark = 0;
	struct buf number = BUF_INIT, text = BUF_INIT;
	assert_true(sorter_sort(s, &e));
	while (sorter_next(s, &texts, &e) && texts) {
		int order = value_compare(TYPE_INTEGER, texts[CELLS], buf_str(&number));
		if (count++ > 0) {
			assert_true(order <= 0);
			assert_true(
			    order < 0 || str_compare(texts[CELLS + 1], buf_str(&text)) >= 0);
			if (order == 0 && str_equal(texts[CELLS + 1], buf_str(&text)))
				assert_true(number_of(texts[0]) > mark);
		}
		mark = number_of(texts[0]);
		number.n = text.n = 0;
		buf_add_str(&number, texts[CELLS]);
		buf_add_str(&text, texts[CELLS + 1]);
	}
	assert_int_equal(count, ROWS);
	buf_release(&number);
	buf_release(&text);
	sorter_free(s);
}

/* Without keys rows stay as they came. */
static void without_keys(void **state)
{
	(void)state;
	struct sorter *s = sorter_new(1, NULL, 0);
	struct error e;
	const struct str *texts;
	char text[32];
	sorter_set_memory(s, 500);
	for (int i = 0; i < 500; i++) {
		snprintf(text, sizeof(text), "%d", i * 7 % 13);
		assert_true(sorter_add(s, &(struct str){text, strlen(text)}, &e));
	}
	assert_true(sorter_sort(s, &e));
	for (int i = 0; i < 500; i++) {
		snprintf(text, sizeof(text), "%d", i * 7 % 13);
		assert_true(sorter_next(s, &texts, &e));
		assert_str(texts[0], text);
	}
	sorter_free(s);
}

static void no_place_for_files(void **state)
{
	(void)state;
	const char *before = getenv("TMPDIR");
	char *place = before ? str_dup(str_of(before)) : NULL;
	struct sorter *s = sorter_new(1, NULL, 0);
	struct error e = ERROR_INIT;
	setenv("TMPDIR", "/nonexistent/directory", 1);
	sorter_set_memory(s, 0);
	assert_false(sorter_add(s, &STR("text"), &e));
	assert_int_equal(e.kind, ERROR_SYSTEM);
	assert_string_equal(e.file, "/nonexistent/directory");
	sorter_free(s);
	if (place)
		setenv("TMPDIR", place, 1);
	else
		unsetenv("TMPDIR");
	free(place);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_same_in_pieces),
	    cmocka_unit_test(in_order_and_stable),
	    cmocka_unit_test(without_keys),
	    cmocka_unit_test(no_place_for_files),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
