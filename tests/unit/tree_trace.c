/* Traces of reports without lines: which blocks are counted, and where in them a number stands. */
#include "report/tree_trace.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
/* cmocka needs those above */
#include <cmocka.h>

static const struct figure row = {.value = {12, 0}};

/* Markdown in which a # between braces is the number 12; [chart] is a chart of two numbers. */
static void write_document(struct document *d, const char *text)
{
	struct style style = STYLE_INIT;
	while (*text) {
		if (strncmp(text, "{#}", 3) == 0) {
			document_number(d, &row, &style);
			text += 3;
		} else if (strncmp(text, "[chart]", 7) == 0) {
			size_t start = d->text.n;
			write_document(d, "```\na {#}\nb {#}\n```\n");
			document_add_chart(d, start, (const struct chart *)d);
			text += 8;
		} else {
			document_markdown(d, (struct str){text++, 1});
		}
	}
}

/* Line and column of each number, as "1:2 3:4 ". */
static void assert_places(const char *text, const char *expected)
{
	struct document d = {0};
	struct tree t;
	struct csv_writer w;
	struct error e;
	struct buf trace = BUF_INIT, places = BUF_INIT;
	struct output *out = output_to_buf(&trace);
	write_document(&d, text);
	tree_parse(&t, &d);
	csv_writer_init(&w, out, false);
	tree_trace(&t, &w);
	csv_writer_release(&w);
	assert_true(output_finish(out, &e));
	struct str rest = buf_str(&trace), record, field, column;
	assert_true(str_split(&rest, '\n', &record));
	assert_true(str_equal_text(record, "line,column,text,figure,area,period,group,value,of"));
	while (str_split(&rest, '\n', &record) && str_split(&record, ',', &field)) {
		if (!field.n)
			break;
		str_split(&record, ',', &column);
		buf_printf(&places, "%.*s:%.*s ", (int)field.n, field.p, (int)column.n, column.p);
		assert_true(str_equal_text(record, "12,,,,,12,"));
	}
	assert_string_equal(buf_text(&places), expected);
	buf_release(&trace);
	buf_release(&places);
	tree_release(&t);
	document_release(&d);
}

static void blocks_are_counted(void **state)
{
	(void)state;
	assert_places("# 共{#}\n\n{#}家\n\n- {#}\n- a\n\n> b {#}\n", "1:2 2:1 3:1 5:3 ");
	assert_places("a\n\n---\n\n{#}\n", "2:1 ");
	assert_places("<p>{#}</p>\n\n```\nx\n {#}\n```\n{#}\n", "1:4 2:4 3:1 ");
}

static void cells_are_blocks(void **state)
{
	(void)state;
	assert_places(
	    "a\n\n| b | c |\n|---|---|\n|  | {#} |\n| d {#} | e |\n\n{#}\n", "5:1 6:3 8:1 ");
}

static void marks_of_markdown_are_no_characters(void **state)
{
	(void)state;
	assert_places("**共** `{#}` [家{#}](x{#}y) ![图{#}](z)<b>{#}\n", "1:3 1:7 1:11 1:16 ");
	assert_places("a\\*{#}&amp;{#}\n", "1:3 1:6 ");
}

static void line_breaks_are_a_character_or_none(void **state)
{
	(void)state;
	assert_places("共\n{#}\n家\n{#}\n", "1:2 1:5 ");
	assert_places("a\nb{#}\n*{#}*\n{#}", "1:4 1:7 1:10 ");
	assert_places("*a **共***\n{#}\n**家**", "1:4 ");
	assert_places("a  \nb{#}\\\n{#}", "1:4 1:7 ");
}

static void numbers_of_charts_are_counted(void **state)
{
	(void)state;
	assert_places("a\n\n[chart]\n\nb{#}\n", "2:1 2:2 3:2 ");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(blocks_are_counted),
	    cmocka_unit_test(cells_are_blocks),
	    cmocka_unit_test(marks_of_markdown_are_no_characters),
	    cmocka_unit_test(line_breaks_are_a_character_or_none),
	    cmocka_unit_test(numbers_of_charts_are_counted),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
