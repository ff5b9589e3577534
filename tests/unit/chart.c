/* Charts: the text form and its marks, the sentence that describes one, and pictures of labels that
 * would like to be commands. */
#include "report/chart.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
/* cmocka needs those above */
#include <cmocka.h>

enum { GAP = -1000000, VALUES_MAX = 256 };

static const struct style plain = {.form = STYLE_PLAIN, .decimals = -1};
static const struct style percent = {.form = STYLE_PERCENT, .decimals = 1};

/* A chart of these labels and values; series are separated by NULL in `values` order: by category,
 * then series. The rows live until the next one. */
static void make(struct chart *c, enum chart_kind kind, const struct style *style,
    const char *const *categories, size_t category_count, const char *const *series,
    size_t series_count, const long *values)
{
	static struct figure rows[VALUES_MAX];
	chart_init(c, kind);
	c->percent = style->form == STYLE_PERCENT;
	chart_set_heading(c, STR("街道"));
	for (size_t i = 0; i < category_count; i++)
		chart_add_category(c, str_of(categories[i]));
	for (size_t i = 0; i < series_count; i++)
		chart_add_series(c, str_of(series[i]), style);
	for (size_t i = 0; i < category_count * series_count; i++) {
		rows[i] = (struct figure){.value = {values[i], 0}, .of = {80, 0}, .has_of = true};
		chart_set(
		    c, i / series_count, i % series_count, values[i] == GAP ? NULL : &rows[i]);
	}
}

static void assert_text(struct chart *c, size_t columns, size_t marks, const char *expected)
{
	struct document d = {0};
	chart_text(c, columns, &d);
	assert_string_equal(buf_text(&d.text), expected);
	assert_int_equal(d.mark_count, marks);
	document_release(&d);
	chart_release(c);
}

static const char *const streets[] = {"滕王阁街道", "大院", "a"};
static const char *const one[] = {"单位"};

static void bars_are_aligned(void **state)
{
	(void)state;
	struct chart c;
	make(&c, CHART_BARS, &plain, streets, 3, one, 1, (long[]){80, 41, 1});
	chart_set_title(&c, STR("非公单位"));
	assert_text(&c, 36, 3,
	    "非公单位\n"
	    "\n"
	    "滕王阁街道  ████████████████████  80\n"
	    "大院        ██████████▎           41\n"
	    "a           ▎                      1\n");
}

static void gaps_and_zeros_differ(void **state)
{
	(void)state;
	struct chart c;
	make(&c, CHART_BARS, &plain, streets, 3, one, 1, (long[]){0, GAP, 1000000});
	assert_text(&c, 36, 2,
	    "滕王阁街道                         0\n"
	    "大院                               —\n"
	    "a           ███████████████  1000000\n");
	make(&c, CHART_BARS, &plain, streets, 1, one, 1, (long[]){0});
	assert_text(&c, 30, 1, "滕王阁街道                   0\n");
	/* Next to nothing is more than nothing. */
	make(&c, CHART_BARS, &plain, streets, 2, one, 1, (long[]){1, 1000000});
	assert_text(&c, 36, 2,
	    "滕王阁街道  ▏                      1\n"
	    "大院        ███████████████  1000000\n");
}

static void percentages_end_at_a_hundred(void **state)
{
	(void)state;
	struct chart c;
	make(&c, CHART_BARS, &percent, streets, 2, one, 1, (long[]){40, 20});
	assert_text(&c, 40, 2,
	    "滕王阁街道  ██████████▌            50.0%\n"
	    "大院        █████▎                 25.0%\n");
}

static void negative_values_go_the_other_way(void **state)
{
	(void)state;
	struct chart c;
	make(&c, CHART_BARS, &plain, streets, 3, one, 1, (long[]){20, -10, 0});
	assert_text(&c, 47, 3,
	    "滕王阁街道            ████████████████████   20\n"
	    "大院        ██████████                      -10\n"
	    "a                                             0\n");
}

static void long_labels_stand_above(void **state)
{
	(void)state;
	static const char *const labels[] = {"东湖区非公有制经济组织党建工作指导站", "站"};
	struct chart c;
	make(&c, CHART_BARS, &plain, labels, 2, one, 1, (long[]){5, 10});
	assert_text(&c, 30, 2,
	    "东湖区非公有制经济组织党建工作指导站\n"
	    "              ██████         5\n"
	    "站            ████████████  10\n");
}

static void several_series(void **state)
{
	(void)state;
	static const char *const modes[] = {"单独", "联合组建"};
	struct chart c;
	make(&c, CHART_BARS, &plain, streets, 2, modes, 2, (long[]){10, 5, GAP, 20});
	assert_text(&c, 46, 3,
	    "滕王阁街道  单独      ██████████            10\n"
	    "            联合组建  █████                  5\n"
	    "大院        单独                             —\n"
	    "            联合组建  ████████████████████  20\n");
	make(&c, CHART_STACKED, &plain, streets, 2, modes, 2, (long[]){10, 5, GAP, 20});
	assert_text(&c, 40, 3,
	    "█ 单独  ▓ 联合组建\n"
	    "\n"
	    "滕王阁街道  ██████████▓▓▓▓▓       10   5\n"
	    "大院        ▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓   —  20\n");
}

