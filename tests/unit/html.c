/* HTML with charts: pictures within the page, as blocks of their own, with ids of their own. */
#include "report/chart.h"
#include "report/html.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
/* cmocka needs those above */
#include <cmocka.h>

static const struct figure rows[] = {{.value = {12, 0}}, {.value = {30, 0}}};
static const struct definitions no_definitions;
static const struct areas no_areas;

static void make_chart(struct chart *c)
{
	struct style style = STYLE_INIT;
	chart_init(c, CHART_LINES);
	chart_set_title(c, STR("走访"));
	chart_add_category(c, STR("甲<街道>"));
	chart_add_category(c, STR("乙街道"));
	chart_add_series(c, STR("次数"), &style);
	chart_set(c, 0, 0, &rows[0]);
	chart_set(c, 1, 0, &rows[1]);
}

/* A page with two charts; its text in *out. */
static bool print_page(struct buf *out, struct error *e)
{
	struct chart chart;
	struct document d = {0};
	struct tree t;
	struct diag ignored = {diag_ignore};
	make_chart(&chart);
	document_markdown(&d, STR("前\n"));
	chart_add_to(&chart, &d);
	document_markdown(&d, STR("中\n"));
	chart_add_to(&chart, &d);
	document_markdown(&d, STR("后\n"));
	tree_parse(&t, &d);
	const struct html html = {.tree = &t,
	    .words = {&no_definitions, &no_areas},
	    .template_name = "template.md",
	    .diag = &ignored};
	bool good = html_print(&html, out, e);
	tree_release(&t);
	document_release(&d);
	chart_release(&chart);
	return good;
}

static const char *assert_behind(const char *text, const char *part)
{
	const char *at = strstr(text, part);
	if (!at)
		fail_msg("%s is not there", part);
	return at + strlen(part);
}

static void charts_are_pictures_in_the_page(void **state)
{
	(void)state;
	struct buf out = BUF_INIT;
	struct error e;
	if (system("command -v gnuplot >/dev/null 2>&1") != 0)
		skip();
	assert_true(print_page(&out, &e));
	const char *at =
	    assert_behind(buf_text(&out), "<p id=\"p1\">前</p>\n<figure id=\"p2\"><svg");
	at = assert_behind(at, "甲&lt;街道");
	at = assert_behind(at, "id=\"c1");
	at = assert_behind(at, "</svg>");
	at = assert_behind(at, "</figure>\n<p id=\"p3\">中</p>\n<figure id=\"p4\"><svg");
	at = assert_behind(at, "id=\"c2");
	at = assert_behind(at, "</figure>\n<p id=\"p5\">后</p>\n<details>");
	at = assert_behind(at, "<li><a href=\"#p2\">12</a> 指标：");
	at = assert_behind(at, "<li><a href=\"#p2\">30</a> 指标：");
	at = assert_behind(at, "<li><a href=\"#p4\">12</a> 指标：");
	at = assert_behind(at, "<li><a href=\"#p4\">30</a> 指标：");
	assert_behind(at, "</main>");
	buf_release(&out);
}

static void without_gnuplot_there_is_no_page(void **state)
{
	(void)state;
	struct buf out = BUF_INIT;
	struct error e;
	char *path = str_dup(str_of(getenv("PATH")));
	setenv("PATH", "/nowhere", 1);
	assert_false(print_page(&out, &e));
	assert_non_null(strstr(e.message, "gnuplot-nox"));
	setenv("PATH", path, 1);
	free(path);
	buf_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(charts_are_pictures_in_the_page),
	    cmocka_unit_test(without_gnuplot_there_is_no_page),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
