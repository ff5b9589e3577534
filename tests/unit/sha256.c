/* Digests: the examples of FIPS 180-4's authors, in one piece and in many. */
#include "unit.h"

#include "base/sha256.h"

static void expect(struct str bytes, const char *want)
{
	char whole[SHA256_TEXT_SIZE], pieces[SHA256_TEXT_SIZE];
	struct sha256 *s = sha256_new();
	sha256_of(bytes, whole);
	assert_string_equal(whole, want);
	for (size_t i = 0; i < bytes.n; i += 3)
		sha256_add(s, str_first(str_from(bytes, i), 3));
	sha256_end(s, pieces);
	assert_string_equal(pieces, want);
}

static void test_examples(void **state)
{
	(void)state;
	expect(STR(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	expect(STR("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	expect(STR("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
	    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_examples)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