static void lines_stand_together(void **state)
{
	(void)state;
	static const char *const months[] = {"1", "2"}, *const lines[] = {"党", "工会"};
	struct chart c;
	make(&c, CHART_LINES, &plain, months, 2, lines, 2, (long[]){10, 5, GAP, 20});
	assert_text(&c, 33, 3,
	    "党    1  ██████████            10\n"
	    "      2                         —\n"
	    "工会  1  █████                  5\n"
	    "      2  ████████████████████  20\n");
}

static void the_description_is_a_sentence(void **state)
{
	(void)state;
	struct chart c;
	make(&c, CHART_BARS, &plain, streets, 3, one, 1, (long[]){80, GAP, 1});
	chart_set_title(&c, STR("非公单位"));
	char *text = chart_description(&c);
	assert_string_equal(text, "条形图“非公单位”：单位，按街道3项，最高为滕王阁街道（80），"
				  "最低为a（1），缺1个数。");
	free(text);
	chart_release(&c);
}

static void labels_hold_nothing_that_pictures_cannot(void **state)
{
	(void)state;
	struct chart c;
	chart_init(&c, CHART_BARS);
	chart_set_title(&c, STR("a\u202Eb\u2066\uFFFEc\uFFFF"));
	chart_add_category(&c, STR("一\n\t\x7F\xC2\x85\u200F二"));
	chart_add_category(&c, STR("\xFF𠮷"));
	assert_string_equal(c.title, "a�b��c�");
	assert_string_equal(c.categories[0], "一   ��二");
	assert_string_equal(c.categories[1], "�𠮷");
	chart_release(&c);
}

static void in_a_report_the_fence_holds(void **state)
{
	(void)state;
	static const char *const labels[] = {"````", "~~~"};
	struct chart c;
	struct document d = {0};
	make(&c, CHART_BARS, &plain, labels, 2, one, 1, (long[]){5, 10});
	document_markdown(&d, STR("前\n"));
	chart_add_to(&c, &d);
	document_markdown(&d, STR("后\n"));
	struct str text = buf_str(&d.text);
	assert_true(str_starts(text, STR("前\n\n`````\n````  █")));
	assert_int_not_equal(str_find(text, STR("\n`````\n\n后\n")), SIZE_MAX);
	assert_int_equal(d.mark_count, 2);
	assert_memory_equal(text.p + d.marks[1].start, "10", 2);
	assert_int_equal(d.chart_count, 1);
	assert_ptr_equal(d.charts[0].chart, &c);
	document_release(&d);
	chart_release(&c);
}

/* --- pictures --------------------------------------------------------------------------------- */

static bool has_gnuplot(void)
{
	return system("command -v gnuplot >/dev/null 2>&1") == 0;
}

/* Whatever gnuplot would take as a command makes this file. */
#define PROOF "commandwasrun"
static const char *const hostile[] = {"`touch " PROOF "`", "'; system 'touch " PROOF "'; '",
    "\" . system(\"touch " PROOF "\") . \"", "x'\nsystem 'touch " PROOF "'\n'",
    "$(touch " PROOF ")", "@system", "!touch " PROOF, "END\nsystem 'touch " PROOF "'",
    "{/Symbol a}^2_3", "100%s%n%%", "\\", "#", "</text></g><script>alert(1)</script>",
    "a\" onload=\"x", "&amp;&", "]]>"};
enum { HOSTILE = sizeof(hostile) / sizeof(hostile[0]) };

static void picture_of(enum chart_kind kind, struct buf *svg, struct buf *png)
{
	static const char *const series[] = {"`touch " PROOF "`", "'; system 'touch " PROOF "'"};
	long values[2 * HOSTILE];
	struct chart c;
	struct error e = ERROR_INIT;
	for (size_t i = 0; i < 2 * HOSTILE; i++)
		values[i] = i % 7 == 3 ? GAP : (long)(i * 13 % 80);
	make(&c, kind, &percent, hostile, HOSTILE, series, 2, values);
	chart_set_title(&c, STR("`touch " PROOF "`'\"; system 'touch " PROOF "'"));
	if (!chart_svg(&c, "c1", svg, &e) || !chart_png(&c, 560, png, &e))
		fail_msg("%s", e.message);
	chart_release(&c);
}

