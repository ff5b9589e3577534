/* listing_name: names of files for whatever the columns of a figure hold. */
#include "figures/listing_name.h"
#include "base/utf8.h"

#include <stdarg.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdlib.h>

static const char *name_of(
    struct buf *out, const char *figure, const char *area, const char *period, const char *group)
{
	const struct figure row = {.figure = str_of(figure),
	    .area = str_of(area),
	    .period = str_of(period),
	    .group = str_of(group)};
	out->n = 0;
	listing_name(out, &row, ".csv");
	return buf_text(out);
}

static void usual_names_can_be_read(void **state)
{
	(void)state;
	struct buf b = BUF_INIT;
	assert_string_equal(name_of(&b, "party.covered", "360102002", "2024-06-30", "mode=joint"),
	    "party.covered@360102002_mode=joint_2024-06-30.csv");
	assert_string_equal(name_of(&b, "visits", "", "2024-01-01/2024-06-30", ""),
	    "visits_2024-01-01..2024-06-30.csv");
	assert_string_equal(name_of(&b, "honours", "", "2024-06-30", "title=最美骑手"),
	    "honours_title=最美骑手_2024-06-30.csv");
	assert_string_equal(
	    name_of(&b, "units", "", "2024-06-30", "kind="), "units_kind=_2024-06-30.csv");
	buf_release(&b);
}

/* Values that a name cannot hold, or that would lead elsewhere. */
static const char *const odd[] = {"..", "../../etc/passwd", "/etc/passwd", "a/b", "a\\b", "a:b",
    "a*b", "a?b", "a\"b", "a<b", "a>b", "a|b", "a%2fb", "a b", " a", "a ", ".a", "-a", "a.", "A",
    "a", "a_b", "a@b", "con", "CON.x", "nul", "com1.y", "lpt9", "\x01", "a\nb", "\x7F", "\xC2\x85",
    "\xE2\x80\xAE", "\xF0\x9F\x98\x80", "a=b", "a_b=c", "b=c_2024-06-30", "（甲）", "ａ", "Ａ", "~",
    "$HOME", "`x`", "'", "&", "#", ";", "a;b", "a+b", ""};
enum { ODD_COUNT = sizeof(odd) / sizeof(odd[0]) };

static void assert_is_a_name(struct str name)
{
	assert_in_range(name.n, 5, 200);
	assert_int_equal(utf8_valid_prefix(name), name.n);
	assert_true(name.p[0] != '.' && name.p[0] != '-');
	for (size_t i = 0; i < name.n; i++)
		assert_true((unsigned char)name.p[i] > ' ' && name.p[i] != 0x7F &&
			    !strchr("/\\:*?\"<>|", name.p[i]));
}

static int by_text(const void *left, const void *right)
{
	return strcmp(*(char *const *)left, *(char *const *)right);
}

/* As Windows compares names: without case. */
static char *kept(struct buf *b)
{
	char *name = str_dup(buf_str(b));
	for (char *p = name; *p; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p | 0x20);
	return name;
}

static void odd_values_have_names_of_their_own(void **state)
{
	(void)state;
	static const char *const periods[] = {"2024-06-30", "2024-06-01/2024-06-30", "", "../x",
	    "2024-06-30/2024-06-01", "2024-02-30"};
	struct buf b = BUF_INIT;
	size_t count = 0;
	char **names = calloc(ODD_COUNT * ODD_COUNT * 8, sizeof(*names));
	for (size_t i = 0; i < ODD_COUNT; i++)
		for (size_t j = 0; j < ODD_COUNT; j++) {
			name_of(&b, odd[i], "", periods[j % 6], odd[j]);
			assert_is_a_name(buf_str(&b));
			names[count++] = kept(&b);
			if (!*odd[j])
				continue;
			name_of(&b, odd[i], odd[j], "2024-06-30", "");
			assert_is_a_name(buf_str(&b));
			names[count++] = kept(&b);
		}
	qsort(names, count, sizeof(*names), by_text);
	for (size_t i = 1; i < count; i++)
		assert_string_not_equal(names[i - 1], names[i]);
	for (size_t i = 0; i < count; i++)
		free(names[i]);
	free(names);
	buf_release(&b);
}

static void long_values_are_cut(void **state)
{
	(void)state;
	char text[3 * 70000 + 1] = "";
	struct buf a = BUF_INIT, b = BUF_INIT;
	for (size_t i = 0; i < 70000; i++)
		memcpy(text + 3 * i, "甲", 4);
	name_of(&a, text, text, "2024-06-30", text);
	assert_is_a_name(buf_str(&a));
	text[sizeof(text) - 4] = 'x';
	text[sizeof(text) - 3] = '\0';
	name_of(&b, text, text, "2024-06-30", text);
	assert_is_a_name(buf_str(&b));
	assert_string_not_equal(buf_text(&a), buf_text(&b));
	buf_release(&a);
	buf_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(usual_names_can_be_read),
	    cmocka_unit_test(odd_values_have_names_of_their_own),
	    cmocka_unit_test(long_values_are_cut),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
