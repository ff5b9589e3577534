/* Templates: what is text, what is a tag, and which faults are told where. */
#include "report/template.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
/* cmocka needs those above */
#include <cmocka.h>

/* Notes what is told: "line:column kind message" one after another. */
struct notes {
	struct diag diag;
	struct buf text;
};

static void note(struct diag *diag, const struct error *e)
{
	struct notes *n = (struct notes *)diag;
	buf_printf(&n->text, "%d:%d %s;", (int)e->line, (int)e->column, e->message);
}

static void assert_str(struct str text, const char *expected)
{
	char *copy = str_dup(text);
	assert_string_equal(copy, expected);
	free(copy);
}

/* The nodes in short: text as it is, F figure, N names, T table, C chart, ? if, : else, ! end, *
 * each, / its end, . field. */
static void assert_nodes(const char *text, const char *expected)
{
	static const char letters[] = {' ', 'F', 'N', 'T', 'C', '?', ':', '!', '*', '/', '.'};
	struct notes notes = {.diag = {note}};
	struct template t;
	struct buf found = BUF_INIT;
	if (!template_parse(&t, str_of(text), "t.md", &notes.diag))
		fail_msg("%s: %s", text, buf_text(&notes.text));
	for (size_t i = 0; i < t.count; i++) {
		if (t.nodes[i].kind == NODE_TEXT)
			buf_add_str(&found, t.nodes[i].text);
		else
			buf_printf(&found, "<%c>", letters[t.nodes[i].kind]);
	}
	assert_string_equal(buf_text(&found), expected);
	buf_release(&found);
	template_release(&t);
}

static void text_and_tags(void **state)
{
	(void)state;
	assert_nodes("", "");
	assert_nodes("党组织{{party.orgs}}个\n", "党组织<F>个\n");
	assert_nodes("{{ a }}{{names l c|quote}}", "<F><N>");
	assert_nodes("{ {a}} }} \\{{a}} \\x", "{ {a}} }} {{a}} \\x");
	assert_nodes("\xEF\xBB\xBF{{a}}\r\nx\r\n", "<F>\nx\n");
	assert_nodes("{{a[b=c | d]|percent}}", "<F>");
}

static void lines_of_blocks_vanish(void **state)
{
	(void)state;
	assert_nodes("a\n{{#if x}}\nb\n  {{else}}  \nc\n{{/if}}\nd", "a\n<?>b\n<:>c\n<!>d");
	assert_nodes("a{{#if x}}b{{/if}}\n", "a<?>b<!>\n");
	assert_nodes("{{#if x}}\n{{table a by area}}\n{{/if}}", "<?><T><!>");
}

static void conditions_are_linked(void **state)
{
	(void)state;
	struct notes notes = {.diag = {note}};
	struct template t;
	assert_true(template_parse(
	    &t, STR("{{#if a[m=x]>=10}}1{{#if b}}2{{/if}}{{else}}3{{/if}}"), "t", &notes.diag));
	assert_int_equal(t.count, 8);
	assert_int_equal(t.nodes[0].next, 5);
	assert_int_equal(t.nodes[2].next, 4);
	assert_int_equal(t.nodes[5].next, 7);
	assert_int_equal(t.nodes[0].comparison, COMPARISON_MORE_EQUAL);
	assert_int_equal(t.nodes[0].number.units, 10);
	assert_str(t.nodes[0].references[0].group, "m=x");
	assert_int_equal(t.nodes[2].comparison, COMPARISON_UNEQUAL);
	assert_int_equal(t.nodes[2].number.units, 0);
	template_release(&t);
}

static void a_reference_has_its_parts(void **state)
{
	(void)state;
	struct reference r;
	struct error e = ERROR_INIT;
	assert_true(reference_parse(
	    &r, STR("party.orgs@滕王阁街道[mode=joint]:2024-01-01/2024-06-30|over:10|han"), &e));
	assert_str(r.figure, "party.orgs");
	assert_str(r.area, "滕王阁街道");
	assert_str(r.group, "mode=joint");
	assert_str(r.period, "2024-01-01/2024-06-30");
	assert_str(r.text, "party.orgs@滕王阁街道[mode=joint]:2024-01-01/2024-06-30");
	assert_int_equal(r.style.form, STYLE_HAN);
	assert_int_equal(r.style.over, 10);
	assert_true(reference_parse(&r, STR("a[mode=]"), &e));
	assert_null(r.area.p);
	assert_null(r.period.p);
	assert_str(r.group, "mode=");
}

