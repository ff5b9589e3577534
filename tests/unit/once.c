/* Of rows that come once it is said, of those that do not it never is; and what an arena gives
 * back.
 */
#include "unit.h"

#include "register/once.h"

#include <stdlib.h>

enum { ROWS = 5000 };

/* Row i has the code of row i − gap when i is a multiple of `every`, else one of its own. */
static void make_rows(struct batch *b, uint32_t every, uint32_t gap, bool names)
{
	b->rows.items = calloc(ROWS, sizeof(*b->rows.items));
	assert_non_null(b->rows.items);
	b->rows.count = ROWS;
	for (uint32_t i = 0; i < ROWS; i++) {
		uint32_t of = i >= gap && i % every == 0 ? i - gap : i;
		uint32_t hash = (of + 1) * UINT32_C(2654435761);
		b->rows.items[i].hashes =
		    names ? (struct row_hashes){0, hash} : (struct row_hashes){hash, 0};
	}
}

static void compare(uint32_t every, uint32_t gap, bool names)
{
	struct batch b = {0};
	struct once o = {0};
	make_rows(&b, every, gap, names);
	once_find(&o, &b);
	for (uint32_t i = 0; i < ROWS; i++) {
		bool again = false;
		const struct row_hashes *h = &b.rows.items[i].hashes;
		for (uint32_t j = 0; j < ROWS && !again; j++) {
			const struct row_hashes *other = &b.rows.items[j].hashes;
			again = i != j && h->code == other->code && h->name == other->name;
		}
		assert_int_equal(once_is(&o, h), !again);
	}
	once_release(&o);
	free(b.rows.items);
}

static void repeated_hashes_are_found(void **state)
{
	(void)state;
	for (int names = 0; names < 2; names++) {
		compare(ROWS + 1, 1, names); /* none */
		compare(7, 1, names);
		compare(100, 3333, names);
		compare(1, 1, names); /* 0 and 1, 1 and 2, … */
	}
}

/* A row without code and name is like no other. */
static void none_is_no_repetition(void **state)
{
	struct batch b = {0};
	struct once o = {0};
	const struct row_hashes none = {0, 0};
	(void)state;
	b.rows.items = calloc(ROWS, sizeof(*b.rows.items));
	b.rows.count = ROWS;
	once_find(&o, &b);
	assert_true(once_is(&o, &none));
	once_release(&o);
	b.rows.count = 0;
	once_find(&o, &b);
	assert_true(once_is(&o, &none));
	once_release(&o);
	free(b.rows.items);
}

/* … nor when codes and names of others come again. */
static void none_is_no_repetition_beside_others(void **state)
{
	struct batch_row rows[] = {{.hashes = {7, 9}}, {.hashes = {7, 9}}, {.hashes = {0, 5}},
	    {.hashes = {6, 0}}, {.hashes = {0, 0}}};
	struct batch b = {.rows = {.items = rows, .count = sizeof(rows) / sizeof(rows[0])}};
	struct once o = {0};
	(void)state;
	once_find(&o, &b);
	for (size_t i = 0; i < b.rows.count; i++)
		assert_int_equal(once_is(&o, &rows[i].hashes), i >= 2);
	once_release(&o);
}

/* Whether 100 pieces of n bytes can be taken, those before a mark staying what they are. */
static void arenas_go_back_to_a_mark(void **state)
{
	(void)state;
	for (size_t n = 1; n < 100000; n = n * 3 + 1) {
		struct arena a = {0};
		char *kept = memset(arena_room(&a, n), 'k', n);
		arena_take(&a, n);
		const struct arena_mark mark = arena_mark(&a);
		for (int round = 0; round < 2; round++) {
			for (int i = 0; i < 100; i++) {
				memset(arena_room(&a, n), 'x', n);
				arena_take(&a, n);
			}
			arena_rewind(&a, &mark);
			assert_int_equal(a.count, mark.count);
			for (size_t i = 0; i < n; i++)
				assert_int_equal(kept[i], 'k');
		}
		arena_release(&a);
	}
}

static void empty_arenas_go_back_to_a_mark(void **state)
{
	struct arena a = {0};
	(void)state;
	const struct arena_mark mark = arena_mark(&a);
	memset(arena_room(&a, 10), 'x', 10);
	arena_take(&a, 10);
	arena_rewind(&a, &mark);
	assert_int_equal(a.count, 0);
	memset(arena_room(&a, 10), 'x', 10);
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(repeated_hashes_are_found),
	    cmocka_unit_test(none_is_no_repetition),
	    cmocka_unit_test(none_is_no_repetition_beside_others),
	    cmocka_unit_test(arenas_go_back_to_a_mark),
	    cmocka_unit_test(empty_arenas_go_back_to_a_mark),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
