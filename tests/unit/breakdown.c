/* breakdown: areas of a level, groups, addresses; and the tally of them. */
#include "figures/breakdown.h"
#include "figures/tally.h"

#include <stdarg.h>
#include <setjmp.h>
#include <cmocka.h>

static void areas_of_a_level(void **state)
{
	(void)state;
	struct area_keys none = {.level = 0}, street = {.level = 9};
	assert_int_equal(area_keys_add(&none, STR("360102002001")), AREA_WHOLE);
	assert_int_equal(area_keys_add(&street, STR("")), AREA_WHOLE);
	assert_int_equal(area_keys_add(&street, STR("360102002001")), 1);
	assert_int_equal(area_keys_add(&street, STR("360102")), 2);
	assert_int_equal(area_keys_add(&street, STR("360102002")), 1);
	assert_true(str_equal(area_keys_text(&street, 1), STR("360102002")));
	assert_true(str_equal(area_keys_text(&street, 2), STR("360102")));
	assert_int_equal(area_keys_text(&street, AREA_WHOLE).n, 0);
	area_keys_release(&street);
}

static void groups_have_their_field(void **state)
{
	(void)state;
	struct groups g = {0};
	assert_int_equal(groups_add(&g, "kind", STR("a")), 1);
	assert_int_equal(groups_add(&g, "kind", STR("")), 2);
	assert_int_equal(groups_add(&g, "step", STR("a")), 3);
	assert_int_equal(groups_add(&g, "kind", STR("a")), 1);
	assert_true(str_equal(groups_text(&g, 2), STR("kind=")));
	assert_int_equal(groups_text(&g, GROUP_ALL).n, 0);
	groups_release(&g);
}

static void addresses(void **state)
{
	(void)state;
	struct address a;
	struct error e;
	assert_true(address_parse(&a, STR("party.covered@360102002[mode=joint]"), &e));
	assert_true(str_equal(a.figure, STR("party.covered")));
	assert_true(str_equal(a.area, STR("360102002")));
	assert_true(str_equal(a.field, STR("mode")));
	assert_true(str_equal(a.value, STR("joint")));
	assert_true(address_parse(&a, STR("units[kind=]"), &e));
	assert_true(a.has_group && a.value.n == 0 && a.area.n == 0);
	assert_true(address_parse(&a, STR("a[b=c=d]]"), &e));
	assert_true(str_equal(a.value, STR("c=d]")));
	assert_true(address_parse(&a, STR("units"), &e));
	assert_false(a.has_group);
	static const char *const wrong[] = {
	    "", "@36", "units@", "units[kind]", "units[=x]", "units[kind=x", "units[", "[a=b]"};
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		assert_false(address_parse(&a, str_of(wrong[i]), &e));
		assert_int_equal(e.kind, ERROR_USAGE);
	}
}

static void tallies(void **state)
{
	(void)state;
	struct tally t = {.figure_count = 3};
	tally_add_row(&t, 1, 2, 5);
	tally_add_row(&t, AREA_WHOLE, GROUP_ALL, 4);
	tally_add(&t, 1, GROUP_ALL, 2);
	assert_int_equal(tally_count(&t, AREA_WHOLE, GROUP_ALL, 0), 1);
	assert_int_equal(tally_count(&t, AREA_WHOLE, GROUP_ALL, 1), 0);
	assert_int_equal(tally_count(&t, AREA_WHOLE, GROUP_ALL, 2), 2);
	assert_int_equal(tally_count(&t, AREA_WHOLE, 2, 2), 1);
	assert_int_equal(tally_count(&t, 1, GROUP_ALL, 1), 1);
	assert_int_equal(tally_count(&t, 1, 2, 0), 1);
	assert_int_equal(tally_count(&t, 1, 2, 1), 0);
	assert_int_equal(tally_count(&t, 7, 7, 1), 0);
	tally_release(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(areas_of_a_level),
	    cmocka_unit_test(groups_have_their_field),
	    cmocka_unit_test(addresses),
	    cmocka_unit_test(tallies),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