static void a_table_and_names_have_their_parts(void **state)
{
	(void)state;
	struct notes notes = {.diag = {note}};
	struct template t;
	assert_true(template_parse(&t,
	    STR("{{table a b[k=x y]|percent c:ytd by street}}\n"
		"{{names l 名称|distinct|quote|sort|first:5}}"),
	    "t", &notes.diag));
	assert_int_equal(t.nodes[0].reference_count, 3);
	assert_str(t.nodes[0].references[1].group, "k=x y");
	assert_int_equal(t.nodes[0].references[1].style.form, STYLE_PERCENT);
	assert_str(t.nodes[0].references[2].period, "ytd");
	assert_str(t.nodes[0].by, "street");
	const struct name_request *names = &t.nodes[1].names;
	assert_str(names->list, "l");
	assert_str(names->column, "名称");
	assert_true(names->quote);
	assert_int_equal(names->step_count, 3);
	assert_int_equal(names->steps[0], NAME_DISTINCT);
	assert_int_equal(names->steps[1], NAME_SORT);
	assert_int_equal(names->steps[2], NAME_FIRST);
	assert_int_equal(names->first, 5);
	template_release(&t);
}

static void an_order_and_columns_have_their_parts(void **state)
{
	(void)state;
	struct notes notes = {.diag = {note}};
	struct template t;
	assert_true(template_parse(&t,
	    STR("{{table a by street sort:-b[k=x y]|percent first:10}}\n"
		"{{table a by figure: prev this unit grow:prev:2 points:year}}"),
	    "t", &notes.diag));
	const struct order *order = &t.nodes[0].order;
	assert_true(order->sorted && order->descending);
	assert_str(order->by.text, "b[k=x y]");
	assert_int_equal(order->by.style.form, STYLE_PERCENT);
	assert_int_equal(order->first, 10);
	assert_int_equal(t.nodes[1].column_count, 5);
	const struct figure_column *columns = t.nodes[1].columns;
	assert_int_equal(columns[0].growth.kind, GROWTH_VALUE);
	assert_str(columns[0].growth.base, "prev");
	assert_int_equal(columns[1].kind, TABLE_THIS);
	assert_int_equal(columns[2].kind, TABLE_UNIT);
	assert_int_equal(columns[3].growth.kind, GROWTH_PERCENT);
	assert_int_equal(columns[3].growth.decimals, 2);
	assert_int_equal(columns[4].growth.kind, GROWTH_POINTS);
	assert_str(columns[4].growth.base, "year");
	template_release(&t);
}

static void assert_told(struct str text, const char *expected)
{
	struct notes notes = {.diag = {note}};
	struct template t;
	assert_false(template_parse(&t, text, "t.md", &notes.diag));
	if (strncmp(buf_text(&notes.text), expected, strlen(expected)) != 0)
		fail_msg("'%s' is not '%s'", buf_text(&notes.text), expected);
	buf_release(&notes.text);
	template_release(&t);
}

static void faults_are_told_with_their_place(void **state)
{
	(void)state;
	assert_told(STR("一二{{a"), "1:3 '{{' without '}}'");
	assert_told(STR("x\n{{}}"), "2:1 '{{}}' is empty");
	assert_told(STR("{{a\n}}"), "1:1 '{{' without '}}'");
	assert_told(STR("{{a b}}"), "1:1 no tag 'a'");
	assert_told(STR("{{tabel a by area}}"), "1:1 no tag 'tabel', the nearest is 'table'");
	assert_told(STR("{{#fi a}}"), "1:1 no tag '#fi'");
	assert_told(STR("{{@x}}"), "1:1 '@x' names no figure");
	assert_told(STR("{{a[x]}}"), "1:1 '[x]' names no group");
	assert_told(STR("{{a[x=y}}"), "1:1 '[' without ']'");
	assert_told(STR("{{a:ytd[x=y]}}"), "1:1 '[' does not belong there");
	assert_told(STR("{{a|percnt}}"), "1:1 no filter 'percnt', the nearest is 'percent'");
	assert_told(STR("{{a｜percent}}"), "1:1 'a｜percent' holds the full-width sign ｜");
	assert_told(
	    STR("{{#if a ＞ 0}}{{/if}}"), "1:1 'a ＞ 0' holds the full-width sign ＞, write >");
	assert_told(STR("一｛｛a｝｝\n{{b}"),
	    "1:2 full-width braces ｛｛, write {{ and }};2:1 '{{' without");
	assert_told(STR("{{#if a}}"), "1:1 '{{#if a}}' is not closed");
	assert_told(STR("{{#if a == 1}}{{/if}}"), "1:1 '== 1' is no comparison");
	assert_told(STR("{{#if a > b}}{{/if}}"), "1:1 '> b' is no comparison");
	assert_told(STR("{{#if a|han}}{{/if}}"), "1:1 '#if' compares");
	assert_told(STR("{{/if}}"), "1:1 '{{/if}}' without '{{#if}}'");
	assert_told(
	    STR("{{#if a}}{{else if b}}{{/if}}"), "1:10 'else if b' has too much behind 'else'");
	assert_told(STR("{{#if a}}{{else}}{{else}}{{/if}}"), "1:18 a second '{{else}}'");
	assert_told(STR("x {{table a by area}}"), "1:3 '{{table a by area}}' must have its line");
	assert_told(STR("{{table a}}"), "1:1 'table a' must name figures");
	assert_told(STR("{{table by area}}"), "1:1 'table by area' must name figures");
	assert_told(STR("{{names l}}"), "1:1 'names l' must name a list and a column");
	assert_told(STR("{{names l c|firts:5}}"), "1:1 no filter 'firts:5' of names");
	assert_told(STR("{{names l c|first:0}}"), "1:1 'first:0' must say how many");
	assert_told(STR("{{names l c|sort|sort}}"), "1:1 'sort' stands twice");
	assert_told(STR("{{chart a}}"), "1:1 'chart a' must name figures");
	assert_told(STR("{{chart}}"), "1:1 'chart' must name figures and what the chart is by");
	assert_told(STR("{{table}}"), "1:1 'table' must name figures and what the rows are");
	assert_told(STR("{{names}}"), "1:1 'names' must name a list and a column");
	assert_told(STR("{{include}}"), "1:1 'include' must name a file");
	assert_nodes("{{chart|plain}}", "<F>");
	assert_told(STR("{{chart a by street bar}}"),
	    "1:1 no 'bar' behind 'by street' of a chart, only percent, stacked, lines, sort:…, "
	    "first:… and title:… can stand there");
	assert_told(
	    STR("{{a|x}} {{b|y}}"), "1:1 no filter 'x', the nearest is 'wan';1:9 no filter");
}

