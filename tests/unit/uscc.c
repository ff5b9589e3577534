/* Unified social credit codes: real ones, and that every single wrong character is noticed. */
#include "unit.h"

#include "base/uscc.h"

static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
static const char *const valid[] = {"91350100M000100Y43", "9144030071526726XG",
    "914403001922038216", "91110000802100433B", "12100000400000624D", "91360102MA35002340"};

static void valid_codes_pass(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(valid) / sizeof(valid[0]); i++)
		assert_int_equal(uscc_check(str_of(valid[i])).fault, USCC_OK);
}

/* Weights that are units modulo the prime 31 notice every change of one character. */
static void every_changed_character_is_noticed(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(valid) / sizeof(valid[0]); i++)
		for (size_t at = 0; at < 18; at++)
			for (const char *c = alphabet; *c; c++) {
				char code[18];
				memcpy(code, valid[i], 18);
				bool same = code[at] == *c;
				code[at] = *c;
				enum uscc_fault fault = uscc_check((struct str){code, 18}).fault;
				assert_int_equal(fault == USCC_OK, same);
			}
}

static void faults_are_told_apart(void **state)
{
	(void)state;
	struct uscc_result real =
	    uscc_check(STR("91350203M0001QKT19")); /* in use, and not conforming */
	assert_int_equal(real.fault, USCC_CHECK);
	struct uscc_result last = uscc_check(STR("91350100M000100Y44"));
	assert_int_equal(last.fault, USCC_CHECK);
	assert_int_equal(last.position, 18);
	assert_int_equal(last.expected, '3');
	struct uscc_result inner = uscc_check(STR("91350100M000100Z43"));
	assert_int_equal(inner.fault, USCC_CHARACTER); /* Z is not in the alphabet */
	assert_int_equal(inner.position, 16);
	assert_int_equal(uscc_check(STR("")).fault, USCC_LENGTH);
	assert_int_equal(uscc_check(STR("9135")).fault, USCC_LENGTH);
	assert_int_equal(uscc_check(STR("91350100m000100Y43")).fault, USCC_CHARACTER);
	assert_int_equal(uscc_check(STR("91350100M000100Y4\0")).fault, USCC_CHARACTER);
	assert_int_equal(uscc_check(STR("统一社会信用")).fault, USCC_CHARACTER);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(valid_codes_pass),
	    cmocka_unit_test(every_changed_character_is_noticed),
	    cmocka_unit_test(faults_are_told_apart),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