static void labels_are_no_commands(void **state)
{
	(void)state;
	static const enum chart_kind kinds[] = {CHART_BARS, CHART_STACKED, CHART_LINES};
	if (!has_gnuplot())
		skip();
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		struct buf svg = BUF_INIT, png = BUF_INIT, again = BUF_INIT;
		picture_of(kinds[i], &svg, &png);
		struct str text = buf_str(&svg);
		assert_int_equal(access(PROOF, F_OK), -1);
		assert_int_equal(str_find(text, STR("<script")), SIZE_MAX);
		assert_int_equal(str_find(text, STR("http://www.w3.org/1999")), SIZE_MAX);
		assert_int_equal(str_find(text, STR("GNUPLOT")), SIZE_MAX);
		assert_int_equal(str_find(text, STR("]]>")), SIZE_MAX); /* no XML */
		assert_int_not_equal(str_find(text, STR("`touch " PROOF "`")), SIZE_MAX);
		if (kinds[i] != CHART_LINES) /* where there is not room for every label */
			assert_int_not_equal(str_find(text, STR(">100%s%n%%<")), SIZE_MAX);
		assert_true(str_starts(buf_str(&png), STR("\x89PNG\r\n")));
		size_t first = svg.n;
		picture_of(kinds[i], &svg, &again);
		assert_int_equal(svg.n, 2 * first);
		assert_memory_equal(svg.p, svg.p + first, first);
		assert_int_equal(png.n, again.n);
		assert_memory_equal(png.p, again.p, png.n);
		buf_release(&svg);
		buf_release(&png);
		buf_release(&again);
	}
}

static void png_of(const char *label, struct buf *png)
{
	struct chart c;
	struct error e = ERROR_INIT;
	make(&c, CHART_BARS, &plain, &label, 1, one, 1, (long[]){5});
	if (!chart_png(&c, 560, png, &e))
		fail_msg("%s", e.message);
	chart_release(&c);
}

/* The box that pango draws for it would cover the bars. */
static void characters_without_a_font_are_a_sign(void **state)
{
	(void)state;
	struct buf missing = BUF_INIT, sign = BUF_INIT;
	if (!has_gnuplot() || system("command -v fc-list >/dev/null 2>&1") != 0)
		skip();
	png_of("甲\U0003FFF0村\uFE0F", &missing);
	png_of("甲〓村\uFE0F", &sign);
	assert_int_equal(missing.n, sign.n);
	assert_memory_equal(missing.p, sign.p, sign.n);
	buf_release(&missing);
	buf_release(&sign);
}

static void labels_are_no_formats(void **state)
{
	(void)state;
	static const char *const labels[] = {"50%", "%s", "{/Symbol a}", "a'\"\\"};
	struct chart c;
	struct buf svg = BUF_INIT;
	struct error e = ERROR_INIT;
	if (!has_gnuplot())
		skip();
	make(&c, CHART_LINES, &percent, labels, 4, one, 1, (long[]){10, 20, 40, 80});
	if (!chart_svg(&c, "c1", &svg, &e))
		fail_msg("%s", e.message);
	static const char *const expected[] = {
	    ">50%<", ">%s<", ">{/Symbol a}<", ">a'\"\\<", ">100.0%<", ">20%<"};
	for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++)
		if (str_find(buf_str(&svg), str_of(expected[i])) == SIZE_MAX)
			fail_msg("no %s", expected[i]);
	buf_release(&svg);
	chart_release(&c);
}

static void without_gnuplot_a_package_is_named(void **state)
{
	(void)state;
	struct chart c;
	struct error e = ERROR_INIT;
	struct buf out = BUF_INIT;
	const char *path = getenv("PATH");
	char *before = str_dup(str_of(path));
	make(&c, CHART_BARS, &plain, streets, 3, one, 1, (long[]){1, 2, 3});
	setenv("PATH", "/nonexistent", 1);
	assert_false(chart_svg(&c, "c1", &out, &e));
	assert_int_equal(e.kind, ERROR_SYSTEM);
	assert_non_null(strstr(e.message, "gnuplot-nox"));
	assert_false(chart_png(&c, 560, &out, &e));
	assert_int_equal(out.n, 0);
	setenv("PATH", before, 1);
	free(before);
	chart_release(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(bars_are_aligned),
	    cmocka_unit_test(gaps_and_zeros_differ),
	    cmocka_unit_test(percentages_end_at_a_hundred),
	    cmocka_unit_test(negative_values_go_the_other_way),
	    cmocka_unit_test(long_labels_stand_above),
	    cmocka_unit_test(several_series),
	    cmocka_unit_test(lines_stand_together),
	    cmocka_unit_test(the_description_is_a_sentence),
	    cmocka_unit_test(labels_hold_nothing_that_pictures_cannot),
	    cmocka_unit_test(in_a_report_the_fence_holds),
	    cmocka_unit_test(labels_are_no_commands),
	    cmocka_unit_test(characters_without_a_font_are_a_sign),
	    cmocka_unit_test(labels_are_no_formats),
	    cmocka_unit_test(without_gnuplot_a_package_is_named),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