static void faults_of_comparisons(void **state)
{
	(void)state;
	assert_told(STR("{{a|grow}}"), "1:1 'grow' must name the earlier figures");
	assert_told(STR("{{a|points:}}"), "1:1 'points:' must name the earlier figures");
	assert_told(STR("{{a|grow:p:x}}"), "1:1 'grow:p:x' must end with a number of decimals");
	assert_told(STR("{{a|grow:p:5}}"), "1:1 'grow:p:5' must end with a number of decimals");
	assert_told(STR("{{a|value:p:1}}"), "1:1 'value:p:1' has too much behind the name");
	assert_told(STR("{{a|grow:p|points:p}}"), "1:1 'points:p' is the second comparison");
	assert_told(STR("{{a|percent|grow:p}}"), "1:1 'grow' and 'change' are written in");
	assert_told(STR("{{a|points:p|percent}}"), "1:1 'points' is written in its own way");
	assert_told(STR("{{a|grow:p|over:10}}"), "1:1 'grow' and 'change' are written in");
	assert_told(STR("{{a|sign}}"), "1:1 'sign' belongs behind grow");
	assert_told(STR("{{a|value:p|sign}}"), "1:1 'sign' belongs behind grow");
	assert_told(STR("{{a|sign:p}}"), "1:1 'sign:p' takes nothing behind a colon");
	assert_told(STR("{{a|gorw:p}}"), "1:1 no filter 'gorw', the nearest is 'grow'");
	assert_told(STR("{{a|fraction}}"), "1:1 'fraction' belongs behind percent");
}

static void faults_of_tables(void **state)
{
	(void)state;
	assert_told(STR("{{table a by figure:}}"), "1:1 'table a by figure:' must say what");
	assert_told(STR("{{table a by figure: x:prev}}"), "1:1 no column 'x:prev', the nearest");
	assert_told(STR("{{table a by figure: grow:}}"), "1:1 'grow:' must name the earlier");
	assert_told(STR("{{table a|grow:p by figure: this}}"), "1:1 'a' is compared by the");
	assert_told(STR("{{table a by fig:}}"), "1:1 a table cannot be by 'fig:'");
	assert_told(STR("{{table a by area sort:}}"), "1:1 'sort:' must name the figure");
	assert_told(STR("{{table a by area sort:-}}"), "1:1 'sort:-' must name the figure");
	assert_told(STR("{{table a by area sort:a sort:b}}"), "1:1 'sort' stands twice");
	assert_told(STR("{{table a by area sort:a|x}}"), "1:1 no filter 'x'");
	assert_told(STR("{{table a by area first:0}}"), "1:1 'first:0' must say how many rows");
	assert_told(STR("{{table a by area first:1 first:1}}"), "1:1 'first' stands twice");
	assert_told(
	    STR("{{table a by area last:1}}"), "1:1 'last:1' behind 'table a by area' is too much");
}

