/* Numbers, money and fixed-point figures. Input: two numbers with a blank between. */
#include "fuzz.h"

#include "base/number.h"

static void check_number(struct str text)
{
	int64_t value, again;
	struct buf printed = BUF_INIT;
	struct fixed same;
	if (number_parse(text, &value)) {
		CHECK(value >= 0);
		fixed_print(&printed, (struct fixed){value, 0});
		CHECK(number_parse(buf_str(&printed), &again) && again == value);
		CHECK(printed.n <= text.n);
		CHECK(fixed_parse(text, &same) && same.decimals == 0 && same.units == value);
	}
	buf_release(&printed);
}

static void check_money(struct str text)
{
	int64_t fen, again;
	struct buf printed = BUF_INIT;
	struct fixed value;
	if (money_parse(text, &fen)) {
		CHECK(fen >= 0);
		CHECK(fixed_parse(text, &value) && value.decimals <= 2);
		CHECK(fixed_compare(value, (struct fixed){fen, 2}) == 0);
		fixed_print(&printed, (struct fixed){fen, 2});
		CHECK(money_parse(buf_str(&printed), &again) && again == fen);
	}
	buf_release(&printed);
}

/* What is printed is parsed to the same; a second printing gives the same bytes. */
static bool check_fixed(struct str text, struct fixed *value)
{
	struct buf printed = BUF_INIT;
	struct fixed again;
	bool good = fixed_parse(text, value);
	if (good) {
		CHECK(value->decimals <= 9);
		fixed_print(&printed, *value);
		CHECK(fixed_parse(buf_str(&printed), &again));
		CHECK(again.units == value->units && again.decimals == value->decimals);
	}
	buf_release(&printed);
	return good;
}

static void check_pair(struct fixed a, struct fixed b)
{
	struct fixed sum, other, difference;
	int order = fixed_compare(a, b);
	bool added = fixed_add(a, b, &sum);
	CHECK((order < 0) == (fixed_compare(b, a) > 0));
	CHECK((order == 0) == (fixed_compare(b, a) == 0));
	CHECK(fixed_add(b, a, &other) == added);
	if (!added)
		return;
	CHECK(sum.units == other.units && sum.decimals == other.decimals);
	CHECK((fixed_compare(sum, a) < 0) == (b.units < 0));
	if (fixed_add(sum, (struct fixed){-b.units, b.decimals}, &difference))
		CHECK(fixed_compare(difference, a) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct str rest = fuzz_text(bytes, n), text;
	struct fixed value, before = {0, 0};
	while (str_split(&rest, ' ', &text)) {
		check_number(text);
		check_money(text);
		if (!check_fixed(text, &value))
			continue;
		check_pair(before, value);
		before = value;
	}
	return 0;
}
