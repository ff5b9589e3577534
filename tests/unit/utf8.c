/* UTF-8 against a simple oracle: the table of well-formed sequences of the Unicode Standard (table
 * 3-7). */
#include "unit.h"

#include "base/utf8.h"

struct form {
	size_t length;
	unsigned char low[4], high[4];
};

static const struct form forms[] = {
    {1, {0x00}, {0x7F}},
    {2, {0xC2, 0x80}, {0xDF, 0xBF}},
    {3, {0xE0, 0xA0, 0x80}, {0xE0, 0xBF, 0xBF}},
    {3, {0xE1, 0x80, 0x80}, {0xEC, 0xBF, 0xBF}},
    {3, {0xED, 0x80, 0x80}, {0xED, 0x9F, 0xBF}},
    {3, {0xEE, 0x80, 0x80}, {0xEF, 0xBF, 0xBF}},
    {4, {0xF0, 0x90, 0x80, 0x80}, {0xF0, 0xBF, 0xBF, 0xBF}},
    {4, {0xF1, 0x80, 0x80, 0x80}, {0xF3, 0xBF, 0xBF, 0xBF}},
    {4, {0xF4, 0x80, 0x80, 0x80}, {0xF4, 0x8F, 0xBF, 0xBF}},
};

/* Bytes of the well-formed sequence at the start of text, or 0. */
static size_t oracle_length(struct str text)
{
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		size_t at = 0;
		while (at < forms[i].length && at < text.n &&
		       (unsigned char)text.p[at] >= forms[i].low[at] &&
		       (unsigned char)text.p[at] <= forms[i].high[at])
			at++;
		if (at == forms[i].length)
			return at;
	}
	return 0;
}

static void compare_with_oracle(struct str text)
{
	size_t good = 0, count = 0, length;
	for (size_t n; good < text.n && (n = oracle_length(str_from(text, good))) > 0;)
		good += n;
	assert_int_equal(utf8_valid_prefix(text), good);
	for (size_t at = 0; at < text.n; count++) {
		size_t n = oracle_length(str_from(text, at));
		uint32_t code = utf8_decode(str_from(text, at), &length);
		assert_int_equal(length, n ? n : 1);
		if (n == 0)
			assert_int_equal(code, 0xFFFD);
		at += length;
	}
	assert_int_equal(utf8_count(text), count);
}

/* Every sequence of two bytes, and of three whose last is one of the interesting ones. */
static void short_sequences_agree(void **state)
{
	(void)state;
	static const unsigned char last[] = {0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0xBF, 0xC0, 0xFF};
	for (unsigned first = 0; first < 256; first++)
		for (unsigned second = 0; second < 256; second++)
			for (size_t i = 0; i < sizeof(last); i++) {
				char bytes[] = {(char)first, (char)second, (char)last[i]};
				compare_with_oracle((struct str){bytes, 2});
				compare_with_oracle((struct str){bytes, 3});
			}
}

static void random_bytes_agree(void **state)
{
	(void)state;
	static const unsigned char likely[] = {
	    'a', 0x80, 0xBF, 0xC1, 0xC2, 0xE0, 0xE4, 0xED, 0xEF, 0xF0, 0xF4, 0xF5, 0x9F, 0xA0};
	uint64_t seed = 20240630;
	for (int i = 0; i < 100000; i++) {
		char bytes[12];
		size_t n = random_below(&seed, sizeof(bytes) + 1);
		for (size_t j = 0; j < n; j++)
			bytes[j] = random_below(&seed, 4)
				       ? (char)likely[random_below(&seed, sizeof(likely))]
				       : (char)random_below(&seed, 256);
		struct str text = exact_copy((struct str){bytes, n});
		compare_with_oracle(text);
		free((char *)text.p);
	}
}

/* Every code point: encoding and decoding are inverse; surrogates are refused. */
static void all_codes_round_trip(void **state)
{
	(void)state;
	struct buf b = BUF_INIT;
	for (uint32_t code = 0; code <= 0x10FFFF; code++) {
		size_t length;
		b.n = 0;
		utf8_encode(&b, code);
		uint32_t back = utf8_decode(buf_str(&b), &length);
		bool surrogate = code >= 0xD800 && code < 0xE000;
		assert_int_equal(back, surrogate ? 0xFFFD : code);
		assert_int_equal(length, surrogate ? 1 : b.n);
	}
	buf_release(&b);
}

static void widths(void **state)
{
	(void)state;
	assert_int_equal(utf8_width(STR("abc")), 3);
	assert_int_equal(utf8_width(STR("东湖区")), 6);
	assert_int_equal(utf8_width(STR("３名（不含）")), 12);
	assert_int_equal(utf8_width(STR("e\xCC\x81")), 1); /* e and a combining acute accent */
	assert_int_equal(utf8_width(STR("\x1B\x7F")), 0);
	assert_int_equal(utf8_width(STR("“”…")), 3);
	assert_int_equal(utf8_width(STR("")), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(short_sequences_agree),
	    cmocka_unit_test(random_bytes_agree),
	    cmocka_unit_test(all_codes_round_trip),
	    cmocka_unit_test(widths),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
