/* Unified social credit codes. Input: the code. */
#include "fuzz.h"

#include "base/uscc.h"

static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/* A right code is wrong when one character is another one: what the check digits are for. */
static void check_every_slip(struct str code)
{
	char slip[18];
	for (size_t at = 0; at < code.n; at++)
		for (const char *other = alphabet; *other; other++) {
			memcpy(slip, code.p, sizeof(slip));
			slip[at] = *other;
			struct uscc_result r = uscc_check((struct str){slip, sizeof(slip)});
			CHECK((r.fault == USCC_OK) == (*other == code.p[at]));
		}
}

/* What is expected at a position leads on: to the last digit, then to a right code. */
static void follow(struct str code)
{
	char mended[18];
	CHECK(code.n == sizeof(mended));
	memcpy(mended, code.p, sizeof(mended));
	for (int steps = 0;; steps++) {
		struct uscc_result r = uscc_check((struct str){mended, sizeof(mended)});
		if (r.fault == USCC_OK)
			break;
		CHECK(steps < 2 && r.position >= 17 && r.position <= 18);
		CHECK(mended[r.position - 1] != r.expected);
		/* a wrong character that the alphabet of the outer code has not cannot be mended */
		if (!strchr(alphabet, r.expected))
			return;
		mended[r.position - 1] = r.expected;
	}
	check_every_slip((struct str){mended, sizeof(mended)});
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct str code = fuzz_text(bytes, n);
	struct uscc_result r = uscc_check(code);
	if (r.fault == USCC_LENGTH)
		CHECK(code.n != 18);
	else if (r.fault == USCC_CHARACTER)
		CHECK(
		    r.position >= 1 && r.position <= 18 &&
		    (code.p[r.position - 1] == '\0' || !strchr(alphabet, code.p[r.position - 1])));
	else
		follow(code);
	return 0;
}
