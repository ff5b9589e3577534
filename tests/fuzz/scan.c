/*
 * Scanners of CSV blocks: all that this processor has find the same, and what they find is there.
 * Input: a block; a newline is put behind it.
 */
#include "fuzz.h"

#include "base/utf8.h"
#include "csv/scan.h"

#include <stdlib.h>

/* By hand: separators, the lines among them, quotes, odd bytes. */
static void check_scan(const struct scan *s, struct str block)
{
	size_t separators = 0, lines = 0;
	bool quotes = false, odd = utf8_valid_prefix(block) < block.n;
	for (size_t i = 0; i < block.n; i++) {
		char c = block.p[i];
		quotes = quotes || c == '"';
		odd = odd || c == '\0' || c == '\r';
		if (c != ',' && c != '\n')
			continue;
		CHECK(separators < s->separator_count && s->separators[separators] == i);
		if (c == '\n') {
			CHECK(lines < s->line_count && s->lines[lines] == separators);
			lines++;
		}
		separators++;
	}
	CHECK(separators == s->separator_count && lines == s->line_count);
	CHECK(quotes == s->quotes && odd == s->odd);
}

static void check_scanner(const char *name, struct str block)
{
	struct scan s = {0};
	if (scan_choose(&s, name)) {
		scan_block(&s, block);
		check_scan(&s, block);
		scan_block(&s, str_from(block, block.n / 2));
		check_scan(&s, str_from(block, block.n / 2));
	}
	scan_release(&s);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static const char *const names[] = {"none", "sse2", "avx2", "neon", NULL};
	/* a copy of exactly its size, so that a sanitizer sees every byte read beyond */
	char *copy = mem_alloc(n + 1, 1);
	if (n)
		memcpy(copy, bytes, n);
	copy[n] = '\n';
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		check_scanner(names[i], (struct str){copy, n + 1});
	free(copy);
	return 0;
}