static void loops(void **state)
{
	(void)state;
	assert_nodes("{{#each a by area}}{{.}}{{.name}}{{b@.}}{{/each}}", "<*><F><.><F></>");
	assert_nodes("{{#each l}}\n- {{.名 称}}\n{{/each}}\n", "<*>- <.>\n</>");
	assert_nodes("{{#each l}}{{#if .x}}y{{/if}}{{/each}}", "<*><?>y<!></>");
	assert_nodes("{{#if a}}{{#each l}}{{#each a by area}}{{/each}}{{/each}}{{else}}{{/if}}",
	    "<?><*><*></></><:><!>");
	struct notes notes = {.diag = {note}};
	struct template t;
	assert_true(template_parse(&t,
	    STR("{{#each a[k=x y]:ytd by street sort:-b|percent first:3 join:、}}{{/each}}"
		"{{#each l join:； sort:-c}}{{/each}}"),
	    "t", &notes.diag));
	assert_str(t.nodes[0].references[0].text, "a[k=x y]:ytd");
	assert_str(t.nodes[0].by, "street");
	assert_str(t.nodes[0].order.by.text, "b");
	assert_str(t.nodes[0].join, "、");
	assert_int_equal(t.nodes[0].order.first, 3);
	assert_int_equal(t.nodes[0].next, 1);
	assert_str(t.nodes[2].list, "l");
	assert_str(t.nodes[2].order.column, "c");
	assert_true(t.nodes[2].order.descending);
	template_release(&t);
}

static void faults_of_loops(void **state)
{
	(void)state;
	assert_told(STR("{{#each}}"), "1:1 '#each' must name a figure and by what");
	assert_told(STR("{{#each a by}}{{/each}}"), "1:1 '#each a by' must say by what");
	assert_told(STR("{{#each a by period}}{{/each}}"), "1:1 a loop cannot be by 'period'");
	assert_told(STR("{{#each a|percent by area}}{{/each}}"), "1:1 '#each a' prints nothing");
	assert_told(STR("{{#each a by area}}"), "1:1 '{{#each a by area}}' is not closed by");
	assert_told(STR("{{/each}}"), "1:1 '{{/each}}' without '{{#each}}'");
	assert_told(STR("{{#each l}}\n{{/if}}{{/each}}"),
	    "2:1 '{{/if}}' stands before the '{{/each}}' of '{{#each l}}' in line 1");
	assert_told(STR("{{#if a}}{{#each l}}{{else}}{{/each}}{{/if}}"),
	    "1:21 '{{else}}' stands before the '{{/each}}'");
	assert_told(
	    STR("{{#if a}}{{/each}}{{/if}}"), "1:10 '{{/each}}' stands before the '{{/if}}'");
	assert_told(STR("{{#each l join:}}{{/each}}"), "1:1 'join:' must say what stands between");
	assert_told(STR("{{#each l join:a join:b}}{{/each}}"), "1:1 'join' stands twice");
	assert_told(STR("{{#each l sort:-}}{{/each}}"), "1:1 'sort:-' must name the column");
	assert_told(STR("{{#each l sort:a sort:b}}{{/each}}"), "1:1 'sort' stands twice");
	assert_told(STR("{{#each l bye area}}{{/each}}"), "1:1 'bye' behind '#each l' is too much");
	assert_told(STR("{{include x}}"), "1:1 'x' cannot be included here");
	assert_told(STR("{{inclde x}}"), "1:1 no tag 'inclde', the nearest is 'include'");
	assert_told(STR("{{.name|quote}}"), "1:1 '.name|quote' is a text and takes no filter");
	assert_told(STR("{{#if .x = 1}}{{/if}}"), "1:1 '#if .x' asks whether there is a text");
	assert_told(STR("{{#each a}}{{#each a}}{{#each a}}{{#each a}}{{#each a}}{{#each a}}"
			"{{#each a}}{{#each a}}{{#each a}}"),
	    "1:89 more than 8 loops within each other");
}

static void faults_of_bytes(void **state)
{
	(void)state;
	assert_told(STR("一\n二\xFF"), "2:2 not UTF-8");
	assert_told(STR("a\0b"), "1:2 a NUL byte");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(text_and_tags),
	    cmocka_unit_test(lines_of_blocks_vanish),
	    cmocka_unit_test(conditions_are_linked),
	    cmocka_unit_test(a_reference_has_its_parts),
	    cmocka_unit_test(a_table_and_names_have_their_parts),
	    cmocka_unit_test(an_order_and_columns_have_their_parts),
	    cmocka_unit_test(faults_are_told_with_their_place),
	    cmocka_unit_test(faults_of_comparisons),
	    cmocka_unit_test(faults_of_tables),
	    cmocka_unit_test(loops),
	    cmocka_unit_test(faults_of_loops),
	    cmocka_unit_test(faults_of_bytes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
