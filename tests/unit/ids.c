/* Tables of ids: what was set is found, by several threads too; no room is told, never lost. */
#include "unit.h"

#include "figures/ids.h"

#include <pthread.h>
#include <stdio.h>

enum { IDS = 5000, THREADS = 4, SEED = 7 };

/* Short and long ids in turn: of more than 8 bytes only the place of the text is in the table. */
static struct str id_of(unsigned number, char text[64])
{
	int n = snprintf(text, 64, number % 2 ? "U%u" : "U-360102-2024-%u", number);
	return (struct str){text, (size_t)n};
}

static bool add(struct id_marks *t, struct str id, uint32_t marks)
{
	return id_marks_add(t, id, id_hash(id, t->seed), marks);
}

static uint32_t find(const struct id_marks *t, struct str id)
{
	return id_marks_find(t, id, id_hash(id, t->seed));
}

static void marks_add_up(void **state)
{
	(void)state;
	struct id_marks t;
	id_marks_make(&t, 8, 200, SEED);
	static const char *const ids[] = {
	    "A", "AB", "ABC", "ABCD", "ABCDEFG", "ABCDEFGH", "ABCDEFGHI", "ABCDEFGHJ"};
	for (uint32_t i = 0; i < 8; i++) {
		assert_int_equal(find(&t, str_of(ids[i])), 0);
		assert_true(add(&t, str_of(ids[i]), UINT32_C(1) << i));
		assert_true(add(&t, str_of(ids[i]), UINT32_C(1) << 20));
	}
	for (uint32_t i = 0; i < 8; i++)
		assert_int_equal(find(&t, str_of(ids[i])), UINT32_C(1) << i | UINT32_C(1) << 20);
	assert_int_equal(find(&t, STR("B")), 0);
	assert_int_equal(find(&t, STR("ABCDEFGHK")), 0);
	id_marks_release(&t);
}

struct job {
	struct id_marks *marks;
	struct id_set *set;
	unsigned number;
	size_t added;
};

/* Every thread marks every id, and adds it to the set. */
static void *work(void *context)
{
	struct job *job = context;
	char text[64];
	for (unsigned i = 0; i < IDS; i++) {
		struct str id = id_of((i + job->number * 1000) % IDS, text);
		if (!add(job->marks, id, UINT32_C(1) << job->number))
			return NULL;
		job->added += id_set_add(job->set, id_hash(id, SEED)) == ID_SET_NEW;
	}
	return job;
}

static void many_threads(void **state)
{
	(void)state;
	struct id_marks marks;
	struct id_set set;
	struct job jobs[THREADS];
	pthread_t threads[THREADS];
	void *result;
	size_t added = 0;
	char text[64];
	id_marks_make(&marks, IDS, (size_t)IDS * THREADS * 20, SEED);
	id_set_make(&set, IDS);
	for (unsigned i = 0; i < THREADS; i++) {
		jobs[i] = (struct job){&marks, &set, i, 0};
		assert_int_equal(pthread_create(&threads[i], NULL, work, &jobs[i]), 0);
	}
	for (unsigned i = 0; i < THREADS; i++) {
		assert_int_equal(pthread_join(threads[i], &result), 0);
		assert_ptr_equal(result, &jobs[i]);
		added += jobs[i].added;
	}
	assert_int_equal(added, IDS);
	for (unsigned i = 0; i < IDS; i++)
		assert_int_equal(find(&marks, id_of(i, text)), (1 << THREADS) - 1);
	id_marks_release(&marks);
	id_set_release(&set);
}

static void no_room_is_told(void **state)
{
	(void)state;
	struct id_marks marks;
	struct id_set set;
	char text[64];
	bool room = true, free_slot = true;
	id_marks_make(&marks, 1, 30, SEED);
	id_set_make(&set, 1);
	for (unsigned i = 0; i < IDS; i++) {
		struct str id = id_of(2 * i + 1, text);
		room = room && add(&marks, id, 1);
		free_slot = free_slot && id_set_add(&set, id_hash(id, SEED)) != ID_SET_FULL;
	}
	assert_false(room);
	assert_false(free_slot);
	id_marks_release(&marks);
	id_marks_make(&marks, 1, 30, SEED);
	assert_true(add(&marks, STR("U-360102-000001"), 1));
	assert_false(add(&marks, STR("U-360102-000002"), 1)); /* of the text */
	id_marks_release(&marks);
	id_set_release(&set);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(marks_add_up),
	    cmocka_unit_test(many_threads),
	    cmocka_unit_test(no_room_is_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
