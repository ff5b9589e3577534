/* The scanners: each finds what a look at every byte finds. */
#include "unit.h"

#include "base/utf8.h"
#include "csv/scan.h"

static const char *const names[] = {"none", "sse2", "avx2", "neon"};
enum { NAME_COUNT = sizeof(names) / sizeof(names[0]) };

static void expect_scan(const char *name, struct str block)
{
	struct scan s = {0};
	size_t separators = 0, lines = 0;
	bool quotes = false, odd = utf8_valid_prefix(block) < block.n;
	if (!scan_choose(&s, name))
		return;
	scan_block(&s, block);
	for (size_t i = 0; i < block.n; i++) {
		char c = block.p[i];
		quotes = quotes || c == '"';
		odd = odd || c == '\0' || c == '\r';
		if (c != ',' && c != '\n')
			continue;
		assert_true(separators < s.separator_count);
		if (c == '\n') {
			assert_true(lines < s.line_count);
			assert_int_equal(s.lines[lines++], separators);
		}
		assert_int_equal(s.separators[separators++], i);
	}
	assert_int_equal(s.separator_count, separators);
	assert_int_equal(s.line_count, lines);
	assert_int_equal(s.quotes, quotes);
	assert_int_equal(s.odd, odd);
	scan_release(&s);
}

static void expect_all(struct str block)
{
	struct str exact = exact_copy(block);
	for (size_t i = 0; i < NAME_COUNT; i++)
		expect_scan(names[i], exact);
	free((char *)exact.p);
}

static void none_is_always_there(void **state)
{
	(void)state;
	struct scan s = {0};
	assert_true(scan_choose(&s, "none"));
	assert_true(scan_choose(&s, NULL));
	assert_false(scan_choose(&s, "abacus"));
#if defined(__x86_64__)
	assert_true(scan_choose(&s, "sse2"));
#elif defined(__aarch64__)
	assert_true(scan_choose(&s, "neon"));
#endif
	scan_release(&s);
}

static void named_by_the_environment(void **state)
{
	(void)state;
	struct scan named = {0}, none = {0}, best = {0};
	assert_true(scan_choose(&none, "none") && scan_choose(&best, NULL));
	setenv("TAIZHANG_SIMD", "none", 1);
	scan_block(&named, STR("a,b\n"));
	assert_true(named.scanner == none.scanner);
	named.scanner = NULL;
	setenv("TAIZHANG_SIMD", "abacus", 1);
	scan_block(&named, STR("a,b\n"));
	assert_true(named.scanner == none.scanner);
	named.scanner = NULL;
	unsetenv("TAIZHANG_SIMD");
	scan_block(&named, STR("a,b\n"));
	assert_true(named.scanner == best.scanner);
	scan_release(&named);
}

/* Every byte at every place of a step, in blocks of every length about one and two steps. */
static void every_byte_at_every_place(void **state)
{
	(void)state;
	char block[200];
	for (size_t n = 1; n <= 140; n++)
		for (int c = 0; c < 256; c += n % 64 < 3 ? 1 : 13) {
			memset(block, 'x', n);
			block[n - 1] = '\n';
			for (size_t at = 0; at < n; at += 1 + at / 5) {
				block[at] = (char)c;
				expect_all((struct str){block, n});
				block[at] = at == n - 1 ? '\n' : 'x';
			}
		}
	expect_all(STR(""));
}

/* All sequences of three bytes out of those that matter, and every seventh of four, about the edges
 * of a step. */
static void utf8_at_the_edges(void **state)
{
	(void)state;
	static const unsigned char bytes[] = {0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0,
	    0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5,
	    0xF8, 0xFF, 0x00};
	enum { COUNT = sizeof(bytes) };
	char block[160];
	size_t places[] = {0, 29, 30, 31, 61, 62, 63, 64, 125, 126, 127};
	for (size_t number = 0; number < COUNT * COUNT * COUNT * COUNT; number++) {
		size_t at = places[number % (sizeof(places) / sizeof(places[0]))], rest = number;
		if (number >= COUNT * COUNT * COUNT && number % 7)
			continue;
		memset(block, 'x', sizeof(block));
		for (size_t i = 0; i < 4; i++, rest /= COUNT)
			block[at + i] = (char)bytes[rest % COUNT];
		block[131] = '\n';
		for (size_t i = 0; i < NAME_COUNT; i++)
			expect_scan(names[i], (struct str){block, 132});
	}
}

static void random_blocks(void **state)
{
	(void)state;
	static const char *const pieces[] = {"a", ",", "\n", "\"", "\r", "中", "\xF0\x9F\x98\x80",
	    "\xE4\xB8", "\xFF", "é", "12345678901234567890123456789012345678901234567890",
	    "豫章街道"};
	uint64_t seed = 42;
	struct buf text = BUF_INIT;
	for (int turn = 0; turn < 3000; turn++) {
		text.n = 0;
		/* mostly of good pieces, so that flags are not always set */
		size_t few = turn % 3 ? 3 : sizeof(pieces) / sizeof(pieces[0]);
		for (size_t n = random_below(&seed, 300); n > 0; n--) {
			size_t piece = random_below(&seed, few);
			buf_add_text(&text, pieces[turn % 3 == 1 && piece == 0 ? 5 : piece]);
		}
		buf_add_char(&text, '\n');
		expect_all(buf_str(&text));
	}
	buf_release(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(none_is_always_there),
	    cmocka_unit_test(named_by_the_environment),
	    cmocka_unit_test(every_byte_at_every_place),
	    cmocka_unit_test(utf8_at_the_edges),
	    cmocka_unit_test(random_blocks),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
