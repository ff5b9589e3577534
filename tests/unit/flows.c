/* coverage_flows: opened, ended, moved; and that opening + flows = closing in every area. */
#include "figures/coverage_flows.h"

#include <stdarg.h>
#include <setjmp.h>
#include <cmocka.h>

enum { AREAS = 3 };

struct sums {
	int kinds[AREAS][ORG_KIND_COUNT];
};

static void sum_up(void *context, const struct version *version, enum line line, enum org_kind kind)
{
	struct sums *s = context;
	assert_int_equal(line, LINE_UNION);
	s->kinds[version->area][kind]++;
}

/* Period: days 10 to 20. */
static bool add(struct flows *f, const char *id, day since, day until, uint32_t area)
{
	size_t before = f->count;
	if (!flows_add(f, str_of(id), LINE_UNION, (struct version){.since = since, .until = until}))
		return false;
	f->versions[before].area = area;
	return true;
}

static void tells_each_kind(void **state)
{
	(void)state;
	struct flows f = {.period = {10, 20}};
	struct sums s = {0};
	assert_true(add(&f, "opened", 10, DAY_NONE, 0));
	assert_true(add(&f, "ended", DAY_NONE, 20, 0));
	assert_true(add(&f, "both", 12, 13, 0));
	assert_true(add(&f, "renamed", DAY_NONE, 15, 1)); /* the next version in the same area */
	assert_true(add(&f, "renamed", 15, DAY_NONE, 1));
	assert_true(add(&f, "moved", 11, 15, 1));
	assert_true(add(&f, "moved", 15, DAY_NONE, 2));
	assert_true(add(&f, "again", 5, 12, 2)); /* a gap: ended and opened */
	assert_true(add(&f, "again", 14, DAY_NONE, 2));
	assert_true(add(&f, "always", DAY_NONE, DAY_NONE, 0));
	assert_false(add(&f, "before", 1, 9, 0));
	assert_false(add(&f, "after", 21, DAY_NONE, 0));
	assert_false(add(&f, "never", 12, 12, 0));
	flows_tell(&f, sum_up, &s);
	static const int expected[AREAS][ORG_KIND_COUNT] = {
	    {0, 2, 2, 0, 0}, {0, 1, 0, 0, 1}, {0, 1, 1, 1, 0}};
	for (int area = 0; area < AREAS; area++)
		for (int kind = 0; kind < ORG_KIND_COUNT; kind++)
			assert_int_equal(s.kinds[area][kind], expected[area][kind]);
	flows_release(&f);
}

static unsigned next(unsigned *state, unsigned below)
{
	*state = *state * 1103515245u + 12345u;
	return (*state >> 16) % below;
}

/* One organisation's life: versions one after another, with gaps and moves. */
static void live(
    struct flows *f, const char *id, unsigned *state, int opening[AREAS], int closing[AREAS])
{
	day since = (day)next(state, 12);
	while (since < 25) {
		day until = since + 1 + (day)next(state, 9);
		bool open = next(state, 4) == 0;
		uint32_t area = next(state, AREAS);
		if (open)
			until = DAY_NONE;
		add(f, id, since, until, area);
		opening[area] += since <= 9 && (open || until > 9);
		closing[area] += since <= 20 && (open || until > 20);
		if (open)
			return;
		since = until + (day)(next(state, 2) * next(state, 4));
	}
}

static void opening_and_flows_are_closing(void **state)
{
	(void)state;
	unsigned random = 7;
	for (int round = 0; round < 200; round++) {
		struct flows f = {.period = {10, 20}};
		struct sums s = {0};
		int opening[AREAS] = {0}, closing[AREAS] = {0};
		static const char *const ids[] = {"a", "b", "c", "d"};
		for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++)
			live(&f, ids[i], &random, opening, closing);
		flows_tell(&f, sum_up, &s);
		for (int area = 0; area < AREAS; area++) {
			const int *kinds = s.kinds[area];
			assert_int_equal(opening[area] + kinds[ORG_OPENED] - kinds[ORG_ENDED] +
					     kinds[ORG_MOVED_IN] - kinds[ORG_MOVED_OUT],
			    closing[area]);
		}
		flows_release(&f);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(tells_each_kind),
	    cmocka_unit_test(opening_and_flows_are_closing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
