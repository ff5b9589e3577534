/* What several threads do together: every thing once, whoever does it; memory that stays where it
 * is.
 */
#include "unit.h"

#include "base/arena.h"
#include "base/threads.h"
#include "import/totals.h"

#include <stdatomic.h>

enum { MOST = 1000 };

struct seen {
	atomic_uint times[MOST];
	atomic_bool busy[THREADS_MAX];
	unsigned threads;
	atomic_uint faults;
};

static void see(void *context, size_t from, size_t to, unsigned thread)
{
	struct seen *s = context;
	if (thread >= s->threads || atomic_exchange(&s->busy[thread], true))
		atomic_fetch_add(&s->faults, 1);
	for (size_t i = from; i < to; i++)
		atomic_fetch_add(&s->times[i], 1);
	atomic_store(&s->busy[thread], false);
}

static void every_thing_is_done_once(void **state)
{
	static const unsigned allowed[] = {1, 2, 7};
	static const size_t each[] = {1, 3, 64, 5000};
	(void)state;
	for (size_t a = 0; a < 3; a++)
		for (size_t e = 0; e < 4; e++)
			for (size_t count = 0; count < MOST; count += 333) {
				struct seen s = {.faults = 0};
				threads_set(allowed[a]);
				s.threads = threads_wanted(count, each[e]);
				assert_in_range(s.threads, 1, allowed[a]);
				threads_each(count, each[e], see, &s);
				for (size_t i = 0; i < MOST; i++)
					assert_int_equal(s.times[i], i < count);
				assert_int_equal(s.faults, 0);
			}
	threads_set(0);
}

static char *keep(struct arena *a, size_t n, char c)
{
	char *p = arena_room(a, n + 10);
	memset(p, c, n);
	arena_take(a, n);
	return p;
}

static void pieces_stay_where_they_are(void **state)
{
	(void)state;
	uint64_t random = 7;
	struct arena a = {0}, b = {0};
	char *pieces[MOST];
	size_t sizes[MOST];
	for (size_t i = 0; i < MOST; i++) {
		sizes[i] = random_below(&random, i % 100 ? 3000 : 3000000);
		pieces[i] = keep(i % 3 ? &a : &b, sizes[i], (char)i);
		if (i == MOST / 2)
			arena_join(&a, &b);
	}
	arena_join(&a, &b);
	assert_int_equal(b.count, 0);
	for (size_t i = 0; i < MOST; i++)
		for (size_t k = 0; k < sizes[i]; k++)
			if (pieces[i][k] != (char)i)
				fail();
	arena_release(&a);
	arena_release(&b);
}

/* Sums of parts, joined in order, are those of all rows. */
static void totals_are_joined(void **state)
{
	(void)state;
	struct totals all, joined;
	struct totals_sum sum, other;
	totals_init(&all, 2);
	totals_init(&joined, 2);
	for (int part = 0; part < 5; part++) {
		struct totals t;
		totals_init(&t, 2);
		for (int i = 1; i < 4; i++) {
			totals_add(&all, 0, part * i);
			totals_add(&t, 0, part * i);
		}
		totals_join(&joined, &t);
		totals_release(&t);
		bool subtotal = part % 2 == 0;
		assert_int_equal(totals_compare(&joined, 0, true, 1, &sum),
		    totals_compare(&all, 0, true, 1, &other));
		assert_int_equal(sum.value, other.value);
		totals_compare(&joined, 0, false, 1, &sum);
		totals_compare(&all, 0, false, 1, &other);
		assert_int_equal(sum.value, other.value);
		totals_start(&all, subtotal);
		totals_start(&joined, subtotal);
	}
	struct totals large;
	totals_init(&large, 2);
	totals_add(&large, 0, INT64_MAX);
	totals_add_unknown(&large, 1, 7);
	totals_join(&joined, &large);
	assert_int_equal(totals_compare(&joined, 0, false, INT64_MIN + 59, &sum), TOTALS_TOO_LARGE);
	assert_int_equal(totals_compare(&joined, 1, false, 1234, &sum), TOTALS_UNKNOWN);
	assert_int_equal(sum.unknown, 7);
	totals_release(&large);
	totals_release(&all);
	totals_release(&joined);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_thing_is_done_once),
	    cmocka_unit_test(pieces_stay_where_they_are),
	    cmocka_unit_test(totals_are_joined),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
