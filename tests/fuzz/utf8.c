/* UTF-8. Input: any text. */
#include "fuzz.h"

#include "base/utf8.h"

/* What is valid is what can be taken apart and put together again to the same bytes. */
static void check_valid_part(struct str text)
{
	struct buf again = BUF_INIT;
	for (size_t at = 0, length; at < text.n; at += length)
		utf8_encode(&again, utf8_decode(str_from(text, at), &length));
	CHECK(str_equal(buf_str(&again), text));
	buf_release(&again);
}

static void check_visible(struct str text)
{
	struct buf scratch = BUF_INIT, second = BUF_INIT;
	struct str shown = utf8_visible(text, &scratch);
	CHECK(utf8_valid_prefix(shown) == shown.n);
	for (size_t i = 0; i < shown.n; i++)
		CHECK((unsigned char)shown.p[i] >= 0x20 && shown.p[i] != 0x7F);
	CHECK(str_equal(utf8_visible(shown, &second), shown));
	CHECK(utf8_width(shown) <= 2 * utf8_count(shown));
	buf_release(&scratch);
	buf_release(&second);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct str text = fuzz_text(bytes, n);
	size_t good = utf8_valid_prefix(text), length;
	CHECK(good <= n);
	check_valid_part(str_first(text, good));
	if (good < n) {
		CHECK(utf8_decode(str_from(text, good), &length) == 0xFFFD && length == 1);
		CHECK(utf8_count(text) ==
		      utf8_count(str_first(text, good)) + utf8_count(str_from(text, good)));
	}
	CHECK(utf8_count(text) <= n);
	check_visible(text);
	return 0;
}
